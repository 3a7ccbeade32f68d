"""`flask themes --reader`: a table read by endpoint, after a word on what is sent where."""

import csv
import json

import pytest

from app import create_app
from foundation.settings import Settings
from tests.support.analyst import Analyst, Truth
from tests.support.endpoint import Answer, ScriptedEndpoint

SAID = {
    "[person] never answers, write to [email].": Truth("pain", "No answers", "usage", 2, "never"),
    "Their invoices are wrong.": Truth("pain", "Wrong invoices", "usage", 3),
    "Lovely people.": Truth("praise", "Lovely people", "advocacy"),
}
ROWS = ("Anna never answers, write to anna@firm.example.", "Their invoices are wrong.",
        "Lovely people.")  # fmt: skip


@pytest.fixture
def run(tmp_path):
    """Runs the command over the rows; returns what it says and the rows it wrote."""
    (tmp_path / "in.csv").write_text("text\n" + "\n".join(f'"{row}"' for row in ROWS), "utf-8")
    (tmp_path / "names.txt").write_text("Anna Winterberg\n\n", "utf-8")

    def run(url, *options, model="small"):
        settings = Settings(
            instance=tmp_path, secret_key="tests only", testing=True, reader_url=url,
            reader_model=model, reader_key="sk-1234", reader_seconds=5,
        )  # fmt: skip
        out = tmp_path / "out.csv"
        out.unlink(missing_ok=True)
        words = ["themes", f"{tmp_path / 'in.csv'}", "--text", "text", "--reader", *options]
        done = create_app(settings).test_cli_runner().invoke(args=[*words, "--out", f"{out}"])
        text = out.read_text("utf-8") if out.exists() else ""
        rows = list(csv.DictReader(text.splitlines()))
        return done, rows

    return run


def test_each_row_is_told_as_the_analyst_reads_it_with_the_words_that_show_it(run, tmp_path):
    with ScriptedEndpoint(Analyst(SAID)) as server:
        done, rows = run(server.url, "--names", str(tmp_path / "names.txt"))
        again, same = run(server.url, "--names", str(tmp_path / "names.txt"))
        assert len(server.asked) == len(server.paid) > 0
    told = [(row["kind"], row["theme"], row["stage"], row["coder"], row["words"]) for row in rows]
    assert done.exit_code == 0, done.output
    assert told[0] == ("pain", "No answers", "usage", "reader", "never")
    assert told[2] == ("praise", "Lovely people", "advocacy", "reader", "Lovely people.")
    assert same == rows
    assert "of them 0 new" in again.output


def test_it_is_said_before_what_is_sent_where_and_names_stay_here(run, tmp_path):
    with ScriptedEndpoint(Analyst(SAID)) as server:
        done, _ = run(server.url, "--names", str(tmp_path / "names.txt"))
    host = server.url.split("/")[2]
    assert f"The texts are sent to {host}, where small reads them." in done.output
    assert "Anna" not in json.dumps([each.body for each in server.asked])
    assert "sk-1234" not in done.output + (tmp_path / "reader.jsonl").read_text("utf-8")


def test_split_keeps_its_columns(run, tmp_path):
    with ScriptedEndpoint(Analyst(SAID)) as server:
        _, rows = run(server.url, "--split", "--names", str(tmp_path / "names.txt"))
    assert list(rows[0])[-6:] == ["unit", "start", "end", "coder", "words", "further_themes"]


@pytest.mark.parametrize(
    ("url", "model", "sentence"),
    [
        ("", "small", "set READER_URL and READER_MODEL"),
        ("http://127.0.0.1:9/v1", "", "set READER_URL and READER_MODEL"),
        ("ftp://host", "small", "is no address of a server"),
    ],
)
def test_settings_that_name_no_reader_are_told_in_a_sentence(run, url, model, sentence):
    done, rows = run(url, model=model)
    assert (done.exit_code, rows) == (1, [])
    assert sentence in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_a_wrong_key_is_told_in_a_sentence_and_nothing_is_written(run):
    with ScriptedEndpoint(lambda _: Answer(status=401)) as server:
        done, rows = run(server.url)
    assert (done.exit_code, rows) == (1, [])
    assert done.output.strip().splitlines()[-1].endswith("does not accept the key.")


def test_a_file_of_names_that_is_not_there_is_told(run):
    done, _ = run("http://127.0.0.1:9/v1", "--names", "none.txt")
    assert "none.txt cannot be read as a text file." in done.output
