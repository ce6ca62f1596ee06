"""What a unit is told: its own matters, its own files, one verdict."""

from collections.abc import Sequence

import pytest

from domain.findings import Finding, Place, make_finding
from domain.mending import (
    MOST_LINES,
    Marked,
    cell_notes,
    findings_in,
    omitted,
    todo_lines,
)
from domain.merging import merge
from domain.programme import Programme
from domain.receipt import counts, receipt, verdict_sentence
from domain.reply import Reception, Reply, named_unit, replies, silent_units
from domain.rounds import Standing
from domain.rules import Severity
from domain.submissions import FileVerdict, Origin, Submission, Verdict
from domain.view import Document, ListItem, Paragraph, Table
from tests.unit.builders import (
    SHEET,
    action,
    build,
    faults,
    files,
    programme,
    report,
    rule,
    submission,
)

KLUB = "KLUB.xlsx"


def asked(
    unit: str = "KLUB",
    cell: str = "E9",
    file: str = KLUB,
    message: str = "Wpisano.",
    **changes: str,
) -> Finding:
    built = programme(rules=[rule("some-rule", **{"message": message, **changes})])
    place = Place(unit, "I.1", "rodziny", "value", "5", Origin(file, SHEET if cell else "", cell))
    return make_finding(built.rules[0], place, {})


def standing(
    findings: Sequence[Finding] = (),
    files: Sequence[FileVerdict] = (FileVerdict(KLUB, "sha-KLUB", Verdict.ACCEPTED, "", "KLUB"),),
    submissions: Sequence[Submission] | None = None,
) -> Standing:
    built: Programme = programme(action(lead="KLUB"), action("I.2", lead="BIB"))
    sent = tuple(
        [submission(report(counted={"rodziny": 5}))] if submissions is None else submissions
    )
    return Standing(
        built, sent, merge(built, sent), tuple(findings), tuple(files), (), "", "0123456789abcdef"
    )


def only_reply(
    findings: Sequence[Finding] = (), files: Sequence[FileVerdict] | None = None
) -> Reply:
    now = standing(findings) if files is None else standing(findings, files)
    (reply,) = replies(now, lambda file, sha256: 3)
    return reply


@pytest.mark.parametrize(
    "changes",
    [
        {"family": "polish"},
        {"family": "across"},
        {"to": "coordinator"},
        {"stage": "trial"},
        {"severity": "info"},
    ],
    ids=lambda changes: next(iter(changes.values())),
)
def test_what_is_not_the_units_to_mend_is_not_sent(changes: dict[str, str]) -> None:
    assert only_reply([asked()]).findings
    assert not only_reply([asked(**changes)]).findings


def test_how_a_file_was_read_is_told_even_where_nothing_is_wrong() -> None:
    reply = only_reply([asked(cell="", family="files", severity="info")])
    assert len(reply.findings) == 1
    assert not reply.asks


def test_another_units_matter_is_not_told() -> None:
    assert not only_reply([asked(unit="BIB", file="BIB.xlsx")]).findings


def test_what_an_officer_has_explained_is_not_asked_again() -> None:
    far = asked(family="plausibility")
    silent = standing([far])
    told = standing([far], submissions=[submission(report(explanation="Nowa grupa."))])
    dash = standing([far], submissions=[submission(report(explanation="–"))])
    assert [len(replies(one, _look)[0].findings) for one in (silent, told, dash)] == [1, 0, 1]


def _look(file: str, sha256: str) -> int:
    return 1


def test_where_an_explanation_goes_is_said() -> None:
    far = asked(family="plausibility")
    now = standing([far], submissions=[submission(report(explanation=""))])
    (finding,) = replies(now, _look)[0].findings
    assert finding.remedy == "Proszę wyjaśnić. Miejsce na wyjaśnienie: komórka own:explanation."


def test_a_finding_on_an_answer_gets_the_answers_cell() -> None:
    (finding,) = only_reply([asked(cell="")]).findings
    assert (finding.place.origin.sheet, finding.place.origin.cell) == (SHEET, "rodziny:value")


@pytest.mark.parametrize(
    ("severities", "reception", "sentence"),
    [
        ((), Reception.TAKEN, "Sprawozdanie przyjęto. Nie ma do niego uwag."),
        (("warning",), Reception.TAKEN, "Sprawozdanie przyjęto. Proszę jeszcze o wyjaśnienia."),
        (("error", "warning"), Reception.TO_MEND, "Sprawozdanie wpłynęło i wymaga poprawienia."),
    ],
)
def test_one_verdict(severities: tuple[str, ...], reception: Reception, sentence: str) -> None:
    findings = [asked(cell=f"E{row}", severity=one) for row, one in enumerate(severities, start=7)]
    reply = only_reply(findings)
    assert (reply.reception, verdict_sentence(reply)) == (reception, sentence)
    assert reply.asks == bool(severities)


def test_findings_are_counted_by_kind() -> None:
    kinds = ("error", "error", "warning")
    reply = only_reply([asked(cell=f"E{row}", severity=one) for row, one in enumerate(kinds)])
    assert counts(reply) == "Do poprawy: 2, do wyjaśnienia: 1."
    assert counts(only_reply()) == ""


def test_a_refused_form_is_returned_to_the_unit_whose_name_it_bears() -> None:
    refused = FileVerdict("KLUB (2).pdf", "sha", Verdict.REFUSED, "To plik PDF.")
    now = standing((), [refused], ())
    (reply,) = replies(now, _look)
    assert (reply.unit.code, reply.reception) == ("KLUB", Reception.RETURNED)
    assert [(file.name, file.reason) for file in reply.refused] == [
        ("KLUB (2).pdf", "To plik PDF.")
    ]
    assert [unit.code for unit in silent_units(now, [reply])] == ["BIB"]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("KLUB.xlsx", "KLUB"),
        ("klub_poprawiony.xlsx", "KLUB"),
        ("poczta.eml → katalog/BIB (1).xls", "BIB"),
        ("MOPS-07.xlsx", "MOPS"),
        ("KLUBOWY.xlsx", ""),
        ("skan.pdf", ""),
        ("NGO.xlsx", ""),
    ],
)
def test_a_name_tells_the_unit(file: str, code: str) -> None:
    assert named_unit(programme(), file) == code


def test_a_refused_file_belongs_to_the_one_unit_that_it_came_with() -> None:
    form = FileVerdict("a.zip → 1.xlsx", "s1", Verdict.ACCEPTED, "", "KLUB")
    other = FileVerdict("a.zip → 2.xlsx", "s2", Verdict.ACCEPTED, "", "BIB")
    scan = FileVerdict("a.zip → skan.xlsm", "s3", Verdict.REFUSED, "Są w nim makra.")

    def told(*members: FileVerdict) -> list[str]:
        files = [FileVerdict("a.zip", "s", Verdict.ACCEPTED, members=members)]
        return [
            reply.unit.code
            for reply in replies(standing((), files), _look)
            if reply.refused and reply.refused[0].name == "skan.xlsm"
        ]

    assert told(form, scan) == ["KLUB"]
    assert told(form, other, scan) == []


def test_what_a_file_came_in_is_not_named() -> None:
    path = "Od Muzeum i Klubu.eml → KLUB.xlsx"
    files = [FileVerdict(path, "sha", Verdict.ACCEPTED, f"połączono z „{path}”", "KLUB")]
    told = asked(file=path, message=f"Plik „{path}” zawiera obrazy.", cell="", family="files")
    reply = only_reply([told], files)
    assert reply.findings[0].message == "Plik „KLUB.xlsx” zawiera obrazy."
    assert [(file.name, file.reason) for file in reply.files] == [
        ("KLUB.xlsx", "połączono z „KLUB.xlsx”")
    ]


def test_a_cell_has_one_note_of_each_kind_with_all_that_is_said_of_it() -> None:
    findings = [asked(message="Raz."), asked(message="Dwa."), asked(severity="warning")]
    notes = cell_notes(findings)
    assert [(note.cell, note.severity, note.text) for note in notes] == [
        ("E9", Severity.ERROR, "Raz. Proszę wyjaśnić.\nDwa. Proszę wyjaśnić."),
        ("E9", Severity.WARNING, "Wpisano. Proszę wyjaśnić."),
    ]
    assert [(line.what, line.what_to_do) for line in todo_lines(findings)] == [
        ("Raz.", "Proszę wyjaśnić."),
        ("Dwa.", "Proszę wyjaśnić."),
        ("Wpisano.", "Proszę wyjaśnić."),
    ]


def test_a_list_has_an_end_and_says_so() -> None:
    findings = [asked(cell=f"E{row}") for row in range(1, MOST_LINES + 3)]
    assert len(todo_lines(findings)) == len(cell_notes(findings)) == MOST_LINES == 200
    assert omitted(findings).startswith("Pokazano 200 uwag z 202;")
    assert omitted(findings[:-2]) == ""
    assert (
        len(_rows(receipt(standing(findings), only_reply(findings), Marked(), "c"), "uwagi")) == 200
    )


def test_a_file_with_nothing_to_mend_is_not_marked() -> None:
    reply = only_reply([asked(cell="", family="files", severity="info")])
    assert findings_in(reply, reply.files[0]) == ()
    reply = only_reply([asked(), asked(cell="E10", file="inny.xlsx")])
    assert len(reply.findings) == 2
    assert [one.place.origin.cell for one in findings_in(reply, reply.files[0])] == ["E9"]


def test_a_receipt_says_what_came_and_what_is_asked() -> None:
    findings = [asked(), asked(cell="E10", severity="warning")]
    document = receipt(standing(findings), only_reply(findings), Marked(), "łańcuch")
    text = _text(document)
    for said in (
        "Klub Kuźnia",
        "Program Wspierania Rodziny – rok sprawozdawczy 2024",
        "Sprawozdanie wpłynęło i wymaga poprawienia.",
        "Działania z odpowiedzią: 1 z 1. Do poprawy: 1, do wyjaśnienia: 1.",
        "Wersja danych: 0123456789abcdef",
        "chwili sprawdzenia: łańcuch.",
    ):
        assert said in text
    (file,) = _rows(document, "pliki")
    assert file == ["KLUB.xlsx", "wczytano", "przegląd nr 3", "sha-KLUB"]
    assert [row[0] for row in _rows(document, "uwagi")] == ["1", "2"]


def _text(document: Document) -> str:
    return "\n".join(
        "".join(run.text for run in block.runs).replace("\u00a0", " ")
        for block in document.blocks
        if isinstance(block, Paragraph | ListItem)
    )


def _rows(document: Document, prototype: str) -> list[list[str]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [
        ["".join(run.text for line in cell for run in line).replace("\u00a0", " ") for cell in row]
        for one in tables
        if one.prototype == prototype
        for row in one.rows
    ]


@pytest.mark.parametrize(
    ("address", "loads"),
    [("klub@example.org", True), ("", True), ("klub", False), ("a@b.pl\nBcc: c@d.pl", False)],
)
def test_the_register_may_know_an_address(address: str, loads: bool) -> None:
    parts = files()
    parts["units.yaml"]["KLUB"]["email"] = address
    assert (faults(parts) == ()) == loads
    if loads:
        assert build(parts).units["KLUB"].email == address
