"""A WTForm made from one question of a definition: the question's type does the work."""

import json
import re
from collections.abc import Mapping
from typing import Any

from flask import current_app
from werkzeug.datastructures import FileStorage
from wtforms import Field, HiddenField

from foundation.web.forms import Form
from surveys.question_types import AnswerValue, Problem, Question, kind
from surveys.question_types.files import File
from surveys.services.files import handing_in
from surveys.services.files.handing_in import Handed

Posted = dict[str, list[str]]

#: What nobody types but a paste from a damaged file brings along; some of it no database keeps.
_UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class AnswerField(Field):
    """All inputs of one question, read together into an AnswerValue or None."""

    def __init__(
        self,
        question: Question,
        stored: AnswerValue | None,
        shown: Question | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.question = question
        self.shown = shown or question
        self.stored = stored
        self.problems: list[Problem] = []
        self.handed: Handed | None = None
        self.refused: Problem | None = None

    def process(self, formdata: Any, *_: Any, **__: Any) -> None:
        """Take the posted answer, else the stored one."""
        self.data = self.stored
        if not formdata:
            return
        known = kind(self.question)
        posted, files = _parted(formdata)
        if known.takes_file:
            posted = self._with_file(posted, files.get(self.question.id))
        if self.refused is None:
            self.data = known.parse(self.question, posted)

    def _with_file(self, posted: Posted, file: FileStorage | None) -> Posted:
        """The form with the facts of the file in its place; nobody else may state them.

        Without a new file the kept one stays, unless it was taken back.
        """
        known, name = kind(self.question), self.question.id
        others = {field: values for field, values in posted.items() if field != name}
        if file is not None:
            self._take(file)
            return others | ({name: [json.dumps(self.handed.facts)]} if self.handed else {})
        is_kept = self.stored is not None and isinstance(self.stored.value, dict)
        if is_kept and self.stored is not None and f"{name}.remove" not in posted:
            return others | known.post(self.question, self.stored)
        return others

    def _take(self, file: FileStorage) -> None:
        most = current_app.extensions["settings"].max_file_mb
        data = file.stream.read(most * 1_000_000 + 1)
        file.close()
        if not data:
            self.refused = Problem("The file is empty: choose another")
        elif len(data) > most * 1_000_000:
            sentence = "The file is larger than %(most)s MB: choose a smaller one"
            self.refused = Problem(sentence, params={"most": most})
        else:
            self.handed = handing_in.take(file.filename or "", data)
            self.refused = None if self.handed else File().refusal(self.question)

    def validate(self, *_: Any, **__: Any) -> bool:
        """Ask the question's type what is wrong."""
        if self.refused is not None:
            self.problems = [self.refused.at(self.question.id, self.question.id)]
        else:
            # As it is shown: a link leads to the option that stands first there.
            self.problems = kind(self.question).validate(self.shown, self.data)
        self.errors = [problem.sentence for problem in self.problems]
        return not self.problems

    @property
    def is_storable(self) -> bool:
        """Say whether the answer, complete or not, can be kept while the person is under way."""
        if self.refused is not None:
            return False
        return self.data is None or not kind(self.question).check(self.question, self.data)


def _parted(formdata: Any) -> tuple[Posted, dict[str, FileStorage]]:
    """The posted texts, and the files that somebody chose; a file is never taken for a text."""
    everything = formdata.to_dict(flat=False)
    texts = {
        name: [_UNTYPED.sub("", value) for value in values if isinstance(value, str)]
        for name, values in everything.items()
    }
    files = {
        name: value
        for name, values in everything.items()
        for value in values
        if isinstance(value, FileStorage) and value.filename
    }
    return texts, files


class AnswerForm(Form):
    """The page of one question; `rev` is the revision of the answer the page was made from."""

    class Meta(Form.Meta):
        """The pages this form is on are protected, or need not be."""

        csrf = False

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


def answer_form(
    question: Question,
    stored: AnswerValue | None,
    rev: int,
    *,
    shown: Question | None = None,
    **options: Any,
) -> AnswerForm:
    """The form of a question, filled with what is stored or posted.

    `shown` is the question as its page words and orders it; with `formdata=None` nothing that was
    posted is looked at.
    """
    made = type("QuestionForm", (AnswerForm,), {"answer": _unbound(question, stored, shown)})
    form: AnswerForm = made(rev=str(rev), **options)
    return form


def _unbound(question: Question, stored: AnswerValue | None, shown: Question | None) -> Any:
    return AnswerField(question, stored, shown)
