"""The golden maps: loading them, flattening them, aligning them with the published text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML

CUT = "⏏"
"""Stands inside a table cell where the printed page ends."""

TEXT_KINDS = ("paragraph", "heading", "intro", "link", "title", "label")

_PAGE_BREAK_LINES = 3
_CONTEXT = 40

Gap = Literal["none", "inline", "line", "blank", "page"]
Start = Literal["text", "header", "row", "cell", "page"]

_GAPS: dict[Start, tuple[Gap, ...]] = {
    "text": ("line", "blank", "page"),
    "header": ("inline", "line", "blank"),
    "row": ("blank", "page"),
    "cell": ("inline", "blank"),
    "page": ("page",),
}
"""Where in the source a text may begin: "row" is the first cell of a row, "cell" any other."""


@dataclass(frozen=True)
class Item:
    """One printed block: a text of some kind, or a table."""

    kind: str
    text: str = ""
    name: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Fragment:
    """A run of text that stands together in the source."""

    text: str
    where: str
    start: Start


@dataclass(frozen=True)
class Glyph:
    """A non-white-space character of the source and the white space before it."""

    char: str
    gap: Gap
    joins: bool
    """The line before ends with a hyphen inside a compound word."""
    line: int


@dataclass(frozen=True)
class Alignment:
    """Result of comparing a map with its source."""

    difference: str | None
    inner_breaks: tuple[str, ...]
    """Places of texts that run over a blank line or a page break."""


def load_map(path: Path) -> list[Item]:
    """Read a map; raise TypeError or ValueError when an item is not of the known form."""
    data: object = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    if not isinstance(data, list):
        raise TypeError(f"{path.name}: a list of items is needed")
    return [_item(entry, f"{path.name}, item {n}") for n, entry in enumerate(data, 1)]


def flatten(items: Sequence[Item]) -> list[str]:
    """All texts in printed order, page cuts removed."""
    texts: list[str] = []
    for item in items:
        if item.kind == "table":
            texts.extend(item.header)
            texts.extend(cell for row in item.rows for cell in row)
        else:
            texts.append(item.text)
    return [without_cuts(text) for text in texts]


def without_cuts(text: str) -> str:
    """The text of a cell as it reads across the page break."""
    return text.replace(f" {CUT} ", " ").replace(CUT, "")


def tables(items: Sequence[Item]) -> list[Item]:
    """The tables of the document in printed order."""
    return [item for item in items if item.kind == "table"]


def source_order(items: Sequence[Item]) -> Iterator[Fragment]:
    """The texts in the order of the source: a cut row page by page."""
    for number, item in enumerate(items, 1):
        if item.kind != "table":
            yield Fragment(item.text, f"item {number} ({item.kind})", "text")
            continue
        for column, text in enumerate(item.header, 1):
            start: Start = "text" if column == 1 else "header"
            yield Fragment(text, f"{item.name} header {column}", start)
        for line, row in enumerate(item.rows, 1):
            yield from _row_order(row, f"{item.name} row {line}")


def align(items: Sequence[Item], source: str) -> Alignment:
    """Compare a map with its source, every character and every white space."""
    fault = _cut_fault(items)
    if fault is not None:
        return Alignment(fault, ())
    glyphs = source_glyphs(source)
    position = 0
    breaks: list[str] = []
    for fragment in source_order(items):
        text = fragment.text
        if not text or text != text.strip():
            found = "empty text" if not text else "white space at an end"
            return Alignment(_message(found, fragment, 0, glyphs, position), tuple(breaks))
        for match in re.finditer(r"(\s*)(\S)", text):
            offset, space, char = match.start(2), match.group(1), match.group(2)
            if position == len(glyphs):
                found = "the source ends before the map"
            else:
                found = _fault(glyphs[position], char, space, fragment.start, offset)
            if found:
                return Alignment(_message(found, fragment, offset, glyphs, position), tuple(breaks))
            if offset and glyphs[position].gap in ("blank", "page"):
                breaks.append(fragment.where)
            position += 1
    if position < len(glyphs):
        rest = glyphs[position]
        found = f"the map ends before the source, line {rest.line}: {_after(glyphs, position)!r}"
        return Alignment(found, tuple(breaks))
    return Alignment(None, tuple(dict.fromkeys(breaks)))


@lru_cache(maxsize=4)
def source_glyphs(source: str) -> tuple[Glyph, ...]:
    """The visible characters of the source with the white space before each."""
    glyphs: list[Glyph] = []
    gap: Gap = "page"
    empty = 0
    joins = False
    for number, line in enumerate(source.split("\n"), 1):
        empty = empty + 1 if line == "" else 0
        if empty >= _PAGE_BREAK_LINES:
            gap = "page"
        elif not line.strip() and gap == "line":
            gap = "blank"
        if not line.strip():
            continue
        for match in re.finditer(r"(\s*)(\S)", line.strip()):
            if match.start():
                gap = "inline" if match.group(1) else "none"
            glyphs.append(Glyph(match.group(2), gap, joins, number))
            joins = False
        joins = re.search(r"\S-$", line.rstrip()) is not None
        gap = "line"
    return tuple(glyphs)


def _item(entry: object, where: str) -> Item:
    if not isinstance(entry, dict):
        raise TypeError(f"{where}: a mapping is needed")
    kind = entry.get("kind")
    if kind == "table":
        if set(entry) != {"kind", "name", "header", "rows"}:
            raise ValueError(f"{where}: a table has name, header and rows")
        return Item(
            kind="table",
            name=_text(entry["name"], where),
            header=_texts(entry["header"], where),
            rows=tuple(_texts(row, where) for row in entry["rows"]),
        )
    if kind not in TEXT_KINDS or set(entry) != {"kind", "text"}:
        raise ValueError(f"{where}: unknown kind or keys: {sorted(entry)}")
    return Item(kind=kind, text=_text(entry["text"], where))


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{where}: a list of texts is needed")
    return tuple(_text(text, where) for text in value)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{where}: {value!r} is not a text")
    return value


def _row_order(row: tuple[str, ...], where: str) -> Iterator[Fragment]:
    parts = [re.split(f" ?{CUT} ?", cell) for cell in row]
    for page in range(max((len(cell) for cell in parts), default=0)):
        start: Start = "page" if page else "row"
        for column, cell in enumerate(parts, 1):
            if page < len(cell):
                yield Fragment(cell[page], f"{where} cell {column}", start)
                start = "cell"


def _cut_fault(items: Sequence[Item]) -> str | None:
    """The mark has one space on each side, or none after the hyphen of a split word."""
    for item in items:
        if any(CUT in text for text in (item.text, item.name, *item.header)):
            return f"{CUT} outside a table row: {item.kind} {item.name}{item.text}"
        for number, row in enumerate(item.rows, 1):
            for cell in row:
                for match in re.finditer(CUT, cell):
                    before, after = cell[: match.start()], cell[match.end() :]
                    spaced = re.search(r"\S $", before) and re.match(r" \S", after)
                    split = re.search(r"\S-$", before) and re.match(r"\S", after)
                    hyphen = re.search(r"\S- $", before)
                    if not split and (hyphen or not spaced):
                        return f"{item.name} row {number}: wrong space around {CUT} in {cell!r}"
    return None


def _fault(glyph: Glyph, char: str, space: str, start: Start, offset: int) -> str:
    """What is wrong with one character of the map; empty when nothing is."""
    if char != glyph.char:
        return f"character {char!r} for {glyph.char!r}"
    if offset == 0:
        if glyph.gap in _GAPS[start]:
            return ""
        return f"a text ({start}) begins at a wrong place of the source ({glyph.gap})"
    if space not in ("", " "):
        return f"white space {space!r} instead of one space"
    joined = glyph.gap == "none" or (glyph.gap in ("line", "page") and glyph.joins)
    if joined and space:
        return "a space the source does not have"
    if not joined and not space:
        return "a space of the source is missing"
    return ""


def _message(
    found: str, fragment: Fragment, offset: int, glyphs: Sequence[Glyph], position: int
) -> str:
    before = fragment.text[max(0, offset - _CONTEXT) : offset]
    after = fragment.text[offset : offset + _CONTEXT]
    line = glyphs[min(position, len(glyphs) - 1)].line
    return (
        f"{fragment.where}: {found}\n"
        f"  map:    {before!r} >>> {after!r}\n"
        f"  source: line {line} >>> {_after(glyphs, position)!r}"
    )


def _after(glyphs: Sequence[Glyph], position: int) -> str:
    part = glyphs[position : position + _CONTEXT]
    return "".join(glyph.char if glyph.gap == "none" else f" {glyph.char}" for glyph in part)
