"""Advice on wording: two questions in one, and questions that lead to their answer.

Small lists of words in five languages find the plain cases. It is advice and never stands in the
way: people who know the language judge better than a list.
"""

import re
from collections.abc import Iterator

from surveys.definition import Definition
from surveys.question_types import Problem, Question

#: Words that join two things that are asked at once.
JOINING = {
    "en": (" and ", " or ", " as well as "),
    "th": ("และ", "หรือ", "รวมทั้ง"),
    "ko": (" 및 ", " 그리고 ", " 또는 ", " 혹은 "),
    "vi": (" và ", " hoặc ", " cũng như "),
    "fa": (" و ", " یا ", " همچنین "),
}
#: Words that say which answer is hoped for.
LEADING = {
    "en": ("don't you", "wouldn't you", "isn't it", "aren't you", "surely", "obviously",
           "of course", "how satisfied are you with our excellent", "do you agree that",
           "everyone knows", "how much did you enjoy", "how great", "how helpful was"),
    "th": ("ใช่ไหม", "ใช่หรือไม่", "แน่นอนว่า", "คุณเห็นด้วยใช่", "ยอดเยี่ยมเพียงใด"),
    "ko": ("그렇지 않습니까", "않으신가요", "당연히", "물론", "동의하시죠", "얼마나 훌륭"),
    "vi": ("phải không", "đúng không", "chắc chắn là", "dĩ nhiên", "tuyệt vời như thế nào"),
    "fa": ("این‌طور نیست", "مگر نه", "مسلماً", "بدون شک", "البته که", "قبول دارید که", "چقدر عالی"),
}  # fmt: skip
#: One thing is asked of these with one answer; where several can be chosen, "and" does no harm.
SINGLE_ANSWER = frozenset(
    {"nps", "csat", "ces", "slider", "single", "dropdown", "number", "rating", "touchpoint"}
)
#: What stands in quotes, brackets or braces, and the Thai “or not” that only makes a question.
_ASIDE = re.compile('[“"«‘][^”"»’]*[”"»’]|\\([^)]*\\)|\\{[^}]*\\}|หรือ(?:ไม่|ยัง|เปล่า)')


def advice(definition: Definition) -> Iterator[Problem]:
    """What the words of a questionnaire could do better, in every language it speaks."""
    for language in definition.languages:
        for question in definition.localised(language).questions:
            yield from _of_question(question, language)


def _of_question(question: Question, language: str) -> Iterator[Problem]:
    text = _ASIDE.sub(" ", question.text).lower()
    found = next((each for each in LEADING.get(language, ()) if each in text), None)
    if found:
        yield Problem(
            "“%(words)s” leads to an answer: ask so that either answer is as welcome",
            question=question.id,
            language=language,
            part="text",
            params={"words": found.strip()},
        )
    if question.type not in SINGLE_ANSWER:
        return
    for part, words in [("text", text), *((f"rows {row.id}", row.text) for row in question.rows)]:
        joined = next((each for each in JOINING.get(language, ()) if each in words.lower()), None)
        if joined:
            yield Problem(
                "“%(words)s” may ask two things at once: with one answer nobody knows which is"
                " meant",
                question=question.id,
                language=language,
                part=part,
                params={"words": joined.strip()},
            )
