"""Answer: what goes back to a unit – its own workbook marked, a receipt, the draft of a message."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.errors import DefinitionError, Fault
from domain.journal import Memory
from domain.limits import Limits
from domain.mending import Marked, cell_notes, findings_in, list_intro, list_title, todo_lines
from domain.message import compose, reply_words, unit_words
from domain.programme import Programme, Unit
from domain.receipt import receipt
from domain.reply import Reply, SentFile, replies, silent_units
from domain.rounds import Output, Standing
from tasks.adapters.document import render
from tasks.adapters.draft_message import draft
from tasks.adapters.reading_pool import mark_all
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tasks.adapters.workbook_marking import ToMark

RECEIPT = "potwierdzenie.docx"
REMARKS = "wiadomosc-uwagi.txt"
REMINDER = "wiadomosc-przypomnienie.txt"
_ENDING = ".xlsx"
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


@dataclass(frozen=True, slots=True)
class Answers:
    """The files for the units, and sentences for the coordinator where there are none."""

    outputs: tuple[Output, ...]
    notices: tuple[str, ...] = ()


def answer(
    standing: Standing, records: Records, memory: Memory, limits: Limits, rooms: Rooms
) -> Answers:
    """Return what goes back to the units; those that owe a workbook and sent none are reminded.

    A template at fault costs the answers and not the report: there are none, and a sentence why.
    """
    heard = replies(standing, memory.look_of)
    copies = _copies(standing, records, heard, limits)
    chain = records.opened().chain
    try:
        desk = _Desk(standing, _read_templates(rooms), copies, chain)
        outputs = [
            *(output for reply in heard for output in desk.answer(reply)),
            *(desk.reminder(unit) for unit in silent_units(standing, heard)),
        ]
    except DefinitionError as error:
        faults = "; ".join(str(fault) for fault in error.faults)
        return Answers((), (f"Nie przygotowano odpowiedzi dla jednostek – {faults}.",))
    return Answers(tuple(outputs))


@dataclass(frozen=True, slots=True)
class _Templates:
    """The Word template of the receipt, the texts of the messages."""

    receipt: bytes
    remarks: str
    reminder: str


def _read_templates(rooms: Rooms) -> _Templates:
    """Read the templates; raises DefinitionError naming those that are not there or not text."""
    found: dict[str, bytes] = {}
    faults: list[Fault] = []
    for name in (RECEIPT, REMARKS, REMINDER):
        path = rooms.template(name)
        if path.is_file():
            found[name] = path.read_bytes()
        else:
            faults.append(Fault(name, "", f"nie ma szablonu w {rooms.templates.name}/"))
    if not faults:
        try:
            texts = [found[name].decode("utf-8-sig") for name in (REMARKS, REMINDER)]
            return _Templates(found[RECEIPT], *texts)
        except UnicodeDecodeError:
            faults.append(Fault("wiadomosc-*.txt", "", "plik nie jest zapisany w UTF-8"))
    raise DefinitionError(rooms.templates.name, faults)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the answers are put together; `copies` are the marked ones by the file's path."""

    standing: Standing
    templates: _Templates
    copies: Mapping[str, bytes]
    chain: str

    @property
    def programme(self) -> Programme:
        return self.standing.programme

    def answer(self, reply: Reply) -> Iterator[Output]:
        """Yield what one unit gets back: marked workbooks, the receipt, and where it has to do
        anything, the draft of a message with all of them."""
        asked = [file for file in reply.taken if findings_in(reply, file)]
        done = tuple(file for file in asked if file.file in self.copies)
        marked = Marked(done, tuple(file for file in asked if file not in done))
        outputs = (*self._marked(reply.unit, done), self._receipt(reply, marked))
        yield from outputs
        if reply.asks:
            words = reply_words(self.programme, reply, marked)
            yield self._message(reply.unit, REMARKS, self.templates.remarks, words, outputs)

    def reminder(self, unit: Unit) -> Output:
        """Return the draft of a message to a unit that sent nothing."""
        words = unit_words(self.programme, unit)
        return self._message(unit, REMINDER, self.templates.reminder, words, ())

    def _marked(self, unit: Unit, files: Sequence[SentFile]) -> Iterator[Output]:
        for place, (file, name) in enumerate(zip(files, own_names(files), strict=True), start=1):
            kind = f"annotated-{place}" if place > 1 else "annotated"
            yield self._output(unit, kind, name, self.copies[file.file])

    def _receipt(self, reply: Reply, marked: Marked) -> Output:
        document = receipt(self.standing, reply, marked, self.chain)
        content = render(document, self.templates.receipt, RECEIPT)
        name = self._named(self.programme.files.receipt, reply.unit)
        return self._output(reply.unit, "receipt", name, content)

    def _message(
        self,
        unit: Unit,
        name: str,
        text: str,
        words: Mapping[str, str],
        attached: Sequence[Output],
    ) -> Output:
        files = {output.name.rpartition("/")[2]: output.content for output in attached}
        content = draft(compose(text, name, words, unit.email), files)
        return self._output(
            unit, "message", self._named(self.programme.files.message, unit), content
        )

    def _named(self, name: str, unit: Unit) -> str:
        return self.programme.dated(name).replace("{unit}", unit.code)

    def _output(self, unit: Unit, kind: str, name: str, content: bytes) -> Output:
        path = f"{self.programme.files.units}/{unit.code}/{name}"
        return Output(f"units/{unit.code}/{kind}", path, content)


def _copies(
    standing: Standing, records: Records, heard: Sequence[Reply], limits: Limits
) -> dict[str, bytes]:
    """Mark what is to be mended in copies of the units' files; one that can't be is left out."""
    orders = [
        ToMark(
            file.file,
            file.sha256,
            records.store.path(file.sha256),
            cell_notes(findings),
            todo_lines(findings),
            list_title(reply),
            list_intro(standing, findings),
        )
        for reply in heard
        for file in reply.taken
        if (findings := findings_in(reply, file))
    ]
    done = mark_all(orders, limits)
    return {order.name: copy for order, copy in done if isinstance(copy, bytes)}


def own_names(files: Sequence[SentFile]) -> list[str]:
    """Return the files' own names – what comes back under one takes the old file's place – fit for
    any system, and no two alike."""
    names: list[str] = []
    for file in files:
        name = unicodedata.normalize("NFC", file.name).translate(_FORBIDDEN).strip(". ")
        stem = name[: -len(_ENDING)] if name.lower().endswith(_ENDING) else name
        free, times = f"{stem}{_ENDING}", 1
        while free.casefold() in {other.casefold() for other in names}:
            times += 1
            free = f"{stem} ({times}){_ENDING}"
        names.append(free)
    return names
