"""Hands draws to child processes as files, and reads what they found.

Each draw is a folder: `texts.json` (texts, languages, and the texts the library must not know),
`vectors.npy` (n, 384) and `centred.npy`, the same without their languages' means. Where a
library lacks something, its head is learnt here and lies beside the draws in `heads`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from analysis import library
from analysis.vectors import FolderStore, Vectors, centred
from bench.themes import cache
from bench.themes.sets import ROOT, Draw

#: One thread each: CPU seconds then count work, not cores that wait for one another.
ALONE = {
    f"{each}_NUM_THREADS": "1" for each in ("OMP", "OPENBLAS", "MKL", "NUMBA", "VECLIB_MAXIMUM")
}
RIVAL = ROOT / "bench" / ".bertopic" / "bin" / "python"
#: The ways of finding themes, and the runs that bring them.
WAYS = ("ours", "defaults", "reduced", "tuned")
RUNS = ("ours", "defaults", "tuned")


@dataclass(frozen=True)
class Found:
    """What one way found in one draw; `labels` are theme names by text, "" or -1 for none.

    `cpu` counts seconds of that draw (the first bears the process's start), `peak` megabytes.
    `steadiness` is what only ours tells.
    """

    labels: list[Any]
    cpu: float
    peak: float
    steadiness: dict[str, float] = field(default_factory=dict)


def hand_over(draws: Sequence[Draw], vectors: Vectors, folder: Path) -> None:
    """Write draws as folders named by their place."""
    heads = FolderStore(folder / "heads", len(draws))
    for number, draw in enumerate(draws):
        _write(draw, vectors, folder / "draws" / f"{number:02}")
        if draw.unknown is not None:
            known = library.load_library().without(draw.unknown)
            heads[library.head_key(known, vectors.embedder.name)] = cache.matters(known, vectors)


def _write(draw: Draw, vectors: Vectors, folder: Path) -> None:
    folder.mkdir(parents=True)
    texts, languages = [r.text for r in draw.rows], [r.language for r in draw.rows]
    unknown = None if draw.unknown is None else sorted(draw.unknown)
    told = {"texts": texts, "languages": languages, "unknown": unknown}
    (folder / "texts.json").write_text(json.dumps(told), "utf-8")
    rows = vectors.of(texts)
    means = library.head_for(vectors, library.load_library()).means
    np.save(folder / "vectors.npy", rows)
    np.save(folder / "centred.npy", centred(rows, languages, means))


def run(way: str, folder: Path, *options: str) -> None:
    """Run ours or one of the rival's ways on all draws of a folder, in a fresh process."""
    if way == "ours":
        command = [sys.executable, "-m", "bench.themes.ours", str(folder), *options]
    else:
        script = str(Path(__file__).with_name("rival.py"))
        command = [str(RIVAL), "-W", "ignore", script, str(folder / "draws"), way]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **ALONE}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")


def found(way: str, folder: Path) -> list[Found]:
    """Read what a way wrote for each draw of a folder."""
    files = sorted(folder.glob(f"draws/*/{way}.json"))
    return [Found(**json.loads(path.read_text("utf-8"))) for path in files]
