"""The ground floor's commands say what they did, and fail with a code when they did not."""

import sqlite3

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from app import create_app
from foundation.db import db, engine_options
from foundation.errors import Invalid
from foundation.settings import Settings, read_settings


@pytest.fixture
def run(tmp_path):
    """Run a command of a fresh installation on SQLite."""
    fresh = create_app(Settings(instance=tmp_path, secret_key="tests only", mail_url="memory:"))

    def invoke(*arguments):
        result = fresh.test_cli_runner().invoke(args=list(arguments))
        with fresh.app_context():
            db.engine.dispose()
        return result

    return invoke


def test_an_empty_database_fails_the_check_and_says_what_to_do(run):
    result = run("db", "check")
    assert (result.exit_code, "flask db upgrade" in result.output) == (1, True)


def test_an_upgraded_database_passes_the_check(run):
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "check").exit_code == 0


def test_a_backup_is_a_whole_database(run, tmp_path):
    run("db", "upgrade")
    assert run("db", "backup", str(tmp_path / "copy.db")).exit_code == 0
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert copy.execute("SELECT count(*) FROM studies").fetchone() == (0,)
    copy.close()


def test_the_doctor_names_what_it_looked_at(run):
    run("db", "upgrade")
    output = run("doctor").output
    assert [word for word in ("SQLite", "PDF", "Font Inter", "vectors") if word not in output] == []


def test_a_worker_without_a_queue_of_its_own_is_refused(run):
    result = run("worker")
    assert (result.exit_code, "QUEUE_URL is thread:" in result.output) == (1, True)


def test_a_setting_that_is_no_number_is_named():

    with pytest.raises(Invalid, match="PROXIES must be a whole number"):
        read_settings({"PROXIES": "two"})


def test_what_people_said_stays_out_of_the_words_of_a_failed_statement(run, tmp_path):
    engine = create_engine(**engine_options(f"sqlite:///{tmp_path / 'other.db'}"))
    with engine.connect() as connection, pytest.raises(OperationalError) as failed:
        connection.execute(
            text("INSERT INTO nowhere VALUES (:said)"), {"said": "ann@orrin.example"}
        )
    assert "ann@orrin.example" not in str(failed.value)
    engine.dispose()
