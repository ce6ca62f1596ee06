"""A programme as it was adopted: sections, actions, units, and what was planned for a year."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from domain.calendar import Calendar, CalendarEntry, entries
from domain.layout import Layout
from domain.past import PastEdition
from domain.phrases import Phrase, Register
from domain.rules import Rule
from domain.values import Value


class Combine(StrEnum):
    """How the values of several units on one indicator become the one that is printed."""

    LEAD = "lead"
    SUM = "sum"
    MAXIMUM = "maximum"
    LATEST = "latest"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Unit:
    """A department, section, museum, club … ; `reports` says that it hands in a workbook."""

    code: str
    name: str
    short: str
    kind: str
    parent: str | None = None
    reports: bool = False
    aliases: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    # Whether it gets a form of its own, to be filled in for the unit above it that reports.
    own_form: bool = False
    # The day by which its workbook is due, where that is another one than the programme's.
    due: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that an action counts, worded for the plan and for the result."""

    key: str
    phrase: Phrase
    realised: Phrase
    before: str = ", "
    combine: Combine = Combine.LEAD


@dataclass(frozen=True, slots=True)
class Action:
    """One row of the programme; `responsible` is printed, `leads` and `partners` its meaning.

    `file` is where it stands in the definition, `free_rows` how many rows its block in the form has
    for what was counted beyond the plan (0: as many as usual), `aliases` are names that it had.
    """

    id: str
    name: str
    responsible: str
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    spending: bool
    fields: Mapping[str, str]
    file: str = ""
    free_rows: int = 0
    aliases: tuple[str, ...] = ()

    def indicator(self, key: str) -> Indicator | None:
        """Return the indicator with that key."""
        return next((known for known in self.indicators if known.key == key), None)

    def whole(self, label: str) -> Indicator | None:
        """Return the indicator with a label ("liczba osób"), of which something may be a part."""
        key = measure_key(label)
        found = (one for one in self.indicators if measure_key(one.phrase.label) == key)
        return next(found, None) if key else None

    @property
    def units(self) -> tuple[str, ...]:
        """Codes of the leads, then of the partners."""
        return self.leads + self.partners


@dataclass(frozen=True, slots=True)
class Link:
    """A document that a section is linked to, with the number that is printed before it."""

    number: str
    text: str
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """A list of links under its own intro ("Działania powiązane z:")."""

    intro: str
    items: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """An area, task, group … of the programme's structure; `level` is one of the programme's."""

    key: str
    level: str
    number: str
    title: str
    kind: str
    links: Links | None
    fields: Mapping[str, str]
    sections: tuple["Section", ...]
    actions: tuple[Action, ...]

    def walk(self) -> Iterator["Section"]:
        """Yield this section and all below it, in printed order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """What a year's plan says of an action: values, words, or both; `joined` is a year."""

    values: Mapping[str, Value] = field(default_factory=dict)
    words: str = ""
    words_first: str = ""
    joined: int | None = None
    text: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class AnswerField:
    """A further column of the form that the programme asks for, one answer an action."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class FileNames:
    """The names that people see, with {year}, {next_year}, {unit} and {number} in them; `units` and
    `next_plan` are folders."""

    annex: str
    final: str
    review: str
    form: str
    report: str
    findings: str
    decisions: str
    approval: str
    sources: str
    changes: str
    units: str
    receipt: str
    message: str
    reminder: str
    next_plan: str
    proposals: str
    needs: str
    archive: str


@dataclass(frozen=True, slots=True)
class FurtherSheets:
    """What the form asks beyond the results: actions outside the programme, the next year's plan,
    what is needed."""

    additional: bool = False
    next_plan: bool = False
    needs: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """The folder for the editor of the Public Information Bulletin, with {year} in its names, and
    {number} in that of an errata.

    `entity` is who makes the annex public, or nothing.
    """

    folder: str
    entity: str
    word: str
    metadata: str
    accessibility: str
    errata: str


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive's category and the case's symbol, where the programme states them."""

    category: str = ""
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom an officer asks; what is not known is empty."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme in one year: the definition that a run works from."""

    slug: str
    year: int
    name: str
    short: str
    levels: Mapping[str, str]
    units: Mapping[str, Unit]
    register: Register
    sections: tuple[Section, ...]
    plan: Mapping[str, PlannedAction]
    measures: Mapping[str, Phrase]
    status_words: Mapping[str, str]
    answers: tuple[AnswerField, ...]
    texts: Mapping[str, str]
    files: FileNames
    publication: Publication
    rules: tuple[Rule, ...]
    layout: Layout
    calendar: Calendar
    # What the year before came to, where its figures are kept with the programme.
    past: PastEdition | None = None
    further: FurtherSheets = FurtherSheets()
    contact: Contact = Contact()
    archive: Archive = Archive()

    def due_of(self, unit: Unit) -> datetime.date | None:
        """Return the day by which a unit's workbook is due, where one is stated."""
        return unit.due or self.calendar.due

    def entries(self) -> tuple[CalendarEntry, ...]:
        """Return the days of the round by date."""
        return entries(self.calendar, self.expected_units())

    def walk(self) -> Iterator[Section]:
        """Yield every section in printed order."""
        for section in self.sections:
            yield from section.walk()

    def actions(self) -> Iterator[Action]:
        """Yield every action in printed order."""
        for section in self.walk():
            yield from section.actions

    def action_by_id(self) -> dict[str, Action]:
        """Map each action's id to the action."""
        return {action.id: action for action in self.actions()}

    def planned(self, action: Action) -> PlannedAction:
        """Return the plan of an action; an empty one where the year plans nothing."""
        return self.plan.get(action.id, PlannedAction())

    def reporting_unit(self, code: str) -> Unit | None:
        """Return the unit that hands in the workbook for `code`: itself or its nearest ancestor."""
        unit: Unit | None = self.units[code]
        while unit is not None and not unit.reports:
            unit = self.units[unit.parent] if unit.parent else None
        return unit

    def reporters(self, action: Action) -> tuple[Unit, ...]:
        """Return the units that must answer for an action, leads first.

        Partners answer only where some indicator needs more than the lead's value.
        """
        codes = list(action.leads)
        if any(indicator.combine is not Combine.LEAD for indicator in action.indicators):
            codes += action.partners
        found = [self.reporting_unit(code) for code in codes]
        return tuple(dict.fromkeys(unit for unit in found if unit is not None))

    def parts(self, unit: Unit) -> tuple[Unit, ...]:
        """Return the units below one that get a form of their own, in the register's order."""
        named = {code for action in self.actions() for code in action.leads}
        return tuple(
            part
            for part in self.units.values()
            if part.own_form and part.code in named and self.reporting_unit(part.code) == unit
        )

    def expected_units(self) -> tuple[Unit, ...]:
        """Return the units that owe a workbook, in the register's order."""
        owing = {unit.code for action in self.actions() for unit in self.reporters(action)}
        return tuple(unit for unit in self.units.values() if unit.code in owing)

    def form_file(self, unit: Unit) -> str:
        """Return the name of the form of a unit, under which it comes back."""
        return self.dated(self.files.form).replace("{unit}", unit.code)

    def dated(self, name: str) -> str:
        """Return a file's name for this year."""
        named = name.replace("{year}", str(self.year))
        return named.replace("{next_year}", str(self.year + 1))

    def numbered(self, name: str, number: int) -> str:
        """Return the name of a file of which there may be several in a year."""
        return self.dated(name).replace("{number}", str(number))

    def measure(self, label: str) -> Phrase | None:
        """Return the phrase whose label, or any form of whose noun, is `label`."""
        return self.measures.get(measure_key(label))


@dataclass(frozen=True)
class MeasureIndex:
    """Finds a phrase by what an officer may type: any form, with or without "liczba"."""

    phrases: tuple[Phrase, ...]

    @cached_property
    def by_label(self) -> dict[str, Phrase]:
        """Map each typed form to its phrase; the first phrase that claims a form keeps it."""
        index: dict[str, Phrase] = {}
        for phrase in self.phrases:
            for form in _typed_forms(phrase):
                index.setdefault(measure_key(form), phrase)
        return index


def measure_key(label: str) -> str:
    """Fold case, white space and a leading "liczba" of what somebody typed."""
    return " ".join(label.split()).casefold().removeprefix("liczba ")


def _typed_forms(phrase: Phrase) -> Iterator[str]:
    yield phrase.label
    if phrase.source in {f"{{{noun.name}}}" for noun in phrase.nouns}:
        noun = phrase.nouns[0]
        yield from (noun.many, noun.few, noun.one, noun.name)
