"""Files that a person hands in."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from surveys.question_types.base import Form, QuestionType, Summary, first
from surveys.question_types.values import AnswerValue, Problem, Question

#: The endings of each kind that a question may accept.
KINDS: Mapping[str, tuple[str, ...]] = {
    "image": ("png", "jpg", "webp"),
    "document": ("pdf", "docx", "odt"),
    "sheet": ("xlsx", "ods", "csv"),
    "audio": ("mp3", "m4a", "ogg", "wav", "webm"),
}


class File(QuestionType):
    """One file. The server reads it and posts what it is: `{name, size, key}`, as JSON."""

    key = "file"
    uses = frozenset({"accepts"})
    is_read_whole = False
    takes_file = True

    def endings(self, question: Question) -> list[str]:
        """The endings of the files that are taken; of every kind where none is named."""
        kinds = question.accepts or tuple(KINDS)
        return [ending for kind in kinds for ending in KINDS.get(kind, ())]

    def remove_field(self, question: Question) -> str:
        """Name of the box that takes a file back."""
        return f"{question.id}.remove"

    def fields(self, question: Question) -> list[str]:
        return [question.id, self.remove_field(question)]

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        try:
            facts = json.loads(first(form, question.id) or "null")
        except (ValueError, RecursionError):
            return None
        return AnswerValue(facts) if _are_facts(facts) else None

    def impersonal(self, question: Question, answer: AnswerValue) -> AnswerValue | None:
        return None

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {question.id: [json.dumps(answer.value, sort_keys=True)]}

    def missing(self, question: Question) -> Problem:
        return Problem("Choose a file").at(question.id, question.id)

    def refusal(self, question: Question) -> Problem:
        """The sentence for a file of a kind that is not taken."""
        endings = ", ".join(f".{ending}" for ending in self.endings(question))
        wrong = Problem(
            "Choose a file of one of these kinds: %(endings)s", params={"endings": endings}
        )
        return wrong.at(question.id, question.id)

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        ending = answer.value["name"].rpartition(".")[2]
        return [] if ending in self.endings(question) else [self.refusal(question)]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        endings = self.endings(question)
        kept = answer.value if answer else None
        return {"kept": kept, "endings": endings, "remove_field": self.remove_field(question)}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        return Summary(sum(1 for _ in answers))

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {question.id: answer.value["name"]}

    def flaws(self, question: Question) -> Iterator[Problem]:
        for kind in question.accepts:
            if kind not in KINDS:
                yield Problem(
                    "“%(name)s” is not one of the kinds of file: %(known)s",
                    part="accepts",
                    params={"name": kind, "known": ", ".join(KINDS)},
                )

    def seconds(self, question: Question) -> int:
        return 30


def _are_facts(facts: Any) -> bool:
    return (
        isinstance(facts, dict)
        and facts.keys() == {"name", "size", "key"}
        and isinstance(facts["name"], str)
        and isinstance(facts["key"], str)
        and isinstance(facts["size"], int)
        and bool(facts["name"] and facts["key"])
    )
