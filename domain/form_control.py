"""The hidden sheet in which a form works its checks out: the table in small, live.

A row for each row of the table, a column for each fact and for each rule that the sheet carries.
What an officer sees in "Sprawdzenie" is looked up here by the hidden key.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from domain.form import CONTROL_SHEET, FormColumn, RowKind
from domain.form_checked import Checked
from domain.form_facts import FACTS, OF_ACTION
from domain.form_rules import ROW_OF, asked, explains
from domain.form_sources import Sources
from domain.form_verdicts import (
    ASKED,
    DONE,
    ERROR,
    EXPLAINED,
    SIGNS,
    TO_DO,
    TO_EXPLAIN,
    WARNING,
    Verdicts,
)
from domain.form_words import FORMS, NUMBER_SIGN, templates
from domain.formulas import (
    FALSE,
    Fact,
    Known,
    Reference,
    broken,
    number_literal,
    text_literal,
)
from domain.merging import UNNAMED
from domain.programme import Action, Indicator, Programme, Unit
from domain.reading import column_letters
from domain.rules import Family, Rule
from domain.wording import gap

# Rows of the hidden sheet below its headers: the rules' signs, what they say, which of them want
# an explanation.
SIGN, WORDS, EXPLAINS = 2, 3, 4
FIRST = 5
WORD_HEADERS = tuple(f"{form} {case}" for case in ("zwykle", "około") for form in FORMS)
FRONT = ("key", "kind", "place", "sign", "words", "asks")
EXPLAIN_MARK = "explain"

Shown = str | bool | float | int


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without "=", with the value that it has as issued."""

    text: str
    value: Shown


ControlCell = Formula | str


@dataclass(frozen=True)
class Places:
    """Where the form's cells stand, for formulas.

    `columns` are those of the report sheet from B on, `rows` its places (from 1) by key; `meta`
    places of the identification sheet by key; `last` the last row that a formula looks at.
    `measures`, `divisible` and `words` are the columns of the hidden list of phrases.
    """

    report: str
    meta_sheet: str
    columns: Sequence[FormColumn]
    rows: Mapping[str, int]
    meta: Mapping[str, int]
    last: int
    measures: str
    divisible: str
    words: str

    def column(self, field: str) -> str | None:
        """Return a field's column on the report sheet; None where the form has no such column."""
        for place, column in enumerate(self.columns, start=2):
            if column.field == field:
                return column_letters(place)
        return None

    def whole(self, letters: str) -> str:
        """Return a column of the report sheet as a range that grows with the sheet."""
        return f"{self.report}!${letters}$1:${letters}${self.last}"


@dataclass(frozen=True)
class Control:
    """The hidden sheet of one unit's form."""

    programme: Programme
    unit: Unit
    checked: tuple[Checked, ...]
    places: Places
    part: Unit | None = None

    @property
    def named(self) -> Unit:
        """The unit whose name the form bears: a part that has a form of its own."""
        return self.part or self.unit

    @cached_property
    def _actions(self) -> Mapping[str, Action]:
        return self.programme.action_by_id()

    @cached_property
    def _letters(self) -> Mapping[str, str]:
        places = enumerate(self.headers, start=1)
        return {header: column_letters(place) for place, header in places}

    @cached_property
    def verdicts(self) -> Verdicts:
        """How the form stands as it is issued."""
        return Verdicts(self.checked, self.programme.rules)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that have a column."""
        return self.verdicts.rules

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that have a column."""
        kinds = {one.kind for one in self.checked}
        return tuple(dict.fromkeys(name for kind in FACTS if kind in kinds for name in FACTS[kind]))

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the columns."""
        return (*FRONT, *self.facts, *(rule.code for rule in self.rules), *WORD_HEADERS)

    def heads(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows above the first one."""
        before = [""] * (len(FRONT) + len(self.facts))
        yield self.headers
        yield (*before, *(SIGNS[rule.shown_severity] for rule in self.rules))
        yield (*before, *(asked(rule) for rule in self.rules))
        yield (*before, *(EXPLAIN_MARK if explains(rule) else "" for rule in self.rules))

    def rows(self) -> Iterator[tuple[ControlCell, ...]]:
        """Yield the cells of each row, in the order of the headers."""
        for place in range(len(self.checked)):
            yield tuple(self._cells(place))

    def letters(self, header: str) -> str:
        """Return the column of a header."""
        return self._letters[header]

    def row_of(self, place: int) -> int:
        """Return the sheet's row of a checked row."""
        return FIRST + place

    @cached_property
    def _places(self) -> dict[str, int]:
        """The first row of each key: that of its amount comes after it."""
        found: dict[str, int] = {}
        for place, one in enumerate(self.checked):
            found.setdefault(one.key, place)
        return found

    def place_of(self, key: str) -> int:
        """Return the place (from 0) of the row with a key of the form."""
        return self._places[key]

    def counter(self) -> Formula:
        """How many actions are answered, how many rows want to be mended or explained."""
        start = len(ROW_OF)
        signs, kinds = self.column("sign", start), self.column("kind", start)
        answered = f'COUNTIFS({kinds},"action",{self.column("answered", start)},TRUE)'
        wrong, doubtful = (f'COUNTIF({signs},"{sign}")' for sign in (ERROR, WARNING))
        actions = sum(one.kind == RowKind.ACTION for one in self.checked)
        text = (
            f'"Wypełniono "&{answered}&" z {actions}. Do poprawy: "&{wrong}&'
            f'". Do wyjaśnienia: "&{doubtful}&"."'
        )
        return Formula(text, self.verdicts.counter())

    def shown(self, header: str, place: int) -> str:
        """Return a cell of this sheet, for formulas on other sheets."""
        return f"{CONTROL_SHEET}!${self.letters(header)}${self.row_of(place)}"

    def column(self, header: str, start: int = 0) -> str:
        """Return a column of this sheet from a row on, for formulas on other sheets."""
        letters = self.letters(header)
        first, last = self.row_of(start), self.row_of(len(self.checked) - 1)
        return f"{CONTROL_SHEET}!${letters}${first}:${letters}${last}"

    def _cells(self, place: int) -> Iterator[ControlCell]:
        one = self.checked[place]
        yield one.key
        yield one.kind
        yield self._place(one)
        yield Formula(self._sign_formula(place), self.verdicts.sign(place))
        yield Formula(self._words_formula(place), self.verdicts.words(place))
        yield Formula(self._asks_formula(place), self.verdicts.asks(place))
        sources = self._sources(place)
        for name in self.facts:
            print_ = FACTS[one.kind].get(name)
            yield Formula(print_(sources), self.now(place, name)) if print_ else ""
        for rule in self.rules:
            formula = self._rule_formula(place, rule)
            yield Formula(formula, self.verdicts.verdict(place, rule)) if formula != FALSE else ""
        indicator = self._indicator(one)
        yield from templates(indicator.realised) if indicator else [""] * len(WORD_HEADERS)

    def _place(self, one: Checked) -> ControlCell:
        if one.kind in ROW_OF:
            return ""
        row = self.places.rows[one.key]
        return Formula(f'IFERROR(MATCH("{one.key}",{self.places.whole("A")},0),0)', row)

    def _cell(self, place: int, header: str) -> str:
        return f"${self.letters(header)}{self.row_of(place)}"

    def _sources(self, place: int) -> Sources:
        one = self.checked[place]
        at = self._cell(place, "place")

        def typed(field: str) -> str:
            if one.kind in ROW_OF:
                return f"{self.places.meta_sheet}!$C${self.places.meta[field]}"
            letters = self.places.column(field)
            return f"INDEX({self.places.whole(letters)},{at})" if letters else '""'

        planned = one.known.get("planned")
        indicator = self._indicator(one)
        last = self._block(place)[-1:] if one.kind == "action" else ()
        return Sources(
            typed=typed,
            fact=lambda name: self._cell(place, name),
            below=lambda name: self._below(place, name),
            place=at,
            issued_text=one.row.text if one.row else "",
            planned=number_literal(planned) if isinstance(planned, Decimal) else "",
            spending=bool(one.row and one.row.spending),
            times=f'COUNTIF({self.places.whole("A")},"{one.key}")',
            measures=self.places.measures,
            divisible=self.places.divisible,
            year=self.programme.year,
            due=self._due(),
            answers=tuple(f"answer.{answer.key}" for answer in self.programme.answers),
            template=lambda form: self._template(place, form),
            joint=indicator.before if indicator else ", ",
            line_before=self._line_before(place),
            last_line=self._cell(last[0], "line") if last else "",
            gap=gap(self.unit).text,
            remark=self._remark(one),
            status_words=self._status_words(),
            measure=indicator.phrase.label if indicator else "",
            free=tuple(
                (self._cell(at, "part"), self._cell(at, "alone"))
                for at in self.verdicts.below(one.action)
                if self.checked[at].kind == "extra"
            ),
            wholes=tuple(self._wholes(one)),
        )

    def _wholes(self, one: Checked) -> Iterator[tuple[str, str]]:
        """Yield what the action of a row counts, and the fact of whether it has a value."""
        for at in self.verdicts.below(one.action):
            indicator = self._indicator(self.checked[at])
            if indicator is not None:
                yield indicator.phrase.label, self._cell(at, "valued")

    def _block(self, place: int, fact: str = "line") -> tuple[int, ...]:
        """Return the rows below an action's that have a fact."""
        return tuple(
            at for at in self.verdicts.below(place) if fact in FACTS[self.checked[at].kind]
        )

    def _below(self, place: int, name: str) -> str:
        block = self._block(place, name)
        if not block:
            return ""
        letters = self.letters(name)
        return f"${letters}{self.row_of(block[0])}:${letters}{self.row_of(block[-1])}"

    def _line_before(self, place: int) -> str:
        one = self.checked[place]
        before = [at for at in self._block(one.action) if at < place]
        return self._cell(before[-1], "line") if before and one.action >= 0 else ""

    def _indicator(self, one: Checked) -> Indicator | None:
        action, _, key = one.key.partition("/")
        if one.kind != "indicator":
            return None
        return self._actions[action].indicator(key)

    def _template(self, place: int, form: str) -> str:
        """Return a formula of the row's words in a form (a number from 1, or its cell)."""
        if self.checked[place].kind == "indicator":
            first, last = (self.letters(name) for name in (WORD_HEADERS[0], WORD_HEADERS[-1]))
            row = self.row_of(place)
            return f"INDEX(${first}{row}:${last}{row},{form})"
        listed, label = self._cell(place, "measure_place"), self._cell(place, "measure_key")
        words = f'IF({label}="",{text_literal(UNNAMED)},{label})'
        return f'IF({listed}>0,INDEX({self.places.words},{listed},{form}),"{NUMBER_SIGN} "&{words})'

    def _remark(self, one: Checked) -> str:
        """Return what stands before a partner's own words."""
        action = self._actions.get(one.key)
        if one.kind != "action" or action is None:
            return ""
        leads = {self.programme.reporting_unit(code) for code in action.leads}
        return "" if self.unit in leads else f"{self.unit.short}: "

    def _status_words(self) -> dict[str, str]:
        return {
            name: words.replace("{year}", str(self.programme.year))
            for name, words in self.programme.status_words.items()
        }

    def _due(self) -> str:
        due = self.programme.due_of(self.unit)
        return f"DATE({due.year},{due.month},{due.day})" if due else ""

    def _rule_formula(self, place: int, rule: Rule) -> str:
        one = self.checked[place]
        if rule.holds is None or rule.code not in self.verdicts.applying[one.kind]:
            return FALSE
        facts = {name: self._fact(place, name) for name in rule.reads}
        formula = broken(rule.when, rule.holds, facts)
        if formula == FALSE or rule.family is not Family.PLAUSIBILITY or one.action < 0:
            return formula
        explained = f'{self._cell(one.action, "explanation")}<>""'
        return f'IF({formula},IF({explained},"{EXPLAINED}",TRUE),FALSE)'

    def _fact(self, place: int, name: str) -> Fact:
        one = self.checked[place]
        if name in FACTS[one.kind]:
            return Reference(self._cell(place, name))
        if one.action >= 0 and name in OF_ACTION:
            return Reference(self._cell(one.action, name))
        return Known(one.known.get(name))

    def now(self, place: int, name: str) -> Shown:
        """Return a fact's present value, as its formula gives it."""
        value = self.checked[place].now.get(name)
        if value is None:
            return ""
        return float(value) if isinstance(value, Decimal) else value

    def _lookup(self, place: int, row: int, otherwise: str) -> str:
        """Return a formula that finds the first broken rule of a row, and of its amount."""
        first, last = self._rule_columns()
        found = otherwise
        for at in reversed(self.verdicts.together(place)):
            own = f"${first}{self.row_of(at)}:${last}{self.row_of(at)}"
            head = f"${first}${row}:${last}${row}"
            found = f"IFERROR(INDEX({head},MATCH(TRUE,{own},0)),{found})"
        return found

    def _rule_columns(self) -> tuple[str, str]:
        start = len(FRONT) + len(self.facts)
        return column_letters(start + 1), column_letters(start + len(self.rules))

    def _words_formula(self, place: int) -> str:
        if self.checked[place].kind != "action":
            return self._lookup(place, WORDS, '""')
        asks = f'IF({self._cell(place, "asks")},{text_literal(TO_EXPLAIN)},"")'
        return self._lookup(place, WORDS, asks)

    def _sign_formula(self, place: int) -> str:
        one = self.checked[place]
        if one.kind == "action":
            answered = self._cell(place, "answered")
            fine = f'IF({self._wants_below(place)},"","{DONE}")'
            asks = f'IF({self._cell(place, "asks")},"{ASKED}",{fine})'
            found = self._lookup(place, SIGN, asks)
            return f'IF({answered}=FALSE,"{TO_DO}",{found})'
        if "value_text" in FACTS[one.kind]:
            empty = '""'
            if one.kind == "indicator":
                empty = f'IF({self._cell(one.action, "answered")}=FALSE,"{TO_DO}","")'
            filled = f'IF({self._cell(place, "value_text")}="",{empty},"{DONE}")'
            return self._lookup(place, SIGN, filled)
        return self._lookup(place, SIGN, '""')

    def _wants_below(self, place: int) -> str:
        """Return a formula of whether a row below an action's wants to be mended or explained."""
        block = self.verdicts.below(place)
        if not block:
            return FALSE
        letters = self.letters("sign")
        rows = f"${letters}{self.row_of(block[0])}:${letters}{self.row_of(block[-1])}"
        return "+".join(f'COUNTIF({rows},"{sign}")' for sign in (ERROR, WARNING)) + ">0"

    def _asks_formula(self, place: int) -> str:
        first, last = self._rule_columns()
        own = f"${first}{self.row_of(place)}:${last}{self.row_of(place)}"
        marks = f"${first}${EXPLAINS}:${last}${EXPLAINS}"
        wanted = f'SUMPRODUCT(({marks}="{EXPLAIN_MARK}")*({own}=TRUE))>0'
        if self.checked[place].kind != "action":
            return wanted
        block = self.verdicts.below(place)
        if block:
            letters = self.letters("asks")
            rows = f"${letters}{self.row_of(block[0])}:${letters}{self.row_of(block[-1])}"
            wanted = f"OR({wanted},COUNTIF({rows},TRUE)>0)"
        return f'AND({self._cell(place, "explanation")}="",{wanted})'
