"""What was found in an edited document as a table of remarks: to be signed and put back."""

from domain.anchors import Anchor
from domain.decision_table import (
    BY_HAND,
    EDITORIAL,
    EDITORIAL_REASON,
    MATTERS,
    YES,
    Sheet,
)
from domain.decisions import Decision
from domain.programme import Programme
from domain.pulling import Pulled
from domain.sources import printed_columns

_KIND = "zmiana w Wordzie"
_TEXT = (
    "W dokumencie zmieniono liczbę. Proszę wpisać uzasadnienie oraz imię i nazwisko; bez nich "
    "zmiana nie zostanie uwzględniona. Wiersz można usunąć, jeżeli zmiana była pomyłką."
)


def pulled_sheets(programme: Programme, pulled: Pulled) -> tuple[Sheet, ...]:
    """Lay out the table: numbers one by one, wording in one batch, the rest by hand."""
    numbers = tuple(_number(programme, anchor, one) for anchor, one in pulled.numbers)
    wording = tuple(_wording(programme, anchor, one) for anchor, one in pulled.editorial)
    rest = tuple((one.what, one.where, one.was, one.now, one.why) for one in pulled.unclear)
    sheets = (
        Sheet(MATTERS, numbers),
        Sheet(EDITORIAL, wording, ("", EDITORIAL_REASON)),
        Sheet(BY_HAND, rest),
    )
    return tuple(sheet for sheet in sheets if sheet.rows)


def _number(programme: Programme, anchor: Anchor, one: Decision) -> tuple[str, ...]:
    unit = programme.units.get(one.unit)
    about = (_KIND, unit.short if unit else one.unit, one.action, _TEXT, _place(programme, anchor))
    return (*about, one.said, one.new, one.reason, one.who, *_keys(one))


def _wording(programme: Programme, anchor: Anchor, one: Decision) -> tuple[str, ...]:
    action = one.action if one.action in programme.action_by_id() else ""
    about = ("dokument", action, _place(programme, anchor), "")
    return (*about, one.seen, one.new, YES, *_keys(one))


def _place(programme: Programme, anchor: Anchor) -> str:
    column = printed_columns(programme).get(anchor.field, anchor.field)
    return f"dokument, {column}" if anchor.owner else "dokument"


def _keys(one: Decision) -> tuple[str, ...]:
    return (one.rule, one.unit, one.action, one.indicator, one.field, one.seen)
