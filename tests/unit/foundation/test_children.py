"""A child process cannot take the parent down with it."""

import os
import time

import pytest

from foundation import children
from foundation.children import ChildFailed, run_in_child
from foundation.errors import Invalid

HERE = "tests.unit.foundation.test_children"


def double(number):
    print("noise on standard output")
    return number * 2


def libraries():
    return os.environ["LD_LIBRARY_PATH"].split(os.pathsep)


def sleep(seconds):
    time.sleep(seconds)


def hoard():
    return len(bytearray(2_000_000_000))


def refuse():
    raise Invalid("file", "Row %(row)s is empty.", row=3)


def test_the_value_comes_back():
    assert run_in_child(f"{HERE}:double", 21) == 42


def test_a_refusal_comes_back_whole():
    with pytest.raises(Invalid, match="Row 3 is empty") as caught:
        run_in_child(f"{HERE}:refuse")
    assert (caught.value.field, caught.value.params) == ("file", {"row": 3})


def test_an_endless_child_is_ended():
    with pytest.raises(ChildFailed, match="longer than 1 seconds"):
        run_in_child(f"{HERE}:sleep", 30, seconds=1)


def test_a_greedy_child_is_ended():
    with pytest.raises(ChildFailed, match="more than 900 MB"):
        run_in_child(f"{HERE}:hoard", megabytes=900)


def test_libraries_unpacked_in_the_project_come_before_the_machine_s(tmp_path, monkeypatch):
    for folder in ("usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu", "usr/lib/python3"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.setattr(children, "UNPACKED", tmp_path)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/lib")
    ours = [f"{tmp_path}/{folder}/x86_64-linux-gnu" for folder in ("usr/lib", "lib")]
    assert run_in_child(f"{HERE}:libraries") == [*ours, "/opt/lib"]
