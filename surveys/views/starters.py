"""The words that new questions and parts bear until somebody writes better ones."""

from flask_babel import force_locale, gettext

from foundation.languages import DEFAULT, LANGUAGES
from surveys.building.editing import Starters


def starters(language: str) -> Starters:
    """Return them in the questionnaire's language where the product speaks it, else in English."""
    with force_locale(language if language in LANGUAGES else DEFAULT):
        return Starters(
            question=gettext("New question"),
            section=gettext("New part"),
            option=gettext("Option"),
            row=gettext("Row"),
            point=gettext("Point"),
            band=gettext("What is the main reason?"),
        )
