"""What is filled in before a step is set off, held against what the step will ask for."""

import datetime
import re
from collections.abc import Mapping

from domain.panel import Step

# Of each field the longest text.
LONGEST = 500
SHORTEST_VERSION = 8
FIELDS: Mapping[Step, tuple[str, ...]] = {
    Step.REMIND: ("send", "drafted"),
    Step.APPROVE: ("who", "date", "letter", "comment", "version"),
    Step.CLOSE: ("who", "symbol", "category"),
}
_NEEDED: Mapping[Step, Mapping[str, str]] = {
    Step.APPROVE: {
        "who": "Proszę wpisać, kto zatwierdził.",
        "date": "Proszę podać datę zatwierdzenia, na przykład 28.03.2025.",
        "letter": "Proszę wpisać numer pisma.",
    },
    Step.CLOSE: {"who": "Proszę wpisać, kto zamyka rok."},
}


def complaints(step: Step, filled: Mapping[str, str], version: str) -> Mapping[str, str]:
    """Return what has to be mended, by field; `version` is that of the present data."""
    found = {
        name: sentence for name, sentence in _NEEDED.get(step, {}).items() if not filled.get(name)
    }
    for name, text in filled.items():
        if len(text) > LONGEST:
            found[name] = f"Tekst jest za długi: mieści się {LONGEST} znaków."
    if step is Step.APPROVE:
        if filled.get("date") and iso_date(filled["date"]) is None:
            found["date"] = "To nie jest data. Przykłady: 28.03.2025, 2025-03-28."
        signed = filled.get("version", "").casefold()
        if signed and len(signed) < SHORTEST_VERSION:
            found["version"] = f"Proszę podać co najmniej {SHORTEST_VERSION} znaków."
        elif signed and not version.startswith(signed):
            found["version"] = (
                "Podpisana karta dotyczy innej wersji danych niż obecna. Proszę wydrukować i "
                "podpisać nową kartę akceptacji."
            )
    return found


def iso_date(text: str) -> str | None:
    """Return a date as RRRR-MM-DD; None for what is none."""
    polish = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text, re.ASCII)
    iso = f"{polish[3]}-{polish[2]:0>2}-{polish[1]:0>2}" if polish else text
    try:
        return datetime.date.fromisoformat(iso).isoformat()
    except ValueError:
        return None
