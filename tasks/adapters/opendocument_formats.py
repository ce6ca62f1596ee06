"""How an .ods shows its numbers: the styles of cells, their formats in Excel's notation."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from domain.shown import DIGITS, GENERAL
from tasks.adapters.opendocument_xml import NUMBER, OFFICE, STYLE, TABLE, count

_CONDITION = re.compile(r"value\(\)\s*(>=|<=|!=|<|>|=)\s*(-?\d{1,20}(?:\.\d{1,20})?)", re.ASCII)
_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_ANY_PLACES = "0." + "#" * 15
_UNTOLD = "nietypowy"
# No program writes longer chains of styles or conditions, nor longer formats.
_MOST_PIECES, _LONGEST_FORMAT = 20, 255


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of cells and tables by family and name; the formats of numbers by name.

    `codes` are in Excel's notation; `maps` say under which condition another format counts.
    """

    styles: Mapping[tuple[str, str], etree._Element]
    codes: Mapping[str, str]
    maps: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def of(cls, content: etree._Element, *common: etree._Element) -> "Styles":
        """Gather the content's own styles, then those that documents share; the first counts."""
        groups = content.findall(f"{OFFICE}automatic-styles")
        groups += [group for root in common for group in root.findall(f"{OFFICE}styles")]
        styles: dict[tuple[str, str], etree._Element] = {}
        formats: dict[str, etree._Element] = {}
        for element in (element for group in groups for element in group):
            name = element.get(f"{STYLE}name", "")
            if element.tag == f"{STYLE}style":
                styles.setdefault((element.get(f"{STYLE}family", ""), name), element)
            elif str(element.tag).startswith(NUMBER):
                formats.setdefault(name, element)
        codes = {name: _code(element) for name, element in formats.items()}
        return cls(styles, codes, {name: _maps(element) for name, element in formats.items()})

    def hides(self, name: str) -> bool:
        """Whether a table's style hides the sheet."""
        style = self.styles.get(("table", name))
        properties = [] if style is None else style.findall(f"{STYLE}table-properties")
        return any(element.get(f"{TABLE}display") == "false" for element in properties)

    def format_of(self, name: str, number: Decimal) -> str:
        """Return the format in which a cell's style shows a number, in Excel's notation."""
        for _ in range(_MOST_PIECES):
            style = self.styles.get(("table-cell", name or "Default"))
            found = "" if style is None else style.get(f"{STYLE}data-style-name")
            name = "" if style is None else style.get(f"{STYLE}parent-style-name", "")
            if found:
                return self._shown_by(found, number)
            if not name:
                return GENERAL[0]
        return _UNTOLD

    def _shown_by(self, name: str, number: Decimal) -> str:
        conditions = self.maps.get(name, ())
        for condition, other in conditions[:_MOST_PIECES]:
            match = _CONDITION.fullmatch(condition)
            if match is None:
                return _UNTOLD
            if _COMPARISONS[match[1]](number, Decimal(match[2])):
                name = other
                break
        code = self.codes.get(name, _UNTOLD)
        # A section of its own shows a minus only where it has one, as the second of Excel's does.
        return f"0;{code}" if conditions and number < 0 else code


def _maps(element: etree._Element) -> tuple[tuple[str, str], ...]:
    found = element.findall(f"{STYLE}map")
    names = (f"{STYLE}condition", f"{STYLE}apply-style-name")
    return tuple((one.get(names[0], ""), one.get(names[1], "")) for one in found)


def _code(element: etree._Element) -> str:
    """Translate a format without its conditions; one that cannot be told stays so."""
    pieces = [_piece(child) for child in element]
    if element.tag == f"{NUMBER}percentage-style":
        pieces.append("%")
    code = "".join(pieces)
    if code == GENERAL[0]:
        return code
    code = code.replace(GENERAL[0], _ANY_PLACES)
    return code if 0 < len(code) <= _LONGEST_FORMAT else _UNTOLD


def _piece(part: etree._Element) -> str:
    kind = str(part.tag).removeprefix(NUMBER)
    if kind in ("text", "currency-symbol"):
        text = (part.text or "").replace('"', "")
        return f'"{text}"' if text else ""
    if kind == "number":
        return _digits(part)
    silent = kind == "fill-character" or not str(part.tag).startswith(NUMBER)
    return "" if silent else {"text-content": "@"}.get(kind, kind)


def _digits(part: etree._Element) -> str:
    places = part.get(f"{NUMBER}decimal-places")
    inserted = "".join(str(text) for text in part.itertext())
    if part.get(f"{NUMBER}display-factor", "1") != "1" or re.search(r"\d", inserted):
        return _UNTOLD
    if places is None:
        return GENERAL[0]
    return "0." + "0" * min(count(part, f"{NUMBER}decimal-places", least=0), DIGITS)
