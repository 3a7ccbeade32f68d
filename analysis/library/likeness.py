"""How alike texts are: the same words again, the same frame refilled, and who could be told."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from analysis.language import thai_words

#: Letters in a row that make one shingle (Broder 1997).
SHINGLE = 3
#: From this Jaccard likeness of their shingles on, two texts are one text told twice.
TWIN = 0.5
#: A frame is told by the words its language uses most; with fewer of them it says nothing.
FREQUENT_WORDS, SHORTEST_FRAME = 80, 4
#: So many texts in one frame are a template's.
REPEATED = 3
BLOCK = 256

WORD = re.compile(r"[^\W\d_]+(?:[\u200c'’][^\W\d_]+)*|\d+")
IDENTIFYING = (
    (re.compile(r"\S+@\S+\.\S+"), "an e-mail address"),
    (re.compile(r"https?://|www\.\S", re.IGNORECASE), "a web address"),
    (re.compile(r"(?<!\d)\+?\d{2,4}[ .-]\d{3,4}[ .-]\d{3,5}(?!\d)"), "a telephone number"),
    (re.compile(r"(?<![\d.,])\d{7,}(?![\d.,]*\d)"), "a long number"),
    (re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][a-z]+ [A-Z][a-z]+"), "a full name"),
)


def letters(text: str) -> str:
    """Return the letters and digits alone, in one form and one case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum() or unicodedata.category(char) == "Mn")


def shingles(text: str) -> frozenset[str]:
    """Return every run of `SHINGLE` letters; a shorter text is one run."""
    plain = letters(text)
    count = max(1, len(plain) - SHINGLE + 1)
    return frozenset(plain[at : at + SHINGLE] for at in range(count))


def twins(texts: Sequence[str], least: float = TWIN) -> Iterator[tuple[int, int, float]]:
    """Yield (later, earlier, likeness) for each text that says what an earlier one said.

    Of several earlier ones the likest is named. Likeness is Jaccard's of their shingles, 0 to 1.
    """
    sets = [shingles(text) for text in texts]
    matrix = _incidence(sets)
    sizes = np.array([len(each) for each in sets], np.float32)
    for start in range(0, len(texts), BLOCK):
        rows = slice(start, start + BLOCK)
        shared = (matrix[rows] @ matrix[: start + BLOCK].T).toarray()
        likeness = shared / (sizes[rows, None] + sizes[None, : start + BLOCK] - shared)
        for row, values in enumerate(likeness, start):
            earlier = values[:row]
            if row and earlier.max() >= least:
                yield row, int(earlier.argmax()), float(earlier.max())


def _incidence(sets: Sequence[frozenset[str]]) -> csr_matrix:
    """Return (texts, shingles), 1 where a text has a shingle."""
    columns: dict[str, int] = {}
    places = [columns.setdefault(run, len(columns)) for each in sets for run in each]
    ends = np.cumsum([0, *(len(each) for each in sets)])
    ones = np.ones(len(places), np.float32)
    return csr_matrix((ones, places, ends), shape=(len(sets), max(1, len(columns))))


def framed(texts: Sequence[str], language: str) -> list[list[int]]:
    """Return the groups of texts that fill one frame: the same frequent words round other ones."""
    told = [words(text, language) for text in texts]
    counts = Counter(word for each in told for word in each)
    frequent = {word for word, times in counts.most_common(FREQUENT_WORDS) if times >= REPEATED}
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, each in enumerate(told):
        groups[_frame(each, frequent)].append(number)
    return [
        rows
        for frame, rows in groups.items()
        if len(rows) >= REPEATED and len(frame) - frame.count("") >= SHORTEST_FRAME
    ]


def words(text: str, language: str) -> list[str]:
    """Return the words of a text in small letters, without punctuation."""
    plain = unicodedata.normalize("NFC", text).casefold()
    if language == "th":
        return [word for word in thai_words(plain) if WORD.match(word.strip())]
    return WORD.findall(plain)


def _frame(told: Iterable[str], frequent: frozenset[str] | set[str]) -> tuple[str, ...]:
    """Keep the frequent words; each run of others is one gap, an empty word."""
    frame: list[str] = []
    for word in told:
        part = word if word in frequent else ""
        if part or not frame or frame[-1]:
            frame.append(part)
    return tuple(frame)


def identifying(text: str) -> str:
    """Say what in a text could tell who it is about; empty where nothing could."""
    return next((what for pattern, what in IDENTIFYING if pattern.search(text)), "")
