"""What finding themes costs: CPU seconds and memory of a fresh process, ours and BERTopic's."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.language import detect, whole
from analysis.vectors import Vectors
from bench.themes.handing import found, hand_over, run
from bench.themes.sets import Draw, Row, every_text

SIZES = (1000, 5000, 20_000)
SEED = 1


def cost(vectors: Vectors, ways: Sequence[str]) -> Iterator[str]:
    """Measure each size with texts drawn from all sets together, each text once."""
    # Only what the analysis reads as it stands, so that its vector is the one handed over.
    texts = [text for text in every_text() if whole(text) == [(0, len(text))]]
    yield f"cost: fresh process, same vectors, texts drawn from the {len(texts):,} of all sets"
    yield f"{'texts':>8}" + "".join(f"{way + ' CPU s':>18}{'MB':>8}" for way in ways)
    for size in SIZES:
        drawn = random.Random(SEED).sample(texts, min(size, len(texts)))
        draw = Draw(tuple(Row(text, "", detect(text)) for text in drawn))
        with TemporaryDirectory() as folder:
            hand_over([draw], vectors, Path(folder))
            yield f"{len(drawn):>8,}" + "".join(_cells(way, Path(folder)) for way in ways)


def _cells(way: str, folder: Path) -> str:
    run(way, folder)
    (each,) = found(way, folder)
    return f"{each.cpu:>18.1f}{each.peak:>8.0f}"
