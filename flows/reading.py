"""Files are read in batches, one task each; what was read before, by the same rules, is known."""

from collections.abc import Sequence

from domain.batches import batches
from domain.intake import Read
from domain.limits import Limits
from flows.engine import Kept, Perform
from tasks.adapters.definitions import Definition
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.kept_results import key_of
from tasks.adapters.reading_pool import NotThisTime
from tasks.collect import Looked, read_files

STAGE = "Odczyt plików"


def read_in_batches(
    definition: Definition, looked: Sequence[Looked], perform: Perform
) -> tuple[Read, ...]:
    """Return what each stored file is, in the order of the folder."""
    sources = [one for one in looked if isinstance(one, StoredFile)]
    found: dict[tuple[str, str], Read] = {}
    parts = batches(sources)
    for place, batch in enumerate(parts, start=1):
        name = f"{STAGE} ({place} z {len(parts)})" if len(parts) > 1 else STAGE
        limits: Limits = definition.limits
        about = (definition.programme.slug, definition.programme.year)
        kept = Kept(key_of(*about, definition.hashes, limits, batch), _passing)
        reads = perform(
            name, read_files, definition.programme, batch, limits, kept=kept, again=True
        )
        found |= {(one.name, one.sha256): read for one, read in zip(batch, reads, strict=True)}
    return tuple(found[one.name, one.sha256] for one in sources)


def _passing(reads: Sequence[Read]) -> bool:
    """Whether a file was given up because of the machine: another day it may be read."""
    return any(isinstance(one.result, NotThisTime) for one in reads)
