"""Workbooks of Excel 97–2003: what a person sees in Excel is what is read, and nothing else."""

import datetime
import io
import random
import struct
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlwt

from domain.filekinds import REFUSALS, FileKind, kind_of_plain
from domain.form import META_SHEET, REPORT_SHEET
from domain.limits import Limits
from domain.submissions import (
    CellState,
    ErrorValue,
    Note,
    NoteKind,
    RawValue,
    Refused,
    UncachedFormula,
    Unseen,
)
from tasks.adapters.old_workbook import NOTE, read_old_workbook
from tests.edges.compound_file import compound_file
from tests.edges.office import LibreOffice
from tests.edges.test_opendocument import (
    SAMPLES,
    addresses,
    odd,
    read_sample,
    sample,
    state,
    states,
)
from tests.edges.test_workbook import book_of, contents, filled, read, words

BOF, EOF, BOUNDSHEET, FORMULA, SST = 0x809, 0x0A, 0x85, 0x06, 0xFC
NUMBER, FILEPASS, HLINK = 0x203, 0x2F, 0x1B8
Fill = Callable[[Any], object]


def stream_of(fill: Fill, *, dates_1904: bool = False, names: tuple[str, ...] = ()) -> bytes:
    """Return the records of a workbook with a sheet of answers, filled by `fill`."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = dates_1904
    fill(book.add_sheet(REPORT_SHEET))
    for name in names:
        book.add_sheet(name)
    stream: bytes = book.get_biff_data()
    return stream


def wrapped(stream: bytes, **others: Any) -> bytes:
    """Return the file around the records."""
    return compound_file(
        {"Workbook": stream, **others}, bytes.fromhex("2008020000000000c000000000000046")
    )


def records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield each record's place, code and data."""
    place = 0
    while place + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, place)
        yield place, code, stream[place + 4 : place + 4 + size]
        place += 4 + size


def record(code: int, data: bytes) -> bytes:
    return struct.pack("<HH", code, len(data)) + data


def patched(stream: bytes, wanted: int, change: Callable[[bytes], bytes]) -> bytes:
    """Change the data of all records of a kind; their length stays."""
    changed = bytearray(stream)
    for place, code, data in records(stream):
        if code == wanted:
            new = change(data)
            assert len(new) == len(data)
            changed[place + 4 : place + 4 + len(data)] = new
    return bytes(changed)


def with_records(stream: bytes, more: bytes, *, in_sheet: bool = True) -> bytes:
    """Put records in after the beginning of the (only) sheet, or of the book."""
    starts = [place for place, code, _ in records(stream) if code == BOF]
    place = starts[1] if in_sheet else 0
    place += 4 + struct.unpack_from("<H", stream, place + 2)[0]
    if not in_sheet:
        stream = patched(
            stream,
            BOUNDSHEET,
            lambda data: (
                struct.pack("<I", struct.unpack_from("<I", data)[0] + len(more)) + data[4:]
            ),
        )
    return stream[:place] + more + stream[place:]


def with_results(stream: bytes, results: Mapping[tuple[int, int], float]) -> bytes:
    """Store results of formulas, which xlwt leaves empty."""

    def stored(data: bytes) -> bytes:
        result = results.get(struct.unpack_from("<HH", data))
        return data if result is None else data[:6] + struct.pack("<d", result) + data[14:]

    return patched(stream, FORMULA, stored)


def rows_of(stream: bytes) -> dict[int, dict[int, RawValue]]:
    """Return what is read of the sheet of answers, blank cells left out."""
    read_rows = read_old_workbook(wrapped(stream)).rows[REPORT_SHEET]
    return {
        place: {column: raw for column, raw in cells.items() if raw is not None}
        for place, cells in read_rows.items()
    }


def seen(fill: Fill) -> RawValue:
    return rows_of(stream_of(fill))[1].get(1)


def style(number_format: str) -> xlwt.XFStyle:
    made = xlwt.XFStyle()
    made.num_format_str = number_format
    return made


# ------------------------------------------------------------------ what stands in a cell


def written(value: object, number_format: str = "General") -> Fill:
    return lambda sheet: sheet.write(0, 0, value, style(number_format))


@pytest.mark.parametrize(
    ("value", "raw"),
    [
        (1703, 1703),
        (15.48, 15.48),
        (0, 0),
        (-5, -5),
        (0.1 + 0.2, 0.1 + 0.2),
        (True, True),
        (False, False),
        ("0264011", "0264011"),
        ("1e5", "1e5"),
        ("#N/A", "#N/A"),
        ("linia 1\nlinia 2", "linia 1\nlinia 2"),
        ("Żółć 😀", "Żółć 😀"),
        ("długi tekst " * 2000, "długi tekst " * 2000),
        (None, None),
    ],
)
def test_a_cell_is_read_for_what_it_is(value: object, raw: RawValue) -> None:
    found = seen(written(value))
    assert found == raw
    assert type(found) is type(raw)


def test_a_text_in_several_letterings_is_one_text() -> None:
    bold = xlwt.easyfont("bold true")
    assert seen(lambda sheet: sheet.write_rich_text(0, 0, ["a", ("b", bold), " c"])) == "ab c"


@pytest.mark.parametrize(("code", "shown"), [(7, "#DIV/0!"), (42, "#N/A"), (15, "#VALUE!")])
def test_an_error_is_an_error(code: int, shown: str) -> None:
    assert seen(lambda sheet: sheet.row(0).set_cell_error(0, code)) == ErrorValue(shown)


def test_a_blank_cell_has_its_place() -> None:
    sheets = read_old_workbook(wrapped(stream_of(lambda sheet: sheet.write(1, 2, None))))
    assert sheets.rows == {REPORT_SHEET: {2: {3: None}}}


@pytest.mark.parametrize("dates_1904", [False, True])
def test_a_date_is_the_day_that_is_shown(dates_1904: bool) -> None:
    day = datetime.date(2025, 2, 14)
    stream = stream_of(written(day, "yyyy-mm-dd"), dates_1904=dates_1904)
    assert rows_of(stream)[1][1] == day


@pytest.mark.parametrize(
    ("value", "raw"), [(0.4375, "10:30:00"), (-3.0, "-3"), (1e9, "1e+09"), (1e300, "1e+300")]
)
def test_a_time_or_a_day_that_is_none_is_no_number(value: float, raw: str) -> None:
    assert seen(written(value, "yyyy-mm-dd")) == raw


# ------------------------------------------------------------------ how a number is shown


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (15.48, "0.00"),
        (1703, "#,##0"),
        (1703, '#,##0.00 "zł"'),
        (1703, "@"),
        (-5, "0;[Red]-0"),
        (0, '_-* #,##0.00 "zł"_-;-* #,##0.00 "zł"_-;_-* "-"?? "zł"_-;_-@_-'),
    ],
)
def test_a_number_that_is_shown_is_used(value: float, number_format: str) -> None:
    assert seen(written(value, number_format)) == value


@pytest.mark.parametrize(
    ("value", "number_format", "told"),
    [
        (15.48, "0", "15,48, widać 15"),
        (0.12, "0%", "0,12, widać (format 0%)"),
        (1703000, "0,", "1 703 000, widać (format 0,)"),
        (-5, "0;0", "-5, widać 5"),
        (5, ";;;", "5, widać (format ;;;)"),
    ],
)
def test_a_number_that_is_shown_as_another_is_not_used(
    value: float, number_format: str, told: str
) -> None:
    assert seen(written(value, number_format)) == Unseen(CellState.MASKED, told)


def test_a_number_of_more_digits_than_excel_shows_is_not_used() -> None:
    assert state(seen(written(1234567890123456))) is CellState.MASKED


def test_a_number_on_the_sheet_of_identification_is_not_judged() -> None:
    book = xlwt.Workbook()
    book.add_sheet(META_SHEET).write(0, 0, 15.48, style("0"))
    assert read_old_workbook(wrapped(book.get_biff_data())).rows == {META_SHEET: {1: {1: 15.48}}}


# ------------------------------------------------------------------ what is not seen at all


def hidden_row(sheet: Any) -> None:
    sheet.row(0).hidden = True


def hidden_column(sheet: Any) -> None:
    sheet.col(0).hidden = True


def hidden_sheet(sheet: Any) -> None:
    sheet.visibility = 1


def very_hidden_sheet(sheet: Any) -> None:
    sheet.visibility = 2


@pytest.mark.parametrize("hide", [hidden_row, hidden_column, hidden_sheet, very_hidden_sheet])
def test_a_number_in_what_is_hidden_is_not_used(hide: Fill) -> None:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, 5)
        hide(sheet)

    book = xlwt.Workbook()
    book.add_sheet("Inny")
    fill(book.add_sheet(REPORT_SHEET))
    assert rows_of(book.get_biff_data())[1][1] == Unseen(CellState.HIDDEN, "5")


def test_a_text_in_a_hidden_row_is_read() -> None:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, "I.1")
        hidden_row(sheet)

    assert seen(fill) == "I.1"


def test_a_number_beside_what_is_hidden_is_used() -> None:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, 5)
        sheet.row(1).hidden = True
        sheet.col(1).hidden = True

    assert seen(fill) == 5


def test_rows_that_are_hidden_unless_said_otherwise_are_hidden() -> None:
    no_row = patched(stream_of(written(5)), 0x208, lambda data: b"\xff\x7f" + data[2:])
    assert rows_of(no_row)[1][1] == 5
    hidden = patched(no_row, 0x225, lambda data: b"\x02\x00" + data[2:])
    assert rows_of(hidden)[1][1] == Unseen(CellState.HIDDEN, "5")


def test_a_number_in_a_merged_cell_and_what_it_covers_are_not_used() -> None:
    def fill(sheet: Any) -> None:
        for place in range(3):
            for column in range(3):
                sheet.write(place, column, place * 3 + column)

    merged = record(0xE5, struct.pack("<HHHHH", 1, 0, 1, 0, 1))
    assert rows_of(with_records(stream_of(fill), merged)) == {
        1: {1: Unseen(CellState.MERGED, "0"), 2: Unseen(CellState.HIDDEN, "1"), 3: 2},
        2: {1: Unseen(CellState.HIDDEN, "3"), 2: Unseen(CellState.HIDDEN, "4"), 3: 5},
        3: {1: 6, 2: 7, 3: 8},
    }


# ------------------------------------------------------------------ formulas


def computed(formula: str, result: float) -> RawValue:
    """Return what is read of a formula in B1; A1 to A4 hold 2, 3, a text and 4."""

    def fill(sheet: Any) -> None:
        for place, value in enumerate((2, 3, "x", 4)):
            sheet.write(place, 0, value)
        sheet.write(0, 1, xlwt.Formula(formula))
        sheet.write(1, 1, xlwt.Formula("1+1"))

    return rows_of(with_results(stream_of(fill), {(0, 1): result, (1, 1): 2}))[1][2]


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("700+16", 716),
        ("A1+A2*2", 8),
        ("(A1+A2)*2", 10),
        ("8-3-2", 3),
        ("8-(3-2)", 7),
        ("12/(6/2)", 4),
        ("-A1+$A$2", 1),
        ("-(A1+A2)*-2", 10),
        ("SUM(A1:A4)", 9),
        ("SUM(A1:A2;1.5)/2", 3.25),
        ("A1+C9", 2),
        ("0.5+1", 1.5),
    ],
)
def test_simple_arithmetic_is_computed_again(formula: str, result: float) -> None:
    assert computed(formula, result) == result
    assert state(computed(formula, result + 1)) is CellState.STALE


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("SUM(A1:A2,5)", "=SUM(A1:A2,5)"),
        ("A3+1", "=A3+1"),
        ("B2", "=B2"),
        ("SUM(B1:B2)", "=SUM(B1:B2)"),
        ("1/0", "=1/0"),
        ("ROUND(A1;0)", "(formuła)"),
        ("IF(A1>1;2;3)", "(formuła)"),
        ("2^3", "(formuła)"),
        ("A1%", "(formuła)"),
    ],
)
def test_any_other_formula_is_not_trusted(formula: str, told: str) -> None:
    assert computed(formula.replace(",", ";"), 77) == Unseen(CellState.STALE, told)


def test_a_formula_without_a_stored_result_is_told() -> None:
    fill = stream_of(lambda sheet: sheet.write(0, 0, xlwt.Formula("1+2")))
    assert rows_of(fill)[1][1] == UncachedFormula("=1+2")


def expression(chance: random.Random, depth: int) -> tuple[str, Decimal]:
    """Return a random formula and its value, computed beside it."""
    if depth == 0:
        number = chance.randrange(1, 10)
        return str(number), Decimal(number)
    (left, first), (right, second) = (expression(chance, depth - 1) for _ in range(2))
    match chance.randrange(5):
        case 0:
            return f"({left})+({right})", first + second
        case 1:
            return f"({left})-({right})", first - second
        case 2:
            return f"({left})*({right})", first * second
        case 3:
            return f"-({left})", -first
    return f"({left})/4", first / 4


def test_tokens_are_written_out_as_they_are_meant() -> None:
    chance = random.Random(20_241_231)
    made = [expression(chance, chance.randrange(1, 4)) for _ in range(200)]
    results = {(place, 0): float(value) for place, (_, value) in enumerate(made)}

    def fill(sheet: Any) -> None:
        for place, (formula, _) in enumerate(made):
            sheet.write(place, 0, xlwt.Formula(formula))

    # The brackets are left out of the tokens: their order alone says what comes first.
    bare = patched(with_results(stream_of(fill), results), FORMULA, without_brackets)
    for stream in (with_results(stream_of(fill), results), bare):
        found = rows_of(stream)
        assert {place: cells[1] for place, cells in found.items()} == {
            place + 1: value for (place, _), value in results.items()
        }


def without_brackets(data: bytes) -> bytes:
    """Turn the tokens for brackets (of small whole numbers' formulas) into unary pluses."""
    tokens, place = bytearray(data), 22
    while place < len(tokens):
        if tokens[place] == 0x15:
            tokens[place] = 0x12
        place += 3 if tokens[place] == 0x1E else 1
    return bytes(tokens)


# ------------------------------------------------------------------ the file

PLAIN = stream_of(written(5))


def test_the_plain_file_is_taken_with_a_note() -> None:
    sheets = read_old_workbook(wrapped(PLAIN))
    assert sheets.rows == {REPORT_SHEET: {1: {1: 5}}}
    assert sheets.notes == (Note(NoteKind.FORMAT, NOTE),)
    assert kind_of_plain(wrapped(PLAIN)) is FileKind.OLD_WORKBOOK


def test_a_workbook_with_macros_is_refused() -> None:
    for others in ({"_VBA_PROJECT_CUR": {"VBA": {"dir": b"x"}}}, {"_VBA_PROJECT": b"x"}):
        with pytest.raises(Refused, match="makrami"):
            read_old_workbook(wrapped(PLAIN, **others))
    macro_sheet = patched(PLAIN, BOUNDSHEET, lambda data: data[:5] + b"\x01" + data[6:])
    with pytest.raises(Refused, match="makrami"):
        read_old_workbook(wrapped(macro_sheet))
    assert rows_of(PLAIN)


def test_an_encrypted_workbook_is_refused() -> None:
    encrypted = with_records(PLAIN, record(FILEPASS, bytes(54)), in_sheet=False)
    with pytest.raises(Refused) as refused:
        read_old_workbook(wrapped(encrypted))
    assert str(refused.value) == REFUSALS[FileKind.ENCRYPTED]
    assert rows_of(with_records(PLAIN, record(0x5C, bytes(112)), in_sheet=False))


def test_a_workbook_of_excel_95_is_refused() -> None:
    older = patched(PLAIN, BOF, lambda data: b"\x00\x05" + data[2:])
    for data in (wrapped(older), compound_file({"Book": older})):
        with pytest.raises(Refused, match="sprzed 1997"):
            read_old_workbook(data)


def test_two_sheets_of_one_name_are_refused() -> None:
    stream = stream_of(written(5), names=("Arkusz1", "Arkusz2"))
    assert rows_of(stream)
    with pytest.raises(Refused, match="tę samą nazwę"):
        rows_of(patched(stream, BOUNDSHEET, lambda data: data.replace(b"z2", b"z1")))


def test_more_sheets_than_allowed_are_refused() -> None:
    data = wrapped(stream_of(written(5), names=("A", "B")))
    assert read_old_workbook(data, limits=Limits(sheets=3)).rows
    with pytest.raises(Refused, match="ponad 2 arkuszy"):
        read_old_workbook(data, limits=Limits(sheets=2))


def test_a_cell_that_is_stored_twice_is_refused() -> None:
    more = record(NUMBER, struct.pack("<HHHd", 0, 0, 0, 7))
    with pytest.raises(Refused, match="dwa razy zapisano komórkę A1"):
        rows_of(with_records(PLAIN, more))


def test_what_is_embedded_in_a_sheet_is_not_read() -> None:
    chart = record(BOF, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0))
    chart += record(NUMBER, struct.pack("<HHHd", 0, 0, 0, 7)) + record(EOF, b"")
    assert rows_of(with_records(PLAIN, chart)) == {1: {1: 5}}
    assert rows_of(with_records(PLAIN, chart[:-4] + chart + chart[-4:])) == {1: {1: 5}}


def test_records_that_nobody_needs_cost_nothing() -> None:
    """xlrd would fill a table with four thousand million places."""
    everywhere = struct.pack("<HHHH", 0, 65535, 0, 65535) + bytes(40)
    assert rows_of(with_records(PLAIN, record(HLINK, everywhere))) == {1: {1: 5}}


@pytest.mark.parametrize(
    "stream",
    [
        patched(stream_of(written("x")), SST, lambda data: data[:4] + b"\xff" * 4 + data[8:]),
        patched(PLAIN, BOUNDSHEET, lambda data: b"\xff" * 4 + data[4:]),
        patched(PLAIN, BOUNDSHEET, lambda data: b"\x08" + data[1:]),
        patched(PLAIN, BOUNDSHEET, lambda data: bytes(4) + data[4:]),
        PLAIN[: len(PLAIN) // 2],
        PLAIN[:3],
        b"",
    ],
    ids=["texts", "far sheet", "odd sheet", "no sheet", "half", "a sign", "nothing"],
)
def test_a_broken_stream_is_refused(stream: bytes) -> None:
    with pytest.raises(Refused, match="Proszę"):
        rows_of(stream)


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(5000)])
def test_what_is_no_compound_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="uszkodzony"):
        read_old_workbook(data)


def test_too_many_merged_cells_are_refused() -> None:
    areas = struct.pack("<HHHH", 0, 1, 0, 1) * 1000
    one = record(0xE5, struct.pack("<H", 1000) + areas)
    assert rows_of(with_records(PLAIN, one)) == {1: {1: Unseen(CellState.MERGED, "5")}}
    with pytest.raises(Refused, match="poza formularzem"):
        rows_of(with_records(PLAIN, one * 21))


# ------------------------------------------------------------------ a whole form


@cache
def hand_made() -> bytes:
    """Return the filled form as an .xls that no program has saved."""
    book = xlwt.Workbook(encoding="utf-8")
    source = book_of(filled())
    for name in (META_SHEET, REPORT_SHEET):
        sheet = book.add_sheet(name)
        for cells in source[name].iter_rows():
            for one in cells:
                sheet.write((one.row or 1) - 1, (one.column or 1) - 1, one.value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_form_reads_the_same_as_from_excel() -> None:
    assert contents(read(hand_made())) == contents(read(filled()))
    assert words(read(hand_made())) == words(read(filled()))
    assert addresses(read(hand_made())) == addresses(read(filled()))
    assert read(hand_made()).notes == (Note(NoteKind.FORMAT, NOTE),)


def test_damage_is_refused_or_read_and_nothing_else(capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing in an .xls tells a changed figure from the one that was meant."""
    data, chance = hand_made(), random.Random(20_241_231)
    spoilt = [data[:size] for size in range(0, len(data), len(data) // 20)]
    for _ in range(400):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 1, 20))):
            changed[chance.randrange(len(changed))] = chance.choice((0, 255, chance.randrange(256)))
        spoilt.append(bytes(changed))
    refusals = 0
    for one in spoilt:
        try:
            read_old_workbook(one)
        except Refused as refused:
            assert "Proszę" in str(refused)
            refusals += 1
    assert refusals > 50
    assert capfd.readouterr() == ("", "")


# ------------------------------------------------------------------ as LibreOffice saves it


@pytest.mark.libreoffice
def test_a_form_saved_by_libreoffice_reads_the_same(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    saved = libreoffice.convert(filled(), "xlsx", "xls", tmp_path)
    assert contents(read(saved)) == contents(read(filled()))
    assert words(read(saved)) == words(read(filled()))
    assert addresses(read(saved)) == addresses(read(filled()))


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_a_submission_saved_by_libreoffice_reads_the_same(
    libreoffice: LibreOffice, tmp_path: Path, name: str
) -> None:
    original = read_sample(sample(name), name)
    saved = read_sample(libreoffice.convert(sample(name), "xlsx", "xls", tmp_path), name)
    assert contents(saved) == contents(original)
    assert words(saved) == words(original)
    assert addresses(saved) == addresses(original)


@pytest.mark.libreoffice
def test_what_excel_does_not_show_is_not_used(libreoffice: LibreOffice, tmp_path: Path) -> None:
    data, expected = odd()
    found = states(read(libreoffice.convert(data, "xlsx", "xls", tmp_path)))
    # LibreOffice 7.4 writes the Polish format so that Excel would show thousands.
    expected = expected | {"K10": found["K10"]}
    assert {place: found[place] for place in expected} == expected
