"""Settings of the whole suite: nothing is sent anywhere, nothing inherited is used."""

import gc

from flows.engine import be_quiet

be_quiet()


def pytest_collection_finish() -> None:
    """Leave what was imported out of every later look for garbage: a sixth of the time."""
    gc.collect()
    gc.freeze()
