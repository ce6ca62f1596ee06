"""What people call a place of the document."""

from domain.anchors import Anchor
from domain.programme import Programme
from domain.sources import printed_columns

_PARTS = {
    "number-title": "nagłówek",
    "title": "nagłówek",
    "links_intro": "wstęp listy",
    "links": "lista, pozycja",
}


def place_name(programme: Programme, anchor: Anchor) -> str:
    """Return where a place is: its action and column, or its section and part."""
    column = printed_columns(programme).get(anchor.field)
    part = f"kolumna „{column}”" if column else _PARTS.get(anchor.field, "tekst")
    if anchor.key.isdigit():
        part = f"{part} {int(anchor.key) + 1}"
    if anchor.owner in programme.action_by_id():
        return f"działanie {anchor.owner}, {part}"
    section = anchor.owner.rsplit("/", 1)[-1]
    return f"{section}, {part}" if section else f"tekst programu ({anchor.field})"
