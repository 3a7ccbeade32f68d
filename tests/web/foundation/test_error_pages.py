import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from accounts.guards import public
from app import create_app
from foundation.errors import Conflict, TooMany
from foundation.settings import Settings
from tests.support.pages import find_faults, read_page, text_of

COLLISION = "Somebody else saved the same thing at this moment. Look again and repeat your change."


def explode():
    raise RuntimeError("the secret detail")


def refuse():
    raise Conflict("“%(name)s” is taken.", name="<b>x</b>")


def collide():
    raise IntegrityError("INSERT", {"email": "secret detail"}, ValueError("UNIQUE"))


def wait_in_vain():
    raise OperationalError("INSERT", {}, ValueError("database is locked"))


def slow_down():
    raise TooMany("Wait a minute.")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """A browser of a product with pages that fail."""
    app = create_app(
        Settings(
            instance=tmp_path_factory.mktemp("errors"), queue_url="immediate:",
            secret_key="tests only", testing=True,
        )
    )  # fmt: skip
    for view in (explode, refuse, slow_down, collide, wait_in_vain):
        app.add_url_rule(f"/{view.__name__}", view.__name__, public(view))
    return app.test_client()


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/explode", 500, "Something went wrong on our side. What you had saved is safe."),
        ("/refuse", 409, "“<b>x</b>” is taken."),
        ("/collide", 409, COLLISION),
        (
            "/wait_in_vain",
            503,
            "The server is busy saving other changes. Wait a moment, then repeat yours.",
        ),
        ("/slow_down", 429, "Wait a minute."),
        ("/nothing", 404, "There is no page at this address."),
    ],
)
def test_every_error_is_a_sound_page_with_one_sentence(browser, path, status, sentence):
    answer = browser.get(path)
    assert answer.status_code == status
    assert text_of(read_page(answer).find(".//h1")) == sentence
    assert find_faults(answer.text) == []
    assert "secret detail" not in answer.text


def test_a_wrong_method_is_said_plainly(browser):
    answer = browser.put("/refuse")
    assert text_of(read_page(answer).find(".//h1")).startswith("This address does not take")


def test_an_error_speaks_the_readers_language(browser):
    answer = browser.get("/nothing", headers={"Accept-Language": "fa"})
    assert (read_page(answer).get("lang"), read_page(answer).get("dir")) == ("fa", "rtl")
