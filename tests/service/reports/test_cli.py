"""`flask report STUDY --out FILE.pdf`."""

import pytest

from foundation.paper.writer import Pdf
from reports import jobs


@pytest.fixture
def run(app, monkeypatch):
    """Run the command with a renderer that is not asked."""
    monkeypatch.setattr(jobs, "write", lambda _html: Pdf(b"%PDF-made", 7, ()))
    return lambda *words: app.test_cli_runner().invoke(args=["report", *map(str, words)])


def test_the_report_is_written_where_asked(run, clients, tmp_path):
    clients.said(clients.theme(), 6)
    clients.session.commit()
    result = run("study", "--out", tmp_path / "r.pdf")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "r.pdf").read_bytes() == b"%PDF-made"
    assert "7 pages, 3 stages" in result.output


def test_an_unknown_study_is_one_sentence(run, tmp_path):
    result = run("nothing", "--out", tmp_path / "r.pdf")
    assert result.exit_code == 1
    assert "There is no study “nothing”." in result.output
    assert not (tmp_path / "r.pdf").exists()


def test_a_missing_folder_is_told_before_any_work(run, tmp_path):
    result = run("study", "--out", tmp_path / "no" / "r.pdf")
    assert result.exit_code == 1
    assert "There is no folder" in result.output
