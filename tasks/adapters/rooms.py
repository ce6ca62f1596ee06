"""Where the five data folders are."""

from dataclasses import dataclass
from pathlib import Path

from domain.errors import UsageError

# What every programme needs besides its annex: card, receipt, messages.
ENGINE_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@dataclass(frozen=True, slots=True)
class Rooms:
    """The folders that a run reads and writes."""

    programmes: Path
    templates: Path
    inputs: Path
    outputs: Path
    records: Path

    @classmethod
    def under(
        cls,
        root: Path,
        inputs: Path | None = None,
        outputs: Path | None = None,
        records: Path | None = None,
    ) -> "Rooms":
        """Return the rooms below `root`, with single ones elsewhere where given."""
        if not root.is_dir():
            raise UsageError(f"Nie ma katalogu „{root}” (--root).")
        if inputs is not None and not inputs.is_dir():
            raise UsageError(f"Nie ma katalogu „{inputs}” (--inputs).")
        return cls(
            programmes=root / "programmes",
            templates=root / "templates",
            inputs=inputs or root / "inputs",
            outputs=outputs or root / "outputs",
            records=records or root / "records",
        )

    @property
    def prefect(self) -> Path:
        """Where Prefect's server keeps its database and its log for the time of a run."""
        return self.outputs / ".prefect"

    @property
    def kept(self) -> Path:
        """Where Prefect keeps results, so that they are not worked out twice."""
        return self.prefect / "storage"

    def template(self, name: str) -> Path:
        """Return where a template is: the root's own, else the one that comes with the engine."""
        own = self.templates / name
        return own if own.is_file() else ENGINE_TEMPLATES / name

    def drop_folder(self, slug: str, year: int) -> Path:
        """Return the folder into which people put a round's files."""
        return self.inputs / slug / str(year)

    def results(self, slug: str, year: int) -> Path:
        """Return the folder of a round's results."""
        return self.outputs / slug / str(year)

    def results_beside(self, slug: str, year: int) -> Path:
        """Return where new results wait while somebody has the old ones open."""
        return self.outputs / slug / f"{year}-nowe"

    def memory(self, slug: str, year: int) -> Path:
        """Return the folder of a round's records."""
        return self.records / slug / str(year)

    def pulled(self, slug: str, year: int) -> Path:
        """Return the folder of what was found in an edited document."""
        return self.outputs / slug / f"{year}-korekty"

    def forms(self, slug: str, year: int) -> Path:
        """Return the folder of a round's issued forms."""
        return self.outputs / slug / f"{year}-formularze"

    def reminders(self, slug: str, year: int) -> Path:
        """Return the folder of the drafts of reminders."""
        return self.outputs / slug / f"{year}-przypomnienia"
