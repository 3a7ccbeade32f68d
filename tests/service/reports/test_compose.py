"""A study's own data become its document."""

import pytest

from findings.models import AnalysisRun
from foundation.clock import now
from reports import services
from reports.document.report import Known
from reports.estimates import Share


def test_an_empty_study_has_its_stages_and_nothing_else(clients):
    document = clients.document()
    assert [stage.key for stage in document.stages] == ["onboarding", "usage", "advocacy"]
    assert all(stage.asked.known is Known.UNKNOWN for stage in document.stages)
    assert (document.sample.people, document.register, document.recommendation) == (0, (), ())


@pytest.mark.parametrize(("languages", "is_told"), [(0, False), (1, False), (3, True)])
def test_the_report_says_when_no_theme_can_cross_a_language(clients, languages, is_told):
    moment = now()
    run = AnalysisRun(study_id=clients.study.id, corpus_hash="", started_at=moment, ended_at=moment)
    run.metrics = {"languages_apart": languages}
    clients.session.add(run)
    clients.session.flush()
    told = [str(limit) for limit in clients.document().method.limits]
    assert any("in up to 3 themes" in limit for limit in told) == is_told


def test_the_sample_counts_who_was_approached_and_who_was_heard(clients):
    for answer in clients.said(None, 6):
        answer.response.invitation = clients.invite(answer.response.contact)
    for _ in range(4):
        number = clients.session.query(type(clients.contact())).count()
        clients.invite(clients.contact(firm=f"Silent {number}"))
    sample = clients.document().sample
    assert (sample.clients.count, sample.clients.base) == (6, 10)
    assert (sample.response_rate, sample.imported) == (Share(6, 10), 0)


def test_an_imported_answer_is_no_answer_to_a_link(clients):
    for answer in clients.said(None, 3):
        answer.response.invitation = clients.invite(answer.response.contact)
    for answer in clients.said(None, 5):
        answer.response.source = "import"
        clients.invite(answer.response.contact)
    sample = clients.document().sample
    assert (sample.response_rate, sample.imported) == (Share(3, 8), 5)
    assert (sample.people, sample.clients.count) == (8, 8)


def test_a_questionnaire_broken_off_is_no_answered_link(clients):
    first, second = clients.said(None, 2)
    for answer in (first, second):
        answer.response.invitation = clients.invite(answer.response.contact)
    second.response.submitted_at = None
    sample = clients.document().sample
    assert (sample.response_rate, sample.begun) == (Share(1, 2), 1)


def test_a_link_taken_back_and_a_person_erased_are_out_of_the_rate(clients):
    for state in ({}, {"erased_at": now()}, {}):
        clients.invite(clients.contact(firm=f"Firm {state}", **state)).revoked_at = None
    clients.invite(clients.contact(firm="Taken back")).revoked_at = now()
    assert clients.document().sample.response_rate == Share(0, 2)


def test_dropped_and_merged_themes_are_left_out(clients):
    clients.said(clients.theme("Dropped", status="dropped"), 6)
    kept = clients.theme("Kept")
    clients.said(clients.theme("Merged", merged_into_id=kept.id), 6)
    assert clients.document().pains == ()


def test_a_theme_without_a_stage_goes_where_its_words_are(clients):
    clients.said(clients.theme(stage=""), 6)
    assert [pain.stage for pain in clients.document().pains] == [2]


def test_praise_and_suggestions_stand_apart_from_pain(clients):
    for kind in ("praise", "suggestion"):
        clients.said(clients.theme(kind.title(), kind=kind), 6)
    stage = clients.document().stages[1]
    assert [theme.label for theme in stage.strengths] == ["Praise"]
    assert [theme.label for theme in stage.suggestions] == ["Suggestion"]


def test_labels_follow_the_language_of_the_report(clients):
    clients.said(clients.theme("Late invoices", labels={"vi": "Hóa đơn trễ"}), 6)
    assert clients.document("vi").pains[0].label == "Hóa đơn trễ"
    assert clients.document("th").pains[0].label == "Late invoices"


def test_quotes_are_numbered_through_the_report(clients):
    clients.said(clients.theme("First", stage="onboarding"), 6)
    clients.said(clients.theme("Second"), 6)
    register = clients.document().register
    assert [quote.number for quote in register] == list(range(1, 7))


def test_a_long_passage_is_not_quoted(clients):
    theme = clients.theme()
    for answer in clients.said(None, 6):
        answer.text = "word " * 100
        clients.evidence(answer, theme)
    assert clients.document().register == ()


def test_an_interview_makes_its_stage_known(clients):
    for number in range(5):
        talk = clients.talk(clients.contact(firm=f"Firm {number}"))
        clients.excerpt(talk, f"It went well, said number {number}", stage="advocacy", emotion=2)
    stage = clients.document().stages[2]
    assert (stage.asked.share.count, stage.emotion.value) == (5, 2.0)


def test_the_questions_are_listed_as_they_were_worded(clients):
    clients.said(None, 6)
    questions = clients.document().stages[1].questions
    answered = {question.text: question.answered for question in questions}
    assert answered == {"How do we do?": None, "What is hard?": 6, "Anything for the file?": None}


def test_limits_tell_what_is_unknown_and_unapproved(clients):
    clients.said(clients.theme(), 6)
    limits = " ".join(str(limit) for limit in clients.document().method.limits)
    assert "meetings of stage and segment are unknown" in limits
    assert "proposal no person has approved" in limits


def test_two_readings_of_the_same_data_are_equal(clients):
    clients.said(clients.theme(), 8)
    assert clients.document() == clients.document()


@pytest.mark.parametrize(
    ("kind_score", "score", "status", "is_sure", "is_kept"),
    [
        (0.9, 0.5, "proposed", True, True),
        (0.6, 0.5, "proposed", False, False),
        (0.9, 0.1, "proposed", False, False),
        (0.6, 0.1, "approved", False, True),
    ],
)
def test_praise_is_kept_where_the_analysis_is_sure_or_a_person_approved_it(
    clients, kind_score, score, status, is_sure, is_kept
):
    theme = clients.theme("Quick answers", kind="praise", status=status)
    for answer in clients.said(None, 6):
        unit = clients.evidence(answer, kind="praise", kind_score=kind_score)
        clients.assign(unit, theme, score=score)
    document = clients.document()
    (praise,) = document.strengths
    assert (praise.is_sure, bool(document.kept)) == (is_sure, is_kept)


def test_a_report_bears_its_own_title(clients):
    report = services.order(clients.session, clients.study, title="For the board", actor=None)
    assert services.draw_up(clients.session, report).cover.title == "For the board"


@pytest.mark.parametrize(("firms", "is_told"), [(0, False), (6, True), (30, False)])
def test_few_clients_limit_what_may_be_concluded(clients, firms, is_told):
    clients.said(None, firms)
    limits = [str(limit) for limit in clients.document().method.limits]
    assert any(limit.startswith(f"Only {firms} clients were heard") for limit in limits) is is_told


def test_segments_are_compared_and_saturation_is_told_by_segment(clients):
    late, slow = clients.theme("Late"), clients.theme("Slow")
    for segment, first, second in (("lost", late, slow), ("current", slow, late)):
        clients.said(first, 9, segment=segment)
        clients.said(second, 1, segment=segment)
    document = clients.document()
    told = [(one.theme, one.segment) for one in document.strength.contrasts]
    keys = {pain.label: pain.key for pain in document.pains}
    assert sorted(told) == [
        (keys["Late"], "lost"),
        (keys["Slow"], "current"),
    ]
    filled = [(one.segment, one.people, one.themes) for one in document.strength.fillings]
    assert filled == [("all", 20, 2), ("current", 10, 2), ("lost", 10, 2)]


def test_a_stage_counts_the_clients_of_each_segment_that_name_one_of_its_pains(clients):
    late, slow = clients.theme("Late"), clients.theme("Slow")
    clients.said(late, 6, segment="lost")
    clients.said(slow, 5, segment="lost")
    clients.said(slow, 2, segment="former")
    stage = next(one for one in clients.document().stages if one.pains)
    current, lost, former, prospect = stage.struggles
    assert (lost.share, former.known) == (Share(11, 11), Known.WITHHELD)
    assert {current.known, prospect.known} == {Known.UNKNOWN}
    assert stage.hurt is None


def test_a_segment_of_few_is_neither_compared_nor_drawn(clients):
    late = clients.theme("Late")
    clients.said(late, 9)
    clients.said(late, 2, segment="lost")
    strength = clients.document().strength
    assert strength.compared == 0
    assert [one.segment for one in strength.fillings] == ["all"]


def speaking(clients, theme, *languages):
    """Let a client of each of *languages* speak in *theme*."""
    for language in languages:
        (answer,) = clients.said(None, 1)
        clients.evidence(answer, theme, language=language)


@pytest.mark.parametrize(("language", "is_spoken"), [("en", True), ("fa", True), ("vi", False)])
def test_the_first_quote_is_in_the_report_s_language_where_there_is_one(
    clients, language, is_spoken
):
    speaking(clients, clients.theme(), "th", "ko", "en", "fa", "en")
    register = clients.document(language).register
    assert (register[0].language == language) is is_spoken
    assert len({quote.language for quote in register}) == len({q.text for q in register}) == 3
