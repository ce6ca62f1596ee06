"""The plain mistakes of real offices, made with a form that was good before."""

from tests.corpus.base import edited, place, report
from tests.corpus.case import Case

VALUE = "Wykonanie w 2024 roku"


def typed(key: str, value: object, header: str = VALUE) -> bytes:
    """Return the form with one cell typed over."""

    def change(book: object) -> None:
        sheet = report(book)  # type: ignore[arg-type]
        sheet[place(sheet, key, header)] = value

    return edited(change)


CASES: tuple[Case, ...] = ()
