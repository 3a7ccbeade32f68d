from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from foundation import clock
from foundation.errors import Conflict, Invalid, NotFound
from foundation.tokens import derive_token
from surveys.definition import repeated
from surveys.models.invitation import Invitation
from surveys.models.response import Answer, Response
from surveys.question_types import AnswerValue
from surveys.services import answering
from surveys.services.answering import Door, Shut, Stale
from surveys.services.files import handing_in
from tests.factories.respondents import make_link
from tests.factories.surveys import make_study, publish_version
from tests.unit.surveys.definitions import (
    GRID,
    LOOPED,
    NPS,
    PEOPLE,
    PROOF,
    ROLE,
    WHY,
    questionnaire,
)  # fmt: skip

DAY = date(2026, 3, 4)
DEFINITION = questionnaire(NPS, WHY)


@pytest.fixture(autouse=True)
def _stopped():
    with clock.stopped_at(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def token(session):
    return make_link(session, definition=DEFINITION)


def begun(session, token):
    return answering.begin(session, answering.open(session, token), language="en")


def answer(session, visit, question, value, rev=0):
    return answering.record(session, visit, question, value, rev=rev)


def test_looking_records_nothing(session, token):
    answering.open(session, token)
    assert session.scalar(select(func.count(Response.id))) == 0


@pytest.mark.parametrize(
    "wrong", ["", "x", "x" * 22, derive_token("other", "x"), "../etc", "ก" * 22]
)
def test_an_unknown_link_is_not_found(session, token, wrong):
    with pytest.raises(NotFound):
        answering.open(session, wrong)


def test_a_link_taken_back_is_as_if_unknown(session):
    token = make_link(session, definition=DEFINITION, revoked_at=clock.now())
    with pytest.raises(NotFound):
        answering.open(session, token)


def test_a_link_of_an_erased_person_is_as_if_unknown(session, token):
    answering.open(session, token).contact.erased_at = clock.now()
    with pytest.raises(NotFound):
        answering.open(session, token)


@pytest.mark.parametrize(
    ("properties", "door"),
    [
        ({"state": "draft"}, Door.NOT_YET),
        ({"opens_on": DAY + timedelta(1)}, Door.NOT_YET),
        ({"state": "closed"}, Door.CLOSED),
        ({"closes_on": DAY - timedelta(1)}, Door.CLOSED),
    ],
)
def test_a_study_that_is_not_open_shuts_the_door(session, properties, door):
    token = make_link(session, study=make_study(session, **properties), definition=DEFINITION)
    with pytest.raises(Shut) as caught:
        answering.open(session, token)
    assert caught.value.door == door


@pytest.mark.parametrize(
    ("hours", "is_open"), [(0, True), (24, True), (35, True), (36, False)],
    ids=["in its first hour", "over in Greenwich", "not over in Hawaii", "over"],
)  # fmt: skip
def test_the_last_day_is_open_until_it_is_over_everywhere(session, hours, is_open):
    study = make_study(session, opens_on=DAY, closes_on=DAY)
    token = make_link(session, study=study, definition=DEFINITION, expires_on=DAY)
    midnight = datetime.combine(DAY, time(), UTC)
    with clock.stopped_at(midnight + timedelta(hours=hours)):
        if is_open:
            assert answering.open(session, token).study is study
        else:
            with pytest.raises(Shut):
                answering.open(session, token)


def test_an_expired_link_says_so(session):
    token = make_link(session, definition=DEFINITION, expires_on=DAY - timedelta(1))
    with pytest.raises(Shut) as caught:
        answering.open(session, token)
    assert caught.value.door == Door.EXPIRED


def test_whoever_opted_out_is_left_alone(session, token):
    visit = answering.open(session, token)
    answering.opt_out(session, visit)
    with pytest.raises(Shut) as caught:
        answering.open(session, token)
    assert caught.value.door == Door.OPTED_OUT
    assert visit.contact.do_not_contact


def test_beginning_twice_is_beginning_once(session, token):
    first = begun(session, token)
    again = answering.begin(session, answering.open(session, token), language="th")
    assert again.response is first.response
    assert again.response.language == "en"


def test_a_response_keeps_the_segment_of_its_time(session, token):
    visit = begun(session, token)
    visit.contact.segment = "former"
    assert answering.open(session, token).segment == "current"


def test_a_response_stays_on_the_version_it_began_with(session, token):
    visit = begun(session, token)
    publish_version(session, visit.version.questionnaire, questionnaire(NPS))
    assert answering.open(session, token).version is visit.version


def test_an_answer_is_there_on_the_next_visit(session, token):
    answer(session, begun(session, token), WHY, AnswerValue(text="Slow", quote="no"))
    assert answering.open(session, token).answers == {"why": AnswerValue(text="Slow", quote="no")}


def test_nothing_is_recorded_before_start(session, token):
    with pytest.raises(Conflict):
        answer(session, answering.open(session, token), NPS, AnswerValue(9))


def test_each_change_raises_the_revision(session, token):
    visit = answer(session, begun(session, token), NPS, AnswerValue(9))
    visit = answer(session, visit, NPS, AnswerValue(8), rev=1)
    assert visit.rows["nps"].rev == 2


def test_a_change_made_elsewhere_is_not_overwritten(session, token):
    visit = answer(session, begun(session, token), NPS, AnswerValue(9))
    with pytest.raises(Stale) as caught:
        answer(session, visit, NPS, AnswerValue(3), rev=0)
    assert (caught.value.stored, caught.value.rev) == (AnswerValue(9), 1)


def test_the_same_answer_again_is_no_change(session, token):
    visit = answer(session, begun(session, token), NPS, AnswerValue(9))
    assert answer(session, visit, NPS, AnswerValue(9), rev=0).rows["nps"].rev == 1


def test_an_answer_can_be_taken_back(session, token):
    visit = answer(session, begun(session, token), NPS, AnswerValue(9))
    answer(session, visit, NPS, None, rev=1)
    assert session.scalar(select(func.count(Answer.id))) == 0


def test_an_answer_given_anew_is_not_taken_for_the_one_before(session, token):
    visit = answer(session, begun(session, token), WHY, AnswerValue(text="Slow"))
    visit = answer(session, visit, WHY, None, rev=1)
    visit = answer(session, visit, WHY, AnswerValue(text="Slow, and dear"), rev=0)
    with pytest.raises(Stale):  # a page that still shows “Slow”
        answer(session, visit, WHY, AnswerValue(text="Slow at times"), rev=1)


def test_changed_words_lose_the_redaction_made_from_the_old_ones(session, token):
    visit = answer(session, begun(session, token), WHY, AnswerValue(text="Ask Ann"))
    row = session.scalars(select(Answer)).one()
    row.redacted_text = "Ask [name]"
    answer(session, visit, WHY, AnswerValue(text="Ask Bob"), rev=1)
    assert (row.text, row.redacted_text) == ("Ask Bob", "")


def test_handing_in_gives_a_receipt_once(session, token):
    visit = answer(session, begun(session, token), NPS, AnswerValue(9))
    first, again = answering.submit(session, visit), answering.submit(session, visit)
    assert (first.is_first, again.is_first) == (True, False)
    assert (first.reference, first.submitted_at) == (again.reference, again.submitted_at)
    assert len(first.reference) == 8


def test_what_is_required_must_be_answered_first(session, token):
    with pytest.raises(Invalid, match="Choose a score"):
        answering.submit(session, begun(session, token))


def test_answers_may_change_after_handing_in(session, token):
    visit = answer(session, begun(session, token), NPS, AnswerValue(9))
    answering.submit(session, visit)
    answer(session, answering.open(session, token), NPS, AnswerValue(3), rev=1)
    visit = answering.open(session, token)
    assert visit.is_submitted
    assert visit.answers["nps"] == AnswerValue(3)


def test_a_half_filled_grid_is_kept_but_not_handed_in(session):
    token = make_link(session, definition=questionnaire(GRID))
    visit = answer(session, begun(session, token), GRID, AnswerValue({"time": 4}))
    assert visit.answers["work"].value == {"time": 4}
    with pytest.raises(Invalid, match="Rate “On budget”"):
        answering.submit(session, visit)


def test_a_person_goes_on_in_another_language(session):
    thai = replace(DEFINITION, translations={"th": {"title": "ท"}})
    token = make_link(session, definition=thai)
    visit = begun(session, token)
    answering.choose_language(session, visit, "th")
    answering.choose_language(session, visit, "xx")
    assert visit.response.language == "th"


def test_languages_are_those_of_both_study_and_questionnaire(session):
    spoken = replace(DEFINITION, translations={"fa": {"title": "ف"}, "ko": {"title": "ㅋ"}})
    study = make_study(session, languages=["fa", "vi", "en"])
    token = make_link(session, definition=spoken, study=study)
    assert answering.languages(answering.open(session, token)) == ["fa", "en"]


def test_an_unpublished_questionnaire_is_not_open_yet(session, token):
    whole = session.scalar(select(Invitation)).questionnaire
    for version in list(whole.versions):
        session.delete(version)
    session.flush()
    session.expire_all()
    with pytest.raises(Shut) as caught:
        answering.open(session, token)
    assert caught.value.door == Door.NOT_YET


def test_answers_and_files_about_a_line_of_a_list_stay_with_it(session):
    persons = replace(LOOPED.sections[2], questions=(ROLE, PROOF))
    looped = replace(LOOPED, sections=(*LOOPED.sections[:2], persons))
    token = make_link(session, definition=looped)
    visit = answer(session, begun(session, token), PEOPLE, AnswerValue(text="Ann\nBo\nCy"))
    for place, role in enumerate(("buyer", "user", "boss"), 1):
        visit = answer(session, visit, repeated(ROLE, str(place)), AnswerValue(text=role))
    proof, handed = repeated(PROOF, "3"), handing_in.take("fees.csv", b"a;b\n1;2\n")
    visit = answer(session, visit, proof, AnswerValue(handed.facts))
    handing_in.keep(session, visit, proof, handed)
    answer(session, visit, PEOPLE, AnswerValue(text="Cy\nAnn"), rev=1)

    visit = answering.open(session, token)
    roles = {name: row.text for name, row in visit.rows.items() if name.startswith("role")}
    assert roles == {"role@1": "boss", "role@2": "buyer", "role@x2": "user"}
    assert handing_in.find(session, visit.study, visit.response, "proof@1").name == "fees.csv"
    visit = answer(session, visit, PEOPLE, AnswerValue(text="Bo\nCy\nAnn"), rev=2)
    assert [visit.answers[f"role@{n}"].text for n in (1, 2, 3)] == ["user", "boss", "buyer"]
    assert [answering.line_of(visit, f"role@{n}") for n in (1, 2, 3)] == [2, 3, 1]
