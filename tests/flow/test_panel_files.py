"""Files dropped onto the page: whose they are, whole in the folder, none written over unasked."""

import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest

from domain.intake import INSIDE
from tasks.adapters.rooms import Rooms
from tests.flow.panels import ABSENT, ROUND, Coordinator, plain
from tests.flow.rounds import CHECKOUT, MRS, Ran

FORMS = CHECKOUT / "inputs" / MRS[0] / str(MRS[1])


@pytest.fixture
def own(panel_round: Ran, tmp_path: Path) -> Coordinator:
    return Coordinator.at(panel_round.again(tmp_path))


def names(rooms: Rooms) -> set[str]:
    return {path.name for path in rooms.drop_folder(*MRS).iterdir()}


def form(name: str = ABSENT) -> bytes:
    return (FORMS / name).read_bytes()


def test_a_form_under_any_name_becomes_its_unit(own: Coordinator) -> None:
    told = own.drop("Formularz WO poprawiony (ost).xlsx", form())
    assert (told["fate"], told["trouble"]) == ("saved", False)
    assert told["units"] == [
        ["Wydział Organizacji i Nadzoru", "Formularz WO poprawiony (ost).xlsx"]
    ]
    kept = own.rooms.drop_folder(*MRS) / "Formularz WO poprawiony (ost).xlsx"
    assert kept.read_bytes() == form()
    assert kept.stat().st_mode & 0o777 == 0o644
    assert "Jeszcze nie sprawdzono:" in own.page() and kept.name in own.page()


def test_forms_inside_an_archive_are_told_one_by_one(own: Coordinator) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(ABSENT, form())
        archive.writestr("czytaj.txt", "Dzień dobry")
    told = own.drop("poczta.zip", packed.getvalue())
    assert told["units"] == [["Wydział Organizacji i Nadzoru", f"poczta.zip{INSIDE}{ABSENT}"]]
    assert told["trouble"] is False


def test_what_cannot_be_read_is_kept_and_said(own: Coordinator) -> None:
    told = own.drop("skan.pdf", b"%PDF-1.4 skan")
    assert told["trouble"] is True and told["units"] == []
    assert told["sentence"].startswith("Nie wczytano – To plik PDF")
    assert "skan.pdf" in names(own.rooms)


def test_the_same_file_again_changes_nothing(own: Coordinator) -> None:
    before = names(own.rooms)
    told = own.drop("MRS_2025_MCO.xlsx", form("MRS_2025_MCO.xlsx"))
    assert told["fate"] == "already" and "już jest" in told["sentence"]
    assert names(own.rooms) == before


def asked(own: Coordinator, name: str, content: bytes) -> str:
    """Drop a file whose name another one has; return the ticket of the question."""
    before = (own.rooms.drop_folder(*MRS) / name).read_bytes()
    told = own.drop(name, content)
    assert told["fate"] == "asked" and told["ticket"]
    assert (own.rooms.drop_folder(*MRS) / name).read_bytes() == before
    return str(told["ticket"])


def test_one_name_and_two_contents_is_a_question(own: Coordinator) -> None:
    name = "MRS_2025_MCO.xlsx"
    folder = own.rooms.drop_folder(*MRS)
    old = (folder / name).read_bytes()
    ticket = asked(own, name, form())
    page = own.send(f"/pliki/{ticket}", {"wybor": "obie"}).text
    assert "MRS_2025_MCO (2).xlsx" in page
    assert (folder / name).read_bytes() == old
    assert (folder / "MRS_2025_MCO (2).xlsx").read_bytes() == form()
    lost = own.send(f"/pliki/{ticket}", {"wybor": "zastap"})
    assert "panel już nie pamięta" in plain(lost.text)


def test_a_file_in_the_records_may_be_replaced(own: Coordinator) -> None:
    name = "MRS_2025_MCO.xlsx"
    folder, store = own.rooms.drop_folder(*MRS), own.rooms.memory(*MRS) / "received"
    old = (folder / name).read_bytes()
    ticket = asked(own, name, form())
    own.send(f"/pliki/{ticket}", {"wybor": "zastap"})
    assert (folder / name).read_bytes() == form()
    assert (store / hashlib.sha256(old).hexdigest()).read_bytes() == old


def test_a_file_that_nobody_has_looked_at_is_never_lost(own: Coordinator) -> None:
    folder = own.rooms.drop_folder(*MRS)
    (folder / "nowy.xlsx").write_bytes(b"jeszcze nie sprawdzony")
    ticket = asked(own, "nowy.xlsx", form())
    page = own.send(f"/pliki/{ticket}", {"wybor": "zastap"}).text
    assert "jeszcze nie sprawdzono" in plain(page)
    assert (folder / "nowy.xlsx").read_bytes() == b"jeszcze nie sprawdzony"
    assert (folder / "nowy (2).xlsx").read_bytes() == form()


def test_a_file_open_in_excel_is_not_replaced(own: Coordinator) -> None:
    folder = own.rooms.drop_folder(*MRS)
    (folder / "~$MRS_2025_MCO.xlsx").write_bytes(b"")
    ticket = asked(own, "MRS_2025_MCO.xlsx", form())
    answer = own.send(f"/pliki/{ticket}", {"wybor": "zastap"})
    assert "otwarty w innym programie" in plain(answer.text)
    assert (folder / "MRS_2025_MCO.xlsx").read_bytes() == form("MRS_2025_MCO.xlsx")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../records/journal.jsonl", "journal.jsonl"),
        ("C:\\Users\\anna\\Pulpit\\plik.pdf", "plik.pdf"),
        ("/etc/passwd", "passwd"),
        ("con.pdf", "_con.pdf"),
        ("skan. . .", "skan"),
        ("a<b>:|?.pdf", "a_b____.pdf"),
        ("mrs_2025_mco.XLSX", "mrs_2025_mco (2).XLSX"),
    ],
)
def test_a_name_leads_nowhere(own: Coordinator, given: str, kept: str) -> None:
    before = names(own.rooms)
    told = own.drop(given, b"%PDF-1.4 x")
    if told["ticket"]:
        own.send(f"/pliki/{told['ticket']}", {"wybor": "obie"})
    assert names(own.rooms) - before == {kept}


@pytest.mark.parametrize("name", ["~$MRS.xlsx", ".ukryty.xlsx", "Thumbs.db", "x.tmp"])
def test_what_the_check_would_pass_over_is_not_kept(own: Coordinator, name: str) -> None:
    before = names(own.rooms)
    told = own.drop(name, b"x")
    assert told["fate"] == "refused" and told["sentence"].startswith("Nie zapisano: to plik")
    assert names(own.rooms) == before


def test_a_file_that_is_too_large_or_empty_is_not_kept(own: Coordinator) -> None:
    (own.rooms.programmes / "limits.yaml").write_text("file_mib: 1\n", encoding="utf-8")
    before = names(own.rooms)
    large = own.drop("duzy.xlsx", b"x" * (1024 * 1024 + 1))
    assert large["fate"] == "refused" and "ma ponad 1 MB" in large["sentence"]
    assert "plik jest pusty" in own.drop("pusty.xlsx", b"")["sentence"]
    assert names(own.rooms) == before


def test_a_folder_that_cannot_be_written_is_said(
    own: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tasks.adapters.drop_folder.os.fsync", full)
    told = own.drop("nowy.pdf", b"%PDF-1.4")
    assert told["fate"] == "refused" and "brakuje miejsca na dysku" in told["sentence"]
    assert not [name for name in names(own.rooms) if "nowy" in name or name.endswith(".tmp")]


def test_several_files_come_without_a_script(own: Coordinator) -> None:
    answer = own.client.post(
        f"{ROUND}/pliki",
        data={"znak": own.token},
        files=[("plik", ("a.pdf", b"%PDF-1.4 a")), ("plik", ("MRS_2025_MCO.xlsx", form()))],
    )
    assert answer.status_code == 200
    assert "To plik PDF" in answer.text
    assert re.search(r'action="[^"]+/pliki/[\w-]+"', answer.text)
    assert "Zastąp poprzedni" in answer.text and "Zachowaj oba" in answer.text
    nothing = own.client.post(f"{ROUND}/pliki", data={"znak": own.token}, files={"x": ("", b"")})
    assert "Nie wybrano żadnego pliku." in nothing.text
