"""Links, imports and exports from the command line."""

import csv
import io
import zipfile

import pytest
from sqlalchemy import func, select

from research.models.organisation import Contact
from surveys.models.invitation import Invitation
from surveys.models.response import Response
from tests.factories.surveys import make_contact, make_questionnaire, make_study

MAP = """
questionnaire: current
contact: {email: Email}
id: No
questions: {nps: Score, why: Why}
keep: rest
"""
FILE = "No,Email,Score,Why\n1,ann@firm.com,9,Quick\n2,bob@firm.com,3,=1+1\n"


@pytest.fixture
def study(session):
    study = make_study(session)
    make_questionnaire(session, study)
    make_contact(session, study, "ann@firm.com")
    make_contact(session, study, "bob@firm.com")
    session.commit()
    return study


@pytest.fixture
def run(app, study):
    """Run a command of the `flask` command line."""
    return lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.fixture
def files(tmp_path):
    """A file of answers and its map."""
    (tmp_path / "answers.csv").write_text(FILE, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    return tmp_path


def import_answers(run, files, *more, file="answers.csv"):
    arguments = (files / file, "--map", files / "map.yaml", *more)
    return run("answers", "import", "survey", *arguments)


def read_csv(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_invite_writes_a_link_for_everyone(run, session, tmp_path):
    result = run("invite", "survey", "--links", tmp_path / "links.csv")
    assert result.exit_code == 0
    header, *rows = read_csv(tmp_path / "links.csv")
    assert header == [
        "organisation", "contact", "email", "segment", "language", "questionnaire", "link",
    ]  # fmt: skip
    assert [row[2] for row in rows] == ["ann@firm.com", "bob@firm.com"]


def test_invite_again_writes_the_same_links(run, session, tmp_path):
    for name in ("one.csv", "two.csv"):
        run("invite", "survey", "--links", tmp_path / name)
    assert read_csv(tmp_path / "one.csv") == read_csv(tmp_path / "two.csv")
    assert count(session, Invitation) == 2


def test_invite_says_who_gets_no_link_and_why(run, session, study):
    make_contact(session, study, "eve@firm.com", do_not_contact=True)
    session.commit()
    assert "No link for eve@firm.com: Must not be contacted." in run("invite", "survey").output


def test_invite_counts_one_as_one(run, session, study):
    run("invite", "survey")
    make_contact(session, study, "eve@firm.com")
    make_contact(session, study, "zoe@firm.com", lawful_basis="")
    session.commit()
    assert "1 new link, 2 there before, 1 person left out." in run("invite", "survey").output


def test_invite_makes_links_to_the_questionnaire_named_and_else_to_the_usual_one(
    run, session, study
):
    make_questionnaire(session, study, key="pulse")
    session.commit()
    assert "2 new links, 0 there before" in run("invite", "survey").output
    named = run("invite", "survey", "--questionnaire", "pulse").output
    assert "2 new links, 2 there before" in named
    unknown = run("invite", "survey", "--questionnaire", "nope")
    assert (unknown.exit_code, "no questionnaire “nope”" in unknown.output) == (1, True)


def test_invite_fails_where_everybody_is_left_out(run, session, study, tmp_path):
    for contact in session.scalars(select(Contact)):
        contact.lawful_basis = ""
    session.commit()
    result = run("invite", "survey", "--links", tmp_path / "links.csv")
    assert result.exit_code == 1
    assert "No link for ann@firm.com: No lawful basis" in result.output
    assert "Error: There is nobody to invite: each person is left out" in result.output
    assert not (tmp_path / "links.csv").exists()


def test_invite_fails_where_there_is_nobody(run, session):
    make_study(session, slug="empty")
    session.commit()
    result = run("invite", "empty")
    assert result.exit_code == 1
    assert "the study has no contacts. Bring them in with: flask contacts import" in result.output


def test_answers_are_imported_once(run, session, files):
    assert "2 responses imported" in import_answers(run, files).output
    assert "0 responses imported, 2 there before" in import_answers(run, files).output
    assert count(session, Response) == 2


def test_a_dry_run_changes_nothing(run, session, files):
    result = import_answers(run, files, "--dry-run")
    assert (result.exit_code, count(session, Response)) == (0, 0)
    assert "2 responses would be imported" in result.output


def test_the_export_holds_what_was_imported_and_nothing_that_runs(run, files):
    import_answers(run, files)
    assert run("export", "survey", "--out", files / "out.csv").exit_code == 0
    header, *rows = read_csv(files / "out.csv")
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    assert {(cell["email"], cell["nps"], cell["why"]) for cell in cells} == {
        ("ann@firm.com", "9", "Quick"),
        ("bob@firm.com", "3", "'=1+1"),
    }


def test_the_export_can_be_a_workbook(run, files):
    import_answers(run, files)
    assert run("export", "survey", "--out", files / "out.xlsx").exit_code == 0
    assert zipfile.is_zipfile(files / "out.xlsx")


def write(files, name, data):
    (files / name).write_bytes(data)
    return name


BAD_INPUTS = {
    "broken map": ("map.yaml", b"questions: [", "The map is not YAML: line"),
    "unknown question in the map": (
        "map.yaml", MAP.replace("nps:", "csat:").encode(), "no question “csat”",
    ),
    "map without email": (
        "map.yaml", MAP.replace("email", "name").encode(), "The map names no email column",
    ),
    "map in another encoding": ("map.yaml", "é: [ü]".encode("cp1252"), "is not UTF-8 text"),
    "missing email column": (
        "answers.csv", FILE.replace("Email", "Mail").encode(), "has no column “Email”",
    ),
    "column twice": (
        "answers.csv", FILE.replace("No,", "Score,").encode(), "Two columns have this name",
    ),
    "unknown person": (
        "answers.csv", FILE.replace("bob@", "eve@").encode(), "Nobody in the client list",
    ),
    "score off the scale": ("answers.csv", FILE.replace(",3,", ",33,").encode(), "Row 3"),
    "empty file": ("answers.csv", b"", "The file is empty."),
    "broken UTF-16": ("answers.csv", b"\xff\xfeN\x00o\x00\n", "UTF-16"),
    "quote mark left open": ("answers.csv", b'No,Email\n1,"ann', "never closed"),
    "unknown questionnaire": (
        "map.yaml", MAP.replace("current", "lost").encode(), "no published questionnaire “lost”",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_a_bad_input_is_one_sentence_and_changes_nothing(run, session, files, name):
    filename, data, sentence = BAD_INPUTS[name]
    write(files, filename, data)
    result = import_answers(run, files)
    assert (result.exit_code, count(session, Response)) == (1, 0)
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_a_workbook_that_is_none_is_one_sentence(run, files):
    result = import_answers(run, files, file=write(files, "answers.xlsx", b"PK\x03\x04 no zip"))
    assert result.exit_code == 1
    assert "The workbook is damaged" in result.output


@pytest.mark.parametrize(
    "command", [("invite", "nowhere"), ("export", "nowhere", "--out", "out.csv")]
)
def test_an_unknown_study_is_one_sentence(run, command):
    result = run(*command)
    assert (result.exit_code, result.output) == (1, "Error: There is no study “nowhere”.\n")


def test_an_export_to_another_format_is_one_sentence(run, tmp_path):
    result = run("export", "survey", "--out", tmp_path / "out.pdf")
    assert result.exit_code == 1
    assert "must end in .csv or .xlsx" in result.output


def test_a_folder_that_is_not_there_is_one_sentence(run, tmp_path):
    result = run("export", "survey", "--out", tmp_path / "none" / "out.csv")
    assert (result.exit_code, "There is no folder" in result.output) == (1, True)


@pytest.mark.parametrize("name", ["links.txt", "none/links.csv"])
def test_no_link_is_made_when_the_list_of_links_cannot_be_written(run, session, tmp_path, name):
    assert run("invite", "survey", "--links", tmp_path / name).exit_code == 1
    assert count(session, Invitation) == 0


def test_a_list_of_links_is_its_owners_alone(run, tmp_path):
    run("invite", "survey", "--links", tmp_path / "links.csv")
    assert (tmp_path / "links.csv").stat().st_mode & 0o777 == 0o600
