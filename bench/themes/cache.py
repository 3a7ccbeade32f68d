"""Keeps the vectors of the sets, and heads learnt over them, between runs."""

from io import BytesIO
from pathlib import Path

import numpy as np

from analysis import library
from analysis.vectors import FolderStore, Store, Vectors

#: One for each file of pains that is left out in turn, and a few more.
HEADS = 24


def load(path: Path | None) -> dict[str, bytes]:
    """Read vectors kept by an earlier run; none where there is no file."""
    if not path or not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as kept:
        return dict(zip(map(str, kept["keys"]), map(bytes, kept["rows"]), strict=True))


def save(path: Path | None, store: dict[str, bytes]) -> None:
    """Keep the vectors for the next run."""
    if path:
        rows = np.stack([np.frombuffer(value, np.uint8) for value in store.values()])
        np.savez(path, keys=np.array(list(store)), rows=rows)


def heads(path: Path | None) -> Store:
    """Return where learnt heads are kept: a folder beside the file, or memory without one."""
    return FolderStore(path.with_suffix(".heads").resolve(), HEADS) if path else {}


def matters(known: library.Library, vectors: Vectors) -> bytes:
    """Return a packed head that knows the pains and stages of `known` alone.

    What it knows of kinds is what ships: neither themes, where all kinds have them, nor stages are
    read by that, and it takes minutes to learn.
    """
    key, file = library.head_key(known, vectors.embedder.name), BytesIO()
    if key not in vectors.heads:
        read = vectors.of(library.library_texts(known))
        head = library.learn(known, read, vectors.embedder.name, library.shipped_head())
        library.save_head(head, file)
        vectors.heads[key] = file.getvalue()
    return vectors.heads[key]
