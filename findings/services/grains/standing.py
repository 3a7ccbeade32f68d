"""The hierarchy as it stands: which grains people have judged, and what each cut would be."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.hierarchy import cut
from findings.models import Assignment, Evidence, Grain, Theme
from findings.naming import is_said, theme_name
from findings.services.counting import is_settled
from findings.services.latest import found_by, last_run
from findings.services.voices import LIVING


@dataclass(frozen=True)
class Hierarchy:
    """All grains of a study, by key.

    `themes` holds the theme of each that is or was one, `kept` those whose theme people have
    judged, `inside` for each grain the judged grain its texts stand in, `sizes` how many texts are
    its own and stand in some theme, `texts` the texts themselves. `position` is the cut in
    force, `found` that of the last run.
    """

    rows: Mapping[str, Grain]
    themes: Mapping[str, Theme]
    kept: frozenset[str]
    inside: Mapping[str, str]
    sizes: Mapping[str, int]
    position: int
    found: int
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def grains(self) -> dict[str, cut.Grain]:
        """The grains as values."""
        return {key: cut.Grain(key, g.part_of, g.stands_from) for key, g in self.rows.items()}

    @property
    def ends(self) -> tuple[int, int]:
        """The coarsest and the finest cut."""
        return cut.positions(self.grains)

    def everywhere(self, position: int) -> dict[str, str]:
        """Return the grain each grain stands in at a cut.

        What people have judged stands at every cut, with what it holds.
        """
        return cut.owners(self.grains, position, self.kept, self.inside)

    def owners(self, position: int) -> dict[str, str]:
        """Return the same for the grains that have texts of their own."""
        own = self.everywhere(position)
        return {key: owner for key, owner in own.items() if self.sizes.get(key)}

    def number(self, position: int) -> int:
        """Return how many themes there are at a cut; dropped and merged ones are none."""
        standing = set(self.owners(position).values())
        gone = {key for key, theme in self.themes.items() if _is_gone(theme)}
        return len(standing - gone)

    def name(self, key: str, language: str) -> str:
        """Return what the grain's theme is called, or would be."""
        theme, labels = self.themes.get(key), self.rows[key].labels
        if theme:
            return theme_name(theme, language)
        return str(labels.get(language) or labels.get("en") or next(iter(labels.values()), key))

    def is_said(self, key: str, language: str) -> bool:
        """Say whether that name is somebody's words, so that a person should name it."""
        theme = self.themes.get(key)
        within = (each for each in self.grains if self._is_within(each, key))
        return not (theme and theme.name_locked) and is_said(
            self.name(key, language), self.texts_of(within)
        )

    def texts_of(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return the texts these grains have of their own."""
        return tuple(text for key in keys for text in self.texts.get(key, ()))

    def _is_within(self, key: str, part: str) -> bool:
        while key and key != part:
            key = self.grains[key].part_of
        return bool(key)

    def count(self, keys: Iterable[str]) -> int:
        """Return how many texts these grains have of their own."""
        return sum(self.sizes.get(key, 0) for key in keys)

    def key_of(self, theme: Theme) -> str | None:
        """Return the coarsest grain that is this theme."""
        keys = [key for key, own in self.themes.items() if own.id == theme.id]
        return min(keys, key=lambda key: (self.rows[key].stands_from, key), default=None)


def load(session: Session, study_id: uuid.UUID) -> Hierarchy | None:
    """Read the study's hierarchy; None before its first run."""
    run = last_run(session, study_id)
    rows = {
        grain.key: grain
        for grain in session.scalars(
            select(Grain).where(Grain.study_id == study_id).order_by(Grain.stands_from, Grain.key)
        )
    }
    if run is None or not rows:
        return None
    themes = _themes(session, study_id, rows.values())
    judged = _judged(session, study_id)
    kept = frozenset(key for key, theme in themes.items() if is_kept(theme, judged))
    places = _places(session, study_id)
    found = found_by(run)
    return Hierarchy(
        rows=rows,
        themes=themes,
        kept=kept,
        inside=_inside(places, themes, kept),
        sizes={key: sum(counts.values()) for key, counts in places.items() if key in rows},
        position=run.cut or found,
        found=found,
        texts=_texts(session, study_id),
    )


def _is_gone(theme: Theme) -> bool:
    return theme.status == "dropped" or theme.merged_into_id is not None


def is_kept(theme: Theme, judged: frozenset[uuid.UUID]) -> bool:
    """Say whether a person has decided about the theme, or about what belongs to it."""
    return is_settled(theme) or theme.merged_into_id is not None or theme.id in judged


def _themes(session: Session, study_id: uuid.UUID, grains: Iterable[Grain]) -> dict[str, Theme]:
    by_id = {
        each.id: each for each in session.scalars(select(Theme).where(Theme.study_id == study_id))
    }
    return {grain.key: by_id[grain.theme_id] for grain in grains if grain.theme_id in by_id}


def _judged(session: Session, study_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the themes that hold what a person put there."""
    statement = (
        select(Assignment.theme_id)
        .join(Theme, Assignment.theme_id == Theme.id)
        .where(Theme.study_id == study_id, Assignment.state.in_(("accepted", "locked")))
    )
    return frozenset(session.scalars(statement.distinct()))


def _places(session: Session, study_id: uuid.UUID) -> dict[str, dict[uuid.UUID, int]]:
    """Return, for each grain, how many of its own texts stand in each theme."""
    statement = (
        select(Evidence.grain, Assignment.theme_id, func.count())
        .join(Assignment, Assignment.evidence_id == Evidence.id)
        .where(Evidence.study_id == study_id, Assignment.state.in_(LIVING))
        .group_by(Evidence.grain, Assignment.theme_id)
    )
    found: dict[str, dict[uuid.UUID, int]] = {}
    for key, theme_id, count in session.execute(statement):
        found.setdefault(key, {})[theme_id] = count
    return found


def _texts(session: Session, study_id: uuid.UUID) -> dict[str, tuple[str, ...]]:
    """Return each grain's own texts."""
    statement = select(Evidence.grain, Evidence.text).where(Evidence.study_id == study_id)
    found: dict[str, list[str]] = {}
    for key, text in session.execute(statement):
        found.setdefault(key, []).append(text)
    return {key: tuple(texts) for key, texts in found.items()}


def _inside(
    places: Mapping[str, Mapping[uuid.UUID, int]], themes: Mapping[str, Theme], kept: frozenset[str]
) -> dict[str, str]:
    keys = {themes[key].id: key for key in sorted(kept, reverse=True)}
    found = {}
    for key, counts in places.items():
        most = max(counts, key=lambda theme_id: (counts[theme_id], str(theme_id)))
        if most in keys:
            found[key] = keys[most]
    return found
