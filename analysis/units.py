"""Passages cut into units that each say one thing, and read through the head."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Self

import numpy as np

from analysis import polarity, staging
from analysis.corpus import KINDS, Decision, Known, Passage, StageSpec, UnitKey
from analysis.language import detect, spans, whole
from analysis.library import (
    Head,
    Library,
    head_for,
    home,
    learn,
    letter_groups,
    library_texts,
    load_library,
    shipped_head,
)
from analysis.staging import StageReader
from analysis.vectors import Matrix, Places, Progress, Rows, Vectors

# Longer than this, two sentences stay apart even if they say one thing.
LONGEST_UNIT = 320
# Two sentences part when they are this surely of two kinds, or each this surely of another pain.
SURE_APART = 0.6
SURE_PAIN = 0.7
# Two sentences within this length are one unit when the whole is this surely of one kind.
SHORT_PASSAGE, PAIR_OF_SPANS, SURE_WHOLE = 200, 2, 0.85
NEUTRAL = KINDS.index("neutral")


@dataclass(frozen=True, slots=True)
class Draft:
    """A span of a passage that becomes a unit."""

    passage: Passage
    start: int
    end: int
    language: str
    text: str

    @classmethod
    def of(cls, passage: Passage, start: int, end: int, language: str) -> Self:
        """Make a draft with its own words, which are asked for again and again."""
        return cls(passage, start, end, language, passage.text[start:end])

    @property
    def key(self) -> UnitKey:
        """The span, as decisions refer to it."""
        return (self.passage.id, self.start, self.end)


@dataclass(frozen=True)
class Examples:
    """Texts that belong to a known theme, with their languages and vectors.

    `asked` are rows like those of `Material.asked`, for the stage the theme has.
    """

    texts: tuple[str, ...]
    languages: tuple[str, ...]
    vectors: Matrix
    asked: Matrix


@dataclass(frozen=True)
class Material:
    """All drafts as read: row i of every array is draft i.

    `features` are `vectors` centred by the head's own means. `stage_odds` are those of the words
    alone, `asked` says which stage was asked about and how far that is to be trusted. `examples`
    are those of the known themes, by id. `worded_severity` says how bad each sounds if it is a
    pain. `speaks_across` says whether vectors of two languages may be compared.
    """

    drafts: tuple[Draft, ...]
    head: Head
    vectors: Rows
    features: Rows
    stage_odds: Matrix
    asked: Matrix
    kinds: tuple[str, ...]
    kind_scores: Matrix
    worded_severity: Matrix
    examples: Mapping[str, Examples]
    speaks_across: bool


Opinions = tuple[Matrix, Matrix]
Read = Callable[[Sequence[Draft]], Opinions]


def draft_units(
    passages: Sequence[Passage], decisions: Sequence[Decision], *, split: bool, read: Read
) -> list[Draft]:
    """Cut `passages` into units; a span a person has decided about stays exactly as it is.

    `read` returns, for drafts, the probabilities of each kind and of each known pain: by them
    neighbouring sentences that say the same thing are joined again.
    """
    decided: dict[str, set[tuple[int, int]]] = {}
    for decision in decisions:
        decided.setdefault(decision.passage_id, set()).add((decision.start, decision.end))
    cut = [_cut(passage, decided.get(passage.id), split=split) for passage in passages]
    if split:
        cut = _kept_whole(cut, decided, read)
    pieces = [draft for drafts in cut if split and len(drafts) > 1 for draft in drafts]
    if not pieces:
        return [draft for drafts in cut for draft in drafts]
    opinions = dict(
        zip((piece.key for piece in pieces), zip(*read(pieces), strict=True), strict=True)
    )
    return [
        draft
        for passage, drafts in zip(passages, cut, strict=True)
        for draft in _joined(drafts, opinions, decided.get(passage.id, set()))
    ]


def _kept_whole(
    cut: Sequence[list[Draft]], decided: Mapping[str, object], read: Read
) -> list[list[Draft]]:
    """Put passages together again that are short, surely of one kind, and worded as one.

    Reading their sentences one by one would cost as much as reading everything else.
    """
    doubtful = [drafts for drafts in cut if len(drafts) == PAIR_OF_SPANS and _is_short(drafts)]
    doubtful = [drafts for drafts in doubtful if drafts[0].passage.id not in decided]
    doubtful = _worded_alike(doubtful)
    if not doubtful:
        return list(cut)
    wholes = [_one(drafts) for drafts in doubtful]
    sure = read(wholes)[0].max(axis=1) >= SURE_WHOLE
    whole_of = {w.passage.id: w for w, is_sure in zip(wholes, sure, strict=True) if is_sure}
    return [
        [whole_of[drafts[0].passage.id]] if drafts and drafts[0].passage.id in whole_of else drafts
        for drafts in cut
    ]


def _worded_alike(pairs: Sequence[list[Draft]]) -> list[list[Draft]]:
    """Return the pairs whose two sentences are of one kind by their letters alone."""
    letters = letter_groups([draft.text for pair in pairs for draft in pair])
    kinds = shipped_head().letters.probabilities(letters).argmax(axis=1)
    return [
        pair
        for pair, one, other in zip(pairs, kinds[::2], kinds[1::2], strict=True)
        if one == other
    ]


def _is_short(drafts: Sequence[Draft]) -> bool:
    text = drafts[0].passage.text[drafts[0].start : drafts[-1].end]
    return len(text) <= SHORT_PASSAGE and "\n" not in text


def _cut(passage: Passage, decided: set[tuple[int, int]] | None, *, split: bool) -> list[Draft]:
    language = detect(passage.text, passage.language)
    found = spans(passage.text, language) if split else whole(passage.text)
    fixed = {(a, b) for a, b in decided or () if 0 <= a < b <= len(passage.text)}
    if not split and not fixed:  # the space around a text tells nothing of its language
        return [Draft.of(passage, start, end, language) for start, end in found]
    free = {(a, b) for a, b in found if not any(a < d and c < b for c, d in fixed)}
    return [
        Draft.of(passage, start, end, detect(passage.text[start:end], language))
        for start, end in sorted(free | fixed)
    ]


def _joined(
    drafts: list[Draft],
    opinions: dict[UnitKey, tuple[Matrix, Matrix]],
    decided: set[tuple[int, int]],
) -> list[Draft]:
    """Join each draft to the one before it unless the two say different things."""
    groups: list[list[Draft]] = []
    for draft in drafts:
        if groups and _belong(groups[-1], draft, opinions, decided):
            groups[-1].append(draft)
        else:
            groups.append([draft])
    return [_one(group) for group in groups]


def _one(group: list[Draft]) -> Draft:
    if len(group) == 1:
        return group[0]
    passage, start, end = group[0].passage, group[0].start, group[-1].end
    language = detect(passage.text[start:end], group[0].language)
    return Draft.of(passage, start, end, language)


def _belong(
    group: list[Draft],
    draft: Draft,
    opinions: dict[UnitKey, tuple[Matrix, Matrix]],
    decided: set[tuple[int, int]],
) -> bool:
    last, text = group[-1], draft.passage.text
    if {(last.start, last.end), (draft.start, draft.end)} & decided:
        return False
    if draft.end - group[0].start > LONGEST_UNIT or "\n" in text[last.end : draft.start]:
        return False
    return not any(_differ(opinions[each.key], opinions[draft.key]) for each in group)


def _differ(one: tuple[Matrix, Matrix], other: tuple[Matrix, Matrix]) -> bool:
    """Say whether two sentences are surely of different kinds, or surely different pains."""
    kinds = int(one[0].argmax()), int(other[0].argmax())
    if kinds[0] != kinds[1] and float(one[0] @ other[0]) <= 1 - SURE_APART:
        return NEUTRAL not in kinds
    is_pain = kinds[0] == kinds[1] == KINDS.index("pain")
    known = min(float(one[1].max()), float(other[1].max())) >= SURE_PAIN
    return is_pain and known and one[1].argmax() != other[1].argmax()


@dataclass(frozen=True)
class Reading:
    """Embeds texts and reads them through the head of a library; `tell` hears of the progress.

    `names_nobody` says of a text that nobody is named in it: only such texts may name a theme.
    """

    vectors: Vectors
    tell: Progress
    library: Library = field(default_factory=load_library)
    names_nobody: Callable[[str], bool] = lambda _text: True

    @cached_property
    def head(self) -> Head:
        """The library's head; for embedders whose vectors depend on nothing but the text."""
        return head_for(self.vectors, self.library, self.tell)

    def opinions(self, drafts: Sequence[Draft]) -> tuple[Matrix, Matrix]:
        """Return the probabilities of kinds and of known pains.

        Where an embedder would have to read everything at once, the wording alone decides.
        """
        if not self.vectors.embedder.is_fixed:
            letters = letter_groups([draft.text for draft in drafts])
            kinds = shipped_head().letters.probabilities(letters)
            return kinds, np.zeros((len(drafts), 1), np.float32)
        vectors = self.vectors.rows([draft.text for draft in drafts], self.tell)
        features = _features(self.head, vectors, drafts)
        pains = features.reduce(lambda rows, _: self.head.pains.probabilities(rows))
        return _read_words(self.head, features, drafts)[:, : len(KINDS)], pains

    def material(
        self, drafts: Sequence[Draft], stages: Sequence[StageSpec], known: Known
    ) -> tuple[Material, StageReader]:
        """Read everything the analysis needs; return it with the reader of the stages."""
        told = _theme_examples(known)
        moments = staging.stage_texts(self.library, stages)
        more = [[text for text, _ in pairs] for pairs in (*told.values(), *moments)]
        texts = [draft.text for draft in drafts]
        head, own, vectors = self._embed(texts, [*chain.from_iterable(more)])
        parts = np.split(vectors, np.cumsum([*map(len, more)])[:-1])
        prototypes = _prototypes(head, moments, parts[len(told) :])
        reader = staging.stage_reader(self.library, stages, prototypes, head.pain_ids)
        examples = _examples(told, parts, known, reader.keys)
        return self._read(drafts, head, own, reader, (known, examples)), reader

    def _read(
        self,
        drafts: Sequence[Draft],
        head: Head,
        vectors: Rows,
        reader: StageReader,
        before: tuple[Known, Mapping[str, Examples]],
    ) -> Material:
        known, examples = before
        features = _features(head, vectors, drafts)
        told = _read_words(head, features, drafts, reader)
        kinds, scores = _decided_kinds(told[:, : len(KINDS)], drafts, known)
        odds = told[:, len(KINDS) : -1]
        hints = [draft.passage.stage_hint for draft in drafts]
        questions = [draft.passage.question for draft in drafts]
        return Material(
            drafts=tuple(drafts),
            head=head,
            vectors=vectors,
            features=features,
            stage_odds=odds,
            asked=staging.asked_about(reader.keys, odds, hints, questions),
            kinds=kinds,
            kind_scores=scores,
            worded_severity=told[:, -1],
            examples=examples,
            speaks_across=self.vectors.embedder.speaks_across,
        )

    def _embed(self, texts: Sequence[str], more: Sequence[str]) -> tuple[Head, Rows, Matrix]:
        """Return the head with the vectors of both, of which the first may be very many."""
        if self.vectors.embedder.is_fixed:
            rows = self.vectors.rows(texts, self.tell)
            return self.head, rows, self.vectors.of(more, self.tell)
        # Word counts know only the texts they are given: the library's go in with them. What those
        # without a matter tell of attitude, the letters know already.
        known = self.library.with_matter()
        before = library_texts(known)
        vectors = self.vectors.of([*before, *texts, *more], self.tell)
        head = learn(known, vectors[: len(before)], self.vectors.embedder.name)
        head = replace(head, letters=shipped_head().letters)
        own, others = np.split(vectors[len(before) :], [len(texts)])
        return head, Rows.of(own), others


def _theme_examples(known: Known) -> dict[str, list[tuple[str, str]]]:
    """Return, by theme, its examples with their languages; a theme without any is its name."""
    return {
        theme.id: [(text, detect(text)) for text in theme.examples or theme.labels.values()]
        for theme in known.themes
    }


def _examples(
    told: Mapping[str, Sequence[tuple[str, str]]],
    parts: Sequence[Matrix],
    known: Known,
    keys: Sequence[str],
) -> dict[str, Examples]:
    found = {}
    for theme, part in zip(known.themes, parts, strict=False):
        asked = np.zeros((len(part), len(keys)), np.float32)
        if theme.stage in keys:
            asked[:, keys.index(theme.stage)] = staging.MARKED
        found[theme.id] = Examples(*_columns(told[theme.id]), part, asked)
    return found


def _columns(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(text for text, _ in pairs), tuple(language for _, language in pairs)


def _prototypes(
    head: Head, moments: Sequence[Sequence[tuple[str, str]]], vectors: Sequence[Matrix]
) -> Matrix:
    width = next(iter(head.means.values())).shape[0]
    rows = [
        head.centre(part, [language for _, language in pairs]).mean(axis=0)
        if pairs
        else np.zeros(width, np.float32)
        for pairs, part in zip(moments, vectors, strict=True)
    ]
    return np.stack(rows) if rows else np.zeros((0, width), np.float32)


def _features(head: Head, vectors: Rows, drafts: Sequence[Draft]) -> Rows:
    languages = np.array([draft.language for draft in drafts])
    return vectors.then(lambda rows, places: head.centre(rows, languages[places].tolist()))


def _read_words(
    head: Head, features: Rows, drafts: Sequence[Draft], reader: StageReader | None = None
) -> Matrix:
    """Return (n, kinds) beside (n, stages), where there is a reader of them, and the severity.

    Each text is read once.
    """
    at_home, all_drafts = home(features), np.arange(len(drafts))

    def read(rows: Matrix, places: Places) -> Matrix:
        own = [drafts[n] for n in all_drafts[places].tolist()]
        letters = letter_groups([draft.text for draft in own])
        passages = [draft.passage for draft in own]
        kinds = polarity.read_kinds(head, rows, letters, passages, at_home).odds()
        if not reader:
            return kinds
        severity = polarity.worded_severity(head, rows)[:, None]
        return np.hstack([kinds, reader.read(head, rows, letters), severity])

    return features.reduce(read)


def _decided_kinds(
    odds: Matrix, drafts: Sequence[Draft], known: Known
) -> tuple[tuple[str, ...], Matrix]:
    """Take the likeliest kind, or the one a person has decided."""
    decided = {each.key: each.kind for each in known.decisions if each.kind}
    kinds = [KINDS[number] for number in odds.argmax(axis=1)]
    scores = odds.max(axis=1, initial=0.0)
    for row, draft in enumerate(drafts) if decided else ():
        if draft.key in decided:
            kinds[row], scores[row] = str(decided[draft.key]), 1.0
    return tuple(kinds), scores
