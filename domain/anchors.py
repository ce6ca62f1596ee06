"""Ids of printed places: a cell, a paragraph, one value in it; the same in draft and final.

In Word they are hidden bookmarks, which survive a save in Word and in LibreOffice.
"""

import hashlib
import re
from dataclasses import dataclass

PREFIX = "_ar_"
# Ids of the remarks that end a review copy: they are no part of the annex.
REMARK = f"{PREFIX}uwaga_"
_OWNER, _FIELD, _DIGITS = 12, 8, 12
_NO_NAME = re.compile("[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """What stands at a place: the field of an action (or section), and of which value.

    `key` is an indicator's, or the number of a paragraph or list item; `unit` is set where each
    unit's value is printed by itself.
    """

    owner: str
    field: str
    key: str = ""
    unit: str = ""

    def name(self, round_: str) -> str:
        """Return the id: letters, digits and underscores, at most the 40 that Word allows."""
        told = "\x1f".join((round_, self.owner, self.field, self.key, self.unit))
        digest = hashlib.sha256(told.encode("utf-8")).hexdigest()[:_DIGITS]
        field = _NO_NAME.sub("_", self.field)[:_FIELD].strip("_")
        return f"{owner_prefix(self.owner)}{field}_{digest}"


def owner_prefix(owner: str) -> str:
    """Return how the ids of all places of an action or a section begin."""
    told = _NO_NAME.sub("_", owner)[:_OWNER].strip("_")
    return f"{PREFIX}{told}_"


def in_action(field: str, key: str = "", unit: str = "") -> str:
    """Write down which value of an action a run shows, until the action is known."""
    return "\x1f".join((field, key, unit))


def of_action(owner: str, written: str) -> Anchor:
    """Return the anchor that `in_action` wrote down."""
    field, key, unit = written.split("\x1f")
    return Anchor(owner, field, key, unit)
