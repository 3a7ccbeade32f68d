"""How the figures came to be: questionnaires, questions as worded, counts, limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from findings.models import AnalysisRun, Assignment, Evidence
from findings.services.counting import Counted
from findings.services.latest import last_run
from findings.services.voices import LIVING
from reports.document.names import name
from reports.document.report import Known, Method, Question, Source, Stage
from reports.document.sentences import Sentence
from reports.estimates import FIRM_FROM, WORDS_BELOW
from reports.gathering.figures import Figures
from reports.gathering.heard import group
from research.models.study import Study
from surveys.definition import Definition
from surveys.models.questionnaire import Questionnaire, QuestionnaireVersion, is_published
from surveys.walking.piping import called


@dataclass(frozen=True)
class Asked:
    """A question of a published questionnaire, under the journey's own stage key."""

    stage: str | None
    text: str
    kind: str
    questionnaire: str
    answered: int | None

    def at(self, number: int | None) -> Question:
        """Return the question as a document lists it, at the stage of this number if any."""
        return Question(number, self.text, self.kind, self.questionnaire, self.answered)


def asked_questions(
    session: Session, study: Study, figures: Figures, language: str
) -> tuple[Asked, ...]:
    """Return the questions of the newest version of each questionnaire that has one."""
    return tuple(
        Asked(
            figures.heard.names.own(question.stage),
            called(definition, question),
            question.type,
            definition.title,
            figures.answered(question.id),
        )
        for version in _newest(session, study)
        for definition in [version.read().localised(language)]
        for question in definition.every
        if question.type != "information"
    )


def method(
    session: Session,
    study: Study,
    figures: Figures,
    *,
    counted: Sequence[Counted],
    stages: Sequence[Stage],
    asked: Sequence[Asked],
) -> Method:
    """Return what the method page of *study* says."""
    units = select(func.count()).select_from(Evidence).where(Evidence.study_id == study.id)
    placed = [voice for each in counted for voice in each.voices]
    return Method(
        sources=tuple(_source(version, figures) for version in _newest(session, study)),
        passages=session.scalar(units) or 0,
        placed=len({voice.evidence_id for voice in placed}),
        judged=_judged(session, study),
        themes_approved=_with_status(counted, "approved"),
        themes_proposed=_with_status(counted, "proposed"),
        min_people=study.min_people,
        min_firms=study.min_firms,
        quotes_allowed=len({voice.evidence_id for voice in placed if voice.may_quote}),
        limits=(*_limits(figures, stages), *_apart(last_run(session, study.id))),
        questions=tuple(question.at(None) for question in asked if question.stage is None),
    )


def _newest(session: Session, study: Study) -> list[QuestionnaireVersion]:
    statement = (
        select(QuestionnaireVersion)
        .join(Questionnaire)
        .where(Questionnaire.study_id == study.id, is_published())
        .order_by(Questionnaire.key, QuestionnaireVersion.number)
    )
    newest = {version.questionnaire_id: version for version in session.scalars(statement)}
    return list(newest.values())


def _source(version: QuestionnaireVersion, figures: Figures) -> Source:
    definition: Definition = version.read()
    replies = figures.heard.replies
    people = group(r.person for r in replies if r.version == version.id and r.submitted)
    shown = figures.minimum.allows(people)
    return Source(
        title=definition.title,
        version=version.number,
        segments=tuple(version.questionnaire.audience) or definition.segments,
        questions=sum(1 for question in definition.questions if question.type != "information"),
        responses=len(people.people) if shown else None,
    )


def _judged(session: Session, study: Study) -> int:
    """Count the placings a person made or confirmed."""
    statement = (
        select(func.count(func.distinct(Assignment.evidence_id)))
        .join(Evidence, Assignment.evidence_id == Evidence.id)
        .where(Evidence.study_id == study.id, Assignment.state.in_(LIVING))
        .where((Assignment.origin == "person") | (Assignment.state != "suggested"))
    )
    return session.scalar(statement) or 0


def _with_status(counted: Sequence[Counted], status: str) -> int:
    return sum(1 for each in counted if each.theme.status == status and each.voices)


def _apart(run: AnalysisRun | None) -> list[Sentence]:
    languages = int(run.metrics.get("languages_apart", 0)) if run else 0
    if languages < 2:
        return []
    return [
        Sentence.of(
            "No theme crosses a language, since the texts were compared by their words alone: "
            "the same matter may stand in up to %(languages)s themes.",
            languages=languages,
        )
    ]


def _limits(figures: Figures, stages: Sequence[Stage]) -> list[Sentence]:
    return [
        *_few(figures),
        *_unanswered(figures),
        *_unheard(figures),
        *_unknown(stages),
        *_small(stages),
        *_unapproved(stages),
    ]


def _few(figures: Figures) -> list[Sentence]:
    heard = figures.sample().clients.count
    if not 0 < heard < FIRM_FROM:
        return []
    return [
        Sentence.counted(
            "Only one client was heard: conclude nothing from it about other clients.",
            "Only %(n)s clients were heard: read which pain points there are and in which words, "
            "but not how common they are among all clients, "
            "nor that one stage or segment fares worse than another.",
            heard,
        )
    ]


def _unanswered(figures: Figures) -> list[Sentence]:
    rate = figures.sample().response_rate
    if not rate.base or rate.count >= rate.base:
        return []
    return [
        Sentence.counted(
            "%(count)s of %(n)s personal link was answered; the others may think otherwise.",
            "%(count)s of %(n)s personal links were answered; the others may think otherwise.",
            rate.base,
            count=rate.count,
        )
    ]


def _unheard(figures: Figures) -> list[Sentence]:
    shown = [line for line in figures.sample().segments if line.answered.share]
    least = min(shown, key=lambda line: line.answered.value, default=None)
    if least is None or least.answered.share is None or least.answered.value >= 0.5:
        return []
    return [
        Sentence.of(
            "Fewer than half of the %(segment)s approached were heard.",
            segment=name("clients", least.key),
        )
    ]


def _unknown(stages: Sequence[Stage]) -> list[Sentence]:
    unknown = sum(1 for s in stages for cell in s.coverage if cell.known is Known.UNKNOWN)
    if not unknown:
        return []
    return [
        Sentence.counted(
            "One meeting of stage and segment is unknown: silence there is not praise.",
            "%(n)s meetings of stage and segment are unknown: silence there is not praise.",
            unknown,
        )
    ]


def _small(stages: Sequence[Stage]) -> list[Sentence]:
    small = [s for s in stages if s.asked.share and s.asked.share.count < WORDS_BELOW]
    return [
        Sentence.of(
            "%(stage)s rests on fewer than ten clients: read it as a first sign.", stage=stage.name
        )
        for stage in small
    ]


def _unapproved(stages: Sequence[Stage]) -> list[Sentence]:
    themes = [t for s in stages for t in (*s.pains, *s.strengths, *s.suggestions)]
    proposed = sum(1 for theme in themes if not theme.approved)
    if not proposed:
        return []
    return [
        Sentence.counted(
            "One of the themes shown is a proposal no person has approved yet.",
            "%(n)s of the %(all)s themes shown are proposals no person has approved yet.",
            proposed,
            all=len(themes),
        )
    ]
