"""The package: parts that are missing, declared falsely, named otherwise, or related oddly."""

import re
from functools import partial

from tests.corpus.base import clean
from tests.corpus.case import Case
from tests.corpus.structure_parts import (
    BOOK,
    DOCUMENT_NS,
    META,
    RELATIONS,
    ROOT_RELATIONS,
    ROOT_TYPES,
    SHEET,
    SHEET_RELATION,
    STRINGS,
    STYLES,
    TYPE,
    VALUE,
    Data,
    added,
    beside,
    declared,
    refused,
    swap,
    swapped,
    taken,
    text_of,
    without,
)
from tests.edges.office import packed, parts

MAIN_TYPE = f"{TYPE}.spreadsheetml.sheet.main+xml"
SHEET_TYPE = f"{TYPE}.spreadsheetml.worksheet+xml"
SHEET_TARGET = 'Target="worksheets/sheet3.xml"'


def other_sheet() -> str:
    """Return the report sheet with another number of hours."""
    return swap(text_of(SHEET), (VALUE, VALUE.replace("1703", "1704")))


def target(to: str, extra: str = "", place: str = "") -> bytes:
    """Return the form whose report sheet is looked for elsewhere; `place` gets a copy of it."""
    changes = (SHEET_TARGET, f'Target="{to}"{extra}')
    more = {place: text_of(SHEET)} if place else {}
    types = {ROOT_TYPES: declared({place: SHEET_TYPE})} if place else {}
    return added({RELATIONS: swap(text_of(RELATIONS), changes), **more, **types})


def second_book(*, by_types: bool = False) -> bytes:
    """Return the form with a second workbook part, with other figures, that the package names."""
    names = {BOOK: "xl/book2.xml", RELATIONS: "xl/_rels/book2.xml.rels"}
    relations = swap(text_of(RELATIONS), (SHEET_TARGET, 'Target="worksheets/sheet99.xml"'))
    types = declared({"xl/worksheets/sheet99.xml": SHEET_TYPE})
    main = f'<Override PartName="/{BOOK}" ContentType="{MAIN_TYPE}"/>'
    other = main.replace(BOOK, names[BOOK])
    types = swap(types, (main, other if by_types else other + main))
    return added(
        {
            names[BOOK]: text_of(BOOK),
            names[RELATIONS]: relations,
            "xl/worksheets/sheet99.xml": other_sheet(),
            ROOT_RELATIONS: swap(text_of(ROOT_RELATIONS), (BOOK, names[BOOK])),
            ROOT_TYPES: types,
        }
    )


def renamed(changes: dict[str, str]) -> bytes:
    """Return the form with entries of the archive called otherwise."""
    return packed({changes.get(name, name): part for name, part in parts(clean()).items()})


def of_type(kind: str) -> Data:
    """Return a builder of the form whose workbook part is declared to be something else."""
    return lambda: swapped(ROOT_TYPES, (MAIN_TYPE, kind))


def _without_properties() -> bytes:
    kept = {name: part for name, part in parts(clean()).items() if "docProps" not in name}
    for name in (ROOT_TYPES, ROOT_RELATIONS):
        kept[name] = re.sub(rb"<(?:Override|Relationship) [^>]*docProps[^>]*>", b"", kept[name])
    return packed(kept)


MISSING = (
    *(
        refused(f"package-without-{what}", "package-part-missing", partial(without, name))
        for what, name in {
            "types": ROOT_TYPES,
            "root-relations": ROOT_RELATIONS,
            "workbook": BOOK,
            "relations": RELATIONS,
            "report": SHEET,
            "identification": META,
            "texts": STRINGS,
            "styles": STYLES,
        }.items()
    ),
    taken(
        "package-without-properties",
        "package-part-not-needed",
        _without_properties,
    ),
)


def _sheet_type(kind: str) -> bytes:
    old = f'<Override PartName="/{SHEET}" ContentType="{SHEET_TYPE}"/>'
    return swapped(ROOT_TYPES, (old, old.replace(SHEET_TYPE, kind)))


TYPES = (
    refused(
        "package-book-of-word",
        "package-type",
        of_type(f"{TYPE}.wordprocessingml.document.main+xml"),
    ),
    refused("package-book-of-no-type", "package-type", of_type("application/xml")),
    refused("package-sheet-declared-an-image", "package-type", lambda: _sheet_type("image/png")),
    # Under this type Excel saves a workbook that may have macros, whether it has any or not.
    refused(
        "package-macros-allowed-but-none",
        "package-type-of-excel",
        of_type("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "makrami",
        "formularz.xlsm",
    ),
    taken(
        "package-template",
        "package-type-of-excel",
        of_type(f"{TYPE}.spreadsheetml.template.main+xml"),
        file="formularz.xltx",
    ),
)


def _book_elsewhere() -> bytes:
    moved = {BOOK: "xl/book9.xml", RELATIONS: "xl/_rels/book9.xml.rels"}
    contents = {moved.get(name, name): part for name, part in parts(clean()).items()}
    types = swap(text_of(ROOT_TYPES), (f"/{BOOK}", "/xl/book9.xml"))
    root = swap(text_of(ROOT_RELATIONS), (BOOK, "xl/book9.xml"))
    return packed(contents | {ROOT_TYPES: types.encode(), ROOT_RELATIONS: root.encode()})


NAMES = (
    # A program may write the letters so; Excel opens it, and saves it as everybody reads it.
    refused(
        "package-book-in-capitals",
        "package-name-case",
        lambda: renamed({BOOK: "XL/Workbook.xml"}),
    ),
    refused(
        "package-texts-in-capitals",
        "package-name-case",
        lambda: renamed({STRINGS: "xl/SharedStrings.xml"}),
    ),
    refused(
        "package-book-elsewhere",
        "package-book-elsewhere",
        _book_elsewhere,
    ),
)


RELATED = (
    taken("relation-absolute", "relation-legal", lambda: target(f"/{SHEET}")),
    taken(
        "relation-to-another-folder", "relation-legal", lambda: target("/s/2.xml", "", "s/2.xml")
    ),
    refused("relation-to-nothing", "relation-astray", lambda: target("worksheets/sheet77.xml")),
    refused(
        "relation-out-of-the-package", "relation-astray", lambda: target("../../../etc/passwd")
    ),
    refused("relation-with-two-slashes", "relation-astray", lambda: target(f"//{SHEET}")),
    refused(
        "relation-with-a-backslash", "relation-astray", lambda: target("worksheets\\sheet3.xml")
    ),
    refused("relation-to-no-sheet", "relation-astray", lambda: target("../docProps/app.xml")),
    refused(
        "relation-to-the-network",
        "relation-external",
        lambda: target("http://127.0.0.1:9/sheet3.xml", ' TargetMode="External"'),
    ),
    refused(
        "relation-to-a-file-outside",
        "relation-external",
        lambda: target("file:///C:/sheet3.xml", ' TargetMode="External"'),
    ),
    refused(
        "relation-outside-that-is-inside",
        "relation-external",
        lambda: target("worksheets/sheet3.xml", ' TargetMode="External"'),
    ),
    refused(
        "relation-twice",
        "relation-twice",
        lambda: added(
            {
                RELATIONS: beside(SHEET_RELATION, "worksheets/sheet99.xml", "worksheet"),
                "xl/worksheets/sheet99.xml": other_sheet(),
                ROOT_TYPES: declared({"xl/worksheets/sheet99.xml": SHEET_TYPE}),
            }
        ),
    ),
    # No Office program comments on relations; saved again by Excel the comment is gone.
    refused(
        "relation-with-a-comment",
        "relation-comment",
        lambda: swapped(RELATIONS, ("</Relationships>", "<!-- koniec --></Relationships>")),
    ),
    refused(
        "relation-of-the-sheet-is-a-theme",
        "relation-kind",
        lambda: swapped(
            RELATIONS,
            (f'worksheet" {SHEET_TARGET}', f'theme" {SHEET_TARGET}'),
        ),
    ),
    refused(
        "relation-of-a-sheet-and-a-chart",
        "relation-kind",
        lambda: swapped(
            RELATIONS,
            (
                f'{DOCUMENT_NS}/worksheet" {SHEET_TARGET}',
                f'urn:chartsheet/worksheet" {SHEET_TARGET}',
            ),
        ),
    ),
    # Excel opens the workbook that the package names, whatever else lies in it.
    refused("package-names-another-book", "package-two-books", second_book),
    refused("package-types-another-book", "package-two-books", lambda: second_book(by_types=True)),
)


CASES: tuple[Case, ...] = (*MISSING, *TYPES, *NAMES, *RELATED)
