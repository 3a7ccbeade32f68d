"""Why a unit is of its kind, at its stage and in its theme: computed for one unit when asked.

What is told are the very readings the analysis puts together (`polarity`, `staging`), taken apart
again, and for the theme the texts it is nearest to. Likeness is the cosine of two texts' vectors,
from 0 (nothing in common) to 1 (the same).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from analysis import polarity, staging
from analysis.corpus import KINDS, Known, Passage, StageSpec
from analysis.language import tells_nothing, thai_words
from analysis.library import Example, Library, letter_groups, letter_weights, load_library
from analysis.naming.phrases import shared_words
from analysis.units import Draft, Material, Reading
from analysis.vectors import Matrix, Vectors

NEAREST, PHRASES, WORDS = 3, 5, 6

Text = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """The unit to explain, and what stands around it.

    `others` are the (text, language) pairs of the theme's other units and `library_id` the known
    pain or topic the theme was recognised as; both are empty for a unit without a theme. `trust`
    is how far the analysis trusts the question's stage (`Analysis.trust`), None where unknown;
    `at_home` how much the library knows of the whole corpus (its metric `library_fit`).
    """

    passage: Passage
    start: int
    end: int
    language: str
    trust: float | None = None
    others: tuple[Text, ...] = ()
    library_id: str | None = None
    at_home: float = 1.0


@dataclass(frozen=True)
class Near:
    """A text like the unit; `number` is its place among the texts it was taken from."""

    text: str
    language: str
    likeness: float
    number: int


@dataclass(frozen=True)
class WhyTheme:
    """The theme's other units and the library's examples that are nearest, and the shared words.

    `compared` and `examples` say how many texts these were taken from. `phrases` says how many of
    the `spoken` other units in the unit's language hold each word.
    """

    nearest: tuple[Near, ...] = ()
    compared: int = 0
    known: tuple[Near, ...] = ()
    examples: int = 0
    phrases: Mapping[str, int] | None = None
    spoken: int = 0


@dataclass(frozen=True)
class KnownPain:
    """The known pain the words sound most like, how surely, and the stage it is at home in."""

    id: str
    labels: Mapping[str, str]
    probability: float
    stage: str | None


@dataclass(frozen=True)
class WhyStage:
    """What was asked about, what the words say, and both together; stages with probabilities.

    `asked` is the stage of the question, or where `is_marked` that of an interview's section or
    mark; `trust` how surely such a stage is right, None where no run has measured it.
    """

    asked: str | None
    is_marked: bool
    trust: float | None
    words: tuple[tuple[str, float], ...]
    pain: KnownPain | None
    together: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Word:
    """A word of the unit and its part of the wording's vote: for its kind, or against (below 0)."""

    text: str
    weight: float


@dataclass(frozen=True)
class WhyKind:
    """What makes the unit `kind` rather than `rival`, the next likeliest.

    `marked` is the kind an interviewer gave the passage, `asked` the one its question asks for.
    `meaning`, `wording` and `together` are probabilities by kind. `votes` are the parts of the
    logarithm of the odds of `kind` over `rival`: they sum to it, and those below 0 speak for
    `rival`. `words` weigh most in the wording, heaviest first.
    """

    kind: str
    rival: str
    marked: str | None
    asked: str | None
    ratings: tuple[float, ...]
    meaning: Mapping[str, float]
    wording: Mapping[str, float]
    together: Mapping[str, float]
    votes: Mapping[str, float]
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Explanation:
    """Why one unit is where it is, as its words are read now."""

    theme: WhyTheme
    stage: WhyStage
    kind: WhyKind


def explain(
    case: Case,
    stages: Sequence[StageSpec],
    vectors: Vectors | None = None,
    library: Library | None = None,
) -> Explanation:
    """Read one unit again and say what speaks for its theme, its stage and its kind.

    `library` is the one that ships unless told. `vectors` remembers what it has embedded. The
    library's own vectors are needed for an embedder that reads all texts at once, which takes as
    long as reading the library.
    """
    reading = Reading(vectors or Vectors(), _nobody, library or load_library())
    return explain_by(reading, case, stages)


def explain_by(reading: Reading, case: Case, stages: Sequence[StageSpec]) -> Explanation:
    """Explain as `explain` does, with a library and an embedder of one's own."""
    known = _examples(reading.library, case) if case.library_id else []
    own = Draft.of(case.passage, case.start, case.end, case.language)
    around = [*case.others, *((each.text, each.language) for each in known)]
    drafts = [own, *(Draft.of(_passage(text), 0, len(text), code) for text, code in around)]
    material, reader = reading.material(drafts, stages, Known())
    return Explanation(
        _theme(case, own, material, known),
        _stage(case, material, reader, reading.library),
        _kind(own, material, case.at_home),
    )


def _nobody(_stage: str, _done: int, _total: int) -> None:
    """Hear of the progress and do nothing."""


def _examples(library: Library, case: Case) -> list[Example]:
    """Return what the library has said of the theme, in the unit's language if that is enough."""
    known = [each for each in library.examples if case.library_id in {each.pain, each.topic}]
    own = [each for each in known if each.language == case.language]
    return own if len(own) >= NEAREST else known


def _passage(text: str) -> Passage:
    return Passage("", text)


def _theme(case: Case, own: Draft, material: Material, known: Sequence[Example]) -> WhyTheme:
    likeness = np.clip(material.features[1:] @ material.features[0], 0, 1)
    others = len(case.others)
    spoken = [text for text, language in case.others if language == own.language]
    shared = shared_words(own.text, spoken, own.language)
    told = [(each.text, each.language) for each in known]
    return WhyTheme(
        nearest=_nearest(case.others, likeness[:others]),
        compared=others,
        known=_nearest(told, likeness[others:]),
        examples=len(known),
        phrases=dict(list(shared.items())[:PHRASES]),
        spoken=len(spoken),
    )


def _nearest(texts: Sequence[Text], likeness: Matrix) -> tuple[Near, ...]:
    ranked = sorted(range(len(texts)), key=lambda n: (-likeness[n], texts[n]))
    return tuple(Near(*texts[n], round(float(likeness[n]), 4), n) for n in ranked[:NEAREST])


def _stage(
    case: Case, material: Material, reader: staging.StageReader, library: Library
) -> WhyStage:
    words, asked = material.stage_odds[:1], np.zeros_like(material.stage_odds[:1])
    hint = case.passage.stage_hint if case.passage.stage_hint in reader.keys else None
    is_marked = case.passage.question is None
    trust = staging.MARKED if is_marked else case.trust
    if hint and trust is not None:
        asked[0, reader.keys.index(hint)] = trust
    return WhyStage(
        asked=hint,
        is_marked=is_marked,
        trust=trust if hint else None,
        words=_two_best(reader.keys, words[0]),
        pain=_known_pain(material, reader, library),
        together=_two_best(reader.keys, staging.hinted(words, asked)[0]),
    )


def _two_best(keys: Sequence[str], odds: Matrix) -> tuple[tuple[str, float], ...]:
    best = np.argsort(-odds, kind="stable")[:2]
    return tuple((keys[n], round(float(odds[n]), 4)) for n in best)


def _known_pain(
    material: Material, reader: staging.StageReader, library: Library
) -> KnownPain | None:
    if material.kinds[0] != "pain":
        return None
    odds = material.head.pains.probabilities(material.features[:1])[0]
    best = int(odds.argmax())
    [pain] = [each for each in library.pains if each.id == material.head.pain_ids[best]]
    home = reader.pain_stages[best] @ reader.rollup
    stage = reader.keys[int(home.argmax())] if home.any() else None
    return KnownPain(pain.id, pain.labels, round(float(odds[best]), 4), stage)


def _kind(own: Draft, material: Material, at_home: float) -> WhyKind:
    passage, letters = own.passage, letter_groups([own.text])
    read = polarity.read_kinds(material.head, material.features[:1], letters, [passage], at_home)
    together = read.odds()[0]
    kind, rival = (int(n) for n in np.argsort(-together, kind="stable")[:2])
    votes = _votes(read, kind, rival)
    hint = passage.kind_hint
    weights = letter_weights(own.text, material.head.letters, kind, rival)
    return WhyKind(
        kind=KINDS[kind],
        rival=KINDS[rival],
        marked=hint if passage.question is None else None,
        asked=hint if passage.question is not None else None,
        ratings=passage.ratings,
        meaning=_by_kind(read.meaning[0]),
        wording=_by_kind(read.wording[0]),
        together=_by_kind(together),
        votes={name: round(vote, 4) for name, vote in votes.items()},
        words=_heaviest(own, weights),
    )


def _votes(read: polarity.KindReading, kind: int, rival: int) -> dict[str, float]:
    """Return the parts of the log odds; what the tone changes in them is the tone's."""
    parts = {"asked": read.asked, "ratings": read.mood}
    votes = {name: float(np.log(of[0, kind] / of[0, rival])) for name, of in parts.items()}
    for name, of, share in (
        ("meaning", read.meaning, polarity.MEANING),
        ("wording", read.wording, 1 - polarity.MEANING),
    ):
        votes[name] = share * float(np.log(of[0, kind] / of[0, rival]))
    if read.at_home < 1:
        odds = read.odds()[0]
        votes["tone"] = float(np.log(odds[kind] / odds[rival])) - sum(votes.values())
    return votes


def _by_kind(odds: Matrix) -> dict[str, float]:
    return {kind: round(float(share), 4) for kind, share in zip(KINDS, odds, strict=True)}


def _heaviest(own: Draft, weights: Matrix) -> tuple[Word, ...]:
    """Return the words that weigh most, either way; Thai ones as a dictionary cuts them.

    Stop words give no reason, whatever the letters they are made of weigh.
    """
    pieces = thai_words(own.text) if own.language == "th" else _spaced(own.text)
    found: dict[str, float] = {}
    for piece, end in zip(pieces, accumulate(map(len, pieces)), strict=True):
        word = piece.strip(" .,;:!?…–—،؛؟“”‘’«»\"'()").lower()
        if any(map(str.isalnum, word)) and not tells_nothing(word, own.language):
            found[word] = found.get(word, 0.0) + float(weights[end - len(piece) : end].sum())
    ranked = sorted(found, key=lambda word: (-abs(found[word]), word))
    return tuple(Word(word, round(found[word], 4)) for word in ranked[:WORDS])


def _spaced(text: str) -> list[str]:
    """Cut a text after each space; the pieces joined are the text."""
    cuts = [n + 1 for n, letter in enumerate(text) if letter.isspace()]
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
