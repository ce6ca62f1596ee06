"""Fills a plain text of the templates (Jinja) for people on Windows."""

import codecs
import datetime

from jinja2 import Environment, StrictUndefined, TemplateError

from domain.errors import DefinitionError, Fault
from domain.polish.dates import long_date
from domain.polish.plural import counted

BLANK = "." * 40


def fill_text(template: bytes, name: str, **words: object) -> bytes:
    """Return the text in UTF-8, marked as such, with the line ends of Windows.

    `blank` is a line to be filled in by hand. Raises DefinitionError where the template is at
    fault: no UTF-8, no Jinja, a word that there is not.
    """
    try:
        text = _environment().from_string(template.decode("utf-8-sig"))
        filled = text.render(blank=BLANK, **words)
    except UnicodeDecodeError as error:
        raise DefinitionError(name, [Fault(name, "", "plik nie jest zapisany w UTF-8")]) from error
    except TemplateError as error:
        raise DefinitionError(name, [Fault(name, "", f"szablon: {error}")]) from error
    return codecs.BOM_UTF8 + filled.replace("\n", "\r\n").encode("utf-8", errors="replace")


def _environment() -> Environment:
    environment = Environment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\n",
    )
    environment.filters |= {"day": _day, "bytes": _bytes}
    return environment


def _day(date: str) -> str:
    return long_date(datetime.date.fromisoformat(date))


def _bytes(size: int) -> str:
    return counted(size, "bajt", "bajty", "bajtów")
