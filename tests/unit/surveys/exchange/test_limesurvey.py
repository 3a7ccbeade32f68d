"""LimeSurvey's files: both shapes of .lss, the text, every type of question."""

import pytest

from surveys.exchange.files import read_file

HEAD = "class\ttype/scale\tname\trelevance\ttext\thelp\tlanguage\tmandatory\tother\tmax_answers\n"
PARTS = "SQ\t0\ta\t\tA\t\ten\nSQ\t0\tb\t\tB\t\ten\nA\t0\tx\t\tX\t\ten\nA\t0\ty\t\tY\t\ten\n"
COLUMNS = "SQ\t1\tc\t\tC\t\ten\nSQ\t1\td\t\tD\t\ten\nA\t1\tz\t\tZ\t\ten\n"


def text(body):
    return read_file((HEAD + "G\t1\tGroup\t1\t\t\ten\n" + body).encode(), "x.txt")


def asked(kind, more=""):
    return text(f"Q\t{kind}\tq\t1\tQ?\t\ten\n{PARTS}{more}").definition.questions


TYPES = {
    "L": "single", "!": "dropdown", "O": "single", "M": "multiple", "P": "multiple",
    "F": "matrix_single", "H": "matrix_single", "A": "matrix_single", "B": "matrix_single",
    "C": "matrix_single", "E": "matrix_single", ":": "matrix_number", ";": "matrix_text",
    "N": "number", "K": "matrix_number", "S": "short_text", "T": "long_text", "U": "long_text",
    "Q": "matrix_text", "D": "date", "G": "single", "Y": "single", "5": "single",
    "X": "information", "R": "ranking", "|": "file",
}  # fmt: skip


@pytest.mark.parametrize(("theirs", "ours"), TYPES.items())
def test_a_type_becomes_ours(theirs, ours):
    more = COLUMNS if theirs in ":;" else ""
    assert [each.type for each in asked(theirs, more)] == [ours]


def test_a_dual_scale_is_two_grids():
    first, second = asked("1", COLUMNS)
    assert [each.id for each in first.choices] == ["x", "y"]
    assert [each.id for each in second.choices] == ["z"]


def test_other_and_the_most_choices():
    found = text("Q\tM\tq\t1\tQ?\t\ten\tY\tY\t2\n" + PARTS).definition.questions[0]
    assert (found.required, found.max_choices, found.choices[-1].other) == (True, 2, True)


@pytest.mark.parametrize(
    ("relevance", "rule"),
    [
        ("q_a.NAOK == 'Y'", '"a" in q'),
        ("!is_empty(q_b) and n.NAOK > 2", '"b" in q and n > 2'),
        ("n == '-oth-'", None),
    ],
)
def test_relevance_becomes_a_condition(relevance, rule):
    found = text(
        f"Q\tM\tq\t1\tQ?\t\ten\n{PARTS}Q\tN\tn\t1\tN?\t\ten\nQ\tS\tt\t{relevance}\tT {{n}}\t\ten\n"
    )
    asked = found.definition.question("t")
    assert (asked.show_if.text if asked.show_if else None) in {rule, 'n == "-oth-"'}
    assert asked.text == "T {n}"


def test_a_question_that_is_never_relevant_is_left_out_with_a_sentence():
    found = text("Q\tS\tq\t0\tQ?\t\ten\nQ\tS\tt\t1\tT?\t\ten\n")
    assert [each.id for each in found.definition.questions] == ["t"]
    assert found.report.sentences == ("Line 3, “q”: It is never asked there, so it is left out",)


def test_an_equation_is_a_value():
    body = "Q\tN\tn\t1\tN?\t\ten\nQ\t*\tsum1\t1\t{n + 1}\t\ten\nQ\tX\ti\t1\tSo: {sum1}\t\ten\n"
    definition = text(body).definition
    assert [(each.id, each.value.text) for each in definition.values] == [("sum1", "n + 1")]
    assert definition.question("i").text == "So: {sum1}"


def row(**cells):
    return "<row>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in cells.items()) + "</row>"


def table(name, *rows):
    return f"<{name}><rows>{''.join(rows)}</rows></{name}>"


def lss(*tables, version=400):
    head = f"<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>{version}</DBVersion>"
    whole = f"<?xml version='1.0' encoding='UTF-8'?><document>{head}{''.join(tables)}</document>"
    return read_file(whole.encode(), "x.lss")


SURVEY = table("surveys", row(sid=7, language="en", additional_languages="th"))
OLD = (
    SURVEY,
    table("groups", row(gid=1, group_name="One", group_order=0, language="en"),
          row(gid=1, group_name="หนึ่ง", group_order=0, language="th")),
    table("questions", row(qid=2, parent_qid=0, gid=1, type="L", title="q", question="Which?",
                           question_order=0, language="en", relevance="1", mandatory="Y"),
          row(qid=2, parent_qid=0, gid=1, type="L", title="q", question="อันไหน", question_order=0,
              language="th", relevance="1", mandatory="Y"),
          row(qid=3, parent_qid=0, gid=1, type="S", title="why", question="Why?", question_order=1,
              language="en", relevance="7X1X2.NAOK == 'A1'", mandatory="N")),
    table("answers", row(qid=2, code="A1", answer="First", sortorder=1, language="en"),
          row(qid=2, code="A1", answer="แรก", sortorder=1, language="th"),
          row(qid=2, code="A2", answer="Second", sortorder=2, language="en")),
)  # fmt: skip
NEW = (
    SURVEY,
    table("groups", row(gid=1, group_order=0, grelevance="1")),
    table("group_l10ns", row(gid=1, group_name="One", language="en"),
          row(gid=1, group_name="หนึ่ง", language="th")),
    table("questions", row(qid=2, parent_qid=0, gid=1, type="L", title="q", question_order=0,
                           relevance="1", mandatory="Y"),
          row(qid=3, parent_qid=0, gid=1, type="S", title="why", question_order=1,
              relevance="7X1X2.NAOK == 'A1'", mandatory="N")),
    table("question_l10ns", row(qid=2, question="Which?", language="en"),
          row(qid=2, question="อันไหน", language="th"), row(qid=3, question="Why?", language="en")),
    table("answers", row(aid=5, qid=2, code="A1", sortorder=1),
          row(aid=6, qid=2, code="A2", sortorder=2)),
    table("answer_l10ns", row(aid=5, answer="First", language="en"),
          row(aid=5, answer="แรก", language="th"), row(aid=6, answer="Second", language="en")),
)  # fmt: skip


def test_both_shapes_of_the_database_give_the_same_questionnaire():
    old, new = lss(*OLD, version=177).definition, lss(*NEW, version=600).definition
    assert old == new
    assert old.languages == ("en", "th")
    assert old.question("why").show_if.text == 'q == "a1"'
    assert old.localised("th").question("q").choices[0].text == "แรก"


def test_tables_and_settings_nobody_reads_are_told():
    quota = table("quota", row(id=1, name="full", qlimit=10))
    told = {loss.construct for loss in lss(*NEW, quota).report}
    assert "quota" in told
