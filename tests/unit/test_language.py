"""Rules of language with a small dictionary, and those that need none."""

from collections.abc import Sequence

import pytest

from domain.polish.dictionary import Analysis, Familiar, inflected
from domain.polish.language import mistakes_in
from domain.polish.mistakes import Mistake, MistakeKind
from domain.polish.spelling import Vocabulary
from domain.polish.tokens import TokenKind, tokens
from tests.unit.small_dictionary import SmallDictionary

SMALL = SmallDictionary()


def found(text: str, kind: MistakeKind) -> list[tuple[str, str]]:
    return [(one.text, one.suggestion) for one in mistakes_in(text, SMALL) if one.kind is kind]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("5 rodziny", [("5 rodziny", "5 rodzin")]),
        ("2 rodzin", [("2 rodzin", "2 rodziny")]),
        ("12 rodziny", [("12 rodziny", "12 rodzin")]),
        ("1 212 rodzin", []),
        ("1 222 rodzin", [("1 222 rodzin", "1 222 rodziny")]),
        ("1,5 rodzin", [("1,5 rodzin", "1,5 rodziny")]),
        ("2,0 rodziny", []),
        ("2 widzów, 5 widzów, 2 widzowie", []),
        ("5 widzowie", [("5 widzowie", "5 widzów")]),
        ("2 dzieci, 5 dzieci", []),
        ("5 nowe rodziny", [("5 nowe rodziny", "5 nowych rodzin")]),
        ("2 nowych rodziny", [("2 nowych rodziny", "2 nowe rodziny")]),
        ("2 kluby nowych", [("2 kluby nowych", "2 kluby nowe")]),
        ("22 klubów/rodzin", [("22 klubów/rodzin", "22 kluby/rodziny")]),
        ("22 klubów i rodzin", [("22 klubów i rodzin", "22 kluby i rodziny")]),
        ("w 5 klubach, dla 2 rodzin, w 2 klubach", []),
        ("dla 5 rodziny", [("5 rodziny", "5 rodzin")]),
        ("cykl 3 rodzin", []),
        ("wzięły 3 rodzin", []),
        ("80 rocznica, 5 Klub, 2024 rodziny, nr 5 rodziny, 3-5 rodziny, 5. rodziny", []),
        ("5 Klub", []),
        ("5 niewiadomych, 5%, 5", []),
    ],
)
def test_form_after_a_number(text: str, wrong: list[tuple[str, str]]) -> None:
    assert found(text, MistakeKind.AGREEMENT) == wrong


def test_a_form_is_taken_for_the_register_s_noun_where_it_may_be() -> None:
    assert found("5 klub", MistakeKind.AGREEMENT) == []
    asked = Familiar(SMALL, frozenset({"klub"}))
    (mistake,) = mistakes_in("5 klub", asked)
    assert mistake == Mistake(MistakeKind.AGREEMENT, "5 klub", "5 klubów", 0)
    assert asked.analyses("nowa") == SMALL.analyses("nowa")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("rodzina został zakończona", "rodzina została zakończona"),
        ("rodzina została zakończony", "rodzina została zakończona"),
        ("zadanie zakończona", "zadanie zakończone"),
        ("klub została zakończona", "klub został zakończony"),
        ("klub została", "klub został"),
    ],
)
def test_verb_that_does_not_agree_is_put_right(text: str, wrong: str) -> None:
    assert found(text, MistakeKind.GENDER) == [(text, wrong)]


@pytest.mark.parametrize(
    "text",
    [
        "rodzina została zakończona",
        "zadania zostały zakończone",
        "klub i rodzina zostały zakończone",
        "zadanie zakończone",
        "„Klub” została zakończona",
        "w klubach zostały",
        "zakończone",
    ],
)
def test_verb_that_agrees_is_left_alone(text: str) -> None:
    assert found(text, MistakeKind.GENDER) == []


def test_places_are_those_of_the_text_and_lines_are_looked_at_by_themselves() -> None:
    text = "w tym11 klubów na\nna klubach"
    assert [(one.kind.value, one.start) for one in mistakes_in(text, SMALL)][:1] == [("glued", 2)]
    assert found(text, MistakeKind.DOUBLED) == []


def test_an_unknown_word_may_lack_diacritics_be_known_to_the_register_or_be_wrong() -> None:
    assert found("klubow", MistakeKind.DIACRITICS) == [("klubow", "klubów")]
    assert found("Klubow", MistakeKind.DIACRITICS) == [("Klubow", "Klubów")]
    vocabulary = Vocabulary.of(["{streetworker} żółwi"])
    kinds = {
        word: [one.kind.value for one in mistakes_in(word, SMALL, vocabulary)]
        for word in ("streetworker", "zolwi", "zolwia", "Zolwia", "MOPS", "r")
    }
    assert kinds == {
        "streetworker": [],
        "zolwi": ["diacritics"],
        "zolwia": ["spelling"],
        "Zolwia": [],
        "MOPS": [],
        "r": ["stray"],
    }


def test_a_name_in_small_letters_may_be_a_word_without_its_diacritics() -> None:
    class WithNames(SmallDictionary):
        def analyses(self, word: str) -> Sequence[Analysis]:
            named = {"klubow": "Klubow", "widzew": "Widzew"}
            found = [Analysis(word, named[word], "subst", proper=True)] if word in named else []
            return [*super().analyses(word), *found]

    def kinds(text: str) -> list[tuple[str, str]]:
        return [(one.kind.value, one.suggestion) for one in mistakes_in(text, WithNames())]

    assert kinds("klubow") == [("diacritics", "klubów")]
    assert kinds("Klubow, widzew") == []


def test_without_a_dictionary_marks_repeats_and_residue_are_found() -> None:
    text = "w tym1 212 klubów,na na (zajęcia dla liczba 5 dzieci, 5 rodziny"
    kinds = {one.kind.value for one in mistakes_in(text, None)}
    assert kinds == {"comma", "doubled", "residue", "brackets"}
    assert [one.kind.value for one in mistakes_in("dla 12rodzin", None)] == ["glued"]
    assert mistakes_in("", None) == ()


def test_a_text_in_another_language_is_left_after_some_words() -> None:
    text = " ".join(f"qwert{'y' * number}" for number in range(1, 60))
    assert 0 < len(mistakes_in(text, SMALL)) <= 30


def test_a_text_is_split_into_words_numbers_marks_and_addresses() -> None:
    kinds = [
        (one.kind, one.text) for one in tokens("1 212 zajęć (kkr.krakow.pl), 15,48 – a.b@c.pl")
    ]
    assert kinds == [
        (TokenKind.NUMBER, "1 212"),
        (TokenKind.WORD, "zajęć"),
        (TokenKind.MARK, "("),
        (TokenKind.WEB, "kkr.krakow.pl"),
        (TokenKind.MARK, ")"),
        (TokenKind.MARK, ","),
        (TokenKind.NUMBER, "15,48"),
        (TokenKind.MARK, "–"),
        (TokenKind.WEB, "a.b@c.pl"),
    ]


def test_a_word_is_inflected_with_its_capital_or_not_at_all() -> None:
    (reading, *_) = SMALL.analyses("rodzin")
    assert inflected(SMALL, reading, ("pl", "nom", "f")) == "rodziny"
    assert inflected(SMALL, reading, ("pl", "inst", "f")) == ""
