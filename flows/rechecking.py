"""What would today's rules say: an edition's answers judged again, and nothing changed."""

import csv
import hashlib
import io
import shutil
import tempfile
from pathlib import Path

from domain.archive import Part
from domain.editions import Edition
from domain.errors import DefinitionError, RefusedError, UsageError
from domain.rechecking import Recheck, recheck
from flows.engine import Perform, plainly
from flows.remaking import as_it_was, request_of
from flows.standing import stand
from tasks.adapters.definitions import load_definition, programme_folder
from tasks.adapters.edition_files import archive_bytes, kept_results, unpacked
from tasks.adapters.records import Records, open_records
from tasks.adapters.rooms import Rooms


def recheck_edition(
    rooms: Rooms, slug: str, year: int, number: int = 0, perform: Perform = plainly
) -> Recheck:
    """Judge an edition (the last one without a number) by today's common rules and program.

    Raises UsageError where there is no such edition, RefusedError for one that this program cannot
    read any more.
    """
    programme_folder(rooms, slug)
    records = Records(rooms.memory(slug, year))
    edition = _edition(records, number)
    path = records.edition(edition.number) / edition.archive
    data = archive_bytes(path)
    if hashlib.sha256(data).hexdigest() != edition.sha256:
        raise RefusedError(
            f"Archiwum „{edition.archive}” nie jest tym, które zapisano przy zamknięciu (inny "
            "skrót SHA-256 niż w dzienniku). Proszę przywrócić je z kopii zapasowej."
        )
    members = unpacked(data, edition.archive)
    kept = kept_results(members)
    findings = members[f"{Part.RESULTS}/{kept.manifest['roles']['findings']}"].decode("utf-8-sig")
    before = list(csv.DictReader(io.StringIO(findings, newline="")))
    with tempfile.TemporaryDirectory(prefix="annual-report-") as folder:
        then = as_it_was(members, kept, Path(folder), slug, year)
        for common in sorted(rooms.programmes.glob("*.yaml")):
            shutil.copyfile(common, then.programmes / common.name)
        try:
            definition = load_definition(then, slug, year)
        except (DefinitionError, UsageError) as error:
            raise RefusedError(
                f"Definicji z archiwum „{edition.archive}” dzisiejszy program nie wczytuje, więc "
                "nie można powiedzieć, co zgłosiłyby dzisiejsze reguły. Archiwum odczyta program, "
                f"który jest w nim zapisany (katalog {Part.PROGRAM}/). {error}"
            ) from error
        request = request_of(kept.manifest, then, slug, year)
        stood = stand(request, definition, open_records(then.memory(slug, year)), perform)
    return recheck(edition.number, before, (one.row() for one in stood.standing.findings))


def _edition(records: Records, number: int) -> Edition:
    editions = records.memory().editions
    if not editions:
        raise UsageError(
            "Tego roku jeszcze nie zamknięto, więc nie ma wersji opublikowanej "
            "(annual-report close)."
        )
    if number and not any(one.number == number for one in editions):
        numbers = ", ".join(str(one.number) for one in editions)
        raise UsageError(f"Nie ma wersji opublikowanej nr {number}. Są: {numbers}.")
    return editions[number - 1] if number else editions[-1]
