"""Which rules a form's sheet carries, and why it does not carry the others."""

from collections.abc import Iterator, Mapping, Sequence

from domain.expressions import Call, Expression, Literal, columns_of
from domain.form_facts import FACTS, OF_ACTION, STATES, TYPED_AS
from domain.formulas import FALSE, Fact, Known, NotPrintable, Reference, broken
from domain.rules import Addressee, Family, FoundBy, Rule, Scope, Severity

ROW_OF: Mapping[str, str] = {"signed": "unit", "sourced": "unit", "dated": "unit"}
"""The table's kind of row that a kind of FACTS stands for, where the two differ."""

# Columns that a sheet cannot have. Reasons are in English: the catalogue's page is for engineers.
_KEYS = frozenset({"known_action", "own_action", "known_key"})
_OF_SEVERAL_ROWS = frozenset(
    {
        "twin",
        "spending_beside",
        "events_ratio",
        "group_size",
        "group_planned",
        "peers",
        "peers_median",
        "people_counts",
        "round_counts",
    }
)
_COARSE: Mapping[str, tuple[frozenset[str], str]] = {
    "value_state": (
        STATES,
        "is about what a formula cannot see: formats (a date is a number), hidden, merged or "
        "struck cells, stored results",
    ),
    "typed_as": (
        TYPED_AS,
        "tells how a text was meant; the sheet says of every text that it is no number "
        "(value-not-number)",
    ),
}
SEVERITIES = tuple(Severity)


def carried(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return the rules that the sheet carries, the heaviest first."""
    found = [rule for rule in rules if not left_out(rule)]
    return tuple(sorted(found, key=lambda rule: SEVERITIES.index(rule.shown_severity)))


def asked(rule: Rule) -> str:
    """Return what the sheet says where a rule does not hold."""
    return rule.ask or rule.remedy


def explains(rule: Rule) -> bool:
    """Whether a word of explanation is what a rule wants."""
    wants = columns_of(rule.holds) if rule.holds is not None else frozenset()
    return rule.family is Family.PLAUSIBILITY or "reason" in wants


def left_out(rule: Rule) -> str:
    """Return why the sheet does not carry a rule; nothing for one that it carries."""
    return next(_reasons(rule), "")


def _reasons(rule: Rule) -> Iterator[str]:
    if rule.to is Addressee.COORDINATOR:
        yield "is for the coordinator, not for the unit"
    if rule.found_by is FoundBy.DOMAIN or rule.holds is None:
        yield "is found by the merge, beyond one row"
        return
    if rule.scope is Scope.ROUND:
        yield "needs what other files say"
    if columns_of(rule.holds) & _KEYS:
        yield "asks for keys that were never issued; the rows of the form have theirs"
    if rule.reads & _OF_SEVERAL_ROWS:
        yield "reads several rows at once (domain/relations.py)"
    if not any(applies(rule, kind) for kind in FACTS):
        yield "looks at no row that an officer fills: at files, prose, the definition or decisions"
    trees = [tree for tree in (rule.when, rule.holds) if tree is not None]
    for column, (known, reason) in _COARSE.items():
        compared = {text for tree in trees for text in _compared(tree, column)}
        if compared - known:
            yield reason
    yield from _unprintable(rule)
    if "{" in asked(rule):
        yield "has words that only the pipeline can fill in"


def applies(rule: Rule, kind: str) -> bool:
    """Whether a rule reads anything that is typed in a kind of row, and looks at that kind."""
    if rule.holds is None:
        return False
    live = FACTS[kind].keys() | (set() if kind in ROW_OF else set(OF_ACTION))
    if not rule.reads & live:
        return False
    if kind in ROW_OF and not columns_of(rule.holds) & live:
        return False
    facts = dict.fromkeys(rule.reads, _ANY) | {"row": Known(ROW_OF.get(kind, kind))}
    try:
        return broken(rule.when, rule.holds, facts) != FALSE
    except NotPrintable:
        return True


_ANY: Fact = Reference("A1")


def _unprintable(rule: Rule) -> Iterator[str]:
    if rule.holds is None:  # pragma: no cover - told before
        return
    try:
        broken(rule.when, rule.holds, dict.fromkeys(rule.reads, _ANY))
    except NotPrintable as why:
        yield f"cannot be printed as a formula of Excel 2010: {why}"


def _compared(tree: Expression, column: str) -> Iterator[str]:
    """Yield the texts that a column is compared with in a tree."""
    if not isinstance(tree, Call):
        return
    if tree.operands and getattr(tree.operands[0], "name", "") == column:
        for one in tree.operands[1:]:
            if isinstance(one, Literal):
                yield str(one.value)
    for one in tree.operands:
        yield from _compared(one, column)
