"""A study as people plan it, and as a YAML document."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from research.journey_presets import PRESETS, SHIPPED, Model, read_loaded
from research.words import Segment
from research.yaml_reader import Problem, Raw, Reader, load

SEGMENTS = tuple(str(segment) for segment in Segment)
FIELDS = (
    "slug", "title", "firm", "goal", "wave", "segments", "languages", "opens", "closes",
    "smallest_group", "contact_person", "journey",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """What a study is to be: its goal, whom it asks, in which languages, from when to when.

    `min_people` and `min_firms` are the smallest group that may stand behind a shown figure.
    """

    title: str
    firm: str
    goal: str = ""
    wave: str = ""
    segments: tuple[str, ...] = SEGMENTS
    languages: tuple[str, ...] = ("en",)
    opens_on: date | None = None
    closes_on: date | None = None
    contact_name: str = ""
    contact_email: str = ""
    min_people: int = 5
    min_firms: int = 3
    slug: str = ""


def read_study(yaml_text: str) -> tuple[StudyPlan, Model] | tuple[Problem, ...]:
    """Read a study and its journey model from YAML, or give every problem found.

    `journey` is the key of a shipped model, or a model as `journey_presets.read_model` takes it;
    without it the study stands on the eight-stage model.
    """
    loaded = load(yaml_text)
    if isinstance(loaded, Problem):
        return (loaded,)
    reader = _Reader()
    plan = reader.plan(reader.mapping(loaded, ""))
    model = reader.journey(loaded.get("journey") if isinstance(loaded, dict) else None)
    if reader.problems or model is None:
        return tuple(reader.problems)
    return plan, model


class _Reader(Reader):
    """Turns a loaded document into a plan and a model."""

    def plan(self, raw: Raw) -> StudyPlan:
        self.known(raw, FIELDS, "")
        group = self.mapping(raw.get("smallest_group") or {}, "smallest_group")
        self.known(group, ("people", "firms"), "smallest_group")
        person = self.mapping(raw.get("contact_person") or {}, "contact_person")
        self.known(person, ("name", "title", "email"), "contact_person")
        return StudyPlan(
            title=self.needed_text(raw, "title", ""),
            firm=self.needed_text(raw, "firm", ""),
            goal=self.text(raw, "goal", ""),
            wave=self.text(raw, "wave", ""),
            segments=self.some_of(raw, "segments", "", SEGMENTS) or SEGMENTS,
            languages=self.languages(raw, "languages", "") or ("en",),
            opens_on=self.day(raw, "opens", ""),
            closes_on=self.day(raw, "closes", ""),
            contact_name=_person(
                self.text(person, "name", "contact_person"),
                self.text(person, "title", "contact_person"),
            ),
            contact_email=self.text(person, "email", "contact_person"),
            min_people=self.whole(group, "people", "smallest_group") or 5,
            min_firms=self.whole(group, "firms", "smallest_group") or 3,
            slug=self.text(raw, "slug", ""),
        )

    def journey(self, raw: Any) -> Model | None:
        if raw is None:
            return PRESETS["eight-stage"]
        if isinstance(raw, str) and raw in SHIPPED:
            return PRESETS[raw]
        model = read_loaded(raw)
        if isinstance(model, Model):
            return model
        for problem in model:
            where = f"journey.{problem.where}" if problem.where else "journey"
            self.problems.append(Problem(problem.message, where, problem.params))
        return None


def _person(name: str, title: str) -> str:
    return ", ".join(part for part in (name, title) if part)
