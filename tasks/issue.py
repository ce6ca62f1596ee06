"""Issue: a form for each unit that owes a report; and the sample, the same forms filled in."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from domain.answers import sample_answers, sample_faults
from domain.consistency import PROGRAMME
from domain.errors import DefinitionError, Fault, RefusedError, UsageError
from domain.programme import Programme
from domain.schema import SampleShape, faults_of
from tasks.adapters.definitions import programme_folder, read_files
from tasks.adapters.publishing import publish_set
from tasks.adapters.rooms import Rooms
from tasks.adapters.workbook_writing import write_form

META = "metryczka.yaml"


def issue_forms(programme: Programme, folder: Path) -> tuple[str, ...]:
    """Write an empty form for each unit as one set; return the file names."""
    forms = dict(_forms(programme))
    publish_set(folder, forms)
    return tuple(forms)


def issue_form(programme: Programme, folder: Path, code: str) -> str:
    """Write the form of one unit beside the others that are there; return its name.

    Raises UsageError for a unit that gets none.
    """
    forms = {
        programme.form_file(part or unit): (unit, part)
        for unit in programme.expected_units()
        for part in (None, *programme.parts(unit))
        if (part or unit).code == code
    }
    if not forms:
        codes = ", ".join(unit.code for unit in programme.expected_units())
        raise UsageError(
            f"Jednostka „{code}” nie dostaje formularza w tym programie. Jednostki: {codes}."
        )
    name, (unit, part) = next(iter(forms.items()))
    present = folder.iterdir() if folder.is_dir() else ()
    others = {path.name: path.read_bytes() for path in present if path.is_file()}
    publish_set(folder, others | {name: write_form(programme, unit, part=part)})
    return name


def _forms(programme: Programme) -> Iterator[tuple[str, bytes]]:
    """Yield each unit's form, and those of its parts that get one of their own."""
    for unit in programme.expected_units():
        for part in (None, *programme.parts(unit)):
            yield programme.form_file(part or unit), write_form(programme, unit, part=part)


def issue_sample(
    rooms: Rooms, programme: Programme, folder: Path, *, replace: bool = False
) -> tuple[str, ...]:
    """Write the workbooks of the committed sample as one set; return the file names.

    Raises RefusedError where the folder holds anything else, unless it is to be replaced.
    """
    sample, meta = _read_sample(rooms, programme)
    books = {}
    for unit in programme.expected_units():
        answers = sample_answers(programme, unit, sample, meta.get(unit.code, meta.get("*", {})))
        books[programme.form_file(unit)] = write_form(programme, unit, answers)
    if not replace:
        _refuse_others(folder, books)
    publish_set(folder, books)
    return tuple(books)


def _refuse_others(folder: Path, books: Mapping[str, bytes]) -> None:
    """What people put into the drop folder is not ours to remove."""
    present = sorted(folder.iterdir()) if folder.is_dir() else []
    others = [
        path.name
        for path in present
        if not path.is_file() or books.get(path.name) != path.read_bytes()
    ]
    if others:
        raise RefusedError(
            f"W katalogu {folder} są inne pliki niż przykładowe (np. „{others[0]}”). "
            "Aby je zastąpić, proszę dodać --replace; aby zapisać przykład gdzie indziej, "
            "--inputs KATALOG."
        )


def _read_sample(
    rooms: Rooms, programme: Programme
) -> tuple[dict[str, SampleShape], Mapping[str, dict[str, str]]]:
    folder = programme_folder(rooms, programme.slug) / "sample" / str(programme.year)
    if not folder.is_dir():
        raise UsageError(
            f"Program „{programme.slug}” nie ma przykładowych danych za rok {programme.year} "
            f"({PROGRAMME}, sample/)."
        )
    paths = {
        path.relative_to(folder.parent.parent).as_posix(): path
        for path in sorted(folder.glob("*.yaml"))
    }
    contents, _ = read_files(programme.slug, paths)
    faults: list[Fault] = []
    sample: dict[str, SampleShape] = {}
    meta: Mapping[str, dict[str, str]] = {}
    for file, entries in contents.items():
        if file.endswith(META):
            meta = entries  # type: ignore[assignment]
            continue
        part: dict[str, SampleShape] = {}
        for key, raw in entries.items() if isinstance(entries, dict) else ():
            try:
                part[str(key)] = SampleShape.model_validate(raw)
            except ValidationError as error:
                faults += faults_of(file, error, str(key))
        faults += sample_faults(programme, file, part)
        sample |= part
    if faults:
        raise DefinitionError(programme.slug, faults)
    return sample, meta
