"""The receipt: that a unit's submission came in, how it was received, what the unit is asked to do.

It is laid out here; page, styles and tables are the template's.
"""

from collections.abc import Iterator, Sequence

from domain.findings import Finding
from domain.marking import LABELS
from domain.mending import MOST_LINES, Marked, omitted
from domain.polish.typography import typeset
from domain.programme import Programme
from domain.reply import Reception, Reply, SentFile
from domain.rounds import Standing
from domain.rules import Severity
from domain.submissions import Verdict
from domain.view import Block, Document, Paragraph, Table
from domain.wording import Lines, Run

TITLE = "Potwierdzenie wpływu i sprawdzenia sprawozdania"
_BOX = {
    Reception.TAKEN: "Wynik przyjęto",
    Reception.TO_MEND: "Wynik do poprawy",
    Reception.RETURNED: "Wynik zwrócono",
}
_GROUPS = {
    Severity.ERROR: "Do poprawy – proszę zacząć od tego",
    Severity.WARNING: "Do wyjaśnienia – proszę sprawdzić i poprawić albo wyjaśnić",
    Severity.INFO: "Informacje – nie trzeba nic robić",
}
_BECAME = {
    Verdict.ACCEPTED: "wczytano",
    Verdict.REFUSED: "nie wczytano",
    Verdict.IGNORED: "pominięto",
    Verdict.LATER: "jeszcze zapisywany",
}
_HASH_LINE = 32


def receipt(standing: Standing, reply: Reply, marked: Marked, chain: str) -> Document:
    """Lay out the receipt for one unit; `chain` is the journal's running hash."""
    programme = standing.programme
    title = f"{TITLE} – {reply.unit.name}"
    marks = {"programme": programme.short, "year": str(programme.year), "unit": reply.unit.short}
    blocks = (
        *_head(programme, reply),
        *_what_to_do(reply, marked),
        *_findings(reply),
        *_files(reply),
        *_small_print(standing, chain),
    )
    # The one style that a run can have besides its paragraph's is small print here.
    return Document(title, marks, "Oznaczenie", blocks)


def verdict_sentence(reply: Reply) -> str:
    """Say in a sentence how the submission was received."""
    match reply.reception:
        case Reception.RETURNED:
            return "Sprawozdanie zwrócono do uzupełnienia: przesłanych plików nie wczytano."
        case Reception.TO_MEND:
            return "Sprawozdanie wpłynęło i wymaga poprawienia."
    if reply.of(Severity.WARNING):
        return "Sprawozdanie przyjęto. Proszę jeszcze o wyjaśnienia."
    if reply.refused:
        return "Sprawozdanie przyjęto, ale nie wszystkie pliki dało się wczytać."
    if reply.findings:
        return "Sprawozdanie przyjęto. Niczego nie trzeba poprawiać."
    return "Sprawozdanie przyjęto. Nie ma do niego uwag."


def counts(reply: Reply) -> str:
    """Say how many findings of each kind there are; "" for none."""
    told = [f"{LABELS[kind]}: {len(found)}" for kind in LABELS if (found := reply.of(kind))]
    text = ", ".join(told)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def where(finding: Finding) -> str:
    """Say where a finding stands in its file."""
    origin = finding.place.origin
    if not origin.sheet:
        return "cały plik"
    return f"{origin.sheet}, komórka {origin.cell}" if origin.cell else origin.sheet


def quoted(files: Sequence[SentFile]) -> str:
    """Return the names of files in quotation marks."""
    return ", ".join(f"„{file.name}”" for file in files)


def _head(programme: Programme, reply: Reply) -> Iterator[Block]:
    yield _paragraph("Heading 1", TITLE)
    yield _paragraph("Adresat", reply.unit.name)
    yield _paragraph("Dane", f"{programme.name} – rok sprawozdawczy {programme.year}")
    yield _paragraph(_BOX[reply.reception], verdict_sentence(reply))


def _what_to_do(reply: Reply, marked: Marked) -> Iterator[Block]:
    if reply.taken:
        read = f"Działania z odpowiedzią: {reply.answered} z {reply.owed}."
        yield _paragraph("Normal", f"{read} {counts(reply)}".rstrip())
    if marked.files:
        yield _paragraph(
            "Normal",
            f"Te same uwagi zaznaczono w odesłanej kopii: {quoted(marked.files)}. Arkusz „Do "
            "poprawy” wymienia je i prowadzi do komórek. Proszę nanieść w niej poprawki i "
            "wyjaśnienia i odesłać ją w całości pod tą samą nazwą.",
        )
    if marked.not_files:
        yield _paragraph(
            "Normal",
            f"Uwag nie można było zaznaczyć w samym pliku ({quoted(marked.not_files)}); są tylko w "
            "tym dokumencie. Proszę poprawić własny egzemplarz i odesłać go w całości, najlepiej "
            "jako „Skoroszyt programu Excel (*.xlsx)”.",
        )


def _findings(reply: Reply) -> Iterator[Block]:
    shown = reply.findings[:MOST_LINES]
    number = 0
    for severity in LABELS:
        group = [one for one in shown if one.severity is severity]
        if not group:
            continue
        yield _paragraph("Heading 2", _GROUPS[severity])
        rows = tuple(
            _finding_row(place, one, several=len(reply.taken) > 1)
            for place, one in enumerate(group, start=number + 1)
        )
        number += len(group)
        yield Table("uwagi", ("Lp.", "Gdzie", "Uwaga", "Co zrobić"), rows)
    if hidden := omitted(reply.findings):
        yield _paragraph("Normal", hidden)


def _finding_row(number: int, finding: Finding, *, several: bool) -> tuple[Lines, ...]:
    place: list[tuple[Run, ...]] = [(Run(where(finding)),)]
    if several:
        place.insert(0, (Run(finding.place.origin.file.rpartition("→")[2].strip()),))
    place.append((Run(finding.id, gap=True),))
    return (_cell(str(number)), tuple(place), _cell(finding.message), _cell(finding.remedy))


def _files(reply: Reply) -> Iterator[Block]:
    yield _paragraph("Heading 2", "Pliki")
    rows = tuple(_file_row(file) for file in reply.files)
    yield Table("pliki", ("Plik", "Co się z nim stało", "Odnotowano", "SHA-256"), rows)


def _file_row(file: SentFile) -> tuple[Lines, ...]:
    seen = f"przegląd nr {file.look}" if file.look else "–"
    halves = (file.sha256[:_HASH_LINE], file.sha256[_HASH_LINE:])
    sha256 = tuple((Run(half, gap=True),) for half in halves if half)
    became = _cell(_BECAME[file.verdict]) + (_cell(file.reason) if file.reason else ())
    return (_cell(file.name), became, _cell(seen), sha256 or _cell("–"))


def _small_print(standing: Standing, chain: str) -> Iterator[Block]:
    yield _paragraph(
        "Drobny druk pierwszy",
        "Odnotowano: numer przeglądu katalogu, przy którym plik pierwszy raz wpisano do dziennika "
        "wpływów.",
    )
    yield _paragraph("Drobny druk", f"Wersja danych: {standing.version}")
    yield _paragraph(
        "Drobny druk",
        f"Skrót dziennika wpływów w chwili sprawdzenia: {chain}. Gdyby ktoś później zmienił "
        "zapisy w dzienniku, skrót przestanie się z nimi zgadzać.",
    )


def _paragraph(style: str, text: str) -> Paragraph:
    return Paragraph(style, (Run(typeset(text)),))


def _cell(text: str) -> Lines:
    return ((Run(typeset(text)),),)
