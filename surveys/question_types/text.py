"""A person's own words, and pages that only inform."""

from collections.abc import Iterable, Iterator
from typing import Any

from surveys.question_types.base import Form, QuestionType, Summary, first
from surveys.question_types.values import ASKS, QUOTES, AnswerValue, Problem, Question


class _Text(QuestionType):
    """Words as written, with the permission to quote them."""

    uses = frozenset({"theme_source", "asks", "quote", "max_length"})
    longest: int

    def most(self, question: Question) -> int:
        """Longest answer in characters."""
        return question.max_length or self.longest

    def fields(self, question: Question) -> list[str]:
        return self.columns(question)

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        posted = form.get(question.id) or [""]
        text = posted[0].replace("\r\n", "\n").replace("\r", "\n").strip()
        said = first(form, f"{question.id}.quote")
        quote = next((each for each in QUOTES if each == said and question.quote), None)
        return AnswerValue(text=text, quote=quote) if text else None

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        posted = {question.id: [answer.text]}
        return posted | ({f"{question.id}.quote": [str(answer.quote)]} if answer.quote else {})

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        most = self.most(question)
        if len(answer.text) <= most:
            return []
        params = {"most": most, "n": len(answer.text)}
        long = Problem("Shorten your answer to %(most)s characters; it has %(n)s", params=params)
        return [long.at(question.id, question.id)]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return {
            "text": answer.text if answer else "",
            "permission": answer.quote if answer else None,
            "most": self.most(question),
        }

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        return Summary(sum(bool(answer.text) for answer in answers))

    def columns(self, question: Question) -> list[str]:
        return [question.id, *([f"{question.id}.quote"] if question.quote else [])]

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        cells = {question.id: answer.text}
        return cells | ({f"{question.id}.quote": answer.quote or ""} if question.quote else {})

    def flaws(self, question: Question) -> Iterator[Problem]:
        if question.theme_source and not question.quote:
            yield Problem(
                "Words that feed themes need the permission to quote: add quote: true",
                part="quote",
            )
        if question.asks and question.asks not in ASKS:
            yield Problem(
                "“%(asks)s” can't be asked for; write one of: %(known)s",
                part="asks",
                params={"asks": question.asks, "known": ", ".join(ASKS)},
            )
        if question.required:
            yield Problem("Nobody should be forced to write: drop required", part="required")


class ShortText(_Text):
    """One line of words."""

    key = "short_text"
    longest = 200

    def seconds(self, question: Question) -> int:
        return 45


class LongText(_Text):
    """As many lines as needed."""

    key = "long_text"
    longest = 4000

    def seconds(self, question: Question) -> int:
        return 45


class Information(QuestionType):
    """A page that asks nothing."""

    key = "information"
    can_be_declined = False
    is_read_whole = False

    def fields(self, question: Question) -> list[str]:
        return []

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        return None

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {}

    def validate(self, question: Question, answer: AnswerValue | None) -> list[Problem]:
        return []

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return {}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        return Summary(0)

    def columns(self, question: Question) -> list[str]:
        return []

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {}

    def flaws(self, question: Question) -> Iterator[Problem]:
        if question.required:
            yield Problem("A page that only informs can't be required", part="required")

    def seconds(self, question: Question) -> int:
        return 8
