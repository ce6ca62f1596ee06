"""What a definition must keep that loads all the same: a row of the table for each place in it.

Numbers and years of links, names of units, equal plans, nouns of plan and result. A row says what
stands there (`written`) and what should (`expected`, blank where all is well).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from domain.consistency import STRUCTURE
from domain.polish.numbers import format_number
from domain.programme import Action, Indicator, Links, Programme, Section
from domain.submissions import Origin
from domain.table import TableRow
from domain.unit_names import NameMistake, name_mistakes

_PERIOD = re.compile(r"(?:na lata|w latach|lata)\s+(?:\d{4})\s*[-–—]\s*(\d{4})")
_NUMBER = re.compile(r"(\d+)(\D*)")
_ANY_YEAR = re.compile(r"\b\d{4}\b")
_SOME_YEAR = "\0"
# One equal number is chance.
_LEAST_EQUAL = 2


def definition_rows(programme: Programme, mistakes: Sequence[TableRow] = ()) -> Iterator[TableRow]:
    """Yield the rows; a name in which a mistake of language was found is not told of again."""
    yield from _link_rows(programme)
    yield from _name_rows(programme, mistakes)
    yield from _noun_rows(programme)
    yield from _plan_rows(programme)
    yield from _plan_words_rows(programme)


def _link_rows(programme: Programme) -> Iterator[TableRow]:
    lists = list(_lists(programme.sections, "sections", ""))
    intros = Counter(links.intro for _, _, links in lists)
    usual = intros.most_common(1)[0][0] if intros else ""
    for at, number, links in lists:
        yield TableRow(
            row="links-intro",
            unit="",
            section=number,
            written=links.intro,
            expected=usual if links.intro != usual else None,
            origin=Origin(STRUCTURE, "", f"{at}.intro"),
            field="links",
        )
        for place, link in enumerate(links.items):
            before = links.items[place - 1].number if place else ""
            period = _PERIOD.search(link.text)
            due = _number_due(before, link.number)
            yield TableRow(
                row="link",
                unit="",
                section=number,
                written=f"{link.number} {link.text}",
                expected=due,
                year=programme.year,
                last_year=int(period[1]) if period else None,
                origin=Origin(STRUCTURE, "", f"{at}.items.{place}"),
                field="links",
            )


def _lists(sections: Sequence[Section], at: str, above: str) -> Iterator[tuple[str, str, Links]]:
    """Yield each list of links with the path of its keys and the printed number of its section."""
    for place, section in enumerate(sections):
        own = section.number.rstrip(").")
        # A group is numbered within its task: "2)" of I.3 is I.3.2.
        inner = bool(above) and not own.startswith(above)
        number = ".".join(part for part in (above, own) if part) if inner else own
        here = f"{at}.{place}"
        if section.links is not None:
            yield f"{here}.links", number, section.links
        yield from _lists(section.sections, f"{here}.sections", number)


def _number_due(before: str, number: str) -> str | None:
    """Return the number that an entry should have after the one before it; None where it does."""
    found, earlier = _NUMBER.fullmatch(number), _NUMBER.fullmatch(before)
    if found is None or (before and earlier is None):
        return None
    due = int(earlier[1]) + 1 if earlier else 1
    return None if int(found[1]) == due else f"{due}{found[2]}"


def _name_rows(programme: Programme, mistakes: Sequence[TableRow]) -> Iterator[TableRow]:
    told = {row.origin.cell: row.mistaken or "" for row in mistakes if row.field == "responsible"}
    for action, mistake in name_mistakes(programme):
        cell = f"{action.id}.responsible"
        if not _told(mistake, told.get(cell, "")):
            yield TableRow(
                row="unit-name" if mistake.expected else "unit-unknown",
                unit="",
                action=action.id,
                written=mistake.written,
                expected=mistake.expected or None,
                origin=Origin(action.file, "", cell),
                field="responsible",
            )


def _told(mistake: NameMistake, language: str) -> bool:
    return bool(language) and (language in mistake.written or mistake.written in language)


def _noun_rows(programme: Programme) -> Iterator[TableRow]:
    for action in programme.actions():
        for indicator in action.indicators:
            planned = [noun.name for noun in indicator.phrase.nouns]
            counted = [noun.name for noun in indicator.realised.nouns]
            if planned and counted:
                yield TableRow(
                    row="noun",
                    unit="",
                    action=action.id,
                    indicator=indicator.key,
                    written=counted[0],
                    expected=planned[0] if counted[0] not in planned else None,
                    origin=Origin(action.file, "", f"{action.id}.indicators.{indicator.key}"),
                    field="realised",
                )


def _plan_rows(programme: Programme) -> Iterator[TableRow]:
    """Yield a row for each action that is planned in several numbers."""
    groups: dict[tuple[object, ...], list[Action]] = {}
    keys: dict[str, tuple[object, ...]] = {}
    for action in programme.actions():
        counts = tuple(_planned_counts(programme, action))
        if len(counts) >= _LEAST_EQUAL:
            keys[action.id] = (action.leads, *counts)
            groups.setdefault(keys[action.id], []).append(action)
    for action in programme.actions():
        if action.id not in keys:
            continue
        others = [one.id for one in groups[keys[action.id]] if one is not action]
        plan = programme.planned(action)
        yield TableRow(
            row="plan",
            unit="",
            action=action.id,
            written=_plan_in_words(programme, action),
            twin=", ".join(others) or None,
            origin=Origin(plan.file, "", action.id),
            field="planned",
        )


def _planned_counts(programme: Programme, action: Action) -> Iterator[tuple[str, Decimal]]:
    values = programme.planned(action).values
    for indicator in action.indicators:
        value = values.get(indicator.key)
        if value is not None:
            yield indicator.phrase.noun, value.number


def _plan_in_words(programme: Programme, action: Action) -> str:
    values = programme.planned(action).values

    def said(indicator: Indicator) -> str:
        return f"{format_number(values[indicator.key].number)} ({indicator.phrase.label})"

    return ", ".join(said(one) for one in action.indicators if one.key in values)


def _plan_words_rows(programme: Programme) -> Iterator[TableRow]:
    """Yield a row for each plan in words; the usual words differ from them in capitals only."""
    worded = [
        (action, plan)
        for action in programme.actions()
        if (plan := programme.planned(action)).words
    ]
    counts = Counter(_without_year(plan.words) for _, plan in worded)
    usual: dict[str, str] = {}
    for words, _ in counts.most_common():
        usual.setdefault(words.casefold(), words)
    for action, plan in worded:
        words = _without_year(plan.words)
        expected = usual[words.casefold()]
        year = _ANY_YEAR.search(plan.words)
        in_this_year = expected.replace(_SOME_YEAR, year[0] if year else "")
        yield TableRow(
            row="plan-words",
            unit="",
            action=action.id,
            written=plan.words,
            expected=in_this_year if expected != words else None,
            year=programme.year,
            joined=plan.joined,
            origin=Origin(plan.file, "", f"{action.id}.words"),
            field="planned",
        )


def _without_year(words: str) -> str:
    return _ANY_YEAR.sub(_SOME_YEAR, words)
