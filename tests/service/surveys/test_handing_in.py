"""Files stand and fall with the answer, the response and the person they belong to."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select

from foundation import clock
from foundation.errors import Invalid, NotFound
from research.journey_presets import preset
from research.models.organisation import Contact
from research.models.study import Study
from research.services import journeys
from surveys.models.files import AnswerFile, Picture
from surveys.question_types import AnswerValue
from surveys.services import answering, building, designing, exporting
from surveys.services.building import Frame
from surveys.services.files import handing_in, pictures
from tests.factories.respondents import make_link
from tests.factories.surveys import make_questionnaire, make_study
from tests.support.files import picture
from tests.unit.surveys.definitions import LOOK, PROOF, questionnaire

TABLE = handing_in.take("fees.csv", b"a;b\n1;2\n")


@pytest.fixture
def study(session):
    study = make_study(session, languages=["en"])
    journeys.install(session, study, preset("eight-stage"))
    return study


@pytest.fixture
def visit(session):
    token = make_link(session, definition=questionnaire(PROOF))
    return answering.begin(session, answering.open_to_write(session, token), language="en")


def hand_in(session, visit, handed, rev=0):
    answer = AnswerValue(handed.facts) if handed else None
    visit = answering.record(session, visit, PROOF, answer, rev=rev)
    handing_in.keep(session, visit, PROOF, handed)
    return visit


def count(session, table=AnswerFile):
    return session.scalar(select(func.count()).select_from(table))


def test_a_file_is_kept_with_its_answer(session, visit):
    hand_in(session, visit, TABLE)
    kept = handing_in.find(session, visit.study, visit.response, "proof")
    assert (kept.name, kept.media_type, kept.data) == ("fees.csv", "text/csv", b"a;b\n1;2\n")
    assert kept.contact_id == visit.contact.id


def test_the_same_file_again_changes_nothing(session, visit):
    visit = hand_in(session, visit, TABLE)
    visit = hand_in(session, visit, TABLE, rev=0)
    assert (visit.rows["proof"].rev, count(session)) == (1, 1)


def test_another_file_takes_its_place(session, visit):
    visit = hand_in(session, visit, TABLE)
    hand_in(session, visit, handing_in.take("new.png", picture()), rev=1)
    kept = handing_in.find(session, visit.study, visit.response, "proof")
    assert (kept.name, count(session)) == ("new.png", 1)


def test_an_answer_that_is_taken_back_takes_the_bytes_along(session, visit):
    visit = hand_in(session, visit, TABLE)
    hand_in(session, visit, None, rev=1)
    assert count(session) == 0


def test_a_file_is_gone_with_the_person(session, visit):
    hand_in(session, visit, TABLE)
    session.execute(delete(Contact).where(Contact.id == visit.contact.id))
    assert count(session) == 0


def test_a_file_of_an_erased_person_is_not_given_out(session, visit):
    hand_in(session, visit, TABLE)
    visit.contact.erased_at = clock.now()
    with pytest.raises(NotFound):
        handing_in.find(session, visit.study, visit.response, "proof")


def test_a_file_is_given_out_only_in_its_own_study(session, visit):
    hand_in(session, visit, TABLE)
    with pytest.raises(NotFound):
        handing_in.find(session, make_study(session, "other"), visit.response, "proof")


def test_files_are_gone_with_the_study(session, visit):
    hand_in(session, visit, TABLE)
    pictures.keep(session, visit.study, picture())
    session.execute(delete(Study).where(Study.id == visit.study.id))
    assert (count(session), count(session, Picture)) == (0, 0)


def test_the_export_names_the_file(session, visit):
    visit = hand_in(session, visit, TABLE)
    table = exporting.export_answers(session, visit.study, with_names=False)
    assert next(iter(table.rows))[table.header.index("proof")] == "fees.csv"


def test_a_picture_is_kept_once_without_what_stands_beside_it(session, study):
    first = pictures.keep(session, study, picture())
    again = pictures.keep(session, study, picture() + b"hidden")
    assert (first.id, count(session, Picture)) == (again.id, 1)
    assert (first.media_type, first.width, first.height) == ("image/png", 40, 30)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg onload='x()'/>", "This is no picture: choose a PNG, JPEG or WebP file."),
        (b"", "This is no picture: choose a PNG, JPEG or WebP file."),
        (b"x" * 300_001, "The picture is larger than 300 kB: make it smaller."),
        (picture(width=4001, height=2), "The picture is wider or higher than 4000 pixels: make it"),
    ],
    ids=["svg", "empty", "large", "wide"],
)
def test_what_is_no_picture_for_a_page_is_refused(session, study, data, sentence):
    with pytest.raises(Invalid) as refused:
        pictures.keep(session, study, data)
    assert str(refused.value).startswith(sentence)


def test_a_picture_that_is_not_kept_here_stands_against_publishing(session, study):
    whole = make_questionnaire(
        session, study, replace(questionnaire(LOOK), id="current"), published=False
    )
    problems = [each.sentence for each in designing.check(session, study, whole)]
    option = LOOK.choices[0].text
    assert (
        f"The picture of “{option}” is not kept here: upload it on the question's page" in problems
    )
    kept = pictures.keep(session, study, picture())
    for choice in LOOK.choices:
        building.show_as(session, whole, Frame("look", choice.id), kept.content_hash)
    assert not any("picture" in each.sentence for each in designing.check(session, study, whole))


def test_the_next_wave_has_the_pictures_too(session, study):
    pictures.keep(session, study, picture())
    wave = make_study(session, "second")
    designing.carry(session, study, wave)
    assert len(session.scalars(select(Picture).where(Picture.study_id == wave.id)).all()) == 1
