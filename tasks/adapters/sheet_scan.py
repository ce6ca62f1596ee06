"""A second, plain reading of a workbook's sheets: what stands in the XML, cell by cell.

It finds what a tolerant reader passes over (cells or rows given twice, in the wrong row) and is
compared with that reader where numbers are concerned.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

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
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class ScannedSheet:
    """One sheet as its XML has it: the columns that stand in each row, the numbers by cell, the
    cells whose text is crossed out in part."""

    rows: Mapping[int, tuple[int, ...]]
    numbers: Mapping[str, float]
    struck: frozenset[str]
    formulas: bool


def scan(parts: Mapping[str, bytes]) -> dict[str, ScannedSheet]:
    """Scan every worksheet, by its name; raises Refused for a structure that Excel would repair."""
    try:
        crossed = _crossed_out(parts.get(STRINGS, b""))
        return {name: _sheet(parts[path], crossed) for name, path in _paths(parts)}
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise Refused(f"Plik jest uszkodzony: nie można odczytać arkuszy. {_AGAIN}") from error


def _paths(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    if STRICT in parts[WORKBOOK]:
        raise Refused(
            "Plik zapisano w odmianie „Strict Open XML”, której nie wczytujemy. Proszę zapisać go "
            "w Excelu jako zwykły „Skoroszyt programu Excel (*.xlsx)” i przesłać ponownie."
        )
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in parse(parts[RELATIONS])
        if relation.get("Type", "").endswith("/worksheet")
    }
    seen: set[str] = set()
    for sheet in parse(parts[WORKBOOK]).iter(f"{MAIN}sheet"):
        target = relations.get(sheet.get(RELATION))
        name = sheet.get("name", "")
        if target is None:
            continue
        if name.casefold() in seen:
            raise Refused(f"Dwa arkusze mają tę samą nazwę „{name}”. {_AGAIN}")
        seen.add(name.casefold())
        yield name, posixpath.normpath(posixpath.join("xl", target)).lstrip("/")


def parse(part: bytes) -> etree._Element:
    """Parse a part; entities are not resolved, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(part, parser)


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
    rows: dict[int, tuple[int, ...]] = {}
    numbers: dict[str, float] = {}
    struck: set[str] = set()
    place = 0
    for row in root.iter(f"{MAIN}row"):
        place = int(row.get("r", place + 1))
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
            if cell.get("t", "n") == "n" and value is not None and value.text:
                numbers[f"{get_column_letter(column)}{place}"] = float(value.text)
        rows[place] = tuple(columns)
    formulas = next(root.iter(f"{MAIN}f"), None) is not None
    return ScannedSheet(dict(sorted(rows.items())), numbers, frozenset(struck), formulas)


def _column(reference: str | None, row: int, before: list[int]) -> int:
    """Return a cell's column; a cell without a reference follows the one before it."""
    if reference is None:
        return (before[-1] if before else 0) + 1
    match = _REFERENCE.fullmatch(reference)
    if match is None or int(match[2]) != row:
        raise Refused(f"Komórka {reference} stoi w arkuszu w niewłaściwym wierszu. {_AGAIN}")
    column = column_index_from_string(match[1])
    if column in before:
        raise Refused(f"W arkuszu dwa razy zapisano komórkę {reference}. {_AGAIN}")
    return column
