"""What researchers post about questionnaires and imports."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from foundation.web.choices import offer
from foundation.web.forms import Form
from research.cells import Problem
from research.words import QuotePermission, Segment
from surveys.answer_sheet import AnswerMap, Taking
from surveys.definition import Definition, question_texts
from surveys.question_types import Question

LONGEST_TEXT = 4000


class DocumentForm(Form):
    """A questionnaire as a YAML document; `base` is the draft the page was made from."""

    document = TextAreaField(_("The questionnaire as YAML"), [InputRequired(_("Write something."))])
    base = HiddenField()


class DocumentFileForm(Form):
    """A questionnaire as a file."""

    file = FileField(_("YAML file"), [FileRequired(_("Choose a file."))])


class AnswerFileForm(Form):
    """A file of answers, and the questionnaire they answer."""

    questionnaire = SelectField(_("Questionnaire these answers belong to"))
    file = FileField(_("CSV or XLSX file"), [FileRequired(_("Choose a file."))])
    map = FileField(_("Map of an earlier import (YAML)"))

    def offer(self, keys: list[tuple[str, str]]) -> None:
        """Offer the published questionnaires: key and title."""
        self.questionnaire.choices = offer(dict(keys))


class QuestionForm(Form):
    """The words of one question in the source language and in one more."""

    required = BooleanField(_("An answer is needed"))
    pairs: list[tuple[str, Any, Any]]

    def source_words(self) -> dict[str, str]:
        """The posted words of the source language by their keys."""
        return {key: _clean(source.data) for key, source, _target in self.pairs}

    def target_words(self) -> dict[str, str]:
        """The posted words of the other language by their keys."""
        return {key: _clean(target.data) for key, _source, target in self.pairs if target}


def _clean(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def question_form(definition: Definition, question: Question, language: str) -> QuestionForm:
    """The form of one question, filled with the draft; without a second language one column."""
    keys = _keys(question)
    values = {key: definition.texts.get(key, "") for key in keys}
    words = definition.translations.get(language, {})
    members: dict[str, Any] = {}
    for place, key in enumerate(keys):
        members[f"source_{place}"] = _area(values[key])
        if language:
            members[f"target_{place}"] = _area(words.get(key, ""))
    made = type("WordsForm", (QuestionForm,), members)
    form: QuestionForm = made(required=question.required)
    targets = [form[f"target_{place}"] if language else None for place in range(len(keys))]
    sources = [form[f"source_{place}"] for place in range(len(keys))]
    form.pairs = list(zip(keys, sources, targets, strict=True))
    return form


def _area(text: str) -> Any:
    return TextAreaField("", default=text)


def _keys(question: Question) -> list[str]:
    """The keys of a question's words; a hint can be added where there is none."""
    keys = dict.fromkeys([f"{question.id}.text", f"{question.id}.hint"])
    return list(keys | dict.fromkeys(key for key, _text in question_texts(question)))


# Which column is what: one choice a column, so the names of the fields depend on the file.

COLUMN_FIELDS = ("email", "organisation", "name", "segment", "language", "id", "submitted_at")
NO_ANSWER = "-"


def words_to_decide(
    answer_map: AnswerMap, strange: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Their words that a person gives a meaning to, by target: decided ones, then open ones."""
    return {
        name: list(dict.fromkeys([*taking.values, *strange.get(name, ())]))
        for name, taking in answer_map.questions.items()
    }


def chosen_map(
    form: Mapping[str, str],
    header: Sequence[str],
    before: AnswerMap,
    strange: Mapping[str, Sequence[str]],
) -> tuple[AnswerMap, tuple[Problem, ...]]:
    """The map a person chose on the page, and what is wrong with the choice.

    The meanings of words count only where the column still answers what it answered before,
    since the page asked about those words.
    """
    fields: dict[str, str] = {}
    questions: dict[str, Taking] = {}
    problems: list[Problem] = []
    words = words_to_decide(before, strange)
    for place, heading in enumerate(header):
        target = form.get(f"column-{place}", "")
        if target in fields or target in questions:
            problems.append(
                Problem(
                    "Two columns are chosen for “%(target)s”: choose one.",
                    {"target": target},
                    0,
                    heading,
                )
            )
        elif target in COLUMN_FIELDS:
            fields[target] = heading
        elif target:
            stays = before.questions.get(target, Taking("")).column == heading
            open_words = words.get(target, []) if stays else []
            questions[target] = _taking(form, place, heading, open_words)
    if not fields.get("segment") and form.get("segment-all") in set(Segment):
        fields["segment"] = form["segment-all"]
    problems += _needed(fields, questions)
    keep: Any = "rest" if form.get("keep") else "nothing"
    whole = {"email": "", **fields}
    return AnswerMap(before.questionnaire, **whole, questions=questions, keep=keep), tuple(problems)


def _needed(fields: Mapping[str, str], questions: Mapping[str, Taking]) -> list[Problem]:
    found = []
    if not fields.get("email"):
        found.append(Problem("Choose the column that holds the email address."))
    if not questions:
        found.append(Problem("Choose at least one column that answers a question."))
    return found


def _taking(form: Mapping[str, str], place: int, heading: str, words: Sequence[str]) -> Taking:
    posted = {word: form.get(f"value-{place}-{n}", "") for n, word in enumerate(words)}
    values = {word: "" if ours == NO_ANSWER else ours for word, ours in posted.items() if ours}
    quote = form.get(f"quote-{place}", "")
    return Taking(heading, values, quote if quote in set(QuotePermission) else "")
