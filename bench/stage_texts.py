"""Texts with the stage they are at: what `bench.stages` measures on."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.corpus import StageSpec
from analysis.library import Example, Library
from analysis.library.texts import Pain
from bench.themes.sets import DATA

#: The stages of the shipped model of four, and which of the eight fall into each.
FOUR = tuple(
    StageSpec(key, key)
    for key in ("pre_purchase", "client_experience", "between_engagements", "former_clients")
)
#: The model the two small sets are labelled by, as a consultant would set it up: described and
#: with words for it, written without sight of the sets.
OWN = (
    StageSpec("awareness", "Awareness", "Noticing a need and hearing of the firm"),
    StageSpec(
        "consideration",
        "Consideration",
        "Looking for firms and comparing them",
        from_eight=("research", "consideration"),
    ),
    StageSpec("decision", "Decision", "Agreeing on terms and signing"),
    StageSpec("onboarding", "Onboarding", "Starting to work together"),
    StageSpec(
        "engagement",
        "Engagement",
        "Working together day by day: replies, meetings, people",
        ("They answer our questions quickly.", "The person we deal with keeps changing."),
        ("usage",),
    ),
    StageSpec(
        "results",
        "Results",
        "What the work brought: quality, effect, value for money",
        ("What they delivered had mistakes.", "It brought us what was promised."),
    ),
    StageSpec(
        "between", "Between projects", "After one project, before the next", (), ("expansion",)
    ),
    StageSpec("former", "Former clients", "Having left, looking back", (), ("advocacy",)),
)
INTO_FOUR = {
    **dict.fromkeys(("awareness", "consideration", "decision", "research"), FOUR[0].key),
    **dict.fromkeys(("onboarding", "engagement", "results", "usage"), FOUR[1].key),
    **dict.fromkeys(("between", "expansion"), FOUR[2].key),
    **dict.fromkeys(("former", "advocacy"), FOUR[3].key),
}


@dataclass(frozen=True)
class Text:
    """What a client said, in which theme and at which stage; `hint` is what was asked about."""

    text: str
    language: str
    stage: str
    theme: str = ""
    hint: str | None = None


def by_model(texts: Sequence[Text], stages: Sequence[StageSpec]) -> list[Text]:
    """Return the texts with their stages and hints in the terms of a model."""
    if {stage.key for stage in stages} >= {text.stage for text in texts}:
        return list(texts)
    return [
        replace(each, stage=INTO_FOUR[each.stage], hint=INTO_FOUR[each.hint] if each.hint else None)
        for each in texts
    ]


def library_pains(known: Library) -> list[Text]:
    """Return what clients say of the known pains, without the pains' names."""
    return [
        Text(each.text, each.language, str(each.stage), each.pain)
        for each in known.examples
        if each.pain and each.severity
    ]


def shared_pains(shipped: Library) -> tuple[Library, list[Text]]:
    """Return a library of the labelled pains alone, with the shipped moments, and its texts."""
    rows = [
        row
        for path in sorted((DATA / "pains").glob("*.jsonl"))
        for row in _rows(path.read_text("utf-8"))
        if row["kind"] == "pain"
    ]
    texts = [Text(row["text"].strip(), row["lang"], row["stage8"], row["theme"]) for row in rows]
    pains = {
        each.theme: Pain(each.theme, {}, each.stage, "", {}, severity=2, severity_reason="")
        for each in texts
    }
    examples = [
        Example(each.text, each.language, "pain", each.theme, each.stage, severity=row["severity"])
        for each, row in zip(texts, rows, strict=True)
    ]
    others = [each for each in shipped.examples if not each.pain]
    return replace(shipped, pains=tuple(pains.values()), examples=(*examples, *others)), texts


def own_model(name: str) -> Iterator[tuple[Sequence[StageSpec], list[Text], str]]:
    """Yield a small set in its own eight stages and mapped to the four."""
    rows = _rows((DATA / f"{name}.jsonl").read_text("utf-8"))
    texts = [Text(row["text"].strip(), row["lang"], row["stage"], row["label"]) for row in rows]
    yield OWN, texts, "its own eight stages"
    yield FOUR, by_model(texts, FOUR), "four stages"


def _rows(lines: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.splitlines()]
