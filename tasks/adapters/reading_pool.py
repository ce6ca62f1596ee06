"""Workbooks are read and marked in child processes: a parser that hangs or dies costs one file."""

import functools
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as TooLong
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from domain.decision_table import SheetRead
from domain.errors import RefusedError
from domain.intake import Read
from domain.limits import MIB, Limits
from domain.programme import Programme
from domain.submissions import Refused
from tasks.adapters.decision_workbook import read_table
from tasks.adapters.file_reading import StoredFile, identify, read_stored
from tasks.adapters.workbook_marking import ToMark, marked_copy

WORKERS = min(4, os.cpu_count() or 1)
# Files under way at one time: enough to keep the children busy, few enough to bound the memory.
UNDER_WAY = 4 * WORKERS
# A child is replaced after so many files: whatever leaks in a parser goes with it.
FILES_A_CHILD = 500
# What a child ends with that has used up its processor time.
OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)
# What a child ends with whose memory is full.
OUT_OF_MEMORY = 70

_AGAIN = (
    "Proszę otworzyć go w Excelu, zapisać jako nowy „Skoroszyt programu Excel (*.xlsx)” "
    "i przesłać ponownie."
)


class NotThisTime(Refused):
    """A file that was given up because of time, memory or a child that died."""


T = TypeVar("T")
S = TypeVar("S", bound=StoredFile)
Job = Callable[[S, Limits], T]


def read_all(programme: Programme, sources: Iterable[StoredFile], limits: Limits) -> Iterator[Read]:
    """Read files side by side; yield what each one is, in the order given."""
    for source, result in _side_by_side(functools.partial(_read, programme), sources, limits):
        if isinstance(result, Refused):
            yield Read(source.name, source.sha256, result)
        else:
            yield result


def identify_all(
    sources: Iterable[StoredFile], limits: Limits
) -> Iterator[tuple[str, str] | Refused]:
    """Tell side by side which programme and year each file names."""
    for _, result in _side_by_side(identify, sources, limits):
        yield result


def read_tables(
    sources: Iterable[StoredFile], limits: Limits
) -> Iterator[tuple[SheetRead, ...] | Refused]:
    """Read tables of remarks side by side, in the order given."""
    for _, result in _side_by_side(read_table, sources, limits):
        yield result


def mark_all(sources: Iterable[ToMark], limits: Limits) -> Iterator[tuple[ToMark, bytes | Refused]]:
    """Mark workbooks side by side; yield each with its copy, or why there is none."""
    return _side_by_side(marked_copy, sources, limits)


def _read(programme: Programme, source: StoredFile, limits: Limits) -> Read:
    return read_stored(programme, source, limits)


def _side_by_side(
    job: Job[S, T], sources: Iterable[S], limits: Limits
) -> Iterator[tuple[S, T | Refused]]:
    waiting: deque[tuple[S, ProcessFuture[T]]] = deque()
    for source in sources:
        waiting.append((source, _start(job, source, limits)))
        if len(waiting) >= UNDER_WAY:
            first, future = waiting.popleft()
            result = _result(job, first, limits, future)
            yield first, result
    while waiting:
        first, future = waiting.popleft()
        result = _result(job, first, limits, future)
        yield first, result


def _start(job: Job[S, T], source: S, limits: Limits, *, alone: bool = False) -> ProcessFuture[T]:
    try:
        return _scheduled(job, source, limits, alone)
    except RuntimeError:
        # All children were killed, by the system or by somebody: there are new ones to be had.
        _pool.cache_clear()
    try:
        return _scheduled(job, source, limits, alone)
    except RuntimeError:
        _pool.cache_clear()
        _check_children(limits)
        raise


def _scheduled(job: Job[S, T], source: S, limits: Limits, alone: bool) -> ProcessFuture[T]:
    pool = _pool(limits.memory_mib, alone=alone)
    return pool.schedule(_within_time, args=(job, source, limits), timeout=limits.wall_seconds)


def _result(
    job: Job[S, T], source: S, limits: Limits, future: ProcessFuture[T], *, again: bool = True
) -> T | Refused:
    """Wait for a result. A file at which a child ends is read once more, in a child of its own:
    the first may have been ended from outside, or have been full of what it had read before."""
    try:
        result: T = future.result()
        return result
    except Refused as refusal:
        return refusal
    except (BrokenProcessPool, ProcessExpired) as error:
        code = error.exitcode if isinstance(error, ProcessExpired) else None
        if code == OUT_OF_TIME:
            reason = "Odczyt pliku trwa zbyt długo."
        elif again:
            alone = _start(job, source, limits, alone=True)
            return _result(job, source, limits, alone, again=False)
        elif code == OUT_OF_MEMORY:
            reason = "Odczyt pliku wymaga zbyt wiele pamięci."
        else:
            _check_children(limits)
            reason = "Pliku nie da się bezpiecznie odczytać."
    except TooLong:
        reason = "Odczyt pliku trwa zbyt długo."
    return NotThisTime(f"{reason} {_AGAIN}")


def _check_children(limits: Limits) -> None:
    """Raise RefusedError where no child can work: then no file is to blame."""
    try:
        _pool(limits.memory_mib).schedule(os.getpid, timeout=limits.wall_seconds).result()
    except (BrokenProcessPool, ProcessExpired, TooLong, OSError, RuntimeError) as error:
        raise RefusedError(
            "Nie udało się uruchomić procesów odczytujących pliki; komputerowi może brakować "
            "pamięci albo otwarto w nim zbyt wiele plików. Wyniki pozostały bez zmian. Proszę "
            "zamknąć inne programy i spróbować ponownie."
        ) from error


def _within_time(job: Job[S, T], source: S, limits: Limits) -> T:
    """Do one job in this child, with a limit on its processor time where the system can."""
    if sys.platform == "linux":
        import resource

        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + limits.cpu_seconds + 1, hard))
    try:
        return job(source, limits)
    except MemoryError:
        # What fills this child stays in it; another one takes its place.
        os._exit(OUT_OF_MEMORY)


@functools.cache
def _pool(memory_mib: int, *, alone: bool = False) -> ProcessPool:
    """Return the children of this process, or those that read one file each and end; started when
    first needed, ended with it."""
    return ProcessPool(
        max_workers=1 if alone else WORKERS,
        max_tasks=1 if alone else FILES_A_CHILD,
        initializer=_confine,
        initargs=(memory_mib * MIB,),
        # Never a fork: the parent may have threads, whose locks a fork would copy.
        context=multiprocessing.get_context("spawn"),
    )


def _confine(memory: int) -> None:
    """Limit this child's memory, where the system can."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
