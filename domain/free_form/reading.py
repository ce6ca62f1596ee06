"""Reads tables of the document's own layout into a submission, as if the form had come."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NoReturn

from domain.form import EXTRA_MARK, QUALIFIER_LABELS, Field, Status
from domain.free_form.amounts import amounts_in, is_nothing
from domain.free_form.clear import (
    is_bound_to_year,
    is_numbering,
    left_over,
    may_be_money,
    may_be_result,
    other_year,
    says_done,
    says_not_done,
    years_in,
)
from domain.free_form.columns import (
    NAME,
    PLANNED,
    REALISED,
    RESPONSIBLE,
    SPENDING,
    Columns,
    Headers,
    columns_of,
    is_header,
    joined,
    known_headers,
    repeats,
)
from domain.free_form.counting import Counted, Counting, composed
from domain.free_form.grid import Grid, GridCell, GridRow
from domain.free_form.matching import Actions, Match, RowText, is_section, without_rivals
from domain.free_form.statuses import status_in
from domain.free_form.whose import unit_by_name, unit_of_rows
from domain.free_form.words import Likeness, bare
from domain.intake import NotAForm
from domain.polish.numbers import format_money
from domain.polish.typography import normalise_space
from domain.programme import Action, Programme, Unit
from domain.submissions import (
    Cell,
    Origin,
    ReportedRow,
    RowRead,
    Submission,
    ValueUnread,
    group_rows,
)
from domain.values import Qualifier

LONGEST_QUOTE = 200
# Fields whose header must say nothing more than the layout's.
_TELLING = (REALISED, PLANNED, SPENDING)
# A line that ends inside a number: one number, or two.
_BROKEN = re.compile(r"\d[ ,.]*\n\s*\d")
_NO_TEXT = "(tabela, rysunek lub tekst, którego nie widać)"
_TITLE = (
    "Tekst „{}” przy tabeli mówi, że dane w niej mogą nie być wynikami za {} rok. Proszę przesłać "
    "samą tabelę wyników, bez takich tekstów."
)


@dataclass(frozen=True, slots=True)
class _TableRow:
    """A row that may be an action's, with its table's columns and the headings above it.

    Of an `unsure` one nothing is taken: something above or beside it may make another thing of it.
    """

    grid: Grid
    columns: Columns
    row: GridRow
    sections: tuple[str, ...]
    unsure: bool = False

    def cell(self, name: str) -> GridCell | None:
        """Return the cell of a field."""
        at = self.columns.of.get(name)
        return self.row.cells.get(at) if at is not None else None

    def text(self, name: str) -> str:
        """Return the text of a field's cell."""
        cell = self.cell(name)
        return cell.text if cell is not None else ""


def read_tables(
    programme: Programme, file: str, sha256: str, grids: Sequence[Grid], likeness: Likeness
) -> Submission | None:
    """Return what the tables say; None where none of them is of the programme's layout.

    Raises Refused for tables that are another year's, or nobody's.
    """
    headers = known_headers(programme, likeness)
    if headers is None:
        return None
    reading = _Reading(programme, file, sha256, headers, likeness)
    rows, others = reading.rows(grids)
    return reading.submission(rows, others) if rows else None


@dataclass(frozen=True)
class _Reading:
    """The reading of one file's tables."""

    programme: Programme
    file: str
    sha256: str
    headers: Headers
    likeness: Likeness
    unread: list[ValueUnread] = field(default_factory=list)

    @cached_property
    def counting(self) -> Counting:
        return Counting(self.programme, self.likeness)

    @cached_property
    def actions(self) -> Actions:
        return Actions(self.programme, self.likeness)

    def rows(self, grids: Sequence[Grid]) -> tuple[list[_TableRow], list[Grid]]:
        """Return the rows under the headers, and the tables that have none."""
        rows: list[_TableRow] = []
        others: list[Grid] = []
        for grid in grids:
            columns = columns_of(self.headers, grid)
            if columns is None:
                others.append(grid)
                continue
            clear = self._checked(grid, columns)
            rows += self._rows(grid, clear)
        return rows, others

    def _checked(self, grid: Grid, columns: Columns) -> Columns:
        """Return the columns of a table whose words leave no doubt; a column of money that does is
        left out, with a question. Raises NotAForm for any other doubt."""
        self._check_titles(grid, columns)
        columns = self._with_lower_header(grid, columns)
        year = self.programme.year
        of = dict(columns.of)
        for name, at in columns.of.items():
            text = columns.header[at]
            if name == SPENDING:
                if left_over(self.headers, name, text, year):
                    del of[name]
                continue
            if is_bound_to_year(name):
                self._check_years(text, tuple(years_in(text)))
            else:
                self._check_years(text, (other_year(self.programme, text),))
            if name == PLANNED and says_done(self.headers, text):
                self._refuse_two(columns.header[columns.of[REALISED]], text)
            if name == REALISED and (word := left_over(self.headers, name, text, year)):
                raise NotAForm(
                    f"Nie wiadomo, co zawiera kolumna „{_short(text)}”: słowo „{word}” może "
                    f"oznaczać co innego niż wyniki za {year} rok. Proszę nazwać kolumnę tak jak "
                    "w załączniku i przesłać tabelę ponownie."
                )
        others = self._other_columns(grid, columns, of)
        return replace(columns, of=of, others=others)

    def _check_titles(self, grid: Grid, columns: Columns) -> None:
        above = [
            cell.text
            for row in grid.rows
            if row.place < columns.first_row
            for cell in row.distinct()
        ]
        self._check_years(self.file, (other_year(self.programme, self.file),))
        for text in (grid.name, *grid.headings, *above, *grid.below):
            if bare(text) in self._sections:
                continue
            self._check_years(text, (other_year(self.programme, text),))
            if says_not_done(text):
                raise NotAForm(_TITLE.format(_short(text), self.programme.year))

    def _check_years(self, text: str, years: Sequence[int | None]) -> None:
        for year in years:
            if year is not None and year != self.programme.year:
                raise NotAForm(
                    f"To tabela za rok {year} („{_short(text)}”), a zbierane są sprawozdania za "
                    f"rok {self.programme.year}. Proszę przesłać tabelę za {self.programme.year} "
                    "rok, bez innych lat w nazwie pliku, tytule i nagłówkach."
                )

    def _refuse_two(self, one: str, other: str) -> NoReturn:
        raise NotAForm(
            f"Wyniki mogą stać w kolumnie „{_short(one)}” albo „{_short(other)}”. Proszę zostawić "
            f"w tabeli jedną kolumnę z wynikami za {self.programme.year} rok i przesłać ją "
            "ponownie."
        )

    def _with_lower_header(self, grid: Grid, columns: Columns) -> Columns:
        """Return the columns with the rows under the header that only go on with it; raises
        NotAForm where such a row divides columns ("plan", "wykonanie")."""
        top = [row for row in grid.rows if columns.first_row <= row.place <= columns.last_row]
        named = {id(row.cells.get(columns.of[NAME])) for row in top}
        for row in grid.rows:
            cells = row.distinct()
            if row.place <= columns.last_row or not cells or _only_numbers_columns(cells):
                continue
            name = row.cells.get(columns.of[NAME])
            if name is not None and name.text and id(name) not in named:
                break
            if len(cells) == 1 and self._is_section(cells[0].text):
                break
            texts = joined([*top, row])
            whole = {at: texts.get(at, text) for at, text in columns.header.items()}
            further = [cell.text for at, cell in row.cells.items() if cell.text and at not in whole]
            said = [(whole[at], name) for name, at in columns.of.items() if name in _TELLING]
            if further or any(
                left_over(self.headers, name, text, self.programme.year) for text, name in said
            ):
                raise NotAForm(
                    f"Pod nagłówkiem tabeli stoi wiersz „{_short(cells[0].text)}”, który dzieli "
                    "kolumny albo nie należy do żadnego działania. Proszę zostawić jeden wiersz "
                    "nagłówka, taki jak w załączniku, i przesłać tabelę ponownie."
                )
            top.append(row)
            columns = replace(columns, last_row=row.place, header=whole)
        return columns

    def _other_columns(self, grid: Grid, columns: Columns, of: Mapping[str, int]) -> frozenset[int]:
        """Return the columns with text that are none of the layout's; one of money is a question,
        one that may be results too makes the file none that can be read."""
        below = [row for row in grid.rows if row.place > columns.last_row]
        others: set[int] = set()
        for at in sorted({at for row in below for at, cell in row.cells.items() if cell.text}):
            text = columns.header.get(at, "")
            if at in of.values() or is_numbering(text):
                continue
            if at == columns.of.get(SPENDING) or may_be_money(text):
                self._ask_of_column(grid, columns, at)
                continue
            if may_be_result(text):
                self._refuse_two(columns.header[columns.of[REALISED]], text)
            others.add(at)
        return frozenset(others)

    def _ask_of_column(self, grid: Grid, columns: Columns, at: int) -> None:
        cell = next(
            row.cells[at]
            for row in grid.rows
            if row.place >= columns.first_row and at in row.cells and row.cells[at].text
        )
        origin = Origin(self.file, grid.name, cell.address, self.sha256)
        text = _short(columns.header[at])
        self.unread.append(ValueUnread(origin, "", Field.SPENDING, text, text))

    def _rows(self, grid: Grid, columns: Columns) -> Iterator[_TableRow]:
        sections = tuple(one for one in grid.headings if self._is_section(one))
        unsure, last = False, ""
        for row in grid.rows:
            cells = row.distinct()
            if row.place <= columns.last_row or not cells or _only_numbers_columns(cells):
                continue
            if is_header(self.headers, row):
                # Under another header the columns are others: nothing below is taken.
                unsure = unsure or not repeats(columns, row)
                continue
            if self._spoils(columns, row):
                unsure, last = True, cells[0].text
                if len(cells) == 1:
                    continue
            else:
                last = ""
            if len(cells) == 1 and self._is_section(cells[0].text):
                sections = (*sections[-2:], cells[0].text)
                continue
            yield _TableRow(grid, columns, row, sections, unsure or self._is_noted(columns, row))
        if last:
            raise NotAForm(_TITLE.format(_short(last), self.programme.year))

    def _spoils(self, columns: Columns, row: GridRow) -> bool:
        """Whether a row is no action's and says of those under it that they are of another year,
        or were not done."""
        cells = row.distinct()
        name = row.cells.get(columns.of[NAME])
        said = cells[0] if len(cells) == 1 or name is None or not name.text else name
        result = row.cells.get(columns.of[REALISED])
        if result is not None and result.text not in ("", said.text):
            return False
        if other_year(self.programme, said.text) is None and not says_not_done(said.text):
            return False
        return self.actions.match(RowText(said.text)).action is None and (
            bare(said.text) not in self._sections
        )

    @cached_property
    def _sections(self) -> frozenset[str]:
        return frozenset(
            bare(form)
            for section in self.programme.walk()
            for form in (section.title, f"{section.number} {section.title}")
        )

    @staticmethod
    def _is_noted(columns: Columns, row: GridRow) -> bool:
        """Whether something stands in a column of which nothing is known."""
        return any(row.cells[at].text for at in columns.others if at in row.cells)

    def _is_section(self, text: str) -> bool:
        return is_section(self.programme, text, self.likeness)

    def submission(self, rows: Sequence[_TableRow], others: Sequence[Grid]) -> Submission:
        """Return the submission of the unit whose rows they are."""
        matches = without_rivals([self._match(row) for row in rows])
        taken = [match.action for match in matches if match.action is not None]
        unit = self._whose(taken, len(rows))
        reported = [
            line
            for row, match in zip(rows, matches, strict=True)
            if match.action is not None
            for line in self._reported(row, match.action)
        ]
        reported_actions, repeated = group_rows(unit.code, reported)
        told = tuple(self._told(row, match) for row, match in zip(rows, matches, strict=True))
        return Submission(
            self.file,
            self.sha256,
            unit.code,
            {},
            reported_actions,
            repeated,
            table_rows=(*told, *self._headless(others)),
            unread=tuple(self.unread),
        )

    def _headless(self, grids: Sequence[Grid]) -> Iterator[RowRead]:
        """Yield the rows about an action in tables without a header: what stands where in them
        cannot be told."""
        for grid in grids:
            for cell in dict.fromkeys(cell for row in grid.rows for cell in row.distinct()):
                match = self.actions.match(RowText(cell.text))
                if match.action is not None:
                    origin = Origin(self.file, grid.name, cell.address, self.sha256)
                    nearest = _named(((match.action, match.per_cent),))
                    yield RowRead(origin, _short(cell.text), nearest=nearest)

    def _match(self, row: _TableRow) -> Match:
        name = row.cell(NAME)
        if name is None or not name.text or name.doubtful or name.width > 1:
            return Match(None, 0)
        return self.actions.match(
            RowText(name.text, row.text(PLANNED), row.text(RESPONSIBLE), row.sections)
        )

    def _whose(self, actions: Sequence[Action], rows: int) -> Unit:
        named = unit_by_name(self.programme, self.file)
        told = unit_of_rows(self.programme, actions, rows)
        if named is not None and told is not None and named != told:
            raise NotAForm(
                f"Nazwa pliku wskazuje na jednostkę „{named.name}”, a wszystkie wiersze tabeli "
                f"dotyczą działań jednostki „{told.name}”. Proszę poprawić kod jednostki w nazwie "
                "pliku i wstawić go ponownie."
            )
        unit = named or told
        if unit is None:
            raise NotAForm(
                "W pliku jest tabela sprawozdania, ale nie wiadomo, która jednostka ją przesłała. "
                "Proszę dopisać kod jednostki do nazwy pliku, na przykład "
                f"„{self._example()}”, i wstawić plik ponownie."
            )
        return unit

    def _example(self) -> str:
        code = next((unit.code for unit in self.programme.expected_units()), "KOD")
        ending = self.file.rpartition(".")[2]
        return f"Tabela {code}.{ending if ending.isalnum() else 'docx'}"

    def _told(self, row: _TableRow, match: Match) -> RowRead:
        name = row.cell(NAME)
        said = name if name is not None and name.text else row.row.distinct()[0]
        nearest = _named(match.nearest)
        action = match.action.id if match.action is not None else ""
        return RowRead(self._origin(row, said), _short(said.text), action, match.per_cent, nearest)

    def _reported(self, row: _TableRow, action: Action) -> Iterator[ReportedRow]:
        """Yield the rows of a form that say the same as a row of the table."""
        own: dict[str, Cell] = {}
        spending = list(self._spending(row, action, own))
        inner = dict(self._realised(row, action, own))
        if spending:
            own[Field.SPENDING] = spending[0]
        yield ReportedRow(action.id, own)
        for place, cell in enumerate(spending[1:], start=1):
            inner.setdefault(f"{EXTRA_MARK}{place}", {})[Field.SPENDING] = cell
        for key, cells in inner.items():
            yield ReportedRow(f"{action.id}/{key}", cells)

    def _realised(
        self, row: _TableRow, action: Action, own: dict[str, Cell]
    ) -> Iterator[tuple[str, dict[str, Cell]]]:
        """Yield the cells of what was counted, by the inner key; the action's go into `own`."""
        cell = row.cell(REALISED)
        if cell is None or not (cell.text or cell.doubtful):
            return
        if row.unsure or not _is_plain(cell) or cell.number is not None:
            self._leave(row, action, cell, Field.VALUE, cell.text)
            return
        place = self._origin(row, cell)
        status = status_in(self.programme, cell.text)
        own[Field.WORDING] = Cell(cell.text, place)
        if status is not None:
            own[Field.STATUS] = Cell(status.label, place)
            return
        reading = self.counting.read(action, cell.text)
        if reading.unread or (not reading.counted and action.indicators):
            self._leave(row, action, cell, Field.VALUE, reading.unread or cell.text)
            return
        if self.programme.planned(action).joined == self.programme.year:
            own[Field.STATUS] = Cell(Status.NEW.label, place)
        if reading.counted and _same(composed(action, reading.counted), cell.text):
            del own[Field.WORDING]
        free = 0
        for one in reading.counted:
            free += not one.indicator
            yield one.indicator or f"{EXTRA_MARK}{free}", _cells(one, place)

    def _spending(self, row: _TableRow, action: Action, own: dict[str, Cell]) -> Iterator[Cell]:
        cell = row.cell(SPENDING)
        if cell is None or not (cell.text or cell.doubtful):
            return
        if cell.text and not action.spending and is_nothing(cell.text):
            return
        place = self._origin(row, cell)
        amounts = (cell.number,) if cell.number is not None else amounts_in(cell.text)
        if row.unsure or not amounts or not _is_plain(cell) or not action.spending:
            self._leave(row, action, cell, Field.SPENDING, cell.text)
            return
        if cell.number is None and not _same(" ".join(map(format_money, amounts)), cell.text):
            own[Field.SPENDING_WORDING] = Cell(cell.text, place)
        yield from (Cell(amount, place) for amount in amounts)

    def _leave(
        self, row: _TableRow, action: Action, cell: GridCell, name: Field, number: str
    ) -> None:
        origin = self._origin(row, cell)
        text, about = _short(cell.text) or _NO_TEXT, _short(number) or _NO_TEXT
        told = ValueUnread(origin, action.id, name, text, about)
        self.unread.append(told)

    def _origin(self, row: _TableRow, cell: GridCell) -> Origin:
        return Origin(self.file, row.grid.name, cell.address, self.sha256)


def _named(nearest: Sequence[tuple[Action, int]]) -> str:
    """Return actions with how alike their names are."""
    return " lub ".join(
        f"{action.id} „{_short(action.name)}” ({per_cent} %)" for action, per_cent in nearest
    )


def _cells(one: Counted, place: Origin) -> dict[str, Cell]:
    cells: dict[str, Cell] = {Field.VALUE: Cell(one.value.number, place)}
    if one.value.qualifier is not Qualifier.COUNTED:
        cells[Field.QUALIFIER] = Cell(QUALIFIER_LABELS[one.value.qualifier], place)
    if not one.indicator:
        cells[Field.TEXT] = Cell(f"liczba {one.phrase.label}", place)
    return cells


def _is_plain(cell: GridCell) -> bool:
    """Whether a cell belongs to one row and one column, and shows all that is in it."""
    broken = _BROKEN.search(cell.text) is not None
    return cell.height == 1 and cell.width == 1 and not cell.doubtful and not broken


def _only_numbers_columns(cells: Sequence[GridCell]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3, 4."""
    said = [cell.text.strip(".() ") for cell in cells]
    return len(said) > 1 and said == [str(place) for place in range(1, len(said) + 1)]


def _same(one: str, other: str) -> bool:
    return normalise_space(one) == normalise_space(other)


def _short(text: str) -> str:
    said = normalise_space(text)
    return said if len(said) <= LONGEST_QUOTE else f"{said[: LONGEST_QUOTE - 1]}…"
