"""What a run makes for people: annex, version with remarks, tables, card, report, publication."""

from dataclasses import dataclass

from domain.rounds import Output
from flows.engine import Perform
from flows.finals import before_reopening, changed_since
from flows.standing import Request, Stood
from tasks.adapters.records import Records
from tasks.bulletin import Bulletin, Wanted, bulletin
from tasks.decide import propose
from tasks.look_ahead import needs, next_plan
from tasks.remember import remember_texts
from tasks.render import annex, card, errata, lay_out, review, source_tables
from tasks.report import report


@dataclass(frozen=True, slots=True)
class Documents:
    """The files, and sentences for the coordinator on what could not be made."""

    outputs: tuple[Output, ...]
    notices: tuple[str, ...] = ()


def documents(request: Request, stood: Stood, records: Records, perform: Perform) -> Documents:
    """Make the documents of a round; a final version comes with its folder for the bulletin."""
    standing, template = stood.standing, stood.template
    draft = perform("Układ dokumentu", lay_out, standing)
    name = standing.programme.dated(standing.programme.files.annex)
    told = (name, draft.texts(), standing.version)
    before = perform("Poprzednia wersja", remember_texts, records, *told)
    document = lay_out(standing, final=True) if request.final else draft
    about = (standing, document, template, request.pdf, request.final)
    annexed = perform("Dokument Word", annex, *about)
    changed = changed_since(standing, records)
    outputs = (
        *annexed.outputs,
        *perform("Wersja z uwagami", review, standing, draft, template, before),
        *perform("Tabela uwag", propose, standing),
        *perform("Karta akceptacji", card, standing, request.rooms, changed, request.pdf).outputs,
        *perform("Źródła wartości", source_tables, standing, document, annexed),
        *perform("Raport sprawdzenia", report, standing),
        *_looking_ahead(request, stood, perform),
    )
    if not request.final:
        return Documents(outputs)
    corrected = before_reopening(standing, records)
    erratas: tuple[Output, ...] = ()
    if corrected is not None:
        erratas = (perform("Errata", errata, standing, draft, corrected, request.rooms),)
    published: Bulletin = perform(
        "Katalog do BIP",
        bulletin,
        standing,
        document,
        template.name,
        template.data,
        request.rooms,
        Wanted(erratas, request.bulletin_pdf),
    )
    return Documents((*outputs, *erratas, *published.outputs), published.notices)


def _looking_ahead(request: Request, stood: Stood, perform: Perform) -> tuple[Output, ...]:
    """Make what the form asks beyond the results, where the programme asks for it."""
    programme, printed = stood.standing.programme, stood.printed
    further = programme.further
    outputs: tuple[Output, ...] = ()
    if further.next_plan:
        outputs += perform("Plan na następny rok", next_plan, programme, printed)
    if further.additional or further.needs:
        outputs += perform("Potrzeby jednostek", needs, stood.standing, printed, request.rooms)
    return outputs
