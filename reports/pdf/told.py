"""What the pages tell beyond the document itself: alternative texts, choices, key numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from reports.charts.rows import interval_top
from reports.document import answer, counts
from reports.document.names import name
from reports.document.report import (
    SEGMENTS,
    Cell,
    Document,
    Known,
    Question,
    Rating,
    Recommendation,
    Stage,
    Theme,
)
from reports.document.sentences import Part, Sentence
from reports.document.strength import Filling
from reports.estimates import Share
from reports.journey_map import drawn
from reports.pdf.budget import budget, praise, summary
from reports.pdf.speech import Speech
from surveys.results import half_up

UNSHOWN = {
    Known.WITHHELD: Sentence("%(segment)s withheld"),
    Known.UNKNOWN: Sentence("%(segment)s not asked"),
}
"""How an alternative text tells a segment without a share."""
WIDEST = Sentence(
    "of the clients asked about it name “%(pain)s”, the widest pain point "
    "(%(low)s to %(high)s percent)"
)
WIDEST_NAMED = Sentence(
    "of the clients asked about it name “%(pain)s”, the widest pain point that has a name "
    "(%(low)s to %(high)s percent)"
)


@dataclass(frozen=True)
class Key:
    """One of the large numbers of the summary: the figure, what it means, its tone."""

    figure: Sentence
    meaning: Sentence
    tone: str


class Told:
    """Everything the templates of *document* show that is worked out from it."""

    def __init__(self, document: Document, speech: Speech) -> None:
        self.document = document
        self.speech = speech

    def values(self) -> dict[str, Any]:
        """Return the names the templates know."""
        stages = self.document.stages
        return {
            "journey": drawn(self.document),
            "means": [stage.emotion for stage in stages],
            "by_key": {theme.key: theme for theme in self._themes()},
            "stage_names": {stage.number: stage.name for stage in stages},
            "plan": summary(self.document),
            "first_pains": answer.ranked(self.document),
            "kept": answer.named(self.document.kept),
            "wishes": answer.named(self.document.suggestions),
            "proposed": sum(1 for theme in on_summary(self.document) if not theme.approved),
            "top": interval_top([pain.reach for pain in self.document.pains]),
            "early": [(stage, signal) for stage in stages for signal in stage.early],
            "questions": self._questions(),
            "rated": [(stage, rating) for stage in stages for rating in stage.ratings],
            "praise_quotes": praise(self.document),
            "keys": keys(self.document),
            "translated": any(quote.translation for quote in self.document.register),
            **self._functions(),
            **self._texts(),
        }

    def _themes(self) -> list[Theme]:
        kinds = (self.document.pains, self.document.strengths, self.document.suggestions)
        return [*chain.from_iterable(kinds)]

    def _questions(self) -> list[Question]:
        of_stages = [question for stage in self.document.stages for question in stage.questions]
        return [*of_stages, *self.document.method.questions]

    def _functions(self) -> dict[str, Any]:
        return {
            "budget": lambda stage: budget(stage, self.document.language),
            "widest": lambda stage: max(stage.pains, key=lambda pain: pain.reach.value),
            "worst": lambda stage: max(p.severity.worst for p in stage.pains if p.severity),
            "cell_depth": cell_depth,
            "segment_shares": segment_shares,
            "unasked": unasked,
            "has_cells": has_cells,
            "segment_words": self.segment_words,
            "reach_words": self.reach_words,
            "score_words": self.score_words,
            "rating_words": self.rating_words,
            "filling_words": self.filling_words,
            "labelled_stops": self.labelled_stops,
        }

    def _texts(self) -> dict[str, Any]:
        felt = [stage for stage in self.document.stages if stage.emotion]
        bases = self.speech.comma.join(
            self.speech.number(stage.emotion.clients) for stage in felt if stage.emotion
        )
        return {"curve_words": self.curve_words(), "felt_bases": bases}

    def curve_words(self) -> str:
        """Return the emotion curve as one text with every value and its base."""
        told = [self._feeling(stage) for stage in self.document.stages]
        return self._plain(Sentence("Mean feeling by stage, −3 to +3:")) + " " + "; ".join(told)

    def reach_words(self, theme: Theme) -> str:
        """Return a theme's share, base and interval as one text."""
        low, high = theme.reach.low, theme.reach.high
        reach = {"count": theme.reach.count, "base": theme.reach.base}
        return self._plain(
            Sentence.of(
                "%(theme)s: %(count)s of %(base)s clients, interval %(low)s to %(high)s percent",
                theme=theme.label,
                low=low,
                high=high,
                **reach,
            )
        )

    def segment_words(self, theme: Theme) -> str:
        """Return a theme's share in each segment as one text."""
        told = (
            self._segment(segment, cell)
            for segment, cell in zip(SEGMENTS, theme.segments, strict=True)
        )
        return "; ".join(told)

    def score_words(self, line: Recommendation) -> str:
        """Return a net promoter score with its interval and base as one text."""
        low, high = line.score.interval
        return self._plain(
            Sentence.of(
                "%(segment)s: score %(value)s, interval %(low)s to %(high)s, %(people)s people",
                segment=name("segment", line.key),
                value=line.score.value,
                low=int(half_up(low)),
                high=int(half_up(high)),
                people=line.score.people,
            )
        )

    def rating_words(self, rating: Rating) -> str:
        """Return how many people gave each answer, lowest first, as one text."""
        counts = self.speech.comma.join(self.speech.number(count) for count in rating.counts)
        return self._plain(
            Sentence.of(
                "%(item)s: people per answer, lowest first: %(counts)s",
                item=rating.text,
                counts=counts,
            )
        )

    def filling_words(self, filling: Filling) -> str:
        """Return how many themes half and all of a segment's people bring, as one text."""
        return self._plain(
            Sentence.of(
                "%(name)s: %(people)s people bring %(themes)s themes, "
                "half of them %(half)s on average",
                name=name("segment", filling.segment),
                people=filling.people,
                themes=filling.themes,
                half=filling.mean[(filling.people - 1) // 2],
            )
        )

    def labelled_stops(self, filling: Filling) -> list[tuple[str, int]]:
        """Return where a curve's upright lines stand, with their thresholds in percent."""
        labels: dict[int, list[str]] = {}
        for stop in filling.stops:
            if stop.people:
                labels.setdefault(stop.people, []).append(f"{half_up(100 * stop.threshold):.0f}%")
        return [(", ".join(told), people) for people, told in labels.items()]

    def _feeling(self, stage: Stage) -> str:
        if stage.emotion is None:
            return self._plain(Sentence.of("%(stage)s not known", stage=stage.name))
        mean, clients = float(stage.emotion.value), stage.emotion.clients
        return self._plain(
            Sentence.of(
                "%(stage)s %(value)s from %(clients)s",
                stage=stage.name,
                value=mean,
                clients=counts.clients(clients),
            )
        )

    def _segment(self, segment: str, cell: Cell) -> str:
        if cell.share is None:
            said = UNSHOWN[cell.known]
            return self._plain(replace(said, parts={"segment": name("segment", segment)}))
        share = {"count": cell.share.count, "base": cell.share.base}
        text = Sentence.of(
            "%(segment)s %(count)s of %(base)s", segment=name("segment", segment), **share
        )
        return self._plain(text)

    def _plain(self, sentence: Sentence) -> str:
        return self.speech.say(sentence).striptags()


def keys(document: Document) -> list[Key]:
    """Return up to four key numbers: who was heard, the widest pain, feeling, recommendation."""
    found = [_heard(document), *_worst(document), *_feelings(document), *_recommended(document)]
    return found[:4]


def on_summary(document: Document) -> list[Theme]:
    """Return the themes that the one-page answer lists."""
    plan = summary(document)
    others = (
        answer.named(themes)[: plan.others] for themes in (document.kept, document.suggestions)
    )
    return [*answer.named(document.pains)[: plan.pains], *chain.from_iterable(others)]


def segment_shares(theme: Theme) -> list[tuple[str, Share | None]]:
    """Return a theme's share in each segment; none where it is withheld or nobody was asked."""
    pairs = zip(SEGMENTS, theme.segments, strict=True)
    return [(segment, cell.share) for segment, cell in pairs]


def unasked(theme: Theme) -> list[str]:
    """Return the segments in which nobody was asked what would bring the theme up."""
    pairs = zip(SEGMENTS, theme.segments, strict=True)
    return [segment for segment, cell in pairs if cell.known is Known.UNKNOWN]


def has_cells(themes: Iterable[Theme], known: str) -> bool:
    """Say whether any of *themes* has a segment that is *known* so: withheld or unknown."""
    return any(cell.known == known for theme in themes for cell in theme.segments)


def cell_depth(cell: Cell) -> int:
    """Return how dark a coverage cell is: 1 below a third of the clients, 3 from two thirds."""
    return 1 + (cell.value >= 1 / 3) + (cell.value >= 2 / 3)


def _heard(document: Document) -> Key:
    clients = document.sample.clients
    figure = Sentence.of("%(count)s of %(base)s", count=clients.count, base=clients.base)
    meaning = Sentence.of(
        "of the clients approached were heard; %(people)s, %(interviews)s",
        people=counts.people(document.sample.people),
        interviews=counts.interviews(document.sample.interviews),
    )
    return Key(figure, meaning, "plain")


def _worst(document: Document) -> list[Key]:
    pains = answer.named(document.pains)
    if not pains:
        return []
    widest = max(pains, key=lambda pain: pain.reach.value)
    is_first = all(pain.reach.value <= widest.reach.value for pain in document.pains)
    reach = widest.reach
    figure = Sentence.of("%(count)s of %(base)s", count=reach.count, base=reach.base)
    said = WIDEST if is_first else WIDEST_NAMED
    parts: dict[str, Part] = {"pain": widest.label, "low": reach.low, "high": reach.high}
    return [Key(figure, replace(said, parts=parts), "pain")]


def _feelings(document: Document) -> list[Key]:
    felt = [(stage, stage.emotion) for stage in document.stages if stage.emotion]
    if not felt:
        return []
    stage, mean = min(felt, key=lambda pair: pair[1].value)
    meaning = Sentence.of(
        "feeling at %(stage)s, the lowest of the stages rated (%(n)s), by %(clients)s",
        n=len(felt),
        stage=stage.name,
        clients=counts.clients(mean.clients),
    )
    return [Key(_signed(mean.value), meaning, "pain" if mean.high < 0 else "plain")]


def _recommended(document: Document) -> list[Key]:
    line = next((one for one in document.recommendation if one.key == "all"), None)
    if line is None:
        return []
    low, high = line.score.interval
    meaning = Sentence.of(
        "net promoter score, given by %(people)s (%(low)s to %(high)s)",
        people=counts.people(line.score.people),
        low=int(half_up(low)),
        high=int(half_up(high)),
    )
    figure = Sentence.of(
        "+%(value)s" if line.score.value > 0 else "%(value)s", value=line.score.value
    )
    return [Key(figure, meaning, "good" if low > 0 else "pain" if high < 0 else "plain")]


def _signed(value: float) -> Sentence:
    return Sentence.of("+%(value)s" if value > 0 else "%(value)s", value=half_up(value, 1))
