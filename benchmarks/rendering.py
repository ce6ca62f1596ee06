"""One table in five ways, side by side: python-docx, docxtpl, lxml, strings, and our adapter.

Run: python -m benchmarks.rendering [--rows 230 2300 23000] [--times 3]

Every way fills the same cells into a table of the annex's template and packs the file; ours also
gives each cell the hidden bookmark by which it is found again. Then: does our time grow with the
rows, and where does it go?
"""

import argparse
import copy
import io
import statistics
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch
from xml.sax.saxutils import escape

import docx
from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from domain.anchors import Anchor
from domain.view import Document, Table
from domain.wording import Run
from tasks.adapters import document as adapter

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "zalacznik-pwr.docx"
MARKS = dict.fromkeys(("programme", "year", "state", "as_of", "units"), "x")
BODY = "word/document.xml"
CELLS = ("Prowadzenie klubów", "Biblioteka „Kraków” & filie", "46 klubów, 5 000 zajęć", "47 klubów")
FEW, MANY = 200, 2000
# What our adapter does, by the functions that do it.
STAGES = {
    "open the template": ("docx.Document",),
    "check it": ("_Stage.set", "_Stage.check"),
    "write the text": ("_Stage.build",),
    "fill headers, stamp": ("fill_marks", "_stamp"),
    "save": ("WordDocument.save", "Package.packed"),
}


@cache
def our_document(rows: int) -> Document:
    """Return the laid-out document, which every cell's id is part of."""
    cells = tuple(((Run(text),),) for text in CELLS)
    anchors = tuple(
        tuple(Anchor(f"row{row}", f"field{cell}").name("round") for cell in range(len(CELLS)))
        for row in range(rows)
    )
    return Document(
        "Pomiar", MARKS, "Brak danych", (Table("tabela-4", CELLS, (cells,) * rows, anchors),)
    )


def ours(rows: int) -> bytes:
    """Render with our adapter."""
    return adapter.render(our_document(rows), TEMPLATE.read_bytes(), TEMPLATE.name)


def add_row(rows: int) -> bytes:
    """Add row by row, as python-docx's documentation shows."""
    word, table = _emptied()
    for _ in range(rows):
        for cell, text in zip(table.add_row().cells, CELLS, strict=True):
            cell.text = text
    return _saved(word)


def docxtpl_rows(rows: int) -> bytes:
    """Let docxtpl repeat a row of its template."""
    template = DocxTemplate(io.BytesIO(_looping_template()))
    template.render({"rows": [CELLS] * rows}, autoescape=True)
    return _saved(template)


@cache
def _looping_template() -> bytes:
    word, table = _emptied()
    fields = [f"{{{{ row[{place}] }}}}" for place in range(len(CELLS))]
    for texts in (["{%tr for row in rows %}"], fields, ["{%tr endfor %}"]):
        for cell, text in zip(table.add_row().cells, texts, strict=False):
            cell.text = text
    return _saved(word)


def lxml_rows(rows: int) -> bytes:
    """Copy the template's row as lxml elements and put the texts in."""
    word, table = _emptied()
    pattern = table.add_row()._tr
    table._tbl.remove(pattern)
    for paragraph in pattern.iter(qn("w:p")):
        run = paragraph.makeelement(qn("w:r"))
        run.append(run.makeelement(qn("w:t")))
        paragraph.append(run)
    for _ in range(rows):
        row = copy.deepcopy(pattern)
        for text, told in zip(row.iter(qn("w:t")), CELLS, strict=True):
            text.text = told
        table._tbl.append(row)
    return _saved(word)


def strings(rows: int) -> bytes:
    """Write rows as text, with no look at all, and pack them: what nothing can beat by much."""
    cell = "<w:tc><w:tcPr/><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    table = "".join(
        f"<w:tr>{''.join(cell(escape(text)) for text in CELLS)}</w:tr>" for _ in range(rows)
    )
    parts = _parts(_saved(_emptied()[0]))
    whole = parts[BODY].decode().replace("</w:tbl>", f"{table}</w:tbl>")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (parts | {BODY: whole.encode()}).items():
            archive.writestr(name, part)
    return buffer.getvalue()


WAYS: dict[str, Callable[[int], bytes]] = {
    "ours, with bookmarks": ours,
    "python-docx add_row": add_row,
    "docxtpl {%tr%}": docxtpl_rows,
    "lxml elements": lxml_rows,
    "XML strings": strings,
}


def _emptied() -> tuple[Any, Any]:
    """Return the template with nothing but an empty table of as many columns."""
    word: Any = docx.Document(str(TEMPLATE))
    for element in list(word.element.body):
        if element.tag != qn("w:sectPr"):
            word.element.body.remove(element)
    return word, word.add_table(rows=0, cols=len(CELLS))


def _saved(word: Any) -> bytes:
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells_of(file: bytes) -> list[str]:
    """Return the texts of a document's cells, without the header that ours has."""
    (table,) = docx.Document(io.BytesIO(file)).element.body.iter(qn("w:tbl"))
    rows = [row for row in table.iter(qn("w:tr")) if row.find(f".//{qn('w:tblHeader')}") is None]
    return [
        "".join(text.text or "" for text in cell.iter(qn("w:t")))
        for row in rows
        for cell in row.iter(qn("w:tc"))
    ]


def milliseconds(job: Callable[[int], object], rows: int) -> float:
    """Time one call."""
    start = time.perf_counter()
    job(rows)
    return 1000 * (time.perf_counter() - start)


def compare(sizes: Sequence[int], times: int) -> None:
    """Print the median time of each way at each size, and as a multiple of ours."""
    head = "".join(f"{f'{rows} rows':>14}{'× ours':>9}" for rows in sizes)
    print(f"{'ms (median of ' + str(times) + ')':24}{head}")
    medians: dict[tuple[str, int], float] = {}
    for rows in sizes:
        our_document(rows)
        # In turns, so that a machine that slows down slows all of them.
        turns = [[milliseconds(way, rows) for way in WAYS.values()] for _ in range(times)]
        for name, taken in zip(WAYS, zip(*turns, strict=True), strict=True):
            medians[name, rows] = statistics.median(taken)
    own = next(iter(WAYS))
    for name in WAYS:
        shown = (medians[name, rows] for rows in sizes)
        ratios = (medians[name, rows] / medians[own, rows] for rows in sizes)
        pairs = zip(shown, ratios, strict=True)
        print(f"{name:24}{''.join(f'{taken:14.0f}{ratio:9.1f}' for taken, ratio in pairs)}")


def grow(times: int) -> None:
    """Print how many times longer ten times as many rows take."""
    for rows in (FEW, MANY):
        our_document(rows)
    ratios = [milliseconds(ours, MANY) / milliseconds(ours, FEW) for _ in range(max(times, 5))]
    print(f"\nours, {MANY} rows against {FEW}: {statistics.median(ratios):.1f} times as long")


def explain(rows: int) -> None:
    """Print where our time goes."""
    our_document(rows)
    with ExitStack() as stack:
        timed = {
            stage: [stack.enter_context(_timed(name)) for name in names]
            for stage, names in STAGES.items()
        }
        whole = milliseconds(ours, rows)
    print(f"\nours, {rows} rows: {whole:.0f} ms")
    shares = {stage: sum(sum(one) for one in taken) for stage, taken in timed.items()}
    for stage, share in (shares | {"the rest": whole - sum(shares.values())}).items():
        print(f"  {stage:22}{share:8.0f} ms{share / whole:8.0%}")


@contextmanager
def _timed(name: str) -> Iterator[list[float]]:
    """Collect the time of each call of a function that the adapter uses."""
    owner: Any = adapter
    *path, last = name.split(".")
    for step in path:
        owner = getattr(owner, step)
    called, taken = getattr(owner, last), list[float]()

    def timed(*args: Any, **options: Any) -> Any:
        start = time.perf_counter()
        made = called(*args, **options)
        # What writes as it is asked is asked for all of it here.
        result = list(made) if isinstance(made, Iterator) else made
        taken.append(1000 * (time.perf_counter() - start))
        return result

    with patch.object(owner, last, timed):
        yield taken


def main() -> None:
    """Compare, grow, explain."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--rows", type=int, nargs="+", default=[230, 2300, 23000])
    asked.add_argument("--times", type=int, default=3)
    options = asked.parse_args()
    expected = list(CELLS) * 3
    for name, way in WAYS.items():
        assert cells_of(way(3)) == expected, name
    compare(options.rows, options.times)
    grow(options.times)
    explain(options.rows[-1])


if __name__ == "__main__":
    main()
