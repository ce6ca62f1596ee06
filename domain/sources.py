"""Where each printed place comes from: unit, file, sheet, cell, what was sent, what was decided.

One row for each place with an id and each origin that it has: a sum has one for every unit's share.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from domain.anchors import Anchor
from domain.consistency import PROGRAMME, STRUCTURE
from domain.decisions import MASKED_VALUE, masked_accounts
from domain.findings import Finding
from domain.form import Field
from domain.merging import Item, MergedAction
from domain.privacy import masked
from domain.programme import Programme
from domain.rounds import Standing
from domain.submissions import Origin, Submission
from domain.view import Document, ListItem, Paragraph, Table
from domain.wording import Lines, plain

# The table for scripts, in a set of results.
SOURCES = "sources.csv"
REALISED, AMOUNT = "realised", "kwota"
PARAGRAPH, CELL, VALUE = "paragraph", "cell", "value"
COMPOSED = "zestawiono z wartości w tej komórce dokumentu"


@dataclass(frozen=True, slots=True)
class Source:
    """One printed place and one origin of it; texts as people read them, dates ISO.

    `table` and `row` count from 1 (a table's header is not counted); `page` is that of the PDF,
    where one was made. `kind` is VALUE, CELL or PARAGRAPH; `label` what an indicator counts.
    """

    id: str
    kind: str
    page: str
    table: str
    row: str
    action: str
    field: str
    indicator: str
    label: str
    printed: str
    unit: str
    sent: str
    file: str
    sheet: str
    cell: str
    sha256: str
    date: str
    letter: str
    decision: str


SOURCE_COLUMNS = tuple(one.name for one in fields(Source))
_in_columns: Callable[[Source], tuple[str, ...]] = attrgetter(*SOURCE_COLUMNS)


def printed_columns(programme: Programme) -> Mapping[str, str]:
    """Return the printed headers of the columns by the field that they show."""
    return {
        column.field: column.header.replace("{year}", str(programme.year))
        for layout in programme.layout.actions.values()
        for column in layout.columns
    }


def source_row(source: Source) -> tuple[str, ...]:
    """Return a source in the order of SOURCE_COLUMNS."""
    return _in_columns(source)


@dataclass(frozen=True, slots=True)
class _Printed:
    """What stands at an id, and where in the document."""

    name: str
    kind: str
    text: str
    table: str = ""
    row: str = ""


def sources(
    document: Document, standing: Standing, pages: Mapping[str, int] | None = None
) -> tuple[Source, ...]:
    """Return the sources of a document in printed order; `pages` go by id."""
    finder = _Finder(standing)
    pages = pages or {}
    return tuple(
        source
        for printed in _printed(document)
        for source in finder.sources(
            printed, document.anchors[printed.name], str(pages.get(printed.name, ""))
        )
    )


def _printed(document: Document) -> Iterator[_Printed]:
    tables = 0
    for block in document.blocks:
        if isinstance(block, Paragraph | ListItem):
            if block.anchor:
                yield _Printed(block.anchor, PARAGRAPH, plain((block.runs,)))
            yield from _values((block.runs,), "", "")
        elif isinstance(block, Table):
            tables += 1
            for number, (cells, names) in enumerate(
                zip(block.rows, block.anchors, strict=False), start=1
            ):
                place = (str(tables), str(number))
                for lines, name in zip(cells, names, strict=True):
                    if name:
                        yield _Printed(name, CELL, plain(lines), *place)
                    yield from _values(lines, *place)


def _values(lines: Lines, table: str, row: str) -> Iterator[_Printed]:
    for line in lines:
        for run in line:
            if run.anchor:
                yield _Printed(run.anchor, VALUE, run.text, table, row)


@dataclass(frozen=True, slots=True)
class _From:
    """One origin: whose, where."""

    unit: str
    origin: Origin


class _Finder:
    """Knows where everything in a round came from."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.programme: Programme = standing.programme
        self.merged = {one.action.id: one for one in standing.merged.actions}
        self.sections = {section.key: section for section in self.programme.walk()}
        self.sent = dict(_sent(standing.submissions))
        self.forms = {one.sha256: one for one in standing.submissions}
        self.hidden = masked_accounts(standing.findings)
        self.decided: dict[tuple[str, str], list[Finding]] = {}
        for finding in standing.findings:
            if finding.decision:
                place = finding.place
                self.decided.setdefault((place.action, place.unit), []).append(finding)

    def sources(self, printed: _Printed, anchor: Anchor, page: str) -> Iterator[Source]:
        about = Source(
            id=printed.name,
            kind=printed.kind,
            page=page,
            table=printed.table,
            row=printed.row,
            action=anchor.owner if anchor.owner in self.merged else "",
            field=anchor.field,
            indicator=anchor.key if printed.kind == VALUE else "",
            label=self._label(anchor) if printed.kind == VALUE else "",
            printed=printed.text,
            unit="",
            sent="",
            file="",
            sheet="",
            cell="",
            sha256="",
            date="",
            letter="",
            decision="",
        )
        for one in self._origins(anchor) or (_From("", Origin()),):
            yield self._told(about, anchor, one)

    def _label(self, anchor: Anchor) -> str:
        merged = self.merged.get(anchor.owner)
        items = merged.items if merged else ()
        known = merged.action.indicator(anchor.key) if merged else None
        phrases = [item.phrase for item in items if item.key == anchor.key]
        phrases += [known.phrase] if known else []
        return phrases[0].label if phrases else AMOUNT

    def _told(self, about: Source, anchor: Anchor, one: _From) -> Source:
        origin, form = one.origin, self.forms.get(one.origin.sha256)
        unit = self.programme.units.get(one.unit)
        sent = masked(self.sent.get(origin, ""))
        if (one.unit, anchor.owner) in self.hidden:
            sent = MASKED_VALUE
        return replace(
            about,
            unit=unit.short if unit else "",
            sent=sent or ("" if origin.file or not about.action else COMPOSED),
            file=origin.file,
            sheet=origin.sheet,
            cell=origin.cell,
            sha256=origin.sha256,
            date=form.date if form else "",
            letter=form.ground if form else "",
            decision="; ".join(self._decisions(anchor, one.unit)),
        )

    def _decisions(self, anchor: Anchor, unit: str) -> Iterator[str]:
        for finding in self.decided.get((anchor.owner, unit), ()):
            place = finding.place
            if not anchor.key or anchor.key == place.indicator:
                yield finding.decision

    def _origins(self, anchor: Anchor) -> tuple[_From, ...]:
        merged = self.merged.get(anchor.owner)
        if merged is None:
            return tuple(self._of_definition(anchor))
        in_forms: dict[str, Callable[[], Iterator[_From]]] = {
            REALISED: lambda: _realised(merged, anchor),
            Field.SPENDING: lambda: _spending(merged, anchor),
            Field.STATUS: lambda: _cells(merged, Field.STATUS),
        }
        if anchor.field in in_forms:
            return tuple(dict.fromkeys(in_forms[anchor.field]()))
        answered = tuple(_cells(merged, f"answer.{anchor.field}"))
        return answered or (_From("", _in_definition(merged, anchor)),)

    def _of_definition(self, anchor: Anchor) -> Iterator[_From]:
        section = self.sections.get(anchor.owner)
        if section is None:
            yield _From("", Origin(PROGRAMME, "", f"texts.{anchor.field}"))
        else:
            number = f".{int(anchor.key) + 1}" if anchor.field == "links" else ""
            key = f"{section.number} {anchor.field}{number}".strip()
            yield _From("", Origin(STRUCTURE, "", key))


def _in_definition(merged: MergedAction, anchor: Anchor) -> Origin:
    """Return the file and key under which a programme's own words on an action stand."""
    if anchor.field == Field.PLANNED:
        key = f"{anchor.owner}.{anchor.key}" if anchor.key else anchor.owner
        return Origin(merged.plan.file or merged.action.file, "", key)
    return Origin(merged.action.file, "", f"{anchor.owner}.{anchor.field}")


def _sent(submissions: Sequence[Submission]) -> Iterator[tuple[Origin, str]]:
    """Yield what was sent in each cell, before anything was decided."""
    for submission in submissions:
        for report in submission.actions:
            for row in (report.row, *report.rows):
                for cell in row.cells.values():
                    if cell.origin.file:
                        yield cell.origin, cell.text


def _realised(merged: MergedAction, anchor: Anchor) -> Iterator[_From]:
    if anchor.key:
        for item in merged.items:
            if item.key == anchor.key:
                yield from _item(item, anchor.unit)
        return
    if merged.wording or merged.remarks:
        yield from _cells(merged, Field.WORDING)
    if not merged.items or not merged.status.has_results:
        yield from _cells(merged, Field.STATUS)


def _item(item: Item, unit: str) -> Iterator[_From]:
    for one in item.contributions:
        if unit in ("", one.unit.code):
            yield _From(one.unit.code, one.origin)
    for cell in item.unusable:
        yield _From(cell.unit.code, cell.origin)


def _spending(merged: MergedAction, anchor: Anchor) -> Iterator[_From]:
    if not anchor.key:
        yield from _cells(merged, Field.SPENDING_WORDING)
        return
    for report in merged.reports:
        for place, amount in enumerate(report.spending, start=1):
            if anchor.unit == report.unit and anchor.key == f"spending{place}":
                yield _From(report.unit, amount.origin)


def _cells(merged: MergedAction, name: str) -> Iterator[_From]:
    for report in merged.reports:
        cell = report.row.cell(name)
        if cell.text and cell.origin.file:
            yield _From(report.unit, cell.origin)
