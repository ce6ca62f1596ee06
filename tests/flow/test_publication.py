"""The folder for the Public Information Bulletin: what an approved final version goes with."""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from domain.errors import DefinitionError
from domain.polish.plural import counted
from flows.approving import Signature, approve
from flows.standing import Request
from flows.yearly import Outcome, tell
from tasks.adapters.accessibility import check_accessibility
from tasks.adapters.definitions import load_definition
from tasks.adapters.pdf_reading import check_pdf
from tasks.adapters.rooms import Rooms
from tests.edges.office import parts
from tests.flow.rounds import MRS, Ran, annex_texts, copied_root, run_round, type_into
from tests.flow.tables import Row, fill_in, left, proposed
from tests.golden.annex_text import document_texts

SIGNED = Signature("Jan Kowalski", "2026-03-28", "WPS.0632.1.2026")
WORDING, VALUE = "Własne brzmienie wykonania", "Wykonanie w 2025 roku"
PHONE, SHOWN = "12 345 67 89", "[numer telefonu]"
MASKING = {"small-count": "Anna Nowak", "personal-data": "Ewa Lis"}
HAS_OFFICE = shutil.which("soffice") is not None


def _answer(row: Row) -> dict[str, str] | None:
    who = MASKING.get(row["klucz: reguła"])
    if who:
        return {"Stanowisko": "zamaskowano", "Kto": who}
    return left() if row["Uwaga"] == "do poprawy" else None


def _make_sensitive(rooms: Rooms) -> None:
    """Let two people be counted in a sensitive matter, and a telephone stand in a text."""
    actions = rooms.programmes / MRS[0] / "actions" / "MRS.yaml"
    text = actions.read_text(encoding="utf-8")
    assert "osób niesamodzielnych" in text
    text = text.replace("osób niesamodzielnych", "osób z niepełnosprawnością")
    actions.write_text(text, encoding="utf-8")
    inputs = rooms.drop_folder(*MRS)
    counted = {("MRS.3/+4", VALUE): 2, ("MRS.3", WORDING): "Dwoje uczestników z Bieńczyc."}
    type_into(inputs / "MRS_2025_MOPS.xlsx", counted)
    type_into(inputs / "MRS_2025_KRPP.xlsx", {("MRS.8", WORDING): f"Dyżur: tel. {PHONE}."})


def _final(rooms: Rooms) -> Outcome:
    return tell(Request(*MRS, rooms, final=True))


def _final_without_office(rooms: Rooms) -> Outcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(rooms.inputs))
        return _final(rooms)


def _inaccessible(roles: Mapping[str, Path]) -> list[str]:
    """Return the Word documents for readers that do not pass every check."""
    documents = {"annex", "review", "publication/word"} & roles.keys()
    return [
        role
        for role in sorted(documents)
        if not all(one.passed for one in check_accessibility(roles[role].read_bytes()))
    ]


def _roles(outcome: Outcome) -> dict[str, Path]:
    folder = outcome.annex.parent
    roles = json.loads((folder / "manifest.json").read_text("utf-8"))["roles"]
    return {role: folder / name for role, name in roles.items()}


def _text(path: Path) -> str:
    data = path.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    return data.decode("utf-8-sig").replace("\r\n", "\n")


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The final version with masked values, made where there is no LibreOffice."""
    rooms = copied_root(tmp_path_factory.mktemp("masked"))
    _make_sensitive(rooms)
    target = rooms.drop_folder(*MRS) / "Tabela_uwag.xlsx"
    assert fill_in(proposed(run_round(rooms, *MRS)), target, "Uwagi", _answer) >= 2
    approve(rooms, *MRS, SIGNED)
    return _final_without_office(rooms)


def test_drafts_have_no_publication_folder_and_are_accessible_as_well(
    published: Ran, small: Ran
) -> None:
    for ran in (published, small):
        roles = _roles(ran.outcome)
        assert ran.outcome.bulletin is None
        assert not [role for role in roles if role.startswith("publication/")]
        assert not (ran.outcome.annex.parent / "Do_BIP").exists()
        assert {"annex", "review"} <= roles.keys()
        assert _inaccessible(roles) == []


def test_the_folder_has_the_text_of_the_annex_and_nothing_of_its_making(masked: Outcome) -> None:
    roles = _roles(masked)
    word = roles["publication/word"].read_bytes()
    assert document_texts(word) == annex_texts(masked)
    everything = "".join(part.decode() for part in parts(word).values())
    assert "_ar_" in parts(masked.annex.read_bytes())["word/document.xml"].decode()
    assert not re.search("_ar_|rsid|w:vanish|comments|custom-properties|w:author", everything)
    folder = roles["publication/word"].parent
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["Dostepnosc.txt", "Metadane.txt", "Miasto_rownych_szans_2025.docx"]
    assert folder == masked.bulletin


def test_the_metadata_say_what_the_bulletin_asks(masked: Outcome) -> None:
    roles = _roles(masked)
    told, word = _text(roles["publication/metadata"]), roles["publication/word"]
    for line in (
        "Tytuł: Miasto równych szans – stopień realizacji zobowiązań w 2025 roku",
        "Okres, którego dotyczy informacja: od 1 stycznia 2025 r. do 31 grudnia 2025 r.",
        "Podmiot udostępniający informację: Urząd Miasta Krakowa",
        "Za treść odpowiada: Jan Kowalski",
        "Data wytworzenia informacji: 28 marca 2026 r.",
        "Numer pisma: WPS.0632.1.2026",
        "Język: polski (pl-PL)",
        f"SHA-256: {hashlib.sha256(word.read_bytes()).hexdigest()}",
        "Data udostępnienia w BIP: ....",
    ):
        assert line in told
    assert f"Wielkość: {counted(word.stat().st_size, 'bajt', 'bajty', 'bajtów')}" in told


def test_what_is_masked_is_told_with_scope_ground_and_person_and_never_named(
    masked: Outcome,
) -> None:
    told = _text(_roles(masked)["publication/metadata"])
    assert SHOWN in "\n".join(annex_texts(masked))
    about = told.partition("WYŁĄCZENIA JAWNOŚCI")[2]
    first, second = re.findall(r"\d\. Zakres.*?\n.*?\n.*?\n", about)
    assert "dokładna liczba uczestników Programu" in first
    assert "działanie MRS.3" in first
    assert "dokonał(a): Anna Nowak" in first
    assert "numer telefonu" in second
    assert "działanie MRS.8" in second
    assert "dokonał(a): Ewa Lis" in second
    assert "art. 5 ust. 2 ustawy" in about
    assert "art. 8 ust. 5 ustawy" in about
    assert "2016/679" in about
    for path in _roles(masked)["publication/word"].parent.iterdir():
        data = path.read_bytes()
        texts = parts(data).values() if path.suffix == ".docx" else [data]
        everything = b"".join(texts).decode()
        assert PHONE not in everything
        assert "Bieńczyc" not in everything


def test_accessibility_is_told_and_a_missing_pdf_is_announced(masked: Outcome) -> None:
    roles = _roles(masked)
    assert _inaccessible(roles) == []
    told = _text(roles["publication/accessibility"])
    assert "Wynik: 10 z 10 sprawdzeń bez uwag." in told
    assert "CZEGO NIE SPRAWDZONO" in told
    assert "publication/pdf" not in roles
    for text in (told, _text(roles["publication/metadata"]), *masked.notices):
        assert "LibreOffice" in text


def test_the_same_version_gives_the_same_bytes_and_what_was_filled_in_is_kept(
    masked: Outcome, tmp_path: Path
) -> None:
    again = _again(masked, tmp_path)
    for role, path in _roles(masked).items():
        if role.startswith("publication/"):
            assert _roles(again)[role].read_bytes() == path.read_bytes(), role
    filled_in = _roles(again)["publication/metadata"]
    filled_in.write_text("Data udostępnienia w BIP: 1 kwietnia", encoding="utf-8")
    (notice,) = [
        one for one in _final_without_office(Rooms.under(tmp_path)).notices if "rescued" in one
    ]
    assert "Do_BIP/Metadane.txt" in notice


def test_a_text_template_at_fault_costs_the_folder_and_not_the_annex(
    masked: Outcome, tmp_path: Path
) -> None:
    outcome = _again(masked, tmp_path, {"bip-metadane.txt": "{{ about.author }}"})
    assert outcome.annex.is_file()
    assert not (outcome.annex.parent / "Do_BIP").exists()
    (notice,) = [one for one in outcome.notices if "BIP" in one]
    assert "bip-metadane.txt" in notice


def _again(outcome: Outcome, folder: Path, templates: Mapping[str, str] | None = None) -> Outcome:
    """Make a final version once more in a copy of its root, with other texts as templates."""
    rooms = Rooms.under(outcome.annex.parents[3])
    Ran(rooms, outcome).again(folder)
    for name, text in (templates or {}).items():
        (folder / "templates" / name).write_text(text, encoding="utf-8")
    return _final_without_office(Rooms.under(folder))


@pytest.mark.libreoffice
@pytest.mark.skipif(not HAS_OFFICE, reason="LibreOffice is not installed")
def test_with_libreoffice_the_pdf_is_there_and_the_metadata_know_it(
    small: Ran, tmp_path: Path
) -> None:
    rooms = small.anew(tmp_path)
    approve(rooms, *MRS, SIGNED)
    outcome = _final(rooms)
    roles = _roles(outcome)
    pdf = roles["publication/pdf"].read_bytes()
    assert roles["publication/pdf"].stem == roles["publication/word"].stem
    assert all(one.passed for one in check_pdf(pdf))
    told = _text(roles["publication/metadata"])
    assert roles["publication/pdf"].name in told
    # No two PDFs are alike: its hash would make this text another one each time.
    assert told.count("SHA-256") == 1
    assert "W dokumencie nie wyłączono jawności żadnej informacji." in told
    assert "Wynik: 17 z 17" in _text(roles["publication/accessibility"])
    assert outcome.notices == ()
    for trace in (b"_ar_", b"/Author", str(tmp_path).encode()):
        assert trace not in pdf


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("{word: Sprawozdanie końcowe.docx}", "publication.word"),
        ("{folder: ../Do_BIP}", "publication.folder"),
        ("{metadata: A.txt, accessibility: a.txt}", "różne nazwy"),
        ("{folder: jednostki}", "tę nazwę ma już inny plik"),
        ("{podmiot: Urząd}", "nieznany klucz"),
    ],
)
def test_names_that_a_web_page_or_a_folder_does_not_bear_are_refused(
    tmp_path: Path, block: str, told: str
) -> None:
    rooms = copied_root(tmp_path)
    path = rooms.programmes / MRS[0] / "programme.yaml"
    text = path.read_text(encoding="utf-8").partition("publication:")[0]
    path.write_text(f"{text}publication: {block}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=re.escape(told)):
        load_definition(rooms, *MRS)
