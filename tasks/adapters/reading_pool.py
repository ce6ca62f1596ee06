"""Workbooks are read in child processes: a parser that hangs, swells or dies is a refused file."""

import functools
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as TooLong
from concurrent.futures.process import BrokenProcessPool
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
    jobs = [
        functools.partial(_start, child, read_submission, programme, source, limits)
        for source in sources
    ]
    started = [job() for job in jobs]
    return (_result(future, job) for future, job in zip(started, jobs, strict=True))


Reader = Callable[[Programme, SourceFile, Limits], Submission]


def _start(
    child: ChildLimits, reader: Reader, programme: Programme, source: SourceFile, limits: Limits
) -> "ProcessFuture[Submission]":
    pool = _pool(child)
    if not pool.active:
        # All children were killed, by the system or by somebody: there are new ones to be had.
        _pool.cache_clear()
        pool = _pool(child)
    return pool.schedule(reader, args=(programme, source, limits), timeout=child.seconds)


def _result(
    future: "ProcessFuture[Submission]", again: Callable[[], "ProcessFuture[Submission]"] | None
) -> Submission | Refused:
    try:
        return future.result()
    except BrokenProcessPool:
        if again is not None:
            return _result(again(), None)
        return Refused(f"Pliku nie da się bezpiecznie odczytać. {_AGAIN}")
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
