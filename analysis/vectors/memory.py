"""An embedder that remembers: each text is embedded once, here or on many machines."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analysis.vectors.embedders import Embedder, EmbedderError, default_embedder
from analysis.vectors.geometry import Matrix, unit_rows
from analysis.vectors.rows import BLOCK, Rows

Progress = Callable[[str, int, int], None]
Store = MutableMapping[str, bytes]
#: Embeds batches of texts and yields their vectors in the order of the batches.
Spread = Callable[[Embedder, Iterable[Sequence[str]]], Iterator[Matrix]]

BATCH = 64


def one_by_one(embedder: Embedder, batches: Iterable[Sequence[str]]) -> Iterator[Matrix]:
    """Embed the batches here, one after the other."""
    return map(embedder.embed, batches)


@dataclass
class Vectors:
    """An embedder with a memory.

    `store` maps "model:hash of the text" to float16 bytes, `heads` keeps what was learnt over this
    embedder from a library. `spread` says where the batches are embedded; it changes no vector.
    """

    embedder: Embedder = field(default_factory=default_embedder)
    store: Store = field(default_factory=dict, repr=False)
    heads: Store = field(default_factory=dict, repr=False)
    spread: Spread = one_by_one

    def of(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Return one unit vector per text; equal texts are embedded once.

        Raises `EmbedderError` when the embedder's answer cannot be used.
        """
        if not self.embedder.is_fixed:
            return self.embedder.embed(texts)
        keys = self._known(texts, progress)
        return self._rows(keys) if keys else self.embedder.embed([])

    def rows(self, texts: Sequence[str], progress: Progress | None = None) -> Rows:
        """Return what `of` returns, held in half the memory where there are many texts."""
        if len(texts) <= BLOCK or not self.embedder.is_fixed:
            return Rows.of(self.of(texts, progress))
        keys = self._known(texts, progress)
        first = self._kept(keys[:BLOCK])
        kept = np.empty((len(keys), first.shape[1]), np.float16)
        for start in range(0, len(keys), BLOCK):
            kept[start : start + BLOCK] = self._kept(keys[start : start + BLOCK])
        return Rows(len(keys), lambda places: unit_rows(kept[places].astype("f4")))

    def _known(self, texts: Sequence[str], progress: Progress | None) -> list[str]:
        """Embed what is not known yet; return the keys of all texts."""
        keys = [self.key(text) for text in texts]
        missing = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self.store
        }
        self._embed(missing, progress)
        return keys

    def key(self, text: str) -> str:
        """Return what the store calls the vector of this text."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{self.embedder.name}:{digest[:32]}"

    def _rows(self, keys: Sequence[str]) -> Matrix:
        return unit_rows(self._kept(keys).astype("f4"))

    def _kept(self, keys: Sequence[str]) -> NDArray[np.float16]:
        kept = [self.store[key] for key in keys]
        lengths = sorted({size // 2 for size in set(map(len, kept))})
        if len(lengths) > 1:
            raise EmbedderError(
                "The embedder %(name)s gives vectors of %(one)s and of %(other)s numbers: "
                "if its model was replaced, give the new one another name.",
                name=self.embedder.name, one=lengths[0], other=lengths[-1],
            )  # fmt: skip
        return np.frombuffer(b"".join(kept), np.float16).reshape(len(kept), lengths[0])

    def _embed(self, missing: dict[str, str], progress: Progress | None) -> None:
        # Texts of like length share a batch: then no core waits for another's long one.
        keys = sorted(missing, key=lambda key: (len(missing[key]), key))
        batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
        found = self.spread(self.embedder, ([missing[key] for key in batch] for batch in batches))
        done = 0
        for batch, rows in zip(batches, found, strict=True):
            sound = _sound(rows, len(batch), self.embedder.name).astype(np.float16)
            self.store.update(zip(batch, map(np.ndarray.tobytes, sound), strict=True))
            done += len(batch)
            if progress:
                progress("Reading the texts", done, len(keys))


def _sound(rows: Matrix, count: int, name: str) -> Matrix:
    """Return the rows if they are vectors, one a text."""
    if rows.ndim != 2 or len(rows) != count:
        raise EmbedderError(
            "The embedder %(name)s gave %(given)s vectors for %(asked)s texts: "
            "its model gives no sentence vectors, choose another one.",
            name=name, given=len(rows), asked=count,
        )  # fmt: skip
    if not np.isfinite(rows).all():
        raise EmbedderError(
            "The embedder %(name)s gave a vector that holds something else than numbers: "
            "its model is damaged or too coarsely rounded, choose another one.",
            name=name,
        )
    return rows
