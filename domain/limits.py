"""How large, how deep and how slow a file may be before it is refused."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """MiB, counts, seconds; `ratio` is bytes unpacked for one packed, beyond `ratio_from`."""

    file_mib: int = 20
    part_mib: int = 64
    total_mib: int = 128
    ratio: int = 100
    ratio_from_mib: int = 1
    parts: int = 1000
    sheets: int = 50
    members: int = 100
    depth: int = 3
    memory_mib: int = 2048
    cpu_seconds: int = 30
    wall_seconds: int = 60

    @property
    def file(self) -> int:
        """The most bytes of a file."""
        return self.file_mib * MIB

    @property
    def part(self) -> int:
        """The most bytes of one part, unpacked."""
        return self.part_mib * MIB

    @property
    def total(self) -> int:
        """The most bytes of all parts together, unpacked."""
        return self.total_mib * MIB

    @property
    def ratio_from(self) -> int:
        """From how many bytes on the ratio counts."""
        return self.ratio_from_mib * MIB
