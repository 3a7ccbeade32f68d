"""Questionnaires that wind at random: conditions, jumps, repetitions, random orders, values."""

from dataclasses import replace

from hypothesis import strategies as st

from surveys.definition import Definition, Section
from surveys.question_types import AnswerValue, Choice, Question
from surveys.rules import Rule
from surveys.walking.walk import Respondent
from tests.unit.surveys import definitions as d

OPTIONS = ("a", "b", "c")
CHOICES = tuple(Choice(each, each.upper(), score=n) for n, each in enumerate(OPTIONS))
LEAVES = ["", "{} > 3", "answered({})", "not {} == 1", "{} + 1 < v0", 'segment == "lost"']


def _question(draw, name, earlier):
    kind = draw(st.sampled_from(["number", "multiple"]))
    question = Question(name, kind, "?", choices=CHOICES if kind == "multiple" else ())
    if kind == "multiple":
        question = replace(question, order=draw(st.sampled_from(["", "random"])))
    rule = draw(st.sampled_from(LEAVES)) if earlier else ""
    if rule:
        question = d.shown_if(question, rule.format(draw(st.sampled_from(earlier))))
    return question


@st.composite
def definitions(draw):
    """A questionnaire of up to four sections."""
    sections, names = [], []
    for s in range(draw(st.integers(1, 4))):
        drivers = [q.id for part in sections for q in part.questions
                   if q.type == "multiple" and not part.loop]  # fmt: skip
        loop = draw(st.sampled_from(["", *drivers]))
        fresh = []
        for n in range(draw(st.integers(1, 3))):
            name = f"q{s}{n}"
            fresh.append(_question(draw, name, names))
            names.append(name)
        order = draw(st.sampled_from(["", "random"]))
        part = Section(f"s{s}", "Section", tuple(fresh), loop=loop, order=order)
        part = replace(part, loop_limit=draw(st.sampled_from([None, 1, 2])) if loop else None)
        if names[: -len(fresh)] and draw(st.booleans()):
            rule = Rule.from_text(f"{draw(st.sampled_from(names[: -len(fresh)]))} != 2")
            part = replace(part, show_if=rule)
        sections.append(part)
    whole = Definition(
        "x", "X", sections=tuple(sections), values=(d.value("v0", f"{names[0]} * 2"),)
    )
    return replace(whole, sections=tuple(_with_jumps(draw, part, names) for part in sections))


def _with_jumps(draw, part, names):
    def jumping(question):
        later = names[names.index(question.id) + 1 :]
        if not draw(st.booleans()):
            return question
        return d.goes_to(question, (f"{question.id} == 5", draw(st.sampled_from([*later, "end"]))))

    return replace(part, questions=tuple(jumping(each) for each in part.questions))


def answer(question):
    """An answer to a question, or none."""
    some = (
        st.lists(st.sampled_from(OPTIONS), unique=True, min_size=1)
        if question.type == "multiple"
        else st.integers(0, 6)
    )
    return st.none() | some.map(AnswerValue)


respondents = st.builds(
    Respondent, st.sampled_from(["lost", "current"]), st.sampled_from(["", "th"]), st.integers(0, 9)
)


@st.composite
def cases(draw):
    """A questionnaire, answers to some of its questions, and a respondent."""
    definition = draw(definitions())
    given = {each.id: draw(answer(each)) for each in definition.every}
    known = {name: value for name, value in given.items() if value is not None}
    return definition, known, draw(respondents)
