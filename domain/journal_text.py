"""The journal in words: one sentence an event, for people who ask what happened when."""

from domain.journal import Event, EventKind

_SENTENCES = {
    EventKind.RECEIVED: "wpłynął plik „{file}”",
    EventKind.REPLACED: "wpłynęła nowa wersja pliku „{file}”",
    EventKind.GONE: "plik „{file}” usunięto z katalogu; kopia pozostała w records/…/received/",
    EventKind.ACCEPTED: "wczytano „{file}” (jednostka {unit}){remark}",
    EventKind.REFUSED: "nie wczytano „{file}” – {text}",
    EventKind.IGNORED: "nie jest sprawozdaniem: „{file}” – {text}",
    EventKind.SUBMISSION: "sprawozdanie jednostki {unit}: {files}",
    EventKind.RESCUED: "zachowano zmieniony wynik „{file}” jako rescued/{text}",
    EventKind.APPROVED: "zatwierdzono wartości z „{file}”: {text}",
    EventKind.PRINTED: "sporządzono „{file}”, wersja {text}",
    EventKind.REMINDING: "rozpoczęto wysyłanie „{file}” do jednostki {unit}: {text}",
    EventKind.REMINDED: "przypomniano jednostce {unit} („{file}”): {text}",
    EventKind.NOT_REMINDED: "nie wysłano „{file}” do jednostki {unit}: {text}",
    EventKind.CLOSED: "zamknięto rok, archiwum „{file}”: {text}",
    EventKind.REOPENED: "otwarto ponownie rok zamknięty w archiwum „{file}”: {text}",
    EventKind.ERASED: "usunięto trwale kopię pliku „{file}” – {text}",
}
_CONTAINER = "otwarto plik „{file}”; jego zawartość podano osobno{remark}"


def event_sentence(event: Event) -> str:
    """Return what happened, in Polish; the file's hash is shortened to twelve digits."""
    opened = event.kind is EventKind.ACCEPTED and not event.unit
    sentence = (_CONTAINER if opened else _SENTENCES[event.kind]).format(
        file=event.file or "(nazwa nieznana, przerwane uruchomienie)",
        unit=event.unit,
        text=event.text,
        remark=f"; {event.text}" if event.text else "",
        files=", ".join(f"„{seen.name}”" for seen in event.files) or "brak plików",
    )
    return f"{sentence} [{event.sha256[:12]}]" if event.sha256 else sentence
