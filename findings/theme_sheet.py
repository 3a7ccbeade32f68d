"""A table of texts with their themes: what `flask themes` reads and writes, free of any database.

Written is one row per row read, in their order: `row` (its id, else its number from 1), `lang`,
`kind`, `theme_id`, `theme`, `stage`, and a score from 0 to 1 behind kind, theme and stage. A text
that says several things is told by the one that matters most: a pain before a suggestion before
praise, then the surest. Split, each thing it says has a row of its own with `unit` (its number in
the text) and `start` and `end` (code points of the text, end exclusive).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from analysis.corpus import LANGUAGES, Analysis, Corpus, Passage, StageSpec, Unit
from research.journey_presets import Model

HEADER = (
    "row", "lang", "kind", "kind_score", "theme_id", "theme", "theme_score", "stage", "stage_score",
)  # fmt: skip
SPLIT_HEADER = (*HEADER, "unit", "start", "end")
#: What a reader by endpoint adds, last of all.
READER_HEADER = ("coder", "words", "further_themes")
#: What a text of several units is told by: the first of these that one of them is.
WEIGHT = ("pain", "suggestion", "praise", "neutral")

Line = tuple[str, ...]


def corpus_of(texts: Sequence[str], languages: Sequence[str] = ()) -> Corpus:
    """Return the texts that hold anything as passages; a passage's id is its row's number.

    `languages` are hints, one a text; those that name no language known here are passed over.
    """
    hints = [_language(code) for code in languages] or [None] * len(texts)
    return Corpus(
        tuple(
            Passage(id=str(number), text=text, language=hint)
            for number, (text, hint) in enumerate(zip(texts, hints, strict=True), 1)
            if text.strip()
        )
    )


def stages_of(model: Model) -> tuple[StageSpec, ...]:
    """Return a journey model's stages as the analysis reads them."""
    return tuple(
        StageSpec(
            key=stage.key,
            name=stage.name,
            description=stage.description,
            seeds=stage.seed_words,
            from_eight=tuple(
                eighth for eighth, own in model.from_eight.items() if own == stage.key
            ),
        )
        for stage in model.stages
    )


def nothing_more(_unit: Unit | None) -> Line:
    """Add no cells."""
    return ()


def reader_cells(unit: Unit | None) -> Line:
    """Return the cells of `READER_HEADER`: who coded the unit, and the words that show it."""
    if unit is None:
        return ("", "", "")
    words = [unit.text[start - unit.start : end - unit.start] for start, end in unit.shown_by]
    return (unit.coder, " … ".join(words), " ".join(unit.further_themes))


def lines(
    ids: Sequence[str], analysis: Analysis, more: Callable[[Unit | None], Line] = nothing_more
) -> Iterator[Line]:
    """Yield one line per row, cells in the order of `HEADER`; `ids` name every row read.

    `more` gives the cells that come last, for the unit the row is told by.
    """
    labels = _labels(analysis)
    for name, units in _by_row(ids, analysis):
        main = min(units, key=_weight) if units else None
        yield (*(_line(name, main, labels) if main else _blank(name)), *more(main))


def split_lines(
    ids: Sequence[str], analysis: Analysis, more: Callable[[Unit | None], Line] = nothing_more
) -> Iterator[Line]:
    """Yield one line per unit, cells in the order of `SPLIT_HEADER`; a row without any has none."""
    labels = _labels(analysis)
    for name, units in _by_row(ids, analysis):
        for number, unit in enumerate(units, start=1):
            place = (str(number), str(unit.start), str(unit.end))
            yield (*_line(name, unit, labels), *place, *more(unit))


def _language(code: str) -> str | None:
    base = code.strip().lower().replace("_", "-").split("-", maxsplit=1)[0]
    return base if base in LANGUAGES else None


def _labels(analysis: Analysis) -> dict[str, str]:
    return {theme.id: theme.label("en") for theme in analysis.themes}


def _by_row(ids: Sequence[str], analysis: Analysis) -> Iterator[tuple[str, list[Unit]]]:
    units: dict[str, list[Unit]] = {}
    for unit in analysis.units:
        units.setdefault(unit.passage_id, []).append(unit)
    for number, name in enumerate(ids, start=1):
        yield name, sorted(units.get(str(number), []), key=lambda unit: unit.start)


def _weight(unit: Unit) -> tuple[int, int, float, float, int]:
    return (
        WEIGHT.index(unit.kind),
        -(unit.severity or 0),
        -unit.kind_score,
        -unit.theme_score,
        unit.start,
    )


def _line(name: str, unit: Unit, labels: Mapping[str, str]) -> Line:
    theme = unit.theme_id or ""
    stage = unit.stage or ""
    return (
        name,
        unit.language,
        unit.kind,
        _score(unit.kind_score),
        theme,
        labels.get(theme, ""),
        _score(unit.theme_score) if theme else "",
        stage,
        _score(unit.stage_score) if stage else "",
    )


def _blank(name: str) -> Line:
    """A row without words says nothing: neutral, and no theme."""
    return (name, "", "neutral", _score(0.0), "", "", "", "", "")


def _score(value: float) -> str:
    return f"{value:.4f}"
