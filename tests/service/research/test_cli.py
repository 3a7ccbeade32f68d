from pathlib import Path

import pytest
from sqlalchemy import func, select

from research.models.interview import Interview
from research.models.organisation import Contact
from research.models.study import Study
from research.services import journeys, studies

SAMPLE = Path(__file__).parents[3] / "examples" / "halden-marsh"


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.fixture
def slug(session, study):
    session.commit()
    return study.slug


def say(result):
    assert result.exit_code == 0, result.output
    return result.output


def refuse(result):
    assert result.exit_code != 0, result.output
    assert "Traceback" not in result.output
    return result.output


def test_the_sample_study_is_made_from_its_files(run, session):
    assert "Study halden-marsh-2026 is made." in say(run("study", "create", SAMPLE / "study.yaml"))
    said = say(run("contacts", "import", "halden-marsh-2026", SAMPLE / "clients.csv"))
    assert "Read as UTF-8." in said
    assert "Kept as attributes: Account manager, CRM id." in said
    said = say(run("interviews", "import", "halden-marsh-2026", SAMPLE / "interviews"))
    assert "12 added, 0 there already." in said
    assert session.scalar(select(func.count(Interview.id))) == 12


def test_a_study_can_be_made_from_title_and_firm(run):
    said = say(run("study", "create", "--title", "Why", "--firm", "H", "--journey", "three-stage"))
    assert said == "Study why is made.\n"
    assert "awareness\tAwareness\t3" in say(run("study", "journey", "why"))


def test_a_study_can_stand_on_a_file_of_stages(run, tmp_path):
    path = tmp_path / "stages.yaml"
    path.write_text("[{key: a}, {key: b}]", "utf-8")
    say(run("study", "create", "--title", "Why", "--firm", "H", "--journey", path))
    assert say(run("study", "journey", "why")) == "a\tA\t0\nb\tB\t0\n"


def test_a_study_is_opened_closed_archived_and_taken_out(run, session, slug):
    for verb in ("open", "close", "archive"):
        say(run("study", verb, slug))
    said = say(run("study", "unarchive", slug))
    session.expire_all()
    study = studies.find(session, slug)
    assert (study.state, study.archived_at) == ("closed", None)
    assert f"To take answers again: flask study open {slug}\n" in said
    assert journeys.newest(session, study).published_at is not None


def test_a_study_that_takes_answers_is_not_archived_by_the_way(run, session, slug):
    say(run("study", "open", slug))
    assert "close it first" in refuse(run("study", "archive", slug))
    session.expire_all()
    assert studies.find(session, slug).is_open


def test_a_draft_comes_out_of_the_archive_without_talk_of_closing(run, slug):
    say(run("study", "archive", slug))
    assert "closed" not in say(run("study", "unarchive", slug))


def test_studies_are_listed_with_their_state(run, slug):
    assert say(run("study", "list")) == f"{slug}\tdraft\t0\t0\tWhat clients say\n"
    assert say(run("study", "list", "--archived")) == ""


def test_the_next_wave_is_made(run, slug):
    said = say(run("study", "duplicate", slug, "--wave", "Spring 2027"))
    assert said == "Study what-clients-say-spring-2027 is made.\n"


@pytest.fixture
def write(tmp_path):
    def file(text, name="clients.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return file


TWO = "Firm,Mail,Segment,Left on\nOrrin,a@orrin.example,lost,\nMarsh,m@marsh.example,lost,2023\n"


def test_a_dry_run_says_what_would_happen(run, slug, session, write):
    path = write("Firm,Mail\nOrrin,a@orrin.example\n")
    said = say(run("contacts", "import", slug, path, "--dry-run", "--segment", "lost"))
    assert "1 person would be added, 0 updated, 0 unchanged." in said
    assert session.scalar(select(func.count(Contact.id))) == 0


def test_an_import_says_how_it_read_the_list_and_what_it_did(run, slug, session, write):
    said = say(run("contacts", "import", slug, write(TWO)))
    assert "Columns: Firm = organisation, Mail = email, Left on = engaged until." in said
    assert "Note: column “Left on”: “2023” names no day: the first day is taken" in said
    assert "2 people added, 0 updated, 0 unchanged." in said


def test_people_without_a_lawful_basis_are_warned_of_once(run, slug, write):
    said = say(run("contacts", "import", slug, write(TWO), "--dry-run"))
    assert said.count("Warning:") == 1
    assert "Warning: 2 people have no lawful basis for asking" in said


@pytest.mark.parametrize("words", ["legitimate interest", "legitimate_interest", "LI"])
def test_a_lawful_basis_can_be_given_for_all(run, slug, session, write, words):
    said = say(run("contacts", "import", slug, write(TWO), "--lawful-basis", words))
    assert "Warning" not in said
    assert set(session.scalars(select(Contact.lawful_basis))) == {"legitimate_interest"}


def test_a_lawful_basis_nobody_knows_is_refused(run, slug, write):
    said = refuse(run("contacts", "import", slug, write(TWO), "--lawful-basis", "sure"))
    assert "“sure” is not a known lawful basis; write one of: consent, contract" in said


def test_a_person_is_erased_after_one_more_question(run, slug, session, write):
    say(run("contacts", "import", slug, write("Firm,Mail,Segment\nA,a@a.ex,lost\n")))
    assert "Erase a@a.ex from: " in refuse(run("contacts", "erase", "a@a.ex"))
    assert session.scalar(select(func.count()).where(Contact.erased_at.is_not(None))) == 0
    assert say(run("contacts", "erase", "a@a.ex", "--yes")).startswith("Erased from: ")
    assert session.scalar(select(func.count()).where(Contact.erased_at.is_not(None))) == 1
    assert "Nobody has the address a@a.ex" in refuse(run("contacts", "erase", "a@a.ex"))


def test_a_list_with_problems_is_refused_with_all_of_them(run, slug, session, write):
    path = write("Firm,Mail,Segment\nOrrin,a(at)b,lost\nMarsh,m@marsh.example,friend\n")
    said = refuse(run("contacts", "import", slug, path))
    assert "Problem: Row 2, column “Mail”" in said
    assert "Problem: Row 3, column “Segment”" in said
    assert "clients.csv has 2 problems: nothing was imported." in said
    assert "added" not in said
    assert session.scalar(select(func.count(Contact.id))) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["study", "open", "nothing"], "There is no study “nothing”."),
        (["study", "create"], "Give the study a title."),
        (["study", "create", "--title", "A", "--firm", "B", "--journey", "two"], "neither one of"),
        (["study", "create", "nowhere.yaml"], "does not exist"),
        (["contacts", "import", "nothing", __file__], "There is no study “nothing”."),
        (["interviews", "import", "nothing", __file__], "There is no study “nothing”."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run, session, words, said):
    assert said in refuse(run(*words))
    assert session.scalar(select(func.count(Study.id))) == 0


def test_a_broken_study_names_every_problem(run, write):
    said = refuse(run("study", "create", write("{titel: A, segments: [x]}", "study.yaml")))
    assert "study.yaml cannot be used:" in said
    assert "did you mean title?" in said
    assert "`firm` is missing." in said


def test_stages_with_problems_are_refused(run, write):
    path = write("[{key: a}]", "stages.yaml")
    said = refuse(run("study", "create", "--title", "A", "--firm", "B", "--journey", path))
    assert "has 2 to 20 stages" in said


def test_a_file_that_is_no_text_is_refused(run, write):
    assert "is not UTF-8 text" in refuse(run("study", "create", write(b"\xff\xfe\x00", "a.yaml")))


def test_a_folder_without_interviews_is_refused(run, slug, tmp_path):
    assert "There is no YAML file" in refuse(run("interviews", "import", slug, tmp_path))


def test_a_broken_interview_is_refused_with_all_its_problems(run, slug, write):
    said = refuse(run("interviews", "import", slug, write("{contact: a, mood: b}", "a.yaml")))
    assert "a.yaml cannot be used:" in said
    assert "There is no field “mood”" in said


def test_one_interview_that_cannot_enter_keeps_all_out(run, slug, session, write, tmp_path):
    write("{contact: x@y.example, date: 2026-01-02, interviewer: M, notes: [{text: a}]}", "a.yaml")
    assert "a.yaml: There is no contact" in refuse(run("interviews", "import", slug, tmp_path))
    assert session.scalar(select(func.count(Interview.id))) == 0
