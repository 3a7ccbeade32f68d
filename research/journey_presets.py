"""Journey models as values: the three shipped ones, and any read from a YAML document of stages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from research.yaml_reader import Problem, Raw, Reader, load

SHIPPED = ("three-stage", "four-stage", "eight-stage")
PLACES = ("online", "offline", "both")
STAGES_MOST = 20
#: Characters of each name and line, as the forms and the database take them.
LONGEST = {
    "name": 120, "channel": 80, "owner": 80, "desired_outcome": 200, "metric": 120,
    "decision_point": 200,
}  # fmt: skip
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a stage can end; `leads_to` is the key of the stage that follows, or empty."""

    key: str
    name: str
    description: str = ""
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """Where client and firm meet; `moves_kpi` marks one that moves a key figure directly."""

    name: str
    channel: str = ""
    place: str = "both"
    owner: str = ""
    desired_outcome: str = ""
    metric: str = ""
    moves_kpi: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the journey.

    `names` holds the name in other languages by code; `decision_point` what is decided there.
    """

    key: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    decision_point: str = ""
    seed_words: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A journey model: its stages in order, and where each of the eight standard stages falls."""

    key: str
    name: str
    description: str
    stages: tuple[Stage, ...]
    from_eight: Mapping[str, str]


def preset(key: str) -> Model:
    """The shipped model of that key; raises KeyError for another key."""
    return PRESETS[key]


def from_eight(model_key: str) -> Mapping[str, str]:
    """Where each of the eight standard stages falls in a shipped model: eight-stage key -> key.

    Shipped questionnaires name the stages of the eight-stage model; a study that stands on another
    model translates them by this table. A model read from a file has the table as an attribute.
    """
    return PRESETS[model_key].from_eight


def read_model(yaml_text: str) -> Model | tuple[Problem, ...]:
    """Read a model from YAML, or give every problem found in it.

    The document is a list of stages, or a mapping with `stages` and, as wished, `key`, `name`,
    `description`, `from_eight`, and `model`, a shipped model: what the document leaves out is then
    taken from it, stage by stage. A stage needs a `key`; its other fields are those of `Stage`. A
    touchpoint may say `online: true` instead of `place: online`.
    """
    loaded = load(yaml_text)
    return (loaded,) if isinstance(loaded, Problem) else read_loaded(loaded)


def read_loaded(raw: Any) -> Model | tuple[Problem, ...]:
    """Read a model from the values of such a document."""
    if not isinstance(raw, list | dict):
        return (Problem("A journey model is a list of stages, or a mapping that holds `stages`."),)
    reader = _Reader()
    model = reader.model({"stages": raw} if isinstance(raw, list) else raw)
    return tuple(reader.problems) or model


class _Reader(Reader):
    """Turns loaded YAML into a model and gathers what is wrong on the way."""

    def model(self, raw: Raw) -> Model:
        names = ("model", "key", "name", "description", "from_eight", "stages")
        self.known(raw, names, "")
        raw = self._with_base(raw)
        stages = self.each(raw, "stages", "", self._stage)
        self._count(stages)
        self._unique([stage.key for stage in stages], "stages")
        keys = {stage.key for stage in stages}
        self._outcomes_lead_somewhere(stages, keys)
        key = self.text(raw, "key", "") or "own"
        name = self.text(raw, "name", "") or "Own model"
        table = self._from_eight(raw, keys)
        return Model(key, name, self.text(raw, "description", ""), stages, table)

    def _with_base(self, raw: Raw) -> Raw:
        """Fill what the document leaves out from the shipped model it names."""
        base = self.text(raw, "model", "")
        if not base:
            return raw
        if base not in SHIPPED:
            message = "There is no journey model “%(name)s”; there are %(known)s."
            self.say(message, "model", name=base, known=", ".join(SHIPPED))
            return raw
        shipped = _document(base)
        own = self.items(raw, "stages", "") or shipped["stages"]
        keys = {str(stage.get("key")) for stage in own if isinstance(stage, dict)}
        stages = {stage["key"]: _loosened(stage, keys) for stage in shipped["stages"]}
        merged = [
            {**stages.get(str(stage.get("key")), {}), **stage} if isinstance(stage, dict) else stage
            for stage in own
        ]
        table = {key: to for key, to in shipped.get("from_eight", {}).items() if to in keys}
        return {**shipped, "from_eight": table, **raw, "stages": merged}

    def text(self, raw: Raw, name: str, where: str) -> str:
        """Return a text with single spaces, no longer than its place."""
        value = super().text(raw, name, where)
        self._fits(value, name, f"{where}.{name}" if where else name)
        return value

    def _fits(self, value: str, name: str, where: str) -> None:
        if len(value) > LONGEST.get(name, len(value)):
            self.say("Use at most %(most)s characters.", where, most=LONGEST[name])

    def _stage(self, raw: Any, where: str) -> Stage:
        raw = self.mapping(raw, where)
        self.known(raw, tuple(Stage.__slots__), where)
        key = self._key(raw, where)
        return Stage(
            key=key,
            name=self.text(raw, "name", where) or key.replace("_", " ").capitalize(),
            names=self._names(raw, where),
            description=self.text(raw, "description", where),
            decision_point=self.text(raw, "decision_point", where),
            seed_words=self._words(raw, where),
            outcomes=self.each(raw, "outcomes", where, self._outcome),
            touchpoints=self.each(raw, "touchpoints", where, self._touchpoint),
        )

    def _outcome(self, raw: Any, where: str) -> Outcome:
        raw = self.mapping(raw, where)
        self.known(raw, tuple(Outcome.__slots__), where)
        key = self._key(raw, where)
        texts = {name: self.text(raw, name, where) for name in ("name", "description", "leads_to")}
        texts["name"] = texts["name"] or key.replace("_", " ").capitalize()
        return Outcome(key, **texts)

    def _touchpoint(self, raw: Any, where: str) -> Touchpoint:
        raw = self.mapping(raw, where)
        self.known(raw, (*Touchpoint.__slots__, "online"), where)
        if not self.text(raw, "name", where):
            self.say("A touchpoint needs a name.", where)
        place = self._place(raw, where)
        names = ("name", "channel", "owner", "desired_outcome", "metric")
        texts = {name: self.text(raw, name, where) for name in names}
        return Touchpoint(**texts, place=place, moves_kpi=raw.get("moves_kpi") is True)

    def _place(self, raw: Raw, where: str) -> str:
        online = raw.get("online")
        if isinstance(online, bool):
            return "online" if online else "offline"
        place = self.text(raw, "place", where) or "both"
        if place not in PLACES:
            self.say("The place of a touchpoint is online, offline or both.", where + ".place")
        return place

    def _names(self, raw: Raw, where: str) -> Mapping[str, str]:
        names = raw.get("names") or {}
        if isinstance(names, dict) and all(isinstance(name, str) for name in names.values()):
            for language, name in names.items():
                self._fits(name, "name", f"{where}.names.{language}")
            return {str(language): " ".join(name.split()) for language, name in names.items()}
        self.say("`names` gives the stage's name by language code.", where)
        return {}

    def _from_eight(self, raw: Raw, keys: set[str]) -> Mapping[str, str]:
        table = raw.get("from_eight") or {}
        if not isinstance(table, dict):
            self.say("`from_eight` names a stage of this model for each standard stage.", "")
            return {}
        for eighth, stage in table.items():
            if stage not in keys:
                message = "There is no stage “%(key)s” in this model."
                self.say(message, f"from_eight.{eighth}", key=stage)
        named = {str(eighth): str(stage) for eighth, stage in table.items()}
        return named or {key: key for key in sorted(keys)}

    def _outcomes_lead_somewhere(self, stages: tuple[Stage, ...], keys: set[str]) -> None:
        for number, stage in enumerate(stages, start=1):
            for outcome in stage.outcomes:
                if outcome.leads_to and outcome.leads_to not in keys:
                    message = (
                        "The outcome “%(outcome)s” leads to “%(key)s”, which is no stage here."
                    )
                    self.say(
                        message, f"stages[{number}]", outcome=outcome.key, key=outcome.leads_to
                    )

    def _count(self, stages: tuple[Stage, ...]) -> None:
        if not 2 <= len(stages) <= STAGES_MOST:
            message = "A journey model has 2 to %(most)s stages; this one has %(count)s."
            self.say(message, "stages", most=STAGES_MOST, count=len(stages))

    def _unique(self, keys: list[str], where: str) -> None:
        for key in sorted({key for key in keys if key and keys.count(key) > 1}):
            self.say("The key “%(key)s” is used twice; every stage has its own.", where, key=key)

    def _key(self, raw: Raw, where: str) -> str:
        key = raw.get("key")
        if isinstance(key, str) and KEY.fullmatch(key):
            return key
        message = (
            "A key is made of small letters, digits and underscores, and begins with a letter."
        )
        self.say(message, where + ".key")
        return ""

    def _words(self, raw: Raw, where: str) -> tuple[str, ...]:
        words = self.items(raw, "seed_words", where)
        if all(isinstance(word, str) for word in words):
            return tuple(" ".join(word.split()) for word in words)
        self.say("`seed_words` is a list of words and phrases.", where)
        return ()


def _loosened(stage: dict[str, Any], keys: set[Any]) -> dict[str, Any]:
    """Return a shipped stage whose outcomes lead only to stages that are kept."""
    outcomes = [
        {name: value for name, value in outcome.items() if name != "leads_to" or value in keys}
        for outcome in stage.get("outcomes", ())
    ]
    return {**stage, "outcomes": outcomes}


def _document(key: str) -> dict[str, Any]:
    path = Path(__file__).parent / "presets" / f"{key}.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def _shipped(key: str) -> Model:
    model = read_loaded(_document(key))
    if isinstance(model, Model):
        return model
    raise ValueError("; ".join(str(problem) for problem in model))


PRESETS: Mapping[str, Model] = {key: _shipped(key) for key in SHIPPED}
