"""A machine for tests: it finds the themes it is told to find."""

from analysis.corpus import Analysis, ThemeFound, Unit
from findings.services.runs.running import prepare, store


def found(prepared, plan, stage="usage", library=None, source="library"):
    """Every passage is one unit; `plan` maps its text to a theme's id, or to None."""
    units = tuple(
        Unit(
            passage_id=passage.id, start=0, end=len(passage.text), text=passage.text,
            language="en", kind="pain", kind_score=0.9, theme_id=plan.get(passage.text),
            theme_score=0.6, stage=stage, stage_score=0.7, severity=2, severity_source="words",
        )
        for passage in prepared.corpus.passages
    )  # fmt: skip
    known = {theme.id for theme in prepared.known.themes}
    themes = tuple(
        ThemeFound(
            id=each, labels={"en": each.capitalize()}, label_source=source, kind="pain",
            stage=stage, stages={stage: 1.0}, keywords={"en": ("slow",)},
            units=tuple(n for n, unit in enumerate(units) if unit.theme_id == each),
            exemplars=(), library_id=library, is_new=each not in known,
        )
        for each in sorted({unit.theme_id for unit in units if unit.theme_id})
    )  # fmt: skip
    return Analysis(units, themes, {"k": float(len(themes))}, {"analysis": "test"})


def run(world, plan, **values):
    """Run once over the study and store what was found."""
    prepared = prepare(world.session, world.study)
    done = store(world.session, prepared, found(prepared, plan, **values))
    world.session.flush()
    world.session.expire_all()
    return done
