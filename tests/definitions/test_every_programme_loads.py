"""Every programme in programmes/ loads for each year it plans, and its words are Polish.

The dictionary (SGJP, through morfeusz2) is asked whether each form of the register has the case,
number and gender in which the phrases will use it.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import morfeusz2
import pytest

from domain.arrivals import RESENT_WITHOUT
from domain.combining import QuestionKind
from domain.expressions import Call, Column, Expression, Literal
from domain.form import Status
from domain.language_rows import DICTIONARY_MISSING
from domain.phrases import Adjective, ClauseWord, Gender, Noun, NounKind
from domain.polish.mistakes import MistakeKind
from domain.programme import Programme
from domain.submissions import CellState, NoteKind, Verdict
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms

ROOT = Path(__file__).parents[2]
ROOMS = Rooms.under(ROOT)
WordT = TypeVar("WordT", Noun, Adjective, ClauseWord)


def planned_years() -> list[tuple[str, int]]:
    """Return each programme with each year that has a folder in its plan."""
    plans = sorted(ROOMS.programmes.glob("*/plan/*/"))
    return [(plan.parent.parent.name, int(plan.name)) for plan in plans]


# Words that the dictionary does not have, with the reason why they are right all the same.
UNLISTED = {
    "rozdystrybuowany": "officials' word, regular like „dystrybuowany”; printed in the annex",
}

# Start, end, and: form, lemma, tag, labels of names, labels of style.
Segment = tuple[int, int, tuple[str, str, str, list[str], list[str]]]

Tags = list[frozenset[str]]

# A surname may have forms of its own: many Szkołas are "tych Szkoł".
_PROPER = frozenset({"nazwisko", "imię", "nazwa_geograficzna"})
_ADJECTIVE_CLASSES = frozenset({"adj", "ppas", "pact"})
_GENDERS = {
    Gender.VIRILE: frozenset({"m1"}),
    Gender.MASCULINE: frozenset({"m2", "m3"}),
    Gender.FEMININE: frozenset({"f"}),
    Gender.NEUTER: frozenset({"n"}),
}
_ANY_MASCULINE = _GENDERS[Gender.VIRILE] | _GENDERS[Gender.MASCULINE]
_NOT_VIRILE = frozenset({"m2", "m3", "f", "n"})


@cache
def dictionary() -> Callable[[str], list[Segment]]:
    """Return the dictionary's look-up; one instance serves all tests."""
    analyse: Callable[[str], list[Segment]] = morfeusz2.Morfeusz().analyse
    return analyse


def readings(form: str) -> Iterator[tuple[str, str, list[frozenset[str]]]]:
    """Yield lemma, word class and the further parts of each reading of a form that is one word."""
    for start, end, (_, lemma, tag, names, _) in dictionary()(form):
        if (start, end) == (0, 1) and not _PROPER.intersection(names):
            first, *parts = tag.split(":")
            yield lemma.partition(":")[0], first, [frozenset(part.split(".")) for part in parts]


def lemmas(form: str, classes: frozenset[str], wanted: Tags) -> set[str]:
    """Return the words of which `form` is a form that allows one of each set in `wanted`."""
    return {
        lemma
        for lemma, word_class, parts in readings(form)
        if word_class in classes and all(any(choice & part for part in parts) for choice in wanted)
    }


def one_of(*tags: str) -> frozenset[str]:
    return frozenset(tags)


SINGULAR, PLURAL = one_of("sg"), one_of("pl")
NOMINATIVE, GENITIVE = one_of("nom"), one_of("gen")


def noun_doubts(noun: Noun) -> Iterator[str]:
    """Yield what the dictionary does not confirm of a noun's forms after 1, 2, 5 and 1,5."""
    # After 2 a virile noun stands in the genitive, as the city writes: 2 uczestników.
    after_two = GENITIVE if noun.gender is Gender.VIRILE else NOMINATIVE
    wanted = {
        "1": (noun.one, SINGULAR, NOMINATIVE),
        "2": (noun.few, PLURAL, after_two),
        "5": (noun.many, PLURAL, GENITIVE),
        "1,5": (noun.part, SINGULAR, GENITIVE),
    }
    for number, (form, count, case) in wanted.items():
        tags = [count, case, _GENDERS[noun.gender]]
        known = {lemma.casefold() for lemma in lemmas(form, one_of("subst"), tags)}
        # "polubienie" is a form of the verb "polubić".
        if noun.name.casefold() not in known and not lemmas(form, one_of("ger"), tags):
            yield f"{number} {form}"


def agreeing_doubts(wanted: list[tuple[str, Tags]], classes: frozenset[str]) -> Iterator[str]:
    """Yield the forms that the dictionary does not confirm, or all if they are not of one word."""
    found = [(form, lemmas(form, classes, tags)) for form, tags in wanted]
    doubted = [form for form, known in found if not known]
    one_word = bool(set.intersection(*(known for _, known in found)))
    yield from doubted or ([] if one_word else [form for form, _ in found])


def adjective_doubts(adjective: Adjective) -> Iterator[str]:
    """Yield what the dictionary does not confirm of an adjective's forms."""
    masculine, feminine, neuter = adjective.singular
    few, many = adjective.plural
    of_masculine, of_feminine = adjective.genitive
    wanted: list[tuple[str, Tags]] = [
        (masculine, [SINGULAR, NOMINATIVE, _ANY_MASCULINE]),
        (feminine, [SINGULAR, NOMINATIVE, _GENDERS[Gender.FEMININE]]),
        (neuter, [SINGULAR, NOMINATIVE, _GENDERS[Gender.NEUTER]]),
        (few, [PLURAL, NOMINATIVE, _NOT_VIRILE]),
        (many, [PLURAL, GENITIVE]),
        (of_masculine, [SINGULAR, GENITIVE, _ANY_MASCULINE]),
        (of_feminine, [SINGULAR, GENITIVE, _GENDERS[Gender.FEMININE]]),
    ]
    return agreeing_doubts(wanted, _ADJECTIVE_CLASSES)


def clause_doubts(word: ClauseWord) -> Iterator[str]:
    """Yield what the dictionary does not confirm of the forms of a clause's word."""
    masculine, feminine, neuter = word.singular
    wanted: list[tuple[str, Tags]] = [
        (masculine, [SINGULAR, _ANY_MASCULINE]),
        (feminine, [SINGULAR, _GENDERS[Gender.FEMININE]]),
        (neuter, [SINGULAR, _GENDERS[Gender.NEUTER]]),
        (word.plural, [PLURAL, _NOT_VIRILE]),
        (word.virile, [PLURAL, _GENDERS[Gender.VIRILE]]),
    ]
    if any(word_class == "praet" for _, word_class, _ in readings(masculine)):
        return agreeing_doubts(wanted, one_of("praet"))
    wanted = [(form, [*tags, NOMINATIVE]) for form, tags in wanted]
    return agreeing_doubts(wanted, _ADJECTIVE_CLASSES)


@pytest.fixture(scope="module", params=planned_years(), ids=lambda pair: f"{pair[0]}-{pair[1]}")
def programme(request: pytest.FixtureRequest) -> Programme:
    slug, year = request.param
    return load_definition(ROOMS, slug, year).programme


def words(programme: Programme, kind: type[WordT]) -> list[WordT]:
    return [word for word in programme.register.words.values() if isinstance(word, kind)]


def test_every_folder_has_a_year_that_is_planned() -> None:
    folders = {path.parent.name for path in ROOMS.programmes.glob("*/programme.yaml")}
    assert folders
    assert {slug for slug, _ in planned_years()} == folders


def test_every_action_has_somebody_who_answers(programme: Programme) -> None:
    for action in programme.actions():
        assert set(action.units) <= programme.units.keys(), action.id
        assert action.leads, action.id
        assert all(programme.reporting_unit(lead) for lead in action.leads), action.id
        assert programme.reporters(action), action.id


def test_every_action_is_planned(programme: Programme) -> None:
    actions = [action.id for action in programme.actions()]
    assert actions
    assert set(actions) == programme.plan.keys()


def test_rules_speak_of_words_that_the_table_has(programme: Programme) -> None:
    states = {state.value for state in CellState}
    words = {
        "value_state": states,
        "spending_state": states,
        "status": {status.value for status in Status},
        "verdict": {verdict.value for verdict in Verdict},
        "note_kind": {kind.value for kind in NoteKind},
        "disagreement": {kind.value for kind in QuestionKind} | {RESENT_WITHOUT},
        "mistake": {kind.value for kind in MistakeKind} | {DICTIONARY_MISSING},
    }
    assert programme.rules
    for rule in programme.rules:
        for tree in (rule.when, rule.holds):
            for column, value in compared(tree):
                if column in words:
                    assert value in words[column], f"{rule.code}: {value}"


def test_every_kind_of_mistake_of_language_has_a_rule(programme: Programme) -> None:
    named = {
        value
        for rule in programme.rules
        for column, value in compared(rule.holds)
        if column == "mistake"
    }
    assert named == {kind.value for kind in MistakeKind} | {DICTIONARY_MISSING}


def compared(tree: Expression | None) -> Iterator[tuple[str, object]]:
    """Yield each column of a tree with each value that it is compared with."""
    if isinstance(tree, Call):
        first, *others = tree.operands
        for other in others:
            if isinstance(first, Column) and isinstance(other, Literal):
                yield first.name, other.value
        for operand in tree.operands:
            yield from compared(operand)


def test_nouns_that_the_dictionary_cannot_judge_carry_a_reason(programme: Programme) -> None:
    unexplained = [
        noun.name
        for noun in words(programme, Noun)
        if (" " in noun.name or noun.collective) and not noun.reason
    ]
    assert unexplained == []


def test_nouns_have_the_forms_of_the_dictionary(programme: Programme) -> None:
    doubts = {
        noun.name: found
        for noun in words(programme, Noun)
        if not noun.reason and (found := list(noun_doubts(noun)))
    }
    assert doubts == {}


def test_adjectives_have_the_forms_of_the_dictionary(programme: Programme) -> None:
    doubts = {
        adjective.name: found
        for adjective in words(programme, Adjective)
        if adjective.name not in UNLISTED and (found := list(adjective_doubts(adjective)))
    }
    assert doubts == {}


def test_words_of_clauses_have_the_forms_of_the_dictionary(programme: Programme) -> None:
    doubts = {
        word.name: found
        for word in words(programme, ClauseWord)
        if word.name not in UNLISTED and (found := list(clause_doubts(word)))
    }
    assert doubts == {}


def test_list_of_unlisted_words_holds_nothing_else() -> None:
    used = {
        word.name
        for slug, year in planned_years()
        for word in load_definition(ROOMS, slug, year).programme.register.words.values()
    }
    assert UNLISTED.keys() <= used
    known = [word for word in UNLISTED if any(kind != "ign" for _, kind, _ in readings(word))]
    assert known == []


@pytest.mark.parametrize(
    ("name", "gender", "forms", "doubted"),
    [
        ("uczeń", Gender.VIRILE, ("uczeń", "uczniów", "uczniów", "ucznia"), []),
        ("uczeń", Gender.VIRILE, ("uczeń", "uczniowie", "uczniów", "ucznia"), ["2 uczniowie"]),
        ("szkoła", Gender.FEMININE, ("szkoła", "szkoły", "szkoł", "szkoły"), ["5 szkoł"]),
        (
            "kurs",
            Gender.FEMININE,
            ("kurs", "kursy", "kursów", "kursu"),
            ["1 kurs", "2 kursy", "5 kursów", "1,5 kursu"],
        ),
        ("drzewo", Gender.NEUTER, ("drzewo", "drzewa", "drzew", "drzew"), ["1,5 drzew"]),
        ("kot", Gender.MASCULINE, ("kot", "koty", "psów", "kota"), ["5 psów"]),
    ],
)
def test_wrong_form_of_a_noun_is_noticed(
    name: str, gender: Gender, forms: tuple[str, str, str, str], doubted: list[str]
) -> None:
    assert list(noun_doubts(Noun(name, NounKind.ITEMS, gender, *forms))) == doubted


def test_wrong_form_of_an_adjective_is_noticed() -> None:
    right = Adjective("nowy", ("nowy", "nowa", "nowe"), ("nowe", "nowych"), ("nowego", "nowej"))
    assert list(adjective_doubts(right)) == []
    wrong = Adjective("nowy", ("nowy", "nowa", "nowa"), ("nowi", "nowych"), ("nowego", "nowe"))
    assert list(adjective_doubts(wrong)) == ["nowa", "nowi", "nowe"]
    mixed = Adjective("nowy", ("nowy", "stara", "nowe"), ("nowe", "nowych"), ("nowego", "nowej"))
    assert "stara" in list(adjective_doubts(mixed))


def test_wrong_form_of_a_clause_s_word_is_noticed() -> None:
    right = ClauseWord("wziął", ("wziął", "wzięła", "wzięło"), "wzięły", "wzięli")
    assert list(clause_doubts(right)) == []
    wrong = ClauseWord("który", ("którego", "która", "które"), "którzy", "które")
    assert list(clause_doubts(wrong)) == ["którego", "którzy", "które"]
