import uuid

import pytest

from foundation.jobs import Job, JobState
from foundation.texts import Phrase, to_plain
from tests.support.pages import read_page, text_of


def make_job(session, **values):
    job = Job(kind="test", **values)
    session.add(job)
    session.commit()
    return job


def test_a_running_job_shows_how_far_it_is(researcher, session):
    job = make_job(session, state=JobState.RUNNING, phase="Reading", done=3, total=12)
    bar = read_page(researcher.get(f"/jobs/{job.id}")).find(".//progress")
    assert (bar.get("value"), bar.get("max"), bar.get("aria-label")) == ("3", "12", "Reading")


def test_without_scripts_the_page_says_how_far_it_is_and_looks_again(researcher, session):
    job = make_job(session, state=JobState.RUNNING, phase="Reading", done=3, total=12)
    rest = read_page(researcher.get(f"/jobs/{job.id}?next=/studies/")).find(".//noscript")
    assert text_of(rest.find("p[@role='status']")) == "Reading: 3 of 12"
    assert rest.find(".//a").get("href") == f"/jobs/{job.id}?next=/studies/"


def test_a_job_that_failed_says_why(researcher, session):
    job = make_job(session, state=JobState.FAILED, error="The file is empty.")
    page = read_page(researcher.get(f"/jobs/{job.id}"))
    assert "The file is empty." in text_of(page.find("body"))


def test_a_finished_job_leads_to_its_result(researcher, session):
    job = make_job(session, state=JobState.DONE)
    page = read_page(researcher.get(f"/jobs/{job.id}?next=/account/"))
    assert page.find(".//a[@data-next]").get("href") == "/account/"


@pytest.mark.parametrize("target", ["//evil.test", "https://evil.test", "/\\evil.test"])
def test_a_result_on_another_server_is_not_linked(researcher, session, target):
    job = make_job(session, state=JobState.DONE)
    assert (
        "evil.test"
        not in researcher.get(f"/jobs/{job.id}", query_string={"next": target}).text.split("<main")[
            1
        ]
    )


def test_our_script_gets_only_the_inner_part(researcher, session):
    job = make_job(session, state=JobState.QUEUED)
    part = researcher.get(f"/jobs/{job.id}", headers={"X-Fragment": "1"})
    assert "<html" not in part.text
    assert f'id="job-{job.id}"' in part.text


def test_an_unknown_job_is_a_404_page(researcher):
    assert researcher.get(f"/jobs/{uuid.uuid4()}").status_code == 404


IN_PERSIAN = {"Accept-Language": "fa"}


def test_a_job_tells_its_phase_in_the_readers_language(researcher, session):
    job = make_job(session, state=JobState.RUNNING, phase="Finding the themes", total=2)
    page = read_page(researcher.get(f"/jobs/{job.id}", headers=IN_PERSIAN))
    assert page.find(".//progress").get("aria-label") == "یافتن مضمون‌ها"


def test_a_reason_is_told_in_the_readers_language_with_all_that_stands_inside(researcher, session):
    inner = Phrase("it took longer than %(seconds)s seconds", {"seconds": 300})
    reason = to_plain(Phrase("The PDF could not be made: %(reason)s.", {"reason": inner}))
    job = make_job(session, state=JobState.FAILED, error="…", result={"reason": reason})
    said = text_of(read_page(researcher.get(f"/jobs/{job.id}", headers=IN_PERSIAN)).find("body"))
    assert "بیش از ۳۰۰ ثانیه طول کشید" in said
    assert "took longer" not in said
