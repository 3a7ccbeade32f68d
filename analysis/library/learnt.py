"""The head of a library over an embedder: the one that ships, one that was kept, or a new one."""

import hashlib
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import sklearn
from threadpoolctl import threadpool_limits

from analysis.library import head as reading
from analysis.library import learning, widening
from analysis.library.head import Head, load_head, save_head, shipped_head
from analysis.library.learning import learn
from analysis.library.texts import Library, library_texts, load_library
from analysis.library.widening import is_wider, widened
from analysis.vectors import Progress, Vectors


def head_for(vectors: Vectors, library: Library, tell: Progress | None = None) -> Head:
    """Return the head of a library for an embedder; `tell` hears how far the learning is.

    What is learnt is kept in `vectors.heads`, and learnt again only over another embedder, from
    other texts or by other code. Of a library that only knows more pains than the one that ships,
    only these are learnt. The embedder must be one whose vectors depend on nothing but the text.
    """
    shipped, tell = load_library(), tell or _nobody
    model = vectors.embedder.name
    if library is shipped and model == shipped_head().model:
        return shipped_head()
    key = head_key(library, model)
    if (head := _kept(vectors, key)) is not None:
        return head
    if library is not shipped and is_wider(library):
        head = widened(head_for(vectors, shipped, tell), library, vectors, tell)
    else:
        head = _learnt(vectors, library, tell)
    return _keep(vectors, key, head)


def head_key(library: Library, model: str) -> str:
    """Return the name a head is kept under: all that it depends on, as a hash."""
    ids = [pain.id for pain in library.pains], [topic.id for topic in library.topics]
    code = [Path(str(each.__file__)).read_bytes() for each in (reading, learning, widening)]
    told = (model, library.examples, library.moments, ids, code, sklearn.__version__)
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _kept(vectors: Vectors, key: str) -> Head | None:
    try:
        return load_head(BytesIO(vectors.heads[key]))
    except (KeyError, ValueError, EOFError, BadZipFile):  # not there, or cut off by a crash
        return None


def _learnt(vectors: Vectors, library: Library, tell: Progress) -> Head:
    def heard(_stage: str, done: int, total: int) -> None:
        tell("Reading the pain library", done, total)

    found = vectors.of(library_texts(library), heard)
    tell("Learning from the pain library", 0, 1)
    # One thread adds the same numbers in the same order on every machine.
    with threadpool_limits(limits=1, user_api="blas"):
        head = learn(library, found, vectors.embedder.name)
    tell("Learning from the pain library", 1, 1)
    return head


def _keep(vectors: Vectors, key: str, head: Head) -> Head:
    """Keep a head and read it again: the first run and the next see the same rounded numbers."""
    file = BytesIO()
    save_head(head, file)
    vectors.heads[key] = file.getvalue()
    return load_head(BytesIO(file.getvalue()))


def _nobody(_stage: str, _done: int, _total: int) -> None:
    """Hear of the progress and do nothing."""
