"""The labelled sets: what is measured on, what is aimed at, and what the library must not know."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis import library
from analysis.language import whole
from analysis.vectors import Vectors

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
COMMENTS = ROOT / "bench" / "comments"
#: Subsets are `random.Random(seed).sample` for each of these, and their figures are averaged.
SEEDS = (1, 2, 3)


@dataclass(frozen=True)
class Row:
    """One labelled text."""

    text: str
    label: str
    language: str
    kind: str = ""


@dataclass(frozen=True)
class Draw:
    """Texts that are analysed together; `unknown` are texts whose pains the library must not know.

    None leaves the library as it ships.
    """

    rows: tuple[Row, ...]
    unknown: frozenset[str] | None = None


@dataclass(frozen=True)
class LabelledSet:
    """Draws whose figures are averaged into one line.

    `aim` is the V and ARI that are asked for, None where nobody asked. `note` goes below the table.
    """

    name: str
    draws: tuple[Draw, ...]
    aim: tuple[float, float] | None = None
    note: str = ""


def read(path: Path) -> list[Row]:
    """Read a JSON Lines file of labelled texts."""
    return [_row(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _row(each: dict[str, Any]) -> Row:
    label = each.get("label") or each.get("theme") or ""
    # Without the space around it, as the analysis reads it: then both have the same vector.
    (start, end), *_ = whole(each["text"]) or [(0, len(each["text"]))]
    return Row(each["text"][start:end], label, each.get("lang", "en"), each.get("kind", ""))


def pain_files() -> list[list[Row]]:
    """Return what each of the files of pains holds."""
    return [read(path) for path in sorted((DATA / "pains").glob("*.jsonl"))]


def comments() -> dict[str, list[Row]]:
    """Return the comments written without sight of the library, by file."""
    return {path.stem: read(path) for path in sorted(COMMENTS.glob("*.jsonl"))}


def every_text() -> list[str]:
    """Return each text of every set once: what has to be embedded, the library's own included."""
    files = sorted(DATA.rglob("*.jsonl")) + sorted(COMMENTS.glob("*.jsonl"))
    told = [row.text for path in files for row in read(path)]
    return sorted({*told, *library.library_texts(library.load_library())})


def labelled_sets(vectors: Vectors) -> Iterator[LabelledSet]:
    """Yield the sets, small ones first."""
    for name, rows in comments().items():
        yield LabelledSet(f"comments {name}", (Draw(_pains(rows)),))
    yield _painpoints(vectors)
    banking = read(DATA / "banking77_test.jsonl")
    yield LabelledSet("banking77 200", _samples(banking, 200), (0.70, 0.18))
    yield LabelledSet("banking77 1,000", _samples(banking, 1000), (0.77, 0.45))
    topics = read(DATA / "sib200_5l.jsonl")
    english = tuple(row for row in topics if row.language == "en")
    yield LabelledSet("sib200 English", (Draw(english),), (0.49, 0.34))
    yield LabelledSet("sib200 five languages", _samples(topics, 2000), (0.49, 0.31))
    yield LabelledSet("banking77", (Draw(tuple(banking)),), (0.79, 0.50))
    yield _left_out()


def _samples(rows: Sequence[Row], size: int) -> tuple[Draw, ...]:
    drawn = (random.Random(seed).sample(list(rows), size) for seed in SEEDS)
    return tuple(Draw(tuple(each)) for each in drawn)


def _pains(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.kind == "pain")


def _left_out() -> LabelledSet:
    """Leave each file of pains out of the library in turn and find its themes without it."""
    draws = (Draw(_pains(rows), frozenset(row.text for row in rows)) for rows in pain_files())
    note = "each file left out of the library with every pain it has an example of"
    return LabelledSet("pains, file left out", tuple(draws), (0.45, 0.25), note)


def _painpoints(vectors: Vectors) -> LabelledSet:
    """Leave out every pain to which most texts of a label are nearest."""
    rows, whole = read(DATA / "painpoints_5l.jsonl"), library.load_library()
    twins = _twins(rows, vectors)
    texts = frozenset(each.text for each in whole.examples if each.pain in twins)
    note = "the library lacks the themes' twins: " + ", ".join(sorted(twins))
    return LabelledSet("painpoints_5l", (Draw(tuple(rows), texts),), (0.80, 0.55), note)


def _twins(rows: Sequence[Row], vectors: Vectors) -> set[str]:
    head = library.head_for(vectors, library.load_library())
    features = head.centre(vectors.of([r.text for r in rows]), [r.language for r in rows])
    odds = head.pains.probabilities(features)
    labels = np.array([row.label for row in rows])
    return {head.pain_ids[int(odds[labels == each].mean(axis=0).argmax())] for each in set(labels)}
