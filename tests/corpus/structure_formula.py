"""Formulas whose results lie, are missing, or belong to another cell."""

from tests.corpus.case import Case
from tests.corpus.structure_parts import (
    BOOK,
    HOURS,
    SHEET,
    VALUE,
    Data,
    added,
    as_issued,
    refused,
    swap,
    swapped,
    taken,
    text_of,
    unused,
    used,
    value,
)

STALE = "value-stale"
FAMILIES = as_issued("E17")
PLANNED = as_issued("D23")
DEEP = 3000


def formula(text: str, stored: str = "<v>1703</v>", attributes: str = "", kind: str = "") -> Data:
    """Return a builder of the form with a formula in the hours' cell and its stored result."""
    return lambda: value(f"<f{attributes}>{text}</f>{stored}", kind)


def shared(stored: str) -> bytes:
    """Return the form with a formula that two cells share, each with its stored result."""
    master = FAMILIES.replace("<v>47", '<f t="shared" ref="E17:E23" si="0">D17*1</f><v>50')
    follower = VALUE.replace("<v>1703", f'<f t="shared" si="0"/><v>{stored}')
    return swapped(SHEET, (FAMILIES, master), (VALUE, follower))


def spilling(attributes: str, text: str = "{1800,1703}") -> bytes:
    """Return the form in which a formula of the cell before gives the hours, too."""
    master = PLANNED.replace("<v>", f"<f {attributes}>{text}</f><v>")
    return swapped(SHEET, (PLANNED, master), (VALUE, VALUE.replace("1703", "9999")))


RECOMPUTED = (
    used("formula-of-a-sum", "formula-right", formula("700+1003"), "1703"),
    used("formula-of-cells", "formula-right", formula("SUM(D23,-100)+3"), "1703"),
    used("formula-of-a-range", "formula-right", formula("SUM(D21:D23)-97"), "1703"),
    # Excel shows 1703, and no more than nine threes after the comma.
    used("formula-of-thirds", "formula-fractions", formula("1703/3*3"), "1703"),
    unused(
        "formula-of-a-third",
        "formula-fractions",
        formula("10/3", "<v>3.3333333333333335</v>"),
        "value-masked",
    ),
    used(
        "formula-alone-in-its-array",
        "formula-array",
        formula("700+1003", attributes=' t="array" ref="E23"'),
        "1703",
    ),
    taken(
        "formula-shared",
        "formula-shared",
        lambda: shared("1800"),
        figures={HOURS: "1800", ("I.1.4", "rodziny"): "50"},
    ),
)

LYING = (
    unused("formula-with-another-result", "formula-lies", formula("700+1004"), STALE),
    unused(
        "formula-with-another-result-by-hand",
        "formula-lies",
        lambda: added(
            {
                SHEET: swap(text_of(SHEET), (VALUE, VALUE.replace("<v>", "<f>700+1004</f><v>"))),
                BOOK: swap(text_of(BOOK), (' fullCalcOnLoad="1"', ' calcMode="manual"')),
            }
        ),
        STALE,
    ),
    taken(
        "formula-shared-with-another-result",
        "formula-shared",
        lambda: shared("1703"),
        figures={HOURS: None, ("I.1.4", "rodziny"): "50"},
        rules=frozenset({STALE}),
    ),
    unused(
        "formula-shared-by-nobody",
        "formula-shared",
        formula("", attributes=' t="shared" si="7"'),
        STALE,
    ),
    unused("formula-empty", "formula-empty", formula(""), STALE),
    unused("formula-without-a-result", "formula-no-result", formula("700+1003", "")),
    unused(
        "formula-with-an-error",
        "formula-no-number",
        formula("1/0", "<v>#DIV/0!</v>", kind=' t="e"'),
    ),
    unused(
        "formula-giving-a-text",
        "formula-no-number",
        formula('TEXT(1703,"0")', kind=' t="str"'),
    ),
    unused("formula-with-a-truth", "formula-no-number", formula("1=1", "<v>1</v>", kind=' t="b"')),
    unused("formula-of-the-day", "formula-volatile", formula("TODAY()-43917"), STALE),
    unused("formula-of-another-file", "formula-outside", formula("[1]Arkusz1!A1"), STALE),
    unused("formula-of-a-program", "formula-outside", formula("cmd|'/c calc'!A0"), STALE),
    unused("formula-of-another-sheet", "formula-outside", formula("Metryczka!C8+1702"), STALE),
    unused("formula-of-itself", "formula-circle", formula("E23"), STALE),
    unused("formula-divided-by-nothing", "formula-lies", formula("1703/D21"), STALE),
)

ASTRAY = (
    unused("formula-of-row-nought", "formula-astray", formula("E0+1703"), STALE),
    unused("formula-of-no-row", "formula-astray", formula("E1048577+1703"), STALE),
    unused("formula-of-no-column", "formula-astray", formula("ZZZ1+1703"), STALE),
    unused("formula-of-a-range-beyond", "formula-astray", formula("SUM(E9:E1048577)"), STALE),
    unused("formula-of-a-range-backwards", "formula-astray", formula("SUM(E24:E17)+1703"), STALE),
    unused("formula-in-wide-digits", "formula-astray", formula("１７０３"), STALE),
    unused("formula-deep", "formula-endless", formula("(" * DEEP + "1703" + ")" * DEEP), STALE),
    unused("formula-of-huge-powers", "formula-endless", formula("9E999999*9E999999"), STALE),
    used("formula-long", "formula-endless", formula("1703" + "+0" * 4000), "1703"),
    unused(
        "formula-of-many-ranges",
        "formula-endless",
        formula("1703+SUM(" + ",".join(["A60:K510"] * 60) + ")-1"),
        STALE,
    ),
)

# What stands in a cell that another cell's formula fills is a stored result like any other.
SPILLING = (
    unused(
        "formula-spilling-over-the-value",
        "formula-spills",
        lambda: spilling('t="array" ref="D23:E23"'),
        STALE,
    ),
    unused(
        "formula-of-a-data-table",
        "formula-data-table",
        formula("", attributes=' t="dataTable" ref="E23:E24" dt2D="0" dtr="0" r1="D23"'),
        STALE,
    ),
    unused(
        "formula-of-a-data-table-over-the-value",
        "formula-data-table",
        lambda: spilling('t="dataTable" ref="D23:E23" dt2D="0" dtr="1" r1="D17"', ""),
        STALE,
    ),
    refused(
        "formula-twice",
        "formula-twice",
        lambda: value("<f>700+1003</f><f>9+9</f><v>1703</v>"),
    ),
)

CASES: tuple[Case, ...] = (*RECOMPUTED, *LYING, *ASTRAY, *SPILLING)
