"""A questionnaire as it stands on paper: numbered questions, boxes and lines, one language.

A `Sheet` is a value; who draws it says its sentences in the questionnaire's language.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.building.telling.rules import Teller
from surveys.definition import Definition, Section
from surveys.question_types import QUESTION_TYPES, Problem, Question
from surveys.question_types.measure import written
from surveys.question_types.scale import NPS_POINTS
from surveys.question_types.weighing.maxdiff import MaxDiff

#: What a person answers with: boxes of which one or several are ticked, numbers beside options,
#: lines, a grid.
ONE, MANY, FILL, LINES, GRID, NOTHING = "one", "many", "fill", "lines", "grid", "nothing"
_ONE = {"single", "dropdown"}
_MANY = {"multiple", "picture", "consent"}
_FILLED = {"ranking", "constant_sum"}
_SCORES = {"nps", "nps_why"}
_LINES = {"long_text": 4, "short_text": 1, "file": 1, "signature": 2, "nps_why": 4, "date_range": 0}
NOT_APPLICABLE = Problem("Not applicable")
_DECLINES = {
    "dont_know": Problem("Don’t know"),
    "not_applicable": NOT_APPLICABLE,
    "prefer_not": Problem("Prefer not to answer"),
}


_ENDS = ((0, Problem("Not at all likely")), (10, Problem("Extremely likely")))
_AGREED = Problem("I agree")
_WHY = Problem("What is the reason for your answer?")
_SIDES = (Problem("Best"), Problem("Worst"))
_DAYS = (Problem("First day"), Problem("Last day"))
_MONTHS = (Problem("First month"), Problem("Last month"))
_BANDS = ("0–6", "7–8", "9–10")

Words = str | Problem


@dataclass(frozen=True)
class Asked:
    """A question on paper.

    `notes` are sentences about how to answer and when; `options` the words beside the boxes, and
    `ends` what the ends of a scale mean; `tables` hold the rows of each grid, `columns` those of
    all, whose cells are ticked or, `is_filled`, written in; `has_none`: a last column says that
    the row does not apply. `fields` are lines with a name of their own; `more` are questions
    about the answer, which `lines` follow.
    """

    number: int
    question: Question
    form: str
    notes: tuple[Problem, ...] = ()
    options: tuple[Words, ...] = ()
    ends: tuple[tuple[float, Words], ...] = ()
    tables: tuple[tuple[str, ...], ...] = ()
    columns: tuple[Words, ...] = ()
    fields: tuple[Problem, ...] = ()
    more: tuple[Words, ...] = ()
    lines: int = 0
    ways_out: tuple[Problem, ...] = ()
    is_filled: bool = False
    has_none: bool = False
    is_numbered: bool = True

    @property
    def is_ticked_often(self) -> bool:
        """Say whether several boxes may be ticked, in all or in a row of a grid."""
        return self.form == MANY or self.question.type == "matrix_multiple"


@dataclass(frozen=True)
class Part:
    """A section on paper."""

    section: Section
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Sheet:
    """The whole, in one language."""

    definition: Definition
    language: str
    parts: tuple[Part, ...]


def sheet_of(definition: Definition, language: str) -> Sheet:
    """The questionnaire on paper in one of its languages."""
    spoken = definition.localised(language)
    numbers = dict(_numbers(spoken))
    rules = Teller(spoken, numbers)
    parts = tuple(
        Part(section, tuple(_asked(each, numbers, rules) for each in section.questions))
        for section in spoken.sections
        if section.questions
    )
    return Sheet(spoken, language, parts)


def _numbers(definition: Definition) -> Iterator[tuple[str, int]]:
    number = 0
    for question in definition.questions:
        number += question.type != "information"
        yield question.id, number


def _asked(question: Question, numbers: dict[str, int], rules: Teller) -> Asked:
    form = _form(question)
    return Asked(
        numbers[question.id],
        question,
        form,
        notes=tuple(_notes(question, form, rules)),
        options=_options(question),
        ends=tuple(_ends(question)),
        tables=_tables(question),
        columns=_columns(question),
        fields=_fields(question),
        more=_more(question),
        lines=_LINES.get(question.type, 1) if form == LINES or question.type == "nps_why" else 0,
        ways_out=tuple(_DECLINES[each] for each in _ways_out(question)),
        has_none=question.type in {"rating", "touchpoint"},
        is_filled=question.type in {"matrix_text", "matrix_number"},
        is_numbered=question.type != "information",
    )


def _ways_out(question: Question) -> Iterator[str]:
    if question.type in {"nps", "nps_why"}:
        yield "prefer_not"
    yield from (each for each in question.declines if each in _DECLINES)


def _form(question: Question) -> str:
    if question.type == "information":
        return NOTHING
    if question.rows or question.type == "maxdiff":
        return GRID
    if question.type in _FILLED:
        return FILL
    if question.type in _MANY and question.max_choices != 1:
        return MANY
    if question.type in _ONE | _MANY or _options(question):
        return ONE
    return LINES


def _ends(question: Question) -> Iterator[tuple[float, Words]]:
    if question.type in _SCORES:
        yield from _ENDS
    if question.type == "slider":
        ends = (question.minimum or 0, question.maximum or 0)
        yield from zip(ends, question.scale, strict=False)


def _tables(question: Question) -> tuple[tuple[str, ...], ...]:
    if question.type == "maxdiff":
        words = {choice.id: choice.text for choice in question.choices}
        return tuple(tuple(words[each] for each in one) for one in MaxDiff().design(question))
    return (tuple(row.text for row in question.rows),) if question.rows else ()


def _fields(question: Question) -> tuple[Problem, ...]:
    if question.type != "date_range":
        return ()
    return _MONTHS if question.precision == "month" else _DAYS


def _more(question: Question) -> tuple[Words, ...]:
    if question.type != "nps_why":
        return ()
    bands = zip(_BANDS, question.bands, strict=False)
    return tuple(f"{band}: {words}" for band, words in bands) or (_WHY,)


def _options(question: Question) -> tuple[Words, ...]:
    if question.rows or question.type == "maxdiff":
        return ()
    if question.type == "consent":
        return (_AGREED,)
    if question.type in _SCORES:
        return tuple(str(point) for point in NPS_POINTS)
    if question.choices:
        return tuple(
            f"{choice.text} ______________" if choice.other else choice.text
            for choice in question.choices
        )
    return question.scale if question.type != "slider" else ()


def _columns(question: Question) -> tuple[Words, ...]:
    if question.type == "maxdiff":
        return _SIDES
    if not question.rows:
        return ()
    if question.choices:
        return tuple(choice.text for choice in question.choices)
    return question.scale or ("",)


def _notes(question: Question, form: str, rules: Teller) -> Iterator[Problem]:
    if question.show_if is not None:
        yield Problem("Only if %(rule)s", params={"rule": rules.rule(question.show_if)})
    if question.required:
        yield Problem("An answer is needed")
    yield from _how(question, form)
    yield from _measures(question)


def _how(question: Question, form: str) -> Iterator[Problem]:
    if question.type == "ranking":
        yield Problem("Number them in order, 1 is the best")
    elif question.type == "constant_sum":
        total = {"total": written(question.total or 100)}
        yield Problem("Share out %(total)s among them", params=total)
    elif question.type == "maxdiff":
        yield Problem("Mark the best and the worst")
    elif question.type == "consent":
        return
    elif form == MANY and question.max_choices:
        yield Problem("Choose at most %(most)s", params={"most": question.max_choices})
    elif form == MANY:
        yield Problem("Choose all that apply")
    elif form == ONE and question.type in QUESTION_TYPES:
        yield Problem("Choose one")


def _measures(question: Question) -> Iterator[Problem]:
    bounds = question.minimum, question.maximum
    if bounds[0] is not None and bounds[1] is not None:
        params = {"least": written(bounds[0]), "most": written(bounds[1])}
        yield Problem("From %(least)s to %(most)s", params=params)
    if question.unit:
        yield Problem("In %(unit)s", params={"unit": question.unit})
    if question.type == "date":
        month = question.precision == "month"
        yield Problem("Month and year") if month else Problem("Day, month and year")
