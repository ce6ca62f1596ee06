"""What a run costs, and of what: imports, Prefect's server, reading, the rest; side by side.

Run: python -m benchmarks.run_cost [--times 3] [--programme pwr-2022-2024 --year 2024]

The whole command is timed without anything kept and again with the files known; its parts by
themselves. Wall seconds and processor seconds of all processes; the medians, and each as a
share of the first run.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
STAGES = """
import time
from pathlib import Path
from flows.standing import Request
from flows.yearly import tell
from tasks.adapters.rooms import Rooms

if __name__ == "__main__":
    spent = {}

    def perform(name, stage, *args, kept=None, again=False):
        start = time.perf_counter()
        try:
            return stage(*args)
        finally:
            key = "reading the files" if name.startswith("Odczyt") else "all other stages"
            spent[key] = spent.get(key, 0.0) + time.perf_counter() - start

    root, outputs, records = (Path(one) for one in %(folders)r)
    tell(Request(%(slug)r, %(year)d, Rooms.under(root, None, outputs, records)), perform)
    print(spent)
"""
SERVER = """
from pathlib import Path
import tempfile
from flows.engine import be_quiet
from flows.server import Server, free_port

be_quiet()
with tempfile.TemporaryDirectory() as home:
    settings = {"PREFECT_UI_ENABLED": "0", "PREFECT_SERVER_API_AUTH_STRING": "a:b"}
    server = Server(free_port(), Path(home), settings, whole=%(whole)s)
    assert server.answered()
    server.stop()
"""


def measured(words: list[str]) -> tuple[float, float]:
    """Return the wall and the processor seconds of a command with all its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(words, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    assert done.returncode == 0, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--programme", default="pwr-2022-2024")
    parser.add_argument("--year", type=int, default=2024)
    options = parser.parse_args()
    slug, year = options.programme, options.year
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        run = [sys.executable, "-m", "flows", "run", slug, str(year)]
        run += ["--outputs", f"{folder / 'o'}", "--records", f"{folder / 'r'}"]

        def fresh() -> None:
            for name in ("o", "r"):
                shutil.rmtree(folder / name, ignore_errors=True)

        def code(text: str) -> list[str]:
            script = folder / "part.py"
            script.write_text(text, encoding="utf-8")
            return [sys.executable, str(script)]

        os.environ["PYTHONPATH"] = str(CHECKOUT)
        parts: dict[str, tuple[list[str], Callable[[], None]]] = {
            "the whole command, nothing kept": (run, fresh),
            "the whole command, files known": (run, lambda: None),
            "imports: Prefect": (code_of("import prefect"), lambda: None),
            "imports: Great Expectations": (code_of("import great_expectations"), lambda: None),
            "imports: all of a run": (code_of("import flows.run_flow"), lambda: None),
        }
        first = 0.0
        print(f"{'':42} {'wall':>7} {'CPU':>7} {'of the first':>13}")
        for name, (words, prepare) in parts.items():
            first = shown(name, words, prepare, options.times, first)
        for whole, name in ((True, "server with services"), (False, "server, the API alone")):
            shown(name, code(SERVER % {"whole": whole}), lambda: None, options.times, first)
        fresh()
        about = {"slug": slug, "year": year}
        folders = (str(CHECKOUT), str(folder / "o"), str(folder / "r"))
        text = STAGES % {**about, "folders": folders}
        done = subprocess.run(code(text), cwd=CHECKOUT, capture_output=True, text=True, check=True)
        print(f"the work itself (wall seconds): {done.stdout.strip()}")


def code_of(text: str) -> list[str]:
    """Return the command that runs a line of Python."""
    return [sys.executable, "-c", text]


def shown(
    name: str, words: list[str], prepare: Callable[[], None], times: int, first: float
) -> float:
    """Print the medians of a part; return the wall seconds of the first part of all."""
    found = []
    for _ in range(times):
        prepare()
        found.append(measured(words))
    wall, spent = (statistics.median(one) for one in zip(*found, strict=True))
    first = first or wall
    print(f"{name:42} {wall:7.1f} {spent:7.1f} {wall / first:13.2f}", flush=True)
    return first


if __name__ == "__main__":
    main()
