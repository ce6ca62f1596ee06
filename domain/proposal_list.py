"""The list of proposed changes of the plan, as the coordinator reads it."""

from collections.abc import Iterator, Mapping, Sequence

from domain.next_plan import Agreed, Proposal, Wish
from domain.programme import Programme
from domain.values import Value


def proposal_headers(programme: Programme) -> tuple[str, ...]:
    """Return the headers of the list."""
    return (
        "Działanie",
        "Nazwa działania",
        "Co się liczy",
        f"Plan na {programme.year} rok",
        f"Propozycja na {programme.year + 1} rok",
        "Co z propozycją",
        "Jednostka",
        "Uwagi jednostki",
        "Plik",
        "Arkusz",
        "Komórka",
    )


def proposal_rows(
    programme: Programme,
    said: Sequence[Proposal],
    settled: Mapping[tuple[str, str], Agreed],
) -> Iterator[tuple[str, ...]]:
    """Yield a row for each thing that a unit said of the plan other than that it stays."""
    order = {
        (action.id, indicator.key): place
        for place, (action, indicator) in enumerate(
            (action, indicator) for action in programme.actions() for indicator in action.indicators
        )
    }
    for one in sorted(said, key=lambda one: (order[one.place], one.origin)):
        if one.wish is not Wish.KEPT or one.remark:
            yield _row(one, settled.get(one.place))


def _row(one: Proposal, settled: Agreed | None) -> tuple[str, ...]:
    origin = one.origin
    return (
        one.action.id,
        one.action.name,
        f"liczba {one.indicator.phrase.label}",
        _shown(one.before),
        _proposed(one),
        _fate(one, settled),
        one.unit.name,
        one.remark,
        origin.file,
        origin.sheet,
        origin.cell,
    )


def _proposed(one: Proposal) -> str:
    match one.wish:
        case Wish.CHANGED | Wish.DROPPED:
            return one.shown
        case Wish.UNREADABLE:
            return f"„{one.said}”"
        case Wish.EMPTIED:
            return "(puste pole)"
    return _shown(one.before)


def _fate(one: Proposal, settled: Agreed | None) -> str:
    match one.wish:
        case Wish.KEPT:
            return "bez zmiany, z uwagą"
        case Wish.EMPTIED:
            return "bez zmiany – pole wyczyszczono; proszę zapytać jednostkę"
        case Wish.UNREADABLE:
            return "bez zmiany – do wyjaśnienia z jednostką"
    if settled is not None and settled.disputed:
        return "bez zmiany – jednostki proponują różny plan"
    if settled is not None and one in settled.left:
        return "nie uwzględniono – rozstrzyga propozycja innej jednostki"
    return "w propozycji planu"


def _shown(value: Value | None) -> str:
    return "" if value is None else str(value)
