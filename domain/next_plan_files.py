"""The proposed plan in the shape of plan/<year>/*.yaml, each change with a line on its origin."""

import json
import re
from collections.abc import Iterator, Mapping

from domain.next_plan import Agreed, Proposal
from domain.programme import Action, PlannedAction, Programme
from domain.values import Qualifier, Value

Settled = Mapping[tuple[str, str], Agreed]
# Words that YAML reads as they stand, inside braces too.
_PLAIN = re.compile(r"[^\W\d_][\w „”.()/–-]*[\w”.)]", re.UNICODE)
_RESERVED = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def plan_files(programme: Programme, settled: Settled) -> dict[str, str]:
    """Return the files of the next year's plan by name, the same as this year's has."""
    files: dict[str, list[str]] = {}
    for action in programme.actions():
        if action.id not in programme.plan:
            continue
        plan = programme.planned(action)
        lines = files.setdefault(plan.file.rpartition("/")[2], [])
        lines += _action_lines(programme, action, plan, settled)
    return {
        name: "\n".join([*_head(programme), *lines]) + "\n" for name, lines in sorted(files.items())
    }


def _head(programme: Programme) -> Iterator[str]:
    yield (
        f"# Propozycja planu na {programme.year + 1} rok: plan na {programme.year} rok ze zmianami "
        "zgłoszonymi przez jednostki."
    )
    yield "# Proszę ją sprawdzić; nad każdą zmianą stoi, skąd pochodzi i co było przedtem."


def _action_lines(
    programme: Programme, action: Action, plan: PlannedAction, settled: Settled
) -> Iterator[str]:
    values = dict(plan.values)
    for indicator in action.indicators:
        one = settled.get((action.id, indicator.key))
        if one is None:
            continue
        yield from _comments(one)
        if one.after is None:
            values.pop(indicator.key, None)
        else:
            values[indicator.key] = one.after
    words = plan.words
    if not (values or words or plan.words_first or plan.text):
        # The plan of an action must say something.
        words = f"nie zaplanowano na {programme.year + 1} rok"
    yield f"{action.id}: {{{', '.join(_entries(action, plan, values, words))}}}"


def _entries(
    action: Action, plan: PlannedAction, values: Mapping[str, Value], words: str
) -> Iterator[str]:
    if plan.joined is not None:
        yield f"joined: {plan.joined}"
    if plan.words_first:
        yield f"words_first: {_scalar(plan.words_first)}"
    # New ones stand where the programme counts them.
    keys = [*plan.values, *(one.key for one in action.indicators)]
    for key in dict.fromkeys(keys):
        if key in values:
            yield f"{key}: {_number(values[key])}"
    if words:
        yield f"words: {_scalar(words)}"
    if plan.text:
        yield f"text: {_scalar(plan.text)}"


def _comments(one: Agreed) -> Iterator[str]:
    about = f"{one.action.id}, {one.indicator.key}"
    before = "(bez planu)" if one.before is None else str(one.before)
    if one.disputed:
        yield _comment(f"{about}: pozostaje {before}; różne propozycje:")
    elif one.taken:
        after = "jednostka rezygnuje" if one.after is None else f"jest {one.after}"
        yield _comment(f"{about}: było {before}, {after} – {_sources(one.taken)}")
    for left in one.left:
        kind = "propozycja" if one.disputed else "nie uwzględniono propozycji"
        yield _comment(f"{about}: {kind} {left.shown} – {_source(left)}")


def _sources(said: tuple[Proposal, ...]) -> str:
    return "; ".join(_source(one) for one in said)


def _source(one: Proposal) -> str:
    origin = one.origin
    return f"{one.unit.short}, plik „{origin.file}”, arkusz „{origin.sheet}”, {origin.cell}"


def _comment(text: str) -> str:
    """Return a comment on one line, whatever signs a file's name holds."""
    line = " ".join(text.split())
    return f"# {''.join(sign for sign in line if sign.isprintable())}"


def _number(value: Value) -> str:
    number = f"{value.number.normalize():f}"
    if value.qualifier is Qualifier.RATE:
        return f"{number} {value.qualifier}"
    return f"{value.qualifier} {number}".strip()


def _scalar(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _RESERVED
    return text if plain else json.dumps(text, ensure_ascii=False)
