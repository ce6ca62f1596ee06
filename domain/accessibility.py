"""What makes a document accessible: one name and one sentence a check, for whoever publishes it.

How a document is looked at belongs to the adapter; here stands what is asked and how it is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

SHOWN = 5


class Asked(Enum):
    """What is asked of a document: a name, and the sentence that is true of one that passes."""

    @property
    def label(self) -> str:
        """The name that people read."""
        return str(self.value[0])

    @property
    def kept(self) -> str:
        """What is true where the check finds nothing."""
        return str(self.value[1])


class Check(Asked):
    """What is asked of a Word document."""

    LANGUAGE = (
        "Język dokumentu",
        "Dokument jest w całości oznaczony jako polski, więc czytnik ekranu czyta go po polsku.",
    )
    TITLE = ("Tytuł dokumentu", "Właściwości pliku zawierają tytuł dokumentu.")
    HEADINGS = (
        "Nagłówki",
        "Tytuły części są nagłówkami z kolejnych poziomów, od pierwszego, bez pominięć.",
    )
    HEADER_ROWS = (
        "Wiersze nagłówkowe tabel",
        "Każda tabela z danymi ma oznaczony wiersz nagłówkowy, a w nim nazwę każdej kolumny.",
    )
    TABLES = (
        "Budowa tabel",
        "Tabele są proste: bez komórek scalonych, bez tabel w tabelach, bez tabel użytych do "
        "rozmieszczenia treści.",
    )
    SPACING = ("Odstępy", "Odstępy wynikają ze stylów, a nie z pustych akapitów.")
    ALTERNATIVES = (
        "Opisy grafik",
        "Każda grafika ma tekst alternatywny (albo dokument nie zawiera grafik).",
    )
    CONTRAST = (
        "Kontrast",
        "Kontrast tekstu do tła wynosi wszędzie co najmniej 4,5 : 1 (WCAG 2.1, poziom AA).",
    )
    NOT_BY_COLOUR = (
        "Informacja nie tylko kolorem",
        "To, co wyróżniono kolorem, jest też oznaczone słowami w nawiasie kwadratowym.",
    )
    LINKS = (
        "Odnośniki",
        "Każdy odnośnik ma tekst i prowadzi do miejsca, które istnieje.",
    )


class PdfCheck(Asked):
    """What is asked of a PDF."""

    TAGS = (
        "Znaczniki struktury",
        "Plik jest oznakowany: czytnik ekranu odczyta nagłówki, akapity, listy i tabele.",
    )
    LANGUAGE = ("Język dokumentu", "Plik jest oznaczony jako polski.")
    TITLE = ("Tytuł dokumentu", "Plik ma tytuł i podaje go programowi, który go wyświetla.")
    BOOKMARKS = ("Zakładki", "Do każdego nagłówka prowadzi zakładka.")
    HEADER_CELLS = (
        "Wiersze nagłówkowe tabel",
        "Pierwszy wiersz każdej tabeli składa się z komórek nagłówkowych.",
    )
    STANDARDS = ("Oznaczenie norm", "Plik jest oznaczony jako PDF/A-2 i PDF/UA-1.")
    REMARKS = ("Komentarze", "Plik nie zawiera komentarzy.")


@dataclass(frozen=True, slots=True)
class Result:
    """What a check found: nothing, or a sentence for each place to be mended."""

    check: Asked
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether there is nothing to be mended."""
        return not self.faults

    @property
    def lines(self) -> tuple[str, ...]:
        """The result in words: one sentence, or the first faults and how many more there are."""
        if self.passed:
            return (self.check.kept,)
        more = len(self.faults) - SHOWN
        return (*self.faults[:SHOWN], *((f"i jeszcze miejsc: {more}",) if more > 0 else ()))


def results(asked: Iterable[Asked], found: Iterable[tuple[Asked, str]]) -> tuple[Result, ...]:
    """Return a result for everything asked, in its order; a fault told twice is told once."""
    faults: dict[Asked, dict[str, None]] = {check: {} for check in asked}
    for check, fault in found:
        faults[check][fault] = None
    return tuple(Result(check, tuple(told)) for check, told in faults.items())


def contrast(one: str, other: str) -> float:
    """Return the contrast (1 to 21) of two colours written as RRGGBB, as WCAG 2.1 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16)) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
