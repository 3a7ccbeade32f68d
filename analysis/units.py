"""Passages cut into units that each say one thing, and read through the head."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis import library, polarity, staging
from analysis.corpus import KINDS, Decision, Known, Passage, StageSpec, UnitKey
from analysis.language import detect, spans, whole
from analysis.library import Head
from analysis.vectors import Matrix, Progress, Vectors

# Longer than this, two sentences stay apart even if they say one thing.
LONGEST_UNIT = 320
# Two sentences part when each is this surely of another kind, or of another pain.
SURE_KIND = 0.7
SURE_PAIN = 0.7
NEUTRAL = KINDS.index("neutral")


@dataclass(frozen=True)
class Draft:
    """A span of a passage that becomes a unit."""

    passage: Passage
    start: int
    end: int
    language: str

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.passage.text[self.start : self.end]

    @property
    def key(self) -> UnitKey:
        """The span, as decisions refer to it."""
        return (self.passage.id, self.start, self.end)


@dataclass(frozen=True)
class Examples:
    """Texts that belong to a known theme, with their languages and vectors.

    `asked` are rows like those of `Material.asked`: the theme's own stage stands for the question.
    """

    texts: tuple[str, ...]
    languages: tuple[str, ...]
    vectors: Matrix
    asked: Matrix


@dataclass(frozen=True)
class Material:
    """All drafts as read: row i of every array is draft i.

    `features` are `vectors` centred by the head's own means. `asked` (n, stages) holds a 1 at the
    stage the question is about, if it is about one. `examples` are those of the known themes, by
    id. `speaks_across` says whether vectors of two languages may be compared.
    """

    drafts: tuple[Draft, ...]
    head: Head
    vectors: Matrix
    features: Matrix
    asked: Matrix
    kinds: tuple[str, ...]
    kind_scores: Matrix
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
    cut = [_cut(passage, decided.get(passage.id, set()), split=split) for passage in passages]
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


def _cut(passage: Passage, decided: set[tuple[int, int]], *, split: bool) -> list[Draft]:
    language = detect(passage.text, passage.language)
    found = spans(passage.text, language) if split else whole(passage.text)
    fixed = {(a, b) for a, b in decided if 0 <= a < b <= len(passage.text)}
    free = {(a, b) for a, b in found if not any(a < d and c < b for c, d in fixed)}
    return [
        Draft(passage, start, end, detect(passage.text[start:end], language))
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
    return Draft(passage, start, end, language)


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
    sure = min(float(one[0].max()), float(other[0].max())) >= SURE_KIND
    if sure and kinds[0] != kinds[1]:
        return NEUTRAL not in kinds
    is_pain = kinds[0] == kinds[1] == KINDS.index("pain")
    known = min(float(one[1].max()), float(other[1].max())) >= SURE_PAIN
    return is_pain and known and one[1].argmax() != other[1].argmax()


@dataclass(frozen=True)
class Reading:
    """Embeds texts and reads them through the head; `tell` hears of the progress."""

    vectors: Vectors
    tell: Progress

    def opinions(self, drafts: Sequence[Draft]) -> tuple[Matrix, Matrix]:
        """Return the probabilities of kinds and of known pains."""
        head, vectors = self._embed([draft.text for draft in drafts])
        features = head.centre(vectors, [draft.language for draft in drafts])
        return _kind_odds(head, features, drafts), head.pains.probabilities(features)

    def material(
        self, drafts: Sequence[Draft], stages: Sequence[StageSpec], known: Known
    ) -> tuple[Material, Matrix]:
        """Read everything the analysis needs; return it with the stages' prototypes."""
        told = _theme_examples(known)
        moments = staging.stage_texts(library.load_library(), stages)
        texts = [draft.text for draft in drafts]
        texts += [text for pairs in (*told.values(), *moments) for text, _ in pairs]
        head, vectors = self._embed(texts)
        ends = np.cumsum([len(drafts), *map(len, told.values()), *map(len, moments)])
        own, *parts = np.split(vectors, ends[:-1])
        features = head.centre(own, [draft.language for draft in drafts])
        kinds, scores = _decided_kinds(_kind_odds(head, features, drafts), drafts, known)
        keys = [stage.key for stage in stages]
        at_stage = {theme.id: theme.stage for theme in known.themes}
        examples = {
            key: Examples(*_columns(pairs), part, _asked([at_stage[key]] * len(pairs), keys))
            for (key, pairs), part in zip(told.items(), parts, strict=False)
        }
        asked = _asked([draft.passage.stage_hint for draft in drafts], keys)
        across = self.vectors.embedder.speaks_across
        material = Material(
            tuple(drafts), head, own, features, asked, kinds, scores, examples, across
        )
        return material, _prototypes(head, moments, parts[len(told) :])

    def _embed(self, texts: Sequence[str]) -> tuple[Head, Matrix]:
        if self.vectors.embedder.is_fixed:
            return library.head_for(self.vectors), self.vectors.of(texts, self.tell)
        # Word counts know only the texts they are given: the library's go in with them.
        known = library.load_library()
        before = library.library_texts(known)
        vectors = self.vectors.of([*before, *texts], self.tell)
        head = library.learn(known, vectors[: len(before)], self.vectors.embedder.name)
        return head, vectors[len(before) :]


def _theme_examples(known: Known) -> dict[str, list[tuple[str, str]]]:
    """Return, by theme, its examples with their languages; a theme without any is its name."""
    return {
        theme.id: [(text, detect(text)) for text in theme.examples or theme.labels.values()]
        for theme in known.themes
    }


def _asked(hints: Sequence[str | None], keys: Sequence[str]) -> Matrix:
    return np.array([[float(hint == key) for key in keys] for hint in hints], np.float32).reshape(
        len(hints), len(keys)
    )


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


def _kind_odds(head: Head, features: Matrix, drafts: Sequence[Draft]) -> Matrix:
    texts = [draft.text for draft in drafts]
    return polarity.kind_odds(head, features, texts, [draft.passage for draft in drafts])


def _decided_kinds(
    odds: Matrix, drafts: Sequence[Draft], known: Known
) -> tuple[tuple[str, ...], Matrix]:
    """Take the likeliest kind, or the one a person has decided."""
    decided = {each.key: each.kind for each in known.decisions if each.kind}
    kinds = [KINDS[number] for number in odds.argmax(axis=1)]
    scores = odds.max(axis=1, initial=0.0)
    for row, draft in enumerate(drafts):
        if draft.key in decided:
            kinds[row], scores[row] = str(decided[draft.key]), 1.0
    return tuple(kinds), scores
