"""Stages as Prefect tasks: named, tried again where the disk failed, not done twice."""

import errno
from collections.abc import Callable
from typing import Any

from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from flows.engine import Kept

# What a share or a disk may say and not say again a moment later; a full disk is not among them.
PASSING = frozenset(
    number
    for name in (
        "EIO",
        "EAGAIN",
        "EBUSY",
        "ESTALE",
        "ETIMEDOUT",
        "ENETDOWN",
        "ENETUNREACH",
        "ECONNRESET",
    )
    if (number := getattr(errno, name, None)) is not None
)
# Seconds between the attempts.
DELAYS = [0.5, 2.0]


def as_tasks(notice: Callable[[str], None] | None = None) -> "Performed":
    """Return what performs each stage as a task; `notice` hears each stage's name."""
    return Performed(notice)


class Performed:
    """Performs stages as tasks of the flow that is at work, and tells which results it kept."""

    def __init__(self, notice: Callable[[str], None] | None) -> None:
        self.notice = notice
        self.kept: set[str] = set()

    def __call__(
        self,
        name: str,
        stage: Callable[..., Any],
        *args: object,
        kept: Kept | None = None,
        again: bool = False,
    ) -> Any:
        if self.notice is not None:
            self.notice(name)

        # Without parameters: Prefect would walk through every object that it is handed.
        def performed() -> Any:
            return stage(*args)

        options: dict[str, Any] = {"name": name}
        if again:
            options |= {
                "retries": len(DELAYS),
                "retry_delay_seconds": DELAYS,
                "retry_condition_fn": passes,
            }
        if kept is None:
            return Task(performed, cache_policy=NO_CACHE, persist_result=False, **options)()
        self.kept.add(kept.key)
        return _known_or_new(performed, kept, options)


def _known_or_new(performed: Callable[[], Any], kept: Kept, options: dict[str, Any]) -> Any:
    worked = False

    def working() -> Any:
        nonlocal worked
        worked = True
        return performed()

    def key(*_: object) -> str:
        return kept.key

    keeping = Task(working, cache_key_fn=key, persist_result=True, **options)
    try:
        result = keeping()
        if worked or not kept.passing(result):
            return result
    except Exception:
        # What is kept may have been cut off by a kill; what the stage itself says is not hidden.
        if worked:
            raise
    return keeping.with_options(refresh_cache=True)()


def passes(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a stage failed of what may be over in a moment."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and error.errno in PASSING
