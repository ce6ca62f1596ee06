"""The draft of a message to a unit: a text of the templates, filled with what is to be told.

The first line of such a text is the subject. A paragraph that names something there is nothing of
(the refused files, where none were) is left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.errors import DefinitionError, Fault
from domain.findings import Finding
from domain.marking import LABELS
from domain.mending import Marked
from domain.polish.typography import normalise_space
from domain.programme import Programme, Unit
from domain.receipt import counts, quoted, verdict_sentence, where
from domain.reply import Reply

SUBJECT = "Temat:"
# What stands in the message itself, where the workbook could not be marked; all is in the receipt.
MOST_IN_MESSAGE = 20
_NAME = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Message:
    """A message to a unit; `to` is "" where the register knows no address."""

    to: str
    subject: str
    body: str


def reply_words(programme: Programme, reply: Reply, marked: Marked) -> dict[str, str]:
    """Return what the text for a unit that has something to do may name."""
    unmarked = {file.file for file in marked.not_files}
    told = [one for one in reply.findings if one.place.origin.file in unmarked]
    refused = [f"„{file.name}” – {file.reason}" for file in reply.refused]
    return unit_words(programme, reply.unit) | {
        "verdict": verdict_sentence(reply),
        "counts": counts(reply),
        "marked": quoted(marked.files),
        "not_marked": quoted(marked.not_files),
        "findings": "\n".join(_lines(told)),
        "refused": "\n".join(normalise_space(line) for line in refused),
    }


def unit_words(programme: Programme, unit: Unit) -> dict[str, str]:
    """Return what any text for a unit may name."""
    return {
        "programme": programme.short,
        "programme_name": programme.name,
        "year": str(programme.year),
        "unit": unit.short,
        "unit_name": unit.name,
        "form": programme.dated(programme.files.form).replace("{unit}", unit.code),
    }


def compose(template: str, name: str, words: Mapping[str, str], to: str) -> Message:
    """Fill a text; raises DefinitionError where it has no subject or names something unknown."""
    faults = tuple(_faults(template, name, words))
    if faults:
        raise DefinitionError(name, faults)
    first, _, rest = template.strip().partition("\n")
    subject = _filled(first.removeprefix(SUBJECT), words)
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", rest))
    kept = [
        _filled(part, words)
        for part in paragraphs
        if part.strip() and all(words[used] for used in _NAME.findall(part))
    ]
    return Message(to, normalise_space(subject), "\n\n".join(kept) + "\n")


def _faults(template: str, name: str, words: Mapping[str, str]) -> Iterator[Fault]:
    if not template.lstrip().startswith(SUBJECT):
        yield Fault(name, "", f"pierwszy wiersz ma się zaczynać od „{SUBJECT}”")
    for used in dict.fromkeys(_NAME.findall(template)):
        if used not in words:
            yield Fault(name, f"{{{used}}}", "nieznane pole")


def _filled(text: str, words: Mapping[str, str]) -> str:
    # In one pass: what an officer typed may hold braces of its own.
    return _NAME.sub(lambda match: words[match[1]], text)


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    for number, one in enumerate(findings[:MOST_IN_MESSAGE], start=1):
        yield f"{number}. {where(one)} ({LABELS[one.severity]}): {one.message} {one.remedy}"
    if len(findings) > MOST_IN_MESSAGE:
        left = len(findings) - MOST_IN_MESSAGE
        yield f"Pozostałe uwagi ({left}) są w załączonym potwierdzeniu."
