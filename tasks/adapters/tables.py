"""Tables for scripts and for Excel: CSV in which no text of a unit's becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

_FORMULA = ("=", "@", "\t", "\r", "+", "-")
_SIGNED_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?|-")


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV in UTF-8 with a byte order mark, which Excel needs to read Polish."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_inert(field) for field in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def read_csv(text: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows that `table_csv` wrote."""
    for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))):
        yield {name: _as_it_was(field or "") for name, field in row.items()}


def _inert(field: str) -> str:
    """Keep Excel from taking a unit's text for a formula when the CSV is opened there."""
    formula = field[:1] in _FORMULA
    return f"'{field}" if formula and not _SIGNED_NUMBER.fullmatch(field) else field


def _as_it_was(field: str) -> str:
    return field[1:] if field[:1] == "'" and field[1:2] in _FORMULA else field
