"""Marks in a text what became of it since the version before: words put in, words taken out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from domain.privacy import masked
from domain.wording import Change, Line, Lines, Run

_WORD = re.compile(r"\s+|[^\s]+")
# A text of more words than this is marked as a whole: comparing takes the square of it.
MOST_WORDS = 4000

Span = tuple[int, int]


def marked_lines(lines: Lines, before: str) -> Lines:
    """Return lines with what was put in marked, and with what was taken out of `before`."""
    old, new = before.split("\n") if before else [], [_text(line) for line in lines]
    marked: list[Line] = []
    for tag, i, j, k, m in _opcodes(_folded_all(old), _folded_all(new)):
        if tag == "equal":
            marked += lines[k:m]
            continue
        both = min(j - i, m - k)
        pairs = zip(lines[k : k + both], old[i : i + both], strict=True)
        marked += [_marked(line, was) for line, was in pairs]
        marked += [_marked(line, "") for line in lines[k + both : m]]
        marked += [(_taken_out(was),) for was in old[i + both : j] if was]
    return tuple(marked)


def _marked(line: Line, before: str) -> Line:
    """Return one line with its changed words marked."""
    old, new = _WORD.findall(before), _WORD.findall(_text(line))
    if max(len(old), len(new)) > MOST_WORDS:
        return (_taken_out(before), *(replace(run, change=Change.INSERTED) for run in line))
    taken_out: dict[int, str] = {}
    put_in: list[Span] = []
    for tag, i, j, k, m in _opcodes(_folded_all(old), _folded_all(new)):
        if tag == "equal":
            continue
        start, end = (sum(map(len, new[:place])) for place in (k, m))
        if j > i:
            taken_out[start] = "".join(old[i:j])
        if end > start:
            put_in.append((start, end))
    return tuple(_woven(line, put_in, taken_out))


def _woven(line: Line, put_in: Sequence[Span], taken_out: dict[int, str]) -> Iterator[Run]:
    """Yield a line's runs, cut at the ends of what was put in, with what was taken out between."""
    edges = {edge for span in put_in for edge in span} | taken_out.keys()
    place = 0
    for run in line:
        anchor = run.anchor
        cuts = sorted({edge - place for edge in edges if 0 < edge - place < len(run.text)})
        for start, end in zip([0, *cuts], [*cuts, len(run.text)], strict=True):
            at = place + start
            if at in taken_out:
                yield _taken_out(taken_out.pop(at))
            new = any(first <= at < last for first, last in put_in)
            change = Change.INSERTED if new else Change.NONE
            yield replace(run, text=run.text[start:end], anchor=anchor, change=change)
            # A value is found by its first part; the whole cell is read in any case.
            anchor = ""
        place += len(run.text)
    yield from (_taken_out(text) for text in taken_out.values())


def _taken_out(text: str) -> Run:
    # What names a person may have been printed before and be masked by now.
    return Run(masked(text), change=Change.DELETED)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _folded_all(texts: Sequence[str]) -> list[str]:
    """White space that was set differently is no change."""
    return [" ".join(text.split()) or text[:1].replace("\u00a0", " ") for text in texts]


def _text(line: Line) -> str:
    return "".join(run.text for run in line)
