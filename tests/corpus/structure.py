"""Packages that are hostile, broken, or odd and legal: bytes, parts and XML that no form has.

What Excel and LibreOffice write is taken, with the figures that a person sees in it. What Excel
would mend, or would not open, is refused. Where a program other than those two writes something
that may be read or refused, the case holds on to one of the two.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
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

# Cases whose expectation the product does not meet yet; each stays a case of its own.
DISPUTED: tuple[str, ...] = (
    # A number that a person sees is asked about; a file is refused whose numbers are plain.
    "condition-that-hides-whole-numbers",
    "format-above-a-limit",
    "links-by-dde",
    "texts-escaped-letter-in-a-key",
    "texts-escaped-space-in-a-label",
)

# By which rule each of these is asked about.
ASKED_AS: dict[str, frozenset[str]] = {
    "book-report-hidden": frozenset({"value-hidden"}),
    "book-report-very-hidden": frozenset({"value-hidden"}),
    "columns-all-hidden": frozenset({"value-hidden"}),
    "columns-hidden-by-default": frozenset({"value-hidden"}),
    "condition-that-hides-large-numbers": frozenset({"value-hidden"}),
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
    shelves: dict[tuple[str, ...], list[Case]] = {}
    for case in cases:
        refused = set(case.verdicts.values()) == {Verdict.REFUSED}
        apart = () if refused and case.name not in DISPUTED else (case.name,)
        shelves.setdefault((case.mechanism, case.reason, *apart), []).append(case)
    for found in shelves.values():
        first, *others = found
        yield _in_one_folder(found) if others else first


def _in_one_folder(cases: list[Case]) -> Case:
    first, named = cases[0], {_named(case): case for case in cases}
    name = "-".join((first.mechanism, *first.reason.split(), "all"))
    verdicts = dict.fromkeys(named, Verdict.REFUSED)
    build = partial(_folder, named)
    return Case(name, first.mechanism, Family.STRUCTURE, build, verdicts, first.reason)


def _named(case: Case) -> str:
    (first, *_) = case.verdicts
    return case.name + PurePath(first).suffix


def _folder(cases: dict[str, Case]) -> Files:
    return {name: next(iter(case.build().values())) for name, case in cases.items()}


CASES: tuple[Case, ...] = tuple(
    replace(case, rules=ASKED_AS.get(case.name, case.rules)) for case in together(ALONE)
)
