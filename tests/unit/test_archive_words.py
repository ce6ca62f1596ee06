"""What an archive is held against: its own list, another set of results, the journal."""

import json
from typing import Any

import pytest

from domain.archive import (
    MANIFEST,
    ResultSet,
    archive_faults,
    likeness,
    moved_on,
    path_faults,
    set_faults,
    without_passing,
)
from domain.journal import Event, EventKind, Opened, chains, lines_until, seal, unseal


def results(manifest: dict[str, Any] | None = None, **files: bytes) -> ResultSet:
    """A set whose hash of a file is its text."""
    named = {name.replace("_", "."): data for name, data in files.items()}
    roles = {name.partition(".")[0]: name for name in named}
    told: dict[str, Any] = {
        "roles": roles | {"manifest": MANIFEST},
        "outputs": {name: data.decode() for name, data in named.items() if name[-3:] != "pdf"},
        "versions": {"openpyxl": "3.1"},
    } | (manifest or {})
    hashes = {name: data.decode().strip() for name, data in named.items() if name[-3:] != "pdf"}
    written = {MANIFEST: json.dumps(told).encode()}
    return ResultSet(told, named | written, hashes | {MANIFEST: "m"})


KEPT = results(annex_docx=b"a", figures_csv=b"b", pdf_pdf=b"1")


def test_equal_sets_are_identical_but_for_the_pdf() -> None:
    same = likeness(KEPT, results(annex_docx=b"a", figures_csv=b"b", pdf_pdf=b"2"))
    assert set(same.identical) == {"annex.docx", "figures.csv", MANIFEST}
    assert same.differences == ()
    assert same.left_out == ("pdf.pdf",)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (results(annex_docx=b"a", figures_csv=b"c", pdf_pdf=b"1"), "figures.csv (inna treść)"),
        (results(annex_docx=b"a", pdf_pdf=b"1"), "figures.csv (nie powstał)"),
        (
            results(annex_docx=b"a", figures_csv=b"b", new_csv=b"x", pdf_pdf=b"1"),
            "new.csv (nie było go)",
        ),
        (
            results({"as_of": "2025-01-01"}, annex_docx=b"a", figures_csv=b"b", pdf_pdf=b"1"),
            f"{MANIFEST} (as_of)",
        ),
    ],
)
def test_what_differs_is_named(made: ResultSet, told: str) -> None:
    assert told in likeness(KEPT, made).differences


def test_other_compression_and_other_tools_are_told_and_are_no_difference() -> None:
    newer: dict[str, Any] = {
        "versions": {"openpyxl": "4.0"},
        "outputs": KEPT.manifest["outputs"],
    }
    same = likeness(KEPT, results(newer, annex_docx=b"a ", figures_csv=b"b", pdf_pdf=b"1"))
    assert (same.packed, same.differences) == (("annex.docx",), ())
    assert same.versions == ("openpyxl 3.1 → 4.0",)
    assert "Inne wersje programów: openpyxl 3.1 → 4.0." in list(same.sentences())


def test_what_tells_of_a_pdf_is_left_out_where_one_set_has_none() -> None:
    def published(pdf: bool, told: bytes) -> ResultSet:
        roles = {"annex": "a.docx", "publication/metadata": "m.txt", "manifest": MANIFEST}
        files = {"a.docx": b"a", "m.txt": told}
        outputs = {name: data.decode() for name, data in files.items()}
        if pdf:
            roles["publication/pdf"] = "a.pdf"
            files["a.pdf"] = b"pdf"
        manifest: dict[str, Any] = {"roles": roles, "outputs": outputs}
        return ResultSet(manifest, files | {MANIFEST: b""}, outputs)

    same = likeness(published(True, b"z plikiem PDF"), published(False, b"bez pliku PDF"))
    assert (same.left_out, same.differences) == (("a.pdf", "m.txt"), ())
    assert "a.pdf, m.txt" in " ".join(same.sentences())
    other = likeness(published(False, b"jedno"), published(False, b"drugie"))
    assert other.differences[0] == "m.txt (inna treść)"


def test_what_a_set_lacks_or_has_too_much_is_named() -> None:
    assert list(set_faults(KEPT)) == []
    files = {name: data for name, data in KEPT.files.items() if name != "annex.docx"}
    hashes = {**KEPT.hashes, "figures.csv": "z"}
    wrong = ResultSet(KEPT.manifest, files | {"x.txt": b""}, hashes)
    assert list(set_faults(wrong)) == [
        "annex.docx (brakuje)",
        "figures.csv (zmieniono)",
        "x.txt (nie jest wynikiem programu)",
    ]


def test_a_file_that_is_not_the_listed_one_is_named() -> None:
    manifest = {"files": {"a": {"sha256": "1"}, "b": {"sha256": "2"}}}
    assert list(archive_faults(manifest, {"a": "1", "b": "2", MANIFEST: "x"})) == []
    assert list(archive_faults(manifest, {"a": "9", "c": "3"})) == [
        "a (inna treść)",
        "b (brakuje)",
        "c (nie ma go w spisie)",
    ]


@pytest.mark.parametrize(
    "paths",
    [
        ["przyjete/Re: sprawozdanie.eml"],
        ["przyjete/a\\b.xlsx"],
        ["przyjete/a?.xlsx"],
        ["przyjete/koniec .xlsx ", "x"],
        ["przyjete/A.xlsx", "przyjete/a.xlsx"],
        ["przyjete/a\nb.xlsx"],
    ],
)
def test_names_that_windows_cannot_unpack_are_told(paths: list[str]) -> None:
    assert len(list(path_faults(paths))) == 1


def test_polish_names_are_no_fault() -> None:
    assert list(path_faults(["przyjete/Żółw „1” (2).xlsx", "dziennik/journal.jsonl"])) == []


def test_locks_that_come_and_go_are_left_out_unless_the_results_tell_of_them() -> None:
    files = {"przyjete/~$a.xlsx": b"", "przyjete/a.xlsx": b"", "dziennik/~$x": b""}
    told = {"entries": [{"file": "~$a.xlsx"}]}
    assert set(without_passing(files, told)) == set(files)
    assert set(without_passing(files, {"entries": []})) == {"przyjete/a.xlsx", "dziennik/~$x"}


EVENTS = (
    Event(EventKind.RECEIVED, "a.xlsx", "aa", look=1),
    Event(EventKind.PRINTED, "p.docx", "bb"),
    Event(EventKind.RESCUED, "p.docx", "cc", text="cc-p.docx"),
    Event(EventKind.GONE, "a.xlsx", "aa", look=2),
)


def test_the_journal_is_found_as_it_was() -> None:
    lines = seal(EVENTS, Opened(), "2026-01-01T00:00:00+00:00")
    for count in range(1, len(lines) + 1):
        chain = unseal(lines[:count]).chain
        assert lines_until(lines, chain) == lines[:count]
        assert chains(unseal(lines).events)[count] == chain
    assert lines_until(lines, "0" * 64) is None


def test_only_what_a_final_version_would_tell_of_keeps_it_from_being_closed() -> None:
    assert [event.kind for event in moved_on(EVENTS, 1)] == [EventKind.GONE]
    assert moved_on(EVENTS, 4) == ()
