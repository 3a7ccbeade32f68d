"""Words in, themes out: the one way through the analysis."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from analysis import polarity, staging, weighing
from analysis.clustering import home
from analysis.corpus import KINDS, Analysis, Corpus, Known, Options, StageSpec, ThemeFound, Unit
from analysis.library import VERSION as LIBRARY_VERSION
from analysis.library import Library
from analysis.naming import labelling, phrases
from analysis.staging import StageReader
from analysis.theming import Group, find_groups
from analysis.units import Material, Reading, draft_units
from analysis.vectors import Matrix, Progress, Vectors

VERSION = "1"
PACKAGES = ("numpy", "scipy", "scikit-learn", "scikit-network", "pythainlp")
# A known pain names a theme of pains, a topic one of praise, and only in the library's own field.
AT_HOME = 0.5


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
    """Analyse as `analyse` does, with a library and an embedder of one's own."""
    # Two threads add the same numbers in another order, and a theme may hang on the last bit.
    with threadpool_limits(limits=1, user_api="blas"):
        passages = sorted(corpus.passages, key=lambda each: (each.text, each.id))
        drafts = draft_units(passages, known.decisions, split=options.split, read=reading.opinions)
        material, reader = reading.material(drafts, stages, known)
        reading.tell("Finding the themes", 0, 2)
        odds = _stage_odds(material, reader, known)
        pains = reader.known_pains(material.head, material.features, material.asked)
        groups = find_groups(material, known, options)
        reading.tell("Finding the themes", 1, 2)
        found = _Found(material, groups, reader.keys, odds, pains, known, reading.library)
        units, themes = _result(found, corpus)
        reading.tell("Finding the themes", 2, 2)
        versions = _versions(reading.vectors.embedder.name)
        return Analysis(units, themes, _metrics(found), versions, _trust(material, reader.keys))


def _nobody(_stage: str, _done: int, _total: int) -> None:
    """Hear of the progress and do nothing."""


@dataclass(frozen=True)
class _Found:
    """What was found, row by row, before it takes the shape of a result."""

    material: Material
    groups: Sequence[Group]
    stage_keys: tuple[str, ...]
    stage_odds: Matrix
    pain_odds: Matrix
    known: Known
    library: Library


def _stage_odds(material: Material, reader: StageReader, known: Known) -> Matrix:
    odds = staging.hinted(material.stage_odds, material.asked)
    decided = {each.key: each.stage for each in known.decisions if each.stage in reader.keys}
    for row, draft in enumerate(material.drafts):
        if draft.key in decided:
            odds[row] = np.eye(len(reader.keys))[reader.keys.index(str(decided[draft.key]))]
    return odds


def _units(found: _Found, ids: Sequence[str]) -> list[Unit]:
    """Return a unit for each row; `ids` are those of the groups."""
    at_home = {row: (ids[n], each) for n, each in enumerate(found.groups) for row in each.rows}
    severities = polarity.worded_severity(found.material.head, found.material.features)
    return [
        Unit(
            passage_id=draft.passage.id,
            start=draft.start,
            end=draft.end,
            text=draft.text,
            language=draft.language,
            kind=found.material.kinds[row],
            kind_score=round(float(found.material.kind_scores[row]), 4),
            theme_id=at_home[row][0] if row in at_home else None,
            theme_score=round(at_home[row][1].scores[row], 4) if row in at_home else 0.0,
            **_two_stages(found, row),
            **_severity(found, row, float(severities[row])),
        )
        for row, draft in enumerate(found.material.drafts)
    ]


def _two_stages(found: _Found, row: int) -> dict[str, Any]:
    odds = found.stage_odds[row]
    best = [*np.argsort(-odds, kind="stable")[:2]]
    names = ("stage", "second_stage")
    keys = {name: found.stage_keys[n] for name, n in zip(names, best, strict=False)}
    scores = {
        f"{name}_score": round(float(odds[n]), 4) for name, n in zip(names, best, strict=False)
    }
    return {"stage": None, "stage_score": 0.0, **keys, **scores}


def _severity(found: _Found, row: int, worded: float) -> dict[str, Any]:
    if found.material.kinds[row] != "pain":
        return {}
    passage = found.material.drafts[row].passage
    value, source = weighing.severity(worded, passage.ratings, passage.severity)
    return {"severity": value, "severity_source": source}


@dataclass(frozen=True)
class _Name:
    """What a theme is called, and how that is known."""

    id: str
    labels: Mapping[str, str]
    source: str
    confidence: float
    library_id: str | None = None


def _names(found: _Found) -> list[_Name]:
    taken = {theme.id for theme in found.known.themes} | found.known.retired_ids
    by_library = _library_names(found)
    names = []
    for number, each in enumerate(found.groups):
        if each.known:
            sure = float(np.mean(list(each.scores.values())))
            names.append(_Name(each.known.id, each.known.labels, "known", sure))
            continue
        name = _new_name(found, each, by_library.get(number), taken)
        taken.add(name.id)
        names.append(name)
    return names


def _library_names(found: _Found) -> dict[int, tuple[str, float]]:
    material = found.material
    if home(material.features) < AT_HOME:
        return {}
    topics = [topic for topic in found.library.topics if topic.kind == "praise"]
    columns = [material.head.topic_ids.index(topic.id) for topic in topics]
    praised = material.head.topics.probabilities(material.features)[:, columns]
    return {
        **_named(found, "pain", material.head.pain_ids, found.pain_odds),
        **_named(found, "praise", [topic.id for topic in topics], praised),
    }


def _named(
    found: _Found, kind: str, ids: Sequence[str], odds: Matrix
) -> dict[int, tuple[str, float]]:
    """Return the names for the new themes of a kind, by the number of the group."""
    own = [
        n for n, each in enumerate(found.groups) if not each.known and _kind(found, each) == kind
    ]
    named = labelling.library_names(ids, odds, [found.groups[number].rows for number in own])
    return {own[place]: name for place, name in named.items()}


def _kind(found: _Found, each: Group) -> str:
    if each.known:
        return each.known.kind
    counts = Counter(found.material.kinds[row] for row in each.rows)
    return max(KINDS, key=lambda kind: (counts[kind], -KINDS.index(kind)))


def _new_name(
    found: _Found, each: Group, named: tuple[str, float] | None, taken: Collection[str]
) -> _Name:
    if named:
        labels = labelling.library_labels(found.library, named[0])
        key = labelling.unused(labelling.slug(labels["en"], named[0]), taken)
        return _Name(key, labels, "library", named[1], named[0])
    drafts = [found.material.drafts[row] for row in each.rows]
    sure = np.array([each.scores[row] for row in each.rows], np.float32)
    labels = labelling.worded_labels([d.text for d in drafts], [d.language for d in drafts], sure)
    first = min(draft.text for draft in drafts)
    digest = hashlib.sha256(first.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    wanted = labelling.slug(labels.get("en", ""), f"{_kind(found, each)}-{digest}")
    return _Name(labelling.unused(wanted, taken), labels, "words", float(sure.mean()))


def _result(found: _Found, corpus: Corpus) -> tuple[tuple[Unit, ...], tuple[ThemeFound, ...]]:
    names = _names(found)
    units = _units(found, [name.id for name in names])
    place = {passage.id: number for number, passage in enumerate(corpus.passages)}
    order = sorted(
        range(len(units)), key=lambda row: (place[units[row].passage_id], units[row].start)
    )
    at = {row: number for number, row in enumerate(order)}
    ordered = tuple(units[row] for row in order)
    themes = _themes(found, names, ordered, at)
    clients = [found.material.drafts[row].passage.client for row in order]
    return ordered, tuple(sorted(themes, key=lambda theme: _rank(theme, clients)))


def _rank(theme: ThemeFound, clients: Sequence[str | None]) -> tuple[int, int, str]:
    heard = {clients[unit] for unit in theme.units} - {None}
    return (-len(heard), -len(theme.units), theme.id)


def _themes(
    found: _Found, names: Sequence[_Name], units: tuple[Unit, ...], at: Mapping[int, int]
) -> list[ThemeFound]:
    keyed = _phrases(found)
    clients: list[str | None] = [None] * len(units)
    for row, draft in enumerate(found.material.drafts):
        clients[at[row]] = draft.passage.client
    themes = []
    for number, (each, name) in enumerate(zip(found.groups, names, strict=True)):
        rows = sorted(at[row] for row in each.rows)
        stages = _stage_shares(found, each)
        home_stage = max(stages, key=lambda key: stages[key], default=None)
        themes.append(
            ThemeFound(
                id=name.id,
                labels=name.labels,
                label_source=name.source,
                kind=_kind(found, each),
                stage=(each.known and each.known.stage) or home_stage,
                stages=stages,
                keywords=keyed.get(number, {}),
                units=tuple(rows),
                exemplars=labelling.exemplars(units, rows, clients),
                library_id=name.library_id,
                confidence=round(name.confidence, 4),
                is_new=each.known is None,
            )
        )
    return themes


def _phrases(found: _Found) -> dict[int, dict[str, tuple[str, ...]]]:
    pairs = [(row, number) for number, each in enumerate(found.groups) for row in each.rows]
    drafts = [found.material.drafts[row] for row, _ in pairs]
    texts, languages = [d.text for d in drafts], [d.language for d in drafts]
    return phrases.keywords(texts, languages, [number for _, number in pairs])


def _stage_shares(found: _Found, each: Group) -> dict[str, float]:
    """Weigh all of a theme's texts together."""
    shares = found.stage_odds[each.rows].mean(axis=0)
    return {
        key: round(float(share), 4) for key, share in zip(found.stage_keys, shares, strict=True)
    }


def _trust(material: Material, stages: Sequence[str]) -> dict[str, dict[str, float]]:
    trust: dict[str, dict[str, float]] = {}
    for row, stage in zip(*np.nonzero(material.asked), strict=True):
        question = material.drafts[row].passage.question
        if question is not None:
            value = round(float(material.asked[row, stage]), 4)
            trust.setdefault(question, {})[stages[stage]] = value
    return trust


def _metrics(found: _Found) -> dict[str, float]:
    groups = found.groups
    scores = [score for each in groups for score in each.scores.values()]
    return {
        "units": len(found.material.drafts),
        "themes": len(groups),
        "themed": len(scores),
        "mean_theme_score": round(float(np.mean(scores)), 4) if scores else 0.0,
        "library_fit": round(home(found.material.features), 4),
    }


def _versions(embedder: str) -> dict[str, str]:
    own = {"pipeline": VERSION, "library": LIBRARY_VERSION, "embedder": embedder}
    return own | {package: version(package) for package in PACKAGES}
