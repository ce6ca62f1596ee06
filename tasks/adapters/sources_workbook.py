"""The sources workbook: for an auditor with Excel alone, where each printed value comes from."""

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.decisions import MASKED_VALUE, masked_accounts
from domain.rounds import Standing
from domain.sources import Source
from domain.submissions import Verdict
from tasks.adapters.archive import normalised_zip
from tasks.adapters.cell_sizes import LONGEST_TEXT
from tasks.adapters.workbook_writing import STAMP

_VERDICTS = {
    Verdict.ACCEPTED: "wczytano",
    Verdict.REFUSED: "nie wczytano",
    Verdict.IGNORED: "pominięto",
    Verdict.LATER: "jeszcze zapisywany",
}
_SOURCES = (
    ("Strona", 8),
    ("Tabela", 8),
    ("Wiersz", 8),
    ("Działanie", 11),
    ("Kolumna", 26),
    ("Co policzono", 30),
    ("W dokumencie", 46),
    ("Pokaż", 9),
    ("Jednostka", 26),
    ("Przesłano", 30),
    ("Plik", 34),
    ("Arkusz", 16),
    ("Komórka", 14),
    ("Data sprawozdania", 13),
    ("Znak pisma", 18),
    ("Stanowisko", 44),
    ("SHA-256 pliku", 22),
    ("Znak miejsca", 32),
)
_LINK = 7
# What is wider does not fit on a page; the rest is for the screen.
_LAST_PRINTED = 12
_FILES = (
    ("Plik", 46),
    ("Jednostka", 26),
    ("Co się z nim stało", 18),
    ("Uwagi", 60),
    ("SHA-256", 70),
)
_DECISIONS = (
    ("Reguła", 24),
    ("Jednostka", 18),
    ("Zadanie lub działanie", 14),
    ("Wskaźnik", 18),
    ("Było", 26),
    ("Stanowisko", 26),
    ("Nowa wartość lub brzmienie", 30),
    ("Uzasadnienie", 44),
    ("Kto", 22),
    ("Plik", 28),
    ("SHA-256", 70),
)
_HOW = (
    "Ten skoroszyt odpowiada na pytanie, skąd pochodzi wartość wydrukowana w dokumencie.",
    "Karta „Źródła” ma wiersz na każde miejsce dokumentu: stronę (gdy sporządzono PDF), tabelę i "
    "wiersz, a obok – jednostkę, plik, arkusz i komórkę, z której pochodzi, oraz to, co tam "
    "przesłano. Suma ma tyle wierszy, ile jednostek ją podało.",
    "Kolumna „Pokaż” otwiera dokument w tym miejscu, jeżeli leży on obok tego skoroszytu.",
    "Karta „Pliki” podaje skrót SHA-256 każdego otrzymanego pliku. Skrót własnego egzemplarza "
    "można sprawdzić w systemie Windows bez żadnego dodatkowego programu: w oknie „Wiersz "
    "polecenia” proszę wpisać",
    'certutil -hashfile "nazwa pliku.xlsx" SHA256',
    "Ten sam skrót oznacza ten sam plik, co do bajtu. Otrzymane pliki są przechowywane pod tymi "
    "skrótami w katalogu records, w podkatalogu received.",
    "Karta „Stanowiska” wymienia, co i kto postanowił w sprawie uwag.",
)


def write_sources(
    standing: Standing, found: Sequence[Source], columns: Mapping[str, str], document: str
) -> bytes:
    """Return the workbook; `columns` are printed headers by field, `document` the annex's name."""
    programme = standing.programme
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    title = f"{programme.short} {programme.year} – źródła wartości"
    book.set_properties({"title": title, "created": STAMP})
    base = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
    grid = base | {"border": 1, "border_color": "#D9D9D9"}
    text = book.add_format(grid)
    header = book.add_format(grid | {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"})
    link = book.add_format(grid | {"font_color": "#1F3864", "underline": 1})
    page = book.add_worksheet("Źródła")
    _sheet(page, _SOURCES, (_source(one, columns) for one in found), text, header)
    for row, one in enumerate(found, start=1):
        page.write_url(row, _LINK, f"external:{document}#{one.id}", link, "pokaż")
    _sheet(book.add_worksheet("Pliki"), _FILES, _files(standing), text, header)
    _sheet(book.add_worksheet("Stanowiska"), _DECISIONS, _decisions(standing), text, header)
    _how(book.add_worksheet("Jak sprawdzić"), title, book.add_format(base))
    book.close()
    return normalised_zip(buffer.getvalue())


def _source(one: Source, columns: Mapping[str, str]) -> tuple[str, ...]:
    return (
        one.page,
        one.table,
        one.row,
        one.action,
        columns.get(one.field, ""),
        one.label,
        one.printed,
        "",
        one.unit,
        one.sent,
        one.file,
        one.sheet,
        one.cell,
        one.date,
        one.letter,
        one.decision,
        one.sha256,
        one.id,
    )


def _files(standing: Standing) -> Iterable[tuple[str, ...]]:
    for entry in standing.files:
        for file in entry.files():
            yield file.file, file.unit, _VERDICTS[file.verdict], file.reason, file.sha256


def _decisions(standing: Standing) -> Iterable[tuple[str, ...]]:
    hidden = masked_accounts(standing.findings)
    for one in standing.decisions:
        masked = (one.unit, one.action) in hidden
        seen, new = (MASKED_VALUE, "") if masked else (one.seen, one.new)
        about = (one.rule, one.unit, one.action, one.indicator, seen)
        yield (*about, one.said, new, one.reason, one.who, one.origin.file, one.origin.sha256)


def _sheet(
    page: Worksheet,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str]],
    text: Format,
    header: Format,
) -> None:
    for place, (name, width) in enumerate(columns):
        page.set_column(place, place, width)
        page.write_string(0, place, name, header)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, content in enumerate(row):
            if content:
                # A file's name may hold bytes that are no Unicode; those cannot be written.
                written = content.encode("utf-8", "replace").decode("utf-8")
                page.write_string(last, place, written[:LONGEST_TEXT], text)
    page.autofilter(0, 0, max(last, 1), len(columns) - 1)
    page.print_area(0, 0, max(last, 1), min(len(columns) - 1, _LAST_PRINTED))
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _how(page: Worksheet, title: str, text: Format) -> None:
    page.set_column(0, 0, 110)
    for row, line in enumerate((title, *_HOW)):
        page.write_string(row, 0, line, text)
