"""What somebody changed in the Word document: found place by place, and proposed as decisions.

Nothing is lost: what cannot be proposed is listed with the reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.anchors import Anchor
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
from domain.edited_document import ReadDocument, Unclear, texts_read
from domain.form import Field
from domain.marking import AUTHOR
from domain.merging import MergedAction
from domain.place_names import place_name
from domain.polish.numbers import format_number
from domain.rounds import Standing
from domain.sources import REALISED
from domain.submissions import ReportedAction
from domain.view import Document, ListItem, Paragraph, Table
from domain.wording import Lines, Run, item_text

_NUMBER = re.compile(r"\d+(?:[\s.]\d{3})*(?:,\d+)?")
# Longer texts do not fit into a cell of the table.
LONGEST = 30_000


@dataclass
class Pulled:
    """What was found: decisions to sign, and the rest."""

    known: int = 0
    editorial: list[tuple[Anchor, Decision]] = field(default_factory=list)
    numbers: list[tuple[Anchor, Decision]] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)


def pull(
    read: ReadDocument,
    document: Document,
    clean: Mapping[str, str],
    before: Sequence[tuple[str, Mapping[str, str]]],
    standing: Standing,
) -> Pulled:
    """Compare an edited document with the versions that were made.

    `document` is the present draft, `clean` its texts without marks of gaps, `before` all versions
    and their texts by id, the latest last.
    """
    placed, unclear = texts_read(read, document)
    pulled = Pulled(known=len(placed), unclear=unclear)
    base = _base(read, clean, before, placed)
    proposer = _Proposer(standing, document.anchors)
    for name, lines in _places(document):
        anchor, present = document.anchors[name], _told(lines)
        accepted = (present, clean.get(name, present))
        was, now = base.get(name, present), placed.get(name)
        where = place_name(standing.programme, anchor)
        if now is None:
            why = "miejsca nie ma w poprawionym dokumencie; treść programu usuwa się w definicji"
            pulled.unclear.append(Unclear("usunięto", where, present, "", why))
        elif any(_same(now, text) for text in (*accepted, was)):
            # Not edited, or edited and signed for already; the data may have changed since.
            continue
        elif any(_same(was, text) for text in accepted):
            proposer.propose(anchor, lines, now, pulled)
        else:
            why = f"od tej wersji dane się zmieniły; obecnie: „{present}”"
            pulled.unclear.append(Unclear("zmieniono", where, was, now, why))
    pulled.unclear += _asides(read, document, standing)
    return pulled


def _base(
    read: ReadDocument,
    clean: Mapping[str, str],
    before: Sequence[tuple[str, Mapping[str, str]]],
    placed: Mapping[str, str],
) -> Mapping[str, str]:
    """Return the texts that were edited: of the version that the header names, else of the one
    that resembles the document most."""
    named = [texts for version, texts in before if read.version and version == read.version]
    if named:
        return named[-1]
    latest_first = [texts for _, texts in reversed(before)]
    return max([*latest_first, clean], key=lambda texts: _alike(texts, placed))


def _asides(read: ReadDocument, document: Document, standing: Standing) -> Iterator[Unclear]:
    for aside in read.asides:
        if aside.author == AUTHOR:
            continue
        at = next((name for name in aside.ids if name in document.anchors), "")
        where = place_name(standing.programme, document.anchors[at]) if at else ""
        what = f"{aside.kind} ({aside.author})" if aside.author else aside.kind
        why = "tego się nie przenosi; proszę zdecydować, co z tego wynika"
        yield Unclear(what, where, "", aside.text, why)


def _alike(texts: Mapping[str, str], placed: Mapping[str, str]) -> int:
    return sum(_same(text, placed[name]) for name, text in texts.items() if name in placed)


def _same(one: str, other: str) -> bool:
    return seen_value(one) == seen_value(other)


def _told(lines: Lines) -> str:
    return "\n".join(text for line in lines if (text := "".join(run.text for run in line)))


def _places(document: Document) -> Iterator[tuple[str, Lines]]:
    """Yield the lines at each place of a document, in its order."""
    for block in document.blocks:
        if isinstance(block, Paragraph | ListItem) and block.anchor:
            yield block.anchor, (block.runs,)
        elif isinstance(block, Table):
            for cells, names in zip(block.rows, block.anchors, strict=False):
                yield from (one for one in zip(names, cells, strict=True) if one[0])


class _Proposer:
    """Turns one edited place into decisions to sign."""

    def __init__(self, standing: Standing, anchors: Mapping[str, Anchor]) -> None:
        self.anchors = anchors
        self.programme = standing.programme
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
            pulled.unclear.append(
                Unclear("zmieniono", place_name(self.programme, anchor), was, now, why)
            )
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
            pulled.unclear.append(
                Unclear("zmieniono liczbę", place_name(self.programme, anchor), was, now, why)
            )
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
        pulled.unclear.append(
            Unclear("zmieniono liczbę", place_name(self.programme, anchor), was, now, why)
        )

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
            yield Unclear(
                "zmieniono też słowa", place_name(self.programme, anchor), run.text, text, why
            )

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
