"""The fields of a builder's page in words: what each is called there, and what it holds."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from foundation.languages import language_name
from surveys.building.merging import Thing
from surveys.definition import Section
from surveys.question_types import Question

_NAMES: Mapping[str, Any] = {
    "text": _("Question"),
    "hint": _("Hint"),
    "unit": _("Unit"),
    "title": _("Title"),
    "intro": _("On the start page"),
    "thanks": _("On the last page"),
    "stage": _("Stage of the journey"),
    "required": _("An answer is needed"),
    "theme_source": _("Its words feed the themes"),
    "quote": _("Asks whether the words may be quoted"),
    "asks": _("It invites"),
    "precision": _("Asks for"),
    "minimum": _("Smallest number"),
    "maximum": _("Largest number"),
    "step": _("Step"),
    "total": _("Sum of all"),
    "max_choices": _("At most so many options"),
    "max_length": _("Longest answer, in characters"),
    "per_set": _("Options in a set"),
    "sets": _("Sets"),
    "order": _("Options come in a random order"),
    "audience": _("Only for"),
    "accepts": _("Takes"),
    "declines": _("Instead of an answer"),
    "show_if": _("Condition, as written"),
    "go_to": _("Go on"),
    "checks": _("The answer must fit earlier ones"),
    "segments": _("Whom it asks"),
    "values": _("Calculated values"),
    "quotas": _("Quotas"),
    "loop": _("Asked once for each answer to"),
    "loop_limit": _("At most so many times"),
    "choices": _("Option"),
    "rows": _("Row"),
    "scale": _("Point"),
    "bands": _("Follow-up"),
    "band": _("Follow-up"),
    "check": _("Else say"),
    "other": _("Asks for own words"),
    "exclusive": _("Stands alone"),
    "score": _("Counts as"),
}


def field_name(field: str, thing: Thing) -> str:
    """What a field is called on its page."""
    language, colon, key = field.rpartition(":")
    if colon:
        own = f"{thing.id}." if isinstance(thing, Question | Section) else ""
        return f"{_source_name(key.removeprefix(own), thing)}, {language_name(language)}"
    return _source_name(field, thing)


def _source_name(key: str, thing: Thing) -> str:
    part, _dot, rest = key.partition(".")
    if part in {"choices", "rows"} and rest:
        line, _dot, of = rest.rpartition(".")
        name = _line_name(part, line, thing)
        return name if of == "text" else f"{name}: {_NAMES[of]}"
    if part in _NAMES:
        return f"{_NAMES[part]} {rest}".strip()
    found = "rows" if any(each.id == part for each in getattr(thing, "rows", ())) else "choices"
    return _line_name(found, part, thing)


def _line_name(part: str, line: str, thing: Thing) -> str:
    ids = [each.id for each in getattr(thing, part, ())]
    return f"{_NAMES[part]} {ids.index(line) + 1 if line in ids else line}"


def shown_value(value: Any) -> str:
    """What a field holds, as people read it."""
    if value is True:
        return str(gettext("Yes"))
    if value is False:
        return str(gettext("No"))
    if isinstance(value, list | tuple):
        return "; ".join(map(shown_value, value)) or shown_value(None)
    return str(gettext("Nothing")) if value in (None, "") else str(value)
