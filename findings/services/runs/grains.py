"""Keeps the hierarchy of a run, with the themes its grains are or once were."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analysis.corpus import Analysis, ThemeFound, Unit
from findings.models import AnalysisRun, Evidence, Grain, Theme


def store_grains(
    session: Session,
    run: AnalysisRun,
    analysis: Analysis,
    themes: Mapping[str, Theme],
    units: Sequence[tuple[Evidence, Unit]],
) -> None:
    """Put the run's grains in the place of those before.

    A part with the same texts as before is the theme it was then, so that it comes back as that.
    """
    before = _themes_of(session, run.study_id)
    session.execute(delete(Grain).where(Grain.study_id == run.study_id))
    found = sorted((*analysis.themes, *analysis.parts), key=lambda each: each.stands_from)
    for each in found:
        theme = themes.get(each.id)
        session.add(_grain(run.study_id, each, theme.id if theme else before.get(each.id)))
    # The last to name a unit is the finest it belongs to; what else it speaks of is no grain of it.
    finest = {
        analysis.units[n].key: each.id
        for each in found
        for n in each.units
        if each.id not in analysis.units[n].further_themes
    }
    for evidence, unit in units:
        evidence.grain = finest.get(unit.key, "")
    session.flush()


def _themes_of(session: Session, study_id: UUID) -> dict[str, UUID | None]:
    rows = session.scalars(select(Grain).where(Grain.study_id == study_id))
    return {row.key: row.theme_id for row in rows}


def _grain(study_id: UUID, found: ThemeFound, theme_id: UUID | None) -> Grain:
    return Grain(
        study_id=study_id,
        key=found.id,
        part_of=found.part_of or "",
        stands_from=found.stands_from,
        is_clear=found.is_clear,
        theme_id=theme_id,
        kind=found.kind,
        labels=dict(found.labels),
        keywords={language: list(words) for language, words in found.keywords.items()},
        stage=found.stage or "",
        stage_scores=dict(found.stages),
        library_id=found.library_id or "",
    )
