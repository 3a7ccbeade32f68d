"""`make serve` at a port of one's own, and what it says of one that cannot be had."""

import os
import socket
import subprocess
import time
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "serve.sh"


def environment(folder, port):
    return {**os.environ, "INSTANCE": str(folder), "PORT": str(port), "DATABASE_URL": ""}


@pytest.fixture
def taken():
    """A port that somebody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def refused(folder, port):
    done = subprocess.run(
        [SCRIPT], env=environment(folder, port), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    [sentence] = done.stderr.splitlines()
    return sentence


def test_a_port_in_use_is_told_in_one_sentence(tmp_path, taken):
    assert f"Port {taken} is in use" in refused(tmp_path, taken)


@pytest.mark.parametrize("port", ["web", "70000", "0"])
def test_what_is_no_port_is_told_in_one_sentence(tmp_path, port):
    assert f"not “{port}”" in refused(tmp_path, port)


def test_the_product_is_served_at_the_port_asked_for(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    told = (tmp_path / "told").open("w")
    with told, subprocess.Popen([SCRIPT], env=environment(tmp_path, port), stderr=told) as served:
        try:
            assert answers(port)
        finally:
            served.terminate()


def answers(port, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError), closing(connection):
            connection.request("GET", "/account/sign-in")
            return connection.getresponse().status == 200
        time.sleep(0.1)
    return False
