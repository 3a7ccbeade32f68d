"""Which column of another tool's file answers which question: the map, read and written as YAML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import yaml

from research.cells import Problem
from surveys.question_types.values import QUOTES
from surveys.yaml_text import Refused, read_strictly

Keep = Literal["rest", "nothing"]
LONGEST_MAP = 500_000
_CONTACT = ("email", "organisation", "name", "segment")


class MapError(ValueError):
    """The document is no map; `problems` holds a sentence for each reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Taking:
    """One column that answers something.

    `values` gives our id for their word, or nothing where the word is no answer; the word `*`
    stands for all others. `quote` is the permission given for every answer of the column
    (`anonymous` or `no`), empty where none was asked, which means no.
    """

    column: str
    values: Mapping[str, str] = field(default_factory=dict)
    quote: str = ""


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """Names of columns. `organisation`: where given, unknown people are added to that firm.

    `segment` is a column or one of the segments; `keep` says what becomes of the other columns.
    """

    questionnaire: str
    email: str
    organisation: str = ""
    name: str = ""
    segment: str = ""
    id: str = ""
    submitted_at: str = ""
    language: str = ""
    questions: Mapping[str, Taking] = field(default_factory=dict)
    keep: Keep = "rest"

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the map names; `segment` only where it is one."""
        own = (self.email, self.organisation, self.name, self.id, self.submitted_at, self.language)
        return (*(each for each in own if each), *(each.column for each in self.questions.values()))


def read_map(text: str) -> AnswerMap:
    """Read a map from YAML; raises MapError."""
    if len(text) > LONGEST_MAP:
        raise MapError([Problem("The map is longer than 500,000 characters.")])
    try:
        data = read_strictly(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise MapError([_yaml_problem(error)]) from None
    return read_plain_map(data)


def _yaml_problem(error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = error if isinstance(error, Refused) else getattr(error, "problem", None)
    if mark is None or not what:
        return Problem("The map is not YAML.")
    return Problem(
        "The map is not YAML: line %(line)s, %(what)s.", {"line": mark.line + 1, "what": what}
    )


def write_map(answer_map: AnswerMap) -> str:
    """The YAML document of a map."""
    return yaml.safe_dump(plain_map(answer_map), allow_unicode=True, sort_keys=False, width=100)


def plain_map(answer_map: AnswerMap) -> dict[str, Any]:
    """The map as plain values; what says nothing is left out."""
    contact = {name: getattr(answer_map, name) for name in _CONTACT if getattr(answer_map, name)}
    rest = ("id", "submitted_at", "language")
    return {
        "questionnaire": answer_map.questionnaire,
        "contact": contact,
        **{name: getattr(answer_map, name) for name in rest if getattr(answer_map, name)},
        "questions": {name: _plain(taking) for name, taking in answer_map.questions.items()},
        "keep": answer_map.keep,
    }


def _plain(taking: Taking) -> str | dict[str, Any]:
    if not taking.values and not taking.quote:
        return taking.column
    more = {"values": dict(taking.values), "quote": taking.quote}
    return {"column": taking.column, **{name: value for name, value in more.items() if value}}


def read_plain_map(data: Any) -> AnswerMap:
    """Read a map from plain values; raises MapError with every problem."""
    reader = _Reader()
    top = reader.properties(data, "", {"contact", "questions", "keep", *_TOP})
    contact = reader.properties(top.get("contact") or {}, "contact", set(_CONTACT))
    questions = reader.properties(top.get("questions") or {}, "questions", None)
    values = {name: reader.text(top, name, "") for name in _TOP}
    values |= {name: reader.text(contact, name, "contact") for name in _CONTACT}
    takings = {name: reader.taking(name, value) for name, value in questions.items()}
    keep = reader.one_of(top.get("keep", "rest"), "keep", get_args(Keep))
    reader.need(values, takings)
    if reader.problems:
        raise MapError(reader.problems)
    return AnswerMap(**values, questions=takings, keep="nothing" if keep == "nothing" else "rest")


_TOP = ("questionnaire", "id", "submitted_at", "language")


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def _say(self, message: str, **params: object) -> None:
        self.problems.append(Problem(message, params))

    def properties(self, value: Any, place: str, known: set[str] | None) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            if place:
                message = "In the map, %(name)s must hold properties such as “key: value”."
                self._say(message, name=place)
            else:
                self._say("The map must hold properties such as “key: value”.")
            return {}
        for key in value:
            if known is not None and key not in known:
                listed = ", ".join(sorted(known))
                self._say(
                    "In the map, “%(key)s” is not known; write one of: %(known)s.",
                    key=key,
                    known=listed,
                )
        return {str(key): each for key, each in value.items()}

    def text(self, values: Mapping[str, Any], name: str, place: str) -> str:
        value = values.get(name, "")
        if isinstance(value, bool) or not isinstance(value, str | int | float | None):
            where = f"{place}.{name}" if place else name
            self._say("In the map, %(name)s must be the name of a column.", name=where)
            return ""
        return "" if value is None else str(value).strip()

    def taking(self, name: str, value: Any) -> Taking:
        if not isinstance(value, Mapping):
            return Taking(self._column(name, value))
        given = self.properties(value, name, {"column", "values", "quote"})
        words = self.properties(given.get("values") or {}, f"{name}.values", None)
        quote = given.get("quote") or ""
        if quote:
            quote = self.one_of(quote, f"{name}.quote", QUOTES)
        return Taking(
            self._column(name, given.get("column")),
            {word: str(ours).strip() for word, ours in words.items()},
            quote,
        )

    def _column(self, name: str, value: Any) -> str:
        column = self.text({name: value}, name, "questions")
        if not column:
            self._say("In the map, the question “%(name)s” names no column.", name=name)
        return column

    def one_of(self, value: Any, name: str, known: tuple[str, ...]) -> str:
        if value in known:
            return str(value)
        self._say(
            "In the map, %(name)s must be one of: %(known)s.", name=name, known=", ".join(known)
        )
        return ""

    def need(self, values: Mapping[str, str], takings: Mapping[str, Taking]) -> None:
        if not values["questionnaire"]:
            self._say("The map names no questionnaire: add “questionnaire: KEY”.")
        if not values["email"]:
            self._say("The map names no email column: add “contact: {email: COLUMN}”.")
        if not takings:
            self._say("The map names no question: add “questions: {QUESTION: COLUMN}”.")
