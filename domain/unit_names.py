"""Names of units in the definition: whether a row calls them as the register and other rows do."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.programme import Action, Programme

_BETWEEN = ", "


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of "responsible": a unit's name as written there, or words that are none's.

    `parted` is false where no comma stands before it.
    """

    unit: str
    text: str
    parted: bool = True


@dataclass(frozen=True, slots=True)
class NameMistake:
    """A name that is written as nowhere else; `expected` is empty for one that nobody has."""

    written: str
    expected: str


def name_mistakes(programme: Programme) -> Iterator[tuple[Action, NameMistake]]:
    """Yield names that are unknown, not parted by a comma, or other than in most rows."""
    actions = list(programme.actions())
    forms = _forms(programme)
    pieces = {action.id: pieces_of(action.responsible, forms) for action in actions}
    usual = _usual(forms, [one for found in pieces.values() for one in found])
    for action in actions:
        for place, piece in enumerate(pieces[action.id]):
            mistake = _mistake(piece, pieces[action.id][:place], usual)
            if mistake is not None:
                yield action, mistake


def _mistake(piece: Piece, before: Sequence[Piece], usual: Mapping[str, str]) -> NameMistake | None:
    if not piece.unit:
        return NameMistake(piece.text, "")
    if not piece.parted:
        first = before[-1].text
        return NameMistake(f"{first} {piece.text}", f"{first}{_BETWEEN}{piece.text}")
    expected = usual[piece.unit]
    # In a list the whole house is named once: "…, Klub ARTzona, Klub Kuźnia".
    if piece.text == expected or expected.endswith(f" {piece.text}"):
        return None
    return NameMistake(piece.text, expected)


def _forms(programme: Programme) -> list[tuple[str, str]]:
    """Return every form of every name with its unit's code, in the register's order."""
    return [
        (form, unit.code)
        for unit in programme.units.values()
        for form in dict.fromkeys((unit.name, *unit.aliases, unit.short))
    ]


def pieces_of(text: str, forms: Sequence[tuple[str, str]]) -> tuple[Piece, ...]:
    """Take a list of names apart, at each place the longest name that stands there."""
    found: list[Piece] = []
    parted = True
    forms = sorted(forms, key=lambda one: -len(one[0]))
    while text:
        form, unit = _at_start(text, forms)
        if not unit:
            form = text.partition(_BETWEEN)[0]
        found.append(Piece(unit, form, parted or not unit))
        rest = text[len(form) :].lstrip()
        parted = rest.startswith(",")
        text = rest.lstrip(", ")
    return tuple(found)


def _at_start(text: str, forms: Sequence[tuple[str, str]]) -> tuple[str, str]:
    for form, unit in forms:
        if text.startswith(form) and not text[len(form) : len(form) + 1].isalnum():
            return form, unit
    return "", ""


def _usual(forms: Sequence[tuple[str, str]], pieces: Sequence[Piece]) -> dict[str, str]:
    """Map a unit to the form that most rows have; of two as frequent, the register's first."""
    counts = Counter((piece.text, piece.unit) for piece in pieces if piece.unit)
    usual: dict[str, str] = {}
    for form, unit in sorted(forms, key=lambda one: -counts[one]):
        usual.setdefault(unit, form)
    return usual
