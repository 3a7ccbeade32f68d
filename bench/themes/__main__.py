"""Measure the themes: `python -m bench.themes [--ours] [--cache FILE] [--only PART]`.

Every set goes through `analyse` with the same options and an automatic number of themes, and
through BERTopic, on the same vectors, each in a process of its own.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.vectors import Vectors
from bench.themes import cache
from bench.themes.cost import cost
from bench.themes.figures import compare, steadiness
from bench.themes.handing import RUNS, WAYS, found, hand_over, run
from bench.themes.kinds import kinds
from bench.themes.sets import DATA, ROOT, LabelledSet, every_text, labelled_sets
from bench.themes.table import HEADER, Measured, rows, summary

PARTS = ("themes", "kinds", "cost")


def measure(each: LabelledSet, vectors: Vectors, runs: Sequence[str]) -> Measured:
    """Find the themes of one set in every way; `runs` are the child processes that do it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        hand_over(each.draws, vectors, folder)
        for way in runs:
            run(way, folder, "--steady")
        told = {way: own for way in WAYS if (own := found(way, folder))}
    figures = {way: compare(each.draws, own) for way, own in told.items()}
    return Measured(each, figures, steadiness(told["ours"]))


def themes(vectors: Vectors, runs: Sequence[str], wanted: str) -> Iterator[str]:
    """Measure every set whose name holds `wanted`."""
    yield HEADER
    measured = []
    for each in labelled_sets(vectors):
        if wanted in each.name:
            measured.append(measure(each, vectors, runs))
            yield from rows(measured[-1])
    yield from summary(measured)


def report(options: argparse.Namespace, vectors: Vectors) -> Iterator[str]:
    """Yield the lines of all parts that are wanted."""
    runs = RUNS[:1] if options.ours else RUNS
    if "themes" in options.parts:
        yield from themes(vectors, runs, options.only)
    if "kinds" in options.parts:
        yield from kinds(vectors)
    if "cost" in options.parts:
        yield from cost(vectors, runs[:2])


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.themes", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure")
    parser.add_argument("--only", default="", help="only sets whose name holds these letters")
    parser.add_argument("--ours", action="store_true", help="leave BERTopic out")
    parser.add_argument("--cache", type=Path, help="a .npz file that keeps the vectors")
    return parser.parse_args()


def main() -> None:
    """Print the figures, or say what is missing."""
    options = read_options()
    if not DATA.is_dir():
        sys.exit(
            f"The labelled sets are not here: {DATA} does not exist. Put them there to measure."
        )
    if not options.ours:
        subprocess.run([str(ROOT / "bench" / "bertopic.sh")], check=True)
    vectors = Vectors(store=cache.load(options.cache), heads=cache.heads(options.cache))
    known = len(vectors.store)
    vectors.of(every_text(), show)
    if len(vectors.store) > known:
        cache.save(options.cache, dict(vectors.store))
    for line in report(options, vectors):
        print("\r" + line, flush=True)


def show(stage: str, done: int, total: int) -> None:
    """Show progress on standard error."""
    print(f"\r{stage}: {done} of {total}    ", end="", file=sys.stderr)


if __name__ == "__main__":
    main()
