"""What may stand in a cell: numbers written oddly, other types, shared texts, unseen letters."""

from collections.abc import Mapping

from tests.corpus.case import Case
from tests.corpus.structure_parts import (
    HOURS,
    SHEET,
    STRINGS,
    Data,
    as_issued,
    refused,
    swapped,
    taken,
    text_of,
    unused,
    used,
    value,
)

KEY = "<t>I.1.5/godziny</t>"
LABEL = "<t>liczba godzin usług</t>"


def plain(number: str) -> Data:
    """Return a builder of the form with these letters as the stored number."""
    return lambda: value(f"<v>{number}</v>")


def inline(text: str) -> Data:
    """Return a builder of the form with a text in the hours' cell."""
    return lambda: value(f"<is><t>{text}</t></is>", ' t="inlineStr"')


def of_type(kind: str, stored: str) -> Data:
    """Return a builder of the form with a cell of some type."""
    return lambda: value(f"<v>{stored}</v>", f' t="{kind}"')


def strings(*changes: tuple[str, str]) -> Data:
    """Return a builder of the form with changes in its shared texts."""
    return lambda: swapped(STRINGS, *changes)


def key(text: str) -> Data:
    """Return a builder of the form with another text for the hours' hidden key."""
    return strings((KEY, text))


def _key_cell(inner: str, kind: str) -> bytes:
    old = as_issued("A23")
    return swapped(SHEET, (old, f'<c r="A23" s="1" t="{kind}">{inner}</c>'))


def _from_the_end() -> bytes:
    after = text_of(STRINGS).partition(KEY)[2].count("<si>")
    return _key_cell(f"<v>{-1 - after}</v>", "s")


# As a person sees them: Excel reads these and shows fifteen digits.
SEEN: Mapping[str, tuple[str, str]] = {
    "with-spaces": (" 1703 ", "1703"),
    "with-an-exponent": ("1.703E3", "1703"),
    "with-zeros-after": ("1703.000", "1703"),
    "of-seventeen-digits": ("1703.0000000000001", "1703"),
    "of-a-sum-of-tenths": ("0.30000000000000004", "0.3"),
    "minus-nothing-point-nothing": ("-0.0", "0"),
}
# No spreadsheet stores a number so.
NO_NUMBERS = {
    "hexadecimal": "0x10",
    "with-an-underscore": "1_703",
    "in-wide-digits": "１７０３",
    "in-arabic-digits": "١٧٠٣",
    "in-superscript": "17⁰³",
    "with-a-comma": "1703,5",
    "with-a-space-inside": "1 703",
    "with-a-unit": "1703 godz.",
    "not-a-number": "NaN",
    "infinite": "INF",
    "infinite-in-words": "Infinity",
    "a-formula": "=700+1003",
    "of-a-space": " ",
}

NUMBERS = (
    *(used(f"number-{what}", "number-written", plain(n), seen) for what, (n, seen) in SEEN.items()),
    *(refused(f"number-{what}", "number-no-number", plain(n)) for what, n in NO_NUMBERS.items()),
    unused("number-beyond-all", "number-too-large", plain("1e999")),
    refused("number-of-400-digits", "number-too-large", plain("9" * 400)),
    refused("number-of-5000-digits", "number-too-large", plain("9" * 5000)),
    # Sixteen digits are typed, fifteen are kept and shown.
    unused(
        "number-of-twenty-digits", "number-digits", plain("1234567890123456789"), "value-masked"
    ),
    unused("number-empty", "number-empty", lambda: value("<v/>"), "value-missing"),
)

TYPES = (
    unused("type-truth", "type-truth", of_type("b", "1")),
    unused("type-date", "type-date", of_type("d", "2024-08-30")),
    unused("type-date-and-time", "type-date", of_type("d", "1904-08-30T12:00:00Z")),
    refused("type-date-that-is-none", "type-date", of_type("d", "1703")),
    unused("type-error", "type-error", of_type("e", "#N/A")),
    unused("type-text-of-a-formula", "type-text", of_type("str", "1703")),
    unused("type-unknown", "type-unknown", of_type("liczba", "1703")),
    unused("type-shared-text-empty", "type-shared", lambda: value("", ' t="s"'), "value-missing"),
    refused("type-shared-text-too-far", "type-shared-astray", of_type("s", "99999")),
    refused("type-shared-text-before-the-first", "type-shared-astray", of_type("s", "-1")),
    refused("type-shared-text-by-name", "type-shared-astray", of_type("s", "godziny")),
    refused("type-shared-text-one-and-a-half", "type-shared-astray", of_type("s", "1.5")),
    refused("type-key-counted-from-the-end", "type-shared-astray", _from_the_end),
    unused("type-text-inline", "type-inline", inline("1703")),
    unused(
        "type-text-inline-in-runs",
        "type-inline",
        lambda: value("<is><r><t>17</t></r><r><t>03</t></r></is>", ' t="inlineStr"'),
    ),
    unused(
        "type-text-beside-a-number",
        "type-inline",
        lambda: value("<is><t>nie wiem</t></is><v>1703</v>", ' t="inlineStr"'),
    ),
    taken(
        "type-key-inline-in-runs",
        "type-inline",
        lambda: _key_cell(
            "<is><r><t>I.1.5/</t></r><r><rPr><b/></rPr><t>godziny</t></r></is>", "inlineStr"
        ),
    ),
    taken("type-key-of-a-formula", "type-text", lambda: _key_cell("<v>I.1.5/godziny</v>", "str")),
)


# ---------------------------------------------------------------- shared texts


def _in_wording(text: str) -> bytes:
    return swapped(STRINGS, ("<t>47 rodziny, ", f"<t>47 rodziny, {text}"))


def _counts(said: str) -> bytes:
    text = text_of(STRINGS)
    start = text.index(" count=")
    return swapped(STRINGS, (text[start : text.index(">", start)], f" {said}"))


def _empty_text() -> bytes:
    return swapped(STRINGS, ("<si><t></t></si>", "<si/>"))


def _fewer_texts() -> bytes:
    text = text_of(STRINGS)
    return swapped(STRINGS, (text[text.index(KEY) - 4 : text.index("</sst>")], ""))


PHONETIC = '<rPh sb="0" eb="3"><t>II.1.1/</t></rPh><phoneticPr fontId="0"/>'

TEXTS = (
    taken("texts-count-too-few", "texts-count", lambda: _counts('count="1" uniqueCount="1"')),
    taken("texts-count-missing", "texts-count", lambda: _counts("")),
    taken("texts-with-phonetic-runs", "texts-phonetic", key(KEY + PHONETIC)),
    taken("texts-with-an-empty-one", "texts-empty", _empty_text),
    refused("texts-cut-short", "texts-missing", _fewer_texts),
    # Excel writes control signs as _x000D_; a text that looks so has its own first sign written so.
    taken("texts-escaped-line-end", "texts-escaped", strings((LABEL, LABEL[:-4] + "_x000D_</t>"))),
    taken("texts-escaped-nothing", "texts-escaped", lambda: _in_wording("_x0000__x0008__xFFFF_")),
    taken("texts-escaped-letter-in-a-key", "texts-escaped", key("<t>I.1.5_x002F_godziny</t>")),
    taken(
        "texts-escaped-space-in-a-label",
        "texts-escaped",
        strings((LABEL, LABEL.replace(" ", "_x0020_"))),
        quiet=frozenset({"row-changed"}),
    ),
    unused("texts-escaped-underscore", "texts-escaped", inline("1703_x005F_x0041_")),
    refused("texts-with-a-control-sign", "texts-control", lambda: _in_wording("\x01")),
    refused("texts-with-a-nul", "texts-control", lambda: _in_wording("\x00")),
    refused("texts-with-a-coded-nul", "texts-control", lambda: _in_wording("&#0;")),
    refused("texts-with-half-a-letter", "texts-control", lambda: _in_wording("&#xD83D;")),
)


# ---------------------------------------------------------------- letters that are not seen

LETTERS = (
    unused("letters-turned-round", "letters-direction", inline("\u202e3071\u202c")),
    unused("letters-of-no-width", "letters-no-width", inline("17\u200b03")),
    unused("letters-arabic-digits", "letters-digits", inline("١٧٠٣")),
    unused("letters-like-digits", "letters-digits", inline("l7O3")),
    taken("letters-key-with-a-fixed-space", "letters-key", key("<t>\u00a0I.1.5/godziny\u00a0</t>")),
    taken("letters-key-with-no-width", "letters-key", key("<t>I.1.5/go\u200bdziny</t>")),
    taken(
        "letters-key-with-a-foreign-letter",
        "letters-key-foreign",
        key("<t>I.1.5/gоdziny</t>"),
        figures={HOURS: None},
        rules=frozenset({"key-unknown"}),
    ),
    taken(
        "letters-label-look-alike",
        "letters-label",
        strings((LABEL, LABEL.replace("ł", "l\u0335"))),
        figures={HOURS: None, ("II.1.2", "godziny"): None},
        rules=frozenset({"row-changed"}),
    ),
)

CASES: tuple[Case, ...] = (*NUMBERS, *TYPES, *TEXTS, *LETTERS)
