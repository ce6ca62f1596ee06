"""How each row will read in the annex, composed by formulas while somebody types.

The pipeline composes the same words from the same phrases (domain/phrases.py, domain/wording.py).
"""

from collections.abc import Mapping

from domain.form import QUALIFIER_LABELS, Field
from domain.form_sources import Print, Sources, cleaned
from domain.form_words import FORMS, NUMBER_SIGN
from domain.formulas import text_literal
from domain.merging import PARTS
from domain.polish.numbers import NumberForm
from domain.values import Qualifier

_THOUSAND = 1000
# Up to 999 billions.
_MOST_GROUPS = 4
_MANY = str(FORMS.index(NumberForm.MANY) + 1)


def _grouped(at: Sources) -> str:
    """The number as offices print it, without TEXT(), whose signs depend on the language."""
    value = at.fact("value")
    whole = f"INT(ABS({value}))"
    groups = f'{whole}&""'
    for count in range(1, _MOST_GROUPS):
        parts = [f"INT({whole}/{_THOUSAND**count})"]
        for place in reversed(range(count)):
            parts.append(f'RIGHT("00"&MOD(INT({whole}/{_THOUSAND**place}),{_THOUSAND}),3)')
        joined = '&" "&'.join(parts)
        groups = f"IF({whole}>={_THOUSAND**count},{joined},{groups})"
    # How a number becomes a text depends on the language, too: only by a comma or a dot.
    text = f'SUBSTITUTE({value}&"",".",",")'
    part = f'IFERROR(MID({text},FIND(",",{text}),20),"")'
    return f'IF({value}="","",IF({value}<0,"-","")&({groups})&{part})'


def _form(at: Sources) -> str:
    """The place of the number's form among the templates, from 1."""
    typed = at.fact("value")
    value = f"ABS({typed})"
    few = f"AND(MOD({value},10)>=2,MOD({value},10)<=4,OR(MOD({value},100)<12,MOD({value},100)>14))"
    place = f"IF({value}<>INT({value}),4,IF({value}=1,1,IF({few},2,3)))"
    about = f"IF({_is(at, Qualifier.ESTIMATED)},{len(FORMS)},0)"
    return f'IF({typed}="","",{place}+{about})'


def _is(at: Sources, qualifier: Qualifier) -> str:
    cell = at.fact("qualifier_text")
    words = {QUALIFIER_LABELS[qualifier], str(qualifier)} - {""}
    return f"OR({','.join(f'{cell}={text_literal(word)}' for word in sorted(words))})"


def _counted(at: Sources) -> str:
    """The phrase with its number, as composed from a typed value."""
    number = at.fact("number")
    before = '""'
    for qualifier in (Qualifier.ESTIMATED, Qualifier.BOUND, Qualifier.CEILING):
        before = f'IF({_is(at, qualifier)},"{qualifier} ",{before})'
    after = f'IF({_is(at, Qualifier.RATE)}," {Qualifier.RATE}","")'
    words = at.template(at.fact("form"))
    return f'SUBSTITUTE({words},"{NUMBER_SIGN}",{before}&{number})&{after}'


def _piece(at: Sources) -> str:
    state, typed = at.fact("value_state"), at.fact("value_text")
    # What did not occur is counted as none.
    none = f'SUBSTITUTE({at.template(_MANY)},"{NUMBER_SIGN}","0")'
    sign = f'IF({typed}=".","[brak danych]",IF({typed}="x","",{none}))'
    asked = f'"[do wyjaśnienia: „"&{typed}&"”]"'
    told = f'IF({state}="absence",{sign},{asked})'
    return f'IF({typed}="","",IF({state}="number",{_counted(at)},{told}))'


def _with_parts(at: Sources) -> str:
    """A piece, and what stands behind it in brackets."""
    alone, parts = at.fact("alone"), at.fact("parts")
    return f'IF({parts}="",{alone},{alone}&"{PARTS}"&{parts}&")")'


def _parts(at: Sources) -> str:
    """What the free rows of the action say that is a part of this row."""
    told = "&".join(
        f'IF(AND({part}={text_literal(at.measure)},{alone}<>""),", "&{alone},"")'
        for part, alone in at.free
    )
    return f'IF({at.fact("valued")},MID({told},3,32000),"")' if told else '""'


def _valued(at: Sources) -> str:
    state, typed = at.fact("value_state"), at.fact("value_text")
    none = ",".join(f'{typed}="{sign}"' for sign in ("–", "-", "—"))
    return f'OR({state}="number",AND({state}="absence",OR({none})))'


def _part(at: Sources) -> str:
    """Of what a free row says that it is a part, without "liczba"."""
    told = cleaned(at.typed(Field.PART))
    bare = f'IF(LEFT(LOWER({told}),7)="liczba ",MID({told},8,500),{told})'
    return f'IF({at.place}=0,"",IFERROR({bare},""))'


def _left_over(at: Sources) -> str:
    """The piece of a free row that stands behind no whole."""
    whole = ",".join(
        f"AND({at.fact('part')}={text_literal(label)},{valued})" for label, valued in at.wholes
    )
    return f'IF(OR({whole}),"",{at.fact("alone")})' if whole else at.fact("alone")


def _named_piece(at: Sources) -> str:
    """The piece of a free row: so many of what?"""
    typed = at.fact("value_text")
    asked = f'"[do wyjaśnienia: "&{typed}&" – nie podano czego]"'
    unnamed = f'AND({at.fact("label")}="",{at.fact("value_state")}="number")'
    return f"IF({unnamed},{asked},{_piece(at)})"


def _line(at: Sources) -> str:
    """What the action's rows say together, up to this one."""
    piece, before = at.fact("piece"), at.line_before
    if not before:
        return piece
    joined = f"{before}&{text_literal(at.joint)}&{piece}"
    return f'IF({piece}="",{before},IF({before}="",{piece},{joined}))'


def _preview(at: Sources) -> str:
    wording, line = at.fact("wording"), at.last_line or '""'
    signs = at.below("value_text")
    nothing = f'IF(COUNTIF({signs},"x")>0,"nie dotyczy",{_NO_DATA})' if signs else _NO_DATA
    status = '""'
    for name, words in at.status_words.items():
        status = f"IF({at.fact('status')}={text_literal(name)},{text_literal(words)},{status})"
    other = f"IF({at.fact('has_results')},{nothing},{status})"
    own = f'{text_literal(at.remark)}&{at.typed(Field.WORDING)}&""'
    told = f'IF({wording}<>"",{own},IF({line}<>"",{line},{other}))'
    return f"IF({at.fact('answered')},{told},{text_literal(at.gap)})"


_NO_DATA = '"[brak danych o wykonaniu]"'
_COUNTED: Mapping[str, Print] = {
    "number": _grouped,
    "form": _form,
    "line": _line,
}
PREVIEW: Mapping[str, Mapping[str, Print]] = {
    "action": {"preview": _preview},
    "indicator": {
        **_COUNTED,
        "alone": _piece,
        "valued": _valued,
        "parts": _parts,
        "piece": _with_parts,
    },
    "extra": {**_COUNTED, "alone": _named_piece, "part": _part, "piece": _left_over},
}
