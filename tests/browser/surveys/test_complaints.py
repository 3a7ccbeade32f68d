"""What people complain of in other tools and only a browser can show, by docs/complaints.md."""

import re

import pytest

from foundation.db import db
from tests.browser.conftest import HOME, inside
from tests.factories.respondents import make_link
from tests.factories.surveys import make_study
from tests.unit.surveys.definitions import FOUND, GRID, NPS, in_every_language, questionnaire

pytestmark = pytest.mark.browser


def x_of(page, selector):
    return page.locator(selector).bounding_box()["x"]


def test_scales_and_buttons_run_from_right_to_left_in_persian(open_page, server):
    def make():
        study = make_study(db.session, slug="direction", languages=["en", "fa"])
        definition = in_every_language(questionnaire(NPS, GRID, FOUND))
        token = make_link(db.session, study=study, definition=definition, language="fa")
        db.session.commit()
        return f"{HOME}/r/{token}/"

    page = open_page(360, 740)
    address = inside(server, make)
    page.goto(address)
    page.locator(".go button").click()
    page.wait_for_url(re.compile("/q/nps"))
    tiles = [x_of(page, f"label:has(#nps-{point})") for point in range(6)]
    assert tiles == sorted(tiles, reverse=True)
    assert x_of(page, ".step .back") > x_of(page, ".step > span")
    page.goto(f"{address}q/work")
    points = [x_of(page, f"label:has([name='work.time'][value='{n}'])") for n in range(1, 6)]
    assert points == sorted(points, reverse=True)
    page.goto(f"{address}q/found")
    assert x_of(page, "#found-other") > x_of(page, "label:has(#found-other) > span")
