"""Answer: what goes back to a unit – its own workbook marked, a receipt, the draft of a message."""

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import DefinitionError
from domain.journal import Memory
from domain.limits import Limits
from domain.mending import Marked, cell_notes, findings_in, list_intro, list_title, todo_lines
from domain.message import Message, compose, reply_words, unit_words
from domain.programme import Programme, Unit
from domain.receipt import receipt
from domain.reply import Reply, SentFile, replies, silent_units
from domain.rounds import Output, Standing
from domain.submissions import Refused
from tasks.adapters.document import render
from tasks.adapters.draft_message import draft
from tasks.adapters.gate import inflate
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tasks.adapters.workbook_annotating import NotAnnotatable, annotated

RECEIPT = "potwierdzenie.docx"
REMARKS = "wiadomosc-uwagi.txt"
REMINDER = "wiadomosc-przypomnienie.txt"
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


@dataclass(frozen=True, slots=True)
class Answers:
    """The files for the units, and sentences for the coordinator where there are none."""

    outputs: tuple[Output, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every answer is made with."""

    standing: Standing
    records: Records
    limits: Limits
    templates: Path
    chain: str

    @property
    def programme(self) -> Programme:
        return self.standing.programme

    def text(self, name: str) -> str:
        return (self.templates / name).read_text(encoding="utf-8")


def answer(
    standing: Standing, records: Records, memory: Memory, limits: Limits, rooms: Rooms
) -> Answers:
    """Return what goes back to the units; those that owe a workbook and sent none are reminded.

    Answers are not worth a report: where a template is at fault, there are none, and a sentence.
    """
    desk = _Desk(standing, records, limits, rooms.templates, records.opened().chain)
    missing = [
        name for name in (RECEIPT, REMARKS, REMINDER) if not (rooms.templates / name).is_file()
    ]
    if missing:
        return _none(f"brakuje szablonów w {rooms.templates.name}/: {', '.join(missing)}")
    heard = replies(standing, memory.look_of)
    try:
        outputs = [
            *(output for reply in heard for output in _answer(desk, reply)),
            *(_reminder(desk, unit) for unit in silent_units(standing, heard)),
        ]
    except DefinitionError as error:
        return _none("; ".join(str(fault) for fault in error.faults))
    return Answers(tuple(outputs))


def _none(reason: str) -> Answers:
    return Answers((), (f"Nie przygotowano odpowiedzi dla jednostek ({reason}).",))


def _answer(desk: _Desk, reply: Reply) -> Iterator[Output]:
    """Yield what one unit gets back: marked workbooks, the receipt, and where it has to do
    anything, the draft of a message with all of them."""
    copies, marked = _marked(desk, reply)
    document = receipt(desk.standing, reply, marked, desk.chain)
    template = (desk.templates / RECEIPT).read_bytes()
    paper = _output(
        desk,
        reply.unit,
        "receipt",
        desk.programme.files.receipt,
        render(document, template, RECEIPT),
    )
    outputs = (*copies, paper)
    yield from outputs
    if reply.asks:
        words = reply_words(desk.programme, reply, marked)
        message = compose(desk.text(REMARKS), REMARKS, words, reply.unit.email)
        yield _message(desk, reply.unit, message, outputs)


def _reminder(desk: _Desk, unit: Unit) -> Output:
    words = unit_words(desk.programme, unit)
    return _message(desk, unit, compose(desk.text(REMINDER), REMINDER, words, unit.email), ())


def _message(desk: _Desk, unit: Unit, message: Message, attached: Sequence[Output]) -> Output:
    files = {output.name.rpartition("/")[2]: output.content for output in attached}
    return _output(desk, unit, "message", desk.programme.files.message, draft(message, files))


def _marked(desk: _Desk, reply: Reply) -> tuple[tuple[Output, ...], Marked]:
    """Return the copies of a unit's files with what is to be mended marked in them."""
    copies: list[Output] = []
    done: list[SentFile] = []
    left: list[SentFile] = []
    for file in reply.taken:
        findings = findings_in(reply, file)
        if not findings:
            continue
        try:
            content = annotated(
                _parts(desk, file),
                cell_notes(findings),
                todo_lines(findings),
                list_title(reply),
                list_intro(desk.standing, findings),
            )
        except NotAnnotatable:
            left.append(file)
            continue
        done.append(file)
        number = f"-{len(done)}" if len(done) > 1 else ""
        name = _free_name(file.name, [copy.name.rpartition("/")[2] for copy in copies])
        copies.append(_output(desk, reply.unit, f"annotated{number}", name, content))
    return tuple(copies), Marked(tuple(done), tuple(left))


def _parts(desk: _Desk, file: SentFile) -> dict[str, bytes]:
    """Return the parts of a file that was read before; raises NotAnnotatable for no .xlsx."""
    try:
        data = desk.records.store.path(file.sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != file.sha256:
            raise NotAnnotatable("the copy was changed")
        return inflate(data, desk.limits)
    except (OSError, Refused) as error:
        raise NotAnnotatable(str(error)) from error


def _free_name(name: str, taken: Sequence[str]) -> str:
    """Return a file's own name – what comes back under it takes the old one's place – fit for any
    system, and unlike the others."""
    name = unicodedata.normalize("NFC", name).translate(_FORBIDDEN).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot or ending.lower() != "xlsx":
        stem, ending = name, "xlsx"
    free, times = f"{stem}.{ending}", 1
    while free.casefold() in {other.casefold() for other in taken}:
        times += 1
        free = f"{stem} ({times}).{ending}"
    return free


def _output(desk: _Desk, unit: Unit, kind: str, name: str, content: bytes) -> Output:
    folder = desk.programme.files.units
    named = desk.programme.dated(name).replace("{unit}", unit.code)
    return Output(f"units/{unit.code}/{kind}", f"{folder}/{unit.code}/{named}", content)
