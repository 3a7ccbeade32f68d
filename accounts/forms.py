"""What colleagues post: signing in, their own account, other colleagues."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from accounts.passwords import LONGEST
from accounts.permissions import Role
from foundation.languages import LANGUAGES
from foundation.web.choices import offer
from foundation.web.forms import Form

#: Role -> its name and what it is for.
ROLES: Mapping[str, str] = {
    Role.RESEARCHER: _("Researcher: runs studies, sees clients and their answers"),
    Role.READER: _("Reader: sees overview, map, themes and reports, no names"),
    Role.OWNER: _("Owner: a researcher who also manages colleagues"),
}

_needed = DataRequired


class SignInForm(Form):
    """Address and password."""

    email = EmailField(_("Email"), [_needed(_("Enter your email address."))])
    password = PasswordField(_("Password"), [_needed(_("Enter your password."))])


class ColleagueForm(Form):
    """A new colleague; the password is made up and shown once."""

    name = StringField(_("Name"), [_needed(_("Enter the colleague's name.")), Length(max=200)])
    email = EmailField(
        _("Email"),
        [
            _needed(_("Enter the colleague's email address.")),
            Length(max=320),
        ],
    )
    role = RadioField(_("Role"), choices=offer(ROLES), default=Role.RESEARCHER)


class RoleForm(Form):
    """Another role for a colleague."""

    role = RadioField(_("Role"), choices=offer(ROLES))


class PasswordForm(Form):
    """A new password of one's own."""

    present = PasswordField(_("Present password"), [_needed(_("Enter your present password."))])
    password = PasswordField(
        _("New password"),
        [
            _needed(_("Enter a new password.")),
            Length(max=LONGEST, message=_("Use at most 128 characters.")),
        ],
    )
    again = PasswordField(
        _("New password again"),
        [EqualTo("password", _("The two new passwords differ. Write the same one twice."))],
    )


class ProfileForm(Form):
    """One's own name and language."""

    name = StringField(_("Name"), [_needed(_("Enter your name.")), Length(max=200)])
    language = SelectField(
        _("Language"), choices=offer({"": _("As in the browser"), **LANGUAGES}), default=""
    )
