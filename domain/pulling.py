"""What somebody changed in the Word document: found place by place, and proposed as decisions.

Nothing is lost: what cannot be proposed is listed with the reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.anchors import Anchor
from domain.decisions import (
    DOCUMENT_EDITED,
    MASKED_VALUE,
    Decision,
    Stance,
    masked_accounts,
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
from domain.polish.numbers import format_money, format_number
from domain.rounds import Standing
from domain.sources import REALISED
from domain.submissions import ReportedAction
from domain.view import Document
from domain.wording import Lines, Run, item_text

_NUMBER = re.compile(r"\d+(?:\s\d{3})*(?:,\d+)?")
_OWN_WORDS: Mapping[str, Field] = {
    REALISED: Field.WORDING,
    Field.SPENDING: Field.SPENDING_WORDING,
}
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
    present = {document.anchors[name]: lines for name, lines in document.places()}
    edited = {document.anchors[name]: text for name, text in placed.items()}
    proposer = _Proposer(standing, document.anchors, present, edited)
    for name, lines in document.places():
        anchor, printed = document.anchors[name], _told(lines)
        accepted = (printed, clean.get(name, printed))
        was, now = base.get(name, printed), placed.get(name)
        where = place_name(standing.programme, anchor)
        if now is None:
            why = "miejsca nie ma w poprawionym dokumencie; treść programu usuwa się w definicji"
            if name in base:
                pulled.unclear.append(Unclear("usunięto", where, printed, "", why))
        elif any(_same(now, text) for text in (*accepted, was)):
            # Not edited, or edited and signed for already; the data may have changed since.
            continue
        elif proposer.is_hidden(anchor):
            why = "wartość zamaskowano; zmienia się ją w tabeli uwag albo w sprawozdaniu jednostki"
            pulled.unclear.append(Unclear("zmieniono", where, MASKED_VALUE, MASKED_VALUE, why))
        elif any(_same(was, text) for text in accepted):
            proposer.propose(anchor, lines, now, pulled)
        else:
            why = f"od tej wersji dane się zmieniły; obecnie: „{printed}”"
            pulled.unclear.append(Unclear("zmieniono", where, was, now, why))
    pulled.numbers = list({one: (at, one) for at, one in pulled.numbers}.values())
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


class _Proposer:
    """Turns one edited place into decisions to sign."""

    def __init__(
        self,
        standing: Standing,
        anchors: Mapping[str, Anchor],
        present: Mapping[Anchor, Lines],
        edited: Mapping[Anchor, str],
    ) -> None:
        self.anchors, self.present, self.edited = anchors, present, edited
        self.programme = standing.programme
        self.merged = {one.action.id: one for one in standing.merged.actions}
        # A proposal would tell the number that was masked.
        self.hidden = {action for _, action in masked_accounts(standing.findings)}
        # As they are after what was decided: an edit goes on from the one before.
        self.accounts = {
            (report.unit, one.action.id): report
            for one in standing.merged.actions
            for report in one.reports
        }

    def is_hidden(self, anchor: Anchor) -> bool:
        """Whether a number of an action is masked: no text of it is to be told."""
        return anchor.owner in self.hidden

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
        own = self._own_words(merged, anchor)
        if own is not None:
            pulled.numbers += [(anchor, one) for one in self._in_own_words(own, anchor)]
            return
        changed = [one for one in _captured(lines, now) if not _same(one[0].text, one[1])]
        decisions = [self._value(merged, anchor, run, text) for run, text in changed]
        if decisions and all(decisions):
            pulled.numbers += [(anchor, one) for one in decisions if one is not None]
            return
        why = (
            "nie wiadomo, której przesłanej wartości dotyczy zmiana, albo razem z liczbą zmieniono "
            "słowa; proszę wpisać korektę wartości w tabeli uwag albo poprosić jednostkę o "
            "poprawienie sprawozdania"
        )
        where = place_name(self.programme, anchor)
        pulled.unclear.append(Unclear("zmieniono liczbę", where, was, now, why))

    def _own_words(self, merged: MergedAction, anchor: Anchor) -> ReportedAction | None:
        """Return the one account whose own words are all that is printed at a place."""
        name = _OWN_WORDS[anchor.field]
        said = [report for report in merged.reports if report.row.cell(name).text]
        alone = len(said) == 1 and not (merged.missing or merged.remarks or merged.excused)
        return said[0] if alone else None

    def _in_own_words(self, report: ReportedAction, anchor: Anchor) -> Iterator[Decision]:
        """Yield the corrections of a unit's own words as a whole, and of each value in them."""
        places = [at for at in self.present if (at.owner, at.field) == (anchor.owner, anchor.field)]
        was = [_told(self.present[at]) for at in places]
        now = [self.edited.get(at, text) for at, text in zip(places, was, strict=True)]
        name = _OWN_WORDS[anchor.field]
        cell = report.row.cell(name)
        yield _correction(report, "", name, cell.text, "\n".join(now))
        before, after = numbers_of("\n".join(was)), numbers_of("\n".join(now))
        if len(before) != len(after):
            # Which number became which cannot be told; the rules will ask for the values.
            return
        values = {
            row.cell(Field.VALUE).text: row.key
            for row in report.rows
            if row.cell(Field.VALUE).number is not None
        }
        for old, new in zip(before, after, strict=True):
            key, number = values.get(old), number_of(new)
            if key and old != new and number is not None and before.count(old) == 1:
                yield _correction(report, key, Field.VALUE, old, format_number(number))

    def _value(self, merged: MergedAction, anchor: Anchor, run: Run, text: str) -> Decision | None:
        """Return the correction of the one value that a run shows; None where more was changed
        than its number: "7 tys." is not seven."""
        numbers = _NUMBER.findall(text)
        number = number_of(numbers[0]) if len(numbers) == 1 else None
        report, key = self._report(merged, anchor, run)
        if report is None or number is None:
            return None
        if not any(_same(text, one) for one in self._expected(merged, anchor, run, number)):
            return None
        name = Field.SPENDING if anchor.field == Field.SPENDING else Field.VALUE
        cell = sent_cell(report, name, key)
        return _correction(report, key, name, cell.text, format_number(number))

    def _expected(
        self, merged: MergedAction, anchor: Anchor, run: Run, number: Decimal
    ) -> Iterator[str]:
        """Yield what a value may read like once its number was changed: inflected or not."""
        yield _NUMBER.sub(lambda _: format_number(number), run.text)
        if anchor.field == Field.SPENDING:
            yield from (format_money(number), f"{format_number(number)} zł")
            return
        key = self.anchors[run.anchor].key
        for item in merged.items:
            if item.key == key and item.value is not None:
                yield item_text(replace(item, value=replace(item.value, number=number)))

    def _report(
        self, merged: MergedAction, anchor: Anchor, run: Run
    ) -> tuple[ReportedAction | None, str]:
        """Return the one account, as it was sent, that a printed value comes from, and its key."""
        value = self.anchors[run.anchor]
        key, unit = value.key, value.unit
        if anchor.field == Field.SPENDING:
            place = int(key.removeprefix("spending")) - 1
            return self.accounts.get((unit, anchor.owner)), f"+{place}" if place else ""
        items = [item for item in merged.items if item.key == key]
        given = [one for item in items for one in item.contributions if unit in ("", one.unit.code)]
        if len(given) != 1:
            # A sum: whose share is wrong is not ours to say.
            return None, key
        return self.accounts.get((given[0].unit.code, anchor.owner)), key


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
