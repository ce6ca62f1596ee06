"""The errata: what a corrected edition says otherwise than the one published before, laid out.

What is masked in the corrected edition is not told of the earlier one either.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from domain.anchors import owner_prefix
from domain.approval import FigureChange
from domain.decisions import masked_accounts
from domain.editions import Edition, Reopening
from domain.findings import Finding
from domain.place_names import place_name
from domain.polish.dates import long_date
from domain.polish.numbers import format_number
from domain.polish.typography import typeset
from domain.privacy import masked
from domain.programme import Programme
from domain.rounds import Standing
from domain.view import Block, Document, Paragraph, Table
from domain.wording import Lines, Run

TEMPLATE = "errata.docx"
UNTOLD = "[treści nie podano – ochrona prywatności]"
_TEXT_HEADERS = ("Lp.", "Miejsce", "Jest", "Powinno być")
_VALUE_HEADERS = ("Lp.", "Działanie", "Wskaźnik", "Jednostka", "Jest", "Powinno być")


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of the edition that is corrected: its texts by id (None where they were erased)
    and the figures that differ from it; `earlier` are the erratas before this one."""

    edition: Edition
    reopening: Reopening
    texts: Mapping[str, str] | None
    figures: tuple[FigureChange, ...]
    earlier: tuple[Reopening, ...] = ()

    @property
    def number(self) -> int:
        """The number of the errata: that of the edition that it corrects."""
        return self.edition.number


@dataclass(frozen=True, slots=True)
class TextChange:
    """One printed place: where it is, what stood there, what stands there now."""

    where: str
    was: str
    now: str


def text_changes(
    programme: Programme, document: Document, before: Mapping[str, str], hidden: frozenset[str]
) -> Iterator[TextChange]:
    """Yield the places whose text is another one, in printed order, then those that are gone.

    `hidden` are the actions of which a number is masked: what stood there is not told.
    """
    texts = document.texts()
    for name, now in texts.items():
        was = before.get(name, "")
        if was != now:
            anchor = document.anchors[name]
            shown = UNTOLD if anchor.owner in hidden and was else masked(was)
            yield TextChange(place_name(programme, anchor), shown, masked(now))
    for name, was in before.items():
        if name not in texts and was:
            owner = _owner(programme, name)
            shown = UNTOLD if owner in hidden else masked(was)
            yield TextChange(f"działanie {owner}" if owner else "tekst programu", shown, "")


def _owner(programme: Programme, name: str) -> str:
    found = (one.id for one in programme.actions() if name.startswith(owner_prefix(one.id)))
    return next(found, "")


def build_errata(standing: Standing, document: Document, before: Before) -> Document:
    """Lay the errata out; `document` is the annex of which the earlier texts were kept."""
    programme = standing.programme
    title = f"Errata nr {before.number}"
    marks = {
        "programme": programme.short,
        "year": str(programme.year),
        "version": standing.version[:8],
    }
    blocks = tuple(_blocks(standing, document, before, title))
    return Document(f"{title} – {programme.short} {programme.year}", marks, "Luka", blocks)


def _blocks(standing: Standing, document: Document, before: Before, title: str) -> Iterator[Block]:
    programme, edition = standing.programme, before.edition
    annex = programme.dated(programme.files.final)
    yield _paragraph("Heading 1", title)
    yield _paragraph("Dane", f"{programme.name} – sprawozdanie za {programme.year} rok")
    yield _paragraph(
        "Normal",
        f"Dotyczy dokumentu „{annex}” w wersji opublikowanej nr {edition.number} "
        f"z {_day(edition.date)}",
    )
    yield _paragraph("Normal", f"Powód: {masked(before.reopening.reason)}")
    if standing.approval is not None:
        one = standing.approval
        said = f"{one.who}, {_day(one.date)}, pismo {one.letter}"
        yield _paragraph("Normal", f"Zmiany zatwierdził(a): {said}")
    yield from _texts(standing, document, before)
    yield from _figures(standing, before)
    if before.earlier:
        yield _paragraph("Heading 2", "Wcześniejsze erraty")
        for number, earlier in enumerate(before.earlier, start=1):
            yield _paragraph(
                "Normal",
                f"Errata nr {number}, do wersji opublikowanej nr {earlier.edition}. Powód: "
                f"{masked(earlier.reason)}",
            )


def _texts(standing: Standing, document: Document, before: Before) -> Iterator[Block]:
    yield _paragraph("Heading 2", "Zmiany w treści")
    if before.texts is None:
        yield _paragraph(
            "Normal",
            "Treści poprzedniej wersji nie można porównać: jej kopię usunięto na wniosek albo po "
            "upływie czasu przechowywania.",
        )
        return
    hidden = _hidden(standing.findings)
    found = list(text_changes(standing.programme, document, before.texts, hidden))
    if not found:
        yield _paragraph("Normal", "Treść dokumentu się nie zmieniła.")
        return
    rows = [(one.where, one.was or "(brak)", one.now or "(usunięto)") for one in found]
    yield _table("zmiany", _TEXT_HEADERS, rows)


def _figures(standing: Standing, before: Before) -> Iterator[Block]:
    hidden = _hidden(standing.findings)
    # Words are told above, as they are printed.
    numbers = (one for one in before.figures if _is_number(one.was) or _is_number(one.now))
    found = [one for one in numbers if one.action not in hidden]
    yield _paragraph("Heading 2", "Zmienione wartości")
    if not found:
        yield _paragraph("Normal", "Żadna wartość się nie zmieniła.")
        return
    programme, units = standing.programme, standing.programme.units
    rows = [
        (
            one.action,
            _label(programme, one),
            units[one.unit].short if one.unit in units else one.unit,
            _shown(one.was),
            _shown(one.now),
        )
        for one in found
    ]
    yield _table("wartosci", _VALUE_HEADERS, rows)


def _label(programme: Programme, change: FigureChange) -> str:
    """Return what a figure counts, as the form calls it."""
    action = programme.action_by_id().get(change.action)
    indicator = action.indicator(change.indicator) if action else None
    phrase = indicator.phrase if indicator else programme.measure(change.noun)
    return phrase.label if phrase else change.noun or "–"


def _shown(value: str) -> str:
    """Return a value of figures.csv as people read it."""
    return format_number(Decimal(value)) if _is_number(value) else masked(value)


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _hidden(findings: Sequence[Finding]) -> frozenset[str]:
    """Return the actions of which a number is masked: a total would tell it as well."""
    return frozenset(action for _, action in masked_accounts(findings))


def _day(date: str) -> str:
    return long_date(datetime.date.fromisoformat(date))


def _table(prototype: str, headers: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    cells = tuple(
        tuple(_cell(text) for text in (str(number), *row))
        for number, row in enumerate(rows, start=1)
    )
    return Table(prototype, headers, cells)


def _paragraph(style: str, text: str) -> Paragraph:
    return Paragraph(style, (Run(typeset(text)),))


def _cell(text: str) -> Lines:
    return tuple((Run(typeset(line)),) for line in text.split("\n"))
