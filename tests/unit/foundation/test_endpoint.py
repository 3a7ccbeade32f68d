"""The client of OpenAI-compatible servers, against a real server that misbehaves."""

import socket

import pytest

from foundation.endpoint.client import Client, RequestRefused
from foundation.errors import Invalid, Unavailable
from tests.support.endpoint import Answer, ScriptedEndpoint

GOOD = Answer({"answer": 1})
BODY = {"model": "small", "input": "Grüße"}


def asked(*answers, key="", seconds=5.0, attempts=3):
    """Let the server give these answers in turn, the last one for good; return all there is."""
    turns = iter(answers)
    with ScriptedEndpoint(lambda _: next(turns, answers[-1])) as server:
        client = Client(server.url, key, seconds=seconds, attempts=attempts, pause=0.001)
        try:
            return client.post("embeddings", BODY), server
        except Exception as error:
            return error, server


def test_what_is_asked_arrives_and_what_is_answered_comes_back():
    found, server = asked(GOOD, key="secret")
    [request] = server.asked
    assert found == {"answer": 1}
    assert (request.path, request.body) == ("/v1/embeddings", BODY)
    assert request.headers["Authorization"] == "Bearer secret"


def test_without_a_key_none_is_sent():
    _, server = asked(GOOD)
    assert "Authorization" not in server.asked[0].headers


@pytest.mark.parametrize(
    "trouble",
    [
        Answer(status=500),
        Answer(status=503, headers={"Retry-After": "0"}),
        Answer(status=429, headers={"Retry-After": "0"}),
        Answer(breaks_off=True),
    ],
)
def test_trouble_that_passes_is_waited_out(trouble):
    found, server = asked(trouble, trouble, GOOD)
    assert (found, len(server.asked)) == ({"answer": 1}, 3)


def test_the_pause_a_server_asks_for_is_kept(monkeypatch):
    pauses = []
    monkeypatch.setattr("time.sleep", pauses.append)
    asked(Answer(status=429, headers={"Retry-After": "7"}), GOOD)
    assert [round(pause) for pause in pauses if pause >= 1] == [7]


def test_no_server_makes_it_wait_for_hours(monkeypatch):
    pauses = []
    monkeypatch.setattr("time.sleep", pauses.append)
    asked(Answer(status=429, headers={"Retry-After": "7200"}), GOOD)
    assert max(pauses) == 120


def test_a_server_that_is_too_slow_is_asked_again_then_given_up():
    error, server = asked(Answer(after=1.0), seconds=0.05, attempts=2)
    assert isinstance(error, Unavailable)
    assert "took longer than 0.05 seconds" in str(error)
    assert len(server.asked) == 2


BAD = {
    "a wrong key": (Answer({"error": {"message": "no"}}, 401), Invalid, "does not accept the key"),
    "no such model": (
        Answer({"error": {"message": "model 'small' not found"}}, 404),
        Invalid, "has no model “small”",
    ),
    "a wrong path": (Answer(b"<h1>Not found</h1>", 404), Invalid, "There is no such service at"),
    "another place": (
        Answer(status=302, headers={"Location": "http://127.0.0.1:9/"}), Invalid, "no such service",
    ),
    "a web page": (Answer(b"<h1>Welcome</h1>"), Invalid, "usually ends in /v1"),
    "a list": (Answer([1]), Invalid, "usually ends in /v1"),
    "a text too long": (
        Answer({"error": {"message": "maximum context length"}}, 400),
        RequestRefused, "(400): maximum context length",
    ),
    "an error without words": (Answer(status=422), RequestRefused, "(422): –"),
    "lasting trouble": (
        Answer(status=503, headers={"Retry-After": "0"}), Unavailable, "out of order (503)",
    ),
    "broken connections": (Answer(breaks_off=True), Unavailable, "broke off"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_goes_wrong_is_one_sentence(case):
    answer, kind, sentence = BAD[case]
    error, server = asked(answer)
    assert type(error) is kind
    assert sentence in str(error)
    assert len(server.asked) == (3 if kind is Unavailable else 1)


def test_a_server_that_repeats_the_key_does_not_get_it_told():
    error, _ = asked(Answer({"error": "no credit on sk-1234"}, 402), key="sk-1234")
    assert "sk-1234" not in f"{error} {error!r} {error.params}"


def test_the_key_is_in_no_representation():
    assert "sk-1234" not in repr(Client("http://host/v1", "sk-1234"))


def test_where_nobody_listens_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(Unavailable, match=f"127.0.0.1:{port} cannot be reached"):
        Client(f"http://127.0.0.1:{port}/v1", pause=0.001).post("embeddings", BODY)


@pytest.mark.parametrize(
    "url", ["", "host/v1", "ftp://host/v1", "http:///v1", "http://k:s@host/v1"]
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(Invalid) as refused:
        Client(url)
    assert refused.value.field == "url"
