"""Headings that are findings: each says what the figures below it say, and no more.

A heading names one place as worst or best only where its interval keeps clear of the next one's
estimate; otherwise it names both or says that the difference is small.
"""

from collections.abc import Sequence
from dataclasses import replace

from reports.document import struggles
from reports.document.answer import named
from reports.document.names import unnamed
from reports.document.report import Document, Known, Stage, Theme
from reports.document.sentences import Part, Sentence
from reports.document.struggles import Struggle

WIDE = 25
"""A pain point is wide from this percentage of the clients asked on, as the tables print it."""


def cover(document: Document) -> Sentence:
    """Say what the report is about, by what was found."""
    if document.pains and document.kept:
        return Sentence.of("Where clients struggle, and what they would keep")
    if document.pains:
        return Sentence.of("Where clients struggle")
    return Sentence.of("What clients told us so far")


def summary(document: Document) -> Sentence:
    """Say where clients that were lost struggle, else where any do, or why nothing can be said."""
    if not document.pains:
        return _nothing_hurts(document)
    lost, former = (_places(struggles.of_segment(document, one)) for one in ("lost", "former"))
    if lost and former and str(lost) == str(former):
        return Sentence.of("Lost and former clients both struggle at %(stage)s", stage=lost)
    if lost and former:
        return Sentence.of(
            "Lost clients struggle at %(lost)s, former clients at %(former)s",
            lost=lost,
            former=former,
        )
    if lost:
        return Sentence.of("Lost clients struggle at %(stage)s", stage=lost)
    if former:
        return Sentence.of("Former clients struggle at %(stage)s", stage=former)
    where = _places(struggles.of_all(document)) or _name(document, document.pains[0])
    return Sentence.of("Clients struggle most at %(stage)s", stage=where)


def summary_lead(document: Document) -> tuple[Sentence, ...]:
    """Give the heading its figures, else the first pain; pains and strengths are listed below."""
    return tuple(_figures(document)) or first_pain(document)


def first_pain(document: Document) -> tuple[Sentence, ...]:
    """Tell the pain point of the highest priority that has a name, if there is one."""
    return tuple(_pain(document, pain) for pain in named(document.pains)[:1])


def _figures(document: Document) -> list[Sentence]:
    """Say of how many clients the heading of the summary speaks."""
    lost, former = (_shares(struggles.of_segment(document, one)) for one in ("lost", "former"))
    if not lost and not former:
        shares = _shares(struggles.of_all(document))
        said = "Of the clients asked, %(where)s name a pain point."
        return [Sentence.of(said, where=shares)] if shares else []
    of_lost = Sentence.of("Of the lost clients asked, %(where)s name a pain point.", where=lost)
    of_former = Sentence.of(
        "Of the former clients asked, %(where)s name a pain point.", where=former
    )
    return [said for said, told in ((of_lost, lost), (of_former, former)) if told]


def _places(found: tuple[Struggle, ...]) -> Part:
    """Return the names of the stages in the order of the journey; nothing where there are none."""
    ordered = sorted(found, key=lambda each: each.stage.number)
    return _both([each.stage.name for each in ordered])


def _shares(found: tuple[Struggle, ...]) -> Part:
    """Return how many clients struggle at each stage, with the interval from ten clients on."""
    return _both([_share(each) for each in found])


def _share(struggle: Struggle) -> Sentence:
    share, stage = struggle.share, struggle.stage.name
    if share.is_small:
        return Sentence.of(
            "%(count)s of %(base)s at %(stage)s", count=share.count, base=share.base, stage=stage
        )
    said = Sentence.of("%(count)s of %(base)s at %(stage)s (%(low)s to %(high)s percent)")
    parts: dict[str, Part] = {"count": share.count, "base": share.base, "stage": stage}
    return replace(said, parts={**parts, "low": share.low, "high": share.high})


def _both(parts: Sequence[Part]) -> Part:
    if len(parts) < 2:
        return parts[0] if parts else ""
    return Sentence.of("%(one)s and %(other)s", one=parts[0], other=parts[1])


def feeling(document: Document) -> Sentence:
    """Say where clients feel worst and best, if the intervals tell them apart."""
    felt = [(stage, stage.emotion) for stage in document.stages if stage.emotion]
    if len(felt) < 2:
        return Sentence.of("How clients feel is known for too few stages to compare")
    low = min(felt, key=lambda pair: pair[1].value)
    high = max(felt, key=lambda pair: pair[1].value)
    if low[1].high >= high[1].low:
        return Sentence.of("How clients feel differs little from stage to stage")
    return Sentence.of(
        "Clients feel best at %(high)s and worst at %(low)s",
        high=high[0].name,
        low=low[0].name,
    )


def ranking(document: Document) -> Sentence:
    """Say how many pain points there are and how many are wide."""
    pains = document.pains
    if not pains:
        return _nothing_hurts(document)
    wide = sum(1 for pain in pains if pain.reach.percent >= WIDE)
    if not wide:
        return Sentence.of("No pain point reaches %(wide)s percent of the clients asked", wide=WIDE)
    if wide == len(pains):
        return Sentence.counted(
            "%(n)s pain point, and it reaches %(wide)s percent of the clients asked or more",
            "All %(n)s pain points reach %(wide)s percent of the clients asked or more",
            len(pains),
            wide=WIDE,
        )
    return Sentence.counted(
        "%(n)s of %(all)s pain points reaches %(wide)s percent of the clients asked or more",
        "%(n)s of %(all)s pain points reach %(wide)s percent of the clients asked or more",
        wide,
        all=len(pains),
        wide=WIDE,
    )


def stage(stage: Stage) -> Sentence:
    """Say what was found at *stage*, or why nothing was."""
    if stage.asked.known is Known.UNKNOWN:
        return Sentence.of("Nobody was asked about this stage yet")
    if stage.asked.known is Known.WITHHELD:
        return Sentence.of("Too few people spoke of this stage to report what they said")
    if stage.pains:
        return _pain_of_stage(stage)
    if stage.strengths:
        return _praise_of_stage(stage)
    base = stage.asked.share.count if stage.asked.share else 0
    return Sentence.counted(
        "One client was asked; no three clients agree on a finding yet",
        "%(n)s clients were asked; no three of them agree on a finding yet",
        base,
    )


def strengths(document: Document) -> Sentence:
    """Say what is praised most widely."""
    if not document.strengths:
        return Sentence.of("No three clients have praised the same thing yet")
    if not document.kept:
        return Sentence.of("What clients praise is not confirmed by a person yet")
    for first in named(document.kept):
        return Sentence.of(
            "Keep this: %(count)s of the %(base)s clients asked about it praise “%(theme)s”",
            **_reached(first),
            theme=first.label,
        )
    return Sentence.of("The praise of most clients has no name yet")


def recommendation(document: Document) -> Sentence:
    """Say whether more people recommend the firm than advise against it."""
    everyone = next((line.score for line in document.recommendation if line.key == "all"), None)
    if everyone is None:
        return Sentence.of("Too few people said whether they would recommend the firm")
    low, high = everyone.interval
    if low > 0:
        return Sentence.of("More people would recommend the firm than warn against it")
    if high < 0:
        return Sentence.of("More people would warn against the firm than recommend it")
    return Sentence.of("As many people may warn against the firm as recommend it")


def _praise_of_stage(stage: Stage) -> Sentence:
    found = _speaking(_kept(stage))
    if not found:
        return Sentence.of("Nothing hurts three clients here; praise is not confirmed yet")
    return Sentence.of(
        "Nothing hurts three clients here, and %(count)s of the %(base)s clients asked about it "
        "praise “%(theme)s”",
        **_reached(found[0]),
        theme=_called(found[0], stage),
    )


def _pain_of_stage(stage: Stage) -> Sentence:
    (first,) = _speaking(stage.pains)
    for praise in _speaking(_kept(stage)):
        if praise.reach.value > first.reach.value:
            return Sentence.of(
                "%(praise)s of the %(heard)s clients asked about it praise “%(theme)s”, "
                "yet %(count)s of the %(base)s asked name “%(pain)s”",
                **_named(stage, first),
                praise=praise.reach.count,
                heard=praise.reach.base,
                theme=_called(praise, stage),
            )
    return Sentence.of(
        "%(count)s of the %(base)s clients asked about it name “%(pain)s”",
        **_named(stage, first),
    )


def _kept(stage: Stage) -> tuple[Theme, ...]:
    return tuple(theme for theme in stage.strengths if theme.is_settled)


def _speaking(themes: tuple[Theme, ...]) -> tuple[Theme, ...]:
    """Return the first of *themes* that has a name, else the first: a heading should say much."""
    return (*named(themes), *themes)[:1]


def _pain(document: Document, pain: Theme) -> Sentence:
    said = Sentence.of(
        "“%(theme)s” at %(stage)s: named by %(count)s of the %(base)s clients asked about it."
    )
    return _told(document, pain, said)


def _told(document: Document, theme: Theme, said: Sentence) -> Sentence:
    parts: dict[str, Part] = {
        "theme": theme.label,
        "stage": _name(document, theme),
        **_reached(theme),
    }
    return replace(said, parts=parts)


def _nothing_hurts(document: Document) -> Sentence:
    if not document.sample.people:
        return Sentence.of("Nobody has answered yet")
    return Sentence.of("No pain point was named by three clients or more yet")


def _named(stage: Stage, theme: Theme) -> dict[str, Part]:
    return {"stage": stage.name, "pain": _called(theme, stage), **_reached(theme)}


def _called(theme: Theme, stage: Stage) -> Part:
    """Return the theme's name; words somebody said never stand for one in a heading."""
    return unnamed(theme.kind, stage.name, 0) if theme.is_quote else theme.label


def _reached(theme: Theme) -> dict[str, int]:
    return {"count": theme.reach.count, "base": theme.reach.base}


def _name(document: Document, theme: Theme) -> str:
    return next(stage.name for stage in document.stages if stage.number == theme.stage)
