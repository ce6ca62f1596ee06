"""Templates that people changed, through the front door: what is lacking is named, exit 4."""

import re
import shutil
from pathlib import Path

import pytest

from domain.errors import DefinitionError
from flows.__main__ import main
from tasks.adapters.rooms import Rooms
from tests.edges.office import LibreOffice, packed, parts
from tests.flow.rounds import CHECKOUT, MRS, PWR, annex_texts, copied_root, run_round

ANNEX = "zalacznik-pwr.docx"
BODY, STYLES, HEADER = "word/document.xml", "word/styles.xml", "word/header1.xml"


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    """The definitions and templates of the checkout, and no submissions."""
    for name in ("programmes", "templates"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    made = Rooms.under(tmp_path)
    made.drop_folder(*PWR).mkdir(parents=True)
    return made


@pytest.mark.slow
def test_all_that_the_layout_needs_and_the_template_lacks_is_named(
    rooms: Rooms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = rooms.templates / ANNEX
    contents = {name: data.decode() for name, data in parts(template.read_bytes()).items()}
    for style in ("Brak danych", "Numer załącznika", "toc 3", "Wstęp listy"):
        assert f'w:name w:val="{style}"' in contents[STYLES]
        contents[STYLES] = contents[STYLES].replace(f'w:val="{style}"', 'w:val="Mój styl"', 1)
    contents[STYLES] = contents[STYLES].replace('<w:numId w:val="1"/>', "")
    contents[BODY] = re.sub(
        '<w:tblCaption w:val="tabela-4"/>|Wzór tabeli „tabela-4”', "", contents[BODY]
    )
    fifth = contents[BODY].index('<w:tblCaption w:val="tabela-5"/>')
    contents[BODY] = contents[BODY][:fifth] + re.sub(
        r"<w:tc>.*?</w:tc>", "", contents[BODY][fifth:], count=1
    )
    contents[HEADER] = contents[HEADER].replace("{state}", "{stan}")
    template.write_bytes(packed({name: text.encode() for name, text in contents.items()}))

    assert main(["run", PWR[0], str(PWR[1]), "--root", str(tmp_path)]) == 4
    told = capsys.readouterr().err
    for lacking in (
        "szablon nie ma stylu „Brak danych”",
        "szablon nie ma stylu „Numer załącznika”",
        "szablon nie ma stylu „Wstęp listy”",
        "szablon nie ma stylu „toc 3”",
        "Lista powiązań: styl listy nie ma numeracji",
        "szablon nie ma tabeli „tabela-4”",
        "tabela „tabela-5” ma mieć dwa wiersze po 5 komórek",
        "nieznane pole „{stan}”",
    ):
        assert lacking in told
    assert "Traceback" not in told
    assert not rooms.results(*PWR).exists()


@pytest.mark.parametrize(
    ("left", "named"), [(None, "nie ma szablonu"), (b"Szablon", "nie jest dokumentem Worda")]
)
def test_a_template_that_is_not_there_is_named(
    left: bytes | None, named: str, rooms: Rooms
) -> None:
    template = rooms.templates / ANNEX
    template.unlink()
    if left is not None:
        template.write_bytes(left)
    with pytest.raises(DefinitionError, match=named) as refused:
        run_round(rooms, *PWR)
    assert refused.value.exit_code == 4
    assert ANNEX in str(refused.value)


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("round_", [PWR, MRS], ids=["pwr", "mrs"])
def test_templates_that_libreoffice_saved_give_an_equal_document(
    round_: tuple[str, int], tmp_path: Path
) -> None:
    office = LibreOffice.found(tmp_path / "profile")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed; it is optional")
    rooms = copied_root(tmp_path / "round")
    before = annex_texts(run_round(rooms, *round_))
    files = {path.name: path.read_bytes() for path in rooms.templates.glob("*.docx")}
    for name, data in office.convert_all(files, "docx", tmp_path).items():
        (rooms.templates / f"{name}.docx").write_bytes(data)
    assert annex_texts(run_round(rooms, *round_)) == before
