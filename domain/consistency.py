"""What must hold between the parts of a definition that loads: units, layout, fields, rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple

from domain import schema
from domain.errors import Fault
from domain.expressions import Kind, NotAnExpression, kind_of, parse_expression
from domain.layout import Line
from domain.programme import Programme
from domain.rules import FoundBy
from domain.table import COLUMNS
from domain.wording import ACTION_FIELDS

PROGRAMME = "programme.yaml"
STRUCTURE = "structure.yaml"
LAYOUT = "layout.yaml"
UNITS = "units.yaml"
NOUNS = "nouns.yaml"
RULES = "rules.yaml"
COMMON_RULES = "../rules.yaml"

_FIELD = re.compile(r"\{([^{}]*)\}")
_WORDS = COLUMNS.keys() | {"file", "sheet", "cell", "values", "reason"}


def rule_faults(shape: schema.RuleShape) -> Iterator[str]:
    """Yield sentences on what would only come out when the rule is held against the table."""
    own = shape.found_by is FoundBy.DOMAIN
    if own and (shape.holds is not None or shape.when is not None):
        yield "uwaga znajdowana poza tabelą (found_by: domain) nie ma when ani holds"
    if not own and shape.holds is None:
        yield "brakuje wyrażenia holds"
    for name in ("when", "holds"):
        tree = getattr(shape, name)
        if tree is not None and not own:
            yield from _tree_faults(name, tree)
    for word in re.findall(r"\{([^{}]*)\}", shape.message + shape.remedy):
        if word not in _WORDS:
            yield f"nie ma słowa „{{{word}}}”"


def _tree_faults(name: str, tree: object) -> Iterator[str]:
    try:
        kind = kind_of(parse_expression(tree, COLUMNS), COLUMNS)
    except NotAnExpression as error:
        yield f"{name}: {error}"
        return
    if kind is not Kind.FLAG:
        yield f"{name}: wyrażenie ma dawać tak albo nie, a daje: {kind}"


def consistency_faults(programme: Programme) -> Iterator[Fault]:
    """Yield a fault for each part of the definition that another part contradicts."""
    yield from _unit_faults(programme)
    yield from _layout_faults(programme)
    yield from _field_faults(programme)
    yield from _publication_faults(programme)


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


def _publication_faults(programme: Programme) -> Iterator[Fault]:
    names = programme.publication
    if names.metadata.casefold() == names.accessibility.casefold():
        yield Fault(PROGRAMME, "publication", "metadata i accessibility mają mieć różne nazwy")
    if names.errata.replace("{number}", "").casefold() == names.word.casefold():
        yield Fault(PROGRAMME, "publication", "word i errata mają mieć różne nazwy")
    others = (name.casefold() for name in astuple(programme.files))
    if names.folder.casefold() in others:
        yield Fault(PROGRAMME, "publication.folder", "tę nazwę ma już inny plik albo katalog")


def _named(text: str) -> set[str]:
    return set(_FIELD.findall(text))


def _named_in(lines: Sequence[Line]) -> set[str]:
    conditions = {line.omit_if_empty for line in lines if line.omit_if_empty}
    return conditions.union(*(_named(line.text) for line in lines))
