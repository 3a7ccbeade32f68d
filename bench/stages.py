"""Measure the stages: `python -m bench.stages [--cache FILE]`.

Over the pains of the shipped library, and over those of the labelled sets, in five folds: a head
is learnt without the pains of one fold, without the stage of any praise, suggestion or remark,
which may be about the same matter (what happens at a stage without a pain, it knows), and reads the
texts of that fold as a study's answers are read.
"""

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from analysis import library
from analysis.corpus import Known, Passage, StageSpec
from analysis.correcting import Said, corrected
from analysis.library import STAGES, Library
from analysis.staging import StageReader
from analysis.units import Material, Reading, draft_units
from analysis.vectors import Matrix, Rows, Vectors
from analysis.weighing import wilson
from bench.stage_texts import FOUR, Text, by_model, library_pains, own_model, shared_pains
from bench.themes import cache
from bench.themes.sets import DATA

FOLDS, BINS, SEED = 5, 10, 0
# A question's stage is right in so many of ten cases.
RIGHT = 0.7
STUDY, CORRECTED = 300, (30, 100)
EIGHT = tuple(StageSpec(key, key) for key in STAGES)


@dataclass(frozen=True)
class Read:
    """Texts with what was read of them: `odds` (n, stages) by the words alone."""

    texts: tuple[Text, ...]
    material: Material
    reader: StageReader

    @property
    def odds(self) -> Matrix:
        """The probabilities by the words alone."""
        return self.material.stage_odds

    @property
    def truth(self) -> Matrix:
        """Return the stage each text is at, as a column of `odds`."""
        return np.array([self.reader.keys.index(text.stage) for text in self.texts])

    def settled(self, decided: Mapping[int, int] | None = None) -> Matrix:
        """Return the probabilities by words, question and decisions, as a run does."""
        passages = [draft.passage for draft in self.material.drafts]
        groups = [[passage.question for passage in passages]]
        own = Said(self.odds, self.material.asked, self.material.features, groups)
        return corrected(own, decided or {})


def read(
    vectors: Vectors, known: Library, texts: Sequence[Text], stages: Sequence[StageSpec]
) -> Read:
    """Read texts with a library and a journey model; a text that has a hint was asked about it."""
    if known is not library.load_library():
        cache.matters(known, vectors)
    reading = Reading(vectors, _unheard, known)
    passages = [
        Passage(str(n), each.text, each.language, question=each.hint, stage_hint=each.hint)
        for n, each in enumerate(texts)
    ]
    drafts = draft_units(passages, (), split=False, read=reading.opinions)
    material, reader = reading.material(drafts, stages, Known())
    return Read(tuple(texts[int(d.passage.id)] for d in material.drafts), material, reader)


def folds(known: Library) -> Iterator[tuple[Library, frozenset[str]]]:
    """Yield each fold's library and the pains it does not know; every stage in every fold."""
    ids = np.array([pain.id for pain in known.pains])
    cut = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    examples = tuple(each if each.pain else replace(each, stage=None) for each in known.examples)
    for _, gone in cut.split(ids, [pain.stage for pain in known.pains]):
        out = frozenset(ids[gone].tolist())
        yield (
            replace(
                known,
                pains=tuple(pain for pain in known.pains if pain.id not in out),
                examples=tuple(each for each in examples if each.pain not in out),
            ),
            out,
        )


def asked(texts: Sequence[Text], drawn: random.Random) -> list[Text]:
    """Give each text a question about a stage: its own in seven of ten cases, else any other."""
    keys = sorted({text.stage for text in texts})
    return [
        replace(
            each,
            hint=each.stage
            if drawn.random() < RIGHT
            else drawn.choice([key for key in keys if key != each.stage]),
        )
        for each in texts
    ]


def pains(name: str, vectors: Vectors, known: Library, texts: Sequence[Text]) -> Iterator[str]:
    """Measure five folds over a library's pains, over eight stages and rolled up to four."""
    drawn, parts = random.Random(SEED), []
    for part, out in folds(known):
        own = asked([text for text in texts if text.theme in out], drawn)
        parts.append((part, own))
    for stages, told in ((EIGHT, "eight stages"), (FOUR, "four stages")):
        reads = [read(vectors, part, by_model(own, stages), stages) for part, own in parts]
        yield f"stage, {name}, {told} ({sum(len(each.texts) for each in reads):,} texts)"
        yield f"  by the words alone: {_alone(reads)}"
        yield f"  with a question right in {RIGHT:.0%}: top-1 {_right(reads)}"
        yield f"  themes by all their texts: {_themes(reads)}"
    yield from _taught([read(vectors, part, own, EIGHT) for part, own in parts], drawn)


def _alone(reads: Sequence[Read]) -> str:
    odds, truth = np.concatenate([r.odds for r in reads]), np.concatenate([r.truth for r in reads])
    best = np.argsort(-odds, axis=1)[:, :2] == truth[:, None]
    return (
        f"top-1 {best[:, 0].mean():.3f}, top-2 {best.any(axis=1).mean():.3f}, "
        f"ECE {calibration_error(odds.max(axis=1), best[:, 0]):.3f}"
    )


def calibration_error(surest: Matrix, is_right: Matrix) -> float:
    """Return the mean gap between how sure and how right, over ten bins of how sure."""
    bins = np.minimum((surest * BINS).astype(int), BINS - 1)
    gaps = [
        (bins == b).mean() * abs(surest[bins == b].mean() - is_right[bins == b].mean())
        for b in np.unique(bins)
    ]
    return float(sum(gaps))


def _right(reads: Sequence[Read]) -> str:
    hits = np.concatenate([each.settled().argmax(axis=1) == each.truth for each in reads])
    return f"{hits.mean():.3f}"


def _themes(reads: Sequence[Read]) -> str:
    hits, asked_hits = [], []
    for each in reads:
        of, settled = np.array([text.theme for text in each.texts]), each.settled()
        for theme in sorted(set(of)):
            own = np.flatnonzero(of == theme)
            hits.append(each.reader.of_theme(each.odds[own]).argmax() == each.truth[own[0]])
            asked_hits.append(each.reader.of_theme(settled[own]).argmax() == each.truth[own[0]])
    return (
        f"{_share(hits)} without a question, "
        f"{_share(asked_hits)} with questions right in {RIGHT:.0%}"
    )


def _taught(reads: Sequence[Read], drawn: random.Random) -> Iterator[str]:
    """Correct the least certain texts of a study and measure the others."""
    for most in CORRECTED:
        pairs = [_before_and_after(_study(each, drawn), most) for each in reads]
        old, new = (
            np.exp(np.log(np.concatenate(told)).mean()) for told in zip(*pairs, strict=True)
        )
        yield (
            f"  the least certain {most} of {STUDY} corrected: the others' true stage "
            f"is given {old:.3f} before, {new:.3f} after (geometric mean)"
        )


def _before_and_after(study: Read, most: int) -> tuple[Matrix, Matrix]:
    """Return what the texts nobody corrected give their true stage, before and after."""
    first = study.settled()
    chosen = np.argsort(first.max(axis=1), kind="stable")[:most]
    others = np.setdiff1d(np.arange(len(first)), chosen)
    then = study.settled({int(row): int(study.truth[row]) for row in chosen})
    return first[others, study.truth[others]], then[others, study.truth[others]]


def _study(each: Read, drawn: random.Random) -> Read:
    """Draw the texts of one study."""
    rows = np.array(sorted(drawn.sample(range(len(each.texts)), min(STUDY, len(each.texts)))))
    own = replace(
        each.material,
        drafts=tuple(each.material.drafts[row] for row in rows),
        features=Rows.of(each.material.features[rows]),
        stage_odds=each.material.stage_odds[rows],
        asked=each.material.asked[rows],
    )
    return replace(each, texts=tuple(each.texts[row] for row in rows), material=own)


def small_sets(vectors: Vectors) -> Iterator[str]:
    """Measure the two small sets with their own eight stages, and mapped to the four."""
    for name in ("stages_80", "painpoints_5l"):
        for stages, texts, told in own_model(name):
            own = read(vectors, library.load_library(), texts, stages)
            best = np.argsort(-own.odds, axis=1)[:, :2] == own.truth[:, None]
            yield (
                f"stage, {name}, {told} ({len(texts)} texts): top-1 {_share(best[:, 0])}, "
                f"top-2 {_share(best.any(axis=1))}, "
                f"ECE {calibration_error(own.odds.max(axis=1), best[:, 0]):.3f}"
            )
            hinted = read(
                vectors, library.load_library(), asked(texts, random.Random(SEED)), stages
            )
            hits = hinted.settled().argmax(axis=1) == hinted.truth
            yield f"  with a question right in {RIGHT:.0%}: top-1 {_share(hits)}"


def _share(hits: Iterable[bool]) -> str:
    told = list(hits)
    share = wilson(sum(map(bool, told)), len(told))
    return f"{share.value:.3f} [{share.low:.3f}, {share.high:.3f}]"


def _unheard(_stage: str, _done: int, _total: int) -> None:
    """Hear of the progress and do nothing."""


def main() -> None:
    """Print the figures, or say what is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.stages", description=__doc__)
    parser.add_argument("--cache", type=Path, help="a .npz file that keeps the vectors")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"The labelled sets are not here: {DATA} does not exist. Put them there first.")
    vectors = Vectors(store=cache.load(options.cache), heads=cache.heads(options.cache))
    shipped = library.load_library()
    shared = shared_pains(shipped)
    kept = len(vectors.store)
    vectors.of([*library.library_texts(shipped), *library.library_texts(shared[0])])
    if len(vectors.store) > kept:
        cache.save(options.cache, dict(vectors.store))
    for line in small_sets(vectors):
        print(line, flush=True)
    for name, known, texts in (
        ("library", shipped, library_pains(shipped)),
        ("pains", *shared),
    ):
        for line in pains(name, vectors, known, texts):
            print(line, flush=True)


if __name__ == "__main__":
    main()
