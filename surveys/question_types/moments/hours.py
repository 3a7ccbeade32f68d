"""A time of day."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from surveys.question_types.base import Form, QuestionType, Summary, first, plain_digits
from surveys.question_types.values import AnswerValue, Problem, Question

LONGEST = 20
#: What each language writes between and after hours and minutes, the longer words first.
_MARKS = (
    ("นาฬิกา", ":"), ("น.", ""), ("시", ":"), ("분", ""), ("giờ", ":"), ("phút", ""), ("h", ":"),
)  # fmt: skip
_BEFORE_NOON = ("a.m.", "am", "오전", "sáng", "sa", "ق.ظ", "قبلازظهر")
_AFTER_NOON = ("p.m.", "pm", "오후", "chiều", "ch", "tối", "ب.ظ", "بعدازظهر")
_TIME = re.compile(r"(\d{1,2})(?:[:.,٫](\d{1,2})?)?|(\d{1,2})(\d{2})")
_BLANKS = re.compile("[\\s\u200b-\u200f\u202a-\u202e]+")


def hours_and_minutes(typed: str) -> str:
    """A time as people type it, in any digits, as HH:MM; empty where it is none."""
    plain = _BLANKS.sub("", plain_digits(typed[:LONGEST]).lower())
    plain, is_morning = _without(plain, _BEFORE_NOON)
    plain, is_evening = _without(plain, _AFTER_NOON)
    for mark, sign in _MARKS:
        plain = plain.replace(mark, sign)
    found = _TIME.fullmatch(plain)
    if found is None:
        return ""
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    if is_morning or is_evening:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if is_evening else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _without(text: str, words: Iterable[str]) -> tuple[str, bool]:
    """The text without one of the words at its beginning or end, and whether there was one."""
    for word in words:
        if text.startswith(word) or text.endswith(word):
            return text.removeprefix(word).removesuffix(word), True
    return text, False


class Time(QuestionType):
    """A time of day, stored as HH:MM of a day of 24 hours."""

    key = "time"

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        typed = first(form, question.id)
        if not typed:
            return None
        time = hours_and_minutes(typed)
        return AnswerValue(time) if time else AnswerValue(text=typed)

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {question.id: [answer.text if answer.value is None else answer.value]}

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        return [] if answer.value is not None else [self.missing(question)]

    def missing(self, question: Question) -> Problem:
        wrong = Problem("Enter hours and minutes, for example 14:30")
        return wrong.at(question.id, question.id)

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        given = answer or AnswerValue()
        return {"text": given.text if given.value is None else given.value, "most": LONGEST}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        hours = Counter(f"{answer.value[:2]}:00" for answer in answers if answer.value is not None)
        return Summary(hours.total(), counts=dict(sorted(hours.items())))

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {question.id: str(answer.value)}

    def seconds(self, question: Question) -> int:
        return 8
