"""A Word document that somebody edited, as it was read: which place each part of it is.

A row is found by any id in it, a paragraph by its own or by its neighbours: typing over a whole
text takes the id with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.anchors import REMARK
from domain.view import Document, ListItem, Paragraph, Table

_TWICE = "to samo miejsce jest w dokumencie dwa razy; uwzględniono pierwsze"


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as it was read: the ids in it, its text."""

    ids: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a table as it was read."""

    cells: tuple[ReadCell, ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """A paragraph outside tables as it was read."""

    ids: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class ReadAside:
    """What stands beside the text: a remark, a footnote, a picture; the ids of its place."""

    ids: frozenset[str]
    kind: str
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """An edited document as it was read, in its order; `version` is what its header says."""

    blocks: tuple[ReadParagraph | ReadRow, ...]
    asides: tuple[ReadAside, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something that a person has to carry over by hand: what, where, how it was and is, why."""

    what: str
    where: str
    was: str
    now: str
    why: str


def ids_in(read: ReadDocument) -> frozenset[str]:
    """Return all ids of a document that was read."""
    return frozenset(name for block in read.blocks for name in ids_of(block))


def ids_of(block: ReadParagraph | ReadRow) -> frozenset[str]:
    """Return the ids in a paragraph or in a row."""
    if isinstance(block, ReadParagraph):
        return block.ids
    return frozenset(name for cell in block.cells for name in cell.ids)


def texts_read(read: ReadDocument, document: Document) -> tuple[dict[str, str], list[Unclear]]:
    """Return the text at each place of `document` as it was read, and what belongs to no place."""
    return _Placing(document).placed(read)


class _Placing:
    """Finds for each cell and paragraph that was read the place that it is."""

    def __init__(self, document: Document) -> None:
        self.paragraphs = [
            block.anchor
            for block in document.blocks
            if isinstance(block, Paragraph | ListItem) and block.anchor
        ]
        self.rows: dict[str, tuple[str, ...]] = {}
        self.headers: set[str] = set()
        for block in document.blocks:
            if isinstance(block, Table):
                self.headers.add(" | ".join(" ".join(one.split()) for one in block.headers))
                for names, cells in zip(block.anchors, block.rows, strict=False):
                    inside = (run.anchor for lines in cells for line in lines for run in line)
                    self.rows |= {name: names for name in (*names, *inside) if name}

    def placed(self, read: ReadDocument) -> tuple[dict[str, str], list[Unclear]]:
        placed: dict[str, str] = {}
        unclear: list[Unclear] = []
        paragraphs: list[ReadParagraph] = []
        for block in read.blocks:
            if any(name.startswith(REMARK) for name in ids_of(block)):
                continue
            if isinstance(block, ReadRow):
                unclear += self._row(block, placed)
            elif block.ids or block.text:
                paragraphs.append(block)
        unclear += self._paragraphs(paragraphs, placed)
        return placed, unclear

    def _row(self, row: ReadRow, placed: dict[str, str]) -> Iterator[Unclear]:
        rows = [self.rows[name] for cell in row.cells for name in cell.ids if name in self.rows]
        text = " | ".join(cell.text for cell in row.cells)
        if not rows:
            if row.header and text not in self.headers and text.strip(" |"):
                why = "nagłówki tabel stoją w układzie dokumentu (layout.yaml)"
                yield Unclear("zmieniono nagłówek tabeli", "", "", text, why)
            elif not row.header and text.strip(" |"):
                why = "nowego wiersza nie ma w programie; działanie dodaje się w definicji"
                yield Unclear("dodano wiersz", "", "", text, why)
            return
        names = rows[0]
        if len(row.cells) != len(names) or any(name in placed for name in names):
            why = "komórki wiersza połączono, podzielono albo powielono"
            yield Unclear("zmieniono wiersz", "", "", text, why)
            return
        placed |= {name: cell.text for name, cell in zip(names, row.cells, strict=True) if name}

    def _paragraphs(
        self, read: Sequence[ReadParagraph], placed: dict[str, str]
    ) -> Iterator[Unclear]:
        """Place paragraphs by their ids; between two of them those that lost theirs, in order."""
        order = {name: place for place, name in enumerate(self.paragraphs)}
        expected, strangers = 0, list[str]()
        for paragraph in (*read, None):
            known = [order[name] for name in paragraph.ids if name in order] if paragraph else []
            if paragraph is not None and not known:
                strangers += [paragraph.text] if paragraph.text else []
                continue
            at = min(known) if known else len(self.paragraphs)
            missing = [name for name in self.paragraphs[expected:at] if name not in placed]
            if len(missing) == len(strangers):
                placed |= dict(zip(missing, strangers, strict=True))
            else:
                for text in strangers:
                    why = "nowego akapitu nie ma w układzie dokumentu"
                    yield Unclear("dodano akapit", "", "", text, why)
            strangers = []
            expected = max(expected, at + 1)
            if paragraph is None:
                continue
            name = self.paragraphs[at]
            if placed.setdefault(name, paragraph.text) != paragraph.text:
                yield Unclear("powielono akapit", "", placed[name], paragraph.text, _TWICE)
