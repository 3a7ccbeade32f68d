"""The form every page builds on: what its fields say of themselves comes from our catalogues.

WTForms brings no Thai and no Vietnamese, so its sentences are translated with ours.
"""

from flask_babel import get_domain, lazy_ngettext
from flask_wtf import FlaskForm

from foundation.texts import msgid

#: Sentences WTForms says by itself, here to be extracted; our forms name the rest in their own.
SAID_BY_FIELDS = (
    msgid("This field is required."),
    msgid("Not a valid choice."),
    msgid("Not a valid date value."),
    msgid("Not a valid integer value."),
    msgid("Invalid Choice: could not coerce."),
    msgid("Field must be between %(min)d and %(max)d characters long."),
    msgid("Number must be at least %(min)s."),
    msgid("Number must be at most %(max)s."),
    msgid("Number must be between %(min)s and %(max)s."),
    msgid("File does not have an approved extension."),
    lazy_ngettext(
        "Field cannot be longer than %(max)d character.",
        "Field cannot be longer than %(max)d characters.",
        2,
    ),
)


class _Catalogue:
    """Looks a sentence up and leaves its places for WTForms to fill."""

    def gettext(self, text: str) -> str:
        return str(get_domain().get_translations().ugettext(text))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(get_domain().get_translations().ungettext(singular, plural, n))


class Form(FlaskForm):
    """A form that speaks the language of the page."""

    class Meta(FlaskForm.Meta):
        """What WTForms asks a form about."""

        def get_translations(self, _form: FlaskForm) -> _Catalogue:
            """Return where the fields' own sentences are looked up."""
            return _Catalogue()
