"""A head is learnt once for a library, an embedder and the code that learns, and then kept."""

import os
from dataclasses import replace

import pytest

from analysis.library import head_for, head_key, load_library, shipped_head
from analysis.vectors import FolderStore, Vectors
from tests.unit.analysis.small import Hashed, small_library

LIBRARY = small_library()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("heads")


@pytest.fixture(scope="module")
def head(folder):
    return head_for(Vectors(Hashed(), heads=FolderStore(folder)), LIBRARY)


def test_the_default_embedder_needs_no_learning(vectors):
    assert head_for(vectors, load_library()) is shipped_head()


def test_a_kept_head_is_read_without_embedding_anything(head, folder):
    embedder = Hashed()
    again = head_for(Vectors(embedder, heads=FolderStore(folder)), LIBRARY)
    assert embedder.asked == 0
    assert again.pains.weights.tobytes() == head.pains.weights.tobytes()
    assert all((again.means[key] == head.means[key]).all() for key in head.means)


def test_another_embedder_and_another_text_have_heads_of_their_own():
    first = LIBRARY.examples[0]
    other = replace(LIBRARY, examples=(replace(first, text="else"), *LIBRARY.examples[1:]))
    keys = {head_key(LIBRARY, "one"), head_key(LIBRARY, "two"), head_key(other, "one")}
    assert len(keys) == 3


def test_a_definition_is_not_learnt_from():
    pain = replace(LIBRARY.pains[0], definition="else")
    other = replace(LIBRARY, pains=(pain, *LIBRARY.pains[1:]))
    assert head_key(other, "one") == head_key(LIBRARY, "one")


@pytest.mark.parametrize("kept", [b"", b"PK", b"no head at all"])
def test_a_head_that_a_crash_cut_off_is_learnt_again(head, kept):
    heads = {head_key(LIBRARY, "hashed"): kept}
    again = head_for(Vectors(Hashed(), heads=heads), LIBRARY)
    assert (again.pains.weights == head.pains.weights).all()
    assert len(heads[head_key(LIBRARY, "hashed")]) > 1000


def test_the_learning_tells_how_far_it_is():
    heard = []
    head_for(Vectors(Hashed()), LIBRARY, lambda *step: heard.append(step))
    phases = list(dict.fromkeys(phase for phase, _, _ in heard))
    assert phases == ["Reading the pain library", "Learning from the pain library"]
    assert heard[-1][1] == heard[-1][2]


def test_a_folder_keeps_what_was_used_last(tmp_path):
    store = FolderStore(tmp_path / "heads", most=2)
    for moment, key in enumerate(("one", "two")):
        store[key] = key.encode()
        os.utime(store.folder / key, (moment, moment))
    assert store["one"] == b"one"
    store["three"] = b"three"
    assert sorted(store) == ["one", "three"]
    assert [path.name for path in store.folder.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    store = FolderStore(tmp_path / "file")
    store["one"] = b"1"
    assert "one" not in store
    assert len(store) == 0
