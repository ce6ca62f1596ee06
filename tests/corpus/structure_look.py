"""How a number is shown: formats, styles and conditional formats that show another one, or none."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from tests.corpus.case import Case
from tests.corpus.structure_parts import (
    CELL_FORMATS,
    HOURS,
    NUMBERS,
    SHEET,
    STYLES,
    VALUE,
    VALUE_STYLE,
    Data,
    added,
    cell,
    more_formats,
    refused,
    swap,
    taken,
    text_of,
    unused,
    used,
)

CONDITIONAL = re.compile("<conditionalFormatting.*</conditionalFormatting>")
# The look of the form's whole numbers, and its place among the conditional formats' looks.
FORM_FORMAT = re.findall(r"<dxf><numFmt [^>]*/></dxf>", text_of(STYLES))[0]
FORM_LOOK = re.findall("<dxf>.*?</dxf>", text_of(STYLES)).index(FORM_FORMAT)
VALUES = re.findall(r'<conditionalFormatting sqref="(E[^"]*)"', text_of(SHEET))[0]
# A number format that the form does not have.
NEW_FORMAT = 199
STYLE = 'numFmtId="{number}" fontId="{font}" fillId="0" borderId="1" xfId="0" applyNumberFormat="1"'
COUNTED_WHOLE = ("uslugi", "rodziny", "uczestnicy", "placowki")
WHOLE = {place: None for place in NUMBERS if place == HOURS or place[1] in COUNTED_WHOLE}
MASKED = frozenset({"value-masked"})


def plain_sheet() -> str:
    """Return the report sheet without the form's own conditional format: it wins over a cell's."""
    return CONDITIONAL.sub("", text_of(SHEET))


def styled(attributes: str, number: str = "1703", inner: str = "", styles: str = "") -> bytes:
    """Return the form whose hours' cell has a style of its own."""
    made = f"<xf {attributes}>{inner}</xf></cellXfs>"
    part = swap(styles or text_of(STYLES), more_formats(), ("</cellXfs>", made))
    changed = VALUE.replace(VALUE_STYLE, f' s="{CELL_FORMATS}"').replace("1703", number)
    return added({STYLES: part, SHEET: swap(plain_sheet(), (VALUE, changed))})


def shown_as(code: str, number: str = "1703") -> Data:
    """Return a builder of the form whose hours' cell has a number format."""
    made = f'<numFmt numFmtId="{NEW_FORMAT}" formatCode={quoteattr(code)}/></numFmts>'

    def build() -> bytes:
        styles = swap(text_of(STYLES), ("</numFmts>", made))
        return styled(STYLE.format(number=NEW_FORMAT, font=0), number, styles=styles)

    return build


def built_in(number: int, attributes: str = "") -> Data:
    """Return a builder of the form whose hours' cell has a format by its number alone."""
    return lambda: styled(STYLE.format(number=number, font=0) + attributes)


def conditional(rule: str, look: str = "", extra: str = "") -> Data:
    """Return a builder of the form with one more conditional format on the values."""
    made = f'<conditionalFormatting sqref="{VALUES}">{rule}</conditionalFormatting>{extra}'

    def build() -> bytes:
        sheet = swap(plain_sheet(), ("<dataValidations ", f"{made}<dataValidations "))
        styles = swap(text_of(STYLES), (FORM_FORMAT, look or FORM_FORMAT))
        return added({SHEET: sheet, STYLES: styles})

    return build


# A person reads the same number in these.
SAME: Mapping[str, tuple[str, str]] = {
    "general-and-general": ("General;General", "1703"),
    "general-with-a-unit": ('General" godz."', "1703"),
    "with-a-unit": ('#,##0" godz."', "1703"),
    "red-below-nothing": ("0;[Red]-0", "1703"),
    "with-zeros-before": ("000000", "1703"),
    "of-money": ('#,##0.00\\ "zł"', "1703"),
    "of-accounting": ('_-* #,##0.00\\ _z_ł_-;\\-* #,##0.00\\ _z_ł_-;_-* "-"??\\ _z_ł_-', "1703"),
    "polish-locale": ("[$-415]#,##0", "1703"),
    "above-a-limit": ('[>100]0;"mało"', "1703"),
}
# In these a person reads another number, or none.
OTHER: Mapping[str, tuple[str, str]] = {
    "of-nothing": (";;;", "1703"),
    "of-a-literal": ('"150"', "1703"),
    "of-a-literal-beside": ('0"0"', "1703"),
    "of-an-escaped-digit": ("0\\0", "1703"),
    "of-an-escaped-digit-before": ("\\10", "1703"),
    "filled-with-digits": ("0*9", "1703"),
    "of-a-currency-of-digits": ("[$1]0", "1703"),
    "with-a-minus": ("-0", "1703"),
    "with-a-minus-inside": ("0-0", "1703"),
    "in-millions": ("0,,", "1703"),
    "in-percent": ("0%", "1703"),
    "in-parts": ("?/?", "0.3"),
    "in-powers": ("0.0E+00", "1703"),
    "rounded": ("0", "1703.6"),
    "rounded-in-a-condition": ("[>100]0;0.0", "1703.6"),
    "of-words-for-much": ('[>100]"dużo";0', "1703"),
    "of-words-for-little": ('[>2000]0;"mało"', "1703"),
    "of-another-in-a-condition": ("[<100]0;[>=100]0,;0", "1703"),
    "of-nothing-for-zero": ("0;-0;;@", "0"),
    "without-its-sign": ("0;0", "-1703"),
}
# What a date or a time is, is not counted.
TIMES = {
    "of-a-date": "dd\\.mm\\.yyyy",
    "of-hours": "[h]:mm",
}

FORMATS = (
    *(used(f"format-{what}", "format-same", shown_as(*one), one[1]) for what, one in SAME.items()),
    *(
        unused(f"format-{what}", f"format-{what}", shown_as(*one), "value-masked")
        for what, one in OTHER.items()
    ),
    *(unused(f"format-{what}", "format-of-time", shown_as(code)) for what, code in TIMES.items()),
    used("format-built-in", "format-by-number", built_in(3), "1703"),
    unused("format-built-in-of-a-date", "format-by-number", built_in(14)),
    refused("format-of-no-definition", "format-by-number", built_in(NEW_FORMAT)),
    unused(
        "format-built-in-redefined",
        "format-by-number",
        lambda: styled(
            STYLE.format(number=1, font=0),
            styles=swap(
                text_of(STYLES), ("</numFmts>", '<numFmt numFmtId="1" formatCode=";;;"/></numFmts>')
            ),
        ),
        "value-masked",
    ),
    refused(
        "style-of-no-number", "style-broken", lambda: cell(VALUE.replace(VALUE_STYLE, ' s="999"'))
    ),
    refused(
        "style-below-nothing", "style-broken", lambda: cell(VALUE.replace(VALUE_STYLE, ' s="-1"'))
    ),
    refused(
        "style-in-words", "style-broken", lambda: cell(VALUE.replace(VALUE_STYLE, ' s="biały"'))
    ),
    taken("style-not-said", "style-not-said", lambda: cell(VALUE.replace(VALUE_STYLE, ""))),
)

# The number of the form's white font; how many fonts and fills it has.
WHITE = next(
    number
    for number, font in enumerate(re.findall("<font>.*?</font>", text_of(STYLES)))
    if '<color rgb="FFFFFFFF"/>' in font
)
FONTS, FILLS = (
    int(re.findall(rf'<{what} count="(\d+)"', text_of(STYLES))[0]) for what in ("fonts", "fills")
)
BLACK = '<font><sz val="11"/><color rgb="FF000000"/><name val="Calibri"/></font></fonts>'
BLACK_PAPER = (
    '<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/><bgColor indexed="64"/>'
    "</patternFill></fill></fills>"
)


def black_on_black() -> bytes:
    """Return the form whose hours' cell has the colour of its number."""
    styles = swap(text_of(STYLES), ("</fonts>", BLACK), ("</fills>", BLACK_PAPER))
    return styled(
        STYLE.format(number=0, font=FONTS).replace('fillId="0"', f'fillId="{FILLS}"'), styles=styles
    )


GRADIENT = (
    '<fill><gradientFill degree="90"><stop position="0"><color rgb="FF1F3864"/></stop>'
    '<stop position="1"><color rgb="FF000000"/></stop></gradientFill></fill></fills>'
)


def white_on_a_gradient() -> bytes:
    """Return the form whose hours stand in white on a darkening blue."""
    styles = swap(text_of(STYLES), ("</fills>", GRADIENT))
    return styled(
        STYLE.format(number=0, font=WHITE).replace('fillId="0"', f'fillId="{FILLS}"'), styles=styles
    )


STYLED = (
    used("style-white-on-a-gradient", "style-colour", white_on_a_gradient, "1703"),
    refused(
        "style-with-no-font",
        "style-broken",
        lambda: styled(STYLE.format(number=0, font=99)),
    ),
    unused(
        "style-white-on-white",
        "style-colour",
        lambda: styled(STYLE.format(number=0, font=WHITE), inner='<alignment horizontal="right"/>'),
        "value-hidden",
    ),
    unused("style-black-on-black", "style-colour", black_on_black, "value-hidden"),
    used(
        "style-hidden-formulas",
        "style-protection",
        lambda: styled(STYLE.format(number=0, font=0), inner='<protection hidden="1"/>'),
        "1703",
    ),
    # Excel repeats what stands in such a cell as often as it fits: 170317031703.
    unused(
        "style-repeated-over-the-cell",
        "style-fill",
        lambda: styled(STYLE.format(number=0, font=0), inner='<alignment horizontal="fill"/>'),
        "value-masked",
    ),
)

ABOVE_1000 = (
    f'<cfRule type="cellIs" dxfId="{FORM_LOOK}" priority="1" operator="greaterThan">'
    "<formula>1000</formula></cfRule>"
)
ALWAYS = (
    f'<cfRule type="expression" dxfId="{FORM_LOOK}" priority="1"><formula>TRUE</formula></cfRule>'
)
ICONS = (
    '<cfRule type="iconSet" priority="1"><iconSet iconSet="3Arrows" showValue="{}"><cfvo '
    'type="percent" val="0"/><cfvo type="percent" val="33"/><cfvo type="percent" val="67"/>'
    "</iconSet></cfRule>"
)
BAR = (
    '<cfRule type="dataBar" priority="1"><dataBar showValue="0"><cfvo type="min"/><cfvo '
    'type="max"/><color rgb="FF638EC6"/></dataBar></cfRule>'
)
ALL = WHOLE | {("II.1.1", "godziny"): None, ("II.1.2", "godziny"): None}


def number_look(code: str) -> str:
    """Return the look of a conditional format that shows numbers otherwise."""
    return f'<dxf><numFmt numFmtId="{NEW_FORMAT}" formatCode={quoteattr(code)}/></dxf>'


CONDITIONS = (
    taken(
        "condition-that-hides-whole-numbers",
        "condition-format",
        lambda: added({STYLES: swap(text_of(STYLES), (FORM_FORMAT, number_look(";;;")))}),
        figures=WHOLE,
        rules=MASKED,
    ),
    taken(
        "condition-that-shows-another-number",
        "condition-format",
        conditional(ALWAYS, number_look('"150"')),
        figures=ALL,
        rules=MASKED,
    ),
    taken(
        "condition-that-hides-large-numbers",
        "condition-format",
        conditional(ABOVE_1000, number_look(";;;")),
        figures={
            HOURS: None,
            ("I.1.1", "uslugi"): None,
            ("II.1.1", "godziny"): None,
            ("II.1.2", "godziny"): None,
        },
        rules=MASKED,
    ),
    taken(
        "condition-that-shows-icons-only",
        "condition-icons",
        conditional(ICONS.format(0)),
        figures=ALL,
        rules=MASKED,
    ),
    taken("condition-that-adds-icons", "condition-icons", conditional(ICONS.format(1))),
    taken(
        "condition-that-shows-bars-only",
        "condition-bars",
        conditional(BAR),
        figures=ALL,
        rules=MASKED,
    ),
    taken(
        "condition-that-colours",
        "condition-colour",
        conditional(ALWAYS, '<dxf><font><b/><color rgb="FFFF0000"/></font></dxf>'),
    ),
    taken(
        "condition-that-whitens",
        "condition-colour",
        conditional(ALWAYS, '<dxf><font><color rgb="FFFFFFFF"/></font></dxf>'),
        figures=ALL,
        rules=frozenset({"value-hidden"}),
    ),
    taken("condition-lost", "condition-lost", lambda: added({SHEET: plain_sheet()})),
)

CASES: tuple[Case, ...] = (*FORMATS, *STYLED, *CONDITIONS)
