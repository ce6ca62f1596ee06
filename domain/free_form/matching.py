"""Which action a row of a table is about: told by its name, with what stands beside it.

A row is taken for an action where its name says the same, slips of the pen apart, and no other
action is nearly as close. All else is a question, with the nearest two named.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.free_form.words import LONGEST_LINK, Likeness, bare, strangers
from domain.programme import Action, Programme, Section
from domain.wording import planned_text

# How alike the names must be, how much nearer than the next action, how much of a name may lack.
ALIKE, CLEAR, LACKING = 0.85, 0.08, 0.15
# What else tells for an action beside its name, and how little of it tells against one.
PLAN, RESPONSIBLE, SECTION = 0.10, 0.05, 0.05
AGAINST = 0.5
PER_CENT = 100


@dataclass(frozen=True, slots=True)
class RowText:
    """What a row says of the action that it is about; `sections` are the headings above it."""

    name: str
    planned: str = ""
    responsible: str = ""
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The action of a row, or None; `per_cent` is how alike the names are, `nearest` are the two
    that come closest."""

    action: Action | None
    per_cent: int
    nearest: tuple[tuple[Action, int], ...] = ()


@dataclass(frozen=True)
class Actions:
    """A programme's actions under all their names."""

    programme: Programme
    likeness: Likeness

    @cached_property
    def by_name(self) -> Mapping[str, list[Action]]:
        """The actions by what their names say, also former ones."""
        known: dict[str, list[Action]] = {}
        for action in self.programme.actions():
            for name in dict.fromkeys(map(bare, (action.name, *action.aliases))):
                known.setdefault(name, []).append(action)
        return known

    @cached_property
    def sections(self) -> Mapping[str, tuple[str, ...]]:
        """What is printed as headings above each action."""
        above: dict[str, tuple[str, ...]] = {}
        for section in self.programme.sections:
            self._note(section, (), above)
        return above

    def _note(
        self, section: Section, outer: tuple[str, ...], above: dict[str, tuple[str, ...]]
    ) -> None:
        here = (*outer, bare(f"{section.number} {section.title}"))
        above.update((action.id, here) for action in section.actions)
        for inner in section.sections:
            self._note(inner, here, above)

    @cached_property
    def known(self) -> tuple["_Known", ...]:
        """What there is to know of each action."""
        return tuple(
            _Known(
                action,
                tuple(bare(name) for name in (action.name, *action.aliases)),
                bare(planned_text(action, self.programme.planned(action))),
                bare(action.responsible),
                self.sections.get(action.id, ()),
            )
            for action in self.programme.actions()
        )

    def match(self, row: RowText) -> Match:
        """Return the action that a row is about, where that is clear."""
        said = RowText(
            bare(row.name),
            bare(row.planned),
            bare(row.responsible),
            tuple(map(bare, row.sections)),
        )
        exact = self.by_name.get(said.name, [])
        if len(exact) == 1:
            return Match(exact[0], PER_CENT)
        scored = [
            (max(self.likeness(said.name, name) for name in known.names), known)
            for known in self.known
        ]
        ranked = sorted(
            ((score + self._beside(said, known), score, known) for score, known in scored),
            key=lambda one: one[0],
            reverse=True,
        )[:2]
        nearest = tuple((known.action, round(PER_CENT * score)) for _, score, known in ranked)
        if not ranked or exact:
            return Match(None, 0, nearest)
        lead, score, best = ranked[0]
        clear = all(lead - other >= CLEAR for other, *_ in ranked[1:])
        sure = score >= ALIKE and clear and self._says_the_same(said.name, best)
        if sure and not self._speaks_against(said, best):
            # Not letter for letter: never told as all of it.
            return Match(best.action, min(PER_CENT - 1, nearest[0][1]), nearest)
        return Match(None, 0, nearest)

    def _says_the_same(self, name: str, known: "_Known") -> bool:
        """Whether no word of a name is a stranger to the action's, and few of its words lack."""
        return any(self._same_words(name, one) for one in known.names)

    def _same_words(self, name: str, known: str) -> bool:
        strange, lacking = strangers(name.split(), known.split(), self.likeness)
        if any(_tells(word) for word in strange) or any(_is_number(word) for word in lacking):
            return False
        return sum(map(len, lacking)) <= LACKING * len(known)

    def _beside(self, said: RowText, known: "_Known") -> float:
        """Return what the plan, who is responsible and the headings add to a name's likeness."""
        told_by = (
            (PLAN, self._alike(said.planned, known.planned)),
            (RESPONSIBLE, self._alike(said.responsible, known.responsible)),
            (SECTION, self._heading(said, known)),
        )
        return sum(weight * alike for weight, alike in told_by)

    def _heading(self, said: RowText, known: "_Known") -> float:
        pairs = ((one, other) for one in said.sections for other in known.sections)
        return max((self._alike(one, other) for one, other in pairs), default=0.0)

    def _speaks_against(self, said: RowText, known: "_Known") -> bool:
        """Whether another unit is named as responsible than the action's."""
        return bool(said.responsible) and (
            self._alike(said.responsible, known.responsible) < AGAINST
        )

    def _alike(self, one: str, other: str) -> float:
        return self.likeness(one, other) if one and other else 0.0


@dataclass(frozen=True, slots=True)
class _Known:
    """What an action's row says, as far as words and numbers go."""

    action: Action
    names: tuple[str, ...]
    planned: str
    responsible: str
    sections: tuple[str, ...]


def without_rivals(matches: Sequence[Match]) -> list[Match]:
    """Return the matches; of rows that claim one action none has it."""
    claims = Counter(match.action.id for match in matches if match.action is not None)
    return [
        Match(None, match.per_cent, match.nearest or ((match.action, match.per_cent),))
        if match.action is not None and claims[match.action.id] > 1
        else match
        for match in matches
    ]


def is_section(programme: Programme, text: str, likeness: Likeness) -> bool:
    """Whether a text is a heading of the programme, with or without its number."""
    said = bare(text)
    known = {
        bare(form)
        for section in programme.walk()
        for form in (section.title, f"{section.number} {section.title}")
    }
    return bool(said) and (said in known or any(likeness(said, one) >= ALIKE for one in known))


def _tells(word: str) -> bool:
    return len(word) > LONGEST_LINK or any(char.isdigit() for char in word)


def _is_number(word: str) -> bool:
    return word[:1].isdigit()
