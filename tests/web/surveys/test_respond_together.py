"""Two devices, double clicks and impatient networks: many requests of one link at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from surveys.models.response import Answer, Response
from tests.factories.respondents import make_link
from tests.unit.surveys.definitions import NPS, questionnaire


@pytest.fixture
def together(app, session):
    """Send the same request from eight browsers at once and return the answers' statuses."""
    session.commit()

    def send(path, **data):
        def one(_):
            return FlaskClient(app).post(path, data=data)

        session.commit()
        with ThreadPoolExecutor(8) as pool:
            return [answer.status_code for answer in pool.map(one, range(8))]

    return send


@pytest.fixture
def token(session):
    made = make_link(session, definition=questionnaire(NPS))
    session.commit()
    return made


def counted(session, table):
    session.expire_all()
    return session.scalar(select(func.count(table.id)))


def test_many_starts_are_one_response(together, session, token):
    assert set(together(f"/r/{token}/")) == {303}
    assert counted(session, Response) == 1


def test_many_hand_ins_are_one_receipt(together, client, session, token):
    client.post(f"/r/{token}/")
    assert set(together(f"/r/{token}/q/nps", nps="9", rev="0")) == {303}
    assert (counted(session, Response), counted(session, Answer)) == (1, 1)
    assert session.scalar(select(Answer.rev)) == 1
    assert session.scalar(select(func.length(Response.receipt))) == 8
