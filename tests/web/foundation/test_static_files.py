import gzip
import re

import pytest
from flask import url_for

from foundation.web.static_files import ASKED_EACH_TIME, KEPT

SHEET = "css/admin.css"


@pytest.fixture
def named(app):
    """The address a page gives to a style sheet."""
    with app.test_request_context():
        return url_for("static", filename=SHEET)


def fetch(client, address, **headers):
    with client.get(address, headers=headers) as answer:
        answer.get_data()
        return answer


def test_an_address_names_its_content_and_may_be_kept(client, named):
    assert re.fullmatch(r"/static/css/admin\.css\?v=[0-9a-f]{12}", named)
    assert fetch(client, named).headers["Cache-Control"] == KEPT


@pytest.mark.parametrize("query", ["", "?v=000000000000"])
def test_any_other_address_of_it_is_asked_for_each_time(client, query):
    answer = fetch(client, f"/static/{SHEET}{query}")
    assert answer.headers["Cache-Control"] == ASKED_EACH_TIME


def test_a_style_sheet_is_compressed_for_whom_it_helps(client, named, app):
    plain = fetch(client, named)
    packed = fetch(client, named, **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 3
    assert "Content-Encoding" not in plain.headers


def test_a_page_is_not_compressed(client):
    answer = client.get("/account/sign-in", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_a_file_that_is_not_there_is_a_404_page(client):
    assert client.get("/static/css/nothing.css?v=1").status_code == 404


def test_what_a_page_loads_stays_small(client):
    pages = ["/static/css/tokens.css", "/static/css/admin.css", "/static/js/admin.js",
             "/static/js/swap.js", "/static/js/jobs.js"]  # fmt: skip
    sizes = [len(fetch(client, page, **{"Accept-Encoding": "gzip"}).data) for page in pages]
    assert sum(sizes) < 12_000


def test_scripts_are_sent_one_behind_the_other_under_a_name_of_their_own(client, app):
    with app.test_request_context():
        address = url_for("static", filename="js/respond+search.js")
    both = fetch(client, address)
    parts = [fetch(client, f"/static/js/{name}.js").data for name in ("respond", "search")]
    assert both.data == b"\n".join(parts)
    assert (both.mimetype, both.headers["Cache-Control"]) == ("text/javascript", KEPT)


@pytest.mark.parametrize(
    "name",
    [
        "js/respond+nothing.js", "js/respond+.js", "js/+.js", "js/a+b+c+d+e.js",
        "js/respond+../../app.py", "../app+app.py", "/etc/x+passwd", "js/respond+search.css",
    ],
)  # fmt: skip
def test_nothing_else_is_put_together(client, name):
    assert fetch(client, f"/static/{name}").status_code in {308, 404}
