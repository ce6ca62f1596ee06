"""Takes out of a Word document what nobody should get with it who only reads it.

Comments, ids of places, hidden text, names of authors, traces of editing, properties beside title
and language: whether the pipeline wrote them, or a template that somebody works on brought them.
"""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from domain.anchors import PREFIX
from tasks.adapters.office_package import Package
from tasks.adapters.word_styles import Element, W, WordStyles

_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_DC = "{http://purl.org/dc/elements/1.1/}"
# What says who made it and where, or holds remarks; a reader's Word needs none of it.
_PACKAGE = ("custom-properties", "extended-properties", "thumbnail")
_DOCUMENT = (
    *("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people"),
    *("customXml", "glossaryDocument", "stylesWithEffects"),
)
_SETTINGS = ("rsids", "attachedTemplate", "docVars", "mailMerge", "trackRevisions", "proofState")
_STORIES = ("header", "footer", "footnotes", "endnotes", "styles", "numbering")
_COMMENTED = ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")
_TAKEN_OUT = ("del", "moveFrom", "proofErr", "rsid")
_ACCEPTED = ("ins", "moveTo")
_IDS = (f"{_WORD_2010}paraId", f"{_WORD_2010}textId")
_KEPT_PROPERTIES = (f"{_DC}title", f"{_DC}language")


def cleaned(document: bytes) -> bytes:
    """Return the .docx without them; what is seen on the page stays as it is."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        package = Package({name: archive.read(name) for name in archive.namelist()})
    main = package.related("", "officeDocument")
    if main is None:
        raise ValueError("no Word document")
    package.unrelate_all("", _PACKAGE)
    package.unrelate_all(main.target, _DOCUMENT)
    core = package.related("", "core-properties")
    if core is not None:
        _clean_properties(package.tree(core.target))
    settings = package.related(main.target, "settings")
    if settings is not None:
        _clean_settings(package.tree(settings.target))
    styles = WordStyles(package, main.target)
    others = [one.target for one in package.relations(main.target) if one.kind in _STORIES]
    for name in (main.target, *others):
        _clean_text(package.tree(name), styles)
    return package.packed()


def _clean_properties(core: etree._Element) -> None:
    for one in list(core):
        if one.tag not in _KEPT_PROPERTIES:
            core.remove(one)


def _clean_settings(settings: etree._Element) -> None:
    for one in list(settings):
        known = {f"{W}{name}" for name in _SETTINGS}
        if one.tag in known or one.tag in (f"{_WORD_2010}docId", f"{_WORD_2012}docId"):
            settings.remove(one)


def _clean_text(root: etree._Element, styles: WordStyles) -> None:
    # Found first, for a run without its paragraph has no style.
    hidden = [run for run in root.iter(f"{W}r") if _is_hidden(run, styles)]
    for one in (*hidden, *_traces(root)):
        _take_out(one)
    for name in _ACCEPTED:
        for one in list(root.iter(f"{W}{name}")):
            _unwrap(one)
    for one in root.iter():
        for attribute in [name for name in one.attrib if _is_trace(str(name))]:
            del one.attrib[attribute]


def _is_hidden(run: Element, styles: WordStyles) -> bool:
    return next(run.iterancestors(f"{W}p"), None) is not None and styles.look(run).hidden


def _traces(root: etree._Element) -> Iterator[Element]:
    """Yield what stands for remarks, ids and changes."""
    marks = {one.get(f"{W}id") for one in root.iter(f"{W}bookmarkStart") if _is_id(one)}
    bookmarks = root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")
    yield from (one for one in bookmarks if one.get(f"{W}id") in marks)
    for one in root.iter():
        name = str(one.tag).removeprefix(W)
        if name in _COMMENTED or name in _TAKEN_OUT or name.endswith("PrChange"):
            yield one


def _is_id(bookmark: Element) -> bool:
    return str(bookmark.get(f"{W}name", "")).startswith(PREFIX)


def _is_trace(attribute: str) -> bool:
    return attribute.startswith(f"{W}rsid") or attribute in _IDS


def _take_out(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    """Put what an accepted change holds in its place."""
    for child in list(element):
        element.addprevious(child)
    _take_out(element)
