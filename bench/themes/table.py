"""One table of every set and way, and what it comes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from bench.themes.figures import Figures, Steadiness
from bench.themes.sets import LabelledSet

NAMES = {
    "ours": "ours",
    "defaults": "BERTopic",
    "reduced": "BERTopic + reduce",
    "tuned": "BERTopic tuned",
}
#: No set may lie further under its aim than this, in V and in ARI.
SLACK = (0.03, 0.05)
SET_OF_PAINS = "pains, file left out"
HEADER = (
    f"{'set':<22}{'way':<18}{'n':>6}{'V':>7}{'ARI':>7}{'AMI':>7}{'k':>5}{'true':>5}{'loose':>7}"
    f"{'V lang':>8}{'CPU s':>8}{'MB':>6}  {'aim V / ARI':<14}{'pairs kept':>11}{'overturned':>12}"
)


@dataclass(frozen=True)
class Measured:
    """A set with the figures of each way, and the steadiness of ours."""

    of: LabelledSet
    figures: Mapping[str, Figures]
    steady: Steadiness


def rows(each: Measured) -> Iterator[str]:
    """Return a line for each way that was measured."""
    for way, figures in each.figures.items():
        name = each.of.name if way == "ours" else ""
        told = _line(name, way, figures)
        yield told + _beside(each) if way == "ours" else told


def _line(name: str, way: str, each: Figures) -> str:
    return (
        f"{name:<22}{NAMES[way]:<18}{each.size:>6.0f}{each.v:>7.3f}{each.ari:>7.3f}{each.ami:>7.3f}"
        f"{each.themes:>5.0f}{each.truth:>5.0f}{each.loose:>7.1%}{each.v_language:>8.3f}"
        f"{each.cpu:>8.1f}{each.peak:>6.0f}"
    )


def _beside(each: Measured) -> str:
    steady = f"{each.steady.pairs:>11.1%}{each.steady.overturned:>5} of {each.steady.decisions}"
    return f"  {_aim(each):<14}{steady}"


def _aim(each: Measured) -> str:
    if each.of.aim is None:
        return ""
    ours, (v, ari) = each.figures["ours"], each.of.aim
    return f"{_marked(ours.v, v, SLACK[0])} / {_marked(ours.ari, ari, SLACK[1])}"


def _marked(value: float, aim: float, slack: float) -> str:
    """Mark an aim that is missed with `-`, one that is missed by more than the slack with `!`."""
    if round(value, 3) >= aim:
        return f"{aim:.2f}"
    return f"{aim:.2f}{'-' if round(value, 3) >= aim - slack else '!'}"


def summary(measured: Sequence[Measured]) -> Iterator[str]:
    """Say what the table comes to: aims, rivals, and what the library had to do without."""
    yield "aims: - missed by ours, ! missed by more than .03 in V or .05 in ARI"
    aimed = [each for each in measured if each.of.aim]
    for name, place in (("V", 0), ("ARI", 1)) if aimed else ():
        ours = mean(_both(each.figures["ours"])[place] for each in aimed)
        aims = mean(each.of.aim[place] for each in aimed if each.of.aim)
        yield f"mean {name} over the {len(aimed)} sets with aims: ours {ours:.3f}, aims {aims:.3f}"
    yield from _against_rivals(measured, aimed)
    yield from (f"{each.of.name}: {each.of.note}" for each in measured if each.of.note)


def _against_rivals(measured: Sequence[Measured], aimed: Sequence[Measured]) -> Iterator[str]:
    if not aimed or not all("tuned" in each.figures for each in measured):
        return
    for way in ("reduced", "tuned"):
        behind = [each.of.name for each in measured if _is_behind(each, way)]
        told = f"behind on {', '.join(behind)}" if behind else "ahead on every set in both"
        means = [mean(_both(each.figures[way])[place] for each in aimed) for place in (0, 1)]
        yield f"{NAMES[way]}: mean V {means[0]:.3f}, ARI {means[1]:.3f}; ours is {told}"
    for each in measured:
        if each.of.name == SET_OF_PAINS:
            best = max(f.ari for way, f in each.figures.items() if way != "ours")
            ours = each.figures["ours"].ari
            yield f"ARI on the pains: ours {ours:.3f}, the best of BERTopic {best:.3f}"


def _is_behind(each: Measured, way: str) -> bool:
    pairs = zip(_both(each.figures["ours"]), _both(each.figures[way]), strict=True)
    return any(ours <= theirs for ours, theirs in pairs)


def _both(each: Figures) -> tuple[float, float]:
    return each.v, each.ari
