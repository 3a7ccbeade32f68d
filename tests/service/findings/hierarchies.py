"""A machine for tests that finds a small hierarchy: two themes, one with a part of a part."""

from analysis.corpus import Analysis, ThemeFound, Unit
from findings.services.runs.running import prepare, store

#: Two themes were found, "late" and "fees"; at a finer cut "late" gives up "bills", and that one
#: "bank"; at a coarser one "late" takes "fees" in.
PLACES = {"late": ("", 0), "fees": ("late", 2), "bills": ("late", 3), "bank": ("bills", 4)}
FOUND = 2


def hierarchy_found(prepared, themes=("late", "fees")):
    units = tuple(
        Unit(
            passage_id=passage.id, start=0, end=len(passage.text), text=passage.text,
            language="en", kind="pain", kind_score=0.9, theme_id=_home(passage.text, themes),
            theme_score=0.6, stage="usage", stage_score=0.7, severity=2, severity_source="words",
        )
        for passage in prepared.corpus.passages
    )  # fmt: skip
    told = [_theme(key, units) for key in PLACES]
    return Analysis(
        units, tuple(t for t in told if t.id in themes), {"themes_found": FOUND}, {},
        parts=tuple(t for t in told if t.id not in themes),
    )  # fmt: skip


def _home(text, themes):
    key = text.split()[0]
    while key not in themes:
        key = PLACES[key][0]
    return key


def _within(text, key):
    own = text.split()[0]
    while own and own != key:
        own = PLACES[own][0] if own != "fees" else ""
    return bool(own)


def _theme(key, units):
    part_of, stands_from = PLACES[key]
    return ThemeFound(
        id=key, labels={"en": key.capitalize(), "fa": f"fa {key}"}, label_source="library",
        kind="pain", stage="usage", stages={"usage": 1.0}, keywords={"en": (key,)},
        units=tuple(n for n, unit in enumerate(units) if _within(unit.text, key)),
        exemplars=(), library_id=f"known-{key}", part_of=part_of or None, stands_from=stands_from,
    )  # fmt: skip


def fill(world):
    """Add eight texts, two for each grain, and run once over them."""
    for key in PLACES:
        for firm in ("Acme", "Beta"):
            contact = world.contact(firm)
            world.answer(f"{key} {firm}", response=world.response(contact))
    run(world)


def run(world, **values):
    """Run over the study and store what was found."""
    prepared = prepare(world.session, world.study)
    store(world.session, prepared, hierarchy_found(prepared, **values))
    world.session.flush()
    world.session.expire_all()
