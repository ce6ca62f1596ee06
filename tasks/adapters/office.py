"""Turns a Word document into a PDF with LibreOffice, where that is installed."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

SECONDS = 180
# Tagged, for screen readers (PDF/UA), for the archive (PDF/A-2), without comments.
EXPORT = (
    'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"},'
    '"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"ExportNotes":{"type":"boolean","value":"false"}{more}}'
)
# Word's bookmarks become places of the PDF that have names.
# LibreOffice writes an underscore in the name of a place as its code.
_UNDERSCORE = "5F"
_PLACES = ',"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}'


class OfficeFailed(Exception):
    """LibreOffice is there and made no PDF; the text is what it said."""


def find_office() -> str | None:
    """Return LibreOffice's command, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pages_of(pdf: bytes, bookmarks: Iterable[str]) -> dict[str, int]:
    """Return on which page (from 1) of a PDF with places Word's bookmarks are."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    places = reader.named_destinations
    found = ((name, places.get(f"/{name.replace('_', _UNDERSCORE)}")) for name in bookmarks)
    numbers = ((name, reader.get_destination_page_number(at)) for name, at in found if at)
    return {name: number + 1 for name, number in numbers if number is not None}


def pdf_with_pages(
    write: Callable[[Mapping[str, int]], bytes],
    headings: Collection[str],
    others: Collection[str],
    office: str,
) -> tuple[bytes, dict[str, int]]:
    """Return the PDF of a document, and on which page each of its bookmarks is.

    `write` makes the .docx with the pages that its table of contents names. Where it names any
    (`headings`), the PDF is made twice: only then are they known. Raises OfficeFailed.
    """
    first = pdf_of(write({}), office, places=True)
    pages = pages_of(first, (*headings, *others))
    return (pdf_of(write(pages), office) if headings else first), pages


def pdf_of(document: bytes, office: str, *, places: bool = False) -> bytes:
    """Return the PDF; LibreOffice works in a folder and a profile of its own.

    With `places` Word's bookmarks can be found in it. Raises OfficeFailed where none came of it.
    """
    with tempfile.TemporaryDirectory(prefix="annual-report-") as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(document)
        profile = (Path(folder) / "profile").as_uri()
        command = [
            office,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            EXPORT.replace("{more}", _PLACES if places else ""),
            "--outdir",
            folder,
            str(source),
        ]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise OfficeFailed(f"no answer in {SECONDS} s") from error
        result = source.with_suffix(".pdf")
        if not result.is_file():
            raise OfficeFailed(done.stderr.strip() or done.stdout.strip())
        return result.read_bytes()
