"""What the editor of the Public Information Bulletin (BIP) is told of a document that is published.

The law asks who makes it public, who answers for it, when it was made, and what was left out of it:
in which scope, on what ground and by whom. What was left out is never named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.approval import Approval
from domain.decisions import MASKED_VALUE, Stance
from domain.finding_list import clipped
from domain.findings import Finding
from domain.privacy import PersonalKind
from domain.rounds import Standing
from domain.view import Document
from domain.wording import plain

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Something that is not made public: of which action, what kind of thing, who decided so."""

    action: str
    name: str
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of the folder: its name, its format in words, its size in bytes, its SHA-256; a PDF,
    which is never made twice alike, has neither."""

    name: str
    format: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """All that the text for the editor may name; dates are ISO, `as_of` and `entity` may be ""."""

    title: str
    programme: str
    year: int
    entity: str
    approval: Approval
    as_of: str
    version: str
    files: tuple[PublishedFile, ...]
    exclusions: tuple[Exclusion, ...]


def metadata(
    standing: Standing, approval: Approval, document: Document, files: Sequence[PublishedFile]
) -> Metadata:
    """Put together what is told of a final document and its files."""
    programme = standing.programme
    return Metadata(
        _one_line(document.title),
        _one_line(programme.name),
        programme.year,
        _one_line(programme.publication.entity),
        approval,
        standing.as_of,
        standing.version,
        tuple(files),
        exclusions(standing, approval, document),
    )


def exclusions(standing: Standing, approval: Approval, document: Document) -> tuple[Exclusion, ...]:
    """Return what is masked in a document, in printed order.

    What nobody decided on (personal data are masked until somebody does) was left out by the person
    who approved the document.
    """
    actions = standing.programme.action_by_id()
    order = list(actions)
    printed = _printed_texts(document)
    found = [
        Exclusion(
            finding.place.action,
            clipped(_one_line(actions[finding.place.action].name), LONGEST_NAME),
            what,
            _one_line(_decided_by(standing, finding) or approval.who),
        )
        for finding in standing.findings
        if finding.place.action in actions
        for what in _masked(standing, finding, printed.get(finding.place.action, ""))
    ]
    return tuple(dict.fromkeys(sorted(found, key=lambda one: order.index(one.action))))


def _decided_by(standing: Standing, finding: Finding) -> str:
    """Return who masked it; nothing where nobody decided on it."""
    decided = (
        one.who
        for one in standing.decisions
        if one.stance is Stance.MASKED and one.covers(finding) and one.sentence == finding.decision
    )
    return next(decided, "")


def _masked(standing: Standing, finding: Finding, printed: str) -> Iterator[str]:
    """Yield what of a finding is masked in the printed text of its action."""
    place = finding.place
    if isinstance(finding.rule.mask, int) and place.value == MASKED_VALUE:
        counted = _label(standing, finding)
        yield f"{f'dokładna liczba {counted}'.strip()}; podano tylko, ile wynosi najwyżej"
    elif finding.rule.mask == "text":
        shown = [kind for kind in PersonalKind if f"[{kind}]" in place.value]
        yield from (kind for kind in shown if f"[{kind}]" in printed)


def _label(standing: Standing, finding: Finding) -> str:
    """Return what a masked number counts ("uczestników"); "" where it is not printed by itself."""
    unit, action, indicator, _ = finding.place.cell
    labels = (
        item.phrase.label
        for merged in standing.merged.actions
        for item in merged.items
        if (merged.action.id, item.key) == (action, indicator)
        and any(one.unit.code == unit for one in item.contributions)
    )
    return next(labels, "")


def _printed_texts(document: Document) -> Mapping[str, str]:
    """Return the printed text of each action (or section) by its id."""
    texts: dict[str, str] = {}
    for name, lines in document.places():
        owner = document.anchors[name].owner
        texts[owner] = f"{texts.get(owner, '')}\n{plain(lines)}"
    return texts


def _one_line(text: str) -> str:
    return " ".join(text.split())
