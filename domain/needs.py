"""The document „Potrzeby i dodatkowe działania zgłoszone przez jednostki”, laid out.

Page, styles and tables are the template's. It is made from the answers as they may be printed.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from domain.polish.numbers import format_money
from domain.polish.typography import typeset
from domain.programme import Programme, Unit
from domain.rounds import Standing
from domain.submissions import Cell, CellState, ReportedRow, Submission
from domain.supplement_rows import NAMELESS, counted_text
from domain.supplements import Asked, amount_of
from domain.view import Block, Document, Paragraph, Table
from domain.wording import Lines, Run

TEMPLATE = "potrzeby.docx"
TITLE = "Potrzeby i dodatkowe działania zgłoszone przez jednostki"
_UNNAMED_NEED = "(nie podano czego)"
_NEED_HEADERS = ("Lp.", "Czego potrzeba", "Dotyczy", "Szacowana kwota", "Uzasadnienie")
_ACTION_HEADERS = ("Lp.", "Działanie", "Zadanie", "Wykonanie", "Opis")


def build_needs(standing: Standing, submissions: Sequence[Submission]) -> Document | None:
    """Lay the document out; None where no unit wrote anything into these sheets."""
    programme = standing.programme
    by_unit = {one.unit: one.supplements for one in submissions}
    units = [unit for unit in programme.units.values() if unit.code in by_unit]
    needs = [(unit, by_unit[unit.code].needs) for unit in units if by_unit[unit.code].needs]
    actions = [
        (unit, by_unit[unit.code].additional) for unit in units if by_unit[unit.code].additional
    ]
    if not needs and not actions:
        return None
    marks = {
        "programme": programme.short,
        "year": str(programme.year),
        "version": standing.version[:8],
    }
    blocks = (
        _paragraph("Heading 1", TITLE),
        _paragraph("Dane", f"{programme.name} – rok sprawozdawczy {programme.year}"),
        *_needs(programme, needs),
        *_actions(programme, actions),
    )
    return Document(f"{TITLE} – {programme.short} {programme.year}", marks, "Luka", tuple(blocks))


def _needs(
    programme: Programme, needs: Sequence[tuple[Unit, Sequence[ReportedRow]]]
) -> Iterator[Block]:
    yield _paragraph("Heading 2", f"Potrzeby na {programme.year + 1} rok")
    if not needs:
        yield _paragraph("Normal", "Jednostki nie zgłosiły potrzeb.")
        return
    for unit, rows in needs:
        yield _paragraph("Heading 3", unit.name)
        cells = [_need(number, row) for number, row in enumerate(rows, start=1)]
        total, open_ones = _sum(rows)
        if total is not None or open_ones:
            cells.append(_total(total, open_ones))
        yield Table("potrzeby", _NEED_HEADERS, tuple(cells))
    every = [row for _, rows in needs for row in rows]
    total, open_ones = _sum(every)
    if total is not None:
        left = f" Kwoty do wyjaśnienia, nieujęte w sumie: {open_ones}." if open_ones else ""
        unpriced = sum(row.cell(Asked.AMOUNT).state is CellState.BLANK for row in every)
        more = left + (f" Potrzeby bez kwoty: {unpriced}." if unpriced else "")
        text = f"Razem wszystkie jednostki: {format_money(total)}.{more}"
        yield _paragraph("Podsumowanie", text)


def _need(number: int, row: ReportedRow) -> tuple[Lines, ...]:
    amount = row.cell(Asked.AMOUNT)
    return (
        _cell(str(number)),
        _cell(row.cell(Asked.NEED).text or _UNNAMED_NEED),
        _cell(row.cell(Asked.ABOUT).text or "–"),
        _amount(amount),
        _cell(row.cell(Asked.REASON).text),
    )


def _amount(cell: Cell) -> Lines:
    known = amount_of(cell)
    if known is not None:
        return _cell(format_money(known))
    if cell.state is CellState.BLANK:
        return _cell("–")
    return ((Run(typeset(f"[do wyjaśnienia: „{cell.text}”]"), gap=True),),)


def _total(total: Decimal | None, open_ones: int) -> tuple[Lines, ...]:
    words = "Razem" + (", bez kwot do wyjaśnienia" if open_ones else "")
    return (_cell(""), _cell(words), _cell(""), _cell(format_money(total or Decimal(0))), _cell(""))


def _sum(rows: Iterable[ReportedRow]) -> tuple[Decimal | None, int]:
    """Return the sum of the amounts that are known, and how many cannot be read."""
    cells = [row.cell(Asked.AMOUNT) for row in rows]
    known = [amount for cell in cells if (amount := amount_of(cell)) is not None]
    filled = sum(cell.state is not CellState.BLANK for cell in cells)
    return (sum(known, Decimal(0)) if known else None), filled - len(known)


def _actions(
    programme: Programme, actions: Sequence[tuple[Unit, Sequence[ReportedRow]]]
) -> Iterator[Block]:
    if not actions:
        return
    yield _paragraph("Heading 2", f"Dodatkowe działania w {programme.year} roku")
    yield _paragraph(
        "Normal", "Działania spoza programu; nie ma ich w tabelach sprawozdania ani w jego sumach."
    )
    for unit, rows in actions:
        yield _paragraph("Heading 3", unit.name)
        cells = tuple(
            (
                _cell(str(number)),
                _cell(row.cell(Asked.NAME).text or NAMELESS),
                _cell(row.cell(Asked.TASK).text or "–"),
                _cell(counted_text(programme, row) or "–"),
                _cell(row.cell(Asked.DESCRIPTION).text),
            )
            for number, row in enumerate(rows, start=1)
        )
        yield Table("dzialania", _ACTION_HEADERS, cells)


def _paragraph(style: str, text: str) -> Paragraph:
    return Paragraph(style, (Run(typeset(text)),))


def _cell(text: str) -> Lines:
    return tuple((Run(typeset(line)),) for line in text.split("\n"))
