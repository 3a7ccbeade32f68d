"""`flask reader` switches a study's reader; `flask doctor` says whether it answers."""

from dataclasses import replace

import pytest

from accounts.models import AuditEvent
from findings.models import ReaderConsent
from findings.services.reader.doctor import look_at_reader
from foundation.settings import Settings
from tests.support.analyst import completion
from tests.support.endpoint import Answer, ScriptedEndpoint

URL = "https://models.example.com/v1"


@pytest.fixture
def run(app, world, monkeypatch):
    named = replace(app.extensions["settings"], reader_url=URL, reader_model="small")
    monkeypatch.setitem(app.extensions, "settings", named)
    world.session.commit()

    def run(*words, answer=None):
        done = app.test_cli_runner().invoke(args=["reader", "study", *words], input=answer)
        world.session.expire_all()
        return done

    return run


def test_without_a_switch_it_says_how_the_reader_stands(run):
    assert run().output.strip() == "The reader is off."


def test_it_asks_before_it_switches_on(run, world):
    refused = run("--on", answer="n\n")
    assert refused.exit_code == 1
    assert world.session.query(ReaderConsent).count() == 0
    agreed = run("--on", answer="y\n")
    assert "send what people wrote and said in this study to models.example.com" in agreed.output
    assert world.session.query(ReaderConsent).one().url == URL


def test_switching_by_command_stands_in_the_trail(run, world):
    assert "small at models.example.com reads it." in run("--on", "--yes").output
    assert run("--off").output.strip() == "The reader is off."
    assert [each.verb for each in world.session.query(AuditEvent)] == ["reader_on", "reader_off"]


def test_where_no_reader_is_set_nothing_can_be_switched_on(app, world):
    world.session.commit()
    done = app.test_cli_runner().invoke(args=["reader", "study", "--on", "--yes"])
    assert (done.exit_code, "set READER_URL and READER_MODEL" in done.output) == (1, True)


def look(**values):
    [finding] = look_at_reader(Settings(**values))
    return finding


def test_the_doctor_asks_the_model_and_says_what_is_wrong():
    with ScriptedEndpoint(lambda _: completion("{}")) as server:
        good = look(reader_url=server.url, reader_model="small")
    with ScriptedEndpoint(lambda _: Answer(status=401)) as server:
        bad = look(reader_url=server.url, reader_model="small")
    assert (good.is_good, "small-2026 answers" in good.detail) == (True, True)
    assert (bad.is_good, bad.is_needed) == (False, False)
    assert "does not accept the key" in bad.detail


def test_the_doctor_is_content_without_a_reader_but_not_with_half_of_one():
    assert look().is_good
    assert "READER_MODEL" in look(reader_url=URL).detail
