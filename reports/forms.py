"""What colleagues post to have a report made."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import Length

from foundation.languages import LANGUAGES
from foundation.web.choices import offer
from foundation.web.forms import Form


class ReportForm(Form):
    """A report to be made."""

    title = StringField(
        _("Title"),
        [Length(max=200, message=_("Use at most 200 characters."))],
        description=_("Left empty, the report bears the study's title."),
    )
    language = SelectField(
        _("Language of the report"),
        choices=offer(LANGUAGES),
        default="en",
        description=_("Quotes stay in the language they were said in."),
    )
