"""One run of the analysis over a study: prepared, computed elsewhere, stored.

Between preparing and storing no transaction is open, so people go on working meanwhile; what they
decide in that time holds as well, since storing looks at the database as it is then.
"""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.corpus import Analysis, Corpus, Decision, Known, Options, StageSpec, ThemeFound
from analysis.library import Library, load_library
from findings.gathering import gather, stage_specs
from findings.models import AnalysisRun, Assignment, Theme
from findings.services.counting import is_settled
from findings.services.decisions import read_known
from findings.services.latest import found_by, last_run
from findings.services.library.own_pains import library_of
from findings.services.proposals import close_open, propose_stage
from findings.services.runs.grains import store_grains
from findings.services.runs.placing import place
from findings.services.runs.recognising import Units, recognise
from findings.services.runs.units import store_units
from findings.services.themes import free_slug, note
from findings.services.voices import LIVING
from foundation import jobs
from foundation.clock import now
from foundation.errors import Conflict
from foundation.jobs import Job
from foundation.texts import msgid
from research.models.study import Study
from research.services import journeys
from research.services.steps import Step, StepState, overview_step

#: The kind of job that analyses a study.
ANALYSE = "analyse"


@dataclass(frozen=True)
class Prepared:
    """All that an analysis needs, free of the database."""

    study_id: uuid.UUID
    corpus: Corpus
    fingerprint: str
    stages: tuple[StageSpec, ...]
    known: Known
    options: Options = field(default_factory=Options)
    library: Library = field(default_factory=load_library)
    started_at: datetime = field(default_factory=now)


def prepare(session: Session, study: Study, options: Options | None = None) -> Prepared:
    """Read the study's words and decisions; raises `Conflict` where there are no words yet."""
    gathered = gather(session, study)
    if not gathered.corpus.passages:
        raise Conflict("There are no answers in words and no interview excerpts to analyse yet.")
    return Prepared(
        study_id=study.id,
        corpus=gathered.corpus,
        fingerprint=gathered.fingerprint,
        stages=stage_specs(journeys.in_force(session, study)),
        known=_with_interviewers(read_known(session, study.id), gathered.corpus),
        options=options or Options(granularity=_chosen(session, study.id)),
        library=library_of(session),
    )


def _chosen(session: Session, study_id: uuid.UUID) -> float:
    """Return the grain people have chosen since the last run: a new run keeps to it."""
    run = last_run(session, study_id)
    return run.cut / found_by(run) if run and run.cut else 1.0


def store(
    session: Session,
    prepared: Prepared,
    analysis: Analysis,
    reader: Mapping[str, Any] | None = None,
) -> AnalysisRun:
    """Write what the analysis found; what a person has decided stays as it is.

    `reader` is told of a reader by endpoint, if one read the texts.

    New themes come as proposed. Themes a person has judged keep name, stage and evidence, and what
    the run would change about them becomes a proposal; only units that stood nowhere join them.
    """
    run = _add_run(session, prepared, analysis)
    run.reader = dict(reader or {})
    close_open(session, prepared.study_id)
    study = session.get_one(Study, prepared.study_id)
    units = store_units(session, run, gather(session, study).corpus, analysis.units)
    themes = _store_themes(session, run, analysis.themes, units)
    moves = place(session, run, units, themes)
    store_grains(session, run, analysis, themes, units)
    run.metrics = {
        **analysis.metrics,
        "trust": {question: dict(stages) for question, stages in analysis.trust.items()},
        "passages": len(prepared.corpus.passages),
        "units": len(units),
        "themes": len(analysis.themes),
        "new_themes": sum(1 for theme in themes.values() if theme.created_at >= run.created_at),
        "proposals": moves,
    }
    if prepared.options.granularity != 1.0:
        run.cut = max(1, round(found_by(run) * prepared.options.granularity))
    run.ended_at = now()
    session.flush()
    return run


def enqueue(session: Session, study: Study, *, created_by: uuid.UUID | None = None) -> Job:
    """Add the work to the transaction; a study is analysed once at a time."""
    return jobs.enqueue(
        session, ANALYSE, subject=study.id, key=f"{ANALYSE}:{study.id}", created_by=created_by
    )


def latest_job(session: Session, study: Study) -> Job | None:
    """Return the study's newest analysis: waiting, at work or over."""
    statement = (
        select(Job)
        .where(Job.kind == ANALYSE, Job.subject == study.id)
        .order_by(Job.created_at.desc())
        .limit(1)
    )
    return session.scalar(statement)


@overview_step(80)
def themes_step(session: Session, study: Study) -> Step:
    """Say how many themes stand, how many a person has approved, and what waits for one."""
    is_approved = Theme.status == "approved"
    heard = select(Assignment.id).where(
        Assignment.theme_id == Theme.id, Assignment.state.in_(LIVING)
    )  # fmt: skip
    counts = (
        select(func.count(), func.count().filter(is_approved))
        .where(Theme.study_id == study.id, Theme.merged_into_id.is_(None))
        .where(Theme.status != "dropped", is_approved | heard.exists())
    )
    standing, approved = session.execute(counts).one()
    title = msgid("Themes")
    if not standing:
        detail = msgid("The answers in words are not analysed yet")
        has_words = bool(gather(session, study).corpus.passages)
        state = StepState.READY if has_words else StepState.WAITING
        return Step(title, state, detail, "themes.index")
    state = StepState.DONE if approved == standing else StepState.READY
    params = {"approved": approved, "standing": standing}
    return Step(
        title, state, msgid("%(approved)s of %(standing)s approved"), "themes.index", params
    )


def _with_interviewers(known: Known, corpus: Corpus) -> Known:
    """Let what an interviewer said an excerpt is hold, where nobody has decided since."""
    decided = {decision.passage_id for decision in known.decisions}
    judged = tuple(
        Decision(each.id, 0, len(each.text), kind=each.kind_hint)
        for each in corpus.passages
        if each.kind_hint and not each.question and each.id not in decided
    )
    return replace(known, decisions=known.decisions + judged)


def _add_run(session: Session, prepared: Prepared, analysis: Analysis) -> AnalysisRun:
    run = AnalysisRun(
        study_id=prepared.study_id,
        options={**asdict(prepared.options), "kinds": list(prepared.options.kinds)},
        corpus_hash=prepared.fingerprint,
        versions=dict(analysis.versions),
        seed=prepared.options.seed,
        started_at=prepared.started_at,
    )
    session.add(run)
    session.flush()
    return run


def _store_themes(
    session: Session, run: AnalysisRun, found: tuple[ThemeFound, ...], units: Units
) -> dict[str, Theme]:
    """Return the theme of each theme found, by the id the analysis gave it."""
    themes = recognise(session, run.study_id, found, units)
    for each in found:
        if each.id not in themes:
            themes[each.id] = _new_theme(session, run, each)
        _refresh(session, run, themes[each.id], each)
    session.flush()
    return themes


def _new_theme(session: Session, run: AnalysisRun, found: ThemeFound) -> Theme:
    label = found.label("en")[:200]
    # Addresses are seen by everybody: words that somebody said do not belong there.
    address = label if found.label_source == "library" else found.kind
    theme = Theme(
        study_id=run.study_id,
        slug=free_slug(session, run.study_id, address),
        label=label,
        labels=dict(found.labels),
        kind=found.kind,
        stage=found.stage or "",
        library_id=found.library_id or "",
    )
    session.add(theme)
    session.flush()
    note(session, theme, "created", None, {"label": [None, label], "run": str(run.id)})
    return theme


def _refresh(session: Session, run: AnalysisRun, theme: Theme, found: ThemeFound) -> None:
    """Take over what is computed; the home stage only where no person has judged the theme."""
    theme.agreement = found.agreement
    theme.stage_scores = {key: round(share, 4) for key, share in found.stages.items()}
    theme.keywords = {language: list(words) for language, words in found.keywords.items()}
    stage = found.stage or ""
    if not stage or stage == theme.stage:
        return
    if is_settled(theme):
        propose_stage(session, run, theme, stage)
    else:
        note(session, theme, "moved", None, {"stage": [theme.stage, stage], "run": str(run.id)})
        theme.stage, theme.rev = stage, theme.rev + 1
