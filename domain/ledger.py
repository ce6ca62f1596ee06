"""figures.csv: every value with its provenance, one row for each unit, action and thing counted."""

from collections.abc import Iterator
from decimal import Decimal

from domain.form import Field
from domain.merging import Item, Merged, MergedAction
from domain.programme import Programme, Unit
from domain.submissions import Origin, ReportedAction
from domain.values import Value
from domain.wording import item_text, plain, planned_text, realised_lines

FIGURE_COLUMNS = (
    "programme",
    "year",
    "action",
    "indicator",
    "unit",
    "noun",
    "planned",
    "realised",
    "qualifier",
    "status",
    "spending",
    "text",
    "file",
    "sheet",
    "cell",
    "sha256",
    "planned_text",
)


def figure_rows(programme: Programme, merged: Merged) -> Iterator[tuple[str, ...]]:
    """Yield the rows of figures.csv in the order of FIGURE_COLUMNS, in printed order.

    Numbers are plain (``3934985.31``). A row without `indicator` is the action's own: status,
    spending, the printed cells. `unit` without `file` is a unit that owes the answer.
    """
    for action in merged.actions:
        yield from _Rows(programme, action).rows()


class _Rows:
    """The rows of one action."""

    def __init__(self, programme: Programme, merged: MergedAction) -> None:
        self.programme = programme
        self.merged = merged

    def rows(self) -> Iterator[tuple[str, ...]]:
        owing = self.merged.missing
        for report in self.merged.reports:
            yield from self._own(report)
        for unit in owing:
            yield self._row(unit=unit.code, text=f"[brak danych: {unit.short}]")
        for indicator in self.merged.action.indicators:
            planned = self.merged.plan.values.get(indicator.key)
            items = [item for item in self.merged.items if item.key == indicator.key]
            if not items:
                yield self._row(
                    indicator=indicator.key,
                    unit=self._lead(),
                    noun=indicator.phrase.noun,
                    planned=planned,
                    planned_text=indicator.phrase.compose(planned) if planned else "",
                )
            for item in items:
                yield from self._item(item, planned)
        planned_keys = {indicator.key for indicator in self.merged.action.indicators}
        for item in self.merged.items:
            if item.key not in planned_keys:
                yield from self._item(item, None)

    def _own(self, report: ReportedAction) -> Iterator[tuple[str, ...]]:
        printed = plain(realised_lines(self.programme, self.merged))
        words = planned_text(self.merged.action, self.merged.plan)
        status = report.row.cell(Field.STATUS).origin
        yield self._row(
            unit=report.unit,
            status=report.status or "",
            text=printed,
            origin=status,
            planned_text=words,
        )
        for place, cell in enumerate(report.spending, start=1):
            amount = cell.number
            yield self._row(
                indicator=f"spending{place}",
                unit=report.unit,
                noun="zł",
                spending=_number(amount) if amount is not None else "",
                text=cell.text,
                origin=cell.origin,
            )

    def _item(self, item: Item, planned: Value | None) -> Iterator[tuple[str, ...]]:
        for cell in item.unusable:
            yield self._row(
                indicator=item.key,
                unit=cell.unit.code,
                noun=item.phrase.noun,
                planned=planned,
                text=cell.mark or cell.text,
                origin=cell.origin,
            )
        for one in item.contributions:
            yield self._row(
                indicator=item.key,
                unit=one.unit.code,
                noun=item.phrase.noun,
                planned=planned,
                # Of values that are a question none is the result; they stand in the text.
                realised=one.value if item.value is not None else None,
                status=self.merged.status,
                text=item_text(item),
                origin=one.origin,
                sign=one.sign,
            )

    def _lead(self) -> str:
        unit: Unit | None = self.programme.reporting_unit(self.merged.action.leads[0])
        return unit.code if unit else ""

    def _row(  # noqa: PLR0913 - the columns of the contract, each by its name
        self,
        *,
        indicator: str = "",
        unit: str = "",
        noun: str = "",
        planned: Value | None = None,
        realised: Value | None = None,
        status: str = "",
        spending: str = "",
        text: str = "",
        origin: Origin = Origin(),
        planned_text: str = "",
        sign: str = "",
    ) -> tuple[str, ...]:
        shown = realised or planned
        return (
            self.programme.slug,
            str(self.programme.year),
            self.merged.action.id,
            indicator,
            unit,
            noun,
            _number(planned.number) if planned else "",
            _number(realised.number) if realised else "",
            sign or (str(shown.qualifier) if shown else ""),
            str(status),
            spending,
            text,
            origin.file,
            origin.sheet,
            origin.cell,
            origin.sha256,
            planned_text,
        )


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"
