"""How a form stands: which rules its rows break at present, what the sheet says of them.

A formula of the hidden sheet works the same out while somebody types (domain/form_control.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.expressions import held_in
from domain.form_checked import Checked
from domain.form_facts import FACTS
from domain.form_rules import ROW_OF, applies, asked, carried, explains
from domain.rules import Family, Rule, Severity

EXPLAINED = "wyjaśniono"
ERROR, WARNING = "e", "w"
SIGNS = {Severity.ERROR: ERROR, Severity.WARNING: WARNING, Severity.INFO: "i"}
TO_DO, DONE, ASKED = "t", "ok", "a"
TO_EXPLAIN = "Proszę wpisać wyjaśnienie (pole „Wyjaśnienie”)."


@dataclass(frozen=True)
class Verdicts:
    """The verdicts on the rows of one form, by their places (from 0) among `checked`."""

    checked: tuple[Checked, ...]
    catalogue: tuple[Rule, ...]

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that some row of this form is held against, the heaviest first."""
        kinds = {one.kind for one in self.checked}
        return tuple(
            rule for rule in carried(self.catalogue) if any(applies(rule, kind) for kind in kinds)
        )

    @cached_property
    def applying(self) -> Mapping[str, frozenset[str]]:
        """The codes of the rules that apply to each kind of row."""
        return {
            kind: frozenset(rule.code for rule in self.rules if applies(rule, kind))
            for kind in FACTS
        }

    @cached_property
    def _below(self) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = {}
        for place, one in enumerate(self.checked):
            if one.action >= 0:
                found.setdefault(one.action, []).append(place)
        return found

    def below(self, place: int) -> Sequence[int]:
        """Return the places of the rows of an action's row."""
        return self._below.get(place, ())

    def together(self, place: int) -> tuple[int, ...]:
        """Return a row and the row of its amount, which stand in one row of the form."""
        one = self.checked[place]
        after = place + 1
        amount = after < len(self.checked) and self.checked[after].kind == "spending"
        same = amount and one.kind != "spending" and self.checked[after].key == one.key
        return (place, after) if same else (place,)

    def verdict(self, place: int, rule: Rule) -> bool | str:
        """Return whether a rule is broken, or was explained; "" where it does not apply."""
        return self._verdicts[place].get(rule.code, "")

    @cached_property
    def _verdicts(self) -> tuple[Mapping[str, bool | str], ...]:
        return tuple(
            {
                rule.code: _verdict(one, rule)
                for rule in self.rules
                if rule.code in self.applying[one.kind]
            }
            for one in self.checked
        )

    def sign(self, place: int) -> str:
        """Return how a row stands: heaviest sign of a broken rule, to do, done, or nothing."""
        one = self.checked[place]
        unanswered = one.now.get("answered") is False
        if one.kind == "action" and unanswered:
            return TO_DO
        rule = self._first(place)
        if rule is not None:
            return SIGNS[rule.shown_severity]
        if self._only_asked(place):
            return ASKED
        if one.kind == "action" and any(
            self.sign(at) in (ERROR, WARNING) for at in self.below(place)
        ):
            return ""
        if _filled(one):
            return DONE
        return TO_DO if one.kind == "indicator" and unanswered else ""

    def words(self, place: int) -> str:
        """Return what "Sprawdzenie" says of a row."""
        rule = self._first(place)
        if rule is None and self._only_asked(place):
            return TO_EXPLAIN
        return asked(rule) if rule else ""

    def asks(self, place: int) -> bool:
        """Whether a word of explanation is wanted: of an action, in any of its rows."""
        one = self.checked[place]
        wanted = any(
            explains(rule) and self.verdict(at, rule) is True
            for at in (place, *self.below(place))
            for rule in self.rules
        )
        return wanted and (one.kind != "action" or one.now.get("explanation") is None)

    def counter(self) -> str:
        """Return how many actions are answered, how many rows want to be mended or explained."""
        rows = range(len(ROW_OF), len(self.checked))
        signs = [self.sign(place) for place in rows]
        actions = [one for one in self.checked if one.kind == "action"]
        answered = sum(one.now.get("answered") is True for one in actions)
        return (
            f"Wypełniono {answered} z {len(actions)}. Do poprawy: {signs.count(ERROR)}. "
            f"Do wyjaśnienia: {signs.count(WARNING)}."
        )

    def _only_asked(self, place: int) -> bool:
        """Whether nothing is wrong with an action's row but that a row below wants a word."""
        return self.checked[place].kind == "action" and self.asks(place)

    def _first(self, place: int) -> Rule | None:
        for at in self.together(place):
            for rule in self.rules:
                if self.verdict(at, rule) is True:
                    return rule
        return None


def _filled(one: Checked) -> bool:
    if one.kind == "action":
        return bool(one.now.get("answered"))
    return one.now.get("value_text") is not None


def _verdict(one: Checked, rule: Rule) -> bool | str:
    if rule.holds is None or not one.present:
        return False
    if next(held_in(rule.when, rule.holds, [one.now])) is not False:
        return False
    explained = rule.family is Family.PLAUSIBILITY and one.now.get("explanation") is not None
    return EXPLAINED if explained and one.action >= 0 else True
