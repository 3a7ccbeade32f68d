"""The kinds of question there are; the one place that lists them."""

from surveys.question_types.base import Form, QuestionType, Summary
from surveys.question_types.choice import Dropdown, Multiple, Single
from surveys.question_types.contact import Consent, Email, Phone
from surveys.question_types.declining import Declining
from surveys.question_types.matrix import (
    MatrixMultiple,
    MatrixNumber,
    MatrixSingle,
    MatrixText,
)
from surveys.question_types.measure import Number
from surveys.question_types.moments.days import Date, DateRange
from surveys.question_types.moments.hours import Time
from surveys.question_types.scale import Nps, Rating
from surveys.question_types.text import Information, LongText, ShortText
from surveys.question_types.values import (
    AnswerValue,
    Check,
    Choice,
    Jump,
    Problem,
    Question,
    Row,
)

QUESTION_TYPES: dict[str, QuestionType] = {
    each.key: each
    for each in (
        Nps(),
        Rating(),
        Single(),
        Multiple(),
        Dropdown(),
        ShortText(),
        LongText(),
        Number(),
        Date(),
        DateRange(),
        Time(),
        MatrixSingle(),
        MatrixMultiple(),
        MatrixText(),
        MatrixNumber(),
        Email(),
        Phone(),
        Consent(),
        Information(),
    )
}

__all__ = [
    "QUESTION_TYPES",
    "AnswerValue",
    "Check",
    "Choice",
    "Form",
    "Jump",
    "Problem",
    "Question",
    "QuestionType",
    "Row",
    "Summary",
    "kind",
]


_DECLINING = {key: Declining(each) for key, each in QUESTION_TYPES.items()}


def kind(question: Question) -> QuestionType:
    """The type of a question that has been checked; raises KeyError for an unknown one."""
    types = _DECLINING if question.declines else QUESTION_TYPES
    return types[question.type]
