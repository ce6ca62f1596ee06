"""Settings of the whole suite: nothing is sent anywhere, Prefect keeps to a folder of its own."""

import tempfile
from pathlib import Path

from flows.engine import prepare_environment

prepare_environment(Path(tempfile.gettempdir()) / "annual-report-tests-prefect")
