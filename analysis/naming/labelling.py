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
# A known pain names a theme by the weight of all its texts together: its mean probability and that
# of the pains it is easily taken for, since those draw on the same words. The mean of few texts
# wavers: `FEW` texts count half, and where the sums of log odds find another pain likelier, less.
# A name is a proposal that a person confirms; a wrong one would be worse than none.
CLEAR, FEW, DISPUTED = 0.10, 6, 0.7
# Topics of praise have no neighbours; where they are told more clearly they are no likelier right.
CLEAR_TOPIC = 0.06
# Below this a probability says no more than "not this one".
LEAST_ODDS = 1e-3
# Words with a capital that name nobody.
NOBODY = (
    r"I\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May\b|June|July"
    r"|August|(?:Septem|Octo|Novem|Decem)ber|Christmas|Excel|Word\b|Thai|English|Korea|Vietnam|Persian"
)
# How people are spoken of: a capital inside a sentence, and what stands before or after a name.
SOMEBODY = re.compile(
    rf"(?<=[^\W\d_A-Z] )(?!{NOBODY})[A-ZĐ][^\W\d_A-Z]+"
    r"|(?:คุณ|พี่|น้อง|ลุง|ป้า|เฮีย)[ก-ฮ]"
    r"|\b(?:آقای|خانم|جناب)\b|\u200cخان\b"
    r"|[가-힣]{2,4} ?(?:씨|님|이사|대리|과장|부장|차장|팀장|상무|전무|대표)(?![가-힣]{2})"
    r"|\b(?:anh|chị|ông|bà|cô|chú) [A-ZĐ]"
)
EXEMPLARS = 5
# A quote of this many letters reads well.
SHORT, LONG = 40, 220


def library_names(
    pain_ids: Sequence[str], odds: Rows, themes: Sequence[Sequence[int]], near: Matrix | None = None
) -> dict[int, tuple[str, float]]:
    """Return (pain id, confidence) for the themes that a known pain, or topic of praise, names.

    `odds` (n, pains) are those of every unit; `themes` hold row numbers; `near` (pains, pains) is 1
    for pains that are easily taken for one another, None for topics, which have no neighbours. A
    theme takes the name of its likeliest pain where that is clear enough, and a pain names one
    theme only, the one it fits best.
    """
    least = CLEAR_TOPIC if near is None else CLEAR
    fits = [(*_likeliest(odds[np.asarray(rows)], near), n) for n, rows in enumerate(themes)]
    given: dict[int, tuple[str, float]] = {}
    taken: set[int] = set()
    for clear, pain, number in sorted(fits, key=lambda each: (-each[0], each[2])):
        if clear >= least and pain not in taken:
            given[number] = (pain_ids[pain], clear)
            taken.add(pain)
    return given


def _likeliest(odds: Matrix, near: Matrix | None) -> tuple[float, int]:
    """Return how clearly all texts of a theme, (n, pains), speak of their likeliest pain; it."""
    mean = odds.mean(axis=0)
    pain = int(mean.argmax())
    weight = float(mean[pain] + (near[pain] @ mean if near is not None else 0.0))
    together = int(np.log(np.maximum(odds, LEAST_ODDS)).sum(axis=0).argmax())
    agreed = 1.0 if together == pain else DISPUTED
    return weight * agreed * len(odds) / (len(odds) + FEW), pain


def library_labels(library: Library, known_id: str) -> Mapping[str, str]:
    """Return the name of a known pain or topic in every language."""
    labels = {pain.id: pain.labels for pain in library.pains}
    return (labels | {topic.id: topic.labels for topic in library.topics})[known_id]


def worded_labels(
    texts: Sequence[str], languages: Sequence[str], centrality: Matrix
) -> dict[str, str]:
    """Return, by language, the most central short sentence of a theme's `texts`.

    One that seems to name somebody is left out where another language has one that does not: a
    theme is called by what is said, not of whom.
    """
    best: dict[str, tuple[bool, float, str]] = {}
    for text, language, central in zip(texts, languages, centrality, strict=True):
        name = _shortened(text, language)
        score = float(central) - 0.003 * max(0, len(text) - BEST_LABEL)
        score -= max(0, LEAST_LABEL - len(text)) / LEAST_LABEL
        said = (not SOMEBODY.search(name), score, name)
        best[language] = max(best.get(language, said), said)
    clean = {language: said for language, said in best.items() if said[0]} or best
    names = {language: name for language, (_, _, name) in sorted(clean.items())}
    return {language: name[:1].upper() + name[1:] for language, name in names.items()}


def _shortened(text: str, language: str) -> str:
    """Cut a text to a name's length at the last place where a phrase ends."""
    text = re.sub(r"\s+", " ", text).strip().rstrip(".。!?؟,;،؛")
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
