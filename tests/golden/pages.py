"""Draws every page of the annex, its review copy and the second layout, and checks each.

Run: python -m tests.golden.pages [--to FOLDER] [--gallery]

The rounds are run on the committed inputs; pages go to `outputs-pages/`. With `--gallery` some of
them are drawn small for `docs/pages.md`, and the sheets of a form for `docs/forms.md`.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.standing import Request
from flows.yearly import tell
from tasks.adapters.rooms import Rooms
from tests.edges.office import CHECKOUT, LibreOffice
from tests.flow.rounds import MRS, PWR
from tests.golden.form_pages import draw_form
from tests.golden.page_checks import TOOLS, faults, pages_of, written_in

DOTS, DOTS_SMALL = 80, 60
GALLERY = CHECKOUT / "docs" / "pages.md"
PICTURES = CHECKOUT / "docs" / "images"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document and its pages: the .docx and the .pdf."""

    name: str
    docx: Path
    pdf: Path

    def faults(self) -> Iterator[str]:
        """Yield what is wrong on its pages."""
        found = faults(pages_of(self.pdf), written_in(self.docx.read_bytes()))
        return (f"{self.name}, {fault}" for fault in found)

    def draw(self, folder: Path) -> None:
        """Draw all pages as PNG."""
        _draw(self.pdf, folder / self.name, "-r", str(DOTS))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A page for the gallery: of which document, what shows it is that page, what to see on it."""

    name: str
    shows: str
    caption: str


CHOSEN = (
    Chosen("annex", "Spis treści", "The first page: the title, a table of contents with pages."),
    Chosen("annex", "Prowadzenie poradnictwa", "A task with spending: amounts stand on the right."),
    Chosen("annex", "Karta Rodzinna 3+", "A task, a group, what it is linked with, actions."),
    Chosen("annex", "III.3 Zadanie", "A table goes on under its header; no heading stands last."),
    Chosen("second", "Kraków tworzymy", "The second layout: pledges told in paragraphs, no table."),
    Chosen("card", "Karta akceptacji", "The card that a director signs."),
)


def drawn_documents(work: Path) -> list[Drawn]:
    """Run both rounds in a folder of one's own and turn their documents into PDFs."""
    rooms = Rooms.under(CHECKOUT, outputs=work / "outputs", records=work / "records")
    documents = []
    for round_, roles in ((PWR, ("annex", "review", "approval_card")), (MRS, ("annex",))):
        tell(Request(*round_, rooms, pdf=True))
        results = rooms.results(*round_)
        named = json.loads((results / "manifest.json").read_text(encoding="utf-8"))["roles"]
        documents += [
            (_name(role, round_), results / named[role]) for role in roles if role in named
        ]
    office = LibreOffice.found(work / "profile")
    assert office is not None
    made = [(name, docx, docx.with_suffix(".pdf")) for name, docx in documents]
    lacking = {docx.name: docx.read_bytes() for _, docx, pdf in made if not pdf.is_file()}
    for stem, data in (office.convert_all(lacking, "pdf", work) if lacking else {}).items():
        pdf = next(pdf for _, docx, pdf in made if docx.stem == stem)
        pdf.write_bytes(data)
    return [Drawn(*one) for one in made]


def _name(role: str, round_: tuple[str, int]) -> str:
    return "second" if round_ == MRS else role.removeprefix("approval_")


def _draw(pdf: Path, stem: Path, *options: str) -> None:
    subprocess.run(["pdftoppm", "-png", *options, str(pdf), str(stem)], check=True, timeout=300)


def make_gallery(documents: Sequence[Drawn]) -> None:
    """Draw the chosen pages small and write the page that shows them."""
    by_name = {one.name: one for one in documents}
    told = ["# Pages", "", "Made by `make gallery` from the committed inputs.", ""]
    for number, chosen in enumerate(CHOSEN, start=1):
        document = by_name.get(chosen.name)
        if document is None:
            continue
        place = _page_that_shows(document, chosen.shows)
        picture = PICTURES / f"page-{number}.png"
        page = ("-f", str(place), "-l", str(place), "-singlefile", "-r", str(DOTS_SMALL))
        _draw(document.pdf, picture.with_suffix(""), *page)
        told += [chosen.caption, "", f"![{chosen.caption}](images/{picture.name})", ""]
    GALLERY.write_text("\n".join(told), encoding="utf-8")


def _page_that_shows(document: Drawn, words: str) -> int:
    """Return the number of the last page that shows words; a table of contents comes before."""
    pages = [" ".join(word.text for word in page.words) for page in pages_of(document.pdf)]
    return max(place for place, told in enumerate(pages, start=1) if words in told)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw and check; return 1 when a page is not as it must be."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--to", type=Path, default=CHECKOUT / "outputs-pages")
    asked.add_argument("--gallery", action="store_true")
    options = asked.parse_args(arguments)
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if absent:
        print(f"No pages drawn: {', '.join(absent)} not installed (they are optional).")
        return 0
    shutil.rmtree(options.to, ignore_errors=True)
    options.to.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        documents = drawn_documents(Path(work))
        for document in documents:
            document.draw(options.to)
        found = [fault for document in documents for fault in document.faults()]
        if options.gallery:
            make_gallery(documents)
            draw_form(documents[0].docx.parent / "figures.csv", Path(work), PICTURES)
    print(f"{len(list(options.to.iterdir()))} pages in {options.to}/")
    print("\n".join(found) or "Each page is as it must be.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
