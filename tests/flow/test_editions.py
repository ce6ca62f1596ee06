"""The close of a year: an edition that is made again to the byte, and a round that takes no
changes until it is opened again."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from domain.archive import MANIFEST
from domain.errors import BusyError, RefusedError, UsageError
from flows.__main__ import main
from flows.approving import Signature, approve
from flows.closing import Closed, close_round, reopen_round
from flows.keeping import erase_copies
from flows.rechecking import recheck_edition
from tasks.adapters.accessibility import check_accessibility
from tasks.adapters.archive import packed
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tests.flow.editions import CLOSING, SIGNED, all_files, approved_final, close, final
from tests.flow.rounds import CHECKOUT, MRS, Ran, run_round, type_into
from tests.golden.annex_text import document_texts

WORDING, VALUE = "Własne brzmienie wykonania", "Wykonanie w 2025 roku"
ARCHIVE = "MRS_2025_archiwum_1.zip"


@pytest.fixture(scope="module")
def finished(small: Ran, tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    """The small round with its final version; read, or copied, and never changed."""
    rooms = small.again(tmp_path_factory.mktemp("finished"))
    approved_final(rooms)
    return rooms


@pytest.fixture(scope="module")
def closed(finished: Rooms, tmp_path_factory: pytest.TempPathFactory) -> tuple[Rooms, Closed]:
    """The same round, closed; read, or copied, and never changed."""
    rooms = copied(finished, tmp_path_factory.mktemp("closed"))
    return rooms, close(rooms)


def copied(rooms: Rooms, folder: Path) -> Rooms:
    shutil.copytree(rooms.inputs.parent, folder, dirs_exist_ok=True)
    return Rooms.under(folder)


def members(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def journal(rooms: Rooms) -> Records:
    return Records(rooms.memory(*MRS))


# ------------------------------------------------------------------ what an edition holds


def test_the_archive_holds_all_that_the_version_was_made_from(
    finished: Rooms, closed: tuple[Rooms, Closed]
) -> None:
    rooms, told = closed
    files = members(told.archive)
    assert told.archive == rooms.memory(*MRS) / "editions" / "1" / ARCHIVE
    for part, folder in (
        ("przyjete", finished.drop_folder(*MRS)),
        ("dziennik", finished.memory(*MRS)),
        (f"definicje/{MRS[0]}", finished.programmes / MRS[0]),
        ("szablony", finished.templates),
        ("wyniki", finished.results(*MRS)),
        ("program/templates", CHECKOUT / "templates"),
    ):
        kept = {name: data for name, data in files.items() if name.startswith(f"{part}/")}
        assert kept == {f"{part}/{name}": data for name, data in all_files(folder).items()}, part
    assert files["definicje/rules.yaml"] == (CHECKOUT / "programmes/rules.yaml").read_bytes()
    for name in ("flows/__main__.py", "pyproject.toml", "requirements.txt", "uv.lock", "Makefile"):
        assert files[f"program/{name}"] == (CHECKOUT / name).read_bytes()


def test_the_manifest_lists_each_file_and_the_journal_the_archive(
    closed: tuple[Rooms, Closed],
) -> None:
    rooms, told = closed
    files = members(told.archive)
    manifest = json.loads(files.pop(MANIFEST))
    assert manifest["files"] == {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in files.items()
    }
    assert (manifest["programme"], manifest["year"], manifest["edition"]) == (*MRS, 1)
    assert manifest["closed"] == {
        "who": "Ewa Lis",
        "date": "2026-04-01",
        "symbol": "WPS.0632.1",
        "category": "B25",
    }
    assert manifest["approval"]["letter"] == SIGNED.letter
    results = json.loads(files["wyniki/manifest.json"])
    assert manifest["data_hash"] == results["data_hash"] == manifest["approval"]["version"]
    assert results["state"] == "final"
    (edition,) = journal(rooms).memory().editions
    sha256 = hashlib.sha256(told.archive.read_bytes()).hexdigest()
    assert (edition, edition.sha256) == (told.edition, sha256)
    beside = told.archive.with_name(f"{ARCHIVE}.sha256").read_text(encoding="utf-8")
    assert beside == f"{sha256}  {ARCHIVE}\n"


def test_the_auditor_is_told_where_a_number_comes_from(closed: tuple[Rooms, Closed]) -> None:
    rooms, told = closed
    files = members(told.archive)
    text = files["Czytaj_mnie.txt"].decode("utf-8-sig")
    for words in ("Ewa Lis, 1 kwietnia 2026 r.", "WPS.0632.1.2026", "B25", "certutil -hashfile"):
        assert words in text
    example = re.search(r"plik: (przyjete/.*)\r\n.*\r\n +skrót pliku: ([0-9a-f]{64})", text)
    assert example is not None
    assert hashlib.sha256(files[example[1]]).hexdigest() == example[2]
    assert files[f"dziennik/received/{example[2]}"] == files[example[1]]
    for name in ("Czytaj_mnie.txt", MANIFEST):
        assert str(rooms.inputs.parent) not in files[name].decode()


def test_the_same_round_gives_the_same_archive_in_another_place(
    finished: Rooms, closed: tuple[Rooms, Closed], tmp_path: Path
) -> None:
    rooms = copied(finished, tmp_path / "zażółć gęślą jaźń")
    # Excel and Windows leave such files and take them away.
    for name in ("~$MRS_2025_MOPS.xlsx", "Thumbs.db"):
        (rooms.drop_folder(*MRS) / name).write_bytes(b"x")
    again = close(rooms)
    assert again.archive.read_bytes() == closed[1].archive.read_bytes()


def test_what_the_office_files_it_under_comes_from_the_definition_or_is_asked_for(
    finished: Rooms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rooms = copied(finished, tmp_path)
    assert main(["close", *map(str, MRS), "--who", "Ewa Lis", "--root", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "znak sprawy nie podano" in shown
    assert "Nie podano: znaku sprawy (--symbol) ani kategorii archiwalnej (--category)" in shown
    assert "Zgodne co do bajtu" in shown
    assert journal(rooms).memory().closed


# ------------------------------------------------------------------ a closed round


@pytest.mark.parametrize(
    "words",
    [
        ["run"],
        ["run", "--final"],
        ["approve", "--who", "X", "--date", "2026-05-01", "--letter", "1"],
        ["erase", "--before", "2030-01-01", "--reason", "x"],
        ["sample", "--replace"],
        ["forms"],
        ["forms", "--unit", "MOPS"],
        ["close", "--who", "X"],
        ["pull-edits"],
    ],
)
def test_a_closed_round_refuses_changes(
    words: list[str], closed: tuple[Rooms, Closed], capsys: pytest.CaptureFixture[str]
) -> None:
    rooms, told = closed
    root = rooms.inputs.parent
    before = all_files(root)
    annex = rooms.results(*MRS) / "Miasto_rownych_szans_2025.docx"
    about = [str(annex)] * (words[0] == "pull-edits") + list(map(str, MRS))
    assert main([words[0], *about, *words[1:], "--root", str(root)]) == BusyError.exit_code
    shown = capsys.readouterr().err
    assert f"jest zamknięty (Ewa Lis, 2026-04-01; archiwum „{told.edition.archive}”)" in shown
    assert f"annual-report reopen {MRS[0]} {MRS[1]}" in shown
    assert all_files(root) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["log", *map(str, MRS)], "zamknięto rok, archiwum"),
        (["rules", MRS[0]], "unit-missing"),
        (["explain", "3 godziny"], ""),
    ],
)
def test_a_closed_round_can_be_read(
    words: list[str],
    told: str,
    closed: tuple[Rooms, Closed],
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main([*words, "--root", str(closed[0].inputs.parent)])
    assert code in {0, RefusedError.exit_code, UsageError.exit_code}
    assert told in capsys.readouterr().out


def test_erasing_is_possible_once_the_round_is_open_again(
    closed: tuple[Rooms, Closed], tmp_path: Path
) -> None:
    rooms = copied(closed[0], tmp_path)
    path = sorted(rooms.drop_folder(*MRS).glob("*.xlsx"))[0]
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    path.unlink()
    with pytest.raises(BusyError):
        erase_copies(rooms, *MRS, reason="wniosek", wanted=[sha256])
    reopen_round(rooms, *MRS, "wniosek o usunięcie danych", "Ewa Lis")
    assert sha256 in erase_copies(rooms, *MRS, reason="wniosek", wanted=[sha256]).copies
    # What was published stays what it was.
    assert closed[1].archive.read_bytes() == (journal(rooms).edition(1) / ARCHIVE).read_bytes()


# ------------------------------------------------------------------ what is not closed


def _draft(rooms: Rooms) -> None:
    run_round(rooms, *MRS)


def _nothing(rooms: Rooms) -> None:
    shutil.rmtree(rooms.outputs)


def _edit(rooms: Rooms) -> None:
    (rooms.results(*MRS) / "figures.csv").write_bytes(b"edited")


def _add(rooms: Rooms) -> None:
    (rooms.results(*MRS) / "notatka.txt").write_bytes(b"x")


def _take_away(rooms: Rooms) -> None:
    (rooms.results(*MRS) / "findings.csv").unlink()


def _wait_beside(rooms: Rooms) -> None:
    rooms.results_beside(*MRS).mkdir()


def _name_badly(rooms: Rooms) -> None:
    (rooms.programmes / MRS[0] / "sample" / "Re: pytanie.yaml").write_bytes(b"")


def _approve_again(rooms: Rooms) -> None:
    approve(rooms, *MRS, Signature("Anna Nowak", "2026-03-29", "2"))


def _break_the_journal(rooms: Rooms) -> None:
    path = rooms.memory(*MRS) / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b"MRS_2025_KRPP", b"MRS_2025_XXXX", 1))


def _retype(rooms: Rooms) -> None:
    type_into(rooms.drop_folder(*MRS) / "MRS_2025_MOPS.xlsx", {("MRS.3/+4", VALUE): 186})


def _drop_something(rooms: Rooms) -> None:
    (rooms.drop_folder(*MRS) / "uwagi.txt").write_text("?", encoding="utf-8")


def _change_a_template(rooms: Rooms) -> None:
    path = rooms.templates / "bip-metadane.txt"
    path.write_text(f"{path.read_text('utf-8')}\nP.S.\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_draft, "nie ma wersji ostatecznej"),
        (_nothing, "nie ma wersji ostatecznej"),
        (_edit, "figures.csv (zmieniono)"),
        (_add, "notatka.txt (nie jest wynikiem programu)"),
        (_take_away, "findings.csv (brakuje)"),
        (_wait_beside, "nowsze wyniki czekają obok, w katalogu „2025-nowe”"),
        (_name_badly, "Re: pytanie.yaml” (niedozwolone znaki: :)"),
        (_approve_again, "Zaszło później: zatwierdzono wartości"),
        (_break_the_journal, "dziennik zmieniono poza programem (wiersz"),
        (_retype, r"MRS.3 \+4 \(MOPS\): 185 → 186"),
        (_drop_something, "Plik „uwagi.txt” – nie wczytano"),
        (_change_a_template, r"Do_BIP/Metadane.txt \(inna treść\)"),
    ],
)
def test_only_the_approved_final_version_of_what_is_there_is_closed(
    change: Callable[[Rooms], None], told: str, finished: Rooms, tmp_path: Path
) -> None:
    rooms = copied(finished, tmp_path)
    change(rooms)
    expected = told if "\\" in told else re.escape(told)
    with pytest.raises(RefusedError, match=expected):
        close(rooms)
    assert not journal(rooms).memory().closed
    assert not (rooms.memory(*MRS) / "editions").exists()


def test_somebody_has_to_close(finished: Rooms) -> None:
    with pytest.raises(UsageError, match="--who"):
        close_round(finished, *MRS, type(CLOSING)("", "2026-04-01"))


# ------------------------------------------------------------------ made again


@pytest.mark.slow
def test_an_archive_is_made_again_by_its_own_program_on_another_day_in_another_place(
    closed: tuple[Rooms, Closed], tmp_path: Path
) -> None:
    archive = tmp_path / "archiwum zakładowe" / ARCHIVE
    archive.parent.mkdir()
    shutil.copyfile(closed[1].archive, archive)
    with zipfile.ZipFile(archive) as file:
        file.extractall(tmp_path / "rozpakowane")
    program = tmp_path / "rozpakowane" / "program"
    done = subprocess.run(
        [sys.executable, "-m", "tests.flow.rerendered_elsewhere", str(archive)],
        cwd=program,
        env=os.environ
        | {
            # The tests are not part of the program.
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONHASHSEED": "4242",
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "C.UTF-8",
        },
        umask=0o077,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(program / "flows"))
    count = len(all_files(closed[0].results(*MRS)))
    # Without LibreOffice no PDF was made, so that everything can be compared.
    assert f"Zgodne co do bajtu: {count} plików." in done.stdout
    assert "Różnice" not in done.stdout


def forged(archive: Path, target: Path, changes: Mapping[str, bytes], *, told: bool) -> Path:
    """Write an archive with other files in it; `told`: with a manifest that fits them."""
    files = members(archive) | dict(changes)
    manifest = json.loads(files[MANIFEST])
    if told:
        for name, data in changes.items():
            manifest["files"][name]["sha256"] = hashlib.sha256(data).hexdigest()
        files[MANIFEST] = json.dumps(manifest).encode()
    target.write_bytes(packed(files))
    return target


def test_a_changed_archive_is_refused_and_the_file_named(
    closed: tuple[Rooms, Closed], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = {"wyniki/figures.csv": b"other", "wyniki/nowy.txt": b"x"}
    path = forged(closed[1].archive, tmp_path / ARCHIVE, changes, told=False)
    assert main(["rerender", str(path)]) == RefusedError.exit_code
    shown = capsys.readouterr().err
    assert "wyniki/figures.csv (inna treść)" in shown
    assert "wyniki/nowy.txt (nie ma go w spisie)" in shown


def test_results_that_are_not_those_of_the_archives_data_are_named(
    closed: tuple[Rooms, Closed], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = members(closed[1].archive)["wyniki/figures.csv"].replace(b",185,", b",186,", 1)
    path = forged(closed[1].archive, tmp_path / ARCHIVE, {"wyniki/figures.csv": told}, told=True)
    assert main(["rerender", str(path)]) == RefusedError.exit_code
    shown = capsys.readouterr().out
    assert "Różnice: 1." in shown
    assert "figures.csv (inna treść)" in shown


def _with_path(name: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        target = io.BytesIO(data)
        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr(name, b"x")
        return target.getvalue()

    return change


def _another_zip(_: bytes) -> bytes:
    return packed({"a.txt": b"x"})


def _bomb(_: bytes) -> bytes:
    return packed({MANIFEST: b"{}", "wyniki/a": b"\0" * (300 * 1024 * 1024)})


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-100],
        lambda data: b"PK" + data,
        lambda _: b"",
        _another_zip,
        _bomb,
        _with_path("../../poza.txt"),
        _with_path("/etc/poza.txt"),
        _with_path("wyniki\\poza.txt"),
        _with_path("C:/poza.txt"),
    ],
)
def test_an_archive_that_is_none_of_ours_is_refused(
    change: Callable[[bytes], bytes],
    closed: tuple[Rooms, Closed],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "a" / "b" / ARCHIVE
    path.parent.mkdir(parents=True)
    path.write_bytes(change(closed[1].archive.read_bytes()))
    assert main(["rerender", str(path)]) == RefusedError.exit_code
    assert "rchiw" in capsys.readouterr().err
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]


def test_a_missing_archive_is_wrong_use(tmp_path: Path) -> None:
    assert main(["rerender", str(tmp_path / "nie-ma.zip")]) == UsageError.exit_code


# ------------------------------------------------------------------ opened again


@pytest.fixture(scope="module")
def corrected(
    closed: tuple[Rooms, Closed], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Rooms, Closed]:
    """The round opened again, corrected in a number and in words, and closed once more."""
    rooms = copied(closed[0], tmp_path_factory.mktemp("corrected"))
    reopen_round(rooms, *MRS, "pomyłka w zobowiązaniu 3", "Ewa Lis")
    cells = {("MRS.3/+4", VALUE): 186, ("MRS.3", WORDING): "186 uczestników i 1 689 658 zł."}
    type_into(rooms.drop_folder(*MRS) / "MRS_2025_MOPS.xlsx", cells)
    with pytest.raises(RefusedError, match="wygasło"):
        final(rooms)
    approved_final(rooms, Signature("Jan Kowalski", "2026-05-28", "WPS.0632.2.2026"))
    return rooms, close(rooms)


def test_an_open_round_cannot_be_opened(finished: Rooms) -> None:
    with pytest.raises(RefusedError, match="nie jest zamknięty"):
        reopen_round(finished, *MRS, "x", "Ewa Lis")


def test_a_reopened_round_is_not_closed_as_it_was(
    closed: tuple[Rooms, Closed], tmp_path: Path
) -> None:
    rooms = copied(closed[0], tmp_path)
    words = ["reopen", *map(str, MRS), "--root", str(tmp_path), "--who", "Ewa Lis", "--reason"]
    assert main([*words, " "]) == UsageError.exit_code
    assert main([*words, "pomyłka"]) == 0
    assert main([*words, "pomyłka"]) == RefusedError.exit_code
    with pytest.raises(RefusedError, match="otwarto ponownie rok"):
        close(rooms)


def test_the_second_edition_comes_with_an_errata_and_leaves_the_first_as_it_was(
    closed: tuple[Rooms, Closed], corrected: tuple[Rooms, Closed]
) -> None:
    rooms, told = corrected
    assert told.archive.name == "MRS_2025_archiwum_2.zip"
    first = journal(rooms).edition(1)
    assert all_files(first) == all_files(journal(closed[0]).edition(1))
    files = members(told.archive)
    manifest = json.loads(files[MANIFEST])
    assert manifest["edition"] == 2
    assert manifest["errata"] == [{"number": 1, "edition": 2, "reason": "pomyłka w zobowiązaniu 3"}]
    assert not [name for name in files if "/editions/" in name]
    roles = json.loads(files["wyniki/manifest.json"])["roles"]
    assert roles["errata"] == "Do_BIP/Errata_1.docx"
    assert "pomyłka w zobowiązaniu 3" in files["Czytaj_mnie.txt"].decode()
    assert "Errata_1.docx" in files["wyniki/Do_BIP/Metadane.txt"].decode()


def test_the_errata_says_what_was_printed_and_what_should_have_been(
    corrected: tuple[Rooms, Closed],
) -> None:
    document = (corrected[0].results(*MRS) / "Do_BIP" / "Errata_1.docx").read_bytes()
    texts = [text.replace("\xa0", " ") for text in document_texts(document)]
    assert texts[0] == "Errata nr 1"
    assert "Powód: pomyłka w zobowiązaniu 3" in texts
    assert any("wersji opublikowanej nr 1 z 1 kwietnia 2026 r." in text for text in texts)
    value = texts.index("Zmienione wartości")
    changed, values = texts[:value], texts[value:]
    place = changed.index("186 uczestników i 1 689 658 zł.")
    assert "działanie MRS.3" in changed[place - 2]
    assert "1 689 658" in changed[place - 1]
    row = values.index("MRS.3")
    assert values[row + 2 : row + 5] == ["MOPS", "185", "186"]
    assert [one for one in check_accessibility(document) if not one.passed] == []


def test_the_first_version_has_no_errata(finished: Rooms) -> None:
    manifest = json.loads((finished.results(*MRS) / MANIFEST).read_text("utf-8"))
    assert "errata" not in manifest["roles"]


# ------------------------------------------------------------------ what today's rules say


def test_todays_rules_are_held_against_an_edition_and_change_nothing(
    closed: tuple[Rooms, Closed], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rooms = copied(closed[0], tmp_path)
    kept = members(closed[1].archive)["wyniki/findings.csv"].decode("utf-8-sig")
    codes = sorted({line.split(",")[1] for line in kept.splitlines()[1:] if line[:2] == "u-"})
    path = rooms.programmes / "rules.yaml"
    rules = path.read_text(encoding="utf-8")
    # A rule that nobody has any more, and one for which every filled-in row is something to tell.
    gone = codes[0]
    rules = re.sub(rf"(?ms)^- code: {gone}\n.*?(?=^- code:|\Z)", "", rules)
    path.write_text(rules, encoding="utf-8")
    before = all_files(tmp_path)
    found = recheck_edition(rooms, *MRS)
    assert {row["rule"] for row in found.gone} == {gone}
    assert len(found.gone) == sum(f",{gone}," in line for line in kept.splitlines())
    assert (found.new, found.changed) == ((), ())
    assert main(["recheck", *map(str, MRS), "--root", str(tmp_path)]) == 0
    assert f"{gone}: nowe 0, niezgłaszane {len(found.gone)}" in capsys.readouterr().out
    assert all_files(tmp_path) == before


def test_an_edition_is_asked_for_by_its_number(
    finished: Rooms, closed: tuple[Rooms, Closed]
) -> None:
    with pytest.raises(UsageError, match=r"nr 7\. Są: 1"):
        recheck_edition(closed[0], *MRS, 7)
    with pytest.raises(UsageError, match="jeszcze nie zamknięto"):
        recheck_edition(finished, *MRS)


def test_an_edition_that_the_program_cannot_read_is_a_sentence(
    closed: tuple[Rooms, Closed], tmp_path: Path
) -> None:
    rooms = copied(closed[0], tmp_path)
    (rooms.programmes / "rules.yaml").write_text("- code: x\n  zły: klucz\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="dzisiejszy program nie wczytuje"):
        recheck_edition(rooms, *MRS)
