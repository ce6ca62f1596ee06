"""What must hold between the parts of a definition that loads: units, layout, fields, rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields as dataclass_fields

from domain import schema
from domain.errors import Fault
from domain.layout import Line
from domain.programme import Programme
from domain.rules import Check, Operator
from domain.table import TableRow
from domain.wording import ACTION_FIELDS

PROGRAMME = "programme.yaml"
STRUCTURE = "structure.yaml"
LAYOUT = "layout.yaml"
UNITS = "units.yaml"
NOUNS = "nouns.yaml"
RULES = "rules.yaml"
COMMON_RULES = "../rules.yaml"

_FIELD = re.compile(r"\{([^{}]*)\}")
_COLUMNS = {part.name for part in dataclass_fields(TableRow)} - {"origin", "field"}
_WORDS = _COLUMNS | {"file", "sheet", "cell", "values", "reason"}
_NEEDS_VALUE = (Operator.IS, Operator.IS_NOT, Operator.IN)


def rule_faults(shape: schema.RuleShape) -> Iterator[str]:
    """Yield sentences on what would only come out when the rule is held against the table."""
    own = shape.check is Check.DOMAIN
    for column in [part.column for part in shape.when] + ([] if own else [shape.column]):
        if column not in _COLUMNS:
            yield f"nie ma kolumny „{column}”"
    for part in shape.when:
        if part.operator in _NEEDS_VALUE and part.value is None:
            yield f"warunek na kolumnie „{part.column}” nie ma wartości (value)"
    if shape.check in (Check.ONE_OF, Check.NONE_OF) and shape.value is None:
        yield "brakuje wartości (value)"
    if shape.check is Check.AT_LEAST and (
        isinstance(shape.value, bool) or not isinstance(shape.value, int | float)
    ):
        yield "value ma być liczbą"
    for name in re.findall(r"\{([^{}]*)\}", shape.message + shape.remedy):
        if name not in _WORDS:
            yield f"nie ma słowa „{{{name}}}”"


def consistency_faults(programme: Programme) -> Iterator[Fault]:
    """Yield a fault for each part of the definition that another part contradicts."""
    yield from _unit_faults(programme)
    yield from _layout_faults(programme)
    yield from _field_faults(programme)


def _unit_faults(programme: Programme) -> Iterator[Fault]:
    for action in programme.actions():
        for lead in action.leads:
            if programme.reporting_unit(lead) is None:
                yield Fault(
                    UNITS,
                    lead,
                    f"jednostka odpowiada za działanie {action.id}, ale ani ona, ani żadna "
                    "jednostka nad nią nie składa sprawozdania (reports: true)",
                )


def _layout_faults(programme: Programme) -> Iterator[Fault]:
    for level in programme.layout.sections:
        if level not in programme.levels:
            yield Fault(LAYOUT, f"sections.{level}", f"nie ma poziomu „{level}” w {PROGRAMME}")
    for kind, layout in programme.layout.actions.items():
        if bool(layout.table) == bool(layout.lines):
            yield Fault(LAYOUT, f"actions.{kind}", "proszę podać albo table, albo lines")
        if layout.table and not layout.columns:
            yield Fault(LAYOUT, f"actions.{kind}.columns", "tabela bez kolumn")
    for section in programme.walk():
        if section.actions and not {section.kind, "*"} & programme.layout.actions.keys():
            kind = section.kind or "*"
            yield Fault(LAYOUT, "actions", f"brakuje układu działań rodzaju „{kind}”")


def _field_faults(programme: Programme) -> Iterator[Fault]:
    """Find fields that the layout names and nothing in the programme has."""
    for place, fields, known in _named_fields(programme):
        for name in sorted(fields - known):
            yield Fault(LAYOUT, place, f"nie ma pola „{name}”")


def _named_fields(programme: Programme) -> Iterator[tuple[str, set[str], set[str]]]:
    """Yield each place of the layout with the fields that it names and those that it may name."""
    layout = programme.layout
    everywhere = {"year", "programme", "short", *programme.texts}
    in_sections = {"number", "title", "links", "links_intro"} | everywhere
    in_actions = {*ACTION_FIELDS, *(answer.key for answer in programme.answers)} | everywhere
    for section in programme.walk():
        in_sections |= section.fields.keys()
        for action in section.actions:
            in_actions |= action.fields.keys()
    yield "title", _named(layout.title), everywhere
    yield "before", _named_in(layout.before), everywhere
    for level, lines in layout.sections.items():
        yield f"sections.{level}", _named_in(lines), in_sections
    for kind, actions in layout.actions.items():
        columns = {column.field for column in actions.columns}
        yield f"actions.{kind}", _named_in(actions.lines) | columns, in_actions
    yield "after", _named_in(layout.after), everywhere


def _named(text: str) -> set[str]:
    return set(_FIELD.findall(text))


def _named_in(lines: Sequence[Line]) -> set[str]:
    conditions = {line.omit_if_empty for line in lines if line.omit_if_empty}
    return conditions.union(*(_named(line.text) for line in lines))
