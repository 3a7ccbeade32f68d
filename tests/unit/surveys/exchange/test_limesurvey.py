"""LimeSurvey's files: both shapes of .lss, the text, every type of question."""

import io
import zipfile

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
    "F": "matrix_single", "H": "matrix_single", "A": "matrix_single", "B": "single",
    "Z": "single", "W": "dropdown", "^": "short_text",
    "C": "matrix_single", "E": "matrix_single", ":": "matrix_number", ";": "matrix_text",
    "N": "number", "K": "matrix_number", "S": "short_text", "T": "long_text", "U": "long_text",
    "Q": "matrix_text", "D": "date", "G": "single", "Y": "single", "5": "single",
    "X": "information", "R": "ranking", "|": "file",
}  # fmt: skip


@pytest.mark.parametrize(("theirs", "ours"), TYPES.items())
def test_a_type_becomes_ours(theirs, ours):
    more = COLUMNS if theirs in ":;" else ""
    found = asked(theirs, more)
    # Ten columns are more than a phone shows, so each row is a question.
    count = 2 if theirs == "B" else 1
    assert [each.type for each in found[:count]] == [ours] * count
    assert [each.id for each in found[count:]] == (["q_comment"] if theirs in "OP" else [])


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


def whole(*tables, version=400):
    head = f"<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>{version}</DBVersion>"
    return f"<?xml version='1.0' encoding='UTF-8'?><document>{head}{''.join(tables)}</document>"


def lss(*tables, version=400):
    return read_file(whole(*tables, version=version).encode(), "x.lss")


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
    stranger, mails = table("permissions", row(id=1)), row(surveyls_email_invite="Dear {FIRSTNAME}")
    found = lss(*NEW, stranger, table("surveys_languagesettings", mails)).report
    assert {loss.construct for loss in found} == {"settings", "emails"}


GENDER = "Q\tG\tg\t1\tG?\t\ten\n"
SEVERAL = "Q\tM\tm\t1\tM?\t\ten\n" + PARTS


def quota(*lines):
    """A text with quotas: the columns of a question mean other things for one."""
    head = HEAD.replace("\n", "\tid\trelated_id\tdefault\n")
    return read_file((head + "G\t1\tGroup\t1\t\t\ten\n" + "".join(lines)).encode(), "x.txt")


def member(code):
    return f"QTAM\t\t{code}" + "\t" * 9 + "9\n"


def limit(most, is_active="1"):
    return f"QTA\t\tEnough\t\t\t\t\t{most}\t1\t\t9\t\t{is_active}\n"


def test_a_quota_is_carried_over():
    found = quota(GENDER, member("F"), SEVERAL, member("a"), member("b"), limit(50)).definition
    [only] = found.quotas
    assert (only.id, only.limit) == ("enough", 50)
    assert only.when.text == 'g == "f" and ("a" in m or "b" in m)'


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ((GENDER, member("F"), limit(50, "0")), "switched off there"),
        ((GENDER, limit(50)), "names no answer"),
        ((GENDER, member("F"), limit(0)), "takes nobody"),
        ((GENDER, member("X"), limit(5)), "no answer to"),
    ],
)
def test_a_quota_that_ours_cant_hold_is_told(lines, sentence):
    found = quota(*lines)
    assert not found.definition.quotas
    assert [str(each) for each in found.report if sentence in str(each)]


def test_quotas_and_scores_stand_in_tables_of_their_own():
    survey = table("surveys", row(sid=7, language="en", assessments="Y"))
    tables = (
        survey, *NEW[1:5],
        table("answers", row(aid=5, qid=2, code="A1", sortorder=1, assessment_value=4)),
        *NEW[6:],
        table("quota", row(id=1, name="full", qlimit=10, active=1)),
        table("quota_members", row(id=1, qid=2, quota_id=1, code="A1")),
        table("quota_languagesettings", row(quotals_quota_id=1, quotals_message="Too late")),
        table("assessments", row(id=1, name="Low", minimum=0, maximum=5, message="You are low")),
    )  # fmt: skip
    found = lss(*tables)
    assert [(each.limit, each.when.text) for each in found.definition.quotas] == [(10, 'q == "a1"')]
    assert found.definition.question("q").choices[0].score == 4
    told = " ".join(found.report.sentences)
    assert "words of ours instead: Too late" in told
    assert "score of 0 to 5 are left out: You are low" in told


CONDITIONS = [
    ([("2", "7X1X2", "==", "A1"), ("2", "7X1X2", "==", "A2")], 'q == "a1" or q == "a2"'),
    ([("2", "7X1X2", "==", "A1", "2"), ("2", "7X1X2", "!=", "A2", "3")],
     'q == "a1" or not q == "a2"'),
    ([("2", "7X1X2", " ", "")], "not answered(q)"),
    ([("2", "7X1X2", "RX", "^A")], None),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "rule"), CONDITIONS)
def test_conditions_of_old_versions_become_ours(rows, rule):
    rows = [
        row(qid=3, cqid=cqid, cfieldname=field, method=method, value=value, scenario="".join(more))
        for cqid, field, method, value, *more in rows
    ]
    questions = OLD[2].replace("7X1X2.NAOK == 'A1'", "")
    found = lss(SURVEY, OLD[1], questions, OLD[3], table("conditions", *rows), version=146)
    shown = found.definition.question("why").show_if
    assert (shown.text if shown else None) == rule
    assert (rule is not None) or "regexMatch" in " ".join(found.report.sentences)


def test_a_question_is_known_by_its_number_in_the_database_too():
    tables = [each.replace("7X1X2.NAOK", "Q2.NAOK") for each in NEW]
    assert lss(*tables).definition.question("why").show_if.text == 'q == "a1"'


def test_a_formula_in_a_text_is_a_value_that_it_quotes():
    body = "Q\tN\tn\t1\tN?\t\ten\nQ\tX\ti\t1\tSo: {n * 2} {if(n > 1, 'much', 'little')}\t\ten\n"
    definition = text(body).definition
    assert definition.question("i").text == "So: {text_1} {text_2}"
    assert [each.value.text for each in definition.values] == [
        "n * 2",
        'if(n > 1, "much", "little")',
    ]


def test_what_cant_be_calculated_stays_as_it_is_written():
    found = text("Q\tS\ts\t1\tS?\t\ten\nQ\tX\ti\t1\tHi {strtoupper(s)} {{x}}\t\ten\n")
    assert found.definition.question("i").text == "Hi {{strtoupper(s)}} {{{{x}}}}"
    assert sum("stays as it is written" in each for each in found.report.sentences) == 2


def test_a_single_box_is_a_consent_that_conditions_know():
    body = "Q\tM\tok\t1\tMay we?\t\ten\nSQ\t\ta\t\tI agree\t\ten\nQ\tS\ts\tok_a == 'Y'\tS?\t\ten\n"
    definition = text(body).definition
    asked = definition.question("ok")
    assert (asked.type, asked.text, asked.hint) == ("consent", "May we?", "I agree")
    assert definition.question("s").show_if.text == "answered(ok)"


def test_a_table_too_large_for_a_phone_is_asked_in_parts():
    rows = "".join(f"SQ\t\tr{n}\t\tRow {n}\t\ten\n" for n in range(8))
    body = f"Q\tF\tf\t1\tF?\t\ten\n{rows}A\t0\tx\t\tX\t\ten\nA\t0\ty\t\tY\t\ten\n"
    found = text(body + "Q\tS\ts\tf_r7 == 'x'\tS?\t\ten\n")
    first, second, third = found.definition.questions
    assert (first.id, len(first.rows), second.id, len(second.rows)) == ("f", 4, "f_2", 4)
    assert third.show_if.text == 'f_2.r7 == "x"'
    assert "8 rows and 2 columns is asked in 2 parts" in " ".join(found.report.sentences)


ATTRIBUTES = [
    ("M", {"min_answers": "2"}, lambda q: q.checks[0].when.text == "count(q) >= 2"),
    ("R", {"max_subquestions": "1"}, lambda q: q.max_choices == 1),
    ("N", {"prefix": "€"}, lambda q: q.unit == "€"),
    ("N", {"min_num_value_n": "{q * 2}"}, lambda q: q.checks[0].when.text == "q >= q * 2"),
    ("S", {"numbers_only": "1"}, lambda q: q.type == "number"),
    ("D", {"date_min": "2020-01-01 00:00"}, lambda q: '"2020-01-01"' in q.checks[0].when.text),
    ("|", {"allowed_filetypes": "png, doc"}, lambda q: q.accepts == ("image", "document")),
    ("*", {"equation": "{1 + 1}"}, lambda q: q.type == "information"),
]


@pytest.mark.parametrize(("kind", "attributes", "holds"), ATTRIBUTES)
def test_an_attribute_is_carried_over(kind, attributes, holds):
    head = HEAD.replace("\n", "".join(f"\t{name}" for name in attributes) + "\n")
    cells = "\t".join(attributes.values())
    body = f"G\t1\tGroup\t1\t\t\ten\nQ\t{kind}\tq\t1\tQ?\t\ten\t\t\t\t{cells}\n{PARTS}"
    assert holds(read_file((head + body).encode(), "x.txt").definition.questions[0])


@pytest.mark.parametrize("kind", ["Group", "Question"])
def test_a_group_or_a_question_alone_comes_in(kind):
    tables = "".join(NEW[1:])
    head = "<languages><language>en</language></languages>"
    head = f"<LimeSurveyDocType>{kind}</LimeSurveyDocType>{head}"
    found = read_file(f"<?xml version='1.0'?><document>{head}{tables}</document>".encode(), "x.lsg")
    assert len(found.definition.questions) == 2


def test_the_survey_of_an_archive_comes_in_without_its_answers():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("survey_7_responses.lsr", "<document/>")
        archive.writestr("survey_7.lss", "".join(whole(*NEW)))
    found = read_file(packed.getvalue(), "x.lsa")
    assert len(found.definition.questions) == 2
    assert "answers are imported alone" in found.report.sentences[0]


@pytest.mark.parametrize(
    "change", [str, lambda text: text.replace("\t", ";"), lambda t: t + '\tx"']
)
def test_what_a_spreadsheet_makes_of_the_text_is_read(change):
    body = "G\t1\tGroup\t1\t\t\ten\nQ\tS\tq\t1\tQ?\t\ten\nQ\tS\tr\t1\tR?\t\ten"
    found = read_file(change(HEAD + body).encode(), "x.txt")
    assert [each.text for each in found.definition.questions] == ["Q?", "R?"]


def test_rows_without_their_header_are_told_from_an_outline():
    body = "G\t1\tGroup\t1\t\t\ten\nQ\tS\tq\t1\tQ?\t\ten\nQ\tS\tr\t1\tR?\t\ten\n"
    assert "names its columns" in str(read_file(body.encode(), "x.txt").report.refusal)


def test_characters_that_xml_has_no_place_for_are_left_out():
    tables = [each.replace("Which?", "Wh\x0bich?") for each in NEW]
    assert lss(*tables).definition.question("q").text == "Which?"
