"""The ground floor's commands say what they did, and fail with a code when they did not."""

import sqlite3

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from app import create_app
from foundation.db import db, engine_options
from foundation.errors import Invalid
from foundation.machine import doctor
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


@pytest.mark.parametrize(
    "command",
    [
        ("accounts", "list"),
        ("accounts", "create-owner", "--email", "a@b.example", "--name", "Ann"),
        ("accounts", "reset-password", "a@b.example"),
        ("study", "list"),
        ("questionnaire", "add", "study"),
        ("invite", "study"),
        ("analyse", "study"),
        ("report", "study", "--out", "report.pdf"),
    ],
)
def test_a_command_on_an_empty_database_says_what_to_run_first(run, command):
    result = run(*command)
    assert result.exit_code == 1
    assert result.output == "Error: The database is empty. Run: flask db upgrade\n"


def test_a_fault_of_our_own_is_not_blamed_on_the_database(run, monkeypatch):
    run("db", "upgrade")

    def fail(_session):
        raise OperationalError("SELECT", {}, ValueError("no such column"))

    monkeypatch.setattr("accounts.services.list_colleagues", fail)
    assert isinstance(run("accounts", "list").exception, OperationalError)


def test_a_busy_database_is_told_as_such(run, monkeypatch):
    def fail(_session):
        raise OperationalError("SELECT", {}, ValueError("database is locked"))

    monkeypatch.setattr("accounts.services.list_colleagues", fail)
    assert "The database is busy" in run("accounts", "list").output


def test_a_backup_without_a_folder_is_refused_in_words(run, tmp_path):
    result = run("db", "backup", str(tmp_path / "none" / "b.db"))
    assert result.exit_code == 1
    assert f"There is no folder {tmp_path / 'none'} to write into." in result.output


def test_a_backup_never_writes_over_a_file(run, tmp_path):
    run("db", "upgrade")
    (tmp_path / "b.db").write_text("yesterday")
    result = run("db", "backup", str(tmp_path / "b.db"))
    assert (result.exit_code, "is there already" in result.output) == (1, True)
    assert (tmp_path / "b.db").read_text() == "yesterday"


def test_the_files_of_the_instance_are_their_owners_alone(run, tmp_path):
    run("db", "upgrade")
    run("accounts", "create-owner", "--email", "a@b.example", "--name", "Ann")
    run("db", "backup", str(tmp_path / "copy.db"))
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("*.db*")}
    assert {"throughline.db", "queue.db", "copy.db"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_the_doctor_names_languages_that_are_not_compiled(tmp_path):
    for language in ("fa", "th"):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "messages.po").touch()
    (tmp_path / "th" / "LC_MESSAGES" / "messages.mo").touch()
    (finding,) = doctor._look_at_translations(tmp_path)
    assert (finding.is_good, finding.detail.endswith(": fa")) == (False, True)
    (tmp_path / "fa" / "LC_MESSAGES" / "messages.mo").touch()
    (finding,) = doctor._look_at_translations(tmp_path)
    assert (finding.is_good, finding.detail) == (True, "fa, th")


@pytest.mark.parametrize(
    "group", [(), ("accounts",), ("db",), ("questionnaire",), ("study",), ("answers",)]
)
def test_no_command_is_cut_short_where_they_are_listed(run, group):
    listed = run(*group, "--help").output.partition("Commands:")[2]
    assert listed
    assert "..." not in listed


@pytest.mark.parametrize(
    "command", [("invite",), ("analyse",), ("report",), ("study", "open"), ("contacts", "import")]
)
def test_a_command_about_a_study_says_where_its_name_is_found(run, command):
    assert "as `flask study list` prints it." in " ".join(run(*command, "--help").output.split())
