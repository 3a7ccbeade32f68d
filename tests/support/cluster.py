"""A Dask cluster on this machine: a scheduler and two workers, started as one does by hand."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from distributed import Client

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


@contextmanager
def running_cluster(place: Path) -> Iterator[str]:
    """Start it with its files in `place` and yield its address; all of it is gone afterwards."""
    dask, told = str(Path(sys.executable).with_name("dask")), place / "scheduler.json"
    where = ["--scheduler-file", str(told), "--no-dashboard", "--host", "127.0.0.1"]
    single = ["--nthreads", "1", "--no-nanny", "--local-directory", str(place)]
    commands = [["scheduler", "--port", "0", *where], *[["worker", *where, *single]] * 2]
    with ExitStack() as started:
        for command in commands:
            process = subprocess.Popen(
                [dask, *command], env=ENVIRONMENT, cwd=place, stderr=subprocess.DEVNULL
            )
            started.enter_context(process)
            started.callback(process.kill)
            until(told.exists)
        address = until(lambda: json.loads(told.read_text() or "{}").get("address"))
        with Client(address) as client:
            client.wait_for_workers(2)
        yield address


def until(condition: Callable[[], Any]) -> Any:
    """Wait until there is something; a busy machine may take its time."""
    for _ in range(2400):
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("It never came.")
