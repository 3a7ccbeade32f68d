import os
import stat

import pytest

from foundation.files.private import keep_private, write_private


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def generous_habit():
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_what_is_written_out_is_its_owners_alone(tmp_path):
    write_private(tmp_path / "links.csv", b"a link is a key")
    assert mode(tmp_path / "links.csv") == 0o600
    assert (tmp_path / "links.csv").read_bytes() == b"a link is a key"


def test_a_file_everybody_could_read_is_closed_when_written_anew(tmp_path):
    (tmp_path / "out.csv").write_bytes(b"longer than before")
    write_private(tmp_path / "out.csv", b"new")
    assert (mode(tmp_path / "out.csv"), (tmp_path / "out.csv").read_bytes()) == (0o600, b"new")


def test_a_database_from_before_is_closed_and_keeps_its_content(tmp_path):
    (tmp_path / "t.db").write_bytes(b"rows")
    keep_private(tmp_path / "t.db")
    assert (mode(tmp_path / "t.db"), (tmp_path / "t.db").read_bytes()) == (0o600, b"rows")


def test_a_missing_folder_is_left_to_whoever_opens_the_file(tmp_path):
    keep_private(tmp_path / "none" / "t.db")
    assert not (tmp_path / "none").exists()
