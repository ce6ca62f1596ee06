"""Great Expectations' own page on a validation, made to stand alone: no link leads outside."""

import re
from collections.abc import Sequence
from typing import Any

from great_expectations.render.renderer import ValidationResultsPageRenderer
from great_expectations.render.view import DefaultJinjaPageView
from lxml import etree, html

from domain.rules import Rule
from domain.table import TableRow
from tasks.adapters.expectations import validated

# Of each rule so many values are shown, however many are found.
SHOWN = 20
_STYLE = (
    "body{font-family:system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #bfbfbf;padding:.3rem;"
    "text-align:left;vertical-align:top}.modal,.ge-walkthrough-modal,nav{display:none}"
)
_FETCHED = re.compile(r"url\([^)]*\)|https?://[^\s\"'<)]+")


def data_docs(rules: Sequence[Rule], rows: Sequence[TableRow]) -> bytes:
    """Return the page as HTML; its words are Great Expectations', in English."""
    bounded = {"result_format": "SUMMARY", "partial_unexpected_count": SHOWN}
    page = ValidationResultsPageRenderer().render(validated(rules, rows, bounded))
    view: Any = DefaultJinjaPageView()
    document = html.document_fromstring(str(view.render(page)))
    for element in list(document.iter()):
        if isinstance(element.tag, str):
            _seal(element)
    head = document.find("head")
    if head is not None:
        etree.SubElement(head, "style").text = _STYLE
    found: bytes = html.tostring(document, encoding="utf-8", doctype="<!DOCTYPE html>")
    return found


def _seal(element: html.HtmlElement) -> None:
    """Take out scripts, and whatever is fetched or lies beside the page that is not there."""
    # The footer is an advertisement.
    if element.tag in ("script", "link", "img", "iframe", "footer"):
        element.drop_tree()
        return
    if not element.get("href", "#").startswith("#"):
        element.attrib.pop("href")
    for name in ("style", "src"):
        if name in element.attrib:
            element.set(name, _FETCHED.sub("", element.get(name, "")))
    if element.tag == "style":
        element.text = _FETCHED.sub("", element.text or "")
