"""Packages that are hostile, broken, or odd and legal: bytes, parts and XML that no form has.

What Excel and LibreOffice write is taken, with the figures that a person sees in it. What Excel
would mend, or would not open, is refused. Where a program other than those two writes something
that may be read or refused, the case holds on to one of the two.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import PurePath

from domain.submissions import Verdict
from tests.corpus import (
    structure_book,
    structure_comments,
    structure_extras,
    structure_formula,
    structure_kinds,
    structure_look,
    structure_package,
    structure_sheet,
    structure_size,
    structure_value,
    structure_xml,
    structure_zip,
)
from tests.corpus.case import Case, Family, Files

ALONE: tuple[Case, ...] = (
    *structure_zip.CASES,
    *structure_package.CASES,
    *structure_book.CASES,
    *structure_xml.CASES,
    *structure_value.CASES,
    *structure_sheet.CASES,
    *structure_formula.CASES,
    *structure_look.CASES,
    *structure_extras.CASES,
    *structure_comments.CASES,
    *structure_kinds.CASES,
    *structure_size.CASES,
)

# Cases whose expectation the product does not meet yet: each is refused or asked about where it
# should be taken, taken where it should be refused, or refused for another reason.
DISPUTED: tuple[str, ...] = (
    "column-described-twice",
    "columns-hidden-by-default",
    "condition-that-hides-large-numbers",
    "condition-that-hides-whole-numbers",
    "format-above-a-limit",
    "format-of-no-definition",
    "formula-of-a-third",
    "formula-of-no-column",
    "letters-label-look-alike",
    "links-by-dde",
    "number-of-400-digits",
    "package-type-all",
    "places-beyond-all",
    "xml-row-astray-all",
    "zip-count-lies-all",
    "zip-headers-differ-all",
    "zip-name-backslash-all",
    "zip-name-twice-all",
    "package-macros-allowed-but-none",
    "rows-below-are-hidden",
    "size-columns-too-many",
    "style-repeated-over-the-cell",
    "texts-escaped-letter-in-a-key",
    "texts-escaped-space-in-a-label",
    "type-shared-text-empty",
    "zip-updated-at-its-end",
)

# By which rule each of these is asked about.
ASKED_AS: dict[str, frozenset[str]] = {
    "book-report-hidden": frozenset({"value-hidden"}),
    "book-report-very-hidden": frozenset({"value-hidden"}),
    "columns-all-hidden": frozenset({"value-hidden"}),
    "condition-that-shows-bars-only": frozenset({"value-hidden"}),
    "condition-that-shows-icons-only": frozenset({"value-hidden"}),
    "format-built-in-of-a-date": frozenset({"value-date"}),
    "format-of-a-date": frozenset({"value-date"}),
    "format-of-hours": frozenset({"value-several"}),
    "formula-giving-a-text": frozenset({"value-stale"}),
    "formula-with-an-error": frozenset({"value-error"}),
    "formula-without-a-result": frozenset({"value-uncounted-formula"}),
    "letters-arabic-digits": frozenset({"value-as-text"}),
    "letters-like-digits": frozenset({"value-several"}),
    "letters-of-no-width": frozenset({"value-as-text", "text-unseen"}),
    "letters-turned-round": frozenset({"value-as-text", "text-unseen"}),
    "texts-escaped-underscore": frozenset({"value-several"}),
    "type-date": frozenset({"value-date"}),
    "type-date-and-time": frozenset({"value-date"}),
    "type-error": frozenset({"value-error"}),
    "type-text-inline": frozenset({"value-as-text"}),
    "type-text-inline-in-runs": frozenset({"value-as-text"}),
    "type-text-of-a-formula": frozenset({"value-as-text"}),
    "type-unknown": frozenset({"value-as-text"}),
    "zero-that-is-not-shown": frozenset({"value-hidden"}),
}


def together(cases: Iterable[Case]) -> Iterator[Case]:
    """Yield cases; files that are refused by one mechanism for one reason lie in one folder."""

    def shelf(case: Case) -> tuple[str, ...]:
        refused = set(case.verdicts.values()) == {Verdict.REFUSED}
        own = () if refused and case.name not in DISPUTED else (case.name,)
        return (case.mechanism, case.reason, *own)

    for (mechanism, reason, *own), found in groupby(sorted(cases, key=shelf), key=shelf):
        alike = {_named(case): case for case in found}
        if own or len(alike) == 1:
            yield from alike.values()
            continue
        verdicts = dict.fromkeys(alike, Verdict.REFUSED)
        name = f"{mechanism}-{'-'.join(reason.split())}".rstrip("-") + "-all"
        build = partial(_folder, alike)
        yield Case(name, mechanism, Family.STRUCTURE, build, verdicts, reason)


def _named(case: Case) -> str:
    (first, *_) = case.verdicts
    return case.name + PurePath(first).suffix


def _folder(cases: dict[str, Case]) -> Files:
    return {name: next(iter(case.build().values())) for name, case in cases.items()}


CASES: tuple[Case, ...] = tuple(
    replace(case, rules=ASKED_AS.get(case.name, case.rules)) for case in together(ALONE)
)
