"""Turns a Word document into a PDF with LibreOffice, where that is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 180
# Tagged, for screen readers (PDF/UA), for the archive (PDF/A-2), without comments.
EXPORT = (
    'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"},'
    '"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"ExportNotes":{"type":"boolean","value":"false"}}'
)


class OfficeFailed(Exception):
    """LibreOffice is there and made no PDF; the text is what it said."""


def find_office() -> str | None:
    """Return LibreOffice's command, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pdf_of(document: bytes, office: str) -> bytes:
    """Return the PDF; LibreOffice works in a folder and a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="annual-report-") as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(document)
        profile = (Path(folder) / "profile").as_uri()
        done = subprocess.run(
            [
                office,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--convert-to",
                EXPORT,
                "--outdir",
                folder,
                str(source),
            ],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        result = source.with_suffix(".pdf")
        if not result.is_file():
            raise OfficeFailed(done.stderr.strip() or done.stdout.strip())
        return result.read_bytes()
