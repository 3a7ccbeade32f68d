"""What speaks for a theme: a name that reads as a pain, and the clearest quotes."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from analysis.corpus import Unit
from analysis.library import Library
from analysis.vectors import Matrix, Rows

LONGEST_LABEL = 70
BEST_LABEL = 45
# Below this many letters a sentence ("Good.", "Before my time") names nothing.
LEAST_LABEL = 12
# A known pain names a theme when its texts sound like it this clearly, on average (some twelve
# times as much as like any other of the known pains), and it is the likeliest pain for this share
# of them. A name is a proposal that a person confirms; a fragment of one answer would be worse.
# The mean of few texts wavers: one alone must be twice as clear, ten a tenth clearer.
CLEAR, FIRST_GUESS = 0.11, 0.15
EXEMPLARS = 5
# A quote of this many letters reads well.
SHORT, LONG = 40, 220


def library_names(
    pain_ids: Sequence[str], odds: Rows, themes: Sequence[Sequence[int]]
) -> dict[int, tuple[str, float]]:
    """Return (pain id, confidence) for the themes that a known pain names.

    `odds` (n, pains) are those of every unit; `themes` hold row numbers. A pain names one theme
    only, the one it fits best, and only where it is the first guess for a good part of the units.
    """
    if not themes:
        return {}
    opinions = [_opinion(odds[np.asarray(rows)]) for rows in themes]
    fits, guesses = map(np.stack, zip(*opinions, strict=True))
    clear = np.array([[CLEAR * (1 + 1 / len(rows))] for rows in themes])
    fits = np.where((fits >= clear) & (guesses >= FIRST_GUESS), fits, 0)
    given: dict[int, tuple[str, float]] = {}
    while fits.any():
        theme, pain = (int(each) for each in np.unravel_index(fits.argmax(), fits.shape))
        given[theme] = (pain_ids[pain], float(fits[theme, pain]))
        fits[theme, :], fits[:, pain] = 0, 0
    return given


def _opinion(odds: Matrix) -> tuple[Matrix, Matrix]:
    """Return, by pain, its mean probability and the share of units whose first guess it is."""
    guesses = np.bincount(odds.argmax(axis=1), minlength=odds.shape[1]) / len(odds)
    return odds.mean(axis=0), guesses.astype(np.float32)


def library_labels(library: Library, known_id: str) -> Mapping[str, str]:
    """Return the name of a known pain or topic in every language."""
    labels = {pain.id: pain.labels for pain in library.pains}
    return (labels | {topic.id: topic.labels for topic in library.topics})[known_id]


def worded_labels(
    texts: Sequence[str], languages: Sequence[str], centrality: Matrix
) -> dict[str, str]:
    """Return, by language, the most central short sentence of a theme's `texts`."""
    best: dict[str, tuple[float, str]] = {}
    for text, language, central in zip(texts, languages, centrality, strict=True):
        name = _shortened(text, language)
        score = float(central) - 0.003 * max(0, len(text) - BEST_LABEL)
        score -= max(0, LEAST_LABEL - len(text)) / LEAST_LABEL
        if language not in best or (score, name) > best[language]:
            best[language] = (score, name)
    return {language: name for language, (_, name) in sorted(best.items())}


def _shortened(text: str, language: str) -> str:
    """Cut a text to a name's length at the last place where a phrase ends."""
    text = re.sub(r"\s+", " ", text).strip().rstrip(".。!?؟,;،")
    if len(text) <= LONGEST_LABEL:
        return text
    head = text[:LONGEST_LABEL]
    phrase = re.match(r"(.{20,})[,،;:—–(]", head)
    if phrase:
        return phrase.group(1).rstrip() + "…"
    space = head.rfind(" ") if language != "th" else max(head.rfind(" "), LONGEST_LABEL - 1)
    return head[: space if space > LONGEST_LABEL // 2 else LONGEST_LABEL].rstrip() + "…"


def slug(label: str, fallback: str) -> str:
    """Return a readable id of small Latin letters and hyphens, `fallback` when none remain."""
    words = re.findall(r"[a-z0-9]+", label.lower())
    name = "-".join(words)[:60].rsplit("-", 1)[0] if len("-".join(words)) > 60 else "-".join(words)
    return name if len(name) >= 3 else fallback


def unused(name: str, taken: Iterable[str]) -> str:
    """Return `name`, or the first of name-2, name-3 ... that is not in `taken`."""
    taken = frozenset(taken)
    number, found = 2, name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def exemplars(
    units: Sequence[Unit], rows: Sequence[int], clients: Sequence[str | None]
) -> tuple[int, ...]:
    """Return up to five of `rows`, clearest first, of as many clients as there are.

    `rows` index into `units`; `clients` are those of all units. Clearest is what belongs most
    surely to its theme and kind, at a length that reads well.
    """
    ranked = sorted(rows, key=lambda row: (-_clarity(units[row]), units[row].key))
    heard: set[str] = set()
    chosen: list[int] = []
    again: list[int] = []
    for row in ranked:
        client = clients[row]
        (again if client is not None and client in heard else chosen).append(row)
        heard.update([client] if client else [])
        if len(chosen) == EXEMPLARS:
            break
    return tuple((chosen + again)[:EXEMPLARS])


def _clarity(unit: Unit) -> float:
    short = max(0, SHORT - len(unit.text)) / SHORT
    long = max(0, len(unit.text) - LONG) / LONG
    return unit.theme_score * unit.kind_score - 0.3 * short - 0.2 * long
