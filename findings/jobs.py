"""The analysis as work in the background."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from flask import current_app

import analysis
from analysis.corpus import Analysis
from analysis.reader.redaction import Redactor
from findings.services.reader import switching
from findings.services.reader.journals import StudyJournal
from findings.services.reader.names import redactor_of
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
    prepared, redact = prepare(work.session, study), redactor_of(work.session, study)
    is_read = switching.look(work.session, study, current_app.extensions["settings"]).is_on
    work.session.rollback()  # no transaction stays open while the machine thinks
    # numpy is loaded when there is something to analyse: no page needs it.
    embedding = import_module("findings.embedding.choice")
    vectors = embedding.vectors_for(current_app.extensions["settings"])
    with embedding.plainly():
        if is_read:
            found, reader = _read(work, prepared, vectors, redact)
        else:
            found, reader = _find(work, prepared, vectors, redact), {}
    work.progress(0, 1, "Saving what was found")
    begin_write(work.session)
    run = store(work.session, prepared, found, reader)
    work.result.update(run=str(run.id), reader=reader, **run.metrics)
    work.session.commit()


def _find(work: jobs.Work, prepared: Prepared, vectors: Any, redact: Redactor) -> Analysis:
    """Find what there is to find; words that name somebody never name a theme."""
    library, tell = prepared.library, _teller(work)
    reading = analysis.Reading(vectors, tell, library, lambda text: redact(text).text == text)
    return analysis.analyse_by(reading, *_texts(prepared))


def _read(
    work: jobs.Work, prepared: Prepared, vectors: Any, redact: Redactor
) -> tuple[Analysis, dict[str, Any]]:
    """Let the reader by endpoint find it, and tell what it took."""
    settings: Settings = current_app.extensions["settings"]
    readings = import_module("findings.services.reader.readings")
    journal = StudyJournal(db.engine, prepared.study_id)
    reader = readings.make_reader(settings, redact, journal, vectors, prepared.library)
    reading = readings.read_texts(reader, *_texts(prepared), _teller(work))
    if reading.stopped is None:
        journal.forget_others()
    return reading.analysis, readings.summary(reading, reader, settings)


def _texts(prepared: Prepared) -> tuple[Any, ...]:
    return prepared.corpus, prepared.stages, prepared.known, prepared.options


def _teller(work: jobs.Work) -> Callable[[str, int, int], None]:
    def progress(phase: str, done: int, total: int) -> None:
        work.progress(done, total, phase)

    return progress


def _find_study(work: jobs.Work) -> Study:
    study = work.session.get(Study, work.subject) if work.subject else None
    if study is None:
        raise NotFound("The study to analyse is gone.")
    return study
