"""An answer in words, for a page that can't show it in its own fields."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext

from foundation.web.display import num
from surveys.question_types import AnswerValue, Question, kind

#: From so many names a scale names its points, not its two ends.
POINTS_NAMED = 3


def in_words(question: Question, answer: AnswerValue | None) -> str:
    """What was answered, a line for each part that has a name; empty where nothing was."""
    return "\n".join(_lines(question, answer)) if answer is not None else ""


def _lines(question: Question, answer: AnswerValue) -> Iterator[str]:
    if isinstance(answer.value, dict) and kind(question).takes_file:
        yield str(answer.value["name"])
        return
    for name, values in kind(question).post(question, answer).items():
        key = name.removeprefix(question.id).removeprefix(".")
        said = ", ".join(filter(None, (_word(question, key, str(each)) for each in values)))
        label = ", ".join(filter(None, (_label(question, part) for part in key.split("."))))
        if said:
            yield f"{label}: {said}" if label else said


def _label(question: Question, part: str) -> str:
    """What a part of a field's name stands for; empty where it needs no name."""
    is_month = question.precision == "month"
    names = {
        "day": gettext("Day"),
        "month": gettext("Month"),
        "year": gettext("Year"),
        "from": gettext("First month") if is_month else gettext("First day"),
        "to": gettext("Last month") if is_month else gettext("Last day"),
        "best": gettext("Best"),
        "worst": gettext("Worst"),
        "quote": gettext("May we quote you?"),
    }
    found = question.texts.get(part) or names.get(part, "")
    return str(found or (num(part) if part.isdigit() else ""))


def _word(question: Question, key: str, value: str) -> str:
    """A posted value as its page shows it."""
    if key == "strokes":
        return ""
    if not key and kind(question).recommends and value == "na":
        return str(gettext("Prefer not to answer"))
    ways = {
        "decline": {
            "dk": gettext("Don’t know"),
            "na": gettext("Not applicable"),
            "pn": gettext("Prefer not to answer"),
        },
        "quote": {
            "anonymous": gettext("Yes, without my name or company"),
            "no": gettext("No, use my answer only for analysis"),
        },
    }
    known: dict[str, Any] = ways.get(key, {})
    if question.type == "consent":
        known = {"yes": gettext("I agree")}
    elif question.scale and len(question.scale) >= POINTS_NAMED:
        points = {str(n): name for n, name in enumerate(question.scale, 1)}
        known = known | points | {"na": gettext("Not applicable")}
    options = {each.id: each.text for each in question.choices}
    is_number = value.replace(".", "", 1).removeprefix("-").isdigit()
    return str((options | known).get(value) or (num(value) if is_number else value))
