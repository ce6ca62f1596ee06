"""Writes the panel's pages: texts stay texts, nothing is loaded from elsewhere."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.finding_list import clipped
from domain.marking import LABELS
from domain.polish.dates import long_date
from domain.polish.plural import counted
from domain.polish.typography import typeset

# The pages are the product's own: they come with the code.
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "panel"
STATIC: Mapping[str, str] = {
    "panel.css": "text/css; charset=utf-8",
    "panel.js": "text/javascript; charset=utf-8",
    "ikona.svg": "image/svg+xml",
}


class Pages:
    """The templates, read when they are first needed."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "clipped": clipped,
            "typeset": typeset,
            "path": _path,
            "day": _day,
        }
        self._environment.globals |= {"labels": LABELS, "counted": counted, "long_date": long_date}

    def page(self, name: str, words: Mapping[str, Any]) -> bytes:
        """Return a page in UTF-8."""
        return self._environment.get_template(name).render(words).encode("utf-8", "replace")

    def static(self, name: str) -> bytes:
        """Return a file that belongs to all pages; its name is one of STATIC."""
        if name not in STATIC:
            raise KeyError(name)
        return (TEMPLATES / name).read_bytes()


def _path(text: str) -> str:
    """Return a text as it stands in the path of an address."""
    return quote(text, safe="/")


def _day(date: datetime.date) -> str:
    return long_date(date)
