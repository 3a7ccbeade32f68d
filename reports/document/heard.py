"""What the page of those who were heard says: headings, ways of hearing, gaps."""

from reports.document.names import name
from reports.document.report import Document, Known, Sample
from reports.document.sentences import Sentence


def sample(document: Document) -> Sentence:
    """Say how many clients were heard of those approached, and who is missing most."""
    heard = document.sample.clients
    shown = [line for line in document.sample.segments if line.answered.share]
    least = min(shown, key=lambda line: line.answered.value, default=None)
    if not heard.base or not heard.count:
        return Sentence.of("Nobody has been heard yet")
    if least is None or len(shown) < 2 or least.answered.share is None or least.answered.value >= 1:
        return Sentence.counted(
            "The one client approached was heard",
            "%(count)s of %(n)s clients were heard",
            heard.base,
            count=heard.count,
        )
    return Sentence.of(
        "%(count)s of %(base)s clients were heard; least often %(segment)s (%(few)s of %(all)s)",
        count=heard.count,
        base=heard.base,
        segment=name("clients", least.key),
        few=least.answered.share.count,
        all=least.answered.share.base,
    )


def sources(document: Document) -> tuple[Sentence, ...]:
    """Tell by which ways people were heard: links answered of links sent, imports, interviews."""
    sample = document.sample
    told = []
    if sample.invited:
        told.append(_links(sample))
    if sample.begun:
        told.append(
            Sentence.counted(
                "One more was begun and broken off.",
                "%(n)s more were begun and broken off.",
                sample.begun,
            )
        )
    if sample.imported:
        told.append(
            Sentence.counted(
                "One questionnaire was answered elsewhere and imported; it answers no link.",
                "%(n)s questionnaires were answered elsewhere and imported; they answer no link.",
                sample.imported,
            )
        )
    if sample.interviews:
        told.append(
            Sentence.counted(
                "One interview was held.", "%(n)s interviews were held.", sample.interviews
            )
        )
    return tuple(told)


def _links(sample: Sample) -> Sentence:
    rate = sample.response_rate
    counts = {"count": rate.count, "base": rate.base}
    if rate.is_small:
        return Sentence.counted(
            "%(count)s of %(n)s personal link was answered.",
            "%(count)s of %(n)s personal links were answered.",
            rate.base,
            count=rate.count,
        )
    return Sentence.of(
        "%(count)s of %(base)s personal links were answered, %(share)s percent "
        "(%(low)s to %(high)s).",
        **counts,
        share=rate.percent,
        low=rate.low,
        high=rate.high,
    )


def coverage(document: Document) -> Sentence:
    """Say how much of the journey nobody has described yet."""
    cells = [cell for stage in document.stages for cell in stage.coverage]
    unknown = sum(1 for cell in cells if cell.known is Known.UNKNOWN)
    if not unknown:
        return Sentence.of("Every stage was described by somebody of every segment")
    return Sentence.counted(
        "%(n)s of %(all)s meetings of stage and segment is still unknown",
        "%(n)s of %(all)s meetings of stage and segment are still unknown",
        unknown,
        all=len(cells),
    )
