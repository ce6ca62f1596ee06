"""A second, plain reading of a workbook's sheets: what stands in the XML, cell by cell.

It finds what a tolerant reader passes over (cells or rows given twice, in the wrong row) and is
compared with that reader where numbers are concerned.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from domain.submissions import Refused

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT = b"purl.oclc.org/ooxml"
WORKBOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"

_AGAIN = (
    "Proszę otworzyć plik w Excelu, zapisać jako nowy „Skoroszyt programu Excel (*.xlsx)” "
    "i przesłać ponownie."
)
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
# Somebody may merge whole rows, or a whole column; nobody merges half a sheet.
MOST_MERGED = LAST_ROW
_SHEET = re.compile(r"/xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_INDEX = re.compile(r"[0-9]{1,9}")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class ScannedSheet:
    """One sheet as its XML has it: the columns that stand in each row, the numbers by cell, the
    cells whose text is crossed out in part."""

    rows: Mapping[int, tuple[int, ...]]
    numbers: Mapping[str, float]
    struck: frozenset[str]
    spans: tuple[str, ...]
    formulas: bool


def scan(parts: Mapping[str, bytes], without: Collection[str] = ()) -> dict[str, ScannedSheet]:
    """Scan every worksheet, by its name, but those `without` which it goes.

    Raises Refused for a structure that Excel would repair.
    """
    try:
        crossed = _crossed_out(parts.get(STRINGS, b""))
        paths = dict(sheet_paths(parts))
        wanted = {name: path for name, path in paths.items() if name not in without}
        return {name: _sheet(parts[path], crossed) for name, path in wanted.items()}
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise Refused(f"Plik jest uszkodzony: nie można odczytać arkuszy. {_AGAIN}") from error


def sheet_paths(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield each worksheet's name with its part; raises Refused where they cannot be told."""
    if STRICT in parts[WORKBOOK]:
        raise Refused(
            "Plik zapisano w odmianie „Strict Open XML”, której nie wczytujemy. Proszę zapisać go "
            "w Excelu jako zwykły „Skoroszyt programu Excel (*.xlsx)” i przesłać ponownie."
        )
    _check_package(parts)
    ids = [relation.get("Id") for relation in parse(parts[RELATIONS])]
    if len(set(ids)) < len(ids):
        raise Refused(f"Plik jest zbudowany w niejednoznaczny sposób. {_AGAIN}")
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in parse(parts[RELATIONS])
        if relation.get("Type", "").endswith("/worksheet")
    }
    seen: set[str] = set()
    used: set[str] = set()
    for sheet in parse(parts[WORKBOOK]).iter(f"{MAIN}sheet"):
        target = relations.get(sheet.get(RELATION))
        name = sheet.get("name", "")
        if target is None:
            continue
        if name.casefold() in seen:
            raise Refused(f"Dwa arkusze mają tę samą nazwę „{name}”. {_AGAIN}")
        seen.add(name.casefold())
        path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if path in used:
            raise Refused(f"Dwa arkusze mają tę samą treść („{name}”). {_AGAIN}")
        used.add(path)
        yield name, path


def _check_package(parts: Mapping[str, bytes]) -> None:
    """Refuse a package that names another workbook than the one that is read."""
    books = [
        posixpath.normpath(posixpath.join("/", one.get("Target", "")))
        for one in parse(parts["_rels/.rels"])
        if one.get("Type", "").endswith("/officeDocument")
    ]
    types = [
        (one.get("PartName", ""), one.get("ContentType", ""))
        for one in parse(parts["[Content_Types].xml"])
    ]
    declared = [part for part, kind in types if "sheet.main+xml" in kind]
    sheets = [kind for part, kind in types if _SHEET.fullmatch(part)]
    if books != [f"/{WORKBOOK}"] or (declared and declared != [f"/{WORKBOOK}"]):
        raise Refused(f"Plik jest zbudowany w niejednoznaczny sposób. {_AGAIN}")
    if any(not kind.endswith("worksheet+xml") for kind in sheets):
        raise Refused(f"Plik jest zbudowany w niejednoznaczny sposób. {_AGAIN}")


def parse(part: bytes) -> etree._Element:
    """Parse a part; entities are not resolved, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(part, parser)


def _check_order(root: etree._Element) -> None:
    """Refuse what a reader may read in two ways: data, rows, cells or values in odd places."""
    data = root.findall(f"{MAIN}sheetData")
    rows = [row for one in data for row in one.findall(f"{MAIN}row")]
    cells = [cell for row in rows for cell in row.findall(f"{MAIN}c")]
    values = [value for cell in cells for value in cell.findall(f"{MAIN}v")]
    for found, name in ((data, "sheetData"), (rows, "row"), (cells, "c"), (values, "v")):
        if sum(1 for _ in root.iter(f"{MAIN}{name}")) != len(found):
            raise Refused(f"Arkusz jest zbudowany w niejednoznaczny sposób. {_AGAIN}")
    strange = any(
        child.tag not in (f"{MAIN}c", f"{MAIN}extLst") and isinstance(child.tag, str)
        for row in rows
        for child in row
    )
    twice = any(len(cell.findall(f"{MAIN}{name}")) > 1 for cell in cells for name in ("v", "f"))
    nested = any(isinstance(child.tag, str) for value in values for child in value)
    if len(data) > 1 or twice or nested or strange or _described_twice(root):
        raise Refused(f"Arkusz jest zbudowany w niejednoznaczny sposób. {_AGAIN}")


def _described_twice(root: etree._Element) -> bool:
    """Whether a column's width and hiding are told in two places."""
    spans = sorted(
        (int(column.get("min", 0)), int(column.get("max", 0)))
        for column in root.findall(f"{MAIN}cols/{MAIN}col")
    )
    return any(second[0] <= first[1] for first, second in pairwise(spans))


def _check_merged(root: etree._Element) -> None:
    """Refuse merged areas that take more memory to read than any form needs."""
    covered = 0
    for merged in root.findall(f"{MAIN}mergeCells/{MAIN}mergeCell"):
        left, top, right, bottom = (
            int(edge or 0) for edge in range_boundaries(merged.get("ref", ""))
        )
        covered += (right - left + 1) * (bottom - top + 1)
    if covered > MOST_MERGED:
        raise Refused(f"W arkuszu scalono zbyt wiele komórek. {_AGAIN}")


def _crossed_out(strings: bytes) -> frozenset[str]:
    """Return the numbers of shared strings that are crossed out in part."""
    if b"strike" not in strings:
        return frozenset()
    return frozenset(
        str(place)
        for place, item in enumerate(parse(strings).findall(f"{MAIN}si"))
        if _has_strike(item)
    )


def _has_strike(element: etree._Element) -> bool:
    return any(one.get("val", "1") not in ("0", "false") for one in element.iter(f"{MAIN}strike"))


def _sheet(part: bytes, crossed: frozenset[str]) -> ScannedSheet:
    root = parse(part)
    _check_order(root)
    _check_merged(root)
    spans = [
        formula.get("ref", "")
        for formula in root.iter(f"{MAIN}f")
        if formula.get("t") in ("array", "dataTable") and ":" in formula.get("ref", "")
    ]
    rows: dict[int, tuple[int, ...]] = {}
    numbers: dict[str, float] = {}
    struck: set[str] = set()
    place = 0
    for row in root.iter(f"{MAIN}row"):
        place = _row(row.get("r"), place)
        if place in rows:
            raise Refused(f"W arkuszu dwa razy zapisano wiersz {place}. {_AGAIN}")
        columns: list[int] = []
        for cell in row.findall(f"{MAIN}c"):
            column = _column(cell.get("r"), place, columns)
            columns.append(column)
            value = cell.find(f"{MAIN}v")
            shared = cell.get("t") == "s" and value is not None and (value.text or "") in crossed
            if shared or (cell.get("t") == "inlineStr" and _has_strike(cell)):
                struck.add(f"{get_column_letter(column)}{place}")
            text = "" if value is None else "".join(value.itertext())
            kind = cell.get("t", "n")
            if kind == "n" and text.strip():
                if not _NUMBER.fullmatch(text.strip()):
                    raise Refused(f"W komórce {cell.get('r')} zapisano „{text[:20]}”. {_AGAIN}")
                numbers[f"{get_column_letter(column)}{place}"] = float(text)
            elif kind == "s" and text and not _INDEX.fullmatch(text.strip()):
                raise Refused(f"Komórka {cell.get('r')} wskazuje tekst, którego nie ma. {_AGAIN}")
            if not _INDEX.fullmatch(cell.get("s", "0")):
                raise Refused(f"Komórka {cell.get('r')} ma styl, którego nie ma. {_AGAIN}")
        rows[place] = tuple(columns)
    formulas = next(root.iter(f"{MAIN}f"), None) is not None
    return ScannedSheet(
        dict(sorted(rows.items())), numbers, frozenset(struck), tuple(spans), formulas
    )


def _row(reference: str | None, before: int) -> int:
    """Return a row's number; one without a reference follows the row before it."""
    if reference is None:
        return before + 1
    if not _INDEX.fullmatch(reference):
        raise Refused(f"W arkuszu jest wiersz o numerze „{reference[:20]}”. {_AGAIN}")
    return int(reference)


def _column(reference: str | None, row: int, before: list[int]) -> int:
    """Return a cell's column; a cell without a reference follows the one before it."""
    if reference is None:
        column = (before[-1] if before else 0) + 1
        if column > LAST_COLUMN:
            raise Refused(f"W wierszu {row} jest zbyt wiele komórek. {_AGAIN}")
        return column
    match = _REFERENCE.fullmatch(reference)
    if match is None or int(match[2]) != row:
        raise Refused(f"Komórka {reference} stoi w arkuszu w niewłaściwym wierszu. {_AGAIN}")
    column = column_index_from_string(match[1])
    if column > LAST_COLUMN or row > LAST_ROW:
        raise Refused(f"Komórka {reference} leży poza arkuszem. {_AGAIN}")
    if column in before:
        raise Refused(f"W arkuszu dwa razy zapisano komórkę {reference}. {_AGAIN}")
    return column
