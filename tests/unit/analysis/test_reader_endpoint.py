"""The reader over a real endpoint that misbehaves: each text is coded once, nothing paid twice."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from analysis import FileStore, Vectors
from analysis.corpus import Options, StageSpec
from analysis.library import STAGES
from analysis.reader.chat import Budget, BudgetSpent, Declined, Message, Silent
from analysis.reader.reading import Reader, read
from analysis.reader.redaction import Redactor
from findings.services.reader.endpoint import EndpointChat
from findings.services.reader.journals import FileJournal
from foundation.endpoint.client import Client
from foundation.errors import Invalid, Unavailable
from tests.support.analyst import Analyst, completion
from tests.support.endpoint import Answer, ScriptedEndpoint
from tests.unit.analysis.test_reader import CORPUS, TRUTHS, told

ROOT = Path(__file__).resolve().parents[3]
#: What goes wrong, one after another, between sound answers; a time-out once, before them all.
TOO_LATE = Answer(status=504, after=1.2)
TROUBLES = [
    Answer(status=429, headers={"Retry-After": "0"}),
    Answer(status=503),
    Answer(breaks_off=True),
    completion('{"units": [{"id": "u1"'),
    completion('{"units": [{"id": "u99", "kind": "pain"}]}'),
    completion("I am sorry, but I cannot help with that."),
    Answer({"choices": []}),
    Answer({"error": {"message": "context length exceeded"}}, 400),
    Answer({"choices": [{"message": {"content": None, "refusal": "No."}}]}),
]
MESSAGES = [Message("system", "Be brief."), Message("user", "Well?")]


def chat(server, seconds=1.0):
    client = Client(server.url, seconds=seconds, attempts=2, pause=0.001)
    return EndpointChat(client, "small")


@pytest.fixture
def reading(vectors, stages):
    def run(server, journal, **more):
        reader = Reader(chat(server), Redactor(), journal, vectors=vectors, **more)
        return read(CORPUS, stages, None, Options(split=False), reader=reader)

    return run


def paid_twice(server):
    counts = Counter(str(body) for body in server.paid)
    return [body for body, count in counts.items() if count > 1]


def test_over_http_a_good_coding_comes_back_exactly(reading, tmp_path):
    with ScriptedEndpoint(Analyst(TRUTHS)) as server:
        result = reading(server, FileJournal(tmp_path / "journal"))
    assert told(result.analysis) == TRUTHS
    assert len(server.paid) == result.account.paid_requests
    assert (result.account.tokens_in, result.account.models) == (
        100 * len(server.paid), {"small-2026"},
    )  # fmt: skip


def troubled(analyst, every):
    """Answer soundly but for every so many requests, which meet the next trouble."""
    turns = (TROUBLES[n // every % len(TROUBLES)] if n % every else None for n in range(10_000))
    script_of = chain([TOO_LATE], turns)

    def script(asked):
        return next(script_of) or analyst(asked)

    return script


def test_through_every_trouble_each_text_is_coded_once_and_paid_once(reading, tmp_path):
    with ScriptedEndpoint(troubled(Analyst(TRUTHS), every=2)) as server:
        journal = tmp_path / "journal"
        first = reading(server, FileJournal(journal))
        before = len(server.paid)
        second = reading(server, FileJournal(journal))
    for result in (first, second):
        keys = [unit.key for unit in result.analysis.units]
        assert len(set(keys)) == len(keys) == len(CORPUS.passages)
        read_ = {u.text for u in result.analysis.units if u.coder == "reader"}
        assert {text: t for text, t in told(result.analysis).items() if text in read_} == {
            text: TRUTHS[text] for text in read_
        }
    assert before == first.account.paid_requests
    assert len(server.paid) == before + second.account.paid_requests
    assert paid_twice(server) == []


def test_several_requests_at_once_give_the_same(reading, tmp_path):
    analyst, both = Analyst(TRUTHS), threading.Barrier(2, timeout=20)
    coding = iter(range(1_000))

    def script(asked):
        if "Codebook:" in asked.body["messages"][0]["content"] and next(coding) < 2:
            both.wait()
        return analyst(asked)

    with ScriptedEndpoint(script) as server:
        result = reading(server, FileJournal(tmp_path / "journal"), at_once=3)
        again = reading(server, FileJournal(tmp_path / "journal"))
    assert told(result.analysis) == TRUTHS
    assert (again.analysis, again.account.paid_requests) == (result.analysis, 0)
    assert paid_twice(server) == []


def test_several_requests_at_once_stay_within_the_budget(reading, tmp_path):
    budget = Budget(tokens=9_000)
    with ScriptedEndpoint(Analyst(TRUTHS, tokens=(600, 100))) as server:
        result = reading(server, {}, at_once=3, budget=budget)
    account = result.account
    assert isinstance(result.stopped, BudgetSpent)
    assert budget.covers(account.tokens_in, account.tokens_out)


def test_a_wrong_key_ends_several_requests_at_once(reading):
    analyst = Analyst(TRUTHS)

    def script(asked):
        is_coding = "Codebook:" in asked.body["messages"][0]["content"]
        return Answer(status=401) if is_coding else analyst(asked)

    with ScriptedEndpoint(script) as server, pytest.raises(Invalid):
        reading(server, {}, at_once=2)


CHILD = """
import sys
from pathlib import Path
from tests.unit.analysis import test_reader_endpoint as there
there.child(sys.argv[1], Path(sys.argv[2]))
"""


def child(url, folder):
    """Read in another process, with the vectors this one has."""
    reader = Reader(
        EndpointChat(Client(url, seconds=60), "small"), Redactor(),
        FileJournal(folder / "journal"), vectors=Vectors(store=FileStore(folder / "vectors")),
    )  # fmt: skip
    stages = tuple(StageSpec(key, key.title()) for key in STAGES)
    read(CORPUS, stages, None, Options(split=False), reader=reader)


def test_after_a_kill_nothing_is_paid_twice(reading, vectors, tmp_path):
    reached = threading.Event()
    analyst, asked_for = Analyst(TRUTHS), iter(range(1_000))

    def script(asked):
        if next(asked_for) == 6:
            reached.set()
            return Answer(after=60)
        return analyst(asked)

    FileStore(tmp_path / "vectors").update(vectors.store)
    with ScriptedEndpoint(script) as server:
        command = [sys.executable, "-c", CHILD, server.url, str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT) as process:
            assert reached.wait(60)
            os.kill(process.pid, signal.SIGKILL)
        assert len(server.paid) == len(FileJournal(tmp_path / "journal")) == 6
        result = reading(server, FileJournal(tmp_path / "journal"))
    assert told(result.analysis) == TRUTHS
    assert {unit.coder for unit in result.analysis.units} == {"reader"}
    assert result.account.paid_requests == result.account.requests - 6
    assert len(server.paid) == result.account.requests
    assert paid_twice(server) == []


def test_what_is_asked_is_what_endpoints_expect():
    with ScriptedEndpoint(lambda _: completion("Fine.")) as server:
        reply = chat(server).ask(MESSAGES, 50)
    body = server.asked[0].body
    assert server.asked[0].path == "/v1/chat/completions"
    assert body["messages"] == [{"role": "system", "content": "Be brief."},
                                {"role": "user", "content": "Well?"}]  # fmt: skip
    assert (body["model"], body["max_tokens"], body["temperature"]) == ("small", 50, 0)
    assert (reply.text, reply.model, reply.tokens_in, reply.tokens_out) == (
        "Fine.", "small-2026", 100, 10,
    )  # fmt: skip


def test_what_a_server_does_not_take_is_left_out():
    def script(asked):
        refused = [name for name in ("temperature", "max_tokens") if name in asked.body]
        if not refused:
            return completion("Fine.")
        return Answer({"error": {"message": f"Unsupported parameter: '{refused[0]}'"}}, 400)

    with ScriptedEndpoint(script) as server:
        own = chat(server)
        assert [own.ask(MESSAGES, 50).text for _ in range(2)] == ["Fine.", "Fine."]
    assert [len(server.asked), len(server.paid)] == [4, 2]
    assert server.paid[0]["max_completion_tokens"] == 50


def test_tokens_are_guessed_where_the_server_counts_none():
    answer = Answer({"choices": [{"message": {"content": "Fine."}}]})
    with ScriptedEndpoint(lambda _: answer) as server:
        reply = chat(server).ask(MESSAGES, 50)
    assert (reply.model, reply.tokens_in, reply.tokens_out) == ("small", 5, 2)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer({"error": "too long"}, 400), Declined),
        (Answer(status=503), Silent),
        (Answer(breaks_off=True), Silent),
        (Answer(status=401), Invalid),
        (Answer({"error": "no model"}, 404), Invalid),
    ],
)
def test_what_goes_wrong_is_told_apart(answer, error):
    with ScriptedEndpoint(lambda _: answer) as server, pytest.raises(error):
        chat(server).ask(MESSAGES, 50)


def test_a_wrong_key_ends_the_reading_with_its_sentence(reading):
    with (
        ScriptedEndpoint(lambda _: Answer(status=401)) as server,
        pytest.raises(Invalid, match="does not accept the key"),
    ):
        reading(server, {})
    assert len(server.asked) == 1


def test_a_line_that_was_cut_off_is_forgotten(tmp_path):
    path = tmp_path / "journal"
    FileJournal(path)["a"] = b"one"
    with path.open("ab") as file:
        file.write(b'{"key": "b", "re')
    journal = FileJournal(path)
    assert dict(journal) == {"a": b"one"}
    journal["c"] = b"three"
    assert dict(FileJournal(path)) == {"a": b"one", "c": b"three"}


def test_where_the_journal_cannot_be_written_nothing_more_is_asked(reading, tmp_path):
    with (
        ScriptedEndpoint(Analyst(TRUTHS)) as server,
        pytest.raises(Unavailable, match="cannot be written"),
    ):
        reading(server, FileJournal(tmp_path / "no" / "journal"))
    assert len(server.paid) == 1


def test_a_journal_forgets_nothing(tmp_path):
    journal = FileJournal(tmp_path / "journal")
    journal["a"] = b"one"
    with pytest.raises(TypeError):
        del journal["a"]
