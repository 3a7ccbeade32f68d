"""The analysis as work in the background."""

from importlib import import_module

from flask import current_app

import analysis
from findings.services.runs.running import ANALYSE, prepare, store
from foundation import jobs
from foundation.db import begin_write
from foundation.errors import NotFound
from research.models.study import Study


@jobs.handler(ANALYSE)
def run_analysis(work: jobs.Work) -> None:
    """Analyse the study that is the job's subject; leave the run's id and its counts."""
    prepared = prepare(work.session, _find_study(work))
    work.session.rollback()  # no transaction stays open while the machine thinks
    # numpy is loaded when there is something to analyse: no page needs it.
    embedding = import_module("findings.embedding.choice")
    vectors = embedding.vectors_for(current_app.extensions["settings"])
    with embedding.plainly():
        found = analysis.analyse(
            prepared.corpus,
            prepared.stages,
            prepared.known,
            prepared.options,
            progress=lambda phase, done, total: work.progress(done, total, phase),
            vectors=vectors,
        )
    work.progress(0, 1, "Saving what was found")
    begin_write(work.session)
    run = store(work.session, prepared, found)
    work.result.update(run=str(run.id), **run.metrics)
    work.session.commit()


def _find_study(work: jobs.Work) -> Study:
    study = work.session.get(Study, work.subject) if work.subject else None
    if study is None:
        raise NotFound("The study to analyse is gone.")
    return study
