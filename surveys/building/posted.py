"""A question as the builder's page posts it: read as far as it can be, every problem placed.

Fields: `text.source`, `text.target` (the second language), `hint.…`, `unit.…`; a line of a list is
`choices.0.id`, `choices.0.source`, `choices.0.target`, `choices.0.other`; the rest bear the
property's name. A line of rules left empty is none: `go_to.0.when`, `checks.0.when`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from itertools import count
from typing import Any

from surveys.building.editing import LISTS
from surveys.building.letters import typed
from surveys.building.merging import read_seen
from surveys.question_types import QUESTION_TYPES, Choice, Problem, Question, Row
from surveys.question_types.measure import number
from surveys.question_types.values import ASKS, DECLINES, RANDOM, Check, Jump
from surveys.rules import Options, Rule, RuleSyntaxError

Form = Mapping[str, Sequence[str]]
_NUMBERS = ("minimum", "maximum", "step", "total")
_COUNTS = ("max_choices", "max_length", "per_set", "sets")
_FLAGS = ("theme_source", "quote")
_NONE: Options = {}


@dataclass(frozen=True)
class Field:
    """A field with a rule: its name, the question it is about, and the options it may name."""

    name: str
    about: str = ""
    options: Options = dataclass_field(default_factory=dict)


@dataclass(frozen=True)
class Posted:
    """The question as posted, its words in the second language by key, and what is wrong."""

    question: Question
    target: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def thing(self) -> Question:
        """What is posted."""
        return self.question


def read_posted(question: Question, form: Form, options: Options = _NONE) -> Posted:
    """Read the page of `question`; what is wrong keeps its earlier value.

    `options` are those of every question, which rules may name without quotes.
    """
    reader = _Reader(question, form, options)
    return Posted(reader.whole(), reader.target, tuple(reader.problems))


def filled_lines(form: Form, name: str, part: str) -> Iterator[str]:
    """Yield the fields' stems of the lines of a list whose `part` is filled in."""
    for place in count():
        field = f"{name}.{place}"
        values = form.get(f"{field}.{part}")
        if values is None:
            return
        if values[0].strip():
            yield field


def read_rule(
    text: str, field: Field, earlier: Rule | None, problems: list[Problem]
) -> Rule | None:
    """Read a rule's readable form; what can't be read is added to `problems`, the rule stays."""
    try:
        return Rule.from_text(text, field.options) if text else None
    except RuleSyntaxError as error:
        problems.append(
            Problem(
                "The rule can't be read at character %(at)s: %(what)s",
                question=field.about,
                part=field.name,
                params={"at": error.at + 1, "what": error},
            )
        )
        return earlier


class _Reader:
    """Reads one page; collects the other language's words and the problems."""

    def __init__(self, question: Question, form: Form, options: Options) -> None:
        self.question = question
        self.options = options
        self.uses = QUESTION_TYPES[question.type].uses
        self.form = form
        self.seen = read_seen(self.one("seen"))
        self.target: dict[str, str] = {}
        self.problems: list[Problem] = []

    def whole(self) -> Question:
        """The question with all that was posted."""
        given: dict[str, Any] = {
            "text": self.words("text", self.question.text),
            "hint": self.words("hint", ""),
            "stage": self.one("stage"),
            "required": bool(self.one("required")),
            "audience": tuple(self.form.get("audience", ())),
            "declines": tuple(name for name in DECLINES if name in self.form.get("declines", ())),
            "show_if": self.rule("show_if", self.question.show_if),
            "go_to": tuple(self.jumps()),
            "checks": tuple(self.checks()),
        }
        for name in LISTS:
            if name in self.uses:
                given[name] = tuple(self.lines(name))
        if "choices" in self.uses:
            given["order"] = RANDOM if self.one("order") else ""
        if "unit" in self.uses:
            given["unit"] = self.words("unit", "")
        given |= {
            name: self.number(name, getattr(self.question, name))
            for name in _NUMBERS
            if name in self.uses
        }
        given |= {name: self.count(name) for name in _COUNTS if name in self.uses}
        given |= {name: bool(self.one(name)) for name in _FLAGS if name in self.uses}
        if "asks" in self.uses:
            given["asks"] = self.one("asks") if self.one("asks") in ASKS else ""
        if "precision" in self.uses:
            given["precision"] = "month" if self.one("precision") == "month" else ""
        if "accepts" in self.uses:
            given["accepts"] = tuple(self.form.get("accepts", ()))
        return replace(self.question, **given)

    def one(self, name: str) -> str:
        """The one value posted under a name."""
        values = self.form.get(name) or [""]
        return typed(values[0])

    def words(self, part: str, needed: str, key: str = "") -> str:
        """The words of a part in the source language; the other language's are kept aside."""
        said = self.one(f"{part}.source")
        self.target[f"{self.question.id}.{key or part}"] = self.one(f"{part}.target")
        if not said and needed:
            self.problem("Write something here: what was there is kept", f"{part}.source")
            return needed
        return said

    def lines(self, name: str) -> Iterator[Any]:
        """The lines of a list, in the order posted."""
        own: tuple[Choice | Row, ...] = (*self.question.choices, *self.question.rows)
        before = {each.id: each for each in own}
        for place in count():
            field = f"{name}.{place}"
            if f"{field}.source" not in self.form:
                return
            if name in {"scale", "bands"}:
                key = f"{'band' if name == 'bands' else name}.{place + 1}"
                yield self.words(field, self._earlier(name, place), key)
                continue
            part = self.one(f"{field}.id")
            old = before.get(part) or self._gone(name, part)
            if old is None:
                continue
            text = self.words(field, old.text, part)
            yield self._line(field, old, text)

    def _gone(self, name: str, part: str) -> Choice | Row | None:
        """A line that was on the page and has been taken away since."""
        if f"{name}.{part}.text" not in self.seen:
            return None
        return Choice(part, "") if name == "choices" else Row(part, "")

    def _earlier(self, name: str, place: int) -> str:
        own: tuple[str, ...] = getattr(self.question, name)
        return own[place] if place < len(own) else "–"

    def _line(self, field: str, old: Choice | Row, text: str) -> Choice | Row:
        if isinstance(old, Row):
            return replace(old, text=text, stage=self.one(f"{field}.stage"))
        return replace(
            old,
            text=text,
            other=bool(self.one(f"{field}.other")),
            exclusive=bool(self.one(f"{field}.exclusive")),
            score=self.number(f"{field}.score", old.score),
        )

    def number(self, name: str, earlier: float | None) -> float | None:
        """A number, or none; what is no number leaves the earlier one."""
        text = self.one(name)
        value = number(text) if text else None
        if text and value is None:
            self.problem("Enter a number, for example 3", name)
            return earlier
        return value

    def count(self, name: str) -> int | None:
        """A whole number above 0, or none."""
        earlier: int | None = getattr(self.question, name)
        value = self.number(name, earlier)
        if value is None or (value == int(value) and 0 < value < 100_000):
            return None if value is None else int(value)
        self.problem("Enter a whole number above 0", name)
        return earlier

    def rule(self, name: str, earlier: Rule | None) -> Rule | None:
        """A condition in its readable form; where the page has none, it stays."""
        if name not in self.form:
            return earlier
        field = Field(name, self.question.id, self.options)
        return read_rule(self.one(name), field, earlier, self.problems)

    def jumps(self) -> Iterator[Jump]:
        """Where to go on, line by line."""
        if "go_to.0.when" not in self.form:
            yield from self.question.go_to
        for field in filled_lines(self.form, "go_to", "when"):
            when = self.rule(f"{field}.when", None)
            if when and self.one(f"{field}.to"):
                yield Jump(when, self.one(f"{field}.to"))

    def checks(self) -> Iterator[Check]:
        """What the answer is held against, line by line."""
        if "checks.0.when" not in self.form:
            yield from self.question.checks
        for place, field in enumerate(filled_lines(self.form, "checks", "when"), 1):
            when = self.rule(f"{field}.when", None)
            say = self.words(field, "–", f"check.{place}")
            if when:
                yield Check(when, say)

    def problem(self, message: str, part: str, params: Mapping[str, Any] | None = None) -> None:
        """Note what is wrong with a field."""
        self.problems.append(Problem(message, "", self.question.id, "", part, params or {}))
