"""Thirty bad inputs: each gets one clear sentence, and nothing changes."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from foundation.db import Base, db

STUDY = "slug: s\ntitle: A study\nfirm: A firm\nsegments: [current]\nlanguages: [en]\njourney: {model: eight-stage}\n"
CLIENTS = "Company,E-mail,Relationship,Lawful basis\nAlder,ann@alder.example,current,contract\n"
ANSWERS = "id,mail,score\n1,ann@alder.example,9\n"
MAP = "questionnaire: current\nid: id\ncontact: {email: mail}\nquestions: {cu_nps: score}\n"


def bomb() -> bytes:
    """A small workbook that would unpack to far more than anybody's client list."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)
    return out.getvalue()


def rows(text: str) -> tuple[str, str]:
    return ("clients.csv", "Company,E-mail,Relationship\n" + text)


IMPORT = "contacts import s {0}"
#: What is wrong -> the file given, the command, a part of the sentence.
BAD = {
    "no such file": ("", "", "contacts import s nowhere.csv", "does not exist"),
    "empty file": ("clients.csv", "", IMPORT, "empty"),
    "no e-mail column": ("clients.csv", "Company,Relationship\nA,current\n", IMPORT, "email"),
    "duplicate column": ("c.csv", "Company,E-mail,E-mail,Relationship\nA,a@b.example,c@d.example,current\n", IMPORT, "Two columns"),
    "bad address": (*rows("A,not-an-address,current\n"), IMPORT, "ow 2"),
    "unknown relationship": (*rows("A,a@b.example,sometimes\n"), IMPORT, "sometimes"),
    "same person twice": (*rows("A,a@b.example,current\nA,a@b.example,lost\n"), IMPORT, "ow 3"),
    "no organisation": (*rows(",a@b.example,current\n"), IMPORT, "ow 2"),
    "bytes of a picture": ("clients.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 40, IMPORT, "."),
    "workbook bomb": ("clients.xlsx", bomb(), IMPORT, "unpack"),
    "no workbook": ("clients.xlsx", b"this is no workbook", IMPORT, "."),
    "unknown ending": ("clients.docx", b"PK", IMPORT, "."),
    "study that is not there": ("clients.csv", CLIENTS, "contacts import nowhere {0}", "nowhere"),
    "study file with broken YAML": ("study.yaml", "title: [", "study create {0}", "YAML"),
    "study without a title": ("study.yaml", "firm: A firm\n", "study create {0}", "title"),
    "study with an unknown model": ("study.yaml", STUDY.replace("slug: s", "slug: t").replace("eight-stage", "nine-stage"), "study create {0}", "nine-stage"),
    "study that exists": ("study.yaml", STUDY, "study create {0}", "s"),
    "questionnaire with broken YAML": ("q.yaml", "id: [", "questionnaire import s {0}", "Line 1"),
    "questionnaire of an unknown type": ("q.yaml", "format: throughline/1\nid: q\ntitle: Q\nlanguage: en\nsegments: [current]\nsections:\n- id: a\n  title: A\n  questions:\n  - {id: q1, type: telepathy, text: What, stage: usage}\n", "questionnaire import s {0} --publish", "telepathy"),
    "questionnaire of an unknown stage": ("q.yaml", "format: throughline/1\nid: q\ntitle: Q\nlanguage: en\nsegments: [current]\nsections:\n- id: a\n  title: A\n  questions:\n  - {id: q1, type: nps, text: What, stage: limbo}\n", "questionnaire import s {0} --publish", "limbo"),
    "question asked twice": ("q.yaml", "format: throughline/1\nid: q\ntitle: Q\nlanguage: en\nsegments: [current]\nsections:\n- id: a\n  title: A\n  questions:\n  - {id: q1, type: nps, text: What, stage: usage}\n  - {id: q1, type: nps, text: What, stage: usage}\n", "questionnaire check {0}", "q1"),
    "export of an unknown questionnaire": ("", "", "questionnaire export s nothing --out x.yaml", "nothing"),
    "answers with a broken map": ("map.yaml", "questions: [", "answers import s {a} --map {0}", "YAML"),
    "answers to an unknown question": ("map.yaml", MAP.replace("cu_nps", "cu_unknown"), "answers import s {a} --map {0}", "cu_unknown"),
    "answers in an unknown column": ("map.yaml", MAP.replace("score}", "points}"), "answers import s {a} --map {0}", "points"),
    "answers to no questionnaire": ("map.yaml", MAP.replace("current", "nobody"), "answers import s {a} --map {0}", "nobody"),
    "answer out of range": ("answers.csv", ANSWERS.replace(",9", ",11"), "answers import s {0} --map {m}", "ow 2"),
    "answer of a stranger": ("answers.csv", ANSWERS.replace("ann@", "eve@"), "answers import s {0} --map {m}", "ow 2"),
    "interview with a stranger": ("i.yaml", "contact: eve@alder.example\ndate: 2026-10-01\ninterviewer: P\nlanguage: en\nconsent: {scope: internal_quote, given: 2026-10-01}\nnotes: [{stage: usage, text: Hello there.}]\nexcerpts: []\n", "interviews import s {0}", "eve@alder.example"),
    "excerpt that is not in the note": ("i.yaml", "contact: ann@alder.example\ndate: 2026-10-01\ninterviewer: P\nlanguage: en\nconsent: {scope: internal_quote, given: 2026-10-01}\nnotes: [{stage: usage, text: Hello there.}]\nexcerpts: [{section: 0, quote: Good bye., stage: usage, kind: pain}]\n", "interviews import s {0}", "note"),
    "themes of a column that is not there": ("texts.csv", "text\nhello\n", "themes {0} --text words --out out.csv", "words"),
    "themes with an unknown model": ("texts.csv", "text\nhello\n", "themes {0} --text text --stages nine-stage --out out.csv", "nine-stage"),
    "analysis of a study with no words": ("", "", "analyse s", "."),
}  # fmt: skip


@pytest.fixture
def run(app, tmp_path, monkeypatch):
    """Run commands in an installation that holds one small study."""
    monkeypatch.chdir(tmp_path)
    runner = app.test_cli_runner()
    files = {"study.yaml": STUDY, "clients.csv": CLIENTS, "a.csv": ANSWERS, "m.yaml": MAP}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for words in ("study create study.yaml", "contacts import s clients.csv",
                  "questionnaire add s current --publish"):  # fmt: skip
        result = runner.invoke(args=words.split())
        assert result.exit_code == 0, result.output
    return lambda words: runner.invoke(args=words.split())


def count_rows() -> dict[str, int]:
    db.session.rollback()
    tables = [table for table in Base.metadata.sorted_tables if table.name != "jobs"]
    return {t.name: db.session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_gets_a_sentence_and_changes_nothing(run, tmp_path, name):
    file, content, command, part = BAD[name]
    given = tmp_path / f"given-{file}"
    if file:
        given.write_bytes(content.encode() if isinstance(content, str) else content)
    before = count_rows()
    result = run(command.format(given, a=tmp_path / "a.csv", m=tmp_path / "m.yaml"))
    assert result.exit_code not in {0, None}, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert part in result.output
    assert "Traceback" not in result.output
    assert count_rows() == before


def test_a_dead_link_gets_a_page_with_a_sentence(client):
    response = client.get("/r/" + "x" * 22 + "/")
    assert response.status_code == 404
    assert "not known" in response.text
