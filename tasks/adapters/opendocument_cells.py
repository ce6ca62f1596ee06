"""What stands in a cell of an .ods: its value, or a number with what is needed to judge it."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from domain.shown import as_stored
from domain.submissions import CellState, ErrorValue, RawValue, UncachedFormula
from tasks.adapters.opendocument_xml import CALC, OFFICE, TABLE, TEXT, count

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?", re.ASCII)
_ERROR = re.compile(r"#[^\s=]+|(?:Err|Błąd|Error):\d+")
_BOOLEANS = {"TRUE": True, "PRAWDA": True, "FALSE": False, "FAŁSZ": False}
_REFERENCE = re.compile(r"\[\.(\$?[A-Z]{1,3}\$?\d{1,7})(?::\.(\$?[A-Z]{1,3}\$?\d{1,7}))?\]")
_STORED_AS = dict.fromkeys(("float", "currency", "percentage"), "value") | {
    kind: f"{kind}-value" for kind in ("boolean", "date", "time")
}
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_ASIDE = (f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}note")
# White space is folded later; so many of it are kept.
MOST_SPACES = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """A stored number with what is needed to tell whether a person sees it."""

    value: float
    number: Decimal
    formula: str | None
    text: str | None
    style: str = ""
    state: CellState | None = None


def content_of(cell: etree._Element) -> RawValue | Figure:
    """Return what stands in a cell; a number with its formula and the text shown of it."""
    kind = cell.get(f"{OFFICE}value-type", "")
    text = _text(cell)
    formula = _formula(cell.get(f"{TABLE}formula"))
    erroneous = formula is not None and text is not None and _ERROR.fullmatch(text.strip())
    if erroneous or cell.get(f"{CALC}value-type") == "error":
        return ErrorValue(text or "#?")
    stored = cell.get(f"{OFFICE}{_STORED_AS.get(kind, 'string-value')}")
    if kind not in _STORED_AS:
        stored = text or stored
    if formula is not None and not stored:
        return UncachedFormula(formula)
    match kind:
        case "float" | "currency" | "percentage":
            return _number(stored or "", formula, text)
        case "boolean":
            return stored == "true"
        case "date":
            return _date(stored or "", text)
        case "time":
            return text or stored
    return stored


def _number(stored: str, formula: str | None, text: str | None) -> RawValue | Figure:
    value = float(stored) if _NUMBER.fullmatch(stored) else float("nan")
    value = int(value) if value.is_integer() and abs(value) < 2**53 else value
    number = as_stored(value)
    if number is None:
        return text or stored
    if formula and value in (0, 1) and text in _BOOLEANS:
        # LibreOffice stores the result of =5>3 as the number 1 that is shown as PRAWDA.
        return _BOOLEANS[text]
    return Figure(value, number, formula, text)


def _date(stored: str, text: str | None) -> RawValue:
    match = _DATE.fullmatch(stored)
    try:
        return datetime.date.fromisoformat(match[1] if match else "")
    except ValueError:
        return text or stored


def _formula(stored: str | None) -> str | None:
    """Return a formula as people write it: "of:=SUM([.B2:.B4])" is "=SUM(B2:B4)"."""
    if stored is None:
        return None
    plain = _REFERENCE.sub(lambda match: match[1] + (f":{match[2]}" if match[2] else ""), stored)
    return re.sub(r"^[a-z]+:(?==)", "", plain)


def _text(cell: etree._Element) -> str | None:
    """Return the paragraphs of a cell, without its comment; None where it has none."""
    lines = [_inline(child) for child in cell if child.tag in _PARAGRAPHS]
    return "\n".join(lines) if lines else None


def _inline(element: etree._Element) -> str:
    pieces = [_flat(element.text)]
    for child in element:
        match child.tag:
            case _ if child.tag in _ASIDE:
                pass
            case tag if tag == f"{TEXT}s":
                pieces.append(" " * min(count(child, f"{TEXT}c"), MOST_SPACES))
            case tag if tag == f"{TEXT}tab":
                pieces.append("\t")
            case tag if tag == f"{TEXT}line-break":
                pieces.append("\n")
            case _:
                pieces.append(_inline(child))
        pieces.append(_flat(child.tail))
    return "".join(pieces)


def _flat(text: str | None) -> str:
    """Return text without the line ends of the XML itself, which mean nothing."""
    return (text or "").replace("\n", " ")
