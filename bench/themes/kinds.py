"""How well pain, praise, suggestion and neutral are told apart, and negative from positive."""

from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.metrics import f1_score

from analysis import library, polarity
from analysis.corpus import KINDS, LANGUAGES, Passage
from analysis.vectors import Matrix, Vectors
from bench.themes.sets import DATA, Row, comments, read

SENTIMENT = ("nsmc_6k", "wisesight_3k")


def kinds(vectors: Vectors) -> Iterator[str]:
    """Measure on comments the library has not seen, and on public texts of two feelings."""
    head = library.head_for(vectors, library.load_library())
    together = [row for own in comments().values() for row in own]
    yield from _told("comments", together, _kinds(head, together, vectors))
    for name in SENTIMENT:
        rows = [row for row in read(DATA / f"{name}.jsonl") if row.label in {"neg", "pos"}]
        odds = _odds(head, rows, vectors)
        negative = odds[:, KINDS.index("pain")] > odds[:, KINDS.index("praise")]
        right = np.mean(negative == np.array([row.label == "neg" for row in rows]))
        yield f"negative against positive, {name} ({len(rows):,} texts): accuracy {right:.3f}"


def _kinds(head: library.Head, rows: Sequence[Row], vectors: Vectors) -> list[str]:
    return [KINDS[number] for number in _odds(head, rows, vectors).argmax(axis=1)]


def _odds(head: library.Head, rows: Sequence[Row], vectors: Vectors) -> Matrix:
    texts = [row.text for row in rows]
    features = head.centre(vectors.of(texts), [row.language for row in rows])
    passages = [Passage("", text) for text in texts]
    letters = library.letter_groups(texts)
    return polarity.read_kinds(head, features, letters, passages, library.home(features)).odds()


def _told(name: str, truth: Sequence[Row], found: Sequence[str]) -> Iterator[str]:
    """Say how well kinds are told: all, pains by language, and praise that is taken for pain."""
    pairs = list(zip(truth, found, strict=True))
    score = f1_score([row.kind for row in truth], found, average="macro")
    yield f"kind, {name} ({len(truth):,} texts): macro-F1 {score:.3f}"
    by_language = {
        language: [f for r, f in pairs if (r.language, r.kind) == (language, "pain")]
        for language in LANGUAGES
    }
    recalls = [f"{key} {own.count('pain') / len(own):.3f}" for key, own in by_language.items()]
    yield f"  pains recalled: {', '.join(recalls)}"
    praise = [f for r, f in pairs if r.kind == "praise"]
    yield f"  praise taken for pain: {praise.count('pain') / len(praise):.3f}"
