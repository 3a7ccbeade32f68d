"""A WTForm made from one question of a definition: the question's type does the work."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, HiddenField

from foundation.web.forms import Form
from surveys.question_types import AnswerValue, Problem, Question, kind


class AnswerField(Field):
    """All inputs of one question, read together into an AnswerValue or None."""

    def __init__(self, question: Question, stored: AnswerValue | None, **options: Any) -> None:
        super().__init__(**options)
        self.question = question
        self.stored = stored
        self.problems: list[Problem] = []

    def process(self, formdata: Any, *_: Any, **__: Any) -> None:
        """Take the posted answer, else the stored one."""
        self.data = self.stored
        if formdata:
            self.data = kind(self.question).parse(self.question, formdata.to_dict(flat=False))

    def validate(self, *_: Any, **__: Any) -> bool:
        """Ask the question's type what is wrong."""
        self.problems = kind(self.question).validate(self.question, self.data)
        self.errors = [problem.sentence for problem in self.problems]
        return not self.problems

    @property
    def is_storable(self) -> bool:
        """Say whether the answer, complete or not, can be kept while the person is under way."""
        return self.data is None or not kind(self.question).check(self.question, self.data)


class AnswerForm(Form):
    """The page of one question; `rev` is the revision of the answer the page was made from."""

    answer: AnswerField
    rev = HiddenField()

    @property
    def base_rev(self) -> int:
        """The posted revision; 0 where it is none."""
        text = self.rev.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    @property
    def problems_by_part(self) -> Mapping[str, Problem]:
        """The problems by the group of inputs they belong to (`question` or `question.row`)."""
        return {
            problem.part.rpartition("-")[0] or problem.part: problem
            for problem in self.answer.problems
        }


def answer_form(question: Question, stored: AnswerValue | None, rev: int) -> AnswerForm:
    """The form of a question, filled with what is stored or posted."""
    made = type("QuestionForm", (AnswerForm,), {"answer": _unbound(question, stored)})
    form: AnswerForm = made(rev=str(rev))
    return form


def _unbound(question: Question, stored: AnswerValue | None) -> Any:
    return AnswerField(question, stored)
