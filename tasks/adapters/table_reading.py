"""Reads what a unit sent instead of the form: tables of the document's own layout."""

from domain.filekinds import FileKind
from domain.free_form.grid import Grid
from domain.free_form.reading import read_tables
from domain.limits import Limits
from domain.programme import Programme
from domain.submissions import Submission
from tasks.adapters.likeness import likeness

WITH_TABLES = (
    FileKind.WORKBOOK,
    FileKind.OPEN_DOCUMENT,
    FileKind.OLD_WORKBOOK,
    FileKind.WORD,
)


def read_table_file(
    programme: Programme,
    named: tuple[str, str],
    kind: FileKind,
    data: bytes,
    parts: dict[str, bytes],
    limits: Limits,
) -> Submission | None:
    """Return what a file's tables say; None for a file without such a table.

    `named` are the file's name and SHA-256. Raises Refused for tables that cannot be taken.
    """
    if kind not in WITH_TABLES or not programme.layout.has_tables:
        return None
    try:
        grids = _grids(kind, data, parts, limits)
    except MemoryError:
        raise
    except Exception:
        # What cannot be read as tables is refused for what it is: no form.
        return None
    return read_tables(programme, *named, grids, likeness)


def _grids(
    kind: FileKind, data: bytes, parts: dict[str, bytes], limits: Limits
) -> tuple[Grid, ...]:
    match kind:
        case FileKind.WORD:
            from tasks.adapters.document_tables import read_document_tables

            return read_document_tables(parts, limits)
        case FileKind.OPEN_DOCUMENT:
            from tasks.adapters.opendocument import read_opendocument_tables

            return read_opendocument_tables(parts, limits=limits)
        case FileKind.OLD_WORKBOOK:
            from tasks.adapters.old_workbook import read_old_tables

            return read_old_tables(data, limits=limits)
    from tasks.adapters.sheet_tables import read_workbook_tables

    return read_workbook_tables(data, parts)
