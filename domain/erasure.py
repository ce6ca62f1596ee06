"""Which copies are erased when somebody asks for it, or when the time to keep them is over."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from domain.intake import INSIDE
from domain.journal import ARRIVALS, Event, EventKind

KEPT_EVENTS = (*ARRIVALS, EventKind.RESCUED)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is to be erased (SHA-256 → name), and what still lies in the drop folder."""

    copies: Mapping[str, str]
    present: Mapping[str, str]


def erasure_of(
    events: Iterable[Event],
    present: Collection[str],
    *,
    wanted: Collection[str] = (),
    before: str = "",
) -> Erasure:
    """Choose copies by the beginnings of their hashes, or all that last came before a date (ISO).

    A container goes with what is inside it, and the other way round. `present` are the hashes of
    files that still lie in the drop folder: the next run would only copy them again.
    """
    kept = [event for event in events if event.kind in KEPT_EVENTS and event.sha256]
    arrived = {event.sha256: event for event in kept}
    chosen = {
        sha256
        for sha256, event in arrived.items()
        if any(sha256.startswith(start) for start in wanted) or (before and event.at < before)
    }
    boxes = {_box(arrived[sha256]) for sha256 in chosen}
    together = {event.sha256: event for event in kept if _box(event) in boxes}
    lying = {_box(event) for event in together.values() if event.sha256 in present}
    return Erasure(
        {sha: one.file for sha, one in sorted(together.items()) if _box(one) not in lying},
        {sha: one.file for sha, one in sorted(together.items()) if _box(one) in lying},
    )


def _box(event: Event) -> tuple[str, str, int]:
    """Return what tells an entry of the drop folder: what is inside it came at the same look."""
    own = "rescued" if event.kind is EventKind.RESCUED else "received"
    return own, event.file.partition(INSIDE)[0] or event.sha256, event.look


def erased_events(erasure: Erasure, reason: str, look: int) -> list[Event]:
    """Return the trace that an erasure leaves in the journal."""
    return [
        Event(EventKind.ERASED, name, sha256, text=reason, look=look)
        for sha256, name in erasure.copies.items()
    ]
