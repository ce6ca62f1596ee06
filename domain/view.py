"""The document before any tool writes it: paragraphs, lists and tables of styled runs, in order."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from domain.anchors import Anchor, of_action
from domain.correcting import Edit, edited, edits_by_place, rewritten
from domain.layout import ActionLayout, Line, LineKind
from domain.merging import MergedAction
from domain.polish.typography import typeset
from domain.programme import Programme, Section
from domain.wording import Lines, Run, action_lines, plain, text_lines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in a style of the template; `anchor` is its id."""

    style: str
    runs: tuple[Run, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a numbered list; `first` starts a new list; `number` is what is printed."""

    style: str
    number: str
    runs: tuple[Run, ...]
    first: bool
    tight: bool
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table after a prototype of the template; each cell is one or more lines.

    `anchors` are the cells' ids, laid out as `rows`; () where they have none.
    """

    prototype: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Lines, ...], ...]
    anchors: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents under its own title: headings of the levels `first` to `last`."""

    style: str
    title: str
    first: int
    last: int


Block = Paragraph | ListItem | Table | Contents


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark in the margin beside the place with the id `anchor`; each line a paragraph."""

    anchor: str
    author: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """All that the renderer needs: title, what stands in headers and footers, the blocks.

    `anchors` tell what stands at each id; a comment on a place that is not there stands at the
    first one.
    """

    title: str
    marks: Mapping[str, str]
    gap_style: str
    blocks: tuple[Block, ...]
    anchors: Mapping[str, Anchor] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()

    def places(self) -> Iterator[tuple[str, Lines]]:
        """Yield the lines at each place that has an id, in printed order."""
        for block in self.blocks:
            if isinstance(block, Paragraph | ListItem):
                found: Iterable[tuple[str, Lines]] = ((block.anchor, (block.runs,)),)
            elif isinstance(block, Table):
                rows = zip(block.anchors, block.rows, strict=bool(block.anchors))
                found = (one for names, cells in rows for one in zip(names, cells, strict=True))
            else:
                found = ()
            yield from ((name, lines) for name, lines in found if name)

    def texts(self) -> dict[str, str]:
        """Return what stands at each place, by its id; lines are divided by line ends."""
        return {name: plain(lines) for name, lines in self.places()}


Lookup = Callable[[str], Lines | None]

_FIELD = re.compile(r"\{([a-z][a-z0-9_.]*)\}")


def build_document(
    programme: Programme,
    actions: Sequence[MergedAction],
    marks: Mapping[str, str],
    edits: Sequence[Edit] = (),
    *,
    clean: bool = False,
) -> Document:
    """Lay the programme out by its layout; `marks` are the words for headers and footers.

    `edits` are words put right by decision; a `clean` document shows a gap as plain words.
    Raises KeyError with the name of a field that the layout asks for and nothing has.
    """
    merged = {one.action.id: one for one in actions}
    put_right = (edits_by_place(edits), rewritten(edits))
    writer = _Writer(programme, merged, *put_right, clean)
    title = plain(writer.resolve(programme.layout.title, writer.programme_field))
    blocks = tuple(writer.blocks())
    return Document(title, marks, programme.layout.gap_style, blocks, writer.anchors)


@dataclass
class _Writer:
    programme: Programme
    merged: Mapping[str, MergedAction]
    edits: Mapping[tuple[str, str], tuple[Edit, ...]]
    rewritten: Mapping[Anchor, str]
    clean: bool
    anchors: dict[str, Anchor] = field(default_factory=dict)

    @cached_property
    def round(self) -> str:
        """What tells the ids of this document from those of another programme or year."""
        return f"{self.programme.slug}/{self.programme.year}"

    def blocks(self) -> Iterator[Block]:
        layout = self.programme.layout
        yield from self._lines(layout.before, self.programme_field, "")
        for section in self.programme.sections:
            yield from self._section(section)
        yield from self._lines(layout.after, self.programme_field, "")

    def _anchor(self, anchor: Anchor) -> str:
        """Return the id of a place; of one that is printed twice the first has it."""
        name = anchor.name(self.round)
        if name in self.anchors:
            return ""
        self.anchors[name] = anchor
        return name

    def _placed(self, anchor: Anchor, lines: Lines) -> tuple[str, Lines]:
        """Return a place's id, and its lines: as rewritten, if they were, with ids of values."""
        new = self.rewritten.get(anchor)
        if new is not None:
            return self._anchor(anchor), _typeset(text_lines(new))
        named = tuple(tuple(self._run(anchor.owner, run) for run in line) for line in lines)
        return self._anchor(anchor), named

    def _run(self, owner: str, run: Run) -> Run:
        if not run.anchor:
            return run
        return replace(run, anchor=self._anchor(of_action(owner, run.anchor)))

    def programme_field(self, field: str) -> Lines | None:
        """Return a field of the programme: its name, the year, one of its texts."""
        known = {
            "year": str(self.programme.year),
            "programme": self.programme.name,
            "short": self.programme.short,
            **self.programme.texts,
        }
        return self._heading(known[field]) if field in known else None

    def _heading(self, text: str) -> Lines:
        """Return a text that is of no action, with what was put right in it."""
        return text_lines(edited(self._dated(text), self.edits.get(("", ""), ())))

    def _dated(self, text: str) -> str:
        return text.replace("{year}", str(self.programme.year))

    def _section(self, section: Section) -> Iterator[Block]:
        def lookup(field: str) -> Lines | None:
            known = {"number": section.number, "title": section.title, **section.fields}
            if section.links:
                known["links_intro"] = section.links.intro
            if field in known:
                return self._heading(known[field])
            return () if field.startswith("links") else self.programme_field(field)

        for line in self.programme.layout.sections.get(section.level, ()):
            if line.kind is LineKind.LINKS:
                yield from self._list(section, line)
            else:
                yield from self._lines((line,), lookup, section.key)
        if section.actions:
            yield from self._actions(section)
        for below in section.sections:
            yield from self._section(below)

    def _list(self, section: Section, line: Line) -> Iterator[ListItem]:
        if section.links is None:
            return
        edits = self.edits.get(("", ""), ())
        for place, link in enumerate(section.links.items):
            # The number is put right with the words: "1.Usługą" may lack a space.
            printed = f"{link.number}{'' if link.tight else ' '}{link.text}"
            text = edited(printed, edits).removeprefix(link.number)
            lines: Lines = ((Run(typeset(text.lstrip())),),)
            tight = not text[:1].isspace()
            anchor, lines = self._placed(Anchor(section.key, "links", str(place)), lines)
            runs = lines[0] if lines else ()
            first = place == 0
            yield ListItem(line.style, link.number, runs, first=first, tight=tight, anchor=anchor)

    def _actions(self, section: Section) -> Iterator[Block]:
        layouts = self.programme.layout.actions
        layout = layouts.get(section.kind) or layouts["*"]
        if layout.table:
            yield self._table(layout, section)
            return
        for action in section.actions:
            lookup = self._action_field(self.merged[action.id])
            yield from self._lines(layout.lines, lookup, action.id)

    def _table(self, layout: ActionLayout, section: Section) -> Table:
        rows: list[tuple[Lines, ...]] = []
        anchors: list[tuple[str, ...]] = []
        for action in section.actions:
            lookup = self._action_field(self.merged[action.id])
            cells = [
                self._placed(
                    Anchor(action.id, column.field),
                    _typeset(self.resolve(f"{{{column.field}}}", lookup)),
                )
                for column in layout.columns
            ]
            anchors.append(tuple(anchor for anchor, _ in cells))
            rows.append(tuple(lines for _, lines in cells))
        headers = tuple(typeset(self._dated(column.header)) for column in layout.columns)
        return Table(layout.table, headers, tuple(rows), tuple(anchors))

    def _action_field(self, merged: MergedAction) -> Lookup:
        def lookup(field: str) -> Lines | None:
            lines = action_lines(self.programme, merged, field)
            if lines is None:
                return self.programme_field(field)
            edits = self.edits.get((merged.action.id, field), ())
            return tuple(self._settled(line, edits) for line in lines)

        return lookup

    def _settled(self, line: tuple[Run, ...], edits: Sequence[Edit]) -> tuple[Run, ...]:
        """Return a printed line with what was put right in it, and no gaps in a clean document."""
        if self.clean:
            line = tuple(
                replace(run, text=run.text.strip("[]"), gap=False) if run.gap else run
                for run in line
            )
        if not edits:
            return line
        parts = tuple(replace(run, text=edited(run.text, edits)) for run in line)
        whole = edited("".join(run.text for run in line), edits)
        if any(run.gap for run in line) or "".join(run.text for run in parts) == whole:
            return parts
        return (Run(whole),)

    def _lines(self, lines: Sequence[Line], lookup: Lookup, owner: str) -> Iterator[Block]:
        for number, line in enumerate(lines):
            if line.kind is LineKind.CONTENTS:
                yield Contents(line.style, line.text, *line.levels)
                continue
            if line.omit_if_empty and not lookup(line.omit_if_empty):
                continue
            field_ = "-".join(_FIELD.findall(line.text)) or f"text{number}"
            for place, runs in enumerate(_typeset(self.resolve(line.text, lookup))):
                anchor = Anchor(owner, field_, str(place) if place else "")
                name, settled = self._placed(anchor, (runs,))
                yield from (Paragraph(line.style, one, name) for one in settled)

    def resolve(self, text: str, lookup: Lookup) -> Lines:
        """Put fields in a text; a text that is one field alone may become several lines."""
        alone = _FIELD.fullmatch(text)
        if alone:
            return _found(alone[1], lookup)
        runs: list[Run] = []
        for place, part in enumerate(_FIELD.split(text)):
            if place % 2 == 0:
                runs.append(Run(part))
                continue
            for number, line in enumerate(_found(part, lookup)):
                runs += [Run(" "), *line] if number else line
        filled = _folded(runs)
        return (filled,) if filled else ()


def _folded(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Join runs of a kind and fold white space, so that an empty field leaves no hole."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1].text if joined else " "
        text = " ".join(run.text.split())
        lead = " " if run.text[:1].isspace() and not last.endswith(" ") else ""
        tail = " " if text and run.text[-1:].isspace() else ""
        whole = f"{lead}{text}{tail}"
        alike = joined and not (joined[-1].anchor or run.anchor) and joined[-1].gap == run.gap
        if alike:
            joined[-1] = replace(joined[-1], text=joined[-1].text + whole)
        elif whole:
            joined.append(replace(run, text=whole))
    if joined:
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(run for run in joined if run.text)


def _found(field: str, lookup: Lookup) -> Lines:
    lines = lookup(field)
    if lines is None:
        raise KeyError(field)
    return lines


def _typeset(lines: Lines) -> Lines:
    return tuple(tuple(_typeset_line(line)) for line in lines)


def _typeset_line(line: tuple[Run, ...]) -> Iterator[Run]:
    """Yield a line's runs with its white space set; what must not break may lie between runs."""
    whole, place = typeset("".join(run.text for run in line)), 0
    for run in line:
        yield replace(run, text=whole[place : place + len(run.text)])
        place += len(run.text)
