"""What researchers post about questionnaires and imports."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from foundation.web.choices import offer
from foundation.web.forms import Form
from research.cells import Problem
from research.forms import SEGMENT_NAMES, MultiCheckboxField
from research.words import QuotePermission, Segment
from surveys.answer_sheet import AnswerMap, Taking
from surveys.building.letters import is_visible


class DocumentForm(Form):
    """A questionnaire as a YAML document; `base` is the draft the page was made from."""

    document = TextAreaField(_("The questionnaire as YAML"), [InputRequired(_("Write something."))])
    base = HiddenField()


class DocumentFileForm(Form):
    """A questionnaire as a file, ours or another tool's, or as one for each language."""

    file = FileField(_("File"), [FileRequired(_("Choose a file."))])


class PictureForm(Form):
    """The picture of one option."""

    picture = FileField(_("PNG, JPEG or WebP file"), [FileRequired(_("Choose a file."))])


class TranslationsFileForm(Form):
    """A translators' file that came back."""

    file = FileField(_("PO or XLSX file"), [FileRequired(_("Choose a file."))])


class AnswerFileForm(Form):
    """A file of answers, and the questionnaire they answer."""

    questionnaire = SelectField(_("Questionnaire these answers belong to"))
    file = FileField(_("CSV or XLSX file"), [FileRequired(_("Choose a file."))])
    map = FileField(_("Map of an earlier import (YAML)"))

    def offer(self, keys: list[tuple[str, str]]) -> None:
        """Offer the published questionnaires: key and title."""
        self.questionnaire.choices = offer(dict(keys))


class NewQuestionnaireForm(Form):
    """What a questionnaire begins with: its title and whom it asks."""

    title = StringField(
        _("Title"), [InputRequired(_("Write a title.")), Length(max=200, message=_("Shorten it."))]
    )
    segments = MultiCheckboxField(_("Whom it asks"), [InputRequired(_("Choose whom it asks."))])

    def validate_title(self, field: StringField) -> None:
        """Refuse a title that nobody sees."""
        if not is_visible(field.data or ""):
            raise ValidationError(_("Write a title."))

    def offer(self, segments: Sequence[str]) -> None:
        """Offer the study's segments."""
        self.segments.choices = offer({each: SEGMENT_NAMES[Segment(each)] for each in segments})


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
