"""Which embedder is on: chosen by the settings, with a memory in the instance folder."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from analysis.vectors import (
    Cluster,
    Embedder,
    EmbedderError,
    FileStore,
    FolderStore,
    Matrix,
    OnnxModel,
    Processes,
    Spread,
    Store,
    Vectors,
    WordCounts,
    default_embedder,
    one_by_one,
    plain,
    unit_rows,
)
from foundation.endpoint.client import Client
from foundation.errors import Invalid, Unavailable
from foundation.files.private import keep_private
from foundation.settings import Settings

#: The folders of the instance that hold what can be computed again.
VECTORS, HEADS = "vectors", "heads"
#: One answer takes no longer, in seconds; a batch of texts is small.
LONGEST_ANSWER = 60.0


@dataclass(frozen=True)
class ServedModel:
    """A model behind an OpenAI-compatible server; the texts leave this machine."""

    client: Client
    model: str
    prefix: str = ""

    speaks_across = True
    is_fixed = True

    @cached_property
    def name(self) -> str:
        """The server, its model and what stands before each text."""
        place = self.client.url.partition("://")[2].rstrip("/")
        return "/".join(filter(None, (place, self.model, self.prefix.strip(" :"))))

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 per text; raises the client's errors."""
        if not texts:
            return np.empty((0, 0), np.float32)
        told = [self.prefix + plain(text) for text in texts]
        body = {"model": self.model, "input": told, "encoding_format": "float"}
        rows = self._rows(self.client.post("embeddings", body).get("data"), len(texts))
        return unit_rows(rows)

    def _rows(self, data: Any, count: int) -> Matrix:
        try:
            by_place = {int(each["index"]): each["embedding"] for each in data}
            return np.array([by_place[place] for place in range(count)], np.float32)
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable(
                "%(host)s answered %(count)s texts without a vector for each: "
                "is “%(model)s” an embedding model?",
                host=self.client.host, count=count, model=self.model,
            ) from error  # fmt: skip


def choose(settings: Settings) -> Embedder:
    """Return the embedder the settings name; raises `Invalid` where they make no sense."""
    if not settings.embedder:
        return default_embedder()
    if settings.embedder == "words:":
        return WordCounts()
    if settings.embedder.startswith(("http://", "https://")):
        return _served(settings)
    folder = Path(settings.embedder)
    if not folder.is_dir():
        raise Invalid(
            "EMBEDDER",
            "EMBEDDER is “%(text)s”, but there is no such folder: give the folder of a model, "
            "the address of a server (https://…/v1), “words:”, or nothing.",
            text=settings.embedder,
        )
    return OnnxModel(folder, settings.embedder_prefix)


def _served(settings: Settings) -> ServedModel:
    if not settings.embedder_model:
        raise Invalid(
            "EMBEDDER_MODEL", "EMBEDDER is a server, so EMBEDDER_MODEL must name its model."
        )
    client = Client(settings.embedder, settings.embedder_key, seconds=LONGEST_ANSWER)
    return ServedModel(client, settings.embedder_model, settings.embedder_prefix)


def vectors_for(settings: Settings, store: Store | None = None, dask: str = "") -> Vectors:
    """Return the embedder with its memory: `store`, or else a file in the instance folder.

    There each model has a file of its own, and what was learnt over it is kept beside. All of it
    may be deleted: it is computed again. `dask` is the address of a cluster that embeds.
    """
    with plainly():
        embedder = choose(settings)
        spread = _spread(settings, embedder, dask)
        if not embedder.is_fixed:
            return Vectors(embedder)
        kept = _kept(settings, embedder) if store is None else store
    return Vectors(embedder, kept, FolderStore(settings.instance / HEADS), spread)


def _spread(settings: Settings, embedder: Embedder, dask: str) -> Spread:
    """Say where batches are embedded.

    The model that ships uses all cores by threads of its own: two threads took as many CPU seconds
    a text as one, two processes a tenth more. A model in ONNX format has one thread.
    """
    is_here = embedder.is_fixed and not isinstance(embedder, ServedModel)
    if dask and not is_here:
        raise Invalid(
            "EMBEDDER",
            "A Dask cluster can embed with the model that ships or one in ONNX format only, "
            "not with EMBEDDER=%(text)s.",
            text=settings.embedder,
        )
    if dask:
        return Cluster(dask)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    wanted = cores if isinstance(embedder, OnnxModel) else 1
    return Processes(settings.embedder_processes or wanted or 1) if is_here else one_by_one


def _kept(settings: Settings, embedder: Embedder) -> FileStore:
    folder = settings.instance / VECTORS
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(embedder.name.encode("utf-8")).hexdigest()[:32]
    keep_private(path)
    return FileStore(path)


@contextmanager
def plainly() -> Iterator[None]:
    """Tell what an embedder cannot do as a domain error, which pages and commands can show."""
    try:
        yield
    except EmbedderError as error:
        raise Unavailable(error.message, **error.params) from error
