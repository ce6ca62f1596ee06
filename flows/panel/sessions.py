"""Who may use the panel: whoever knew the key, for as long as the browser and this process live."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

LASTS_SECONDS = 12 * 3600.0
MOST_SESSIONS = 50
MOST_LINKS = 20
FREE_ATTEMPTS = 5
PAUSE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that came in; `token` goes with every form that it sends."""

    id: str
    token: str


@dataclass
class Sessions:
    """The open sessions, the links that still let somebody in, and the wrong attempts."""

    key: str
    clock: Callable[[], float]
    _open: dict[str, tuple[Session, float]] = field(default_factory=dict)
    _links: list[str] = field(default_factory=list)
    _wrong: int = 0
    _until: float = 0.0

    def __post_init__(self) -> None:
        if not self.key:
            raise ValueError("the panel needs a key")

    def invite(self) -> str:
        """Return what lets one browser in, once."""
        link = secrets.token_urlsafe(32)
        self._links = [*self._links[-MOST_LINKS + 1 :], link]
        return link

    def accept(self, link: str) -> Session | None:
        """Let a browser in by a link, which is used up by it."""
        found = [one for one in self._links if hmac.compare_digest(one.encode(), link.encode())]
        if not found:
            return None
        self._links.remove(found[0])
        return self._opened()

    def pause(self) -> int:
        """Return for how many seconds no key is looked at; 0 where one is."""
        return max(0, round(self._until - self.clock() + 0.5)) if self._until else 0

    def enter(self, key: str) -> Session | None:
        """Let a browser in by the key; after wrong ones there is a pause."""
        if self.pause():
            return None
        if hmac.compare_digest(key.strip().encode(), self.key.encode()):
            self._wrong, self._until = 0, 0.0
            return self._opened()
        self._wrong += 1
        if self._wrong >= FREE_ATTEMPTS:
            self._until = self.clock() + PAUSE_SECONDS * (self._wrong - FREE_ATTEMPTS + 1)
        return None

    def find(self, id: str) -> Session | None:
        """Return an open session, which lasts on from now; None for any other."""
        session, until = self._open.get(id, (None, 0.0))
        if session is None or until < self.clock():
            self._open.pop(id, None)
            return None
        self._open[id] = (session, self.clock() + LASTS_SECONDS)
        return session

    def leave(self, id: str) -> None:
        """Close a session."""
        self._open.pop(id, None)

    def _opened(self) -> Session:
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        for id in list(self._open)[: -MOST_SESSIONS + 1]:
            self._open.pop(id)
        self._open[session.id] = (session, self.clock() + LASTS_SECONDS)
        return session
