"""The codebook: every column of the export, what it means, its values and their labels."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from surveys.definition import Definition
from surveys.question_types import Problem, Question, kind
from surveys.question_types.scale import NPS_POINTS
from surveys.question_types.values import DECLINES
from surveys.walking.piping import called

Say = Callable[[Problem, str], str]
"""Says a sentence in a language."""

_DECLINE = {
    "dk": Problem("Don’t know"),
    "na": Problem("Not applicable or prefers not to answer"),
    "pn": Problem("Prefers not to answer"),
}
_TICKS = {"1": Problem("Chosen"), "0": Problem("Not chosen")}
_QUOTE = {
    "anonymous": Problem("May be quoted without a name"),
    "no": Problem("May not be quoted"),
}
_RANKS = Problem("Place in the order, 1 is the best")
_OWN_WORDS = Problem("Own words")
_WORDS = Problem("Words as written")
_NUMBER = Problem("A number")
_ENDS = {
    "date_range": {"from": Problem("From"), "to": Problem("To")},
    "maxdiff": {"best": Problem("Best"), "worst": Problem("Worst")},
}
_SCORED = {"nps", "nps_why"}
_OWN_NA = {"nps", "nps_why", "rating", "touchpoint"}
_TICKED = {"multiple", "picture", "matrix_multiple"}


def codebook(definition: Definition, say: Say) -> tuple[list[str], list[list[str]]]:
    """The header and the rows: one for each column, and one for each of its values below it."""
    languages = definition.languages
    header = ["variable", "question", "section", "type", "stage", "required", "condition", "value"]
    header += [f"label ({language})" for language in languages]
    rows: list[list[str]] = []
    for question in definition.every:
        section = definition.section_of(question).id
        for column in kind(question).columns(question):
            rows += _column(definition, section, question, column, say)
    for value in definition.values:
        told = [f"= {value.value.text}"] * len(languages)
        rows.append([f"value.{value.id}", "", "", "value", "", "", "", "", *told])
    return header, rows


def _column(
    definition: Definition, section: str, question: Question, column: str, say: Say
) -> Iterator[list[str]]:
    labels = [_label(definition, question, column, each, say) for each in definition.languages]
    yield [
        column,
        question.id,
        section,
        question.type,
        _stage(question, column),
        "yes" if question.required else "",
        question.show_if.text if question.show_if else "",
        "",
        *labels,
    ]
    for value, texts in _values(definition, question, column, say):
        yield [column, question.id, section, "", "", "", "", value, *texts]


def _stage(question: Question, column: str) -> str:
    part = column.removeprefix(f"{question.id}.").split(".")[0]
    own = next((row.stage for row in question.rows if row.id == part and row.stage), "")
    return own or question.stage


def _label(definition: Definition, question: Question, column: str, language: str, say: Say) -> str:
    """The question's words, then those of its part."""
    words, base = _words(definition, language), question.id.partition("@")[0]
    parts = column.removeprefix(question.id).strip(".").split(".") if column != question.id else []
    spoken = definition.localised(language)
    said = [called(spoken, spoken.question(question.id) or question)]
    ends = _ENDS.get(question.type, {})
    for part in parts:
        if part in ends:
            said.append(say(ends[part], language))
        elif part in {"text", "why"}:
            said.append(say(_OWN_WORDS, language))
        elif part == "quote":
            said.append(say(_QUOTE["anonymous"], language))
        else:
            said.append(words.get(f"{base}.{part}", part))
    return " – ".join(said)


def _words(definition: Definition, language: str) -> Mapping[str, str]:
    own = definition.translations.get(language, {}) if language != definition.language else {}
    return {**definition.texts, **{key: text for key, text in own.items() if text.strip()}}


Labelled = tuple[str, list[str]]


def _values(
    definition: Definition, question: Question, column: str, say: Say
) -> Iterator[Labelled]:
    def said(problem: Problem) -> list[str]:
        return [say(problem, language) for language in definition.languages]

    last = column.rpartition(".")[2]
    if column == f"{question.id}.decline":
        for name in question.declines:
            stored = DECLINES.get(name, name)
            yield stored, said(_DECLINE.get(stored, _DECLINE["na"]))
    elif column != question.id and last in {"text", "why"}:
        yield "", said(_WORDS)
    elif column != question.id and last == "quote":
        yield from ((value, said(problem)) for value, problem in _QUOTE.items())
    else:
        yield from _own_values(definition, question, said)


def _own_values(
    definition: Definition, question: Question, said: Callable[[Problem], list[str]]
) -> Iterator[Labelled]:
    base = question.id.partition("@")[0]
    if question.type in _TICKED:
        yield from ((value, said(problem)) for value, problem in _TICKS.items())
    elif question.type == "ranking":
        yield "", said(_RANKS)
    elif question.type in _SCORED:
        yield from ((str(point), [str(point)] * len(definition.languages)) for point in NPS_POINTS)
    elif question.choices and question.type not in {"constant_sum", "matrix_text", "matrix_number"}:
        keys = [(choice.id, f"{base}.{choice.id}") for choice in question.choices]
        yield from _spoken(definition, keys)
    elif question.scale and question.type != "slider":
        keys = [(str(n), f"{base}.scale.{n}") for n in range(1, len(question.scale) + 1)]
        yield from _spoken(definition, keys)
    elif question.type in {"number", "slider", "constant_sum", "matrix_number"}:
        yield "", said(_NUMBER)
    if question.type in _OWN_NA:
        yield "na", said(_DECLINE["na"])


def _spoken(definition: Definition, keys: Sequence[tuple[str, str]]) -> Iterator[Labelled]:
    books = [_words(definition, language) for language in definition.languages]
    for value, key in keys:
        yield value, [words.get(key, "") for words in books]
