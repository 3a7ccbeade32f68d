"""Journey models as values: the three shipped ones, and any read from a YAML document of stages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

SHIPPED = ("three-stage", "four-stage", "eight-stage")
PLACES = ("online", "offline", "both")
STAGES_MOST = 20
TEXT_MOST = 200_000  # characters of a YAML document of stages
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


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a document of stages, and where (`stages[2].key`)."""

    message: str
    where: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = self.message % self.params
        return f"{self.where}: {sentence}" if self.where else sentence


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
    loaded = _load(yaml_text)
    return (loaded,) if isinstance(loaded, Problem) else read_loaded(loaded)


def read_loaded(raw: list[Any] | dict[Any, Any]) -> Model | tuple[Problem, ...]:
    """Read a model from the values of such a document."""
    reader = _Reader()
    model = reader.model({"stages": raw} if isinstance(raw, list) else raw)
    return tuple(reader.problems) or model


def _load(text: str) -> Any:
    if len(text) > TEXT_MOST:
        return Problem("The document is longer than %(most)s characters.", "", {"most": TEXT_MOST})
    try:
        loaded = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Problem("Line %(line)s is not valid YAML.", "", {"line": line})
    except (yaml.YAMLError, ValueError, RecursionError):
        return Problem("This is not valid YAML.")
    if isinstance(loaded, list | dict):
        return loaded
    return Problem("A journey model is a list of stages, or a mapping that holds `stages`.")


class _Reader:
    """Turns loaded YAML into a model and gathers what is wrong on the way."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def model(self, raw: dict[Any, Any]) -> Model:
        names = ("model", "key", "name", "description", "from_eight", "stages")
        self._known(raw, names, "")
        raw = self._with_base(raw)
        stages = tuple(
            self._stage(each, f"stages[{number}]")
            for number, each in enumerate(self._list(raw, "stages", ""), start=1)
        )
        self._count(stages)
        self._unique([stage.key for stage in stages], "stages")
        keys = {stage.key for stage in stages}
        self._outcomes_lead_somewhere(stages, keys)
        key = self._text(raw, "key", "") or "own"
        name = self._text(raw, "name", "") or "Own model"
        table = self._from_eight(raw, keys)
        return Model(key, name, self._text(raw, "description", ""), stages, table)

    def _with_base(self, raw: dict[Any, Any]) -> dict[Any, Any]:
        """Fill what the document leaves out from the shipped model it names."""
        base = self._text(raw, "model", "")
        if not base:
            return raw
        if base not in SHIPPED:
            message = "There is no journey model “%(name)s”; there are %(known)s."
            self._say(message, "model", name=base, known=", ".join(SHIPPED))
            return raw
        shipped = _document(base)
        own = self._list(raw, "stages", "") or shipped["stages"]
        keys = {stage.get("key") for stage in own if isinstance(stage, dict)}
        stages = {stage["key"]: _loosened(stage, keys) for stage in shipped["stages"]}
        merged = [
            {**stages.get(stage.get("key"), {}), **stage} if isinstance(stage, dict) else stage
            for stage in own
        ]
        table = {key: to for key, to in shipped.get("from_eight", {}).items() if to in keys}
        return {**shipped, "from_eight": table, **raw, "stages": merged}

    def _stage(self, raw: Any, where: str) -> Stage:
        raw = self._mapping(raw, where)
        self._known(raw, tuple(Stage.__slots__), where)
        key = self._key(raw, where)
        return Stage(
            key=key,
            name=self._text(raw, "name", where) or key.replace("_", " ").capitalize(),
            names=self._names(raw, where),
            description=self._text(raw, "description", where),
            decision_point=self._text(raw, "decision_point", where),
            seed_words=self._words(raw, where),
            outcomes=tuple(self._each(raw, "outcomes", where, self._outcome)),
            touchpoints=tuple(self._each(raw, "touchpoints", where, self._touchpoint)),
        )

    def _outcome(self, raw: Any, where: str) -> Outcome:
        raw = self._mapping(raw, where)
        self._known(raw, tuple(Outcome.__slots__), where)
        key = self._key(raw, where)
        texts = {name: self._text(raw, name, where) for name in ("name", "description", "leads_to")}
        texts["name"] = texts["name"] or key.replace("_", " ").capitalize()
        return Outcome(key, **texts)

    def _touchpoint(self, raw: Any, where: str) -> Touchpoint:
        raw = self._mapping(raw, where)
        self._known(raw, (*Touchpoint.__slots__, "online"), where)
        if not self._text(raw, "name", where):
            self._say("A touchpoint needs a name.", where)
        place = self._place(raw, where)
        names = ("name", "channel", "owner", "desired_outcome", "metric")
        texts = {name: self._text(raw, name, where) for name in names}
        return Touchpoint(**texts, place=place, moves_kpi=raw.get("moves_kpi") is True)

    def _place(self, raw: dict[Any, Any], where: str) -> str:
        online = raw.get("online")
        if isinstance(online, bool):
            return "online" if online else "offline"
        place = self._text(raw, "place", where) or "both"
        if place not in PLACES:
            self._say("The place of a touchpoint is online, offline or both.", where + ".place")
        return place

    def _names(self, raw: dict[Any, Any], where: str) -> Mapping[str, str]:
        names = raw.get("names") or {}
        if isinstance(names, dict) and all(isinstance(name, str) for name in names.values()):
            return {str(language): " ".join(name.split()) for language, name in names.items()}
        self._say("`names` gives the stage's name by language code.", where)
        return {}

    def _from_eight(self, raw: dict[Any, Any], keys: set[str]) -> Mapping[str, str]:
        table = raw.get("from_eight") or {}
        if not isinstance(table, dict):
            self._say("`from_eight` names a stage of this model for each standard stage.", "")
            return {}
        for eighth, stage in table.items():
            if stage not in keys:
                message = "There is no stage “%(key)s” in this model."
                self._say(message, f"from_eight.{eighth}", key=stage)
        named = {str(eighth): str(stage) for eighth, stage in table.items()}
        return named or {key: key for key in sorted(keys)}

    def _outcomes_lead_somewhere(self, stages: tuple[Stage, ...], keys: set[str]) -> None:
        for number, stage in enumerate(stages, start=1):
            for outcome in stage.outcomes:
                if outcome.leads_to and outcome.leads_to not in keys:
                    message = (
                        "The outcome “%(outcome)s” leads to “%(key)s”, which is no stage here."
                    )
                    self._say(
                        message, f"stages[{number}]", outcome=outcome.key, key=outcome.leads_to
                    )

    def _count(self, stages: tuple[Stage, ...]) -> None:
        if not 2 <= len(stages) <= STAGES_MOST:
            message = "A journey model has 2 to %(most)s stages; this one has %(count)s."
            self._say(message, "stages", most=STAGES_MOST, count=len(stages))

    def _unique(self, keys: list[str], where: str) -> None:
        for key in sorted({key for key in keys if key and keys.count(key) > 1}):
            self._say("The key “%(key)s” is used twice; every stage has its own.", where, key=key)

    def _key(self, raw: dict[Any, Any], where: str) -> str:
        key = raw.get("key")
        if isinstance(key, str) and KEY.fullmatch(key):
            return key
        message = (
            "A key is made of small letters, digits and underscores, and begins with a letter."
        )
        self._say(message, where + ".key")
        return ""

    def _text(self, raw: dict[Any, Any], name: str, where: str) -> str:
        value = raw.get(name)
        if value is None or isinstance(value, str):
            return " ".join((value or "").split())
        self._say("`%(name)s` must be text.", where, name=name)
        return ""

    def _words(self, raw: dict[Any, Any], where: str) -> tuple[str, ...]:
        words = self._list(raw, "seed_words", where)
        if all(isinstance(word, str) for word in words):
            return tuple(" ".join(word.split()) for word in words)
        self._say("`seed_words` is a list of words and phrases.", where)
        return ()

    def _each(self, raw: dict[Any, Any], name: str, where: str, read: Any) -> list[Any]:
        values = enumerate(self._list(raw, name, where), start=1)
        return [read(value, f"{where}.{name}[{number}]") for number, value in values]

    def _list(self, raw: dict[Any, Any], name: str, where: str) -> list[Any]:
        value = raw.get(name) or []
        if isinstance(value, list):
            return value
        self._say("`%(name)s` must be a list.", where, name=name)
        return []

    def _mapping(self, raw: Any, where: str) -> dict[Any, Any]:
        if isinstance(raw, dict):
            return raw
        self._say("Here a mapping such as `key: value` is expected.", where)
        return {}

    def _known(self, raw: dict[Any, Any], names: tuple[str, ...], where: str) -> None:
        for name in raw:
            if name not in names:
                near = get_close_matches(str(name), names, n=1) or [", ".join(names)]
                message = "There is no field “%(name)s”; did you mean %(near)s?"
                self._say(message, where, name=name, near=near[0])

    def _say(self, message: str, where: str, **params: object) -> None:
        self.problems.append(Problem(message, where, params))


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
