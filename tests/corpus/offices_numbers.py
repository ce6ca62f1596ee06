"""What offices type where a number belongs, and how they dress it."""

import datetime

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.corpus.case import Case
from tests.corpus.offices_desk import (
    HOURS,
    PEOPLE,
    SPENDING,
    VALUES,
    done,
    figure,
    spent,
    taken,
    types,
    unused,
)

_MAY_12 = datetime.datetime(2025, 5, 12)  # noqa: DTZ001 - a cell has no zone

# No number for us, however sure a reader may feel: nothing is guessed, the unit is asked.
_NOT_NUMBERS: tuple[tuple[str, str, object, str], ...] = (
    ("number-as-text", "typed-after-an-apostrophe", "1703", ""),
    ("grouped-by-space", "grouped-by-a-space", "1 703", ""),
    ("grouped-by-space", "grouped-by-a-no-break-space", "1\u00a0703", ""),
    ("grouped-by-mark", "grouped-by-a-dot", "1.703", ""),
    ("decimal-as-text", "comma-in-a-text", "1703,5", ""),
    ("date-for-a-number", "twelve-and-a-half-became-may", _MAY_12, "d-mmm"),
    ("ratio", "twelve-of-fifteen-in-a-text", "12/15", ""),
    ("time-for-hours", "hours-typed-with-a-colon", datetime.timedelta(hours=1703), "[h]:mm"),
    ("range", "from-to", "5-10", ""),
    ("estimate-in-words", "about", "ok. 1700", ""),
    ("unit-in-the-cell", "people-with-their-word", "150 osób", ""),
    ("footnote", "asterisk", "1703*", ""),
    ("breakdown-in-the-cell", "of-which-in-brackets", "150 (w tym 20 dzieci)", ""),
    ("two-numbers", "one-above-the-other", "12\n15", ""),
    ("ditto", "as-above", "j.w.", ""),
    ("absence-in-words", "not-applicable", "nie dotyczy", ""),
    ("unfilled", "dotted-line", "………", ""),
    ("roman", "roman-numeral", "XII", ""),
    ("number-in-words", "in-words", "dwanaście", ""),
    ("leading-zeros", "zeros-in-a-text", "0012", ""),
    ("emoji", "tick", "1703 ✅", ""),
    ("percent", "percent-in-a-text", "15%", ""),
    ("negative", "brackets-in-a-text", "(5)", ""),
)

# By which rule each is asked about; the rest is words.
_ASKED_AS = {
    "typed-after-an-apostrophe": "value-as-text",
    "grouped-by-a-space": "value-as-text",
    "grouped-by-a-no-break-space": "value-as-text",
    "grouped-by-a-dot": "value-ambiguous",
    "comma-in-a-text": "value-as-text",
    "twelve-and-a-half-became-may": "value-date",
    "twelve-of-fifteen-in-a-text": "value-of-value",
    "from-to": "value-range",
    "about": "value-qualified",
    "people-with-their-word": "value-with-words",
    "asterisk": "value-with-words",
    "of-which-in-brackets": "value-several",
    "one-above-the-other": "value-several",
    "not-applicable": "value-sign",
    "zeros-in-a-text": "value-as-text",
    "tick": "value-with-words",
    "percent-in-a-text": "value-percent",
    "hours-typed-with-a-colon": "value-several",
    "brackets-in-a-text": "value-several",
}

# What everybody sees is another number than the one that is stored, or none.
_MASKED: tuple[tuple[str, str, float, str], ...] = (
    ("percent", "fifteen-percent", 0.15, "0%"),
    ("percent", "percent-sign-by-format", 15, '0"%"'),
    ("rounded-by-format", "rounded-to-whole", 1703.4, "0"),
    ("scaled-by-format", "thousands-cut-off", 1703000, "#,##0,"),
    ("scaled-by-format", "thousands-in-words", 1.703, '0.000" tys."'),
    ("estimate-by-format", "about-by-format", 1703, '"ok. "0'),
    ("hidden-by-format", "empty-format", 1703, ";;;"),
    ("hidden-by-format", "zero-hidden", 0, "0;-0;;@"),
    ("too-large", "card-number", 1234567890123456, ""),
    ("too-large", "regon-shown-as-a-power", 12345678901234, ""),
    ("too-small", "remainder-of-a-subtraction", 3.5527136788005e-15, ""),
    ("too-long", "third-part", 1703.3333333333333, ""),
)

# What is seen is what is stored.
_NUMBERS: tuple[tuple[str, str, float, str, str], ...] = (
    ("dressed-number", "people-by-format", 1703, '0" osób"', "1703"),
)

# So, too; but nobody planned 1 700 hours to give none.
_FAR_FROM_PLAN: tuple[tuple[str, str, float, str], ...] = (
    ("zero", "zero", 0, "0"),
    ("float-dust", "three-tenths", 0.1 + 0.2, "0.3"),
)

_SIGNS: tuple[tuple[str, str, str, str | None], ...] = (
    ("not-applicable", "letter-x-with-spaces", " X ", None),
    ("did-not-occur", "hyphen", "-", "0"),
    ("no-data", "dot", ".", None),
)

_AMOUNTS: tuple[tuple[str, str, object, str, str], ...] = (
    ("amount-as-text", "amount-with-zlote", "3 934 985,31 zł", "", "value-as-text"),
    ("amount-in-words", "out-of-salaries", "w ramach etatów", "", "value-not-number"),
    ("amount-in-signs", "x-for-an-amount", "x", "", "spending-sign"),
    (
        "scaled-by-format",
        "amount-in-thousands-by-format",
        318.66,
        '#,##0.00" tys. zł"',
        "value-masked",
    ),
)

_TEXTS = ("10801", "47", "1703", "888", "4877,29", "22190,05", "26")
_ACCOUNTING = '_-* #,##0.00\\ "zł"_-;\\-* #,##0.00\\ "zł"_-;_-* "-"??\\ "zł"_-;_-@_-'


def _superscript() -> CellRichText:
    return CellRichText("1703", TextBlock(InlineFont(vertAlign="superscript"), "1"))


def _corrected() -> CellRichText:
    return CellRichText(TextBlock(InlineFont(strike=True), "1703"), "1730")


CASES: tuple[Case, ...] = (
    *(
        taken(
            f"value-{name}",
            mechanism,
            done(types(HOURS, value, look=look)),
            unused(HOURS),
            [_ASKED_AS.get(name, "value-not-number")],
        )
        for mechanism, name, value, look in _NOT_NUMBERS
    ),
    *(
        taken(
            f"value-{name}",
            mechanism,
            done(types(HOURS, number, look=look)),
            unused(HOURS),
            ["value-masked"],
        )
        for mechanism, name, number, look in _MASKED
    ),
    *(
        taken(
            f"value-{name}",
            mechanism,
            done(types(HOURS, number, look=look)),
            {figure(HOURS): used},
        )
        for mechanism, name, number, look, used in _NUMBERS
    ),
    *(
        taken(
            f"value-{name}",
            mechanism,
            done(types(HOURS, number)),
            {figure(HOURS): used},
            ["plan-far"],
        )
        for mechanism, name, number, used in _FAR_FROM_PLAN
    ),
    *(
        taken(f"value-{name}", mechanism, done(types(HOURS, sign)), {figure(HOURS): used})
        for mechanism, name, sign, used in _SIGNS
    ),
    *(
        taken(
            name,
            mechanism,
            done(types("I.1.5", value, SPENDING, look)),
            {spent("I.1.5"): None},
            [rule],
        )
        for mechanism, name, value, look, rule in _AMOUNTS
    ),
    taken(
        "amount-in-the-accounting-format",
        "dressed-number",
        done(types("I.1.5", 3934985.31, SPENDING, _ACCOUNTING)),
        {spent("I.1.5"): "3934985.31"},
    ),
    taken(
        "zero-amount-shown-as-a-dash",
        "dressed-number",
        done(types("I.1.5", 0, SPENDING, _ACCOUNTING)),
        {spent("I.1.5"): "0"},
    ),
    taken(
        "amount-missing",
        "empty",
        done(types("I.1.5", None, SPENDING)),
        {spent("I.1.5"): None},
        ["spending-missing"],
    ),
    taken(
        "amount-in-two-rows",
        "amount-by-the-indicator",
        done(types("I.1.5", 318000, SPENDING), types(HOURS, 660, SPENDING)),
        {spent("I.1.5"): "318000", ("I.1.5", "spending2"): "660"},
    ),
    taken("value-empty", "empty", done(types(HOURS, None)), unused(HOURS), ["value-missing"]),
    taken(
        "value-of-spaces", "empty", done(types(HOURS, " \u00a0 ")), unused(HOURS), ["value-missing"]
    ),
    taken(
        "value-minus-five",
        "negative",
        done(types(HOURS, -5)),
        {figure(HOURS): "-5"},
        ["value-negative"],
    ),
    taken(
        "value-minus-five-in-brackets",
        "negative",
        done(types(HOURS, -5, look="#,##0_);(#,##0)")),
        # The accountants' minus is no sign that everybody reads so.
        unused(HOURS),
        ["value-masked"],
    ),
    taken(
        "value-half-a-person",
        "fraction-of-a-person",
        done(types(PEOPLE, 888.5)),
        {figure(PEOPLE): "888.5"},
        ["value-fraction"],
    ),
    taken(
        "value-with-a-zero-width-space",
        "unseen-sign",
        done(types(HOURS, "17\u200b03")),
        unused(HOURS),
        ["value-as-text", "text-unseen"],
    ),
    taken(
        "value-with-a-superscript-note",
        "footnote",
        done(types(HOURS, _superscript())),
        unused(HOURS),
        ["value-as-text"],
    ),
    taken(
        "value-corrected-within-the-cell",
        "struck-through",
        done(types(HOURS, _corrected())),
        unused(HOURS),
        ["value-struck"],
    ),
    taken(
        "all-values-pasted-as-text",
        "number-as-text",
        done(*(types(key, text) for key, text in zip(VALUES, _TEXTS, strict=True))),
        unused(*VALUES),
        # The units' own words say 47 families, 4 877,29 and 22 190,05 hours: nothing typed agrees.
        ["value-as-text", "wording-number"],
    ),
)
