"""A small library and an embedder that needs no model, for tests of what is learnt and kept."""

import hashlib

import numpy as np

from analysis.library import Library, load_library
from analysis.vectors import unit_rows


def small_library(pains=3):
    """The first few pains and topics of the library, with what is said of them."""
    whole = load_library()
    topics = [[t for t in whole.topics if t.kind == kind][:2] for kind in ("praise", "suggestion")]
    topics = tuple(topic for some in topics for topic in some)
    known = {each.id for each in (*whole.pains[:pains], *topics)}
    told = [each for each in whole.examples if known & {each.pain, each.topic}]
    neutral = [each for each in whole.examples if each.kind == "neutral"][:40]
    moments = tuple(each for each in whole.moments if not each.kind)
    return Library(whole.pains[:pains], topics, (*told, *neutral), moments, whole.models)


class Hashed:
    """Vectors of the words' hashes: the same text, the same vector, in every process."""

    speaks_across, is_fixed = True, True

    def __init__(self, name="hashed", width=32):
        self.name, self.width = name, width
        self.asked = 0

    def embed(self, texts):
        self.asked += len(texts)
        rows = [sum((self.word(w) for w in text.split()), self.word(text)) for text in texts]
        return unit_rows(np.array(rows, np.float32).reshape(len(texts), self.width))

    def word(self, word):
        digest = hashlib.shake_256(word.encode("utf-8", "replace")).digest(self.width)
        return np.frombuffer(digest, np.uint8) - 127.5
