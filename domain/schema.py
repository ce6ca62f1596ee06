"""The shape of a definition's files: unknown keys are refused, every fault is kept."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from domain.errors import Fault
from domain.limits import Limits
from domain.phrases import Gender, NounKind
from domain.programme import Combine
from domain.rules import Addressee, Family, FoundBy, Scope, Severity, Stage
from domain.values import Value, parse_value

Text = Annotated[str, StringConstraints(min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]*$")]
ActionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$")]
# One name in the results' folder: no separators, no sign that Windows forbids, room for a year.
DocumentName = Annotated[
    str, StringConstraints(pattern=r'^[^/\\:*?"<>|.\x00-\x1f][^/\\:*?"<>|\x00-\x1f]{0,140}\.docx$')
]
ResultName = Annotated[
    str, StringConstraints(pattern=r'^[^/\\:*?"<>|.\x00-\x1f][^/\\:*?"<>|\x00-\x1f]{0,144}$')
]
ReminderName = Annotated[
    str,
    StringConstraints(
        pattern=r'^[^/\\:*?"<>|.\x00-\x1f]*\{unit\}[^/\\:*?"<>|\x00-\x1f]{0,140}\.eml$'
    ),
]
# What is handed to a web page: letters, digits and a few signs that no system changes.
PublishedName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_{}-]{0,100}$")]
PublishedDocument = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_{}-]{0,100}\.docx$")
]
PublishedText = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_{}-]{0,100}\.txt$")
]
PublishedErrata = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_{}-]*\{number\}[A-Za-z0-9_{}-]*\.docx$")
]
# An archive goes to other systems as well: letters, digits and a few signs.
ArchiveName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_{}-]*\{number\}[A-Za-z0-9_{}-]*\.zip$")
]
FormName = Annotated[
    str,
    StringConstraints(
        pattern=r'^[^/\\:*?"<>|.\x00-\x1f]*\{unit\}[^/\\:*?"<>|\x00-\x1f]{0,140}\.xlsx$'
    ),
]
Address = Annotated[str, StringConstraints(pattern=r"^([^@\s,;<>\"]+@[^@\s,;<>\"]+)?$")]
_MONTH_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
MonthDay = Annotated[str, StringConstraints(pattern=_MONTH_DAY)]
ListNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}\.$")]
Typed = Annotated[Value, BeforeValidator(parse_value)]


def _as_text(raw: object) -> object:
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


def _as_list(raw: object) -> object:
    return raw if isinstance(raw, list) else [raw]


# Nobody is reminded half a year too early, or of what is more than a year old.
_EARLIEST, _LATEST = -180, 365


def _as_reminder(raw: object) -> object:
    days = isinstance(raw, int) and not isinstance(raw, bool) and _EARLIEST <= raw <= _LATEST
    if days or (isinstance(raw, str) and re.fullmatch(_MONTH_DAY, raw)):
        return raw
    raise ValueError(
        f"„{raw}” – tu ma stać liczba dni od terminu (od {_EARLIEST} do {_LATEST}; przed terminem "
        'ze znakiem minus) albo dzień w cudzysłowie, np. "02-15"'
    )


Number = Annotated[str, BeforeValidator(_as_text)]
ReminderDay = Annotated[int | str, BeforeValidator(_as_reminder)]
OneOrMore = BeforeValidator(_as_list)


class Shape(BaseModel):
    """Base of all shapes: frozen, and a key that is not listed is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class FilesShape(Shape):
    annex: DocumentName
    final: DocumentName
    review: DocumentName = "Zalacznik_{year}_z_uwagami.docx"
    form: FormName
    report: ResultName = "Raport_sprawdzenia_{year}.html"
    findings: ResultName = "Uwagi_{year}.xlsx"
    decisions: ResultName = "Tabela_uwag_{year}.xlsx"
    approval: ResultName = "Karta_akceptacji_{year}.docx"
    sources: ResultName = "Zrodla_{year}.xlsx"
    changes: ResultName = "Zmiany_w_sprawozdaniach_{year}.csv"
    units: ResultName = "jednostki"
    receipt: DocumentName = "Potwierdzenie_{year}_{unit}.docx"
    message: ResultName = "Wiadomosc_{year}_{unit}.eml"
    reminder: ReminderName = "Przypomnienie_{year}_{unit}.eml"
    next_plan: ResultName = "Propozycja_planu_{next_year}"
    proposals: ResultName = "Propozycje_zmian_planu_{next_year}.xlsx"
    needs: DocumentName = "Potrzeby_i_dzialania_dodatkowe_{year}.docx"
    archive: ArchiveName = "Archiwum_{year}_{number}.zip"


class PublicationShape(Shape):
    """What the editor of the Public Information Bulletin gets"""

    folder: PublishedName = "Do_BIP"
    entity: str = ""
    word: PublishedDocument = "Sprawozdanie_{year}.docx"
    metadata: PublishedText = "Metadane.txt"
    accessibility: PublishedText = "Dostepnosc.txt"
    errata: PublishedErrata = "Errata_{number}.docx"


class ArchiveShape(Shape):
    """Under what a closed round is filed by the office"""

    category: str = ""
    symbol: str = ""


class AnswerShape(Shape):
    key: Key
    label: Text


class KindShape(Shape):
    label: str = ""
    spending: bool = False


class FormShape(Shape):
    """Which sheets the form has beyond the results"""

    additional: bool = False
    next_plan: bool = False
    needs: bool = False


class ReportDayShape(Shape):
    """A day by which something is handed in, and what"""

    date: MonthDay
    name: Text


class CalendarShape(Shape):
    """Days of the year after the reported one, as month-day ("01-31")"""

    forms: MonthDay | None = None
    due: MonthDay | None = None
    reminders: list[ReminderDay] = []
    reports: list[ReportDayShape] = []


class ContactShape(Shape):
    """Whom an officer asks who fills in a form"""

    name: str = ""
    phone: str = ""
    email: Address = ""


class ProgrammeShape(Shape):
    """programme.yaml"""

    name: Text
    short: Text
    years: list[int]
    levels: dict[Key, Text]
    kinds: dict[Key, KindShape] = {}
    status_words: dict[Key, Text] = {}
    answers: list[AnswerShape] = []
    texts: dict[Key, Text] = {}
    calendar: CalendarShape | None = None
    contact: ContactShape = ContactShape()
    files: FilesShape
    form: FormShape = FormShape()
    publication: PublicationShape = PublicationShape()
    archive: ArchiveShape = ArchiveShape()


class UnitShape(Shape):
    """One entry of units.yaml"""

    name: Text
    short: Text
    kind: Key
    parent: Code | None = None
    reports: bool = False
    aliases: list[Text] = []
    email: Address = ""
    phone: str = ""
    form: bool = False
    due: MonthDay | None = None


class NounShape(Shape):
    kind: NounKind
    gender: Gender
    forms: tuple[Text, Text, Text, Text]
    collective: bool = False
    reason: str = ""


class NounsShape(Shape):
    """nouns.yaml"""

    nouns: dict[Text, NounShape]
    adjectives: dict[Text, tuple[Text, Text, Text, Text, Text, Text, Text]] = {}
    clauses: dict[Text, tuple[Text, Text, Text, Text, Text]] = {}
    measures: list[Text] = []


class LinkShape(Shape):
    number: ListNumber
    text: Text
    tight: bool = False


class LinksShape(Shape):
    intro: Text
    items: list[LinkShape]


class SectionShape(Shape):
    """A node of structure.yaml; `actions` names a file in actions/."""

    number: Number = ""
    level: Key
    title: Text
    kind: str = ""
    links: LinksShape | None = None
    fields: dict[Key, Text] = {}
    sections: list["SectionShape"] = []
    actions: Text | None = None


class StructureShape(Shape):
    """structure.yaml"""

    sections: list[SectionShape]


class IndicatorShape(Shape):
    phrase: Text
    realised: Text | None = None
    before: str = ", "
    combine: Combine = Combine.LEAD


def _as_indicator(raw: object) -> object:
    return {"phrase": raw} if isinstance(raw, str) else raw


class ActionShape(Shape):
    """One entry of actions/<table>.yaml"""

    id: ActionId
    name: Text
    aliases: list[Text] = []
    responsible: Text
    lead: Annotated[list[Code], OneOrMore, Field(min_length=1)]
    partners: list[Code] = []
    indicators: dict[Key, Annotated[IndicatorShape, BeforeValidator(_as_indicator)]] = {}
    fields: dict[Key, Text] = {}
    free_rows: Annotated[int, Field(ge=0, le=50, strict=True)] = 0


class PlanShape(Shape):
    """One entry of plan/<year>/<table>.yaml: indicators beside the words of the plan."""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)
    __pydantic_extra__: dict[str, Typed]

    words: str = ""
    words_first: str = ""
    joined: int | None = None
    text: str = ""


class ExtraShape(Shape):
    count: Text
    value: Typed


class SampleShape(Shape):
    """One entry of sample/<year>/<table>.yaml: what a unit answered for an action."""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)
    __pydantic_extra__: dict[str, Typed]

    status: Literal["realised", "not_realised", "cancelled", "ended", "moved", "new"] = "realised"
    explanation: str = ""
    wording: str = ""
    extra: list[ExtraShape] = []
    spending: Annotated[list[Decimal], OneOrMore] = []
    spending_wording: str = ""
    answers: dict[Key, Text] = {}


Level = Annotated[int, Field(ge=1, le=9, strict=True)]


class ContentsShape(Shape):
    """The first and the last level of headings that a table of contents names"""

    first: Level
    last: Level


class LineShape(Shape):
    style: Text
    text: str = ""
    list: Literal["links"] | None = None
    contents: ContentsShape | None = None
    omit_if_empty: str = ""


class ColumnShape(Shape):
    header: Text
    field: Text


class ActionLayoutShape(Shape):
    table: str = ""
    columns: list[ColumnShape] = []
    lines: list[LineShape] = []


class RemarksShape(Shape):
    """How the review copy ends: heading and table of what was left with a reason"""

    style: Text
    table: Text


class LayoutShape(Shape):
    """layout.yaml"""

    template: Text
    title: Text
    gap_style: Text
    before: list[LineShape] = []
    sections: dict[Key, list[LineShape]] = {}
    actions: dict[str, ActionLayoutShape]
    after: list[LineShape] = []
    remarks: RemarksShape | None = None


class RuleShape(Shape):
    """One entry of rules.yaml; `when` and `holds` are trees of domain/expressions.py"""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    family: Family
    severity: Severity
    stage: Stage = Stage.LIVE
    scope: Scope = Scope.FILE
    found_by: FoundBy = FoundBy.EXPECTATION
    to: Addressee | None = None
    mask: Annotated[int, Field(gt=0, strict=True)] | Literal["text"] | None = None
    when: Any = None
    holds: Any = None
    message: Text
    remedy: Text
    reason: Text
    ask: str = ""


Positive = Annotated[int, Field(gt=0, strict=True)]
_DEFAULTS = Limits()


class LimitsShape(Shape):
    """limits.yaml; what is not named keeps its default"""

    file_mib: Positive = _DEFAULTS.file_mib
    part_mib: Positive = _DEFAULTS.part_mib
    total_mib: Positive = _DEFAULTS.total_mib
    ratio: Positive = _DEFAULTS.ratio
    ratio_from_mib: Positive = _DEFAULTS.ratio_from_mib
    parts: Positive = _DEFAULTS.parts
    sheets: Positive = _DEFAULTS.sheets
    members: Positive = _DEFAULTS.members
    depth: Positive = _DEFAULTS.depth
    memory_mib: Positive = _DEFAULTS.memory_mib
    cpu_seconds: Positive = _DEFAULTS.cpu_seconds
    wall_seconds: Positive = _DEFAULTS.wall_seconds


_TYPE_NAMES = {"str", "int", "float", "bool"}
_SENTENCES = {
    "extra_forbidden": "nieznany klucz",
    "missing": "brakuje wymaganego klucza",
    "string_type": "tu ma stać tekst (w cudzysłowie, jeżeli wygląda jak liczba lub data)",
    "string_too_short": "tekst nie może być pusty",
    "string_pattern_mismatch": "niedozwolone znaki w oznaczeniu",
    "list_type": "tu ma stać lista",
    "dict_type": "tu mają stać klucze z wartościami",
    "model_type": "tu mają stać klucze z wartościami",
    "model_attributes_type": "tu mają stać klucze z wartościami",
    "int_type": "tu ma stać liczba całkowita",
    "int_parsing": "tu ma stać liczba całkowita",
    "int_from_float": "tu ma stać liczba całkowita",
    "invalid_key": "klucz ma być tekstem (w cudzysłowie, jeżeli wygląda jak liczba)",
    "bool_type": "tu ma stać true albo false",
    "bool_parsing": "tu ma stać true albo false",
    "greater_than": "tu ma stać liczba większa od zera",
    "too_short": "za mało pozycji na liście",
    "too_long": "za dużo pozycji na liście",
    "tuple_type": "tu ma stać lista form",
}


def faults_of(file: str, error: ValidationError, prefix: str = "") -> Iterator[Fault]:
    """Turn what pydantic reports into faults with file, path of keys and a Polish sentence."""
    for found in error.errors(include_url=False):
        # Where several types are allowed, pydantic adds each one's name to the path.
        parts = (str(part) for part in found["loc"] if str(part) not in _TYPE_NAMES)
        yield Fault(file, ".".join([prefix, *parts]).strip("."), _sentence(found))


def _sentence(found: Any) -> str:
    kind = found["type"]
    if kind == "value_error":
        return str(found["ctx"]["error"])
    if kind in ("enum", "literal_error"):
        return f"„{found['input']}” – dozwolone: {found['ctx']['expected'].replace(' or ', ', ')}"
    return _SENTENCES.get(kind, f"niedozwolona wartość: „{found['input']}”")
