"""What colleagues post about themes and evidence."""

import uuid

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from findings.services.themes import LONGEST_LABEL
from foundation.errors import Invalid
from foundation.web.choices import offer
from foundation.web.forms import Form

#: What the database takes as a whole number.
MOST_REVISIONS = 2**31 - 1


class ChangeForm(Form):
    """A change of one theme: the revision it is based on, and the page to go back to."""

    rev = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=MOST_REVISIONS)])
    next = HiddenField()


class StageForm(ChangeForm):
    """A theme's home stage; the pressed button names it, empty for none."""

    stage = HiddenField()


class JudgeForm(ChangeForm):
    """What to do with a theme: approve, drop, revive or lock."""

    verb = HiddenField(validators=[InputRequired()])


class MergeForm(ChangeForm):
    """The theme to merge into, by its slug."""

    into = StringField(validators=[InputRequired()])


class NameForm(ChangeForm):
    """A theme's name."""

    label = TextAreaField(
        _("Name"),
        validators=[InputRequired(_("A theme needs a name.")), Length(max=LONGEST_LABEL)],
    )
    everywhere = BooleanField(_("Use this name in every language"))


class ThemeForm(Form):
    """A new theme."""

    label = StringField(
        _("Name"),
        validators=[InputRequired(_("A theme needs a name.")), Length(max=LONGEST_LABEL)],
    )
    kind = RadioField(
        _("What it is"),
        choices=offer(
            {"pain": _("Pain point"), "praise": _("Works well"), "suggestion": _("Suggestion")}
        ),
        default="pain",
    )
    stage = SelectField(_("Stage"))


class CutForm(Form):
    """The cut of the hierarchy to go to."""

    position = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=MOST_REVISIONS)])


class PartForm(Form):
    """A sub-theme that is to stand by itself: its theme's slug, and its grain's key."""

    theme = HiddenField(validators=[InputRequired()])
    grain = HiddenField(validators=[InputRequired()])


class OwnPainForm(Form):
    """A known pain of the firm's own; its examples stand one on a line.

    `rev` is the revision the form was made from, 0 for a new one.
    What it has to hold is checked by `findings.known.own_themes`, as a file is.
    """

    name_en = StringField(_("Name in English"))
    name_th = StringField(_("Name in Thai"))
    name_ko = StringField(_("Name in Korean"))
    name_vi = StringField(_("Name in Vietnamese"))
    name_fa = StringField(_("Name in Persian"))
    definition = TextAreaField(_("Definition"))
    difference = TextAreaField(_("What it is not"))
    stage = SelectField(_("Stage"))
    severity = SelectField(
        _("Typical severity"),
        choices=offer(
            {
                "": _("Choose how much it weighs"),
                "1": _("1: irritates"),
                "2": _("2: slows the work"),
                "3": _("3: blocks the work"),
                "4": _("4: costs the client"),
            }
        ),
    )
    examples = TextAreaField(_("What clients say, one example a line"))
    rev = IntegerField(default=0, validators=[Optional(), NumberRange(min=0, max=MOST_REVISIONS)])


class OwnPainsFileForm(Form):
    """A file of own pains, to be tried or saved."""

    file = FileField(_("JSON, CSV or XLSX file"), [FileRequired(_("Choose a file."))])
    dry_run = BooleanField(_("Only try it: nothing is saved"), default=True)


class QuotesForm(Form):
    """What to do with the chosen quotes of a theme: move, split or reject."""

    verb = HiddenField(validators=[InputRequired()])
    target = StringField()
    label = StringField()


class EvidenceForm(Form):
    """What to do with the chosen units: sort into a theme, or correct kind, stage or severity."""

    verb = HiddenField(validators=[InputRequired()])
    theme = StringField()
    kind = StringField()
    stage = StringField()
    severity = StringField()
    next = HiddenField()


def chosen_units() -> list[uuid.UUID]:
    """The units ticked on the page; what is no id is a stranger."""
    try:
        return [uuid.UUID(key) for key in request.form.getlist("units")]
    except ValueError as error:
        raise Invalid("units", "One of these quotes is unknown. Reload the page.") from error
