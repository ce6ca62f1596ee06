"""Formulas where numbers belong: what can be computed again is taken, the rest is asked."""

from openpyxl.workbook.workbook import Workbook

from tests.corpus.base import clean
from tests.corpus.case import Case
from tests.corpus.offices_desk import (
    FAMILIES,
    HOURS,
    SERVICES,
    WORDING,
    Data,
    done,
    figure,
    in_book,
    stored,
    taken,
    types,
    unused,
)
from tests.edges.office import changed, packed, parts

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _with_calculations(book: Workbook) -> None:
    book.create_sheet("Obliczenia")["B2"].value = 1703


def _linked() -> bytes:
    """Return the form with a link to another workbook, as Excel keeps it."""
    link = (
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<externalBook xmlns:r="{_RELATIONS}" r:id="rId1"><sheetNames><sheetName val="Dane"/>'
        '</sheetNames><sheetDataSet><sheetData sheetId="0"><row r="4"><cell r="B4"><v>1703</v>'
        "</cell></row></sheetData></sheetDataSet></externalBook></externalLink>"
    )
    target = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/externalLinkPath" '
        'Target="file:///C:\\Raporty\\dane.xlsx" TargetMode="External"/></Relationships>'
    )
    new = {
        "xl/externalLinks/externalLink1.xml": link.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": target.encode(),
    }
    book = packed(parts(clean()) | new)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    for name, before, more in (
        (
            "[Content_Types].xml",
            "</Types>",
            f'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="{kind}"/>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{_RELATIONS}/externalLink" '
            'Target="externalLinks/externalLink1.xml"/>',
        ),
        (
            "xl/workbook.xml",
            "<definedNames>",
            '<externalReferences><externalReference r:id="rId99"/></externalReferences>',
        ),
    ):
        text = more + before
        book = changed(book, name, before, text)
    return book


def _formula(text: str, shown: str, kind: str = "", base: Data = clean) -> Data:
    return stored(HOURS, kind, f"<f>{text}</f><v>{shown}</v>", base=base)


def _shared() -> Data:
    """Return the form with one formula for two cells, as after dragging: D11-3 and D17-3."""
    master = stored(SERVICES, "", '<f t="shared" ref="E11:E17" si="0">D11-3</f><v>10897</v>')
    return stored(FAMILIES, "", '<f t="shared" si="0"/><v>47</v>', base=master)


_COMPUTED: tuple[tuple[str, str, Data, str], ...] = (
    ("sum-of-numbers", "formula-of-numbers", _formula("1700+3", "1703"), "1703"),
    ("sum-of-cells", "formula-of-cells", _formula("SUM(E17:E18,D17)-1", "96"), "96"),
)

_STALE: tuple[tuple[str, str, Data], ...] = (
    ("old-result", "result-out-of-date", _formula("1700+3", "1717")),
    (
        "from-another-file",
        "formula-of-another-file",
        _formula("[1]Dane!$B$4", "1703", base=_linked),
    ),
    # A sign counts as a number does; this one was true when Excel last computed it.
    ("with-a-sign", "formula-with-text", _formula('IF(D23&gt;0,"–","x")', "–", 't="str"')),
    ("rounding", "formula-with-functions", _formula("ROUND(1703.4,0)", "1703")),
    ("to-itself", "circular-formula", _formula("E23+1", "0")),
    (
        "of-an-array",
        "array-formula",
        stored(HOURS, "", '<f t="array" ref="E23">SUM(E17:E18*1)</f><v>47</v>'),
    ),
)

_NO_NUMBER: tuple[tuple[str, str, Data, str], ...] = (
    (
        "never-computed",
        "formula-without-result",
        stored(HOURS, "", "<f>1700+3</f>"),
        "value-uncounted-formula",
    ),
    (
        "with-a-text",
        "formula-with-text",
        _formula('"ok. "&amp;1703', "ok. 1703", 't="str"'),
        "value-stale",
    ),
    (
        "shown-and-not-computed",
        "formula-as-text",
        done(types(HOURS, "=1700+3", look="@")),
        "value-several",
    ),
    ("reference-lost", "error-value", _formula("#REF!+1", "#REF!", 't="e"'), "value-error"),
)

CASES: tuple[Case, ...] = (
    *(
        taken(
            f"formula-{name}",
            mechanism,
            data,
            {figure(HOURS): number},
            # 96 hours where the plan has many more.
            ["plan-far"] if name == "sum-of-cells" else [],
        )
        for name, mechanism, data, number in _COMPUTED
    ),
    *(
        taken(f"formula-{name}", mechanism, data, unused(HOURS), ["value-stale"])
        for name, mechanism, data in _STALE
    ),
    *(
        taken(f"formula-{name}", mechanism, data, unused(HOURS), [rule])
        for name, mechanism, data, rule in _NO_NUMBER
    ),
    taken(
        "formula-from-another-sheet",
        "formula-of-another-sheet",
        _formula("Obliczenia!B2", "1703", base=in_book(_with_calculations)),
        unused(HOURS),
        ["value-stale", "sheets-unread"],
    ),
    taken(
        "formula-dragged-over-rows",
        "shared-formula",
        _shared(),
        {figure(SERVICES): "10897"},
    ),
    taken(
        "formula-with-a-total-in-the-action-row",
        "value-in-the-action-row",
        stored("I.1.5", "", "<f>SUM(E23:E26)</f><v>1703</v>"),
        rules=["answer-misplaced"],
    ),
    taken(
        "formula-of-a-link-in-the-wording",
        "formula-in-the-wording",
        stored(
            "I.1.5",
            't="str"',
            '<f>HYPERLINK("https://mops.krakow.pl","Usługi na stronie")</f>'
            "<v>Usługi na stronie</v>",
            WORDING,
        ),
        rules=["text-unreadable"],
    ),
    # "-zajęcia" is a formula to Excel: what is printed would be "#NAME?".
    taken(
        "formula-error-in-the-wording",
        "formula-in-the-wording",
        stored("I.1.5", 't="e"', "<f>-zajęcia</f><v>#NAME?</v>", WORDING),
        rules=["text-unreadable"],
    ),
    taken(
        "formula-never-computed-in-the-wording",
        "formula-in-the-wording",
        stored("I.1.5", "", '<f>"Usługi dla "&amp;"rodzin"</f>', WORDING),
        rules=["text-unreadable"],
    ),
)
