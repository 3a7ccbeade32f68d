"""Which language a page speaks.

The order: a language set for this request (a respondent's), the colleague's own setting, the
choice kept in the session, the browser's wish, English.
"""

from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, get_locale, refresh

from foundation.languages import DEFAULT, LANGUAGES, is_language, locale_of


def choose_locale() -> str:
    """Return the language of this request as Babel writes it.

    It is one of `LANGUAGES`, or whatever language a respondent answers in.
    """
    if not has_request_context():
        return DEFAULT
    if (own := g.get("locale")) is not None:
        return str(locale_of(own))
    for wish in (g.get("colleague_locale"), session.get("locale")):
        if wish in LANGUAGES:
            return str(wish)
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT


def speak(locale: str) -> None:
    """Let this request speak a respondent's language; an unknown code is ignored."""
    if is_language(locale):
        g.locale = locale
        refresh()


def speak_to_colleague(locale: str) -> None:
    """Let this request speak the language the signed-in colleague has chosen."""
    g.colleague_locale = locale
    refresh()


def keep_locale(locale: str) -> None:
    """Remember a choice for this browser; an unknown code is ignored."""
    if is_language(locale):
        session["locale"] = locale
        refresh()


def current_locale() -> str:
    """Return the language being spoken now; `force_locale` is heeded.

    To colleagues it is one of `LANGUAGES`; a respondent may have any other.
    """
    spoken = get_locale()
    if spoken is None:
        return DEFAULT
    own = g.get("locale")
    if own is not None and locale_of(own) == spoken:
        return str(own)
    code = str(spoken.language)
    return code if code in LANGUAGES else DEFAULT


def is_respondent() -> bool:
    """Say whether this page speaks to a respondent rather than to a colleague."""
    return has_request_context() and g.get("locale") is not None


def init_app(app: Flask) -> None:
    """Give the application its interface texts."""
    Babel(app, default_locale=DEFAULT, locale_selector=choose_locale)
