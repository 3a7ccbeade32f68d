"""What was read, as an analysis: decisions hold, and what was not read is the engine's."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from analysis import weighing
from analysis.corpus import (
    KINDS,
    Analysis,
    Corpus,
    Decision,
    Known,
    Options,
    Passage,
    ThemeFound,
    Unit,
    UnitKey,
)
from analysis.hierarchy.nesting import nest, owners_at
from analysis.naming import labelling, phrases
from analysis.reader.checking import SelfCheck, agreement
from analysis.reader.codebook import Codebook, Entry
from analysis.reader.replies import NONE_FITS, Coding
from analysis.reader.texts import Texts
from analysis.vectors import Matrix


@dataclass(frozen=True)
class Coded:
    """All that was read: the codebook, the codings by digest, and how far they agree."""

    texts: Texts
    book: Codebook
    codings: Mapping[str, Coding]
    check: SelfCheck


@dataclass(frozen=True)
class Cut:
    """A reading at one grain: of `found` themes some may be `parts` of the others."""

    units: tuple[Unit, ...]
    themes: tuple[ThemeFound, ...]
    parts: tuple[ThemeFound, ...]
    found: int


@dataclass(frozen=True)
class Assembly:
    """Puts a reading beside what the engine found and what people decided."""

    engine: Analysis
    corpus: Corpus
    known: Known
    options: Options
    coded: Coded

    def cut(self, space: Matrix | None) -> Cut:
        """Return the reading as coarse as the options ask for; finer than it was read it is not.

        Row i of `space` is unit i; without one the themes stand side by side.
        """
        units = self.units()
        themes = self.themes(units)
        if space is None:
            return Cut(units, themes, (), len(themes))
        nested = nest(themes, units, space)
        count = max(1, round(len(nested) * self.options.granularity))
        if count >= len(nested):
            return Cut(units, nested, (), len(nested))
        own = owners_at(nested, count)
        units = tuple(_moved(unit, own) for unit in units)
        places = {theme.id: theme for theme in nested}
        standing = tuple(_placed(theme, places[theme.id]) for theme in self.themes(units))
        parts = sorted(
            (theme for theme in nested if own[theme.id] != theme.id),
            key=lambda part: (part.stands_from, part.id),
        )
        return Cut(units, standing, tuple(parts), len(nested))

    def units(self) -> tuple[Unit, ...]:
        """Return the engine's units with what the reader says of them."""
        read = [self._read(place, unit) for place, unit in enumerate(self.engine.units)]
        became = self._became(read)
        return tuple(unit if unit.coder == "reader" else self._left(unit, became) for unit in read)

    def themes(self, units: Sequence[Unit]) -> tuple[ThemeFound, ...]:
        """Return the themes of these units, those of most clients first."""
        places: dict[str, list[int]] = {}
        for place, unit in enumerate(units):
            for theme_id in filter(None, (unit.theme_id, *unit.further_themes)):
                places.setdefault(theme_id, []).append(place)
        keyed = _phrases(units, places)
        found = [self._theme(key, own, units, keyed.get(key, {})) for key, own in places.items()]
        return tuple(sorted(found, key=lambda theme: self._rank(theme, units)))

    def _read(self, place: int, unit: Unit) -> Unit:
        coding = self.coded.codings.get(self.coded.texts.of_unit[place])
        if coding is None or NONE_FITS in coding.themes:
            return unit
        decision = self._decisions.get(unit.key)
        check, passage = self.coded.check, self._passages[unit.passage_id]
        kind = (decision and decision.kind) or coding.kind
        stage = (decision and decision.stage) or coding.stage
        themes = self._themes_of(unit, coding, kind, decision)
        is_doubtful = self.coded.texts.of_unit[place] in check.doubtful
        sure = 1.0 if decision and decision.theme_id else check.theme / (2 if is_doubtful else 1)
        spans = [self.coded.texts.redacted[place].original(*span) for span in coding.spans]
        return replace(
            unit,
            kind=kind,
            kind_score=1.0 if decision and decision.kind else check.kind,
            theme_id=themes[0] if themes else None,
            theme_score=round(sure, 4) if themes else 0.0,
            further_themes=themes[1:],
            stage=stage,
            stage_score=1.0 if decision and decision.stage else check.stage,
            second_stage=None,
            second_stage_score=0.0,
            coder="reader",
            shown_by=tuple((unit.start + start, unit.start + end) for start, end in spans),
            **_severity(kind, coding.severity or unit.severity or 2, passage),
        )

    def _themes_of(
        self, unit: Unit, coding: Coding, kind: str, decision: Decision | None
    ) -> tuple[str, ...]:
        """Return the themes a unit may have, a person's choice first."""
        chosen = (decision.theme_id,) if decision and decision.theme_id else ()
        read = [
            theme
            for theme in coding.themes
            if self._may_join(unit.key, theme) and self._fits(theme, kind)
        ]
        return tuple(dict.fromkeys((*chosen, *read)))

    def _may_join(self, key: UnitKey, theme: str) -> bool:
        return theme not in self._locked and (key, theme) not in self.known.rejected

    def _fits(self, theme: str, kind: str) -> bool:
        if self.options.all_kinds:
            return True
        return kind in self.options.kinds and self._entries[theme].kind == kind

    def _became(self, read: Sequence[Unit]) -> dict[str, str]:
        """Return, by the engine's theme, the one that most of its units were read as."""
        votes: dict[str, Counter[str]] = {}
        for unit, own in zip(read, self.engine.units, strict=True):
            if unit.coder == "reader" and unit.theme_id and own.theme_id:
                votes.setdefault(own.theme_id, Counter())[unit.theme_id] += 1
        return {
            theme: min(counts, key=lambda each: (-counts[each], each))
            for theme, counts in votes.items()
            if theme not in self._known_ids
        }

    def _left(self, unit: Unit, became: Mapping[str, str]) -> Unit:
        """Leave a unit as the engine has it, under the name the reader has for its theme."""
        theme = became.get(unit.theme_id or "", "")
        entry = self._entries.get(theme)
        if entry and self._may_join(unit.key, theme) and self._fits(theme, unit.kind):
            return replace(unit, theme_id=theme)
        return replace(unit, theme_id=self._engine_ids.get(unit.theme_id or ""))

    def _theme(
        self,
        theme_id: str,
        places: Sequence[int],
        units: Sequence[Unit],
        keywords: Mapping[str, tuple[str, ...]],
    ) -> ThemeFound:
        stages = _stage_shares([units[place] for place in places])
        home = self._homes.get(theme_id) or max(stages, key=lambda key: stages[key], default=None)
        clients = [self._passages[unit.passage_id].client for unit in units]
        scores = [units[place].theme_score for place in places]
        return replace(
            self._named(theme_id, [units[place].kind for place in places]),
            stage=home,
            stages=stages,
            keywords=keywords,
            units=tuple(places),
            exemplars=labelling.exemplars(units, places, clients),
            confidence=round(sum(scores) / len(scores), 4),
            agreement=self._agreement(places, units),
        )

    def _named(self, theme_id: str, kinds: Sequence[str]) -> ThemeFound:
        """Return the theme without its units."""
        entry = self._entries.get(theme_id)
        if entry is None:
            return self._kept[theme_id]
        counts = Counter(kinds)
        common = max(KINDS, key=lambda kind: (counts[kind], -KINDS.index(kind)))
        is_known = entry.source == "known"
        return ThemeFound(
            id=theme_id,
            labels=entry.labels,
            label_source=entry.source,
            kind=common if self.options.all_kinds and not is_known else entry.kind,
            stage=None,
            stages={},
            keywords={},
            units=(),
            exemplars=(),
            library_id=entry.library_id,
            is_new=not is_known,
        )

    def _agreement(self, places: Sequence[int], units: Sequence[Unit]) -> float | None:
        own = {place for place in places if units[place].coder == "reader"}
        if not own:
            return None
        read = {place for place, unit in enumerate(units) if unit.coder == "reader"}
        by_engine = {theme.id: set(theme.units) & read for theme in self.engine.themes}
        return agreement(own, by_engine)

    def _rank(self, theme: ThemeFound, units: Sequence[Unit]) -> tuple[int, int, str]:
        heard = {self._passages[units[place].passage_id].client for place in theme.units} - {None}
        return (-len(heard), -len(theme.units), theme.id)

    @cached_property
    def _passages(self) -> Mapping[str, Passage]:
        return {passage.id: passage for passage in self.corpus.passages}

    @cached_property
    def _decisions(self) -> Mapping[UnitKey, Decision]:
        return {decision.key: decision for decision in self.known.decisions}

    @cached_property
    def _entries(self) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in self.coded.book.entries}

    @cached_property
    def _locked(self) -> frozenset[str]:
        return frozenset(theme.id for theme in self.known.themes if theme.locked)

    @cached_property
    def _known_ids(self) -> frozenset[str]:
        return frozenset(theme.id for theme in self.known.themes)

    @cached_property
    def _homes(self) -> Mapping[str, str | None]:
        return {theme.id: theme.stage for theme in self.known.themes}

    @cached_property
    def _engine_ids(self) -> Mapping[str, str]:
        """The ids of the engine's themes here: no two themes share one."""
        by_pain = {each.library_id: each.id for each in self._entries.values() if each.library_id}
        ids: dict[str, str] = {}
        for theme in self.engine.themes:
            same = theme.id if theme.id in self._known_ids else by_pain.get(theme.library_id or "")
            taken = self._entries.keys() | set(ids.values())
            ids[theme.id] = same or labelling.unused(theme.id, taken)
        return ids

    @cached_property
    def _kept(self) -> Mapping[str, ThemeFound]:
        by_id = {theme.id: theme for theme in self.engine.themes}
        return {
            new: replace(by_id[old], id=new, part_of=None, stands_from=0, is_clear=True)
            for old, new in self._engine_ids.items()
        }


def _moved(unit: Unit, own: Mapping[str, str]) -> Unit:
    """Return the unit in the themes that took its own in."""
    keys = [own[key] for key in (unit.theme_id, *unit.further_themes) if key]
    distinct = tuple(dict.fromkeys(keys))
    first = distinct[0] if distinct else None
    return replace(unit, theme_id=first, further_themes=distinct[1:])


def _placed(theme: ThemeFound, place: ThemeFound) -> ThemeFound:
    return replace(
        theme, part_of=place.part_of, stands_from=place.stands_from, is_clear=place.is_clear
    )


def _severity(kind: str, worded: int, passage: Passage) -> dict[str, Any]:
    if kind != "pain":
        return {"severity": None, "severity_source": ""}
    value, source = weighing.severity(worded, passage.ratings, passage.severity)
    return {"severity": value, "severity_source": source}


def _stage_shares(units: Sequence[Unit]) -> dict[str, float]:
    """Weigh all of a theme's units together."""
    shares: dict[str, float] = {}
    for unit in units:
        told = [(unit.stage, 1.0 if unit.coder == "reader" else unit.stage_score)]
        for key, share in (*told, (unit.second_stage, unit.second_stage_score)):
            if key:
                shares[key] = shares.get(key, 0.0) + share
    whole = sum(shares.values())
    return {key: round(share / whole, 4) for key, share in sorted(shares.items()) if whole}


def _phrases(
    units: Sequence[Unit], places: Mapping[str, Sequence[int]]
) -> dict[str, dict[str, tuple[str, ...]]]:
    ids = list(places)
    pairs = [(place, number) for number, key in enumerate(ids) for place in places[key]]
    said = [units[place] for place, _ in pairs]
    texts, languages = [unit.text for unit in said], [unit.language for unit in said]
    keyed = phrases.keywords(texts, languages, [number for _, number in pairs])
    return {ids[number]: words for number, words in keyed.items()}
