"""The results as the panel hands them out: what each file is, in one line, grouped for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

UNITS = "units/"
_ONE_LINE: Mapping[str, tuple[str, str]] = {
    "annex": ("Załącznik", "Załącznik w Wordzie; luka jest w nim słowami"),
    "review": ("Załącznik", "Ten sam załącznik z uwagą przy każdej komórce"),
    "pdf": ("Załącznik", "Załącznik w PDF"),
    "approval_card": ("Załącznik", "Karta akceptacji do podpisu, jedna strona"),
    "approval_card_pdf": ("Załącznik", "Karta akceptacji w PDF"),
    "report": ("Sprawdzenie", "Raport sprawdzenia: sprawy, jednostki, wszystkie uwagi"),
    "findings_workbook": ("Sprawdzenie", "Te same uwagi w Excelu"),
    "decisions_proposal": ("Sprawdzenie", "Tabela uwag do wypełnienia w Excelu"),
    "sources_workbook": ("Sprawdzenie", "Skąd jest każda wydrukowana wartość"),
    "changes": ("Sprawdzenie", "Co zmieniły ponownie przesłane sprawozdania"),
    "needs": ("Dalsze", "Potrzeby jednostek i działania dodatkowe"),
    "next_plan_list": ("Dalsze", "Propozycje zmian planu na następny rok"),
    "errata": ("Załącznik", "Errata do opublikowanej wersji"),
    "findings": ("Dane dla skryptów", "Uwagi jako tabela CSV"),
    "figures": ("Dane dla skryptów", "Wartości z pochodzeniem, tabela CSV"),
    "sources": ("Dane dla skryptów", "Źródła jako tabela CSV"),
    "status": ("Dane dla skryptów", "Stan roku (JSON)"),
    "manifest": ("Dane dla skryptów", "Spis plików zestawu i ich skrótów"),
}
_FOLDERS: Mapping[str, tuple[str, str]] = {
    "publication/": ("Do BIP", "Do Biuletynu Informacji Publicznej"),
    "next_plan/": ("Dalsze", "Propozycja planu na następny rok, do definicji programu"),
    "open_data/": ("Dane dla skryptów", "Otwarte dane"),
}
_GROUPS = ("Załącznik", "Do BIP", "Sprawdzenie", "Dalsze", "Dane dla skryptów")
_OF_UNITS = {
    "annotated": "skoroszyt z zaznaczonymi komórkami",
    "receipt": "potwierdzenie",
    "message": "wiadomość",
}


@dataclass(frozen=True, slots=True)
class ResultFile:
    """One file to download: its role, the name that people see, what it is."""

    role: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """Files that belong together."""

    title: str
    files: tuple[ResultFile, ...]


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """What goes back to one unit: the draft of the message first, where there is one."""

    unit: str
    name: str
    files: tuple[ResultFile, ...]

    @property
    def message(self) -> ResultFile | None:
        """The draft of the message to the unit."""
        return next((one for one in self.files if one.about == _OF_UNITS["message"]), None)


def result_groups(roles: Mapping[str, str]) -> tuple[ResultGroup, ...]:
    """Return the files of a set (role → name) by group; those of units are told apart."""
    groups: dict[str, list[ResultFile]] = {title: [] for title in _GROUPS}
    order = {role: place for place, role in enumerate(_ONE_LINE)}
    for role in sorted(roles, key=lambda role: (order.get(role, len(order)), role)):
        if not role.startswith((UNITS, *_FOLDERS)):
            title, about = _ONE_LINE.get(role, ("Dalsze", "Dalszy plik zestawu"))
            groups[title].append(ResultFile(role, roles[role], about))
    for start, (title, about) in _FOLDERS.items():
        names = folder_of(roles, start)
        if names:
            groups[title].append(ResultFile(start, archive_name(names), about))
    return tuple(ResultGroup(title, tuple(files)) for title, files in groups.items() if files)


def folder_of(roles: Mapping[str, str], start: str) -> tuple[str, ...]:
    """Return the names of the files whose roles begin so, in order; () for no such folder."""
    return tuple(sorted(name for role, name in roles.items() if role.startswith(start)))


def archive_name(names: Sequence[str]) -> str:
    """Return the name of the archive in which the files of a folder are handed out."""
    folder = names[0].rpartition("/")[0].rpartition("/")[2]
    return f"{folder or 'pliki'}.zip"


def unit_answers(
    roles: Mapping[str, str], names: Sequence[tuple[str, str]]
) -> Sequence[UnitAnswer]:
    """Return what goes back to each unit of `names` (code, name), where there is anything."""
    answers = []
    for code, name in names:
        start = f"{UNITS}{code}/"
        own = sorted(
            (role for role in roles if role.startswith(start)),
            key=lambda role: (not role.endswith("/message"), role),
        )
        files = tuple(
            ResultFile(role, roles[role], _of_unit(role.removeprefix(start))) for role in own
        )
        if files:
            answers.append(UnitAnswer(code, name, files))
    return answers


def _of_unit(kind: str) -> str:
    return _OF_UNITS.get(kind.partition("-")[0], "plik dla jednostki")
