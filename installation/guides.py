"""The guides as pages that open by a double click: office machines have no reader of Markdown."""

import re
from collections.abc import Mapping
from html import escape
from itertools import pairwise
from pathlib import PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = "docs/przewodniki"
INDEX = "Przewodniki.html"
STYLE = """
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff;
  font: 1rem/1.55 "Segoe UI", Carlito, Arial, sans-serif; }
h1, h2 { color: #1f3864; line-height: 1.25; }
h2 { margin-top: 2.2rem; border-bottom: 1px solid #c9d3e6; padding-bottom: .2rem; }
img { max-width: 100%; height: auto; border: 1px solid #c9d3e6; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border: 1px solid #c9d3e6; padding: .4rem .6rem; text-align: left; vertical-align: top; }
th { background: #eef2f9; }
code, pre { font: .92em Consolas, "DejaVu Sans Mono", monospace; background: #f4f5f7; }
code { padding: .05rem .25rem; overflow-wrap: anywhere; }
pre { padding: .8rem; overflow-x: auto; }
pre code { padding: 0; }
blockquote { margin: 1rem 0; padding: .1rem 1rem; border-left: 4px solid #b45f06;
  background: #fdf6ec; }
li:has(> p) { margin-bottom: .6rem; }
@media print {
  @page { size: A4; margin: 11mm 14mm; }
  body { margin: 0; padding: 0; max-width: none; font-size: 9.5pt; line-height: 1.35; }
  h1, h2, p, ol, ul, table { margin: .5em 0; }
  th, td { padding: .15rem .4rem; }
  tr, img { break-inside: avoid; }
  img { max-height: 5.8cm; }
}
"""


def pages(guides: Mapping[str, str]) -> dict[str, str]:
    """Return the pages by their paths, and the index, for guides (path → Markdown)."""
    if not guides:
        return {}
    made = {str(PurePosixPath(path).with_suffix(".html")): text for path, text in guides.items()}
    links = "".join(
        f'<li><a href="{path}">{escape(_title(text))}</a></li>' for path, text in made.items()
    )
    index = _page("Przewodniki", f"<h1>Przewodniki</h1><ul>{links}</ul>")
    return {path: _page(_title(text), _body(text)) for path, text in made.items()} | {INDEX: index}


def _title(text: str) -> str:
    return text.splitlines()[0].removeprefix("# ")


def _body(text: str) -> str:
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(text.replace("- [ ]", "- ☐"))
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", _anchor(words.content))
    for token in (child for one in tokens for child in one.children or ()):
        _lead_to_pages(token)
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _anchor(title: str) -> str:
    """Return the name by which GitHub's readers find a heading too."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def _lead_to_pages(token: Token) -> None:
    """Let a link to another guide lead to its page."""
    target = str(token.attrGet("href") or "")
    file, mark, anchor = target.partition("#")
    if token.type == "link_open" and "/" not in file and file.endswith(".md"):
        token.attrSet("href", f"{file.removesuffix('.md')}.html{mark}{anchor}")


def _page(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="pl">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
