"""What the panel's page of a round tells: where it stands, what can be done now and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.findings import Finding, Place
from domain.polish.plural import counted, plural
from domain.rules import Rule
from domain.submissions import Origin


class Step(StrEnum):
    """What the coordinator can set off, in the order of the year; the words are on the buttons."""

    FORMS = "Wystaw formularze"
    REMIND = "Przypomnienia"
    CHECK = "Sprawdź teraz"
    ANSWERS = "Przygotuj odpowiedzi"
    DRAFT = "Projekt"
    APPROVE = "Do akceptacji"
    FINAL = "Wersja ostateczna"
    CLOSE = "Zamknij rok"

    @property
    def key(self) -> str:
        """The step's name in an address."""
        return self.name.lower()


_ABOUT: Mapping[Step, str] = {
    Step.FORMS: "Skoroszyt dla każdej jednostki, z jej działaniami i planem.",
    Step.REMIND: "Wiadomości do jednostek, które jeszcze czegoś nie przesłały.",
    Step.CHECK: "Czyta wszystko, co wpłynęło, i sporządza listę uwag.",
    Step.ANSWERS: "Sprawdza i układa wiadomości do jednostek, z zaznaczonymi komórkami.",
    Step.DRAFT: "Załącznik w Wordzie z oznaczeniem PROJEKT, wersja z uwagami i karta akceptacji.",
    Step.APPROVE: "Zapisuje, kto i którym pismem zatwierdził obecne dane.",
    Step.FINAL: "Załącznik bez oznaczeń roboczych i pliki do BIP.",
    Step.CLOSE: "Składa archiwum roku; późniejsze zmiany wymagają ponownego otwarcia.",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a round is, as far as it decides what can be done.

    `unchecked` are files that came since the last check; `running` what is at work now.
    """

    checked: bool = False
    unchecked: tuple[str, ...] = ()
    blockers: int = 0
    approved: bool = False
    final: bool = False
    closed: bool = False
    running: str = ""


@dataclass(frozen=True, slots=True)
class Possible:
    """A step with what it is about; `barred` says why it cannot be taken now, or nothing;
    `suggested` that it comes next."""

    step: Step
    about: str
    barred: str
    suggested: bool = False


def steps(stage: Stage) -> tuple[Possible, ...]:
    """Return every step, each with the reason why it cannot be taken now."""
    following = suggested(stage)
    return tuple(
        Possible(step, _ABOUT[step], barred(step, stage), step is following) for step in Step
    )


def barred(step: Step, stage: Stage) -> str:
    """Return why a step cannot be taken now; nothing where it can."""
    if stage.closed:
        return "Rok jest zamknięty; zmiany wymagają ponownego otwarcia."
    if stage.running:
        return f"Trwa: {stage.running}. Proszę poczekać na zakończenie."
    if step in (Step.FORMS, Step.REMIND, Step.CHECK, Step.ANSWERS, Step.DRAFT):
        return ""
    if not stage.checked:
        return "Najpierw proszę sprawdzić to, co wpłynęło („Sprawdź teraz”)."
    if stage.unchecked:
        files = counted(len(stage.unchecked), "plik", "pliki", "plików")
        return f"Od ostatniego sprawdzenia doszło: {files}. Najpierw „Sprawdź teraz”."
    if step is Step.APPROVE:
        return "Te dane już zatwierdzono." if stage.approved else _open_matters(stage.blockers)
    if not stage.approved:
        return "Najpierw zatwierdzenie obecnych danych („Do akceptacji”)."
    if step is Step.FINAL:
        return ""
    return "" if stage.final else "Najpierw wersja ostateczna."


def _open_matters(blockers: int) -> str:
    if not blockers:
        return ""
    notes = counted(blockers, "uwaga", "uwagi", "uwag")
    waits = plural(blockers, "Czeka", "Czekają", "Czeka")
    return f"{waits} {notes} „do poprawy”. Proszę poprawić dane albo zająć stanowisko."


def suggested(stage: Stage) -> Step | None:
    """Return the step that comes next; None where it is people's turn, or nothing is left."""
    if stage.closed or stage.running:
        return None
    if not stage.checked or stage.unchecked:
        return Step.CHECK
    if stage.blockers:
        return None
    if not stage.approved:
        return Step.APPROVE
    return Step.CLOSE if stage.final else Step.FINAL


def finding_of(row: Mapping[str, str], rules: Mapping[str, Rule]) -> Finding | None:
    """Return the finding that a row of findings.csv tells; None where its rule is not known now."""
    rule = rules.get(row.get("rule", ""))
    if rule is None:
        return None
    origin = Origin(row.get("file", ""), row.get("sheet", ""), row.get("cell", ""))
    unit, action, indicator = (row.get(name, "") for name in ("unit", "action", "indicator"))
    place = Place(unit, action, indicator, row.get("field", ""), row.get("value", ""), origin)
    return Finding(
        rule, place, row.get("message", ""), row.get("remedy", ""), "", row.get("decision", "")
    )


def findings_of(rows: Sequence[Mapping[str, str]], rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """Return the findings that findings.csv tells, in its order."""
    by_code = {rule.code: rule for rule in rules}
    found = (finding_of(row, by_code) for row in rows)
    return tuple(one for one in found if one is not None)
