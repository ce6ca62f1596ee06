"""Writes the report as one HTML page: nothing is loaded from elsewhere, texts stay texts."""

import base64
import datetime
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.coverage import Coverage
from domain.finding_list import clipped
from domain.marking import LABELS
from domain.plots import Frame
from domain.polish.dates import long_date
from domain.polish.plural import counted
from domain.polish.typography import typeset
from domain.report import Report, note_counts

# The page is the product's own, the same for every programme: it comes with the code.
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGE, STYLE, SCRIPT = "report.html", "report.css", "report.js"
MOST_REFUSED = 200
MOST_ACTIONS = 1000


def render_page(report: Report) -> bytes:
    """Return the page in UTF-8; the same report has the same bytes."""
    style, script = ((TEMPLATES / name).read_text(encoding="utf-8") for name in (STYLE, SCRIPT))
    files = report.programme.files
    page = _environment().get_template(PAGE)
    text = page.render(
        report=report,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        labels=LABELS,
        coverages=Coverage,
        frame=Frame(),
        most_rows=MOST_REFUSED,
        most_actions=MOST_ACTIONS,
        workbook=report.programme.dated(files.findings),
        decisions=report.programme.dated(files.decisions),
        changes_file=report.programme.dated(files.changes),
    )
    return text.encode("utf-8", errors="replace")


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\n",
    )
    environment.filters |= {"clipped": clipped, "day": _day, "typeset": typeset}
    environment.globals |= {
        "long_date": long_date,
        "counted": counted,
        "noted": _noted,
        "note_counts": note_counts,
    }
    return environment


def _policy(style: str, script: str) -> str:
    """Let the browser run our script and style alone, and ask for nothing."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _noted(count: int) -> str:
    return counted(count, "uwaga", "uwagi", "uwag")


def _day(date: str) -> str:
    return long_date(datetime.date.fromisoformat(date))
