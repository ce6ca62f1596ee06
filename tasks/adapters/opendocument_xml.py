"""The XML of an .ods: its namespaces, the parsing of its parts, the counts in it."""

from lxml import etree

from domain.submissions import Refused

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = f"{_ODF}office:1.0}}", f"{_ODF}table:1.0}}", f"{_ODF}text:1.0}}"
STYLE, NUMBER = f"{_ODF}style:1.0}}", f"{_ODF}datastyle:1.0}}"
DRAW = f"{_ODF}drawing:1.0}}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
AGAIN = (
    "Proszę otworzyć plik w LibreOffice lub Excelu, zapisać jako „Skoroszyt programu Excel "
    "(*.xlsx)” i przesłać ponownie."
)
BROKEN = f"Plik .ods jest uszkodzony albo niekompletny. {AGAIN}"


def parsed(part: bytes) -> etree._Element:
    """Parse a part, resolving no entity; raises Refused where it is no XML."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(BROKEN) from error


def count(element: etree._Element, name: str, least: int = 1) -> int:
    """Return how many times something stands there; raises Refused where that is no number."""
    stored = element.get(name, "1")
    if not (stored.isascii() and stored.isdigit() and len(stored) < 10):
        raise Refused(BROKEN)
    return max(least, int(stored))
