"""Measure the themes against labelled sets: `python bench/themes.py [--quick] [--cache FILE]`.

Every set goes through `analyse` with the same options and an automatic number of themes. `--quick`
leaves out the large sets; `--cache` keeps the vectors in a file between runs.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    f1_score,
    v_measure_score,
)

from analysis import library, polarity
from analysis.corpus import KINDS, Analysis, Corpus, Known, Options, Passage, StageSpec
from analysis.pipeline import analyse_by
from analysis.units import Reading
from analysis.vectors import Vectors

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
COMMENTS = Path(__file__).with_name("comments")
STAGES = tuple(StageSpec(key, key) for key in library.STAGES)
SEEDS = (1, 2, 3)


@dataclass(frozen=True)
class Row:
    """One labelled text."""

    text: str
    label: str
    language: str
    kind: str = ""


@dataclass(frozen=True)
class Figures:
    """What a run over one set gave; `loose` is the share of texts without a theme."""

    name: str
    size: int
    v: float
    ari: float
    ami: float
    themes: float
    truth: float
    loose: float
    v_language: float
    seconds: float


def read(path: Path) -> list[Row]:
    """Read a JSON Lines file of labelled texts."""
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [_row(each) for each in lines]


def _row(each: dict[str, Any]) -> Row:
    label = each.get("label") or each.get("theme") or ""
    return Row(each["text"], label, each.get("lang", "en"), each.get("kind", ""))


def run(
    rows: Sequence[Row], vectors: Vectors, known: library.Library | None = None
) -> tuple[Analysis, float]:
    """Analyse the rows as one corpus in which every text gets a theme."""
    passages = tuple(Passage(str(n), row.text, row.language) for n, row in enumerate(rows))
    before = time.perf_counter()
    options = Options(all_kinds=True, split=False)
    reading = Reading(vectors, show, known or library.load_library())
    found = analyse_by(reading, Corpus(passages), STAGES, Known(), options)
    return found, time.perf_counter() - before


def measure(
    name: str, rows: Sequence[Row], vectors: Vectors, known: library.Library | None = None
) -> Figures:
    """Compare the themes of one set with its labels."""
    vectors.of([row.text for row in rows], show)
    found, seconds = run(rows, vectors, known)
    theme = {int(unit.passage_id): unit.theme_id or "" for unit in found.units}
    themes = [theme.get(number, "") for number in range(len(rows))]
    labels, languages = [row.label for row in rows], [row.language for row in rows]
    return Figures(
        name,
        len(rows),
        v_measure_score(labels, themes),
        adjusted_rand_score(labels, themes),
        adjusted_mutual_info_score(labels, themes),
        len(set(themes)),
        len(set(labels)),
        themes.count("") / len(rows),
        v_measure_score(languages, themes) if len(set(languages)) > 1 else 0.0,
        seconds,
    )


def average(name: str, figures: Sequence[Figures]) -> Figures:
    """Return the mean of several runs under one name."""
    fields = ("v", "ari", "ami", "themes", "truth", "loose", "v_language", "seconds")
    means = {field: mean(getattr(each, field) for each in figures) for field in fields}
    return replace(figures[0], name=name, size=round(mean(f.size for f in figures)), **means)


def subsets(name: str, rows: Sequence[Row], size: int, vectors: Vectors) -> Figures:
    """Return the mean over three samples of one size."""
    drawn = [random.Random(seed).sample(list(rows), size) for seed in SEEDS]
    return average(name, [measure(name, each, vectors) for each in drawn])


def left_out(vectors: Vectors) -> Figures:
    """Leave each file of pains out of the library in turn and find its themes without it."""
    whole, figures = library.load_library(), []
    for path in sorted((DATA / "pains").glob("*.jsonl")):
        rows = read(path)
        part = whole.without(frozenset(row.text for row in rows))
        pains = [row for row in rows if row.kind == "pain"]
        figures.append(measure(path.stem, pains, vectors, part))
    return average("pains, file left out", figures)


def without_twins(rows: Sequence[Row], vectors: Vectors) -> tuple[Figures, int]:
    """Measure with a library that lacks every pain to which most of a label's texts are nearest."""
    whole = library.load_library()
    head = library.head_for(vectors, whole)
    features = head.centre(vectors.of([r.text for r in rows]), [r.language for r in rows])
    odds = head.pains.probabilities(features)
    labels = np.array([row.label for row in rows])
    twins = {head.pain_ids[int(odds[labels == each].mean(axis=0).argmax())] for each in set(labels)}
    texts = frozenset(each.text for each in whole.examples if each.pain in twins)
    part = whole.without(texts)
    return measure("painpoints_5l, no twins", rows, vectors, part), len(twins)


def kinds_left_out(vectors: Vectors) -> Iterator[str]:
    """Say how well kinds are told, each file of the library left out in turn."""
    whole, truth, found = library.load_library(), [], []
    for path in sorted((DATA / "pains").glob("*.jsonl")):
        rows = read(path)
        part = whole.without(frozenset(row.text for row in rows))
        told = vectors.of(library.library_texts(part), show)
        head = library.learn(part, told, vectors.embedder.name)
        truth += rows
        found += _kinds(head, rows, vectors)
    yield from told_kinds("file left out", truth, found)


def comments(vectors: Vectors) -> Iterator[str]:
    """Measure themes and kinds on the comments written without sight of the library."""
    rows = {path.stem: read(path) for path in sorted(COMMENTS.glob("*.jsonl"))}
    for name, own in rows.items():
        pains = [row for row in own if row.kind == "pain"]
        yield line(measure(f"comments {name}", pains, vectors))
    together = [row for own in rows.values() for row in own]
    head = library.head_for(vectors, library.load_library())
    yield from told_kinds("comments", together, _kinds(head, together, vectors))


def _kinds(head: library.Head, rows: Sequence[Row], vectors: Vectors) -> list[str]:
    texts = [row.text for row in rows]
    features = head.centre(vectors.of(texts), [row.language for row in rows])
    odds = polarity.kind_odds(head, features, texts, [Passage("", text) for text in texts])
    return [KINDS[number] for number in odds.argmax(axis=1)]


def told_kinds(name: str, truth: Sequence[Row], found: Sequence[str]) -> Iterator[str]:
    """Say how well kinds are told: all, pains by language, and praise that is taken for pain."""
    score = f1_score([row.kind for row in truth], found, average="macro")
    yield f"kind, {name} ({len(truth)} texts): macro-F1 {score:.3f}"
    for language in ("en", "th", "ko", "vi", "fa"):
        own = [
            f
            for r, f in zip(truth, found, strict=True)
            if (r.language, r.kind) == (language, "pain")
        ]
        yield f"  pains recalled in {language}: {own.count('pain') / len(own):.3f}"
    praise = [f for r, f in zip(truth, found, strict=True) if r.kind == "praise"]
    yield f"  praise taken for pain: {praise.count('pain') / len(praise):.3f}"


def broad_themes(rows: Sequence[Row], vectors: Vectors) -> int:
    """Count, among the twelve largest themes, those that hold three languages or more."""
    found, _ = run(rows, vectors)
    largest = sorted(found.themes, key=lambda theme: -len(theme.units))[:12]
    return sum(len({found.units[unit].language for unit in theme.units}) >= 3 for theme in largest)


def show(stage: str, done: int, total: int) -> None:
    """Show progress on standard error."""
    print(f"\r{stage}: {done} of {total}    ", end="", file=sys.stderr)


def line(each: Figures) -> str:
    """Return one line of the table."""
    return (
        f"{each.name:<26}{each.size:>6}{each.v:>8.3f}{each.ari:>8.3f}{each.ami:>8.3f}"
        f"{each.themes:>7.0f}{each.truth:>7.0f}{each.loose:>7.1%}{each.v_language:>8.3f}"
        f"{each.seconds:>8.1f}"
    )


HEADER = (
    f"{'set':<26}{'n':>6}{'V':>8}{'ARI':>8}{'AMI':>8}{'k':>7}{'true k':>7}{'loose':>7}"
    f"{'V lang':>8}{'seconds':>8}"
)


def table(vectors: Vectors, *, quick: bool) -> Iterator[str]:
    """Measure every set; seconds are those of the analysis without the embedding."""
    yield HEADER
    points = read(DATA / "painpoints_5l.jsonl")
    yield line(measure("painpoints_5l", points, vectors))
    yield f"  {broad_themes(points, vectors)} of its 12 largest themes hold 3 languages or more"
    yield from comments(vectors)
    banking = read(DATA / "banking77_test.jsonl")
    yield line(subsets("banking77 200", banking, 200, vectors))
    if quick:
        return
    figures, twins = without_twins(points, vectors)
    yield line(figures) + f"  ({twins} pains taken out)"
    yield line(subsets("banking77 1000", banking, 1000, vectors))
    yield line(measure("banking77", banking, vectors))
    topics = read(DATA / "sib200_5l.jsonl")
    yield line(measure("sib200 en", [row for row in topics if row.language == "en"], vectors))
    yield line(subsets("sib200 2000", topics, 2000, vectors))
    yield line(left_out(vectors))
    yield from kinds_left_out(vectors)


def load_cache(path: Path | None) -> dict[str, bytes]:
    """Read vectors kept by an earlier run."""
    if not path or not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as kept:
        return dict(zip(map(str, kept["keys"]), map(bytes, kept["rows"]), strict=True))


def save_cache(path: Path | None, store: dict[str, bytes]) -> None:
    """Keep the vectors for the next run."""
    if path:
        rows = np.stack([np.frombuffer(value, np.uint8) for value in store.values()])
        np.savez(path, keys=np.array(list(store)), rows=rows)


def main() -> None:
    """Print the table, or say what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only the small sets")
    parser.add_argument("--cache", type=Path, help="a .npz file that keeps the vectors")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(
            f"The labelled sets are not here: {DATA} does not exist. Put them there to measure."
        )
    store = load_cache(options.cache)
    for text in table(Vectors(store=store), quick=options.quick):
        print("\r" + text, flush=True)
    save_cache(options.cache, store)


if __name__ == "__main__":
    main()
