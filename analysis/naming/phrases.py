"""The key phrases of a theme: what its texts say more than other themes' texts do."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np

from analysis.language import content_words

KEYWORDS = 6
# So many texts of a theme in each language are read for its words.
MOST_TEXTS = 400
# Languages written with spaces gain from pairs of words ("báo giá", "response time").
PAIRED = frozenset({"en", "vi", "fa", "ko"})
# Two words are a pair when chance puts them together so often in one case of a hundred (the
# likelihood ratio of Dunning 1993, one degree of freedom), and a pair says more than its parts.
NO_CHANCE, PAIR_WEIGHT = 6.63, 1.3

Words = tuple[str, ...]


def keywords(
    texts: Sequence[str], languages: Sequence[str], themes: Sequence[int]
) -> dict[int, dict[str, tuple[str, ...]]]:
    """Return key phrases by theme and language (class-based TF-IDF: Grootendorst 2022).

    Of a theme with many texts an evenly spread part is read: its words show in that as well.
    Each language is weighed by itself: a word counts by how often the theme's texts in that
    language hold it, and by how rare it is in the other themes' texts in that language. Forms of
    one English word count as one and are shown in the commonest of them (Snowball: Porter 2001).
    """
    found: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    chosen = _spread(languages, themes)
    for language in sorted(chosen):
        own = chosen[language]
        said = [content_words(texts[n], language) for n in own]
        phrases = [
            set(_phrases(words, pairs, language)) for words, pairs in _paired(said, language)
        ]
        shown = _commonest_forms(said, language)
        counts: dict[int, Counter[Words]] = defaultdict(Counter)
        for n, each in zip(own, phrases, strict=True):
            counts[themes[n]].update(each)
        for theme, best in _weigh(counts).items():
            found[theme][language] = tuple(" ".join(shown[root] for root in each) for each in best)
    return dict(found)


def _spread(languages: Sequence[str], themes: Sequence[int]) -> dict[str, list[int]]:
    """Return, by language, the places of the texts of each theme that are read, in order."""
    places: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, of in enumerate(zip(languages, themes, strict=True)):
        places[of].append(place)
    chosen: dict[str, list[int]] = defaultdict(list)
    for (language, _), own in places.items():
        chosen[language] += own[:: max(1, -(-len(own) // MOST_TEXTS))]
    return {language: sorted(own) for language, own in chosen.items()}


def shared_words(text: str, others: Sequence[str], language: str) -> dict[str, int]:
    """Return the words of `text` that `others` say as well, and how many of them do.

    All are in one language; most shared first. Forms of one English word count as one.
    """
    own = {_root(word, language): word for word in content_words(text, language)}
    counts: Counter[str] = Counter()
    for other in others:
        counts.update(
            own.keys() & {_root(word, language) for word in content_words(other, language)}
        )
    ranked = sorted(counts, key=lambda root: (-counts[root], root))
    return {own[root]: counts[root] for root in ranked}


def _paired(
    said: Sequence[list[str]], language: str
) -> Iterator[tuple[list[str], frozenset[Words]]]:
    pairs = _collocations(said, language) if language in PAIRED else frozenset()
    return ((words, pairs) for words in said)


def _phrases(words: Sequence[str], pairs: frozenset[Words], language: str) -> Iterator[Words]:
    roots = [_root(word, language) for word in words]
    yield from ((root,) for root in roots)
    yield from (pair for pair in pairwise(roots) if pair in pairs)


def _collocations(said: Sequence[list[str]], language: str) -> frozenset[Words]:
    """Return the pairs of roots that stand together more than chance would have it."""
    roots = [[_root(word, language) for word in words] for words in said]
    if not any(len(each) > 1 for each in roots):
        return frozenset()
    finder = import_module("nltk.collocations").BigramCollocationFinder.from_documents(roots)
    finder.apply_freq_filter(2)
    ratio = import_module("nltk.metrics.association").BigramAssocMeasures.likelihood_ratio
    return frozenset(pair for pair, score in finder.score_ngrams(ratio) if score >= NO_CHANCE)


def _commonest_forms(said: Sequence[list[str]], language: str) -> dict[str, str]:
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for words in said:
        for word in words:
            forms[_root(word, language)][word] += 1
    return {
        root: min(each, key=lambda word: (-each[word], len(word), word))
        for root, each in forms.items()
    }


@lru_cache(maxsize=2**16)
def _root(word: str, language: str) -> str:
    return str(_stemmer().stem(word)) if language == "en" else word


@cache
def _stemmer() -> Any:
    return import_module("nltk.stem.snowball").SnowballStemmer("english")


def _weigh(by_theme: Mapping[int, Counter[Words]]) -> dict[int, list[Words]]:
    everywhere: Counter[Words] = Counter()
    for words in by_theme.values():
        everywhere.update(words)
    usual = sum(everywhere.values()) / len(by_theme)
    return {theme: _best(words, everywhere, usual) for theme, words in by_theme.items()}


def _best(words: Counter[Words], everywhere: Counter[Words], usual: float) -> list[Words]:
    def weight(phrase: Words) -> float:
        length = PAIR_WEIGHT if len(phrase) > 1 else 1.0
        return float(words[phrase] * np.log1p(usual / everywhere[phrase]) * length)

    ranked = sorted(words, key=lambda phrase: (-weight(phrase), phrase))
    chosen: list[Words] = []
    for phrase in ranked:
        if len(chosen) < KEYWORDS and not any(_overlap(phrase, had) for had in chosen):
            chosen.append(phrase)
    return chosen


def _overlap(one: Words, other: Words) -> bool:
    """Say whether one says the other again: shared words, or a word inside a longer one."""
    return any(a in b or b in a for a in one for b in other)
