"""How near themes are to the labels a person gave, averaged over the draws of a set."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import mean

from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    v_measure_score,
)

from bench.themes.handing import Found
from bench.themes.sets import Draw

NOWHERE = {"", "-1"}


@dataclass(frozen=True)
class Figures:
    """What one way of finding themes gave on one set; means over its draws.

    `v`, `ari` and `ami` compare themes with labels, texts without a theme counting as one more
    theme; `v_language` compares them with the languages and should be 0. `themes` and `truth` are
    numbers of themes. `loose` is the share of texts without one. `cpu` is in seconds, `peak` in
    megabytes: the largest of the draws.
    """

    size: float
    v: float
    ari: float
    ami: float
    themes: float
    truth: float
    loose: float
    v_language: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Steadiness:
    """Mean share of pairs kept with a tenth of the texts gone; decisions made and overturned."""

    pairs: float
    decisions: int
    overturned: int


def compare(draws: Sequence[Draw], found: Sequence[Found]) -> Figures:
    """Return the mean figures of what was found in each draw."""
    told = [asdict(_one(draw, each)) for draw, each in zip(draws, found, strict=True)]
    means = {name: mean(each[name] for each in told) for name in told[0]}
    return Figures(**{**means, "peak": max(each["peak"] for each in told)})


def _one(draw: Draw, found: Found) -> Figures:
    themes = [str(label) for label in found.labels]
    labels, languages = [r.label for r in draw.rows], [r.language for r in draw.rows]
    return Figures(
        size=len(labels),
        v=v_measure_score(labels, themes),
        ari=adjusted_rand_score(labels, themes),
        ami=adjusted_mutual_info_score(labels, themes),
        themes=len({*themes} - NOWHERE),
        truth=len({*labels}),
        loose=sum(theme in NOWHERE for theme in themes) / len(themes),
        v_language=v_measure_score(languages, themes) if len({*languages}) > 1 else 0.0,
        cpu=found.cpu,
        peak=found.peak,
    )


def steadiness(found: Sequence[Found]) -> Steadiness:
    """Return how steady ours was over the draws."""
    told = [each.steadiness for each in found]
    return Steadiness(
        mean(each["pairs"] for each in told),
        round(sum(each["decisions"] for each in told)),
        round(sum(each["overturned"] for each in told)),
    )
