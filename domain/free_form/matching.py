"""Which action a row of a table is about: told by its name, with what stands beside it.

A row is taken for an action where its name says the same, slips of the pen apart, and no other
action is nearly as close. All else is a question, with the nearest two named.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.free_form.words import LONGEST_LINK, Likeness, bare, strangers, told
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

    def match(self, row: RowText) -> Match:
        """Return the action that a row is about, where that is clear."""
        name = bare(row.name)
        exact = self.by_name.get(name, [])
        if len(exact) == 1:
            return Match(exact[0], PER_CENT)
        scores = {
            action.id: max(self.likeness(name, known) for known in self._names(action))
            for action in self.programme.actions()
        }
        ranked = sorted(
            self.programme.actions(),
            key=lambda action: scores[action.id] + self._beside(row, action),
            reverse=True,
        )[:2]
        nearest = tuple((one, round(PER_CENT * scores[one.id])) for one in ranked)
        if not ranked or len(exact) > 1:
            return Match(None, 0, nearest)
        best, *others = ranked
        lead = scores[best.id] + self._beside(row, best)
        clear = all(lead - scores[one.id] - self._beside(row, one) >= CLEAR for one in others)
        sure = scores[best.id] >= ALIKE and clear and self._says_the_same(name, best)
        if sure and not self._speaks_against(row, best):
            # Not letter for letter: never told as all of it.
            return Match(best, min(PER_CENT - 1, nearest[0][1]), nearest)
        return Match(None, 0, nearest)

    def _names(self, action: Action) -> Sequence[str]:
        return [bare(name) for name in (action.name, *action.aliases)]

    def _says_the_same(self, name: str, action: Action) -> bool:
        """Whether no word of a name is a stranger to the action's, and few of its words lack."""
        return any(self._same_words(name, known) for known in self._names(action))

    def _same_words(self, name: str, known: str) -> bool:
        strange, lacking = strangers(name.split(), known.split(), self.likeness)
        if any(_tells(word) for word in strange) or any(_is_number(word) for word in lacking):
            return False
        return sum(map(len, lacking)) <= LACKING * len(known)

    def _beside(self, row: RowText, action: Action) -> float:
        """Return what the plan, who is responsible and the headings add to a name's likeness."""
        plan = planned_text(action, self.programme.planned(action))
        told_by = (
            (PLAN, self._alike(row.planned, plan)),
            (RESPONSIBLE, self._alike(row.responsible, action.responsible)),
            (SECTION, self._heading(row, action)),
        )
        return sum(weight * alike for weight, alike in told_by)

    def _heading(self, row: RowText, action: Action) -> float:
        above = self.sections.get(action.id, ())
        pairs = ((bare(one), other) for one in row.sections for other in above)
        return max((self.likeness(one, other) for one, other in pairs if one and other), default=0)

    def _speaks_against(self, row: RowText, action: Action) -> bool:
        """Whether another unit is named as responsible than the action's."""
        return bool(row.responsible) and self._alike(row.responsible, action.responsible) < AGAINST

    def _alike(self, one: str, other: str) -> float:
        return self.likeness(bare(one), bare(other)) if one and other else 0.0


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


def numbers(text: str) -> list[str]:
    """Return the numbers in a text."""
    return [token.text for token in told(text) if token.is_number]
