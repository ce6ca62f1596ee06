"""Workbooks are read in child processes: a parser that hangs, swells or dies is a refused file."""

import functools
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as TooLong
from dataclasses import dataclass

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from domain.programme import Programme
from domain.submissions import Refused, Submission
from tasks.adapters.gate import MIB, Limits, SourceFile
from tasks.adapters.workbook_reading import read_submission

WORKERS = min(4, os.cpu_count() or 1)
# A child is replaced after so many files: whatever leaks in a parser goes with it.
FILES_A_CHILD = 500

_AGAIN = (
    "Proszę otworzyć go w Excelu, zapisać jako nowy „Skoroszyt programu Excel (*.xlsx)” "
    "i przesłać ponownie."
)


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one child may use: address space in bytes, seconds of wall clock for one file."""

    memory: int = 2048 * MIB
    seconds: float = 30.0


DEFAULT_CHILD = ChildLimits()


def read_all(
    programme: Programme,
    sources: Iterable[SourceFile],
    limits: Limits,
    child: ChildLimits = DEFAULT_CHILD,
) -> Iterator[Submission | Refused]:
    """Read files side by side; yield each one's submission or refusal, in the order given."""
    pool = _pool(child)
    started = [
        pool.schedule(read_submission, args=(programme, source, limits), timeout=child.seconds)
        for source in sources
    ]
    return (_result(future) for future in started)


def _result(future: "ProcessFuture[Submission]") -> Submission | Refused:
    try:
        return future.result()
    except Refused as refusal:
        return refusal
    except TooLong:
        return Refused(f"Odczyt pliku trwa zbyt długo. {_AGAIN}")
    except MemoryError:
        return Refused(f"Odczyt pliku wymaga zbyt wiele pamięci. {_AGAIN}")
    except ProcessExpired:
        return Refused(f"Pliku nie da się bezpiecznie odczytać. {_AGAIN}")


@functools.cache
def _pool(child: ChildLimits) -> ProcessPool:
    """Return the children of this process; started when first needed, ended with it."""
    return ProcessPool(
        max_workers=WORKERS,
        max_tasks=FILES_A_CHILD,
        initializer=_confine,
        initargs=(child.memory,),
        # Never a fork: the parent may have threads, whose locks a fork would copy.
        context=multiprocessing.get_context("spawn"),
    )


def _confine(memory: int) -> None:
    """Limit this child's memory, where the system can."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
