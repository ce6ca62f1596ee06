"""Mistakes of marks and spaces: glued numbers, commas, full stops, dashes."""

import re
from collections.abc import Iterator

from domain.polish.dictionary import Dictionary
from domain.polish.mistakes import Mistake, MistakeKind
from domain.polish.tokens import LETTER, WORD, tokens

_GLUED = re.compile(
    rf"(?<![\w./-])(?P<number>\d+(?:,\d+)?)(?P<after>{LETTER}+)(?![\w-])"
    rf"|(?<![\w./-])(?P<before>{LETTER}+)(?P<digits>\d+(?:[ \u00a0]\d{{3}}(?!\d))*)(?![\w/+.-])"
)
_UNITS = frozenset({"zł", "tys", "mln", "godz", "min", "szt", "os", "proc", "km", "kg", "r"})
# What names and ages are made of: "Klub 50plus", "30lecie" is another mistake.
_NO_UNITS = frozenset({"plus"})
_CLOSING = "”’»)\\]"
_SMALL = "a-ząćęłńóśźż"
_CAPITAL = "A-ZĄĆĘŁŃÓŚŹŻ"

# What is wrong, and how it is written instead.
_MARKS: tuple[tuple["re.Pattern[str]", str], ...] = (
    # "szkoły,przedszkola", "50 spotkań,445 uczestników"
    (re.compile(rf"({WORD})([,;])({LETTER}+|\d+(?![\d,]*,\d))"), r"\1\2 \3"),
    (re.compile(rf"((?<!\d)\d+)([,;])({LETTER}+)"), r"\1\2 \3"),
    # "1.Usługą", "w klubie.Zajęcia"
    (
        re.compile(
            rf"((?<![\w.])\d{{1,2}}|(?<!{LETTER})[{_SMALL}]{{3,}})(\.)([{_CAPITAL}][{_SMALL}]+)"
        ),
        r"\1\2 \3",
    ),
    # "indywidualnych , grupowych", "koniec ."
    (re.compile(rf"((?<!\w)\w+|[{_CLOSING}])\s+([,;.:!?])(?=\s|$)"), r"\1\2"),
    # "Młody Kraków ”", "( np. szkoły", "„ Dzień"
    (re.compile(rf"({WORD})\s+([”)\]])(?!\w)"), r"\1\2"),
    (re.compile(rf"([(\[„])\s+({LETTER}+)"), r"\1\2"),
    # "Społecznej, (MOPS/PRZ/08)"
    (re.compile(rf"({WORD}),\s+(\()"), r"\1 \2"),
    # "Filiach 15,48,49"; "1,234,567" may be a number
    (re.compile(r"(?<![\d,])(\d{1,2}),(\d{1,2}),(\d{1,2})(?![\d,])"), r"\1, \2, \3"),
    # "144432 godziny"; not "nr 14938", "poz. 10250"
    (
        re.compile(rf"(?<![\w.,/-])(?<!nr )(?<!poz\. )(\d{{2,3}})(\d{{3}})(?= {LETTER}{{3}})"),
        r"\1 \2",
    ),
    # "80 rocznica", "do 18 roku życia"; "5 edycji" may be a count
    (
        re.compile(r"(?<![\d,.])(?<!\d )((?!1 )\d{1,3}) (rocznic[aęy]|edycj[aę]|roku życia)\b"),
        r"\1. \2",
    ),
    # amounts alone in their line and a full stop
    (re.compile(r"^((?:\d[\d \u00a0]*(?:,\d\d)?[ \u00a0]zł\s*)+)\.$"), r"\1"),
    # ",,", ";,", ", ."
    (re.compile(rf"({WORD}|)([,;])\s*[,;]"), r"\1\2"),
    (re.compile(rf"({WORD}|)[,;]\s*(\.)(?=\s|$)"), r"\1\2"),
    # "zaproszenia, itp."
    (re.compile(rf"({WORD}),\s+(it[pd])\b"), r"\1 \2"),
    # "m. in."
    (re.compile(r"\b([mM])\.\s+(in)\b\.?"), r"\1.\2."),
    # "szkół –zajęcia", "Kraków -przyznawane"; "10- i -letni" is right
    (re.compile(rf"(?!(?:i|lub|oraz|albo) )(?<!\S)(\S+)\s+[-–—]({LETTER}+)"), r"\1 – \2"),
    # "półkolonii- warsztaty"; "opiekuńczo- i wychowawczo-" is right
    (
        re.compile(rf"({WORD})[-–—]\s+(?!(?:i|lub|oraz|albo|czy|a)\b)({LETTER}+)"),
        r"\1 – \2",
    ),
    # a comma or a dash at the end
    (re.compile(rf"({WORD})(?:\s*[,;]|\s+[–-])$"), r"\1"),
)
# A hyphen in place of a dash is told of where the same text has dashes: "„A” – 100, „B” - 86".
_DASH = re.compile(r"\S – \S")
_HYPHEN = re.compile(rf"({LETTER}+[{_CLOSING}]?) - ({LETTER}+|\d+)(?!\w)")
_LONE_NOUN = re.compile(rf"[,;]\s+({LETTER}+)\s+(\d+(?:[ \u00a0]\d{{3}}(?!\d))*)(?=\s+{LETTER})")


def glued(text: str, dictionary: Dictionary | None) -> Iterator[Mistake]:
    """Yield numbers that are glued to words: "tym1 212", "12osób"; not "COVID-19", "3D", "B6"."""
    plain = _without_addresses(text)
    for match in _GLUED.finditer(plain):
        letters, shown = match["after"] or match["before"], match[0]
        if (match["before"] and not letters.islower()) or not _is_word(letters, dictionary):
            continue
        apart = f"{match['number'] or letters} {match['digits'] or letters}"
        if match["after"] == "r":
            shown, apart = shown + "." * plain.startswith(".", match.end()), f"{apart}."
        yield Mistake(MistakeKind.GLUED, shown, apart, match.start())


def _is_word(text: str, dictionary: Dictionary | None) -> bool:
    if text in _UNITS:
        return True
    if len(text) < 2 or text.casefold() in _NO_UNITS or text.isupper():
        return False
    if dictionary is None:
        return len(text) >= 4
    return any(one.word_class != "brev" for one in dictionary.analyses(text))


def parted(text: str, dictionary: Dictionary | None) -> str:
    """Return the text with glued numbers parted."""
    for mistake in sorted(glued(text, dictionary), key=lambda one: -one.start):
        end = mistake.start + len(mistake.text)
        text = text[: mistake.start] + mistake.suggestion + text[end:]
    return text


def marks(text: str, dictionary: Dictionary | None) -> Iterator[Mistake]:
    """Yield commas, full stops, quotation marks and dashes without their space or with one more."""
    plain = _without_addresses(text)
    for pattern, mended in _MARKS:
        for match in pattern.finditer(plain):
            yield Mistake(MistakeKind.COMMA, match[0], match.expand(mended), match.start())
    yield from _lone_nouns(plain, dictionary)
    if _DASH.search(plain):
        for match in _HYPHEN.finditer(plain):
            mended = match.expand(r"\1 – \2")
            yield Mistake(MistakeKind.COMMA, match[0], mended, match.start())


def _lone_nouns(text: str, dictionary: Dictionary | None) -> Iterator[Mistake]:
    """Yield a noun between a comma and a number: "15 warsztatów, spotkań 250 uczestników"."""
    for match in _LONE_NOUN.finditer(text):
        known = () if dictionary is None else dictionary.analyses(match[1])
        if known and all(("pl", "gen") in {cell[:2] for cell in one.cells()} for one in known):
            found = f"{match[1]} {match[2]}"
            yield Mistake(MistakeKind.COMMA, found, f"{match[1]}, {match[2]}", match.start(1))


def _without_addresses(text: str) -> str:
    """Return the text with addresses of the web made one word of letters, of the same length."""
    for token in tokens(text):
        if token.kind == "web":
            text = text[: token.start] + "_" * len(token.text) + text[token.end :]
    return text
