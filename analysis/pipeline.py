"""Words in, themes out: the one way through the analysis."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis import weighing
from analysis.corpus import Analysis, Corpus, Known, Options, StageSpec, ThemeFound, Unit
from analysis.correcting import Said, corrected
from analysis.hierarchy.grains import Branch, cut, grow
from analysis.library import home, library_version
from analysis.naming import labelling, phrases
from analysis.naming.names import Found, Name, kind_of, name_parts, name_themes
from analysis.staging import StageReader
from analysis.theming import Group, find_groups, most_read, spread
from analysis.units import Material, Reading, draft_units
from analysis.vectors import Matrix, Progress, Vectors

VERSION = "1"
# Rows whose stages are told at once.
BLOCK = 16_384
NO_STAGE = (None, 0.0)
PACKAGES = ("numpy", "scipy", "scikit-learn", "scikit-network", "pythainlp")


def analyse(
    corpus: Corpus,
    stages: Sequence[StageSpec],
    known: Known | None = None,
    options: Options | None = None,
    *,
    progress: Progress | None = None,
    vectors: Vectors | None = None,
) -> Analysis:
    """Cut the corpus into units and find, for each, its kind, severity, stage and theme.

    `known` themes keep their ids, and a person's decisions hold: what is near joins them, the rest
    forms new themes. `progress` hears (stage of the work, done, total). `vectors` remembers what
    it has embedded: hand in one with a lasting store and a re-run embeds only what is new.
    The same input gives the same result; the order of the passages decides nothing but the order.
    """
    reading = Reading(vectors or Vectors(), progress or _nobody)
    return analyse_by(reading, corpus, stages, known or Known(), options or Options())


def analyse_by(
    reading: Reading, corpus: Corpus, stages: Sequence[StageSpec], known: Known, options: Options
) -> Analysis:
    """Analyse as `analyse` does, with a library and an embedder of one's own.

    A library other than the one that ships is embedded and learnt from first; what was learnt is
    kept with the vectors.
    """
    # Two threads add the same numbers in another order, and a theme may hang on the last bit.
    with threadpool_limits(limits=1, user_api="blas"):
        passages = sorted(corpus.passages, key=attrgetter("text", "id"))
        drafts = draft_units(passages, known.decisions, split=options.split, read=reading.opinions)
        material, reader = reading.material(drafts, stages, known)
        reading.tell("Finding the themes", 0, 2)
        odds = _stage_odds(material, reader, known)
        pains = material.features.then(
            lambda rows, places: reader.known_pains(material.head, rows, material.asked[places])
        )
        groups = find_groups(material, known, options)
        reading.tell("Finding the themes", 1, 2)
        found = Found(
            material, groups, reader, odds, pains, known, reading.library, reading.names_nobody
        )
        result = _result(found, corpus, options)
        reading.tell("Finding the themes", 2, 2)
        return replace(
            result,
            metrics=_metrics(found, result),
            versions=_versions(reading),
            trust=_trust(material, reader.keys),
        )


def _nobody(_stage: str, _done: int, _total: int) -> None:
    """Hear of the progress and do nothing."""


def _stage_odds(material: Material, reader: StageReader, known: Known) -> Matrix:
    told = {each.key: each.stage for each in known.decisions if each.stage in reader.keys}
    decided = {
        row: reader.keys.index(str(told[draft.key]))
        for row, draft in enumerate(material.drafts if told else ())
        if draft.key in told
    }
    passages = [draft.passage for draft in material.drafts]
    groups = [each.question for each in passages], [each.segment for each in passages]
    said = Said(material.stage_odds, material.asked, material.features, groups)
    return corrected(said, decided)


@contextmanager
def uncollected() -> Iterator[None]:
    """Make many small values at once, without looking through all there are for circles of them.

    None refers to what refers to it, and the looking takes as long as the making of a million.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _units(found: Found, ids: Sequence[str]) -> list[Unit]:
    """Return a unit for each row; `ids` are those of the groups."""
    material = found.material
    themes, sure = _at_home(found, ids)
    kind_scores, stages = four_places(material.kind_scores).tolist(), _two_stages(found)
    worded = material.worded_severity.tolist()
    return [
        Unit(
            draft.passage.id,
            draft.start,
            draft.end,
            draft.text,
            draft.language,
            material.kinds[row],
            kind_scores[row],
            themes[row],
            round(sure[row], 4),
            *next(stages),
            *_severity(found, row, worded[row]),
        )
        for row, draft in enumerate(material.drafts)
    ]


def _at_home(found: Found, ids: Sequence[str]) -> tuple[list[str | None], list[float]]:
    """Return the theme of each row, and how surely it belongs there."""
    themes: list[str | None] = [None] * len(found.material.drafts)
    sure = [0.0] * len(themes)
    for theme, group in zip(ids, found.groups, strict=True):
        for row in group.rows:
            themes[row], sure[row] = theme, group.scores[row]
    return themes, sure


def _two_stages(found: Found) -> Iterator[tuple[str | None, float, str | None, float]]:
    """Yield the two likeliest stages of each row, each with its probability."""
    keys, odds = found.stages.keys, found.stage_odds
    for start in range(0, len(odds), BLOCK):
        block = odds[start : start + BLOCK]
        best = np.argsort(-block, axis=1, kind="stable")[:, :2]
        scores = four_places(np.take_along_axis(block, best, axis=1))
        for places, own in zip(best.tolist(), scores.tolist(), strict=True):
            told = [(keys[n], score) for n, score in zip(places, own, strict=True)]
            first, second, *_ = (*told, NO_STAGE, NO_STAGE)
            yield *first, *second


def four_places(scores: Matrix) -> NDArray[np.float64]:
    """Round each as `round(score, 4)` does: in double precision no product is cut short."""
    return np.asarray(np.round(scores.astype(np.float64), 4), np.float64)


def _severity(found: Found, row: int, worded: float) -> tuple[int | None, str]:
    if found.material.kinds[row] != "pain":
        return None, ""
    passage = found.material.drafts[row].passage
    return weighing.severity(worded, passage.ratings, passage.severity)


@dataclass(frozen=True)
class _Named:
    """A group with its name and its place in the hierarchy; `part_of` is a theme's id."""

    group: Group
    name: Name
    part_of: str | None
    branch: Branch


def _result(found: Found, corpus: Corpus, options: Options) -> Analysis:
    """Cut the hierarchy at the number of themes asked for; the rest of it are parts."""
    count = len(found.groups)
    branches = grow(found.material, found.groups, options.seed)
    names = name_themes(found)
    names += name_parts(found, [each.group for each in branches[count:]], names)
    ids = [name.id for name in names]
    standing = cut(branches, ids, count, max(1, round(count * options.granularity)))
    themes, parts = [], []
    for group, name, branch in zip(standing, names, branches, strict=True):
        part_of = None if branch.part_of is None else ids[branch.part_of]
        if group.rows:
            themes.append(_Named(group, name, part_of, branch))
        else:
            parts.append(_Named(branch.group, name, part_of, branch))
    with uncollected():
        own = replace(found, groups=[e.group for e in themes])
        units = _units(own, [e.name.id for e in themes])
    order, at = _order(units, corpus)
    ordered = tuple(units[row] for row in order)
    clients = [found.material.drafts[row].passage.client for row in order]
    return Analysis(
        units=ordered,
        themes=tuple(
            sorted(_themes(found, themes, ordered, at), key=lambda theme: _rank(theme, clients))
        ),
        parts=tuple(
            sorted(_themes(found, parts, ordered, at), key=lambda part: (part.stands_from, part.id))
        ),
    )


def _order(units: Sequence[Unit], corpus: Corpus) -> tuple[list[int], list[int]]:
    """Return the rows in the order of the passages, and the place of each row in it."""
    place = {passage.id: number for number, passage in enumerate(corpus.passages)}
    passages = np.array([place[unit.passage_id] for unit in units], np.int64)
    order = np.lexsort((np.array([unit.start for unit in units], np.int64), passages))
    at = np.empty_like(order)
    at[order] = np.arange(len(order))
    return order.tolist(), at.tolist()


def _rank(theme: ThemeFound, clients: Sequence[str | None]) -> tuple[int, int, str]:
    heard = {clients[unit] for unit in theme.units} - {None}
    return (-len(heard), -len(theme.units), theme.id)


def _themes(
    found: Found, named: Sequence[_Named], units: tuple[Unit, ...], at: Sequence[int]
) -> list[ThemeFound]:
    groups = [each.group for each in named]
    keyed, most = _phrases(found, groups), most_read(groups)
    clients: list[str | None] = [None] * len(units)
    for row, draft in enumerate(found.material.drafts):
        clients[at[row]] = draft.passage.client
    themes = []
    for number, each in enumerate(named):
        group, name = each.group, each.name
        rows = sorted(at[row] for row in group.rows)
        stages = _stage_shares(found, group)
        home_stage = max(stages, key=lambda key: stages[key], default=None)
        themes.append(
            ThemeFound(
                id=name.id,
                labels=name.labels,
                label_source=name.source,
                kind=kind_of(found, group),
                stage=(group.known and group.known.stage) or home_stage,
                stages=stages,
                keywords=keyed.get(number, {}),
                units=tuple(rows),
                exemplars=labelling.exemplars(units, spread(rows, most), clients),
                library_id=name.library_id,
                confidence=round(name.confidence, 4),
                is_new=group.known is None,
                part_of=each.part_of,
                stands_from=each.branch.stands_from,
                is_clear=each.branch.is_clear,
            )
        )
    return themes


def _phrases(found: Found, groups: Sequence[Group]) -> dict[int, dict[str, tuple[str, ...]]]:
    most = most_read(groups)
    pairs = [(row, n) for n, each in enumerate(groups) for row in spread(each.rows, most)]
    drafts = [found.material.drafts[row] for row, _ in pairs]
    texts, languages = [d.text for d in drafts], [d.language for d in drafts]
    return phrases.keywords(texts, languages, [number for _, number in pairs])


def _stage_shares(found: Found, each: Group) -> dict[str, float]:
    """Weigh all of a theme's texts together."""
    shares = found.stages.of_theme(found.stage_odds[each.rows])
    keys = found.stages.keys
    return {key: round(float(share), 4) for key, share in zip(keys, shares, strict=True)}


def _trust(material: Material, stages: Sequence[str]) -> dict[str, dict[str, float]]:
    trust: dict[str, dict[str, float]] = {}
    for row, stage in zip(*np.nonzero(material.asked), strict=True):
        question = material.drafts[row].passage.question
        if question is not None:
            value = round(float(material.asked[row, stage]), 4)
            trust.setdefault(question, {})[stages[stage]] = value
    return trust


def _metrics(found: Found, result: Analysis) -> dict[str, float]:
    scores = [unit.theme_score for unit in result.units if unit.theme_id]
    languages = {unit.language for unit in result.units}
    return {
        "units": len(result.units),
        "languages_apart": 0 if found.material.speaks_across else len(languages),
        "themes": len(result.themes),
        "themes_found": len(found.groups),
        "themed": len(scores),
        "mean_theme_score": round(float(np.mean(scores)), 4) if scores else 0.0,
        "library_fit": round(home(found.material.features), 4),
    }


def _versions(reading: Reading) -> dict[str, str]:
    embedder, library = reading.vectors.embedder.name, library_version(reading.library)
    own = {"pipeline": VERSION, "library": library, "embedder": embedder}
    return own | {package: version(package) for package in PACKAGES}
