"""The study's themes by stage, with the quotes that may be printed."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, islice

from findings.naming import has_borrowed_name, safe_name
from findings.services.counting import Counted
from findings.tallies import Voice, united
from reports.document.names import unnamed
from reports.document.report import SEGMENTS, Cell, Known, Quote, Theme
from reports.document.sentences import Sentence
from reports.estimates import Severity, Share
from reports.gathering.heard import Person, group
from research.small_groups import Group, Minimum
from research.words import Kind

KINDS = (Kind.PAIN, Kind.PRAISE, Kind.SUGGESTION)
QUOTES_A_THEME = 3
QUOTES_A_CLIENT = 3
LETTERS = 260
"""Longer words take too much of a page."""
LEAST_BYTES = 30
"""Shorter words say too little; bytes weigh a Thai or Korean letter as three of Latin."""


@dataclass
class Quoting:
    """Chooses quotes, numbers them, and keeps count of how often each client is quoted.

    *barred* are interviews whose consent has run out, *language* is the report's.
    """

    minimum: Minimum
    people: tuple[Person, ...]
    barred: frozenset[uuid.UUID] = frozenset()
    language: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    used: Counter[uuid.UUID] = field(default_factory=Counter)

    def choose(self, voices: Sequence[Voice], stage: int, key: str) -> tuple[Quote, ...]:
        """Return up to three quotes of different clients, in as many languages as there are.

        The first is in the report's language, where the theme has one that may stand.
        """
        kept: list[Voice] = []
        for voice in self._own_first(_language_by_language(voices)):
            if len(kept) < QUOTES_A_THEME and self._is_new(voice, kept):
                kept.append(voice)
        self.used.update(voice.client for voice in kept if voice.client)
        return tuple(self._quote(voice, stage, key) for voice in kept)

    def _own_first(self, voices: Sequence[Voice]) -> list[Voice]:
        own = (v for v in voices if v.language == self.language and self._is_new(v, ()))
        return [*islice(own, 1), *voices]

    def _is_new(self, voice: Voice, kept: Iterable[Voice]) -> bool:
        if voice.client is None or voice.link in self.barred:
            return False
        if self.used[voice.client] >= QUOTES_A_CLIENT:
            return False
        return all(voice.client != other.client and voice.text != other.text for other in kept)

    def _quote(self, voice: Voice, stage: int, key: str) -> Quote:
        named = self._may_name(voice.role, voice.segment)
        return Quote(
            number=next(self.numbers),
            text=voice.text,
            language=voice.language,
            translation="",
            role=voice.role if named else "",
            segment=voice.segment if named else "",
            source=voice.source,
            stage=stage,
            theme=key,
        )

    def _may_name(self, role: str, segment: str) -> bool:
        alike = (p for p in self.people if p.role == role and p.segment == segment)
        return bool(role) and self.minimum.allows(group(alike))


def _can_be_quoted(voice: Voice) -> bool:
    long_enough = len(voice.text.encode()) >= LEAST_BYTES
    return voice.may_quote and long_enough and len(voice.text) <= LETTERS


def _language_by_language(voices: Iterable[Voice]) -> list[Voice]:
    """Return what may be quoted, the surest of each language first, long ones after short."""
    seen: Counter[str] = Counter()
    ranked: list[tuple[bool, int, Voice]] = []
    for voice in voices:
        if _can_be_quoted(voice):
            is_long = len(voice.text) > LETTERS // 2
            ranked.append((is_long, seen[voice.language], voice))
            seen[voice.language] += 1
    return [voice for _, _, voice in sorted(ranked, key=lambda one: one[:2])]


def home(counted: Counted, keys: Sequence[str]) -> str:
    """Return the stage a theme belongs to: its own, else the one most of its evidence names."""
    if counted.theme.stage in keys:
        return counted.theme.stage
    named = Counter(voice.stage for voice in counted.voices if voice.stage in keys)
    return min(named, key=lambda key: (-named[key], keys.index(key))) if named else ""


def is_finding(counted: Counted, minimum: Minimum) -> bool:
    """Say whether a theme's count and quotes may be shown."""
    return counted.tally.is_finding(minimum) and minimum.allows(counted.asked.whole)


def early(
    counted: Iterable[Counted], minimum: Minimum, language: str, *, stage: str, after: int
) -> tuple[Sentence, ...]:
    """Return the pain points too few clients named, by name alone.

    Those without a name are numbered from *after* on, the unnamed findings of *stage* being first.
    """
    names = sorted(
        safe_name(each.theme, each.voices, language, quotable=False)
        for each in counted
        if each.theme.kind == Kind.PAIN and each.voices and not is_finding(each, minimum)
    )
    known = [Sentence.of("%(name)s", name=name) for name in names if name]
    strangers = len(names) - len(known)
    first = after + 1 if after or strangers > 1 else 0
    return (*known, *(unnamed(Kind.PAIN, stage, first + place) for place in range(strangers)))


def findings(
    counted: Sequence[Counted],
    sure: Collection[uuid.UUID] = (),
    *,
    stage: int,
    language: str,
    quoting: Quoting,
) -> tuple[Theme, ...]:
    """Return the findings at one stage: pains, then strengths, then suggestions, by weight.

    *sure* are the themes the analysis is sure of.
    """
    themes = [
        replace(
            _theme(each, f"{stage}.{number}", stage=stage, language=language, quoting=quoting),
            is_sure=each.theme.id in sure,
        )
        for number, each in enumerate(ranked(counted, quoting.minimum), start=1)
    ]
    return tuple(_numbered(themes))


def ranked(counted: Iterable[Counted], minimum: Minimum) -> list[Counted]:
    """Return the findings among *counted* in the report's order: by kind, then by weight."""
    found = [c for c in counted if c.theme.kind in KINDS and is_finding(c, minimum)]
    return sorted(found, key=lambda c: (KINDS.index(Kind(c.theme.kind)), -_weight(c), c.theme.slug))


def keys(
    counted: Iterable[Counted], stages: Sequence[str], minimum: Minimum
) -> dict[uuid.UUID, str]:
    """Return the key of every finding at one of *stages*, in their order: 5.1 and so on."""
    homes: dict[str, list[Counted]] = {key: [] for key in stages}
    for each in counted:
        if place := home(each, stages):
            homes[place].append(each)
    return {
        each.theme.id: f"{stage}.{number}"
        for stage, key in enumerate(stages, start=1)
        for number, each in enumerate(ranked(homes[key], minimum), start=1)
    }


def _numbered(themes: Iterable[Theme]) -> Iterator[Theme]:
    """Yield *themes*, those without a name numbered where several are of one kind."""
    themes = list(themes)
    several = Counter(theme.kind for theme in themes if not theme.label)
    seen: Counter[str] = Counter()
    for theme in themes:
        if not theme.label and several[theme.kind] > 1:
            seen[theme.kind] += 1
            yield replace(theme, unnamed=seen[theme.kind])
        else:
            yield theme


def _theme(counted: Counted, key: str, *, stage: int, language: str, quoting: Quoting) -> Theme:
    tally = counted.tally
    label = safe_name(counted.theme, counted.voices, language)
    is_said = has_borrowed_name(counted.theme, counted.voices, language)
    return Theme(
        key=key,
        label=label,
        is_named=bool(label) and not is_said,
        is_quote=bool(label) and is_said,
        kind=counted.theme.kind,
        stage=stage,
        reach=_reach(counted),
        people=tally.people,
        mentions=tally.mentions,
        severity=_severity(counted.voices),
        segments=_cells(tally.segments, counted.asked.segments, quoting.minimum),
        languages=tuple(sorted(code for code in tally.languages if code)),
        sources=tuple(sorted(tally.sources, reverse=True)),
        approved=counted.theme.status == "approved",
        grade=str(tally.grade),
        quotes=quoting.choose(counted.voices, stage, key),
    )


def _reach(counted: Counted) -> Share:
    return Share(counted.tally.clients, len(counted.asked.whole.firms))


def _weight(counted: Counted) -> float:
    severity = _severity(counted.voices)
    return _reach(counted).value * (severity.typical if severity else 1.0)


def _severity(voices: Iterable[Voice]) -> Severity | None:
    levels = [v.severity for v in voices if v.severity and v.kind == Kind.PAIN]
    return Severity.of(levels) if levels else None


def struggles(
    counted: Iterable[Counted], minimum: Minimum
) -> tuple[Share | None, tuple[Cell, ...]]:
    """Return the clients that name any of these pains, of those asked: in all, else by segment.

    Only findings count: who stands behind an early signal is told nowhere. Where a segment is
    told the whole is not, so a segment too small to be told cannot be worked out.
    """
    pains = [c for c in counted if c.theme.kind == Kind.PAIN and is_finding(c, minimum)]
    if not pains:
        return None, ()
    told = {key: united(c.tally.segments.get(key, Group()) for c in pains) for key in SEGMENTS}
    asked = {key: united(_asked(c, key) for c in pains) for key in SEGMENTS}
    cells = tuple(
        _segment(told[key], asked[key], hidden=not minimum.allows(asked[key])) for key in SEGMENTS
    )
    if any(cell.share for cell in cells):
        return None, cells
    return Share(len(united(told.values()).firms), len(united(asked.values()).firms)), cells


def _asked(counted: Counted, segment: str) -> Group:
    return counted.asked.segments.get(segment, Group())


def _cells(
    told: Mapping[str, Group], asked: Mapping[str, Group], minimum: Minimum
) -> tuple[Cell, ...]:
    hidden = minimum.withheld(asked)
    return tuple(
        _segment(told.get(key, Group()), asked.get(key), hidden=key in hidden) for key in SEGMENTS
    )


def _segment(told: Group, asked: Group | None, *, hidden: bool) -> Cell:
    if not asked:
        return Cell(Known.UNKNOWN)
    if hidden:
        return Cell(Known.WITHHELD)
    return Cell(Known.SHOWN, Share(len(told.firms), len(asked.firms)), len(asked.people))
