"""How far a reading is to be trusted: against a second blind one, and against the engine."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from sklearn.metrics import adjusted_rand_score

from analysis.corpus import Analysis, Unit
from analysis.reader.replies import Coding


@dataclass(frozen=True)
class SelfCheck:
    """A sample coded twice, the second time blind: how far the two agree, each from 0 to 1.

    `kind` and `stage` are the shares coded alike, `theme` the mean overlap of the themes given
    (Jaccard 1912); each as if one more text agreed and one did not (Laplace). `doubtful` are the
    digests of texts whose two codings share no theme.
    """

    texts: int = 0
    kind: float = 0.5
    theme: float = 0.5
    stage: float = 0.5
    doubtful: frozenset[str] = frozenset()


def compare(first: Mapping[str, Coding], second: Mapping[str, Coding]) -> SelfCheck:
    """Compare the codings of the texts that have two."""
    both = sorted(set(first) & set(second))
    pairs = [(first[digest], second[digest]) for digest in both]
    overlaps = [overlap(set(a.themes), set(b.themes)) for a, b in pairs]
    return SelfCheck(
        texts=len(both),
        kind=_share([a.kind == b.kind for a, b in pairs]),
        theme=_share(overlaps),
        stage=_share([a.stage == b.stage for a, b in pairs]),
        doubtful=frozenset(d for d, same in zip(both, overlaps, strict=True) if not same),
    )


def overlap(one: Set[object], other: Set[object]) -> float:
    """Return how much of two sets they share (Jaccard 1912); two empty sets are the same."""
    return len(one & other) / len(one | other) if one or other else 1.0


def agreement(units: Set[int], by_engine: Mapping[str, Set[int]]) -> float:
    """Return the overlap of a theme's units with the engine's theme that is nearest to it."""
    return round(max((overlap(units, own) for own in by_engine.values()), default=0.0), 4)


def against_engine(units: Sequence[Unit], engine: Analysis) -> dict[str, float]:
    """Return how far the reader's units agree with the engine's: kind, stage and themes."""
    pairs = [
        (own, other)
        for own, other in zip(units, engine.units, strict=True)
        if own.coder == "reader"
    ]
    themed = [(own.theme_id, other.theme_id) for own, other in pairs if own.theme_id]
    return {
        "engine_kind": _share([own.kind == other.kind for own, other in pairs]),
        "engine_stage": _share([own.stage == other.stage for own, other in pairs]),
        "engine_theme": round(
            float(adjusted_rand_score(*_columns(themed))) if len(themed) > 1 else 0.0, 4
        ),
    }


def _columns(pairs: Sequence[tuple[str | None, str | None]]) -> tuple[list[str], list[str]]:
    return [str(one) for one, _ in pairs], [str(other) for _, other in pairs]


def _share(agreed: Sequence[float]) -> float:
    return round((sum(agreed) + 1) / (len(agreed) + 2), 4)
