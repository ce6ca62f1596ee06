"""The moments of the year that a person or the calendar sets off; each is a flow of that name."""

from enum import StrEnum


class Moment(StrEnum):
    """What the flow is called, for people and in Prefect."""

    FORMS = "Wystawienie formularzy"
    CHECK = "Sprawdzenie"
    DRAFT = "Projekt"
    REMIND = "Przypomnienia"
    APPROVE = "Zatwierdzenie"
    FINAL = "Wersja ostateczna"
    CLOSE = "Zamknięcie roku"
