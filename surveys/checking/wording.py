"""Advice on wording: two questions in one, and questions that lead to their answer.

Small lists of words in five languages find the plain cases. It is advice and never stands in the
way: people who know the language judge better than a list.
"""

import re
from collections.abc import Iterator

from surveys.checking.pairs import TOGETHER
from surveys.definition import Definition
from surveys.question_types import Problem, Question
from surveys.walking.piping import places

#: Words that join two things that are asked at once.
AND = {
    "en": ("and", "as well as"),
    "th": ("และ", "รวมทั้ง"),
    "ko": ("및", "그리고"),
    "vi": ("và", "cũng như"),
    "fa": ("و", "همچنین"),
}
#: Words that join two things of which one point can't be given; a choice or a count may be of both.
OR = {
    "en": ("or",),
    "th": ("หรือ",),
    "ko": ("또는", "혹은"),
    "vi": ("hoặc",),
    "fa": ("یا",),
}
#: Words that say which answer is hoped for.
LEADING = {
    "en": ("don't you", "wouldn't you", "isn't it", "aren't you", "surely", "obviously",
           "of course", "how satisfied are you with our excellent", "do you agree that",
           "everyone knows", "how much did you enjoy", "how great", "how helpful was"),
    "th": ("ใช่ไหม", "แน่นอนว่า", "คุณเห็นด้วยใช่", "ยอดเยี่ยมเพียงใด"),
    "ko": ("그렇지 않습니까", "않으신가요", "당연히", "물론", "동의하시죠", "얼마나 훌륭"),
    "vi": ("phải không", "đúng không", "chắc chắn là", "dĩ nhiên", "tuyệt vời như thế nào"),
    "fa": ("این‌طور نیست", "مگر نه", "مسلماً", "بدون شک", "البته که", "قبول دارید که", "چقدر عالی"),
}  # fmt: skip
#: One thing is asked of these with one answer; where several can be chosen, "and" does no harm.
SINGLE_ANSWER = frozenset(
    {"nps", "csat", "ces", "slider", "single", "dropdown", "number", "rating", "touchpoint"}
)
#: Of these, with one point for all that is named.
SCORES = frozenset({"nps", "csat", "ces", "slider", "rating", "touchpoint"})
#: What stands in quotes, brackets or braces, and the Thai “or not” that only makes a question.
_ASIDE = re.compile('[“"«‘][^”"»’]*[”"»’]|\\([^)]*\\)|\\{[^}]*\\}|หรือ(?:ไม่|ยัง|เปล่า)')
#: Examples, and what an English question says of its moment before it asks.
_EXAMPLES = re.compile(
    r"(?i:\b(?:such as|for example|for instance|e\.g\.|including)\b[^;.?]*"
    r"|^(?:when|if|after|before|since|while|once|during|as|although|because)\b[^,?]*,)"
)
_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+(?=[^a-z])|\n+")
#: A sum is one thing, whatever it is made of.
_SUM = re.compile(r"(?i:\b(?:how many|how much|how often|in total|altogether|the sum|combined)\b)")
#: Two things for certain: another question begins.
_TWO = re.compile(
    r"(?i:\b(and|or),? (?:(?:how|what|why|when|where|who|whom|which)\b"
    r"|(?:do|does|did|is|are|was|were|would|has) (?:you|we|they|it|the|this|your|our|any)\b))"
)


def advice(definition: Definition) -> Iterator[Problem]:
    """What the words of a questionnaire could do better, in every language it speaks."""
    for language in definition.languages:
        for question in definition.localised(language).questions:
            yield from _of_question(question, language)
    yield from _of_repeated(definition)


def _of_repeated(definition: Definition) -> Iterator[Problem]:
    """Texts of a repeated part that show all it is repeated for, where one of them may be meant."""
    for section in (each for each in definition.sections if each.loop):
        for question in section.questions:
            if any(each.name == section.loop for each in places(question.text)):
                yield Problem(
                    "{%(id)s} shows the whole answer each time: write {item} for the one that the"
                    " part is repeated for",
                    question=question.id,
                    language=definition.language,
                    part="text",
                    params={"id": section.loop},
                )


def _of_question(question: Question, language: str) -> Iterator[Problem]:
    found = _leading(_ASIDE.sub(" ", question.text).lower(), language)
    if found:
        yield Problem(
            "“%(words)s” leads to an answer: ask so that either answer is as welcome",
            question=question.id,
            language=language,
            part="text",
            params={"words": found},
        )
    if question.type not in SINGLE_ANSWER:
        return
    parts = [("text", question.text), *((f"rows {row.id}", row.text) for row in question.rows)]
    for part, words in parts:
        if joined := joining(words, language, is_score=question.type in SCORES):
            yield Problem(
                "“%(words)s” may ask two things at once: with one answer nobody knows which is"
                " meant",
                question=question.id,
                language=language,
                part=part,
                params={"words": joined},
            )


def _leading(text: str, language: str) -> str:
    """The words that lead to an answer, or nothing."""
    edge = r"\b" if language == "en" else ""
    each = (
        re.search(f"{edge}{re.escape(words)}{edge}", text) for words in LEADING.get(language, ())
    )
    return next((match.group() for match in each if match), "")


def joining(text: str, language: str, *, is_score: bool) -> str:
    """The word that joins two things asked at once, or nothing."""
    if language not in AND:
        return ""
    asked = _asked(text)
    if two := _TWO.search(asked):
        return two.group(1) if language == "en" else ""
    words = AND[language] + (OR[language] if is_score else ())
    if _SUM.search(asked):
        return ""
    rest = TOGETHER[language].sub(" · ", asked)
    edge = "" if language == "th" else r"(?<![^\s,،])"
    end = "" if language == "th" else r"(?![^\s,،])"
    found = re.search(f"{edge}(?i:{'|'.join(map(re.escape, words))}){end}", rest)
    return found.group().lower() if found else ""


def _asked(text: str) -> str:
    """The part of a text that asks: its sentences with a question mark, where there are any."""
    plain = _ASIDE.sub(" · ", text).replace("and/or", "and")
    sentences = [each.strip() for each in _SENTENCE_END.split(plain)]
    asking = [each for each in sentences if each.endswith(("?", "؟"))]
    return " ".join(_EXAMPLES.sub(" ", each) for each in asking or sentences)
