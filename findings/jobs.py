"""The analysis as work in the background."""

from importlib import import_module
from typing import Any

from flask import current_app

import analysis
from analysis.corpus import Analysis
from findings.services.reader import switching
from findings.services.reader.journals import StudyJournal
from findings.services.runs.running import ANALYSE, Prepared, prepare, store
from foundation import jobs
from foundation.db import begin_write, db
from foundation.errors import NotFound
from foundation.settings import Settings
from research.models.study import Study


@jobs.handler(ANALYSE)
def run_analysis(work: jobs.Work) -> None:
    """Analyse the study that is the job's subject; leave the run's id and its counts."""
    study = _find_study(work)
    prepared, redact = prepare(work.session, study), _redactor(work, study)
    work.session.rollback()  # no transaction stays open while the machine thinks
    # numpy is loaded when there is something to analyse: no page needs it.
    embedding = import_module("findings.embedding.choice")
    vectors = embedding.vectors_for(current_app.extensions["settings"])
    with embedding.plainly():
        found, reader = _find(work, prepared, vectors, redact)
    work.progress(0, 1, "Saving what was found")
    begin_write(work.session)
    run = store(work.session, prepared, found, reader)
    work.result.update(run=str(run.id), reader=reader, **run.metrics)
    work.session.commit()


def _redactor(work: jobs.Work, study: Study) -> Any:
    """Return what takes names out of the texts, where an owner lets a reader by endpoint read."""
    settings: Settings = current_app.extensions["settings"]
    if not switching.look(work.session, study, settings).is_on:
        return None
    return import_module("findings.services.reader.names").redactor_of(work.session, study)


def _find(
    work: jobs.Work, prepared: Prepared, vectors: Any, redact: Any
) -> tuple[Analysis, dict[str, Any]]:
    """Find what there is to find, and what a reader took, if there is one."""

    def progress(phase: str, done: int, total: int) -> None:
        work.progress(done, total, phase)

    texts = (prepared.corpus, prepared.stages, prepared.known, prepared.options)
    if redact is None:
        reading = analysis.Reading(vectors, progress, prepared.library)
        return analysis.analyse_by(reading, *texts), {}
    settings: Settings = current_app.extensions["settings"]
    readings = import_module("findings.services.reader.readings")
    journal = StudyJournal(db.engine, prepared.study_id)
    reader = readings.make_reader(settings, redact, journal, vectors)
    reading = readings.read_texts(reader, *texts, progress)
    if reading.stopped is None:
        journal.forget_others()
    return reading.analysis, readings.summary(reading, reader, settings)


def _find_study(work: jobs.Work) -> Study:
    study = work.session.get(Study, work.subject) if work.subject else None
    if study is None:
        raise NotFound("The study to analyse is gone.")
    return study
