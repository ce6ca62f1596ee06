"""What each moment of the year asks of the person who sets it off: titles and help in Polish."""

import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Order(BaseModel):
    """A round: one programme in one year."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    programme: str = Field(
        title="Program", description="nazwa katalogu w programmes/, na przykład pwr-2022-2024"
    )
    year: int = Field(title="Rok sprawozdawczy", ge=1990, le=2100)


AsOf = Annotated[
    datetime.date | None,
    Field(
        title="Stan na dzień",
        description="puste pole: ostatnia data wpisana w sprawozdaniach",
    ),
]


class FormsOrder(Order):
    """Formularze dla wszystkich jednostek albo dla jednej."""

    unit: str = Field(
        default="", title="Jednostka", description="kod jednostki; puste pole: wszystkie"
    )


class CheckOrder(Order):
    """Sprawdzenie tego, co wpłynęło, z odpowiedziami dla jednostek."""

    as_of: AsOf = None


class DraftOrder(CheckOrder):
    """PROJEKT załącznika."""

    pdf: bool = Field(default=True, title="Także PDF", description="wymaga programu LibreOffice")


class FinalOrder(DraftOrder):
    """Wersja ostateczna: po rozstrzygnięciu uwag i zatwierdzeniu."""


class RemindOrder(Order):
    """Przypomnienia dla jednostek, które zalegają."""

    send: bool = Field(
        default=False,
        title="Wyślij",
        description="wysyła pocztą (programmes/mail.yaml); bez tego powstają tylko projekty",
    )
    drafted: bool = Field(
        default=False,
        title="Także przygotowane wcześniej",
        description="razem z „Wyślij”: to, czego projekty już powstały, a których nie wysłano",
    )


class ApproveOrder(Order):
    """Zatwierdzenie: to, co stoi na podpisanej karcie akceptacji."""

    who: str = Field(title="Kto zatwierdził", min_length=1)
    date: datetime.date = Field(title="Data zatwierdzenia")
    letter: str = Field(title="Numer pisma", min_length=1)
    comment: str = Field(default="", title="Komentarz")
    version: str = Field(
        default="",
        title="Wersja danych",
        description="początek wersji z podpisanej karty; inna niż obecna zostanie odrzucona",
    )


class CloseOrder(Order):
    """Zamknięcie roku: powstaje archiwum, a rok nie przyjmuje zmian."""

    who: str = Field(title="Kto zamyka", min_length=1)
    symbol: str = Field(default="", title="Znak sprawy")
    category: str = Field(default="", title="Kategoria archiwalna", description="na przykład A")
