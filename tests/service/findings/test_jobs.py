"""The analysis as a job: with progress, once at a time, by the command line and by the page."""

import pytest

from findings.models import AnalysisRun, Theme
from findings.services.runs import running
from foundation import jobs
from foundation.db import db
from foundation.jobs import Job, JobState

WORDS = (
    "The invoices arrive months late and never match the quote.",
    "Your invoices come far too late.",
    "Invoices are late every single month.",
    "Anna is a joy to work with.",
)


@pytest.fixture
def told(world):
    """Four clients who have said something."""
    for number, text in enumerate(WORDS):
        world.answer(text, response=world.response(world.contact(f"Firm {number}")))
    world.session.commit()
    return world


def test_the_job_finds_themes_and_tells_how_far_it_is(told):
    job = running.enqueue(told.session, told.study)
    told.session.commit()
    heard = []
    assert jobs.run(db.engine, job.id, lambda *step: heard.append(step)) == JobState.DONE
    told.session.expire_all()
    assert job.result["passages"] == 4
    assert told.session.query(Theme).count() == job.result["new_themes"] > 0
    assert len({phase for phase, _, _ in heard}) >= 2


def test_a_study_is_analysed_once_at_a_time(told):
    assert running.enqueue(told.session, told.study) is running.enqueue(told.session, told.study)


def test_the_command_says_what_was_found(app, told):
    done = app.test_cli_runner().invoke(args=["analyse", "study"])
    assert done.exit_code == 0, done.output
    assert "4 texts, 4 statements" in done.output


@pytest.mark.parametrize(
    ("study", "sentence"),
    [("none", "There is no study “none”."), ("study", "There are no answers in words")],
)
def test_the_command_says_why_it_cannot(app, world, study, sentence):
    world.session.commit()
    done = app.test_cli_runner().invoke(args=["analyse", study])
    assert (done.exit_code, sentence in done.output) == (1, True)


def test_a_study_that_vanished_fails_the_job_with_a_sentence(told):
    job = jobs.enqueue(told.session, running.ANALYSE, subject=None)
    told.session.commit()
    assert jobs.run(db.engine, job.id) == JobState.FAILED
    told.session.refresh(job)
    assert job.error == "The study to analyse is gone."


def test_a_second_run_over_the_same_words_changes_nothing(app, told):
    runner = app.test_cli_runner()
    runner.invoke(args=["analyse", "study"])
    before = {theme.id: theme.label for theme in told.session.query(Theme)}
    told.session.expire_all()
    done = runner.invoke(args=["analyse", "study"])
    told.session.expire_all()
    assert "0 of them new, 0 proposals" in done.output
    assert {theme.id: theme.label for theme in told.session.query(Theme)} == before
    assert len({run.corpus_hash for run in told.session.query(AnalysisRun)}) == 1


def test_the_newest_job_is_found(told):
    assert running.latest_job(told.session, told.study) is None
    job = running.enqueue(told.session, told.study)
    assert running.latest_job(told.session, told.study) is job
    assert isinstance(job, Job)
