"""The parts as XML: encodings, entities, prefixes, comments, alternatives, and what nests."""

import re

from tests.corpus.base import clean
from tests.corpus.case import Case
from tests.corpus.structure_parts import (
    BOOK,
    META,
    RELATIONS,
    ROOT_TYPES,
    SHEET,
    STRINGS,
    VALUE,
    added,
    as_issued,
    cell,
    in_row,
    refused,
    row,
    swap,
    swapped,
    taken,
    text_of,
    used,
    value,
)
from tests.edges.office import packed, parts

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NOBODYS = "http://example.org/nobodys"
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def encoded(name: str, codec: str, declared: str) -> bytes:
    """Return the form with one part in another encoding, and what it declares."""
    text = swap(text_of(name), (DECLARATION, f'<?xml version="1.0" encoding="{declared}"?>'))
    return added({name: text.encode(codec, "xmlcharrefreplace")})


def declaring(name: str, declared: str) -> bytes:
    """Return the form with one part in UTF-8 that declares to be something else."""
    return encoded(name, "utf-8", declared)


def with_doctype(doctype: str, content: str = "1703", name: str = SHEET) -> bytes:
    """Return the form with a document type in a part, and something in the hours' cell."""
    part = swap(text_of(name), (DECLARATION, DECLARATION + doctype))
    sheet = part if name == SHEET else text_of(SHEET)
    return added({name: part, SHEET: swap(sheet, ("<v>1703</v>", f"<v>{content}</v>"))})


def disguised() -> bytes:
    """Return the form with a document type written in UTF-7, where no "<" stands."""
    hidden = "+ADwAIQ-DOCTYPE x +AFsAPAAh-ENTITY y +ACI-1704+ACIAPgBdAD4-"
    text = swap(
        text_of(SHEET),
        (DECLARATION, f'<?xml version="1.0" encoding="UTF-7"?>{hidden}'),
        ("<v>1703</v>", "<v>&y;</v>"),
    )
    return added({SHEET: text})


def _all_ascii() -> bytes:
    text = text_of(SHEET).encode("ascii", "xmlcharrefreplace").decode()
    return added({SHEET: swap(text, ('encoding="UTF-8"', 'encoding="US-ASCII"'))})


ENCODINGS = (
    taken("xml-mark-of-utf-8", "xml-utf-8", lambda: added({SHEET: "\ufeff" + text_of(SHEET)})),
    taken("xml-ascii-declared", "xml-utf-8", _all_ascii),
    refused("xml-utf-16", "xml-encoding", lambda: encoded(SHEET, "utf-16", "UTF-16")),
    refused(
        "xml-utf-16-without-mark", "xml-encoding", lambda: encoded(SHEET, "utf-16-le", "UTF-16")
    ),
    refused("xml-utf-32", "xml-encoding", lambda: encoded(STRINGS, "utf-32", "UTF-32")),
    refused("xml-windows-1250", "xml-encoding", lambda: encoded(STRINGS, "cp1250", "windows-1250")),
    refused(
        "xml-latin-2-undeclared", "xml-encoding", lambda: encoded(STRINGS, "iso8859-2", "UTF-8")
    ),
    refused("xml-ebcdic", "xml-encoding", lambda: encoded(META, "cp037", "IBM037")),
    # Read as it says, "Wykonanie w 2024 roku" stays what it is and "Dokładność" does not.
    refused(
        "xml-latin-2-declared-falsely", "xml-declared", lambda: declaring(STRINGS, "ISO-8859-2")
    ),
    refused("xml-unknown-encoding", "xml-declared", lambda: declaring(SHEET, "x-none")),
    refused("xml-utf-7", "xml-declared", lambda: declaring(SHEET, "UTF-7")),
    refused("xml-entity-in-utf-7", "xml-declared", disguised),
    refused(
        "xml-version-1-1",
        "xml-declared",
        lambda: swapped(
            SHEET, ('version="1.0" encoding="UTF-8"', 'version="9.9" encoding="UTF-8"')
        ),
    ),
)


def elsewhere(name: str, place: str, part: str, relation: str) -> bytes:
    """Return the form with one part under a name that does not end as those of XML do."""
    contents = {there: content for there, content in parts(clean()).items() if there != name}
    types = swap(text_of(ROOT_TYPES), (f"/{name}", f"/{place}"))
    related = swap(text_of(RELATIONS), (relation, place.removeprefix("xl/")))
    changed = {place: part, ROOT_TYPES: types, RELATIONS: related}
    return packed(contents | {there: text.encode() for there, text in changed.items()})


def entity_elsewhere() -> bytes:
    """Return the form whose report sheet has an entity in the key of the hours."""
    key = as_issued("A23")
    made = '<c r="A23" s="1" t="inlineStr"><is><t>I.1.5/&k;</t></is></c>'
    doctype = '<!DOCTYPE worksheet [<!ENTITY k "godziny">]>'
    text = swap(text_of(SHEET), (DECLARATION, DECLARATION + doctype), (key, made))
    return elsewhere(SHEET, "xl/worksheets/sheet3.dat", text, "worksheets/sheet3.xml")


def laughs_elsewhere() -> bytes:
    """Return the form whose texts hold a billion laughs."""
    doctype = f'<!DOCTYPE sst [<!ENTITY a0 "9">{LAUGHS}]>'
    text = swap(
        text_of(STRINGS), (DECLARATION, DECLARATION + doctype), ("<t>Klucz</t>", "<t>Klucz&a9;</t>")
    )
    return elsewhere(STRINGS, "xl/texts.dat", text, "sharedStrings.xml")


ENTITIES = (
    refused("xml-doctype", "xml-doctype", lambda: with_doctype("<!DOCTYPE worksheet>")),
    refused(
        "xml-entity",
        "xml-entity",
        lambda: with_doctype('<!DOCTYPE w [<!ENTITY n "1704">]>', "&n;"),
    ),
    refused(
        "xml-a-billion-laughs",
        "xml-entity",
        lambda: with_doctype(f'<!DOCTYPE w [<!ENTITY a0 "9">{LAUGHS}]>', "&a9;"),
    ),
    refused(
        "xml-a-billion-laughs-in-the-texts",
        "xml-entity",
        lambda: with_doctype(f'<!DOCTYPE w [<!ENTITY a0 "9">{LAUGHS}]>', name=STRINGS),
    ),
    refused(
        "xml-entity-of-a-file",
        "xml-entity-outside",
        lambda: with_doctype('<!DOCTYPE w [<!ENTITY n SYSTEM "file:///etc/hostname">]>', "&n;"),
    ),
    refused(
        "xml-doctype-of-the-network",
        "xml-entity-outside",
        lambda: with_doctype('<!DOCTYPE w SYSTEM "http://127.0.0.1:9/w.dtd">'),
    ),
    refused("xml-entity-in-a-sheet-of-another-name", "xml-entity-elsewhere", entity_elsewhere),
    refused("xml-laughs-in-texts-of-another-name", "xml-entity-elsewhere", laughs_elsewhere),
    refused("xml-entity-unknown", "xml-entity", lambda: value("<v>&nieznana;</v>")),
)


# ---------------------------------------------------------------- legal ways to write the same


def prefixed(name: str, prefix: str = "x") -> str:
    """Return a part with a prefix before every name of its main namespace."""
    text = re.sub(r"<(/?)([a-zA-Z])", rf"<\1{prefix}:\2", text_of(name))
    return swap(text, (' xmlns="http', f' xmlns:{prefix}="http'))


def pretty(name: str) -> bytes:
    """Return the form with one part indented; what has nothing inside is written so."""
    text = text_of(name).replace("<v></v>", "<v/>")
    return added({name: re.sub(r"(?<=>)(?=<[a-z/])", "\n  ", text)})


def _in_namespace(namespace: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return swapped(SHEET, (f'xmlns="{main}"', f'xmlns="{namespace}"'))


WRITTEN = (
    taken(
        "xml-prefix-everywhere",
        "xml-prefix",
        lambda: added({name: prefixed(name) for name in (BOOK, SHEET, META, STRINGS)}),
    ),
    taken(
        "xml-prefix-of-relations",
        "xml-prefix",
        lambda: added({BOOK: text_of(BOOK).replace("r:id", "rel:id").replace(":r=", ":rel=")}),
    ),
    taken("xml-indented", "xml-space", lambda: pretty(SHEET)),
    taken("xml-value-in-cdata", "xml-cdata", lambda: value("<v><![CDATA[1703]]></v>")),
    taken("xml-value-by-code", "xml-code", lambda: value("<v>&#49;&#x37;03</v>")),
    taken(
        "xml-comments-between-cells",
        "xml-comments",
        lambda: in_row(23, lambda text: text.replace("<c ", "<!-- komórka --><c ")),
    ),
    taken(
        "xml-comment-at-the-end-of-a-row",
        "xml-comments",
        lambda: in_row(23, lambda text: text.replace("</row>", "<!-- koniec --></row>")),
    ),
    used("xml-comment-in-a-value", "xml-split-text", lambda: value("<v>17<!-- -->03</v>"), "1703"),
    taken(
        "xml-comment-in-a-key",
        "xml-split-text",
        lambda: swapped(STRINGS, ("<t>I.1.5/godziny</t>", "<t>I.1.5<!-- -->/godziny</t>")),
    ),
    # No Office program comments on its sheets; saved again by Excel the comments are gone.
    refused(
        "xml-comments-between-sheets",
        "xml-comments-in-the-book",
        lambda: swapped(BOOK, ("<sheets>", "<!-- arkusze --><sheets><!-- trzy -->")),
    ),
    taken(
        "xml-space-preserved",
        "xml-space",
        lambda: swapped(
            STRINGS, ("<t>I.1.5/godziny</t>", '<t xml:space="preserve"> I.1.5/godziny </t>')
        ),
    ),
    refused("xml-without-namespace", "xml-namespace", lambda: _in_namespace("")),
    refused("xml-in-a-foreign-namespace", "xml-namespace", lambda: _in_namespace(NOBODYS)),
)


# ---------------------------------------------------------------- extensions and alternatives


def with_namespaces(text: str) -> str:
    """Return a sheet that may use mc:, ext: and ignores the latter, as Excel declares it."""
    return swap(
        text,
        ("<worksheet ", f'<worksheet xmlns:mc="{MC}" xmlns:e="{NOBODYS}" mc:Ignorable="e" '),
    )


def alternative(inner: str, instead: str) -> str:
    """Return a choice that no program can make, and what to take instead."""
    return (
        f'<mc:AlternateContent><mc:Choice Requires="e">{inner}</mc:Choice>'
        f"<mc:Fallback>{instead}</mc:Fallback></mc:AlternateContent>"
    )


def in_sheet(*changes: tuple[str, str]) -> bytes:
    """Return the form with changes in the report sheet, which declares the extensions."""
    return added({SHEET: with_namespaces(swap(text_of(SHEET), *changes))})


LIE = VALUE.replace("1703", "1704")
EXCELS_ROW = (
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    f'xmlns:mc="{MC}" mc:Ignorable="x14ac"'
)
UNKNOWN_EXTENSION = (
    '<extLst><ext uri="{00000000-1111-2222-3333-444444444444}"><e:x>9</e:x></ext></extLst>'
)


def _split_data(middle: str, last: str = "") -> bytes:
    text = swap(text_of(SHEET), ("</sheetData>", f"</sheetData>{last}"))
    return added({SHEET: swap(text, (row(24), middle + row(24)))})


EXTENSIONS = (
    taken(
        "xml-as-excel-2010-writes-rows",
        "xml-extension",
        lambda: swapped(
            SHEET,
            ("<worksheet ", f"<worksheet {EXCELS_ROW} "),
            ('<row r="23" ', '<row r="23" x14ac:dyDescent="0.25" '),
        ),
    ),
    taken(
        "xml-extension-at-the-end",
        "xml-extension",
        lambda: in_sheet(("</worksheet>", f"{UNKNOWN_EXTENSION}</worksheet>")),
    ),
    refused(
        "xml-element-of-nobody-beside-a-cell",
        "xml-row-astray",
        lambda: in_sheet((VALUE, f'{VALUE}<e:c r="E23"><e:v>9</e:v></e:c>')),
    ),
    taken(
        "xml-path-of-the-book",
        "xml-alternative",
        lambda: swapped(
            BOOK,
            ("<workbook ", f'<workbook xmlns:mc="{MC}" mc:Ignorable="x15" xmlns:x15="urn:x15" '),
            (
                "<bookViews>",
                '<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath '
                'url="C:\\Users\\anna\\Pulpit\\" xmlns:x15ac="http://schemas.microsoft.com/office/'
                'spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent><bookViews>',
            ),
        ),
    ),
    # No program writes cells or rows so; which of the two a person sees depends on the program.
    refused(
        "xml-cell-with-an-alternative",
        "xml-alternative-of-a-cell",
        lambda: in_sheet((VALUE, alternative(LIE, VALUE))),
    ),
    refused(
        "xml-row-with-an-alternative",
        "xml-alternative-of-a-cell",
        lambda: in_sheet((row(23), alternative(row(23).replace("1703", "1704"), row(23)))),
    ),
    refused(
        "xml-value-with-an-alternative",
        "xml-alternative-of-a-cell",
        lambda: in_sheet(("<v>1703</v>", alternative("<v>1704</v>", "<v>1703</v>"))),
    ),
    refused(
        "xml-row-in-an-extension",
        "xml-row-astray",
        lambda: in_sheet(
            (row(23), ""),
            ("</worksheet>", f'<extLst><ext uri="{{0}}">{row(23)}</ext></extLst></worksheet>'),
        ),
    ),
    refused(
        "xml-cells-in-another-element",
        "xml-row-astray",
        lambda: in_sheet((VALUE, f"<e:group>{VALUE}</e:group>")),
    ),
    refused(
        "xml-rows-before-the-data",
        "xml-row-astray",
        lambda: in_sheet((row(23), ""), ("<sheetData>", f"<rows>{row(23)}</rows><sheetData>")),
    ),
    refused("xml-data-twice", "xml-data-twice", lambda: _split_data("</sheetData><sheetData>")),
    refused(
        "xml-data-nested", "xml-data-twice", lambda: _split_data("<sheetData>", "</sheetData>")
    ),
    refused(
        "xml-without-data",
        "xml-data-missing",
        lambda: added({SHEET: re.sub("<sheetData>.*</sheetData>", "", text_of(SHEET), flags=re.S)}),
    ),
    refused("xml-two-values-in-a-cell", "xml-value-twice", lambda: value("<v>1703</v><v>1704</v>")),
    refused("xml-value-nested", "xml-value-nested", lambda: value("<v><v>1704</v>1703</v>")),
    refused(
        "xml-cell-in-a-cell", "xml-value-nested", lambda: cell(VALUE.replace("</c>", f"{LIE}</c>"))
    ),
    refused("xml-two-roots", "xml-broken", lambda: added({SHEET: text_of(SHEET) * 2})),
    refused("xml-cut", "xml-broken", lambda: added({SHEET: text_of(SHEET)[:20_000]})),
    refused("xml-attribute-twice", "xml-broken", lambda: value("<v>1703</v>", ' t="n" t="n"')),
)


CASES: tuple[Case, ...] = (*ENCODINGS, *ENTITIES, *WRITTEN, *EXTENSIONS)
