"""BERTopic on vectors it is handed, in an environment of its own: `python rival.py FOLDER WAY`.

FOLDER holds folders, each a draw with `texts.json`, `vectors.npy` and `centred.npy`. WAY is
`defaults` (whose outliers are then reduced as well) or `tuned`. Each draw gets WAY.json: topics by
text (-1: none), CPU seconds of the draw (the first bears the process's start), and the process's
peak memory in megabytes.
"""

import json
import resource
import sys
from pathlib import Path

import numpy as np
from bertopic import BERTopic
from numpy.typing import NDArray
from umap import UMAP

SEED = 1


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and of those it has ended, user and system."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usages)


def peak_megabytes() -> float:
    """Return the most memory this process has held (Linux counts it in kilobytes, macOS bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def model(**options: int) -> BERTopic:
    """Return BERTopic with its own settings; its UMAP is its default one with a fixed seed."""
    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED)
    return BERTopic(umap_model=reducer, **options)


def reduced(fitted: BERTopic, texts: list[str], topics: list[int], **how: object) -> list[int]:
    """Give outliers the topic they are nearest to; where there are no topics they stay."""
    if not {*topics} - {-1} or -1 not in topics:
        return topics
    return [int(each) for each in fitted.reduce_outliers(texts, topics, **how)]


def write(path: Path, topics: list[int], since: float) -> None:
    """Write the topics of one draw with what they cost since `since`."""
    labels, cpu = [int(topic) for topic in topics], cpu_seconds() - since
    told = {"labels": labels, "cpu": cpu, "peak": peak_megabytes()}
    path.write_text(json.dumps(told), "utf-8")


def by_defaults(folder: Path, texts: list[str], since: float) -> None:
    """Find topics as BERTopic does out of the box, and again with its outliers reduced."""
    fitted = model()
    topics, _ = fitted.fit_transform(texts, np.load(folder / "vectors.npy"))
    write(folder / "defaults.json", topics, since)
    write(folder / "reduced.json", reduced(fitted, texts, topics), since)


def tuned(folder: Path, texts: list[str], since: float) -> None:
    """Find topics with smaller ones allowed, among vectors without their language."""
    vectors: NDArray[np.float32] = np.load(folder / "centred.npy")
    fitted = model(min_topic_size=5)
    topics, _ = fitted.fit_transform(texts, vectors)
    how = {"strategy": "embeddings", "embeddings": vectors}
    told = reduced(fitted, texts, topics, **how)
    write(folder / "tuned.json", told, since)


def main() -> None:
    """Go through the draws in order."""
    way, since = {"defaults": by_defaults, "tuned": tuned}[sys.argv[2]], 0.0
    for folder in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
        way(folder, json.loads((folder / "texts.json").read_text("utf-8"))["texts"], since)
        since = cpu_seconds()


if __name__ == "__main__":
    main()
