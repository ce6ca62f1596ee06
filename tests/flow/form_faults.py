"""Ways to spoil one form: the rule that each breaks, and the cell where it is found."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.comments import Comment
from openpyxl.styles import Font

from domain.form import META_SHEET, ON_BEHALF, REPORT_SHEET
from tests.flow.injected import Form, Spoil

VALUE, STATUS, WHY, WORDS = "Wykonanie", "Status", "Wyjaśnienie", "Własne brzmienie wykonania"
EXACT, AMOUNT, PLAN, LABEL = "Dokładność", "Wysokość", "Plan", "Działanie /"
SPENT_WORDS = "Własne brzmienie środków"
FAMILIES, HOURS, MEETINGS = "rodziny", "godziny", "spotkania"


@dataclass(frozen=True, slots=True)
class Fault:
    """A way to spoil a form: what it breaks, and in which cell the finding is."""

    rule: str
    mechanism: str
    spoil: Spoil
    inner: str = FAMILIES
    header: str = VALUE
    meta: str = ""
    whole_file: bool = False

    def cell(self, form: Form) -> tuple[str, str]:
        """Return the sheet and cell where the finding has to be."""
        if self.whole_file:
            return "", ""
        if self.meta:
            return META_SHEET, form.meta(self.meta)
        return REPORT_SHEET, form.at(self.inner, self.header)


def typed(rule: str, value: object, inner: str = FAMILIES) -> Fault:
    """Return a fault: a value's cell in which that stands."""
    return Fault(rule, repr(value), lambda form: form.type(inner, VALUE, value), inner)


def words(rule: str, text: str) -> Fault:
    """Return a fault: that as a unit's own wording."""
    return Fault(rule, text, lambda form: form.type("", WORDS, text), "", WORDS)


def counted(rule: str, text: str, *others: int) -> Fault:
    """Return a fault: that as a unit's wording, after the value; its other numbers are typed."""

    def spoil(form: Form) -> None:
        for place, number in enumerate(others, start=1):
            form.type(f"+{place}", LABEL, "liczba rodzin")
            form.type(f"+{place}", VALUE, number)
        total = form.sheet[form.at(FAMILIES, VALUE)].value
        form.type("", WORDS, f"{total} rodzin, {text}")

    return Fault(rule, text, spoil, "", WORDS)


def explained(rule: str, text: str) -> Fault:
    """Return a fault: that as an explanation."""
    return Fault(rule, text, lambda form: form.type("", WHY, text), "", WHY)


def status(rule: str, said: str, why: str, header: str = STATUS) -> Fault:
    """Return a fault: an action without results, with that explanation."""

    def spoil(form: Form) -> None:
        _clear(form)
        form.type("", STATUS, said)
        form.type("", WHY, why)

    return Fault(rule, f"{said}: {why}", spoil, "", header)


def _clear(form: Form) -> None:
    for inner in (FAMILIES, HOURS, MEETINGS):
        form.type(inner, VALUE, None)
    form.type("", AMOUNT, None)
    form.type("", STATUS, None)


def _hidden_row(form: Form) -> None:
    form.sheet.row_dimensions[form.row(FAMILIES)].hidden = True


def _flat_row(form: Form) -> None:
    form.sheet.row_dimensions[form.row(FAMILIES)].height = 1


def _white(form: Form) -> None:
    form.sheet[form.at(FAMILIES, VALUE)].font = Font(color="FFFFFFFF")


def _crossed_out(form: Form) -> None:
    form.sheet[form.at(FAMILIES, VALUE)].font = Font(strike=True)


def _shown_as(code: str) -> Spoil:
    def spoil(form: Form) -> None:
        form.sheet[form.at(FAMILIES, VALUE)].number_format = code

    return spoil


def _merged(form: Form) -> None:
    first, second = form.at(FAMILIES, VALUE), form.at(FAMILIES, EXACT)
    form.sheet.merge_cells(f"{first}:{second}")


def _key(form: Form) -> None:
    row = form.row("+1")
    form.sheet.cell(row, 1).value = f"{form.action}/inne"
    form.type("inne", LABEL, "liczba rodzin")
    form.type("inne", VALUE, 7)


def _meta(key: str, value: str | None) -> Spoil:
    def spoil(form: Form) -> None:
        form.book[META_SHEET][form.meta(key)] = value

    return spoil


def _metas(**values: str) -> Spoil:
    def spoil(form: Form) -> None:
        for key, value in values.items():
            form.book[META_SHEET][form.meta(key)] = value

    return spoil


def _part_of(whole: str) -> Spoil:
    def spoil(form: Form) -> None:
        _extra("liczba rodzin", 10)(form)
        form.type("+1", "W tym (część czego)", whole)

    return spoil


def _extra(text: str | None, value: object) -> Spoil:
    def spoil(form: Form) -> None:
        form.type("+1", LABEL, text)
        form.type("+1", VALUE, value)

    return spoil


def _other_number(form: Form) -> None:
    """Say ten more than was typed."""
    total = int(str(form.sheet[form.at(FAMILIES, VALUE)].value))
    form.type("", WORDS, f"Wsparto {total + 10} rodzin.")


def _sheet(form: Form) -> None:
    form.book.create_sheet("Moje dane")["A1"] = 5


def _comment(form: Form) -> None:
    form.sheet[form.at("", WORDS)].comment = Comment("Proszę zadzwonić.", "Anna")


def _times(share: Decimal, inner: str = FAMILIES) -> Spoil:
    def spoil(form: Form) -> None:
        planned = Decimal(str(form.sheet[form.at(inner, PLAN)].value))
        form.type(inner, VALUE, int(planned * share) + 1)

    return spoil


def _as_planned(form: Form) -> None:
    form.type(FAMILIES, VALUE, form.sheet[form.at(FAMILIES, PLAN)].value)


def _label(inner: str, text: str) -> Spoil:
    return lambda form: form.type(inner, LABEL, text)


FAULTS: tuple[Fault, ...] = (
    # value
    typed("value-as-text", "2 001"),
    typed("value-as-text", "2\u00a0001"),
    typed("value-as-text", "2\u202f001"),
    typed("value-as-text", "2001"),
    typed("value-ambiguous", "2.001"),
    typed("value-qualified", "ok. 2000"),
    typed("value-qualified", "około 2000"),
    typed("value-qualified", "ponad 2000"),
    typed("value-range", "1990-2010"),
    typed("value-range", "1990–2010"),
    typed("value-of-value", "1990/2010"),
    typed("value-percent", "95%"),
    typed("value-with-words", "2001 rodzin"),
    typed("value-several", "2001 (w tym 5)"),
    typed("value-several", "2000+1"),
    typed("value-sign", "n/d"),
    typed("value-sign", "b.d."),
    typed("value-date", datetime.date(2024, 5, 12)),
    typed("value-not-number", "dużo"),
    typed("value-error", "#DIV/0!"),
    typed("value-uncounted-formula", "=2000+1"),
    typed("value-negative", -2001),
    typed("value-fraction", 2001.5),
    typed("value-fraction", 82.5, MEETINGS),
    Fault("value-absurd", "a telephone number", _extra("liczba rodzin", 123456789), "+1"),
    Fault(
        "spending-absurd",
        "an account number",
        lambda form: form.type("", AMOUNT, 27114020040000),
        "",
        AMOUNT,
    ),
    Fault("spending-sign", "a dash", lambda form: form.type("", AMOUNT, "–"), "", AMOUNT),
    # form
    Fault("value-hidden", "hidden row", _hidden_row),
    Fault("value-hidden", "a row of no height", _flat_row),
    Fault("value-hidden", "white ink", _white),
    Fault("value-struck", "crossed out", _crossed_out),
    Fault("value-masked", "shown in thousands", _shown_as("0,")),
    Fault("value-masked", "shown as another number", _shown_as('"150"')),
    Fault("value-merged", "merged", _merged),
    Fault(
        "status-unknown", "no such status", lambda form: form.type("", STATUS, "może"), "", STATUS
    ),
    Fault(
        "qualifier-unknown",
        "no such precision",
        lambda form: form.type(FAMILIES, EXACT, "mniej więcej"),
    ),
    Fault("key-unknown", "a key typed over", _key, "inne"),
    Fault("row-changed", "another label", _label(FAMILIES, "liczba czegoś")),
    Fault("plan-changed", "another plan", lambda form: form.type(FAMILIES, PLAN, 7)),
    Fault(
        "answer-misplaced",
        "a value in the action's row",
        lambda form: form.type("", VALUE, 5),
        "",
        STATUS,
    ),
    Fault("text-unseen", "no width", lambda form: form.type("", WHY, "dobrze\u200b"), "", WHY),
    Fault("part-unknown", "of nothing", _part_of("liczba wielbłądów"), "+1"),
    Fault("date-unreadable", "not a date", _meta("date", "wczoraj"), meta="approved_by"),
    # completeness
    Fault("value-missing", "blank", lambda form: form.type(FAMILIES, VALUE, None)),
    Fault("action-unanswered", "all blank", _clear, "", STATUS),
    Fault("spending-missing", "no amount", lambda form: form.type("", AMOUNT, None), "", STATUS),
    Fault("source-missing", "by whom alone", _metas(channel=ON_BEHALF), meta="approved_by"),
    Fault("source-missing", "no day", _metas(channel=ON_BEHALF, source="skan"), meta="approved_by"),
    Fault(
        "on-behalf",
        "a call",
        _metas(channel=ON_BEHALF, source="rozmowa telefoniczna", source_date="2025-01-12"),
        meta="approved_by",
    ),
    Fault("statement-unsigned", "nobody", _meta("approved_by", None), meta="approved_by"),
    Fault("statement-unsigned", "a dash", _meta("approved_by", "-"), meta="approved_by"),
    status("reason-missing", "nie zrealizowano", ""),
    status("reason-missing", "odwołano", "-"),
    status("reason-empty", "nie zrealizowano", "Działanie nie było realizowane w 2024 roku."),
    status("pointer-missing", "przeniesiono", "tak postanowiono"),
    # plausibility
    Fault("plan-far", "six times", _times(Decimal(6))),
    Fault("plan-far", "a tenth", _times(Decimal("0.1"))),
    Fault("plan-off", "three times", _times(Decimal(3))),
    Fault("plan-off", "a third", _times(Decimal("0.3"))),
    Fault("plan-copied", "the plan", _as_planned),
    # wording
    words("wording-number", "Odbyło się 77 wyjazdów."),
    words("wording-number", "Rozdano 1 234 ulotki."),
    Fault("wording-number", "another than was typed", _other_number, "", WORDS),
    Fault(
        "wording-number",
        "an amount that was not typed",
        lambda form: form.type("", SPENT_WORDS, "Wydano 77 zł."),
        "",
        SPENT_WORDS,
    ),
    Fault("measure-unknown", "something else", _extra("latające dywany", 7), "+1"),
    Fault("measure-missing", "of what?", _extra(None, 7), "+1"),
    Fault("extra-empty", "how many?", _extra("liczba rodzin", None), "+1"),
    # arithmetic
    counted("parts-over-whole", "w tym 9000 rodzin z dziećmi.", 9000),
    counted(
        "parts-over-whole", "w tym 1211 rodzin z dziećmi i 1912 rodzin bez dzieci.", 1211, 1912
    ),
    counted(
        "parts-over-whole", "z tego 1311 rodzin z dziećmi, 1815 rodzin bez dzieci.", 1311, 1815
    ),
    counted("parts-not-whole", "z tego 911 rodzin z dziećmi, 815 rodzin bez dzieci.", 911, 815),
    # Polish
    words("polish-glued", "Zajęcia dla2001 rodzin."),
    words("polish-comma", "Zajęcia , warsztaty i wyjazdy."),
    words("polish-doubled", "Odbyły się się zajęcia."),
    words("polish-diacritics", "Zajecia dla rodzin."),
    words("polish-brackets", "Zajęcia (warsztaty dla rodzin."),
    words("polish-typo", "Zajęcia orgaznizowane dla rodzin."),
    words("polish-stray", "Zajęcia h dla rodzin."),
    words("polish-spelling", "Zajęcia z blorfowania."),
    # privacy
    explained("personal-data", "Zgłosiła się osoba o numerze PESEL 44051401359."),
    explained("personal-data", "Kontakt: anna.nowak@example.org."),
    explained("personal-data", "Kontakt pod numerem telefonu 12 345 67 89."),
    explained("personal-name", "Zajęcia prowadziła Anna Nowak."),
    Fault("small-count", "two families and the amount", _extra("liczba rodzin", 2), "+1"),
    # files
    Fault("sheets-unread", "another sheet", _sheet, whole_file=True),
    Fault("comments-unread", "a comment", _comment, whole_file=True),
)
