"""A tiny programme and what its units answered, each as short as a test can say it."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from domain.building import build_programme
from domain.errors import DefinitionError, Fault
from domain.form import Field
from domain.merging import Merged, merge
from domain.phrases import Register
from domain.programme import Programme
from domain.submissions import Cell, Origin, RawValue, ReportedAction, ReportedRow, Submission
from domain.wording import plain, realised_lines, spending_lines

SLUG = "pwr"
YEAR = 2024
SHEET = "Sprawozdanie"

Files = dict[str, Any]
Row = RawValue | Mapping[str, RawValue]

_FILES: Files = {
    "programme.yaml": {
        "name": "Program Wspierania Rodziny",
        "short": "PWR",
        "years": [2023, 2024],
        "levels": {"area": "obszar"},
        "kinds": {"basic": {"label": "zadanie podstawowe", "spending": True}},
        "status_words": {"not_realised": "wydarzenie nie było realizowane w {year} roku"},
        "answers": [{"key": "next_steps", "label": "Dalsze kroki"}],
        "texts": {"heading": "Sprawozdanie za {year} rok"},
        "files": {"annex": "a_{year}.docx", "final": "f_{year}.docx", "form": "{unit}.xlsx"},
    },
    "structure.yaml": {
        "sections": [
            {
                "number": "I",
                "level": "area",
                "title": "Wsparcie rodzin",
                "kind": "basic",
                "actions": "I",
            }
        ]
    },
    "units.yaml": {
        "KLUB": {"name": "Klub Kuźnia", "short": "Kuźnia", "kind": "club", "reports": True},
        "BIB": {"name": "Biblioteka Kraków", "short": "Biblioteka", "kind": "l", "reports": True},
        "MOPS": {"name": "Ośrodek Pomocy", "short": "MOPS", "kind": "mops", "reports": True},
        "MOPS-07": {"name": "Sekcja 07", "short": "MOPS/07", "kind": "mops", "parent": "MOPS"},
        "NGO": {"name": "organizacje pozarządowe", "short": "NGO", "kind": "collective"},
    },
    "nouns.yaml": {
        "nouns": {
            "rodzina": {
                "kind": "families",
                "gender": "f",
                "forms": ["rodzina", "rodziny", "rodzin", "rodziny"],
            },
            "uczestnik": {
                "kind": "people",
                "gender": "m1",
                "forms": ["uczestnik", "uczestników", "uczestników", "uczestnika"],
            },
            "dziecko": {
                "kind": "people",
                "gender": "n",
                "forms": ["dziecko", "dzieci", "dzieci", "dziecka"],
            },
            "spotkanie": {
                "kind": "events",
                "gender": "n",
                "forms": ["spotkanie", "spotkania", "spotkań", "spotkania"],
            },
            "etat": {
                "kind": "posts",
                "gender": "m",
                "forms": ["etat", "etaty", "etatów", "etatu"],
            },
            "grupa": {
                "kind": "items",
                "gender": "f",
                "forms": ["grupa", "grupy", "grup", "grupy"],
            },
            "procent": {
                "kind": "percent",
                "gender": "m",
                "forms": ["procent", "procent", "procent", "procent"],
            },
        },
        "adjectives": {
            "objęty": [
                "objęty",
                "objęta",
                "objęte",
                "objęte",
                "objętych",
                "objętego",
                "objętej",
            ],
        },
        "clauses": {
            "który": ["który", "która", "które", "które", "którzy"],
            "skorzystał": [
                "skorzystał",
                "skorzystała",
                "skorzystało",
                "skorzystały",
                "skorzystali",
            ],
        },
        "measures": [],
    },
    "rules.yaml": [],
    "layout.yaml": {
        "template": "t.docx",
        "title": "{heading}",
        "gap_style": "Brak danych",
        "sections": {"area": [{"style": "Heading 2", "text": "{number} {title}"}]},
        "actions": {
            "*": {
                "table": "tabela",
                "columns": [
                    {"header": "Działanie", "field": "name"},
                    {"header": "Plan na {year} rok", "field": "planned"},
                    {"header": "Wykonanie", "field": "realised"},
                ],
            }
        },
    },
    "actions/I.yaml": [],
    f"plan/{YEAR}/I.yaml": {},
}


def action(
    action_id: str = "I.1",
    indicators: Mapping[str, object] | None = None,
    *,
    lead: str | Sequence[str] = "KLUB",
    partners: Sequence[str] = (),
    **more: object,
) -> dict[str, Any]:
    """Return an entry of actions/I.yaml; one indicator, families, unless others are given."""
    return {
        "id": action_id,
        "name": f"Działanie {action_id}",
        "responsible": "Klub",
        "lead": lead if isinstance(lead, str) else list(lead),
        "partners": list(partners),
        "indicators": {"rodziny": "{rodzina}"} if indicators is None else dict(indicators),
        **more,
    }


def files(
    *actions: dict[str, Any],
    plan: Mapping[str, object] | None = None,
    rules: Sequence[Mapping[str, object]] = (),
) -> Files:
    """Return the parsed files of a definition, to be spoiled or built as they are.

    Actions that `plan` leaves out are planned with words.
    """
    parts = copy.deepcopy(_FILES)
    parts["actions/I.yaml"] = list(actions) or [action()]
    planned = {entry["id"]: {"words": "według potrzeb"} for entry in parts["actions/I.yaml"]}
    parts[f"plan/{YEAR}/I.yaml"] = {**planned, **(plan or {})}
    parts["rules.yaml"] = [dict(rule) for rule in rules]
    return parts


def build(parts: Files, year: int = YEAR) -> Programme:
    """Build the programme of those files."""
    return build_programme(SLUG, year, parts)


def programme(
    *actions: dict[str, Any],
    plan: Mapping[str, object] | None = None,
    rules: Sequence[Mapping[str, object]] = (),
) -> Programme:
    """Build the tiny programme with those actions."""
    return build(files(*actions, plan=plan, rules=rules))


def faults(parts: Files, year: int = YEAR) -> tuple[Fault, ...]:
    """Return every fault that keeps those files from loading; none when they load."""
    try:
        build(parts, year)
    except DefinitionError as error:
        return error.faults
    return ()


def register() -> Register:
    """Return the words of the tiny programme."""
    return programme().register


def rule(code: str, **changes: object) -> dict[str, object]:
    """Return an entry of rules.yaml."""
    return {
        "code": code,
        "family": "value",
        "severity": "error",
        **({} if {"holds", "when"} & changes.keys() else {"found_by": "domain"}),
        "message": "Wartości: {values}.",
        "remedy": "Proszę wyjaśnić.",
        "reason": "A test needs it.",
        **changes,
    }


def row(key: str, cells: Mapping[str, RawValue], unit: str = "KLUB") -> ReportedRow:
    """Return a row whose cells know the place that they were read from."""
    return ReportedRow(
        key,
        {
            field: Cell(
                raw, Origin(f"{unit}.xlsx", SHEET, f"{key or 'own'}:{field}", f"sha-{unit}")
            )
            for field, raw in cells.items()
        },
    )


def report(
    unit: str = "KLUB",
    counted: Mapping[str, Row] | None = None,
    *,
    of: str = "I.1",
    extra: Mapping[str, Row] | None = None,
    answers: Mapping[str, RawValue] | None = None,
    date: str = "",
    **own: RawValue,
) -> ReportedAction:
    """Return what `unit` said of action `of`.

    `counted` goes by indicator: a value, or cells by field. `extra` goes by the words that the
    officer typed, `answers` by the programme's own questions. `own` are the fields of the action's
    own row (status, wording, spending …).
    """
    rows = [row(key, _cells(raw), unit) for key, raw in (counted or {}).items()]
    for place, (words, raw) in enumerate((extra or {}).items(), start=1):
        rows.append(row(f"+{place}", {Field.TEXT: words, **_cells(raw)}, unit))
    cells = own | {f"answer.{key}": raw for key, raw in (answers or {}).items()}
    return ReportedAction(of, unit, row("", cells, unit), tuple(rows), date)


def _cells(raw: Row) -> Mapping[str, RawValue]:
    return raw if isinstance(raw, Mapping) else {Field.VALUE: raw}


def submission(*reports: ReportedAction, unit: str = "", **meta: RawValue) -> Submission:
    """Return the workbook of the unit that made the reports; `meta` is its identification."""
    code = unit or reports[0].unit
    cells = {key: Cell(raw, Origin(f"{code}.xlsx", "Metryczka", key)) for key, raw in meta.items()}
    return Submission(f"{code}.xlsx", f"sha-{code}", code, cells, reports)


def merged(built: Programme, *reports: ReportedAction) -> Merged:
    """Merge reports, each from its unit's own workbook."""
    return merge(built, [submission(one) for one in reports])


def printed(built: Programme, *reports: ReportedAction) -> str:
    """Return the printed result of the programme's first action."""
    return plain(realised_lines(built, merged(built, *reports).actions[0]))


def spent(built: Programme, *reports: ReportedAction) -> str:
    """Return the printed amounts of the programme's first action."""
    return plain(spending_lines(merged(built, *reports).actions[0]))
