"""A part, or the questionnaire itself, as the builder's page posts it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from surveys.building.editing import WORDS
from surveys.building.letters import typed
from surveys.building.posted import Field, Form, filled_lines, read_rule
from surveys.definition import Definition, Quota, Section, Value
from surveys.question_types import Problem
from surveys.question_types.measure import number
from surveys.question_types.values import RANDOM
from surveys.rules import Expression, Options, RuleSyntaxError


@dataclass(frozen=True)
class PostedSection:
    """The part as posted, its words in the second language by key, and what is wrong."""

    section: Section
    target: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def thing(self) -> Section:
        """What is posted."""
        return self.section


@dataclass(frozen=True)
class PostedWhole:
    """The questionnaire with its own words and lists as posted; its parts are as they were."""

    whole: Definition
    target: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def thing(self) -> Definition:
        """What is posted."""
        return self.whole


_NONE: Options = {}


def read_section(section: Section, form: Form, options: Options = _NONE) -> PostedSection:
    """Read the page of a part; `options` are those of every question."""
    problems: list[Problem] = []
    title = _one(form, "title.source")
    if not title:
        problems.append(Problem("A part needs a title.", section.id, part="title.source"))
    show_if = Field("show_if", options=options)
    made = replace(
        section,
        title=title or section.title,
        show_if=read_rule(_one(form, "show_if"), show_if, section.show_if, problems),
        loop=_one(form, "loop"),
        loop_limit=_count(form, "loop_limit", section.loop_limit, problems),
        order=RANDOM if _one(form, "order") else "",
    )
    return PostedSection(made, {f"{section.id}.title": _one(form, "title.target")}, tuple(problems))


def read_whole(definition: Definition, segments: Sequence[str], form: Form) -> PostedWhole:
    """Read the page of the start and the end; `segments` are those of the study."""
    problems: list[Problem] = []
    title = _one(form, "title.source")
    asked = tuple(each for each in segments if each in form.get("segments", ()))
    if not title:
        problems.append(Problem("Write a title.", part="title.source"))
    if not asked:
        problems.append(Problem("Choose whom it asks.", part="segments"))
    made = replace(
        definition,
        title=title or definition.title,
        intro=_one(form, "intro.source"),
        thanks=_one(form, "thanks.source"),
        segments=asked or definition.segments,
        values=tuple(_values(definition, form, problems)),
        quotas=tuple(_quotas(definition, form, problems)),
    )
    target = {name: _one(form, f"{name}.target") for name in WORDS}
    return PostedWhole(made, target, tuple(problems))


def _values(definition: Definition, form: Form, problems: list[Problem]) -> Iterator[Value]:
    earlier = {each.id: each for each in definition.values}
    for field in filled_lines(form, "values", "id"):
        name, text = _one(form, f"{field}.id"), _one(form, f"{field}.value")
        try:
            yield Value(name, Expression.from_text(text, definition.option_ids))
        except RuleSyntaxError as error:
            params = {"at": error.at + 1, "what": error}
            message = "The rule can't be read at character %(at)s: %(what)s"
            problems.append(Problem(message, part=f"{field}.value", params=params))
            if name in earlier:
                yield earlier[name]


def _quotas(definition: Definition, form: Form, problems: list[Problem]) -> Iterator[Quota]:
    earlier = {each.id: each for each in definition.quotas}
    for field in filled_lines(form, "quotas", "id"):
        name = _one(form, f"{field}.id")
        old = earlier.get(name)
        text = _one(form, f"{field}.when")
        place = Field(f"{field}.when", options=definition.option_ids)
        rule = read_rule(text, place, old.when if old else None, problems)
        limit = _count(form, f"{field}.limit", old.limit if old else None, problems)
        if rule and limit:
            yield Quota(name, rule, limit)
        else:
            problems.append(Problem("A quota needs a rule and a limit", part=f"{field}.limit"))


def _one(form: Form, name: str) -> str:
    values = form.get(name) or [""]
    return typed(values[0])


def _count(form: Form, name: str, earlier: int | None, problems: list[Problem]) -> int | None:
    text = _one(form, name)
    value = number(text) if text else None
    if value is not None and value == int(value) and 0 < value < 100_000:
        return int(value)
    if text:
        problems.append(Problem("Enter a whole number above 0", part=name))
        return earlier
    return None
