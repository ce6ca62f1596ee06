"""The document before any tool writes it: paragraphs, lists and tables of styled runs, in order."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.correcting import Edit, edited, edits_by_place
from domain.layout import ActionLayout, Line, LineKind
from domain.merging import MergedAction
from domain.polish.typography import typeset
from domain.programme import Programme, Section
from domain.wording import Lines, Run, action_lines, plain, text_lines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in a style of the template."""

    style: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a numbered list; `first` starts a new list; `number` is what is printed."""

    style: str
    number: str
    runs: tuple[Run, ...]
    first: bool
    tight: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table after a prototype of the template; each cell is one or more lines."""

    prototype: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Lines, ...], ...]


Block = Paragraph | ListItem | Table


@dataclass(frozen=True, slots=True)
class Document:
    """All that the renderer needs: title, what stands in headers and footers, the blocks."""

    title: str
    marks: Mapping[str, str]
    gap_style: str
    blocks: tuple[Block, ...]


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
    writer = _Writer(programme, merged, edits_by_place(edits), clean)
    title = plain(writer.resolve(programme.layout.title, writer.programme_field))
    return Document(title, marks, programme.layout.gap_style, tuple(writer.blocks()))


@dataclass
class _Writer:
    programme: Programme
    merged: Mapping[str, MergedAction]
    edits: Mapping[tuple[str, str], tuple[Edit, ...]]
    clean: bool

    def blocks(self) -> Iterator[Block]:
        layout = self.programme.layout
        yield from self._lines(layout.before, self.programme_field)
        for section in self.programme.sections:
            yield from self._section(section)
        yield from self._lines(layout.after, self.programme_field)

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
                yield from self._lines((line,), lookup)
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
            runs = (Run(typeset(text.lstrip())),)
            tight = not text[:1].isspace()
            yield ListItem(line.style, link.number, runs, first=place == 0, tight=tight)

    def _actions(self, section: Section) -> Iterator[Block]:
        layouts = self.programme.layout.actions
        layout = layouts.get(section.kind) or layouts["*"]
        if layout.table:
            yield self._table(layout, section)
            return
        for action in section.actions:
            yield from self._lines(layout.lines, self._action_field(self.merged[action.id]))

    def _table(self, layout: ActionLayout, section: Section) -> Table:
        rows = []
        for action in section.actions:
            lookup = self._action_field(self.merged[action.id])
            rows.append(
                tuple(
                    _typeset(self.resolve(f"{{{column.field}}}", lookup))
                    for column in layout.columns
                )
            )
        headers = tuple(typeset(self._dated(column.header)) for column in layout.columns)
        return Table(layout.table, headers, tuple(rows))

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
            line = tuple(Run(run.text.strip("[]") if run.gap else run.text) for run in line)
        if not edits or any(run.gap for run in line):
            return tuple(Run(edited(run.text, edits), run.gap) for run in line)
        return (Run(edited("".join(run.text for run in line), edits)),)

    def _lines(self, lines: Sequence[Line], lookup: Lookup) -> Iterator[Block]:
        for line in lines:
            if line.omit_if_empty and not lookup(line.omit_if_empty):
                continue
            for runs in _typeset(self.resolve(line.text, lookup)):
                yield Paragraph(line.style, runs)

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
        if joined and joined[-1].gap == run.gap:
            joined[-1] = Run(joined[-1].text + whole, run.gap)
        elif whole:
            joined.append(Run(whole, run.gap))
    if joined:
        joined[-1] = Run(joined[-1].text.rstrip(), joined[-1].gap)
    return tuple(run for run in joined if run.text)


def _found(field: str, lookup: Lookup) -> Lines:
    lines = lookup(field)
    if lines is None:
        raise KeyError(field)
    return lines


def _typeset(lines: Lines) -> Lines:
    return tuple(tuple(Run(typeset(run.text), run.gap) for run in line) for line in lines)
