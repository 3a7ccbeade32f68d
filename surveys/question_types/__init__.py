"""The kinds of question there are; the one place that lists them."""

from surveys.question_types.base import Form, Point, QuestionType, Summary
from surveys.question_types.choice import Dropdown, Multiple, Picture, Single
from surveys.question_types.contact import Consent, Email, Phone, Signature
from surveys.question_types.declining import Declining
from surveys.question_types.files import File
from surveys.question_types.matrix import (
    MatrixMultiple,
    MatrixNumber,
    MatrixSingle,
    MatrixText,
)
from surveys.question_types.measure import Number
from surveys.question_types.moments.days import Date, DateRange
from surveys.question_types.moments.hours import Time
from surveys.question_types.scale import Awareness, Nps, Rating, Touchpoint
from surveys.question_types.scores import Ces, Csat, NpsWhy, Slider
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
from surveys.question_types.weighing.maxdiff import MaxDiff
from surveys.question_types.weighing.ordering import ConstantSum, Ranking

QUESTION_TYPES: dict[str, QuestionType] = {
    each.key: each
    for each in (
        Nps(),
        NpsWhy(),
        Csat(),
        Ces(),
        Rating(),
        Touchpoint(),
        Awareness(),
        Single(),
        Multiple(),
        Dropdown(),
        Picture(),
        ShortText(),
        LongText(),
        Ranking(),
        ConstantSum(),
        MaxDiff(),
        Number(),
        Slider(),
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
        Signature(),
        File(),
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
    "Point",
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
