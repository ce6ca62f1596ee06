"""From the files of a definition to one typed programme, or to all of its faults at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from pydantic import ValidationError

from domain import schema
from domain.building_calendar import build_calendar, day_after
from domain.consistency import (
    COMMON_RULES,
    LAYOUT,
    NOUNS,
    PROGRAMME,
    RULES,
    STRUCTURE,
    UNITS,
    consistency_faults,
    rule_faults,
)
from domain.errors import DefinitionError, Fault, UsageError
from domain.expressions import Expression, parse_expression
from domain.layout import ActionLayout, Column, Layout, Line, LineKind, RemarksLayout
from domain.past import PastEdition, read_past
from domain.phrases import Adjective, ClauseWord, Noun, Phrase, Register, parse_phrase
from domain.programme import (
    Action,
    AnswerField,
    Archive,
    Contact,
    FileNames,
    FurtherSheets,
    Indicator,
    Link,
    Links,
    MeasureIndex,
    PlannedAction,
    Programme,
    Publication,
    Section,
    Unit,
)
from domain.rules import COORDINATORS_OWN, Addressee, Family, Rule
from domain.table import COLUMNS

Tree = Mapping[str, object]
ShapeT = TypeVar("ShapeT", bound=schema.Shape)

_READ = re.compile(
    r"(?:programme|structure|layout|units|nouns|rules)\.yaml|\.\./rules\.yaml|actions/[^/]+\.yaml|"
    r"plan/\d{4}/[^/]+\.yaml|past/\d{4}\.csv"
)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]*")


@dataclass
class _Builder:
    """Collects faults while the parts are built; nothing is raised before the end."""

    slug: str
    year: int
    files: Tree
    faults: list[Fault] = field(default_factory=list)

    def broken(self, *files: str) -> bool:
        """Whether a file has faults, so that what refers to it cannot be judged."""
        return bool(set(files) & {fault.file for fault in self.faults})

    def fault(self, file: str, key: str, message: str) -> None:
        self.faults.append(Fault(file, key, message))

    def shape(self, model: type[ShapeT], file: str) -> ShapeT | None:
        if file not in self.files:
            self.fault(file, "", "brakuje tego pliku")
            return None
        return self.one(model, file, "", self.files[file])

    def one(self, model: type[ShapeT], file: str, key: str, raw: object) -> ShapeT | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            self.faults.extend(schema.faults_of(file, error, key))
            return None

    def entries(self, model: type[ShapeT], file: str) -> dict[str, ShapeT]:
        """Read a file that maps names to entries of one shape."""
        raw = self.files.get(file)
        if not isinstance(raw, dict):
            self.fault(file, "", "tu mają stać klucze z wartościami (lub brakuje tego pliku)")
            return {}
        shapes = {str(key): self.one(model, file, str(key), entry) for key, entry in raw.items()}
        return {key: shape for key, shape in shapes.items() if shape is not None}

    def listed(self, model: type[ShapeT], file: str) -> list[ShapeT]:
        """Read a file that lists entries of one shape."""
        raw = self.files.get(file)
        if not isinstance(raw, list):
            self.fault(file, "", "tu ma stać lista (lub brakuje tego pliku)")
            return []
        shapes = [self.one(model, file, str(place), entry) for place, entry in enumerate(raw)]
        return [shape for shape in shapes if shape is not None]

    def phrase(self, register: Register, file: str, key: str, source: str) -> Phrase:
        try:
            return parse_phrase(source, register)
        except ValueError as error:
            if not self.broken(NOUNS):
                self.fault(file, key, str(error))
            return parse_phrase("?", register)


def build_programme(slug: str, year: int, files: Tree) -> Programme:
    """Build the programme for `year` from the parsed files, keyed by their path in its folder.

    A table (past/<year>.csv) is given as its text.

    Raises DefinitionError with every fault found, each with its file and path of keys; UsageError
    for a year that the programme does not have.
    """
    builder = _Builder(slug, year, files)
    head = builder.shape(schema.ProgrammeShape, PROGRAMME)
    structure = builder.shape(schema.StructureShape, STRUCTURE)
    layout = builder.shape(schema.LayoutShape, LAYOUT)
    units = _units(builder)
    register, measures = _register(builder)
    rules = _rules(builder)
    past = _past(builder)
    if head is not None and year not in head.years:
        years = ", ".join(str(known) for known in head.years)
        raise UsageError(f"Rok {year} nie należy do programu „{slug}” (lata: {years}).")
    if head is None or structure is None or layout is None:
        _look_at_the_rest(builder, register, units)
        raise DefinitionError(slug, builder.faults)
    for file in sorted(files):
        if not _READ.fullmatch(file):
            builder.fault(file, "", "tego pliku nic nie czyta; proszę go usunąć albo przenieść")
    builds = _Sections(builder, head, register, units)
    sections = builds.build(structure.sections, "sections", "")
    for file in sorted(name for name in files if name.startswith("actions/")):
        if file not in builds.used:
            builder.fault(file, "", f"żadna część w {STRUCTURE} nie wskazuje tego pliku")
    programme = Programme(
        slug=slug,
        year=year,
        name=head.name,
        short=head.short,
        levels=head.levels,
        units=units,
        register=register,
        sections=sections,
        plan=_plan(builder, sections),
        measures=_measures(sections, register, measures),
        status_words=head.status_words,
        answers=tuple(AnswerField(answer.key, answer.label) for answer in head.answers),
        texts=head.texts,
        files=FileNames(**head.files.model_dump()),
        publication=Publication(**head.publication.model_dump()),
        rules=rules,
        layout=_layout(layout),
        calendar=build_calendar(builder, head.calendar, units.values()),
        past=past,
        further=FurtherSheets(**head.form.model_dump()),
        contact=Contact(**head.contact.model_dump()),
        archive=Archive(**head.archive.model_dump()),
    )
    builder.faults += consistency_faults(programme)
    if builder.faults:
        raise DefinitionError(slug, builder.faults)
    return programme


def _past(builder: _Builder) -> PastEdition | None:
    """Read the figures of the year before, where they are kept."""
    year = builder.year - 1
    file = f"past/{year}.csv"
    if file not in builder.files:
        return None
    edition, faults = read_past(year, str(builder.files[file]))
    for line, message in faults:
        builder.fault(file, f"wiersz {line}" if line else "", message)
    return edition


def _look_at_the_rest(builder: _Builder, register: Register, units: Mapping[str, Unit]) -> None:
    """Find the faults of actions and plan where the files above them are faulty themselves."""
    files = sorted(name for name in builder.files if name.startswith("actions/"))
    names = [name.removeprefix("actions/").removesuffix(".yaml") for name in files]
    shapes = [schema.SectionShape(level="any", title=name, actions=name) for name in names]
    nothing = schema.FilesShape(annex="-.docx", final="-.docx", form="{unit}.xlsx")
    head = schema.ProgrammeShape(
        name="-", short="-", years=[builder.year], levels={"any": "-"}, files=nothing
    )
    _plan(builder, _Sections(builder, head, register, units).build(shapes, "", ""))


def _units(builder: _Builder) -> dict[str, Unit]:
    shapes = builder.entries(schema.UnitShape, UNITS)
    for code in shapes:
        if not _CODE.fullmatch(code):
            builder.fault(UNITS, code, "kod jednostki: wielkie litery, cyfry i łączniki")
        if _circular(code, shapes):
            builder.fault(UNITS, f"{code}.parent", "jednostki są nadrzędne wobec siebie w kółko")
    for code, shape in shapes.items():
        if shape.parent is not None and shape.parent not in shapes:
            builder.fault(UNITS, f"{code}.parent", f"nie ma jednostki „{shape.parent}”")
        if shape.due is not None and not shape.reports:
            message = "jednostka nie składa sprawozdania (reports: true), więc nie ma terminu"
            builder.fault(UNITS, f"{code}.due", message)
    return {
        code: Unit(
            code,
            shape.name,
            shape.short,
            shape.kind,
            shape.parent if shape.parent in shapes and not _circular(code, shapes) else None,
            shape.reports,
            tuple(shape.aliases),
            shape.email,
            shape.phone,
            shape.form,
            day_after(builder, shape.due, UNITS, f"{code}.due"),
        )
        for code, shape in shapes.items()
    }


def _circular(code: str, shapes: Mapping[str, schema.UnitShape]) -> bool:
    seen: set[str] = set()
    at: str | None = code
    while at is not None and at in shapes:
        if at in seen:
            return True
        seen.add(at)
        at = shapes[at].parent
    return False


def _register(builder: _Builder) -> tuple[Register, list[Phrase]]:
    shape = builder.shape(schema.NounsShape, NOUNS)
    if shape is None:
        return Register({}), []
    groups = (shape.nouns, shape.adjectives, shape.clauses)
    names = list(chain.from_iterable(groups))
    for name in sorted({name for name in names if names.count(name) > 1}):
        builder.fault(NOUNS, name, "słowo wpisano dwa razy")
    nouns = {
        name: Noun(name, noun.kind, noun.gender, *noun.forms, noun.collective, noun.reason)
        for name, noun in shape.nouns.items()
    }
    adjectives = {
        name: Adjective(name, forms[:3], forms[3:5], forms[5:])
        for name, forms in shape.adjectives.items()
    }
    clauses = {
        name: ClauseWord(name, forms[:3], forms[3], forms[4])
        for name, forms in shape.clauses.items()
    }
    register = Register({**nouns, **adjectives, **clauses})
    measures = [
        builder.phrase(register, NOUNS, f"measures.{place}", source)
        for place, source in enumerate(shape.measures)
    ]
    return register, measures


def _measures(
    sections: Sequence[Section], register: Register, measures: Sequence[Phrase]
) -> Mapping[str, Phrase]:
    bare = [parse_phrase(f"{{{noun.name}}}", register) for noun in register.nouns()]
    used = [
        phrase
        for section in sections
        for below in section.walk()
        for action in below.actions
        for indicator in action.indicators
        for phrase in (indicator.phrase, indicator.realised)
    ]
    return MeasureIndex((*bare, *measures, *used)).by_label


def _rules(builder: _Builder) -> tuple[Rule, ...]:
    rules: dict[str, Rule] = {}
    for file in (COMMON_RULES, RULES):
        if builder.files.get(file) is not None:
            # A programme's own rule replaces the common one of the same code.
            rules |= _rules_of(builder, file)
    return tuple(rules.values())


def build_common_rules(files: Tree) -> tuple[Rule, ...]:
    """Build the rules that all programmes have; raises DefinitionError with every fault."""
    builder = _Builder("", 0, files)
    rules = tuple(_rules_of(builder, COMMON_RULES).values())
    if builder.faults:
        raise DefinitionError(builder.slug, builder.faults)
    return rules


def _rules_of(builder: _Builder, file: str) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for shape in builder.listed(schema.RuleShape, file):
        if shape.code in rules:
            builder.fault(file, shape.code, "uwagę o tym oznaczeniu wpisano dwa razy")
        messages = list(rule_faults(shape))
        for message in messages:
            builder.fault(file, shape.code, message)
        if not messages:
            rules[shape.code] = _rule(shape)
    return rules


def _rule(shape: schema.RuleShape) -> Rule:
    return Rule(
        code=shape.code,
        family=shape.family,
        severity=shape.severity,
        stage=shape.stage,
        message=shape.message,
        remedy=shape.remedy,
        reason=shape.reason,
        holds=_tree(shape.holds),
        when=_tree(shape.when),
        scope=shape.scope,
        to=shape.to or _addressee(shape.family),
        mask=shape.mask,
        ask=shape.ask,
    )


def _addressee(family: Family) -> Addressee:
    return Addressee.COORDINATOR if family in COORDINATORS_OWN else Addressee.UNIT


def _tree(data: object) -> Expression | None:
    return None if data is None else parse_expression(data, COLUMNS)


@dataclass
class _Sections:
    """Builds the tree of sections with the actions of each, and checks what they refer to."""

    builder: _Builder
    head: schema.ProgrammeShape
    register: Register
    units: Mapping[str, Unit]
    seen: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def build(
        self, shapes: Sequence[schema.SectionShape], place: str, parent: str
    ) -> tuple[Section, ...]:
        return tuple(
            self._section(shape, f"{place}.{index}", parent) for index, shape in enumerate(shapes)
        )

    def _section(self, shape: schema.SectionShape, place: str, parent: str) -> Section:
        if shape.level not in self.head.levels:
            self._fault(f"{place}.level", f"nie ma poziomu „{shape.level}” w {PROGRAMME}")
        if shape.kind and shape.kind not in self.head.kinds:
            self._fault(f"{place}.kind", f"nie ma rodzaju „{shape.kind}” w {PROGRAMME}")
        key = "/".join(part for part in (parent, shape.number or shape.title) if part)
        links = None
        if shape.links is not None:
            items = (Link(link.number, link.text, link.tight) for link in shape.links.items)
            links = Links(shape.links.intro, tuple(items))
        return Section(
            key=key,
            level=shape.level,
            number=shape.number,
            title=shape.title,
            kind=shape.kind,
            links=links,
            fields=shape.fields,
            sections=self.build(shape.sections, f"{place}.sections", key),
            actions=self._actions(shape),
        )

    def _fault(self, key: str, message: str) -> None:
        self.builder.fault(STRUCTURE, key, message)

    def _actions(self, section: schema.SectionShape) -> tuple[Action, ...]:
        if section.actions is None:
            return ()
        file = f"actions/{section.actions}.yaml"
        self.used.add(file)
        kind = self.head.kinds.get(section.kind, schema.KindShape())
        shapes = self.builder.listed(schema.ActionShape, file)
        return tuple(self._action(shape, file, spending=kind.spending) for shape in shapes)

    def _action(self, shape: schema.ActionShape, file: str, *, spending: bool) -> Action:
        if shape.id in self.seen:
            self.builder.fault(file, shape.id, "działanie o tym oznaczeniu wpisano dwa razy")
        self.seen.add(shape.id)
        for code in (*shape.lead, *shape.partners):
            if code not in self.units and not self.builder.broken(UNITS):
                self.builder.fault(file, shape.id, f"nie ma jednostki „{code}” w {UNITS}")
        return Action(
            id=shape.id,
            name=shape.name,
            responsible=shape.responsible,
            leads=tuple(code for code in shape.lead if code in self.units),
            partners=tuple(code for code in shape.partners if code in self.units),
            indicators=tuple(
                self._indicator(file, shape.id, key, entry)
                for key, entry in shape.indicators.items()
            ),
            spending=spending,
            fields=shape.fields,
            file=file,
            aliases=tuple(shape.aliases),
            free_rows=shape.free_rows,
        )

    def _indicator(
        self, file: str, action: str, key: str, shape: schema.IndicatorShape
    ) -> Indicator:
        place = f"{action}.indicators.{key}"
        phrase = self.builder.phrase(self.register, file, place, shape.phrase)
        realised = (
            self.builder.phrase(self.register, file, f"{place}.realised", shape.realised)
            if shape.realised
            else phrase
        )
        return Indicator(key, phrase, realised, shape.before, shape.combine)


def _plan(builder: _Builder, sections: Sequence[Section]) -> dict[str, PlannedAction]:
    actions = {
        action.id: action
        for section in sections
        for below in section.walk()
        for action in below.actions
    }
    folder = f"plan/{builder.year}/"
    files = sorted(name for name in builder.files if name.startswith(folder))
    if not files:
        builder.fault(folder, "", f"brakuje planu na rok {builder.year}")
    plan: dict[str, PlannedAction] = {}
    written: set[str] = set()
    for file in files:
        raw = builder.files[file]
        written |= {str(key) for key in raw} if isinstance(raw, dict) else set()
        for key, shape in builder.entries(schema.PlanShape, file).items():
            if key in plan:
                builder.fault(file, key, "plan tego działania wpisano dwa razy")
            plan[key] = _planned(builder, actions.get(key), file, key, shape)
    if not builder.broken(*files):
        for missing in sorted(actions.keys() - written):
            builder.fault(folder, missing, "brakuje planu tego działania")
    return plan


def _planned(
    builder: _Builder, action: Action | None, file: str, key: str, shape: schema.PlanShape
) -> PlannedAction:
    if action is None:
        builder.fault(file, key, "nie ma takiego działania w strukturze programu")
    values = shape.__pydantic_extra__
    for indicator in values:
        if action is not None and action.indicator(indicator) is None:
            builder.fault(file, f"{key}.{indicator}", "działanie nie ma takiego wskaźnika")
    if not (values or shape.words or shape.words_first or shape.text):
        builder.fault(file, key, "plan jest pusty: proszę podać wartość albo słowa (words)")
    return PlannedAction(values, shape.words, shape.words_first, shape.joined, shape.text, file)


def _layout(shape: schema.LayoutShape) -> Layout:
    return Layout(
        template=shape.template,
        title=shape.title,
        gap_style=shape.gap_style,
        before=_lines(shape.before),
        sections={level: _lines(lines) for level, lines in shape.sections.items()},
        actions={
            kind: ActionLayout(
                entry.table,
                tuple(Column(column.header, column.field) for column in entry.columns),
                _lines(entry.lines),
            )
            for kind, entry in shape.actions.items()
        },
        after=_lines(shape.after),
        remarks=RemarksLayout(**shape.remarks.model_dump()) if shape.remarks else None,
    )


def _lines(shapes: Sequence[schema.LineShape]) -> tuple[Line, ...]:
    return tuple(
        Line(_line_kind(shape), shape.style, shape.text, shape.omit_if_empty, _levels(shape))
        for shape in shapes
    )


def _line_kind(shape: schema.LineShape) -> LineKind:
    return LineKind.CONTENTS if shape.contents else LineKind(shape.list or "paragraph")


def _levels(shape: schema.LineShape) -> tuple[int, int]:
    return (shape.contents.first, shape.contents.last) if shape.contents else (1, 1)
