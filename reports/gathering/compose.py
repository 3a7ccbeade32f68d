"""A study as a document: the one function that reads everything a report says."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from findings.gathering import find_talks, gather
from findings.services.counting import Counted, count_themes
from findings.services.strength import hearings
from reports.document.report import Cover, Document, Stage, Theme, Touchpoint
from reports.document.sentences import Sentence
from reports.gathering import themes
from reports.gathering.figures import Figures
from reports.gathering.heard import Heard, hear
from reports.gathering.method import Asked, asked_questions, method
from reports.gathering.strength import strength
from reports.gathering.sureness import sure_themes
from reports.gathering.themes import Quoting
from research.models.journey import Stage as StageRow
from research.models.journey import Touchpoint as TouchpointRow
from research.models.study import Study
from research.services import journeys
from research.small_groups import Minimum


def compose(
    session: Session, study: Study, *, language: str, frozen_on: date, title: str = ""
) -> Document:
    """Return the report of *study* as it stands, every figure under the small-group rule.

    It bears the study's title where it has no *title* of its own.
    """
    gathered = gather(session, study)
    counted = [
        c
        for c in count_themes(session, study, gathered, on=frozen_on)
        if c.theme.status != "dropped"
    ]
    heard = hear(session, study, mentions=_mentions(counted))
    minimum = Minimum(study.min_people, study.min_firms)
    figures = Figures(heard, minimum)
    asked = asked_questions(session, study, figures, language)
    quoting = Quoting(minimum, heard.people, _run_out(session, study, frozen_on), language)
    sure = sure_themes(session, study)
    composer = _Composer(figures, counted, asked, quoting=quoting, language=language, sure=sure)
    journey = journeys.in_force(session, study)
    stages = composer.stages(journey.stages)
    return Document(
        language=language,
        cover=_cover(study, heard, frozen_on, gathered.fingerprint, title=title),
        sample=figures.sample(),
        stages=stages,
        recommendation=figures.recommendation(),
        method=method(session, study, figures, counted=counted, stages=stages, asked=asked),
        strength=strength(
            counted,
            hearings(session, study.id, counted),
            minimum,
            themes.keys(counted, [stage.key for stage in journey.stages], minimum),
        ),
    )


class _Composer:
    """Makes the stages one after the other, since quotes are numbered through the report."""

    def __init__(
        self,
        figures: Figures,
        counted: Sequence[Counted],
        asked: Sequence[Asked],
        *,
        quoting: Quoting,
        language: str,
        sure: frozenset[uuid.UUID],
    ) -> None:
        self.figures = figures
        self.counted = counted
        self.asked = asked
        self.quoting = quoting
        self.language = language
        self.sure = sure

    def stages(self, rows: Sequence[StageRow]) -> tuple[Stage, ...]:
        """Return the stages in the order of the journey, numbered from one."""
        keys = [row.key for row in rows]
        homes = [(themes.home(counted, keys), counted) for counted in self.counted]
        return tuple(
            self._stage(number, row, [counted for key, counted in homes if key == row.key])
            for number, row in enumerate(rows, start=1)
        )

    def _stage(self, number: int, row: StageRow, counted: Sequence[Counted]) -> Stage:
        whole, cells = self.figures.coverage(row.key)
        found = themes.findings(
            counted, self.sure, stage=number, language=self.language, quoting=self.quoting
        )
        pains, strengths, suggestions = (
            tuple(theme for theme in found if theme.kind == kind) for kind in themes.KINDS
        )
        hurt, struggles = themes.struggles(counted, self.quoting.minimum)
        name = str(row.names.get(self.language) or row.name)
        return Stage(
            number=number,
            key=row.key,
            name=name,
            description=row.description.rstrip(". "),
            goal="",
            is_decision=row.decision_point,
            moments=(row.decision,) if row.decision else (),
            touchpoints=tuple(_touchpoint(point) for point in row.touchpoints),
            asked=whole,
            coverage=cells,
            emotion=self.figures.feeling(row.key),
            pains=pains,
            strengths=strengths,
            suggestions=suggestions,
            early=self._early(name, counted, pains),
            ratings=self.figures.ratings(row.key),
            questions=tuple(a.at(number) for a in self.asked if a.stage == row.key),
            hurt=hurt,
            struggles=struggles,
        )

    def _early(
        self, stage: str, counted: Sequence[Counted], pains: Sequence[Theme]
    ) -> tuple[Sentence, ...]:
        strangers = sum(1 for pain in pains if not pain.label)
        minimum = self.quoting.minimum
        return themes.early(counted, minimum, self.language, stage=stage, after=strangers)


def _mentions(counted: Sequence[Counted]) -> dict[str, frozenset[uuid.UUID]]:
    """Return who spoke of each stage of their own accord, by the stage of their words."""
    found: dict[str, set[uuid.UUID]] = {}
    for each in counted:
        for voice in each.voices:
            found.setdefault(voice.stage, set()).add(voice.person)
    return {key: frozenset(people) for key, people in found.items() if key}


def _run_out(session: Session, study: Study, day: date) -> frozenset[uuid.UUID]:
    """Return the interviews whose consent no longer holds on *day*."""
    return frozenset(
        talk.id
        for talk in find_talks(session, study)
        if talk.consent and not talk.consent.holds_on(day)
    )


def _touchpoint(row: TouchpointRow) -> Touchpoint:
    return Touchpoint(row.name, row.channel, row.owner_team, row.desired_outcome, row.metric)


def _cover(study: Study, heard: Heard, frozen_on: date, fingerprint: str, *, title: str) -> Cover:
    days = [reply.submitted for reply in heard.replies if reply.submitted]
    days += [talk.held_on for talk in heard.talks]
    return Cover(
        firm=study.firm,
        title=title or study.title,
        goal=study.goal,
        wave=study.wave,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        frozen_on=frozen_on,
        fingerprint=fingerprint[:8],
    )
