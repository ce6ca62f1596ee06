"""Statuses, explanations, precisions and wordings as people write them, and answers astray."""

import unicodedata
from collections.abc import Callable

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from tests.corpus.case import Case
from tests.corpus.offices_desk import (
    EXPLANATION,
    FAMILIES,
    HOURS,
    PEOPLE,
    PLAN,
    PRECISION,
    SPENDING,
    SPENDING_WORDING,
    STATUS,
    TEXT,
    VALUE,
    WORDING,
    Data,
    at,
    done,
    figure,
    header_row,
    spent,
    stored,
    taken,
    types,
    unused,
)

Change = Callable[[Worksheet], None]
_NOT_DONE = "nie zrealizowano"
_WHY = "Zadanie przejęła inna jednostka."


def _status(status: str) -> Data:
    return done(types("I.1.5", status, STATUS))


def _ended(status: str | None, value: object, why: str = _WHY, where: str = EXPLANATION) -> Data:
    """Return a builder of the form with another end of an action that has no spending."""
    return done(
        types("I.2.1.3", status, STATUS), types(PEOPLE, value), types("I.2.1.3", why, where)
    )


def _apart(key: str, header: str) -> Change:
    """Write letters and their accents apart, as a Mac does."""

    def change(sheet: Worksheet) -> None:
        cell = at(sheet, key, header)
        cell.value = unicodedata.normalize("NFD", str(cell.value))

    return change


def _header_apart(sheet: Worksheet) -> None:
    for cell in sheet[header_row(sheet)]:
        cell.value = unicodedata.normalize("NFD", str(cell.value))


def _more(key: str, header: str, text: str) -> Change:
    def change(sheet: Worksheet) -> None:
        cell = at(sheet, key, header)
        cell.value = f"{cell.value}{text}"

    return change


def _wording(text: str) -> Data:
    return done(types("I.1.5", text, WORDING))


def _corrected() -> CellRichText:
    return CellRichText(
        "Usługi ", TextBlock(InlineFont(strike=True), "zakończono "), "prowadzono cały rok"
    )


def _moved(key: str, header: str, to: str, to_header: str) -> Data:
    """Return a builder of the form with an answer typed into another cell than its own."""

    def change(sheet: Worksheet) -> None:
        source = at(sheet, key, header)
        at(sheet, to, to_header).value, source.value = source.value, None

    return done(change)


_STATUS_KNOWN: tuple[tuple[str, str, str | None], ...] = (
    ("status-typed", "with-a-space-after-it", "Zrealizowano "),
    ("status-typed", "in-capitals", "ZREALIZOWANO"),
    ("status-typed", "emptied", None),
)
_STATUS_UNKNOWN: tuple[tuple[str, str, str], ...] = (
    ("status-invented", "yes", "tak"),
    ("status-typed", "with-a-foreign-letter", "zrеalizowano"),
)
_PRECISION: tuple[tuple[str, str, str | None], ...] = (
    ("of-the-list", "około", None),
    ("abbreviated", "ok.", "qualifier-unknown"),
)
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("text-like-a-formula", "equals", "=SUMA usług wsparcia"),
    ("markup", "angle-brackets", "Usługi <b>wsparcia</b> & porady {{ nazwa }}"),
    ("long-text", "all-signs-that-a-cell-holds", "Usługi świadczono ciągle. " * 1260),
)

CASES: tuple[Case, ...] = (
    *(
        taken(f"status-{name}", mechanism, done(types("I.1.5", status, STATUS)))
        for mechanism, name, status in _STATUS_KNOWN
    ),
    *(
        taken(f"status-{name}", mechanism, _status(status), rules=["status-unknown"])
        for mechanism, name, status in _STATUS_UNKNOWN
    ),
    *(
        taken(
            f"precision-{name}",
            "precision-typed",
            done(types(HOURS, text, PRECISION)),
            rules=[rule] if rule else [],
        )
        for name, text, rule in _PRECISION
    ),
    *(taken(f"wording-with-{name}", mechanism, _wording(text)) for mechanism, name, text in _WORDS),
    # ------------------------------------------------ a status and what it allows
    taken(
        "status-with-letters-apart",
        "letters-apart",
        _ended(unicodedata.normalize("NFD", "zakończono"), None),
        unused(PEOPLE),
    ),
    taken(
        "not-realised-and-a-value",
        "status-against-value",
        _ended(_NOT_DONE, 888),
        rules=["value-without-results"],
    ),
    *(
        taken(
            f"not-realised-and-{name}",
            "status-with-a-sign",
            _ended(_NOT_DONE, value),
            {figure(PEOPLE): used},
        )
        for name, value, used in (("zero", 0, "0"), ("an-x", "x", None))
    ),
    taken(
        "not-realised-without-a-word",
        "reason-missing",
        _ended(_NOT_DONE, None, ""),
        unused(PEOPLE),
        ["reason-missing"],
    ),
    taken(
        "not-realised-with-a-dot-for-a-reason",
        "reason-missing",
        _ended(_NOT_DONE, None, "."),
        unused(PEOPLE),
        ["reason-missing"],
    ),
    taken(
        "reason-in-the-wording",
        "explanation-in-another-column",
        _ended(_NOT_DONE, None, _WHY, WORDING),
        unused(PEOPLE),
    ),
    taken(
        "reason-in-the-row-of-the-value",
        "explanation-in-another-row",
        done(types(HOURS, _WHY, EXPLANATION)),
        rules=["answer-misplaced"],
    ),
    # ------------------------------------------------ values astray
    taken(
        "value-in-the-action-row",
        "value-in-the-action-row",
        _moved(HOURS, VALUE, "I.1.5", VALUE),
        unused(HOURS),
        ["answer-misplaced", "value-missing"],
    ),
    taken(
        "value-in-the-label",
        "value-in-the-text",
        done(types(HOURS, None), _more(HOURS, TEXT, " – 1703")),
        unused(HOURS),
        ["row-changed", "value-missing"],
    ),
    taken(
        "total-in-the-name",
        "value-in-the-text",
        done(types(HOURS, None), _more("I.1.5", TEXT, ", razem 1703 godz.")),
        unused(HOURS),
        ["row-changed", "value-missing"],
    ),
    taken(
        "value-over-the-plan",
        "value-in-the-plan",
        _moved(HOURS, VALUE, HOURS, PLAN),
        unused(HOURS),
        ["plan-changed", "value-missing"],
    ),
    taken(
        "plan-changed",
        "value-in-the-plan",
        done(types(HOURS, 1700, PLAN)),
        rules=["plan-changed"],
    ),
    taken(
        "value-only-in-the-wording",
        "value-in-the-text",
        done(types(HOURS, None), types("I.1.5", "1703 godziny usług", WORDING)),
        unused(HOURS),
        ["value-missing", "wording-number"],
    ),
    taken(
        "value-and-precision-changed-about",
        "value-in-the-precision",
        done(types(HOURS, "około"), types(HOURS, 1703, PRECISION)),
        unused(HOURS),
        ["value-not-number", "qualifier-unknown"],
    ),
    taken(
        "amount-in-the-words-for-amounts",
        "amount-in-the-text",
        _moved("I.1.5", SPENDING, "I.1.5", SPENDING_WORDING),
        {spent("I.1.5"): None},
        ["spending-missing"],
    ),
    # ------------------------------------------------ free rows
    taken(
        "free-row-with-a-word-of-the-list",
        "free-row",
        done(types("I.1.5/+1", "liczba dzieci", TEXT), types("I.1.5/+1", 20)),
        {("I.1.5", "+1"): "20"},
    ),
    taken(
        "free-row-with-own-words",
        "free-row",
        done(types("I.1.5/+1", "liczba cegiełek", TEXT), types("I.1.5/+1", 20)),
        {("I.1.5", "+1"): "20"},
        ["measure-unknown"],
    ),
    taken(
        "free-row-with-a-number-in-its-words",
        "free-row",
        done(types("I.1.5/+1", "liczba dzieci – 20", TEXT)),
        {("I.1.5", "+1"): None},
        ["measure-unknown", "extra-empty"],
    ),
    # Twenty of what?
    taken(
        "free-row-without-words",
        "free-row",
        done(types("I.1.5/+1", 20)),
        {("I.1.5", "+1"): None},
        ["measure-missing"],
    ),
    taken(
        "free-row-without-a-number",
        "free-row",
        done(types("I.1.5/+1", "liczba dzieci", TEXT)),
        {("I.1.5", "+1"): None},
        ["extra-empty"],
    ),
    # ------------------------------------------------ wordings
    taken(
        "wording-with-another-number",
        "wording-against-value",
        done(types("I.1.4", "48 rodzin, które skorzystały z usługi", WORDING)),
        rules=["wording-number"],
    ),
    taken(
        "words-for-an-amount-with-another-number",
        "wording-against-value",
        done(types("I.1.5", "320 000,00 zł", SPENDING_WORDING)),
        rules=["wording-number"],
    ),
    taken(
        "wording-with-words-crossed-out",
        "struck-through",
        done(types("I.1.5", _corrected(), WORDING)),
        rules=["text-unreadable"],
    ),
    taken(
        "wording-with-a-mark-of-direction",
        "unseen-sign",
        _wording("Usługi \u202ewsparcia"),
        rules=["text-unseen"],
    ),
    taken(
        "wording-with-words-line-break",
        "control-character",
        stored("I.1.5", 't="inlineStr"', "<is><t>Usługi_x000B_wsparcia</t></is>", WORDING),
    ),
    taken(
        "wording-longer-than-a-cell-holds",
        "long-text",
        stored("I.1.5", 't="inlineStr"', f"<is><t>{'usługi ' * 6000}</t></is>", WORDING),
    ),
    taken("label-with-letters-apart", "letters-apart", done(_apart(FAMILIES, TEXT))),
    taken("headers-with-letters-apart", "letters-apart", done(_header_apart)),
)
