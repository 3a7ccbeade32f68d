"""How to reach a person, and what they agree to and sign."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from email_validator import EmailNotValidError, validate_email

from surveys.question_types.base import Form, QuestionType, Summary, first, plain_digits
from surveys.question_types.values import AnswerValue, Problem, Question

LONGEST_EMAIL = 254
LONGEST_PHONE = 40
#: A country code, then digits in groups of any kind; an extension may follow.
_PHONE = re.compile(r"\+\d[\d\s()./\u2010-\u2015-]*(?:(?:ext\.?|x|#)\s*\d{1,6})?", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:ext\.?|x|#)\s*(\d+)$", re.IGNORECASE)
_GAPS = re.compile(r"[\s()./\u2010-\u2015-]+")
#: Marks that keyboards and address books put beside what is typed.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LONGEST_NAME = 200
#: Width and height of the board a signature is drawn on.
BOARD = (1000, 300)
MOST_POINTS = 4_000
LONGEST_DRAWING = 60_000
_AGREED = frozenset({"yes", "true", "1"})


class _Address(QuestionType):
    """One line that reaches a person: kept as text, and empty as long as it reaches nobody.

    An address that can't be right is a value of False: shown again, never stored.
    """

    most: int

    def normalised(self, written: str) -> str:
        """The address in the form that is kept; empty where it is none."""
        raise NotImplementedError

    def wrong(self) -> Problem:
        """The sentence for what is no address."""
        raise NotImplementedError

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        written = _UNSEEN.sub("", first(form, question.id)).strip()
        if not written:
            return None
        kept = self.normalised(written) if len(written) <= self.most else ""
        return AnswerValue(text=kept) if kept else AnswerValue(value=False, text=written)

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {question.id: [answer.text]}

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        return [] if answer.value is None else [self.wrong().at(question.id, question.id)]

    def missing(self, question: Question) -> Problem:
        return self.wrong().at(question.id, question.id)

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return {"text": answer.text if answer else "", "most": self.most}

    def said(self, question: Question, answer: AnswerValue) -> str:
        return ""  # whom to reach is nothing to read beside what others wrote

    def operand(self, question: Question, answer: AnswerValue, row: str | None = None) -> Any:
        return answer.text or None

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        return Summary(sum(bool(answer.text) for answer in answers))

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {question.id: answer.text}

    def seconds(self, question: Question) -> int:
        return 15


class Email(_Address):
    """An email address, kept with its domain in small letters."""

    key = "email"
    most = LONGEST_EMAIL

    def normalised(self, written: str) -> str:
        bare = written.removeprefix("mailto:")
        try:
            # No look-up: an answer is read without touching the network.
            return validate_email(bare, check_deliverability=False).normalized
        except EmailNotValidError:
            return ""

    def wrong(self) -> Problem:
        return Problem("Enter an email address, for example name@firm.com")


class Phone(_Address):
    """A telephone number with its country code: `+66 2 123 4567 ext 8`."""

    key = "phone"
    most = LONGEST_PHONE

    def normalised(self, written: str) -> str:
        plain = plain_digits(written).replace("＋", "+")
        plain = re.sub(r"^00", "+", plain).replace("(0)", " ")
        if not _PHONE.fullmatch(plain):
            return ""
        extension = _EXTENSION.search(plain)
        number = _GAPS.sub(" ", plain[: extension.start()] if extension else plain).strip()
        if not 7 <= sum(letter.isdigit() for letter in number) <= 15:
            return ""
        return f"{number} ext {extension[1]}" if extension else number

    def wrong(self) -> Problem:
        return Problem("Enter a phone number with its country code, for example +66 2 123 4567")


class Consent(QuestionType):
    """A box to tick, never ticked beforehand. Stored as true, or not at all."""

    key = "consent"

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        return AnswerValue(value=True) if first(form, question.id).lower() in _AGREED else None

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {question.id: ["yes"]}

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        return [] if answer.value is True else [self.missing(question)]

    def missing(self, question: Question) -> Problem:
        return Problem("Tick the box to agree").at(question.id, question.id)

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return {"agreed": answer is not None and answer.value is True}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        agreed = sum(answer.value is True for answer in answers)
        return Summary(agreed, counts={"yes": agreed})

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {question.id: "1"} if answer.value is True else {}

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset({question.id})

    def flaws(self, question: Question) -> Iterator[Problem]:
        if question.required and not question.hint:
            yield Problem(
                "Say in the hint what the consent is for, and what happens without it",
                part="hint",
            )

    def seconds(self, question: Question) -> int:
        return 8


class Signature(QuestionType):
    """A name typed to sign; it may be drawn as well, as strokes on a board of 1000 by 300."""

    key = "signature"

    def strokes_field(self, question: Question) -> str:
        """Name of the field that the script fills with the strokes, as JSON."""
        return f"{question.id}.strokes"

    def fields(self, question: Question) -> list[str]:
        return [question.id, self.strokes_field(question)]

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        typed = " ".join(first(form, question.id).split())
        strokes = read_strokes(first(form, self.strokes_field(question)))
        if not typed and not strokes:
            return None
        return AnswerValue({"typed": typed, **({"strokes": strokes} if strokes else {})})

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        drawn = answer.value.get("strokes")
        strokes = {self.strokes_field(question): [_as_json(drawn)]} if drawn else {}
        return {question.id: [answer.value["typed"]], **strokes}

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        typed = answer.value["typed"]
        if not typed:
            return [self.missing(question)]
        if len(typed) > LONGEST_NAME:
            long = Problem("Shorten the name to %(most)s characters", params={"most": LONGEST_NAME})
            return [long.at(question.id, question.id)]
        return []

    def missing(self, question: Question) -> Problem:
        return Problem("Write your name to sign").at(question.id, question.id)

    def islands(self, question: Question) -> tuple[str, ...]:
        return ("sign",)

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        value = answer.value if answer else {}
        drawn = value.get("strokes")
        return {
            "typed": value.get("typed", ""),
            "most": LONGEST_NAME,
            "strokes": _as_json(drawn) if drawn else "",
            "strokes_field": self.strokes_field(question),
        }

    def has_words(self, question: Question, answer: AnswerValue) -> bool:
        return bool(answer.value["typed"])

    def impersonal(self, question: Question, answer: AnswerValue) -> AnswerValue | None:
        return None

    def operand(self, question: Question, answer: AnswerValue, row: str | None = None) -> Any:
        return answer.value["typed"] or None

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        return Summary(sum(bool(answer.value["typed"]) for answer in answers))

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {question.id: answer.value["typed"]}

    def seconds(self, question: Question) -> int:
        return 20


Strokes = list[list[list[int]]]


def read_strokes(text: str) -> Strokes | None:
    """Strokes as lists of whole points on the board; None for anything else."""
    if len(text) > LONGEST_DRAWING:
        return None
    try:
        strokes = json.loads(text or "null")
    except (ValueError, RecursionError):
        return None
    if not isinstance(strokes, list) or not strokes or not all(map(_is_stroke, strokes)):
        return None
    return strokes if sum(map(len, strokes)) <= MOST_POINTS else None


def _is_stroke(stroke: Any) -> bool:
    return isinstance(stroke, list) and bool(stroke) and all(map(_is_point, stroke))


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == len(BOARD)
        and all(type(at) is int and 0 <= at <= most for at, most in zip(point, BOARD, strict=True))
    )


def _as_json(strokes: Strokes) -> str:
    return json.dumps(strokes, separators=(",", ":"))
