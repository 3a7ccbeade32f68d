"""Embedding in many places at once: processes of this machine, or a Dask cluster beyond it.

Everywhere the same code embeds the same batches, and their vectors come back in the order of the
batches: so the result has the same bytes as in one process. Few batches are under way at a time,
which bounds the memory, whatever the number of texts.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, islice
from typing import Any

import numpy as np

from analysis.vectors.embedders import Embedder, EmbedderError
from analysis.vectors.geometry import Matrix

Batch = Sequence[str]

# A process takes seconds to load its model: below so many batches for each it does not pay.
ENOUGH = 8
# Batches under way for each worker: one it works on, and one that waits for it.
AHEAD = 2
# Seconds a cluster may take to answer the first word, and a batch.
CONNECTING, LONGEST_BATCH = 15, 900


@dataclass(frozen=True)
class Processes:
    """Embeds in `count` processes of this machine; with few texts, or one process, right here.

    A process that is killed loses nothing: what it had not given back is embedded here.
    """

    count: int

    def __call__(self, embedder: Embedder, batches: Iterable[Batch]) -> Iterator[Matrix]:
        """Yield the vectors of each batch, in their order."""
        rest = iter(batches)
        first = list(islice(rest, ENOUGH * self.count))
        if self.count < 2 or len(first) < ENOUGH * self.count:
            yield from map(embedder.embed, chain(first, rest))
            return
        pool = ProcessPoolExecutor(
            self.count, multiprocessing.get_context("spawn"), _begin, (embedder,)
        )
        try:
            yield from in_order(
                lambda batch: _sent(pool, batch),
                lambda sent, batch: _received(sent, embedder, batch),
                chain(first, rest),
                AHEAD * self.count,
            )
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True)
class Cluster:
    """Embeds on the workers of a Dask cluster; `address` is its scheduler's, `tcp://host:8786`.

    The workers are started where this product is installed. A batch whose worker is killed is
    embedded by another one.
    """

    address: str

    def __call__(self, embedder: Embedder, batches: Iterable[Batch]) -> Iterator[Matrix]:
        """Yield the vectors of each batch, in their order; raises `EmbedderError`."""
        with _client(self.address) as client:
            yield from in_order(
                lambda batch: client.submit(embedded, embedder, batch, pure=False),
                lambda future, _: self._result(future),
                batches,
                AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"])),
            )

    def _result(self, future: Any) -> Matrix:
        try:
            return np.asarray(future.result(timeout=LONGEST_BATCH))
        except TimeoutError as error:
            raise EmbedderError(
                "The workers of the Dask cluster %(address)s have been silent for %(minutes)s "
                "minutes: are they running?",
                address=self.address, minutes=LONGEST_BATCH // 60,
            ) from error  # fmt: skip
        except EmbedderError:
            raise
        except Exception as error:  # whatever a worker raised comes out here as it was
            raise EmbedderError(
                "The workers of the Dask cluster %(address)s cannot embed (%(kind)s): start them "
                "in the folder of this version, with the same packages and models.",
                address=self.address, kind=type(error).__name__,
            ) from error  # fmt: skip


def _client(address: str) -> Any:
    if find_spec("distributed") is None:
        raise EmbedderError(
            "Work on a Dask cluster needs the package dask: "
            "install it with “pip install 'dask[distributed]'”."
        )
    try:
        return import_module("distributed").Client(address, timeout=CONNECTING)
    except (OSError, ValueError, TypeError) as error:
        raise EmbedderError(
            "The Dask cluster %(address)s cannot be reached: is “dask scheduler” running there?",
            address=address,
        ) from error


def embedded(embedder: Embedder, batch: Batch) -> Matrix:
    """Embed a batch on a worker, one at a time: models are not made for two threads at once."""
    with _one_at_a_time:
        return embedder.embed(batch)


_one_at_a_time = threading.Lock()


def in_order(
    send: Callable[[Batch], Any],
    receive: Callable[[Any, Batch], Matrix],
    batches: Iterable[Batch],
    most: int,
) -> Iterator[Matrix]:
    """Keep `most` batches under way and yield what comes of them, in their order."""
    waiting: deque[tuple[Any, Batch]] = deque()
    for batch in batches:
        waiting.append((send(batch), batch))
        if len(waiting) >= most:
            yield receive(*waiting.popleft())
    while waiting:
        yield receive(*waiting.popleft())


def _sent(pool: ProcessPoolExecutor, batch: Batch) -> "Future[Matrix] | None":
    try:
        return pool.submit(_embed, batch)
    except BrokenExecutor:
        return None


def _received(sent: "Future[Matrix] | None", embedder: Embedder, batch: Batch) -> Matrix:
    try:
        return sent.result() if sent else embedder.embed(batch)
    except BrokenExecutor:
        return embedder.embed(batch)


_mine: list[Embedder] = []


def _begin(embedder: Embedder) -> None:
    """Make a process ready: its model has one thread, and it ends when its parent does."""
    os.environ["OMP_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _mine.append(embedder)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _embed(batch: Batch) -> Matrix:
    return _mine[0].embed(batch)
