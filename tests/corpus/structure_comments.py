"""Comments, and what programs leave in a workbook for themselves."""

from tests.corpus.base import edited
from tests.corpus.case import Case
from tests.corpus.structure_extras import MAIN, of_book, of_package, of_sheet, relation
from tests.corpus.structure_parts import ROOT_TYPES, TYPE, Data, added, declared, refused, taken


def comments(text: str, reference: str = "E23") -> str:
    """Return a part with a comment."""
    return (
        f"<comments {MAIN}><authors><author>anna</author></authors><commentList><comment "
        f'ref="{reference}" authorId="0"><text><t>{text}</t></text></comment></commentList>'
        "</comments>"
    )


def commented(part: str, *, related: bool = True) -> Data:
    """Return a builder of the form with comments on its report sheet."""
    name = "xl/comments1.xml"
    types = {name: f"{TYPE}.spreadsheetml.comments+xml"}
    if related:
        return of_sheet(relation(1, "comments", "../comments1.xml"), {name: part}, types)
    return lambda: added({name: part, ROOT_TYPES: declared(types)})


COMMENTS = (
    taken(
        "comment-with-a-script",
        "comments",
        commented(comments("&lt;script&gt;alert(1)&lt;/script&gt; =cmd|'/c calc'!A0")),
        rules=frozenset({"comments-unread"}),
    ),
    taken("comment-far-away", "comments", commented(comments("tu?", "XFD1048576"))),
    refused("comment-nowhere", "comments-broken", commented(comments("tu?", "E0"))),
    refused("comments-broken", "comments-broken", commented("<comments")),
    taken("comments-of-no-sheet", "comments-astray", commented(comments("stary"), related=False)),
    refused(
        "comments-broken-of-no-sheet", "comments-astray", commented("<comments", related=False)
    ),
    taken(
        "comment-threaded",
        "comments-threaded",
        of_sheet(
            relation(
                1,
                "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                "../threadedComments/threadedComment1.xml",
            ),
            {
                "xl/threadedComments/threadedComment1.xml": "<ThreadedComments xmlns="
                '"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>'
            },
            {
                "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel."
                "threadedcomments+xml"
            },
        ),
    ),
)

PROGRAMS = (
    taken(
        "extra-ribbon",
        "extra-ribbon",
        of_package(
            "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
            {
                "customUI/customUI.xml": "<customUI xmlns="
                '"http://schemas.microsoft.com/office/2006/01/customui" onLoad="A"/>'
            },
            {"customUI/customUI.xml": "application/xml"},
        ),
    ),
    taken(
        "extra-printer",
        "extra-printer",
        of_sheet(
            relation(1, "printerSettings", "../printerSettings/printerSettings1.bin"),
            {
                "xl/printerSettings/printerSettings1.bin": "\\\\serwer\\drukarka".encode(
                    "utf-16-le"
                )
                + bytes(200)
            },
            {"xl/printerSettings/printerSettings1.bin": f"{TYPE}.spreadsheetml.printerSettings"},
        ),
    ),
    taken(
        "extra-order-of-calculation",
        "extra-calculation",
        of_book(
            "calcChain",
            {"xl/calcChain.xml": f'<calcChain {MAIN}><c r="E23" i="2"/></calcChain>'},
            {"xl/calcChain.xml": f"{TYPE}.spreadsheetml.calcChain+xml"},
        ),
    ),
    taken(
        "extra-label-of-secrecy",
        "extra-label",
        of_package(
            "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels",
            {
                "docMetadata/LabelInfo.xml": "<clbl:labelList xmlns:clbl="
                '"http://schemas.microsoft.com/office/2020/mipLabelMetadata"/>'
            },
            {"docMetadata/LabelInfo.xml": "application/vnd.ms-office.classificationlabels+xml"},
        ),
    ),
    taken(
        "extra-signature",
        "extra-signature",
        of_package(
            "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
            {
                "_xmlsignatures/origin.sigs": b"",
                "_xmlsignatures/sig1.xml": '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
            },
            {
                "_xmlsignatures/origin.sigs": "application/vnd.openxmlformats-package."
                "digital-signature-origin",
                "_xmlsignatures/sig1.xml": "application/vnd.openxmlformats-package."
                "digital-signature-xmlsignature+xml",
            },
        ),
    ),
    taken(
        "extra-files-of-a-mac",
        "extra-stray",
        lambda: added({"__MACOSX/._xl": b"\0\x05\x16\x07", ".DS_Store": b"\0\0\0\1Bud1"}),
    ),
    taken("extra-names-of-openpyxl", "extra-resaved", lambda: edited(lambda book: None)),
)

CASES: tuple[Case, ...] = (*COMMENTS, *PROGRAMS)
