"""What people send forms in, through the front door: each file inside has its own verdict."""

import base64
import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from domain.submissions import Verdict
from flows.checking import check_files
from flows.yearly import Outcome
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import MRS, Ran, copied_root, run_round

NAME = "Kopia Kopia formularz OSTATECZNY (2).xlsx"
SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return copied_root(tmp_path)


def mail(form: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Sprawozdanie – żółć"
    message["From"] = "Jan <jan@example.org>"
    message["To"] = "mops@example.org"
    message.set_content("W załączeniu.")
    message.add_attachment(form, maintype="application", subtype=SHEET, filename=NAME)
    message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="logo.png")
    return bytes(message)


def archive(form: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr(f"sprawozdanie/{NAME}", form)
        target.writestr("__MACOSX/._x", b"x")
    return packed.getvalue()


def signed(form: bytes) -> bytes:
    inside = base64.encodebytes(form).decode()
    space = "http://www.w3.org/2000/09/xmldsig#"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ds:Signature xmlns:ds="{space}">'
        f'<ds:Object Encoding="{space}base64">{inside}</ds:Object></ds:Signature>'
    ).encode()


def mailed_archive(form: bytes) -> bytes:
    return mail_with(archive(form))


def mail_with(data: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "Fwd:", "a@example.org"
    message.set_content("Przesyłam.")
    message.add_attachment(data, maintype="application", subtype="zip", filename="all.zip")
    return bytes(message)


CHANNELS: dict[str, Callable[[bytes], bytes]] = {
    "poczta.eml": mail,
    "sprawozdanie.zip": archive,
    "formularz.xlsx.xml": signed,
    "poczta z archiwum.eml": mailed_archive,
}


def sent_as(rooms: Rooms, name: str) -> tuple[Outcome, str]:
    """Replace the first workbook of the round by a container that holds it; return its name."""
    folder = rooms.drop_folder(*MRS)
    form = sorted(folder.glob("*.xlsx"))[0]
    (folder / name).write_bytes(CHANNELS[name](form.read_bytes()))
    form.unlink()
    return run_round(rooms, *MRS), form.name


@pytest.mark.parametrize("name", CHANNELS)
def test_a_form_is_taken_out_of_what_it_came_in(small: Ran, name: str, tmp_path: Path) -> None:
    clean, document = small.outcome, small.outcome.annex.read_bytes()
    outcome, _ = sent_as(small.again(tmp_path), name)
    assert {file.verdict for file in outcome.files} == {Verdict.ACCEPTED}
    (entry,) = [file for file in outcome.files if file.file == name]
    inside = entry.files()
    assert next(file.verdict for file in inside) is Verdict.ACCEPTED
    assert all(file.reason for file in inside[1:])
    assert all(file.file.startswith(f"{name} → ") for file in inside)
    # All but the version in the header, which tells of the file's name.
    assert outcome.summary == clean.summary
    assert len(outcome.annex.read_bytes()) == pytest.approx(len(document), rel=0.01)


def test_the_manifest_accounts_for_every_file_inside(rooms: Rooms) -> None:
    sent_as(rooms, "poczta.eml")
    text = (rooms.results(*MRS) / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    (entry,) = [one for one in manifest["entries"] if one["file"] == "poczta.eml"]
    assert [one["verdict"] for one in entry["members"]] == ["accepted", "ignored"]
    assert manifest["files"]["total"] == len(manifest["entries"])
    assert f"poczta.eml → {NAME}" in manifest["submissions"]
    kept = {path.name for path in (rooms.memory(*MRS) / "received").iterdir()}
    assert {one["sha256"] for one in (entry, *entry["members"])} <= kept


def test_a_container_without_a_form_is_refused_with_what_is_wrong_inside(rooms: Rooms) -> None:
    folder = rooms.drop_folder(*MRS)
    (folder / "skan.eml").write_bytes(mail_with(b"%PDF-1.7 skan"))
    outcome = run_round(rooms, *MRS)
    (entry,) = [file for file in outcome.files if file.file == "skan.eml"]
    assert entry.verdict is Verdict.REFUSED
    assert "PDF" in entry.reason
    assert "Proszę" in entry.reason


def test_check_opens_containers_too(rooms: Rooms) -> None:
    folder = rooms.drop_folder(*MRS)
    form = sorted(folder.glob("*.xlsx"))[0]
    (folder / "poczta.eml").write_bytes(mail(form.read_bytes()))
    checked = check_files(rooms, [folder / "poczta.eml"])
    lines = list(checked.lines())
    assert f"poczta.eml → {NAME}: wczytano" in lines
    assert any("logo.png: pominięto – " in line for line in lines)
    assert not checked.blocked
