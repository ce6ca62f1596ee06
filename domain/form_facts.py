"""What a sheet can tell of the table's columns while somebody types: each as a formula.

The table (domain/table.py) is made of what came back. A hidden sheet of the form holds the same
columns for the same rows, so that a rule reads one thing in both places. Formulas read the
officer's cells by the hidden key, never by position.
"""

from collections.abc import Mapping

from domain.form import QUALIFIER_LABELS, STATUS_LABELS, Field, Status
from domain.form_preview import PREVIEW
from domain.form_sources import Print, Sources, cleaned
from domain.formulas import text_literal
from domain.submissions import CellState

# Other than the pipeline a sheet sees neither formats nor how a number in words was meant.
STATES = frozenset({"blank", "number", "text", "absence", "error"})
TYPED_AS = frozenset({"words"})
# The last day that a workbook knows is the one before.
_DAYS = 2958466


def _text(field: str) -> Print:
    """What is typed in a field for short words; an error is something."""
    return lambda at: f'IF({at.place}=0,"",IFERROR({cleaned(at.typed(field))},"#"))'


def _words(field: str) -> Print:
    """What is typed in a field for sentences; an error says nothing."""
    return lambda at: f'IF({at.place}=0,"",IFERROR({cleaned(at.typed(field))},""))'


def _said(text: str) -> str:
    """Return a text that says something: with a letter or a digit in it."""
    digits = ",".join(f'"{digit}"' for digit in range(10))
    return (
        f"IF(OR(NOT(EXACT(LOWER({text}),UPPER({text}))),"
        f'SUMPRODUCT(--ISNUMBER(FIND({{{digits}}},{text})))>0),{text},"")'
    )


def _raw(field: str) -> Print:
    return lambda at: f'IF({at.place}=0,"",IF({at.typed(field)}="","",{at.typed(field)}))'


def _state(field: str) -> Print:
    def told(at: Sources) -> str:
        raw, text = at.fact("typed"), at.fact("typed_text")
        signs = ",".join(f"{text}={sign}" for sign in ('"x"', '"–"', '"-"', '"—"', '"."'))
        text = f'IF({text}="","blank",IF(OR({signs}),"absence","text"))'
        # To LibreOffice TRUE is a number, too.
        other = f'IF(ISLOGICAL({raw}),"text",IF(ISNUMBER({raw}),"number",{text}))'
        state = f'IF(ISERROR({raw}),"error",{other})'
        if not at.issued_text:
            return state
        unlabelled = f'IF({at.fact("typed_text")}="","blank","{CellState.MISLABELLED}")'
        return f"IF({_moved(at)},{unlabelled},{state})"

    return told


def _moved(at: Sources) -> str:
    """Whether a row says something else than what its key stands for: its values are nobody's."""
    cell, issued = cleaned(at.typed(Field.TEXT)), text_literal(at.issued_text)
    other = f'AND({cell}<>"",NOT(EXACT(LEFT({cell},{len(at.issued_text)}),{issued})))'
    return f"IF({at.place}=0,FALSE,IFERROR({other},FALSE))"


def _value_text(at: Sources) -> str:
    state = at.fact("value_state")
    return f'IF({state}="blank","",IF({state}="error","#",{at.fact("typed_text")}))'


def _value(at: Sources) -> str:
    return f'IF({at.fact("value_state")}="number",{at.fact("typed")},"")'


def _whole(at: Sources) -> str:
    value = at.fact("value")
    return f'IF({value}="",TRUE,{value}=INT({value}))'


def _typed_as(at: Sources) -> str:
    return f'IF({at.fact("value_state")}="text","words","")'


def _one_of(cell: str, words: tuple[str, ...]) -> str:
    # "=" of two texts does not see the size of letters, and neither does the pipeline here.
    return f"OR({','.join(f'{cell}={text_literal(word)}' for word in words)})"


def _known_qualifier(at: Sources) -> str:
    cell = at.fact("qualifier_text")
    words = (*QUALIFIER_LABELS.values(), *(str(one) for one in QUALIFIER_LABELS if one))
    return f'OR({cell}="",{_one_of(cell, tuple(dict.fromkeys(words)))})'


def _misplaced(*fields: str) -> Print:
    return lambda at: "&".join(f"({_text(field)(at)})" for field in fields)


def _label_kept(at: Sources) -> str:
    cell = cleaned(at.typed(Field.TEXT))
    issued = text_literal(at.issued_text)
    return f'IF({at.place}=0,TRUE,IFERROR(OR({cell}="",EXACT({cell},{issued})),FALSE))'


def _plan_kept(at: Sources) -> str:
    if not at.planned:
        return "TRUE"
    cell = at.typed(Field.PLANNED)
    return f"IF({at.place}=0,TRUE,IF(ISNUMBER({cell}),{cell}={at.planned},TRUE))"


def _status(at: Sources) -> str:
    cell = at.fact("status_text")
    told = '""'
    for status, label in reversed(STATUS_LABELS.items()):
        told = f'IF({cell}={text_literal(label)},"{status}",{told})'
    return f'IF({cell}="","{Status.REALISED}",{told})'


def _has_results(at: Sources) -> str:
    cell = at.fact("status")
    return f'OR({cell}="",{_one_of(cell, (Status.REALISED, Status.NEW))})'


def _reason(at: Sources) -> str:
    own = at.fact("explanation")
    return f'IF({own}<>"",{own},{_said(at.fact("wording"))})'


def _answered(at: Sources) -> str:
    filled = [
        f'{at.fact(name)}<>""'
        for name in ("status_text", "explanation_text", "wording", "spending_words")
    ]
    filled += [f'{_words(name)(at)}<>""' for name in at.answers]
    filled += [f"COUNTIF({at.below('has_value')},TRUE)>0"] if at.below("has_value") else []
    return f"OR({','.join([*filled, _spending_given(at)])})"


def _spending_given(at: Sources) -> str:
    cells = at.below("has_amount")
    return f"COUNTIF({cells},TRUE)>0" if cells else "FALSE"


def _spending_due(at: Sources) -> str:
    if not at.spending:
        return "FALSE"
    return _one_of(at.fact("status"), (Status.REALISED, Status.NEW))


def _key_of_measure(at: Sources) -> str:
    """What was counted, as the list of known phrases holds it."""
    label = at.fact("label")
    return f'IF(LEFT(LOWER({label}),7)="liczba ",MID({label},8,500),{label})'


def _place_in_list(at: Sources) -> str:
    key = at.fact("measure_key")
    plain = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({key},"~","~~"),"*","~*"),"?","~?")'
    return f'IF({key}="",0,IFERROR(MATCH({plain},{at.measures},0),0))'


def _known_measure(at: Sources) -> str:
    return f'IF({at.fact("label")}="","",{at.fact("measure_place")}>0)'


def _divisible(at: Sources) -> str:
    place = at.fact("measure_place")
    return f'IF({place}>0,INDEX({at.divisible},{place}),"")'


def _part_known(at: Sources) -> str:
    cell = at.fact("part")
    labels = ",".join(f"{cell}={text_literal(label)}" for label, _ in at.wholes)
    return f"OR({labels})" if labels else "FALSE"


def _only_if_counted(print_: Print) -> Print:
    """Of a free row in which nothing is counted the table has no row."""
    return lambda at: f'IF(AND({at.fact("value_text")}="",{at.fact("label")}=""),"",{print_(at)})'


def _iso_date(at: Sources) -> str:
    told = at.fact("date_text")
    day = _day(f"LEFT({told},4)", f"MID({told},6,2)", f"RIGHT({told},2)")
    shaped = f'AND(LEN({told})=10,MID({told},5,1)="-",MID({told},8,1)="-")'
    return f'IFERROR(IF({shaped},{day},""),"")'


def _polish_date(at: Sources) -> str:
    told = f'TRIM(SUBSTITUTE(SUBSTITUTE({at.fact("date_text")},"r.",""),"r",""))'
    first = f'FIND(".",{told})'
    second = f'FIND(".",{told},{first}+1)'
    day = _day(
        f"MID({told},{second}+1,4)",
        f"MID({told},{first}+1,{second}-{first}-1)",
        f"LEFT({told},{first}-1)",
    )
    return f'IFERROR(IF(LEN({told})-{second}=4,{day},""),"")'


def _date(at: Sources) -> str:
    """The serial number of the day that somebody wrote: a date, 2025-01-31 or 31.01.2025."""
    cell = at.typed("date")
    iso, polish = at.fact("date_iso"), at.fact("date_polish")
    written = f'IF({iso}<>"",{iso},{polish})'
    # The cell is formatted as a date, so a number in it is one.
    number = f'IF(AND({cell}>=1,{cell}<{_DAYS}),INT({cell}),"")'
    return f'IF(ISLOGICAL({cell}),"",IF(ISNUMBER({cell}),{number},{written}))'


def _day(year: str, month: str, day: str) -> str:
    """Return a formula of a day's serial number; "" where the calendar has no such day."""
    made = f"DATE(--{year},--{month},--{day})"
    fits = f"AND(YEAR({made})=--{year},MONTH({made})=--{month},DAY({made})=--{day})"
    return f'IF({fits},{made},"")'


def _date_read(at: Sources) -> str:
    day = at.fact("date")
    return f'IF({day}="",FALSE,AND(YEAR({day})>={at.year},YEAR({day})<={at.year + 2}))'


def _days_late(at: Sources) -> str:
    day = at.fact("date")
    read = at.fact("date_read")
    return f'IF({read},{day}-{at.due},"")' if at.due else '""'


_TIMES: Print = lambda at: f"MAX(1,{at.times})"  # noqa: E731 - one of many facts
_LABEL: dict[str, Print] = {"label_kept": _label_kept, "times": _TIMES}
_TYPED: dict[str, Print] = {
    "typed_text": lambda at: f'IFERROR({cleaned(at.fact("typed"))},"#")',
    "value_state": _state(Field.VALUE),
    "value_text": _value_text,
    "value": _value,
    "whole": _whole,
    "typed_as": _typed_as,
    "has_value": lambda at: f'{at.fact("value_state")}<>"blank"',
}
_QUALIFIED: dict[str, Print] = {
    "qualifier_text": _text(Field.QUALIFIER),
    "known_qualifier": _known_qualifier,
    "misplaced": _misplaced(Field.STATUS, Field.EXPLANATION, Field.WORDING),
}
_PART: dict[str, Print] = {"part_text": _text(Field.PART), "part_known": _part_known}
FACTS: Mapping[str, Mapping[str, Print]] = {
    "signed": {
        "signed_text": lambda at: f'IFERROR({cleaned(at.typed("approved_by"))},"")',
        "signed": lambda at: _said(at.fact("signed_text")),
    },
    "sourced": {
        "channel": lambda at: f'LOWER(IFERROR({cleaned(at.typed("channel"))},"#"))',
        "source": lambda at: f'IFERROR({cleaned(at.typed("source"))},"#")',
        "source_day": lambda at: f'IFERROR({cleaned(at.typed("source_date"))},"#")',
    },
    "dated": {
        "date_text": lambda at: f'IFERROR({cleaned(at.typed("date"))},"#")',
        "date_iso": _iso_date,
        "date_polish": _polish_date,
        "date": _date,
        "date_read": _date_read,
        "days_late": _days_late,
    },
    "action": {
        **_LABEL,
        "misplaced": _misplaced(Field.VALUE),
        "status_text": _text(Field.STATUS),
        "status": _status,
        "has_results": _has_results,
        "explanation_text": _words(Field.EXPLANATION),
        "explanation": lambda at: _said(at.fact("explanation_text")),
        "wording": _words(Field.WORDING),
        "reason": _reason,
        "spending_words": _words(Field.SPENDING_WORDING),
        "answered": _answered,
        "spending_due": _spending_due,
        "spending_given": _spending_given,
        **PREVIEW["action"],
    },
    "indicator": {
        **_LABEL,
        "typed": _raw(Field.VALUE),
        **_TYPED,
        **_QUALIFIED,
        "plan_kept": _plan_kept,
        **PREVIEW["indicator"],
    },
    "extra": {
        "times": lambda at: (
            f'IF(AND({at.fact("value_text")}="",{at.fact("label")}=""),1,{_TIMES(at)})'
        ),
        "typed": _raw(Field.VALUE),
        **_TYPED,
        "label": _text(Field.TEXT),
        "measure_key": _key_of_measure,
        "measure_place": _place_in_list,
        "known_measure": _known_measure,
        "divisible": _divisible,
        **{name: _only_if_counted(print_) for name, print_ in (_QUALIFIED | _PART).items()},
        **PREVIEW["extra"],
    },
    "spending": {
        "typed": _raw(Field.SPENDING),
        **{name: print_ for name, print_ in _TYPED.items() if name != "has_value"},
        "value_state": _state(Field.SPENDING),
        "has_amount": lambda at: f'{at.fact("value_state")}<>"blank"',
    },
}
"""For each kind of row in the hidden sheet its facts."""

OF_ACTION = ("status", "status_text", "has_results", "explanation", "reason", "answered")
"""Facts that the rows of an action share with the row of the action itself."""
