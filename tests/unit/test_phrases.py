"""Words take the form that the number wants; expected forms are those of Polish grammar."""

from decimal import Decimal

import pytest

from domain.phrases import fixed_phrase, parse_phrase
from domain.values import Qualifier, Value
from tests.unit.builders import register

REGISTER = register()


def compose(source: str, number: str, qualifier: Qualifier = Qualifier.COUNTED) -> str:
    return parse_phrase(source, REGISTER).compose(Value(Decimal(number), qualifier))


@pytest.mark.parametrize(
    ("noun", "forms"),
    [
        ("rodzina", ["1 rodzina", "2 rodziny", "5 rodzin", "1,5 rodziny"]),
        ("etat", ["1 etat", "2 etaty", "5 etatów", "1,5 etatu"]),
        ("spotkanie", ["1 spotkanie", "2 spotkania", "5 spotkań", "1,5 spotkania"]),
        # The city writes "32 uczestników", as one reads "trzydziestu dwóch".
        ("uczestnik", ["1 uczestnik", "2 uczestników", "5 uczestników", "1,5 uczestnika"]),
        ("dziecko", ["1 dziecko", "2 dzieci", "5 dzieci", "1,5 dziecka"]),
    ],
)
def test_noun_follows_the_number(noun: str, forms: list[str]) -> None:
    assert [compose(f"{{{noun}}}", number) for number in ("1", "2", "5", "1.5")] == forms


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0 rodzin"),
        ("12", "12 rodzin"),
        ("21", "21 rodzin"),
        ("22", "22 rodziny"),
        ("112", "112 rodzin"),
        ("1703", "1 703 rodziny"),
        ("10801", "10 801 rodzin"),
        ("15.48", "15,48 rodziny"),
    ],
)
def test_long_numbers_are_read_by_their_end(number: str, text: str) -> None:
    assert compose("{rodzina}", number) == text


@pytest.mark.parametrize(
    ("noun", "forms"),
    [
        (
            "rodzina",
            [
                "1 rodzina objęta usługą",
                "2 rodziny objęte usługą",
                "5 rodzin objętych usługą",
                "1,5 rodziny objętej usługą",
            ],
        ),
        (
            "etat",
            [
                "1 etat objęty usługą",
                "2 etaty objęte usługą",
                "5 etatów objętych usługą",
                "1,5 etatu objętego usługą",
            ],
        ),
        (
            "spotkanie",
            [
                "1 spotkanie objęte usługą",
                "2 spotkania objęte usługą",
                "5 spotkań objętych usługą",
                "1,5 spotkania objętego usługą",
            ],
        ),
        (
            "uczestnik",
            [
                "1 uczestnik objęty usługą",
                "2 uczestników objętych usługą",
                "5 uczestników objętych usługą",
                "1,5 uczestnika objętego usługą",
            ],
        ),
        # "dwoje dzieci objętych": the collective numeral governs the genitive.
        (
            "dziecko",
            [
                "1 dziecko objęte usługą",
                "2 dzieci objętych usługą",
                "5 dzieci objętych usługą",
                "1,5 dziecka objętego usługą",
            ],
        ),
    ],
)
def test_adjective_agrees_with_its_noun(noun: str, forms: list[str]) -> None:
    source = f"{{{noun}}} {{objęty}} usługą"
    assert [compose(source, number) for number in ("1", "2", "5", "1.5")] == forms


def test_adjective_may_stand_before_its_noun() -> None:
    assert compose("{objęty} {rodzina}", "1") == "1 objęta rodzina"
    assert compose("{objęty} {rodzina}", "2") == "2 objęte rodziny"


def test_adjective_goes_with_the_noun_before_it() -> None:
    source = "{rodzina} {objęty} wsparciem/{uczestnik} {objęty} wsparciem"
    assert compose(source, "2") == "2 rodziny objęte wsparciem/uczestników objętych wsparciem"


@pytest.mark.parametrize(
    ("noun", "forms"),
    [
        (
            "rodzina",
            [
                "1 rodzina, która skorzystała z usługi",
                "2 rodziny, które skorzystały z usługi",
                "5 rodzin, które skorzystały z usługi",
                "1,5 rodziny, która skorzystała z usługi",
            ],
        ),
        (
            "uczestnik",
            [
                "1 uczestnik, który skorzystał z usługi",
                "2 uczestników, którzy skorzystali z usługi",
                "5 uczestników, którzy skorzystali z usługi",
                "1,5 uczestnika, który skorzystał z usługi",
            ],
        ),
        (
            "dziecko",
            [
                "1 dziecko, które skorzystało z usługi",
                "2 dzieci, które skorzystały z usługi",
                "5 dzieci, które skorzystały z usługi",
                "1,5 dziecka, które skorzystało z usługi",
            ],
        ),
    ],
)
def test_clause_keeps_the_nominative(noun: str, forms: list[str]) -> None:
    source = f"{{{noun}}}, {{który}} {{skorzystał}} z usługi"
    assert [compose(source, number) for number in ("1", "2", "5", "1.5")] == forms


def test_number_stands_where_it_is_marked() -> None:
    assert compose("„Zdrowy Klub” – {n} {grupa}", "3") == "„Zdrowy Klub” – 3 grupy"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1", "dla 1 grupy"),
        ("2", "dla 2 grup"),
        ("6", "dla 6 grup"),  # annex, I.3.4: "cykl 3 spotkań dla 6 grup"
        ("1.5", "dla 1,5 grupy"),
    ],
)
def test_word_before_the_number_governs_the_genitive(number: str, text: str) -> None:
    assert compose("dla {n} {grupa.gen}", number) == text


def test_adjective_beside_a_governed_noun_is_governed_too() -> None:
    assert compose("dla {n} {grupa.gen} {objęty} opieką", "2") == "dla 2 grup objętych opieką"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1", "około 1 rodziny objętej opieką"),
        ("2", "około 2 rodzin objętych opieką"),
        ("5", "około 5 rodzin objętych opieką"),
    ],
)
def test_estimate_governs_the_genitive(number: str, text: str) -> None:
    assert compose("{rodzina} {objęty} opieką", number, Qualifier.ESTIMATED) == text


def test_lower_bound_leaves_the_case() -> None:
    # Annex, I.2.2: "minimum 2 spotkania".
    assert compose("{spotkanie}", "2", Qualifier.BOUND) == "minimum 2 spotkania"


def test_qualifier_stands_at_the_number() -> None:
    assert compose("„Klub” – {n} {grupa}", "2", Qualifier.ESTIMATED) == "„Klub” – około 2 grup"


def test_rate_is_printed_last() -> None:
    assert (
        compose("{uczestnik} zajęć", "300", Qualifier.RATE) == "300 uczestników zajęć miesięcznie"
    )


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{rodzinka} objęta", "„rodzinka”"),
        ("{} objęta", "nie ma w rejestrze"),
        ("{rodzina", "niedomknięty nawias"),
        ("rodzina}", "niedomknięty nawias"),
        ("{objęty} usługą", "nie ma rzeczownika"),
        ("{n} osób, {który} przyszły", "nie ma rzeczownika"),
    ],
)
def test_faulty_phrase_is_refused_by_name(source: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as refusal:
        parse_phrase(source, REGISTER)
    assert f"„{source}”" in str(refusal.value)


@pytest.mark.parametrize("source", ["liczba {rodzina objętych", "{rodzina} {objęty usługą"])
def test_brace_left_open_inside_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="niedomknięty nawias"):
        parse_phrase(source, REGISTER)


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("{uczestnik}", "uczestników"),
        ("{uczestnik} warsztatów", "uczestników warsztatów"),
        ("{rodzina}, {który} {skorzystał} z usługi", "rodzin, które skorzystały z usługi"),
        ("liczba odsłon strony – {n}", "odsłon strony"),
        ("„Trzymaj formę” – {n} {grupa}", "grup („Trzymaj formę”)"),
    ],
)
def test_label_reads_after_the_word_liczba(source: str, label: str) -> None:
    assert parse_phrase(source, REGISTER).label == label


def test_phrases_that_differ_before_the_number_have_different_labels() -> None:
    labels = {parse_phrase(f"„{name}” – {{n}} {{grupa}}", REGISTER).label for name in ("A", "B")}
    assert len(labels) == 2


def test_phrase_knows_what_it_counts() -> None:
    assert parse_phrase("{rodzina} {objęty} usługą", REGISTER).noun == "rodzina"


def test_words_outside_the_register_never_change() -> None:
    phrase = fixed_phrase("wizyt studyjnych")
    assert [phrase.compose(Value(Decimal(n))) for n in (1, 2, 5)] == [
        "1 wizyt studyjnych",
        "2 wizyt studyjnych",
        "5 wizyt studyjnych",
    ]
