"""Bulletin: the folder for the editor of the Public Information Bulletin (BIP).

In it are the final document for everybody, its PDF, and two texts: what the bulletin asks to be
told of it, and how accessible it is.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from domain.accessibility import Result
from domain.approval import Approval
from domain.errors import DefinitionError, Fault
from domain.publication import PublishedFile, metadata
from domain.rounds import Output, Standing
from domain.view import Document
from tasks.adapters.accessibility import check_accessibility
from tasks.adapters.document import render
from tasks.adapters.document_body import heading_bookmarks
from tasks.adapters.document_cleaning import cleaned
from tasks.adapters.office import OfficeFailed, find_office, pdf_with_pages
from tasks.adapters.pdf_reading import check_pdf
from tasks.adapters.plain_text import fill_text
from tasks.adapters.rooms import Rooms

METADATA, ACCESSIBILITY = "bip-metadane.txt", "bip-dostepnosc.txt"
NO_OFFICE = "na komputerze, na którym powstał dokument, nie ma programu LibreOffice."
FAILED = "program LibreOffice nie wykonał zapisu."
_FORMATS = {
    ".docx": "dokument Word (.docx, Office Open XML)",
    ".pdf": "PDF ze znacznikami dostępności (PDF/A-2b, PDF/UA-1)",
}


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The files of the folder, and sentences for the coordinator on what it lacks."""

    outputs: tuple[Output, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What else stands in the folder (an errata), and whether it is to have a PDF."""

    beside: tuple[Output, ...] = ()
    pdf: bool = True


def bulletin(
    standing: Standing,
    document: Document,
    template_name: str,
    template: bytes,
    rooms: Rooms,
    wanted: Wanted,
) -> Bulletin:
    """Return the folder of an approved final version; nothing for a version nobody approved.

    `document` is the final annex. A text template at fault costs the folder and not the annex:
    there is none, and a sentence why.
    """
    if standing.approval is None:
        return Bulletin()
    try:
        texts = {name: _template(rooms, name) for name in (METADATA, ACCESSIBILITY)}
        desk = _Desk(standing, standing.approval, document, texts, wanted)
        return desk.bulletin(template_name, template)
    except DefinitionError as error:
        faults = "; ".join(str(fault) for fault in error.faults)
        return Bulletin(notices=(f"Nie przygotowano katalogu do publikacji w BIP – {faults}.",))


def _template(rooms: Rooms, name: str) -> bytes:
    path = rooms.template(name)
    if not path.is_file():
        raise DefinitionError(name, [Fault(name, "", f"nie ma szablonu w {rooms.templates.name}/")])
    return path.read_bytes()


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the folder is put together; `texts` are their templates by name."""

    standing: Standing
    approval: Approval
    document: Document
    texts: Mapping[str, bytes]
    wanted: Wanted

    def bulletin(self, template_name: str, template: bytes) -> Bulletin:
        """Make the files, and look at what was made."""

        def write(pages: Mapping[str, int]) -> bytes:
            return cleaned(render(self.document, template, template_name, pages))

        names = self.standing.programme.publication
        office = find_office() if self.wanted.pdf else None
        headings = heading_bookmarks(self.document.blocks).values()
        word, pdf, lacking = _printed(write, headings, office)
        files = [self._output("word", names.word, word)]
        if pdf:
            beside = PurePosixPath(names.word).with_suffix(".pdf").name
            # LibreOffice stamps two PDFs of one document differently.
            files.append(self._output("pdf", beside, pdf, hashed=False))
        results = check_accessibility(word)
        printed = check_pdf(pdf) if pdf else ()
        words: dict[str, object] = {
            "about": metadata(
                self.standing,
                self.approval,
                self.document,
                [_told_of(one) for one in (*files, *self.wanted.beside)],
            ),
            "results": results,
            "printed": printed,
            "no_pdf": lacking,
        }
        texts = (
            self._output("metadata", names.metadata, self._text(METADATA, words)),
            self._output("accessibility", names.accessibility, self._text(ACCESSIBILITY, words)),
        )
        return Bulletin((*files, *texts), tuple(self._notices((*results, *printed), lacking)))

    def _text(self, name: str, words: Mapping[str, object]) -> bytes:
        return fill_text(self.texts[name], name, **words)

    def _output(self, kind: str, name: str, content: bytes, *, hashed: bool = True) -> Output:
        programme = self.standing.programme
        path = programme.dated(f"{programme.publication.folder}/{name}")
        return Output(f"publication/{kind}", path, content, hashed)

    def _notices(self, results: Sequence[Result], lacking: str) -> Iterator[str]:
        programme, names = self.standing.programme, self.standing.programme.publication
        if lacking:
            yield f"W katalogu „{programme.dated(names.folder)}” nie ma pliku PDF: {lacking}"
        wrong = dict.fromkeys(one.check.label for one in results if not one.passed)
        if wrong:
            yield (
                f"Dostępność dokumentu do publikacji – do poprawy: {', '.join(wrong)}. Szczegóły "
                f"podaje plik „{programme.dated(f'{names.folder}/{names.accessibility}')}”."
            )


def _printed(
    write: Callable[[Mapping[str, int]], bytes], bookmarks: Collection[str], office: str | None
) -> tuple[bytes, bytes, str]:
    """Return the Word document, its PDF, and where there is none why (nobody asked for one, so
    that this is no fault).

    The Word document is the same where LibreOffice is not there: pages are told by the PDF alone.
    """
    word = write({})
    if office is None:
        return word, b"", NO_OFFICE
    try:
        pdf, _ = pdf_with_pages(write, bookmarks, (), office)
        return word, pdf, ""
    except OfficeFailed:
        return word, b"", FAILED


def _told_of(output: Output) -> PublishedFile:
    path = PurePosixPath(output.name)
    # What is made anew each time a little differently has neither size nor hash to be told.
    size = len(output.content) if output.hashed else 0
    digest = hashlib.sha256(output.content).hexdigest() if output.hashed else ""
    return PublishedFile(path.name, _FORMATS[path.suffix], size, digest)
