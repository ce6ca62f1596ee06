"""What somebody changed in the Word document: found place by place, and proposed as decisions.

Nothing is lost: what cannot be proposed is listed with the reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.anchors import REMARK, Anchor
from domain.decisions import (
    DOCUMENT_EDITED,
    MASKED_VALUE,
    Decision,
    Stance,
    number_of,
    numbers_of,
    seen_value,
)
from domain.document_edits import sent_cell
from domain.form import Field
from domain.marking import AUTHOR
from domain.merging import MergedAction
from domain.polish.numbers import format_number
from domain.rounds import Standing
from domain.sources import REALISED
from domain.submissions import ReportedAction
from domain.view import Document, ListItem, Paragraph, Table
from domain.wording import Lines, Run, item_text

_NUMBER = re.compile(r"\d+(?:[\s.]\d{3})*(?:,\d+)?")
# Longer texts do not fit into a cell of the table.
LONGEST = 30_000


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
class ReadComment:
    """A remark in the margin: the ids in the cell or paragraph that it stands at."""

    ids: frozenset[str]
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """An edited document as it was read, in its order."""

    blocks: tuple[ReadParagraph | ReadRow, ...]
    comments: tuple[ReadComment, ...] = ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something that a person has to carry over by hand: what, where, how it was and is, why."""

    what: str
    where: str
    was: str
    now: str
    why: str


@dataclass
class Pulled:
    """What was found: decisions to sign, and the rest."""

    known: int = 0
    editorial: list[tuple[Anchor, Decision]] = field(default_factory=list)
    numbers: list[tuple[Anchor, Decision]] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)


def ids_in(read: ReadDocument) -> frozenset[str]:
    """Return all ids of a document that was read."""
    return frozenset(name for block in read.blocks for name in ids_of(block))


def ids_of(block: ReadParagraph | ReadRow) -> frozenset[str]:
    """Return the ids in a paragraph or in a row."""
    if isinstance(block, ReadParagraph):
        return block.ids
    return frozenset(name for cell in block.cells for name in cell.ids)


def texts_read(read: ReadDocument, document: Document) -> "tuple[dict[str, str], list[Unclear]]":
    """Return the text at each place of `document` as it was read, and what belongs to no place."""
    return _Placing(document).placed(read)


def pull(
    read: ReadDocument,
    document: Document,
    clean: Mapping[str, str],
    before: Sequence[Mapping[str, str]],
    standing: Standing,
) -> Pulled:
    """Compare an edited document with the versions that were made.

    `document` is the present draft, `clean` its texts without marks of gaps, `before` the texts of
    all versions by id, the latest last.
    """
    placed, unclear = texts_read(read, document)
    pulled = Pulled(known=len(placed), unclear=unclear)
    lines = dict(_places(document))
    base = max(reversed([clean, *before]), key=lambda texts: _alike(texts, placed), default={})
    proposer = _Proposer(standing, document.anchors)
    for name, at in lines.items():
        anchor, present = document.anchors[name], _told(at)
        now = placed.get(name)
        where = _where(anchor)
        if now is None:
            why = "miejsca nie ma w poprawionym dokumencie; treść programu usuwa się w definicji"
            pulled.unclear.append(Unclear("usunięto", where, present, "", why))
        elif _same(now, present) or _same(now, clean.get(name, present)):
            continue
        elif _same(now, base.get(name, present)):
            # Not edited: the data have changed since.
            continue
        elif not any(_same(base.get(name, present), one) for one in (present, clean.get(name, ""))):
            why = f"od tej wersji dane się zmieniły; obecnie: „{present}”"
            pulled.unclear.append(Unclear("zmieniono", where, base.get(name, ""), now, why))
        else:
            proposer.propose(anchor, at, now, pulled)
    for comment in read.comments:
        if comment.author != AUTHOR:
            at_place = next((name for name in comment.ids if name in document.anchors), "")
            where = _where(document.anchors[at_place]) if at_place else ""
            why = "komentarza nie przenosi się; proszę zdecydować, co z niego wynika"
            what = f"komentarz ({comment.author})"
            pulled.unclear.append(Unclear(what, where, "", comment.text, why))
    return pulled


def _alike(texts: Mapping[str, str], placed: Mapping[str, str]) -> int:
    return sum(_same(text, placed[name]) for name, text in texts.items() if name in placed)


def _same(one: str, other: str) -> bool:
    return seen_value(one) == seen_value(other)


def _told(lines: Lines) -> str:
    return "\n".join(text for line in lines if (text := "".join(run.text for run in line)))


def _where(anchor: Anchor) -> str:
    parts = (anchor.owner, anchor.field, str(int(anchor.key) + 1) if anchor.key.isdigit() else "")
    return ", ".join(part for part in parts if part)


def _places(document: Document) -> Iterator[tuple[str, Lines]]:
    """Yield the lines at each place of a document, in its order."""
    for block in document.blocks:
        if isinstance(block, Paragraph | ListItem) and block.anchor:
            yield block.anchor, (block.runs,)
        elif isinstance(block, Table):
            for cells, names in zip(block.rows, block.anchors, strict=False):
                yield from (one for one in zip(names, cells, strict=True) if one[0])


class _Placing:
    """Finds for each cell and paragraph that was read the place that it is."""

    def __init__(self, document: Document) -> None:
        self.paragraphs = [
            block.anchor
            for block in document.blocks
            if isinstance(block, Paragraph | ListItem) and block.anchor
        ]
        self.rows: dict[str, tuple[str, ...]] = {}
        for block in document.blocks:
            if isinstance(block, Table):
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
            if not row.header and text.strip(" |"):
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
            if paragraph is not None:
                placed[self.paragraphs[at]] = paragraph.text


class _Proposer:
    """Turns one edited place into decisions to sign."""

    def __init__(self, standing: Standing, anchors: Mapping[str, Anchor]) -> None:
        self.anchors = anchors
        self.merged = {one.action.id: one for one in standing.merged.actions}
        # A proposal would tell the number that was masked.
        self.hidden = {
            one.place.account for one in standing.findings if one.place.value == MASKED_VALUE
        }
        self.sent = {
            (report.unit, report.action): report
            for submission in standing.submissions
            for report in submission.actions
        }

    def propose(self, anchor: Anchor, lines: Lines, now: str, pulled: Pulled) -> None:
        """Add what follows from the edit of a place to `pulled`."""
        was = _told(lines)
        if not now or len(now) > LONGEST:
            why = "tekstu nie można usunąć" if not now else "tekst jest za długi na komórkę Excela"
            pulled.unclear.append(Unclear("zmieniono", _where(anchor), was, now, why))
        elif numbers_of(was) == numbers_of(now):
            decision = Decision(
                Stance.EDITED,
                DOCUMENT_EDITED,
                action=anchor.owner,
                indicator=anchor.key,
                field=anchor.field,
                seen=seen_value(was),
                new=now,
            )
            pulled.editorial.append((anchor, decision))
        else:
            self._numbers(anchor, lines, now, pulled)

    def _numbers(self, anchor: Anchor, lines: Lines, now: str, pulled: Pulled) -> None:
        merged = self.merged.get(anchor.owner)
        was = _told(lines)
        if merged is None or anchor.field not in (REALISED, Field.SPENDING):
            why = "liczba stoi w treści programu lub w planie; zmienia się ją w definicji"
            pulled.unclear.append(Unclear("zmieniono liczbę", _where(anchor), was, now, why))
            return
        found = _captured(lines, now)
        changed = [one for one in found or () if not _same(one[0].text, one[1])]
        decisions = [self._value(merged, anchor, run, text) for run, text in changed]
        if found and all(decisions):
            for run, text in changed:
                decision = self._value(merged, anchor, run, text)
                if decision is not None:
                    pulled.numbers.append((anchor, decision))
                    pulled.unclear += self._words(merged, anchor, run, text)
            return
        decision = self._wording(merged, anchor, now)
        if decision is not None:
            pulled.numbers.append((anchor, decision))
            return
        why = (
            "nie wiadomo, której przesłanej wartości dotyczy zmiana; proszę wpisać korektę "
            "wartości w tabeli uwag albo poprosić jednostkę o poprawienie sprawozdania"
        )
        pulled.unclear.append(Unclear("zmieniono liczbę", _where(anchor), was, now, why))

    def _value(self, merged: MergedAction, anchor: Anchor, run: Run, text: str) -> Decision | None:
        """Return the correction of the one value that a run shows; None where it is not one."""
        numbers = _NUMBER.findall(text)
        if len(numbers) != 1 or len(_NUMBER.findall(run.text)) != 1:
            return None
        number = number_of(numbers[0].replace(".", " "))
        report, key = self._report(merged, anchor, run)
        if report is None or number is None or (report.unit, report.action) in self.hidden:
            return None
        name = Field.SPENDING if anchor.field == Field.SPENDING else Field.VALUE
        cell = sent_cell(report, name, key)
        return _correction(report, key, name, cell.text, format_number(number))

    def _report(
        self, merged: MergedAction, anchor: Anchor, run: Run
    ) -> tuple[ReportedAction | None, str]:
        """Return the one account, as it was sent, that a printed value comes from, and its key."""
        value = self.anchors[run.anchor]
        key, unit = value.key, value.unit
        if anchor.field == Field.SPENDING:
            place = int(key.removeprefix("spending")) - 1
            return self.sent.get((unit, anchor.owner)), f"+{place}" if place else ""
        items = [item for item in merged.items if item.key == key]
        given = [one for item in items for one in item.contributions if unit in ("", one.unit.code)]
        if len(given) != 1:
            # A sum: whose share is wrong is not ours to say.
            return None, key
        return self.sent.get((given[0].unit.code, anchor.owner)), key

    def _words(
        self, merged: MergedAction, anchor: Anchor, run: Run, text: str
    ) -> Iterator[Unclear]:
        """Yield what will be printed once the number is put right, where that is not what was
        written."""
        key, number = self.anchors[run.anchor].key, number_of(_NUMBER.findall(text)[0])
        item = next((one for one in merged.items if one.key == key), None)
        if merged.wording or item is None or item.value is None or number is None:
            return
        printed = item_text(replace(item, value=replace(item.value, number=number)))
        if not _same(printed, text):
            why = f"po korekcie liczby zostanie wydrukowane: „{printed}”"
            yield Unclear("zmieniono też słowa", _where(anchor), run.text, text, why)

    def _wording(self, merged: MergedAction, anchor: Anchor, now: str) -> Decision | None:
        """Return the correction of a unit's own words, where all that is printed are they."""
        own = {REALISED: Field.WORDING, Field.SPENDING: Field.SPENDING_WORDING}[anchor.field]
        said = [report for report in merged.reports if report.row.cell(own).text]
        report = self.sent.get((said[0].unit, anchor.owner)) if len(said) == 1 else None
        if report is None or (report.unit, report.action) in self.hidden:
            return None
        if merged.missing or merged.remarks:
            return None
        return _correction(report, "", own, report.row.cell(own).text, now)


def _correction(report: ReportedAction, key: str, name: str, seen: str, new: str) -> Decision:
    return Decision(
        Stance.CORRECTED,
        DOCUMENT_EDITED,
        unit=report.unit,
        action=report.action,
        indicator=key,
        field=name,
        seen=seen_value(seen),
        new=new,
    )


def _captured(lines: Lines, now: str) -> tuple[tuple[Run, str], ...]:
    """Return what each printed value became, where all the words between stayed; () otherwise."""
    values = [run for line in lines for run in line if run.anchor]
    pattern = r"\n".join("".join(map(_pattern, line)) for line in lines)
    match = re.fullmatch(pattern, now, re.DOTALL)
    return tuple(zip(values, match.groups(), strict=True)) if match and values else ()


def _pattern(run: Run) -> str:
    if run.anchor:
        return "(.+?)"
    return r"\s+".join(re.escape(word) for word in re.split(r"\s+", run.text))
