"""The clean form as parts and bytes, and the small changes that cases of structure make to it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from domain.submissions import Verdict
from tests.corpus.base import clean
from tests.corpus.case import Case, Family, Files
from tests.edges.office import packed, parts

ROOT_TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"
BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
META = "xl/worksheets/sheet2.xml"
SHEET = "xl/worksheets/sheet3.xml"
SHEET_RELATION = "rId3"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"

DOCUMENT_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument"

# The cell that most cases spoil.
PLACE = "E23"
HOURS = ("I.1.5", "godziny")
NUMBERS = {
    ("I.1.1", "uslugi"): "10801",
    ("I.1.1", "spending1"): "2000750",
    ("I.1.4", "rodziny"): "47",
    ("I.1.4", "spending1"): "104819.28",
    HOURS: "1703",
    ("I.1.5", "spending1"): "318660",
    ("I.2.1.3", "uczestnicy"): "888",
    ("II.1.1", "godziny"): "4877.29",
    ("II.1.1", "spending1"): "208984.95",
    ("II.1.2", "godziny"): "22190.05",
    ("II.1.2", "spending1"): "974667.52",
    ("IV.1.1", "placowki"): "26",
    ("IV.1.1", "spending1"): "11190600",
}

Data = Callable[[], bytes]


def as_issued(reference: str, name: str = SHEET) -> str:
    """Return the XML of a cell of the clean form."""
    match = re.search(rf'<c r="{reference}"(?: [^>]*)?(?:/>|>.*?</c>)', text_of(name))
    assert match, reference
    return match[0]


def text_of(name: str) -> str:
    """Return a part of the clean form as text."""
    return parts(clean())[name].decode("utf-8")


VALUE = as_issued(PLACE)
VALUE_STYLE = re.findall(r' s="\d+"', VALUE)[0]
# How many formats the clean form has: the number of one more.
CELL_FORMATS = int(re.findall(r'<cellXfs count="(\d+)"', text_of(STYLES))[0])


# ---------------------------------------------------------------- changes


def added(extra: Mapping[str, bytes | str]) -> bytes:
    """Return the form with parts added or replaced."""
    return packed(parts(clean()) | {name: _bytes(part) for name, part in extra.items()})


def without(*names: str) -> bytes:
    """Return the form without some parts."""
    kept = parts(clean())
    for name in names:
        del kept[name]
    return packed(kept)


def more_formats() -> tuple[str, str]:
    """Return the change that makes room for one format more."""
    return f'<cellXfs count="{CELL_FORMATS}"', f'<cellXfs count="{CELL_FORMATS + 1}"'


def swapped(name: str, *changes: tuple[str, str], **more: bytes | str) -> bytes:
    """Return the form with texts of one part replaced, each of which stands there once."""
    return added({name: swap(text_of(name), *changes), **more})


def swap(text: str, *changes: tuple[str, str]) -> str:
    """Replace texts that stand once each."""
    for old, new in changes:
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    return text


def cell(xml: str) -> bytes:
    """Return the form with other XML in the place of the cell E23."""
    return swapped(SHEET, (VALUE, xml))


def value(inner: str, attributes: str = "") -> bytes:
    """Return the form with other content in the cell E23."""
    return cell(f'<c r="{PLACE}"{VALUE_STYLE}{attributes}>{inner}</c>')


def row(number: int) -> str:
    """Return the XML of a row of the report sheet."""
    match = re.search(rf'<row r="{number}" .*?</row>', text_of(SHEET))
    assert match
    return match[0]


def in_row(number: int, change: Callable[[str], str]) -> bytes:
    """Return the form with one row of the report sheet written otherwise."""
    return swapped(SHEET, (row(number), change(row(number))))


def beside(relation: str, target: str, kind: str = "") -> str:
    """Return the workbook's relations with one more; `kind` is its type's last word."""
    made = f'<Relationship Id="{relation}" Type="{DOCUMENT_NS}/{kind}" Target="{target}"/>'
    return swap(text_of(RELATIONS), ("</Relationships>", f"{made}</Relationships>"))


def declared(types: Mapping[str, str]) -> str:
    """Return the content types with more overrides: part → its type."""
    made = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items()
    )
    return swap(text_of(ROOT_TYPES), ("</Types>", f"{made}</Types>"))


def _bytes(part: bytes | str) -> bytes:
    return part.encode("utf-8") if isinstance(part, str) else part


# ---------------------------------------------------------------- what must become of it


def taken(name: str, mechanism: str, data: Data, file: str = "formularz.xlsx", **more: Any) -> Case:
    """Return a case whose file is accepted, with the figures of the clean form."""
    return _case(name, mechanism, data, file, Verdict.ACCEPTED, **more)


def used(name: str, mechanism: str, data: Data, number: str, **more: Any) -> Case:
    """Return a case in which the hours are this number, as a person sees it."""
    return taken(name, mechanism, data, figures={HOURS: number}, **more)


def unused(name: str, mechanism: str, data: Data, rule: str = "value-not-number") -> Case:
    """Return a case in which no number is taken from the hours' cell, and somebody is told."""
    return taken(name, mechanism, data, figures={HOURS: None}, rules=frozenset({rule}))


def refused(
    name: str, mechanism: str, data: Data, reason: str = "", file: str = "formularz.xlsx"
) -> Case:
    """Return a case whose file is not taken, for a reason with these words."""
    return _case(name, mechanism, data, file, Verdict.REFUSED, reason=reason)


def _case(name: str, mechanism: str, data: Data, file: str, verdict: Verdict, **more: Any) -> Case:
    def build() -> Files:
        return {file: data()}

    return Case(name, mechanism, Family.STRUCTURE, build, {file: verdict}, **more)
