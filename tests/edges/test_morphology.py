"""Rules of language with the real dictionary: generated text is right, spoilt text is not."""

import builtins
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from domain.definition_texts import register_texts
from domain.phrases import Adjective, Gender, Noun, parse_phrase
from domain.polish.dictionary import Dictionary, Familiar, inflected
from domain.polish.language import mistakes_in
from domain.polish.mistakes import MistakeKind
from domain.polish.numbers import NumberForm, number_form
from domain.polish.spelling import Vocabulary
from domain.programme import Programme
from domain.values import Qualifier, Value
from tasks.adapters import morphology
from tasks.adapters.definitions import load_definition
from tasks.adapters.morphology import dictionary
from tasks.adapters.rooms import Rooms
from tests.edges.office import CHECKOUT

NUMBERS = (
    *map(Decimal, (0, 1, 2, 3, 4, 5, 11, 12, 13, 14, 21, 22, 25, 101, 112, 1212, 1874, 141082)),
    *map(Decimal, ("0.5", "15.48")),
)
PROGRAMMES = (("pwr-2022-2024", 2024), ("miasto-rownych-szans", 2025))


@cache
def programme(slug: str, year: int) -> Programme:
    return load_definition(Rooms.under(CHECKOUT), slug, year).programme


def known() -> Dictionary:
    found = dictionary()
    assert found is not None
    return found


def familiar(of: Programme) -> Dictionary:
    return Familiar(known(), frozenset(noun.name for noun in of.register.nouns()))


def phrases(of: Programme) -> Iterator[str]:
    """Yield each noun alone, with an adjective before it and with one after it."""
    adjectives = [word for word in of.register.words.values() if isinstance(word, Adjective)]
    for place, noun in enumerate(of.register.nouns()):
        yield f"{{{noun.name}}}"
        if adjectives and not noun.collective:
            adjective = adjectives[place % len(adjectives)].name
            yield f"{{{adjective}}} {{{noun.name}}}"
            yield f"{{{noun.name}}} {{{adjective}}}"


def generated(of: Programme) -> Iterator[str]:
    """Yield cells as they are composed, alone and two by two."""
    for place, source in enumerate(phrases(of)):
        phrase = parse_phrase(source, of.register)
        for number in NUMBERS:
            if phrase.nouns[0].collective and (number <= 1 or number % 1):
                continue
            qualifiers = (Qualifier.COUNTED, Qualifier.ESTIMATED, Qualifier.BOUND, Qualifier.RATE)
            yield phrase.compose(Value(number, qualifiers[place % 4 if number > 1 else 0]))
            second = phrase.compose(Value(NUMBERS[2 + place % (len(NUMBERS) - 4)]))
            yield f"{phrase.compose(Value(number))}, w tym {second}"


@pytest.mark.slow
@pytest.mark.parametrize("which", PROGRAMMES, ids=lambda one: one[0])
def test_composed_cells_have_no_mistake(which: tuple[str, int]) -> None:
    of = programme(*which)
    vocabulary = Vocabulary.of(register_texts(of))
    cells, asked = list(generated(of)), familiar(of)
    wrong = {cell: found for cell in cells if (found := mistakes_in(cell, asked, vocabulary))}
    assert wrong == {}
    assert len(cells) >= 200


def spoilt(of: Programme) -> Iterator[tuple[str, str]]:
    """Yield a number with another form of each noun than it takes, and the right text."""
    for noun in of.register.nouns():
        for number in NUMBERS:
            right = parse_phrase(f"{{{noun.name}}}", of.register).compose(Value(number))
            form = number_form(number)
            for other in NumberForm:
                wrong = right.removesuffix(noun.form(form)) + noun.form(other)
                if not noun.collective and not _may_stand(noun, form, noun.form(other)):
                    yield wrong, right


def _may_stand(noun: Noun, number: NumberForm, form: str) -> bool:
    """Whether a form is right after the number, or the number may count off: "2 miesiąc"."""
    if number is NumberForm.ONE and noun.gender is Gender.VIRILE and form == noun.part:
        # "zrekrutowano 1 uczestnika"
        return True
    if form == noun.form(number) or " " in noun.name or noun.name[:1].isupper():
        return True
    return noun.name in ("miejsce", "miesiąc", "godzina", "cykl") and form in (noun.one, noun.part)


@pytest.mark.parametrize("which", PROGRAMMES, ids=lambda one: one[0])
def test_a_wrong_form_after_a_number_is_found_and_put_right(which: tuple[str, int]) -> None:
    of = programme(*which)
    pairs, asked = list(spoilt(of)), familiar(of)
    found = {
        wrong: [one.suggestion for one in mistakes_in(wrong, asked) if one.kind == "agreement"]
        for wrong, _ in pairs
    }
    missed = [wrong for wrong, _ in pairs if not found[wrong]]
    put_right = [wrong for wrong, right in pairs if found[wrong] == [right]]
    assert len(pairs) > 100
    assert len(missed) <= len(pairs) // 50, missed
    assert len(put_right) >= len(pairs) * 9 // 10


AGREES = """
2 rodziny objęte usługą; 716 rodzin; 1 rodzina z dziećmi korzystająca z usługi
47 klubów prowadzonych przez instytucje kultury, 9 870 zajęć przeprowadzonych w Klubach Rodziców
2 dzieci korzystających z wypoczynku, 543 dzieci z niepełnosprawnościami korzystających z wypoczynku
15,48 etatu doradców zawodowych w szkołach/placówkach, 8,55 etatu w Krakowskim Ośrodku Kariery
cykl 3 spotkań dla 6 grup
104 szkoły realizujące dodatkowe godziny nauki, 81 szkół realizujących dodatkowe inne zajęcia
uroczystość odbyła się 3 maja, o godz. 17 zajęcia otwarte
80 rocznica Akcji Burza, dla dzieci do 18 roku życia, 26 Festiwal Nauki
45 absolwentów edycji 2023/2024, uczniowie klas VI-VIII w wieku 7-11 lat
zajęcia w Filiach 15,48,49, w Filii 48 zajęcia plastyczne, art. 19 ustawy
w 15 placówkach prowadzono zajęcia z 3 grupami przez 2 miesiące
51 264 „polubienia”, 18 000 „polubień”, około 150 uczestników, ponad 22 osoby
udzielono 22 porad, nie zorganizowano 3 spotkań, udział 3 rodzin, przy wsparciu 4 mecenasów
5 tys. osób, 12 szt. materiałów, 100 zł, 1,5 mln zł, 20% uczestników, 8 os.
3 młodych artystów, 2 uczestnicy, 5 nowo powstałych klubów, 12 dorosłych, 3 podopiecznych placówek
rodzic jest osobą dotkniętą problemem, w domu jest osoba dotknięta chorobą
tel. 12 616 54 27 sekretariat, Dzielnica 3 zajęcia, Zabłocie 20.22 zajęcia, Klub 500+ zajęcia
""".strip().splitlines()


@pytest.mark.parametrize("text", AGREES)
def test_right_text_after_numbers_is_left_alone(text: str) -> None:
    assert [one for one in mistakes_in(text, known()) if one.kind is MistakeKind.AGREEMENT] == []


DISAGREES = {
    "39 zajęcia, 527 uczestników": ("39 zajęcia", "39 zajęć"),
    "2 rodzin": ("2 rodzin", "2 rodziny"),
    "rodzic jest osoba dotkniętą problemem": ("osoba dotkniętą", "osobą dotkniętą"),
    "1 osoby": ("1 osoby", "1 osoba"),
    "5 rodziny": ("5 rodziny", "5 rodzin"),
    "12 rodziny": ("12 rodziny", "12 rodzin"),
    "1 212 odsłony": ("1 212 odsłony", "1 212 odsłon"),
    "15,48 etatów": ("15,48 etatów", "15,48 etatu"),
    "39 nowych rodziny": ("39 nowych rodziny", "39 nowych rodzin"),
    "22 nowe rodzin": ("22 nowe rodzin", "22 nowe rodziny"),
    "22 nowych rodziny": ("22 nowych rodziny", "22 nowe rodziny"),
    "564 kursów/zajęć": ("564 kursów/zajęć", "564 kursy/zajęcia"),
    "133 szkół i placówek": ("133 szkół i placówek", "133 szkoły i placówki"),
    "zorganizowano 22 spotkań": ("22 spotkań", "22 spotkania"),
    "dla 5 rodziny": ("5 rodziny", "5 rodzin"),
    "5 uczestnicy": ("5 uczestnicy", "5 uczestników"),
    "1 282 rodziny z dziećmi objętych pomocą": (
        "1 282 rodziny z dziećmi objętych",
        "1 282 rodziny z dziećmi objęte",
    ),
}


@pytest.mark.parametrize("text", DISAGREES)
def test_wrong_text_after_numbers_is_found(text: str) -> None:
    found = [one for one in mistakes_in(text, known()) if one.kind is MistakeKind.AGREEMENT]
    assert [(one.text, one.suggestion) for one in found] == [DISAGREES[text]]


KINDS: dict[MistakeKind, tuple[dict[str, str], tuple[str, ...]]] = {
    MistakeKind.GLUED: (
        {
            "w tym1 212 odsłon": "tym 1 212",
            "205specjalistów": "205 specjalistów",
            "dla 12osób": "12 osób",
            "w 2024r. było": "2024 r.",
            "100zł": "100 zł",
        },
        ("COVID-19", "Zabłocie 20.22", "witamina B6", "druk 3D", "500+", "www.krakow2030.pl",
         "PS/W2/2022", "Klub 50plus", "MP3", "m2", "CO2", "1. miejsce", "80-lecie", "3-6 lat"),
    ),
    MistakeKind.COMMA: (
        {
            "50 spotkań,445 uczestników": "spotkań, 445",
            "szkoły,przedszkola": "szkoły, przedszkola",
            "indywidualnych , grupowych": "indywidualnych,",
            "m. in. zajęcia": "m.in.",
            "szkół –zajęcia": "szkół – zajęcia",
            "półkolonii- warsztaty": "półkolonii – warsztaty",
            "zasiłku szkolnego,": "szkolnego",
            "plakaty, itp.": "plakaty itp",
            "15 warsztatów, spotkań 250 uczestników": "spotkań, 250",
            "1.Usługą": "1. Usługą",
            "Społecznej, (MOPS/PRZ/08)": "Społecznej (",
            "w Filiach 15,48,49": "15, 48, 49",
            "80 rocznica Akcji": "80. rocznica",
            "dzieci do 18 roku życia": "18. roku życia",
            "12,00 zł 3,00 zł.": "12,00 zł 3,00 zł",
            "łącznie 144432 godziny": "144 432",
            "„A” – 100 szkół, „B” - 86 szkół": "B” – 86",
        },
        ("15,48 etatu", "„A” - 100 szkół, „B” - 86", "A – B, 10 - 12 lat", "wydano 12,50 zł.",
         "poz. 10250 ustawy", "30-960 Kraków", "5 edycji",
         "2024 godziny", "12345678 osób", "1 rocznica", "1,234,567",
         "opiekuńczo- i wychowawczo-", "np. szkoły, kluby",
         "kkr.krakow.pl, krakow.pl", "C. K. Norwida", "sport – muzyka", "cykl spotkań, wystawa",
         "zajęcia (plastyczne).", "godz. 8.30, 9.15", "Bulwar[t] Sztuki", "1 000 000,00 zł"),
    ),
    MistakeKind.DOUBLED: (
        {
            "na na zajęciach": "na",
            "Klubu Rodzica Rodziców": "Rodzica",
            "i Projektów Edukacyjnych i projektów edukacyjnych": "i Projektów Edukacyjnych",
        },
        ("bardzo bardzo dużo", "krok po kroku", "Bora Bora", "szkoły, szkoły", "100 100",
         "C. C. Norwid", "dzień po dniu"),
    ),
    MistakeKind.RESIDUE: (
        {
            "przez liczba 205 specjalistów": "205 specjalistów",
            "liczba: 205": "205",
            "wskaźnik 12": "12",
            "zajęcia …………": "",
            "liczba xx": "",
            "[uzupełnić]": "",
            "100 dzieci, liczba uczniów, którym zapewniono dowóz": "",
        },
        ("liczba uczestników: 205", "liczba młodzieży biorącej udział - 100", "XX wiek",
         "wzrosła liczba uczestników", "XXX edycja", "itd...", "Bulwar[t] Sztuki"),
    ),
    MistakeKind.DIACRITICS: (
        {
            "Strategią Rozwiazywania Problemów": "Rozwiązywania",
            "formy połkolonii": "półkolonii",
            "zajecia dla dzieci": "zajęcia",
            "spoleczne": "społeczne",
        },
        ("prace uczniów", "Capella Cracoviensis", "Navigator Festival", "zajęcia", "MOPS",
         "streetworking"),
    ),
    MistakeKind.GENDER: (
        {
            "realizacja przedsięwzięcia został zakończona":
                "realizacja przedsięwzięcia została zakończona",
            "działanie zrealizowana": "działanie zrealizowane",
            "program została zakończona": "program został zakończony",
            "wydarzenie nie była realizowana": "wydarzenie nie było realizowane",
            "zajęcia zostało odwołane": "zajęcia zostały odwołane",
        },
        ("zadania zrealizowano", "wydarzenie odwołane", "konkurs nie był organizowany",
         "projekt i wystawa zostały zakończone", "zadanie realizowane w ramach Klubów Rodzica",
         "przedsięwzięcia „Sport” oraz „Śnieg” nie były realizowane w 2024 roku",
         "zajęcia, dla których Akademia została stworzona, trwają",
         "opieką zostało objętych 1149 pacjentów", "szereg spotkań zostało odwołanych",
         "troje dzieci zostało objętych opieką"),
    ),
    MistakeKind.BRACKETS: (
        {
            "zajęcia (min. zespół": "",
            "zajęcia „Nutki": "",
            "zajęcia) plastyczne": "",
            'klub "Kuźnia': "",
        },
        ("1) zajęcia, 2) wystawa", "„Nutki”", '„Nutki"', '"Nutki"', "(a) i (b)", "„A” i „B”",
         "a) zajęcia", "«X»"),
    ),
    MistakeKind.TYPO: (
        {
            "orgaznizujący zajęcia": "organizujący",
            "gra trenowa „Szopki”": "gra terenowa",
            "rodzinom przezywającym trudności": "przeżywającym",
            "prowadzonych na zalecenie Gminy": "prowadzonych na zlecenie",
            "co najmniej jedne z rodziców": "co najmniej jedno z",
            "zajęcia (min. Balet)": "(m.in.",
            "w placówkach nie samorządowych": "niesamorządowych",
            "140 dzieci i młodzieży objętej wsparciem": "dzieci i młodzieży objętych",
            "zdolności rodzin i jej członków": "rodzin i ich",
        },
        ("organizujący", "140 dzieci i młodzieży szkolnej", "rodziny i jej członków",
         "przezywa kolegów",
         "na zalecenie lekarza", "jedne z najlepszych",
         "(min. 5 osób)", "zajęcia nie były prowadzone", "placówki nie tylko samorządowe",
         "cheearleaders", "szkoły nie zgłosiły chęci"),
    ),
    MistakeKind.STRAY: (
        {"różne r onymi": "", "Edukacyjnych h UMK": ""},
        ("w szkole i w domu", "24 h", "a) zajęcia", "2024 r.", "C. K. Norwida", "od A do Z"),
    ),
    MistakeKind.MISSING: (
        {
            "nie było realizowane 2024 roku": "realizowane w 2024 roku",
            "organizacja warsztatów spektakli, koncertów": "warsztatów, spektakli",
            "zasiłku pielęgnacyjnego świadczenia, zasiłku": "zasiłku pielęgnacyjnego, świadczenia",
            "rozwoju dziecka w tym w 15 placówkach": "dziecka, w tym",
        },
        ("realizowane w 2024 roku", "budżet 2024 roku", "edycja 2024 roku", "warsztatów, koncertów",
         "prowadzenie warsztatów i koncertów, wystaw", "60 dzieci, w tym 11 nowych",
         "cykl warsztatów koncertów", "w tym roku"),
    ),
    MistakeKind.SPELLING: (
        {"cheearleaders": "", "wolontaryjnej": ""},
        ("on-line", "psychologiczno-pedagogiczne", "2024 r.", "a) zajęcia", "np. itp.", "24 h",
         "Cezik", "„cheearleaders”", "nowonarodzonych", "m.in. tzw. zajęcia", "C. K. Norwida"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_fires_and_proposes(kind: MistakeKind) -> None:
    spoilt_texts, _ = KINDS[kind]
    found = {
        text: [one.suggestion for one in mistakes_in(text, known()) if one.kind is kind]
        for text in spoilt_texts
    }
    assert found == {text: [suggestion] for text, suggestion in spoilt_texts.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_keeps_quiet(kind: MistakeKind) -> None:
    _, right = KINDS[kind]
    found = {
        text: [one for one in mistakes_in(text, known()) if one.kind is kind] for text in right
    }
    assert found == {text: [] for text in right}


def test_a_long_cell_is_looked_at_in_no_time() -> None:
    for piece in ("a", "a.", "a,", "ą-", "1", "zajęcia ", "qwerty ", "5 zajęcia, ", "„("):
        mistakes_in(piece * (32_000 // len(piece)), known())


# ------------------------------------------------------------------ the dictionary itself


def test_the_dictionary_reads_and_inflects() -> None:
    (reading,) = known().analyses("rodzin")
    assert (reading.lemma, reading.word_class) == ("rodzina", "subst")
    assert set(reading.cells()) == {("pl", "gen", "f")}
    assert inflected(known(), reading, ("pl", "nom", "f")) == "rodziny"
    (konferencja,) = {one.entry: one for one in known().analyses("konferencją")}.values()
    assert inflected(known(), konferencja, ("pl", "gen", "f")) == "konferencji"


def test_unknown_words_have_no_reading_and_compounds_one_without_features() -> None:
    assert known().analyses("cheearleaders") == ()
    (compound,) = known().analyses("psychologiczno-pedagogiczne")
    assert list(compound.cells()) == []
    assert known().forms("cheearleaders") == ()
    assert known().analyses("") == ()


def test_names_of_people_are_told_from_words() -> None:
    assert {one.proper for one in known().analyses("Kowalskiego")} >= {True}
    assert not any(one.proper for one in known().analyses("rodzin"))


def test_memory_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(morphology, "_REMEMBERED", 1)
    for word in ("zajęcia", "rodzina", "osoba", "zajęcia"):
        assert known().analyses(word)


def test_where_it_cannot_be_imported_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name == "morfeusz2":
            raise ImportError(name)
        return real(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    assert dictionary.__wrapped__() is None
