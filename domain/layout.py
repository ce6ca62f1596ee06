"""How a programme is laid out: which sections, columns and fields, in which order.

Small on purpose: text with fields in braces, one list, one table, a table of contents, one
condition ("empty").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class LineKind(StrEnum):
    """What a line of the layout becomes in the document."""

    PARAGRAPH = "paragraph"
    LINKS = "links"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph in a style of the template, its text with {fields}; or the list of links; or a
    table of contents under `text`, of the headings of `levels` (first and last).

    A line whose `omit_if_empty` field is empty is left out.
    """

    kind: LineKind
    style: str
    text: str = ""
    omit_if_empty: str = ""
    levels: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an actions' table: its printed header and the field that it shows."""

    header: str
    field: str


@dataclass(frozen=True, slots=True)
class ActionLayout:
    """How a section shows its actions: as rows of a prototype table, or as lines one by one."""

    table: str = ""
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class RemarksLayout:
    """How a review copy ends: the style of the heading, the prototype of the table of remarks."""

    style: str
    table: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of one document. `sections` is keyed by level, `actions` by kind of section."""

    template: str
    title: str
    gap_style: str
    before: tuple[Line, ...]
    sections: Mapping[str, tuple[Line, ...]]
    actions: Mapping[str, ActionLayout]
    after: tuple[Line, ...]
    remarks: RemarksLayout | None = None

    @property
    def has_tables(self) -> bool:
        """Whether any actions are shown in tables."""
        return any(one.columns for one in self.actions.values())
