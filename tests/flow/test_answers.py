"""What goes back to the units: marked workbooks, receipts, messages; and what comes back again."""

import email
import email.policy
import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from domain.form import TODO_SHEET
from flows.keeping import erase_copies
from flows.yearly import Outcome
from tasks.adapters.rooms import Rooms
from tests.edges.office import LibreOffice, packed, parts
from tests.flow.rounds import PWR, VALUE, copied_root, run_round, table, type_into, workbook
from tests.golden.annex_text import document_texts

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPED = "ok. 98765"
KIND, TEXT = "application", "text/plain"

# BK typed words for a number, KFK has a sheet of its own with the name of the list, MAK came by
# mail beside an archive of pictures, KCS sent a scan, CC nothing, and MOPS-OBA has nothing to mend.
ASKED, OWN_SHEET, MAILED, SCANNED, SILENT, CLEAN = "BK", "KFK", "MAK", "KCS", "CC", "MOPS-OBA"
MAIL = "Wiadomość od Muzeum AK i innych.eml"


def spoil(rooms: Rooms) -> None:
    type_into(workbook(rooms, ASKED), {("I.3.2.7/uczestnicy", VALUE): TYPED})
    own = workbook(rooms, OWN_SHEET)
    book = openpyxl.load_workbook(own)
    book.create_sheet(TODO_SHEET)["A1"] = "zadzwonić do klubów"
    book.save(own)
    form = workbook(rooms, MAILED)
    message = EmailMessage()
    message["Subject"] = "Sprawozdanie"
    message.set_content("W załączeniu.")
    message.add_attachment(form.read_bytes(), maintype=KIND, subtype=SHEET, filename=form.name)
    message.add_attachment(
        b"Rar!\x1a\x07\x01\x00", maintype=KIND, subtype="x", filename="zdjęcia.rar"
    )
    (form.parent / MAIL).write_bytes(bytes(message))
    form.unlink()
    workbook(rooms, SCANNED).write_bytes(b"%PDF-1.7")
    workbook(rooms, SILENT).unlink()


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    copied = copied_root(tmp_path_factory.mktemp("answers"))
    spoil(copied)
    run_round(copied, *PWR)
    return copied


def folder(rooms: Rooms, unit: str) -> Path:
    return rooms.results(*PWR) / "jednostki" / unit


def names(rooms: Rooms, unit: str) -> set[str]:
    return {path.name for path in folder(rooms, unit).iterdir()}


def receipt(rooms: Rooms, unit: str) -> str:
    data = (folder(rooms, unit) / f"Potwierdzenie_2024_{unit}.docx").read_bytes()
    return "\n".join(document_texts(data)).replace("\u00a0", " ")


def message(rooms: Rooms, unit: str) -> EmailMessage:
    data = (folder(rooms, unit) / f"Wiadomosc_2024_{unit}.eml").read_bytes()
    read = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def body(rooms: Rooms, unit: str) -> str:
    part = message(rooms, unit).get_body()
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def marked_copy(rooms: Rooms, unit: str) -> Path:
    return folder(rooms, unit) / f"PWR_2024_{unit}.xlsx"


def todo(path: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path)[TODO_SHEET]
    return [tuple(cell.value for cell in row[1:]) for row in sheet.iter_rows() if row[4].value]


def test_each_unit_has_what_it_needs(rooms: Rooms) -> None:
    made = {unit: names(rooms, unit) for unit in (ASKED, OWN_SHEET, MAILED, SCANNED, SILENT, CLEAN)}
    assert made == {
        ASKED: {"PWR_2024_BK.xlsx", "Potwierdzenie_2024_BK.docx", "Wiadomosc_2024_BK.eml"},
        OWN_SHEET: {"Potwierdzenie_2024_KFK.docx", "Wiadomosc_2024_KFK.eml"},
        MAILED: {"PWR_2024_MAK.xlsx", "Potwierdzenie_2024_MAK.docx", "Wiadomosc_2024_MAK.eml"},
        SCANNED: {"Potwierdzenie_2024_KCS.docx", "Wiadomosc_2024_KCS.eml"},
        SILENT: {"Wiadomosc_2024_CC.eml"},
        CLEAN: {"Potwierdzenie_2024_MOPS-OBA.docx"},
    }


def test_the_manifest_gives_each_file_a_role(rooms: Rooms) -> None:
    manifest = json.loads((rooms.results(*PWR) / "manifest.json").read_text(encoding="utf-8"))
    roles = {role: name for role, name in manifest["roles"].items() if role.startswith("units/BK/")}
    assert roles == {
        "units/BK/annotated": "jednostki/BK/PWR_2024_BK.xlsx",
        "units/BK/receipt": "jednostki/BK/Potwierdzenie_2024_BK.docx",
        "units/BK/message": "jednostki/BK/Wiadomosc_2024_BK.eml",
    }
    assert set(roles.values()) <= manifest["outputs"].keys()


def test_the_marked_workbook_leads_to_what_is_asked(rooms: Rooms) -> None:
    marked = folder(rooms, ASKED) / "PWR_2024_BK.xlsx"
    lines = todo(marked)
    assert lines[0] == ("Rodzaj", "Gdzie", "Uwaga", "Co zrobić")
    assert (
        "do poprawy",
        "Sprawozdanie, komórka E18",
        f"W komórce E18 wpisano „{TYPED}” zamiast liczby.",
        "Proszę wpisać samą liczbę (98 765), a w kolumnie „Dokładność” wybrać „około”.",
    ) in lines
    kinds = [str(line[0]) for line in lines[1:]]
    assert set(kinds) == {"do poprawy", "do wyjaśnienia"}
    assert kinds == sorted(kinds, key=["do poprawy", "do wyjaśnienia"].index)
    book = openpyxl.load_workbook(marked)
    assert book.sheetnames[0] == TODO_SHEET
    noted = book["Sprawozdanie"]["E18"]
    assert noted.value == TYPED
    assert TYPED in noted.comment.text


def test_a_receipt_says_what_came_and_where_the_records_stand(rooms: Rooms) -> None:
    text = receipt(rooms, ASKED)
    manifest = json.loads((rooms.results(*PWR) / "manifest.json").read_text(encoding="utf-8"))
    sha256 = manifest["submissions"]["PWR_2024_BK.xlsx"]
    for said in (
        "Biblioteka Kraków",
        "Sprawozdanie wpłynęło i wymaga poprawienia.",
        "przegląd nr 1",
        sha256[:32],
        sha256[32:],
        manifest["data_hash"],
        manifest["journal"],
    ):
        assert said in text
    assert "Sprawozdanie przyjęto. Nie ma do niego uwag." in receipt(rooms, CLEAN)


def test_a_message_is_a_draft_with_both_files(rooms: Rooms) -> None:
    sent = message(rooms, ASKED)
    assert (sent["X-Unsent"], sent["To"], sent["Date"], sent["Message-ID"]) == ("1", "", None, None)
    assert sent["Subject"] == "PWR 2024 – Biblioteka Kraków – uwagi do sprawozdania"
    attached = {part.get_filename(): part.get_content() for part in sent.iter_attachments()}
    assert attached == {
        name: (folder(rooms, ASKED) / name).read_bytes()
        for name in ("PWR_2024_BK.xlsx", "Potwierdzenie_2024_BK.docx")
    }
    assert "odsyłam kopię z zaznaczonymi uwagami: „PWR_2024_BK.xlsx”." in body(rooms, ASKED)
    assert "{" not in body(rooms, ASKED)


def test_who_sent_nothing_is_reminded(rooms: Rooms) -> None:
    text = body(rooms, SILENT)
    assert "przypominam o sprawozdaniu za 2024 rok" in text
    assert "Jednostka: Capella Cracoviensis" in text
    assert "„PWR_2024_CC.xlsx”" in text
    assert not list(message(rooms, SILENT).iter_attachments())


def test_what_cannot_be_marked_is_said_in_words(rooms: Rooms) -> None:
    asked = "wykonanie 31 przy planie 5 (liczba wydarzeń) odbiega od planu ponad pięciokrotnie."
    assert "Uwag nie można było zaznaczyć w samym pliku („PWR_2024_KFK.xlsx”)" in body(
        rooms, OWN_SHEET
    )
    assert asked in body(rooms, OWN_SHEET)
    assert asked in receipt(rooms, OWN_SHEET)
    (attached,) = message(rooms, OWN_SHEET).iter_attachments()
    assert attached.get_filename() == "Potwierdzenie_2024_KFK.docx"


def test_a_refused_form_is_returned_with_the_reason(rooms: Rooms) -> None:
    assert "zwrócono do uzupełnienia" in receipt(rooms, SCANNED)
    for text in (receipt(rooms, SCANNED), body(rooms, SCANNED)):
        assert "To plik PDF" in text
    assert "Działania z odpowiedzią" not in receipt(rooms, SCANNED)


def test_what_a_file_came_in_is_nobody_elses_business(rooms: Rooms) -> None:
    assert "PWR_2024_MAK.xlsx" in receipt(rooms, MAILED)
    for text in (receipt(rooms, MAILED), body(rooms, MAILED)):
        assert MAIL not in text


def test_typos_are_not_sent(rooms: Rooms) -> None:
    findings = table(rooms.results(*PWR) / "findings.csv")
    typos = [one for one in findings if one["rule"].startswith("polish-") and one["unit"] == MAILED]
    assert typos
    for one in typos:
        assert one["message"] not in receipt(rooms, MAILED)
        assert one["message"] not in {line[2] for line in todo(marked_copy(rooms, MAILED))}


def test_a_units_own_values_go_to_no_other_unit(rooms: Rooms) -> None:
    holding = set()
    for path in (rooms.results(*PWR) / "jednostki").rglob("*.*"):
        for text in _texts(path):
            if "98765" in text.replace(" ", "").replace("\u00a0", ""):
                holding.add(path.parent.name)
    assert holding == {ASKED}


def _texts(path: Path) -> list[str]:
    data = path.read_bytes()
    if path.suffix != ".eml":
        return [part.decode("utf-8", "replace") for part in parts(data).values()]
    read = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    inside = [part.get_content() for part in read.iter_attachments()]
    return [
        _body_text(read),
        *(text.decode("utf-8", "replace") for one in inside for text in parts(one).values()),
    ]


def _body_text(read: EmailMessage) -> str:
    part = read.get_body()
    assert part is not None
    return str(part.get_content())


# ------------------------------------------------------------------ what comes back again


@pytest.fixture
def sent_back(rooms: Rooms, tmp_path: Path) -> Callable[[bytes], tuple[Rooms, Outcome]]:
    """Return how a round is run again with other bytes of BK's workbook."""

    def again(data: bytes) -> tuple[Rooms, Outcome]:
        for name in ("programmes", "templates", "inputs"):
            shutil.copytree(rooms.programmes.parent / name, tmp_path / name)
        copied = Rooms.under(tmp_path)
        workbook(copied, ASKED).write_bytes(data)
        return copied, run_round(copied, *PWR)

    return again


def substance(rooms: Rooms, name: str) -> list[Mapping[str, str]]:
    """Return a table without what tells one file from another."""
    rows = table(rooms.results(*PWR) / name)
    return [{key: text for key, text in row.items() if key != "sha256"} for row in rows]


@pytest.mark.slow
def test_a_marked_copy_sent_back_as_it_is_says_the_same(
    rooms: Rooms, sent_back: Callable[[bytes], tuple[Rooms, Outcome]]
) -> None:
    marked = marked_copy(rooms, ASKED).read_bytes()
    copied, _ = sent_back(marked)
    for name in ("figures.csv", "findings.csv"):
        assert substance(copied, name) == substance(rooms, name)
    assert parts(marked_copy(copied, ASKED).read_bytes()) == parts(marked)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is optional")
def test_a_copy_mended_in_libreoffice_mends_one_thing(
    rooms: Rooms, sent_back: Callable[[bytes], tuple[Rooms, Outcome]], tmp_path: Path
) -> None:
    office = LibreOffice.found(tmp_path / "profile")
    assert office is not None
    mended = _mended(marked_copy(rooms, ASKED).read_bytes(), "E18", "12345")
    (tmp_path / "office").mkdir()
    copied, _ = sent_back(office.convert(mended, "xlsx", "xlsx", tmp_path / "office"))
    before, after = substance(rooms, "findings.csv"), substance(copied, "findings.csv")
    assert [one["rule"] for one in before if one not in after] == ["value-qualified"]
    assert [one for one in after if one not in before] == []
    lines = [line for line in todo(marked_copy(rooms, ASKED)) if TYPED not in str(line)]
    assert todo(marked_copy(copied, ASKED)) == lines


@pytest.mark.slow
def test_a_mended_copy_mends_one_thing_and_changes_nothing_else(
    rooms: Rooms, sent_back: Callable[[bytes], tuple[Rooms, Outcome]]
) -> None:
    marked = marked_copy(rooms, ASKED)
    copied, _ = sent_back(_mended(marked.read_bytes(), "E18", "12345"))
    before, after = substance(rooms, "findings.csv"), substance(copied, "findings.csv")
    gone = [one for one in before if one not in after]
    assert [(one["rule"], one["cell"], one["value"]) for one in gone] == [
        ("value-qualified", "E18", TYPED)
    ]
    assert [one for one in after if one not in before] == []
    figures = substance(copied, "figures.csv")
    changed = [one for one in figures if one not in substance(rooms, "figures.csv")]
    assert {one["action"] for one in changed} == {"I.3.2.7"}
    assert [(one["unit"], one["cell"], one["realised"]) for one in changed if one["indicator"]] == [
        (ASKED, "E18", "12345")
    ]
    cell = openpyxl.load_workbook(marked_copy(copied, ASKED))["Sprawozdanie"]["E18"]
    assert (cell.value, cell.comment) == (12345, None)
    issued = openpyxl.load_workbook(workbook(rooms, ASKED))["Sprawozdanie"]["E18"]
    noted = openpyxl.load_workbook(marked)["Sprawozdanie"]["E18"]
    assert cell.fill.fgColor.rgb == issued.fill.fgColor.rgb != noted.fill.fgColor.rgb


def _mended(data: bytes, cell: str, number: str) -> bytes:
    """Type a number over a cell of text, in the sheet's own XML."""
    contents = parts(data)
    for name in [one for one in contents if one.startswith("xl/worksheets/sheet")]:
        root = etree.fromstring(contents[name])
        for found in root.iter(f"{MAIN}c"):
            if found.get("r") == cell and found.get("t"):
                del found.attrib["t"]
                for child in list(found):
                    found.remove(child)
                etree.SubElement(found, f"{MAIN}v").text = number
                contents[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
                return packed(contents)
    raise AssertionError(f"no text in {cell}")


def test_of_an_erased_file_nothing_goes_back(rooms: Rooms, tmp_path: Path) -> None:
    for name in ("programmes", "templates", "inputs", "records", "outputs"):
        shutil.copytree(rooms.programmes.parent / name, tmp_path / name)
    copied = Rooms.under(tmp_path)
    path = workbook(copied, ASKED)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    path.unlink()
    erase_copies(copied, *PWR, reason="wniosek", wanted=[sha256])
    run_round(copied, *PWR)
    assert names(copied, ASKED) == {"Wiadomosc_2024_BK.eml"}
    assert "przypomnienie" in str(message(copied, ASKED)["Subject"])


@pytest.mark.slow
def test_a_template_that_is_missing_is_the_engines_own_and_a_broken_one_costs_no_report(
    rooms: Rooms, tmp_path: Path
) -> None:
    for name in ("programmes", "templates", "inputs"):
        shutil.copytree(rooms.programmes.parent / name, tmp_path / name)
    copied = Rooms.under(tmp_path)
    (copied.templates / "potwierdzenie.docx").unlink()
    outcome = run_round(copied, *PWR)
    assert outcome.notices == ()
    assert list((outcome.annex.parent / "jednostki").rglob("Potwierdzenie_*.docx"))
    (copied.templates / "potwierdzenie.docx").write_bytes(b"x")
    outcome = run_round(copied, *PWR)
    assert outcome.annex.is_file()
    assert any("potwierdzenie.docx" in notice for notice in outcome.notices)
