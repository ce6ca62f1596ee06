"""The styles of a workbook, to which cells with a coloured fill are added and taken away again.

How a coloured cell finds its own fill again: each fill that was covered has a number, which is
hidden in the last bits of the colour that covers it (nobody sees the difference), and a hidden
defined name says what the fill with that number was. Both survive Excel, LibreOffice and openpyxl,
sorting, copying and the loss of the list; indices of styles and custom parts do not.
"""

import copy
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from domain.marking import LABELS
from domain.rules import Severity
from tasks.adapters.sheet_scan import MAIN, parse

COLOURS = {Severity.ERROR: 0xFDC0C0, Severity.WARNING: 0xFDF0A0, Severity.INFO: 0xC0E0F0}
_VARIANTS = 0x000F0F
_SOLID = "solid"
# What can stand as a text in a name: Excel takes 255 signs there, quotes among them.
_PLAIN = re.compile(r"[\w <>/='.-]{1,240}", re.ASCII)
_FILL_TAGS = ("fill", "patternFill", "fgColor", "bgColor", "gradientFill", "stop", "color")
_NAME = re.compile(r"Sprawdzenie_Tlo_(\d{1,3})")
_NO_FILL = "<fill><patternFill patternType='none'/></fill>"
_PAPER = frozenset({1, 9})

_Key = tuple[object, ...]


class UnusableStyles(Exception):
    """The styles are not such as Office programs write."""


def colour(severity: Severity, number: int = 0) -> str:
    """Return the colour by which a severity covers the fill with a number."""
    return f"FF{COLOURS[severity] | (number >> 4) << 8 | number & 0xF:06X}"


def solid(rgb: str) -> etree._Element:
    """Return a fill in one colour."""
    fill = etree.Element(f"{MAIN}fill", nsmap={None: MAIN[1:-1]})
    pattern = etree.SubElement(fill, f"{MAIN}patternFill", patternType=_SOLID)
    etree.SubElement(pattern, f"{MAIN}fgColor", rgb=rgb)
    etree.SubElement(pattern, f"{MAIN}bgColor", indexed="64")
    return fill


class Styles:
    """The styles part: entries are found again or added at the end, none is changed."""

    def __init__(self, root: etree._Element) -> None:
        self._lists: dict[str, etree._Element] = {}
        for name in ("fonts", "fills", "borders", "cellXfs"):
            found = root.find(f"{MAIN}{name}")
            if found is None or not len(found):
                raise UnusableStyles(name)
            self._lists[name] = found
        self._known = {name: self._keys(name) for name in self._lists}

    def put(self, kind: str, entry: etree._Element) -> int:
        """Return the index of an entry of that kind, which is added when there is none."""
        known = self._known[kind]
        if (key := _key(entry)) not in known:
            entries = self._lists[kind]
            known[key] = len(entries)
            entries.append(entry)
            entries.set("count", str(len(entries)))
        return known[key]

    def font(self, index: int = 0) -> etree._Element:
        """Return a copy of a font."""
        return copy.deepcopy(self._entry("fonts", index))

    def fill_of(self, style: int) -> etree._Element:
        """Return the fill of a cell's style."""
        return self._entry("fills", int(self._entry("cellXfs", style).get("fillId", 0)))

    def with_fill(self, style: int, fill: etree._Element) -> int:
        """Return the style that differs from another only in its fill."""
        entry = copy.deepcopy(self._entry("cellXfs", style))
        index = self.put("fills", fill)
        entry.attrib.update({"fillId": str(index), "applyFill": "1"})
        without = copy.deepcopy(entry)
        del without.attrib["applyFill"]
        # A fill counts whether or not the style says so: either one is as good.
        if _key(entry) not in self._known["cellXfs"] and _key(without) in self._known["cellXfs"]:
            return self._known["cellXfs"][_key(without)]
        return self.put("cellXfs", entry if index else without)

    def in_white(self, style: int) -> bool:
        """Whether the ink is white: on another fill it would be read otherwise, or not at all."""
        font = self._entry("fonts", int(self._entry("cellXfs", style).get("fontId", 0)))
        ink = font.find(f"{MAIN}color")
        if ink is None:
            return False
        return (
            ink.get("rgb", "").upper().endswith("FFFFFF")
            or (ink.get("theme") == "0" and not float(ink.get("tint", 0)))
            or int(ink.get("indexed", -1)) in _PAPER
        )

    def _entry(self, kind: str, index: int) -> etree._Element:
        if not 0 <= index < len(self._lists[kind]):
            raise UnusableStyles(f"{kind} {index}")
        return self._lists[kind][index]

    def _keys(self, name: str) -> dict[_Key, int]:
        keys: dict[_Key, int] = {}
        for index, entry in enumerate(self._lists[name]):
            keys.setdefault(_key(entry), index)
        return keys


class Covered:
    """The fills that are covered by a colour, each with its number."""

    def __init__(self, names: Iterable[tuple[str, str]] = ()) -> None:
        found = ((_NAME.fullmatch(name), text) for name, text in names)
        self._fills = {text: int(match[1]) for match, text in found if match}

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield a name for each fill, and the text that it stands for."""
        for text, number in self._fills.items():
            yield f"Sprawdzenie_Tlo_{number}", text

    def cover(self, styles: Styles, style: int, severity: Severity) -> int:
        """Return the style in a severity's colour; the same one where that must not be."""
        text = _described(styles.fill_of(style))
        number = self._fills.get(text, len(self._fills))
        if number > 0xFF or not _PLAIN.fullmatch(text) or styles.in_white(style):
            return style
        self._fills[text] = number
        return styles.with_fill(style, solid(colour(severity, number)))

    def uncover(self, styles: Styles, style: int) -> int:
        """Return the style as it was before it was coloured; one that was not stays."""
        number = _number_in(styles.fill_of(style))
        if number is None:
            return style
        texts = {known: text for text, known in self._fills.items()}
        return styles.with_fill(style, _fill(texts.get(number, _NO_FILL)))


def is_ours(name: str) -> bool:
    """Whether a defined name tells of a fill that is covered."""
    return _NAME.fullmatch(name) is not None


def _number_in(fill: etree._Element) -> int | None:
    """Return the number that a fill's colour holds, if it is one of ours."""
    pattern = fill.find(f"{MAIN}patternFill")
    shade = fill.find(f"{MAIN}patternFill/{MAIN}fgColor")
    if pattern is None or shade is None or pattern.get("patternType") != _SOLID:
        return None
    rgb = shade.get("rgb", "")
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", rgb):
        return None
    value = int(rgb[-6:], 16)
    if value & ~_VARIANTS not in [COLOURS[severity] for severity in LABELS]:
        return None
    return (value >> 8 & 0xF) << 4 | value & 0xF


def _described(element: etree._Element) -> str:
    """Return a fill as a short text without namespaces."""
    tag = etree.QName(element).localname
    attributes = "".join(f" {name}='{text}'" for name, text in sorted(element.attrib.items()))
    inside = "".join(_described(child) for child in element)
    return f"<{tag}{attributes}>{inside}</{tag}>" if inside else f"<{tag}{attributes}/>"


def _fill(text: str) -> etree._Element:
    """Return the fill that a text describes; no fill where it describes none."""
    try:
        fill = parse(text.replace("<fill", f"<fill xmlns='{MAIN[1:-1]}'", 1).encode())
    except etree.XMLSyntaxError:
        return _fill(_NO_FILL)
    known = all(element.tag in [f"{MAIN}{tag}" for tag in _FILL_TAGS] for element in fill.iter())
    return fill if known and fill.tag == f"{MAIN}fill" else _fill(_NO_FILL)


def _key(element: etree._Element) -> _Key:
    """Return what makes two entries the same, whatever prefixes their namespaces have."""
    inside = tuple(_key(child) for child in element)
    return (element.tag, *sorted(element.attrib.items()), (element.text or "").strip(), inside)
