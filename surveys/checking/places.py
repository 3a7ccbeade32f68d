"""Places in texts where answers go in: what they name must be there, in every language alike."""

from collections.abc import Iterator

from surveys.checking.formulas import Order
from surveys.definition import Definition, Section
from surveys.question_types import Problem, Question
from surveys.rules import ITEM
from surveys.walking.piping import Place, places


def problems_of_places(definition: Definition) -> Iterator[Problem]:
    """Every problem of the places in texts."""
    order = Order(definition)
    for section in definition.sections:
        first = next(iter(section.questions), None)
        for place in places(section.title):
            yield from _of_place(definition, order, place, section, first)
        for question in section.questions:
            for text in _texts(question):
                for place in places(text):
                    yield from _of_place(definition, order, place, section, question)
    yield from _of_translations(definition)


def _texts(question: Question) -> Iterator[str]:
    yield question.text
    yield question.hint
    yield from (check.say for check in question.checks)


def _of_place(
    definition: Definition, order: Order, place: Place, section: Section, here: Question | None
) -> Iterator[Problem]:
    def problem(message: str) -> Problem:
        question = here.id if here else ""
        return Problem(message, section.id, question, part="text", params={"id": place.name})

    if place.name == ITEM and section.loop:
        return
    if place.name in {each.id for each in definition.values}:
        return
    target = definition.question(place.name)
    if target is None:
        yield problem(
            "The text has a place for “%(id)s”, which is no question and no value; to show the"
            " braces themselves, double them"
        )
    elif here and target.id != here.id and not order.is_before(_plain(definition, target), here):
        yield problem("The text has a place for “%(id)s”, which is asked only later")


def _plain(definition: Definition, target: Question) -> Question:
    return definition.question(target.id.partition("@")[0]) or target


def _of_translations(definition: Definition) -> Iterator[Problem]:
    for language, words in definition.translations.items():
        for key, source in definition.texts.items():
            text = words.get(key, "")
            if text.strip() and place_names(text) != place_names(source):
                yield Problem(
                    "The translation must have the same places as the text: %(places)s",
                    question=key.partition(".")[0],
                    language=language,
                    part=key,
                    params={"places": " ".join(sorted(place_names(source))) or "–"},
                )


def place_names(text: str) -> set[str]:
    """The places of a text as they are written, without what stands in for a missing answer."""
    return {
        "{" + place.name + (f".{place.row}" if place.row else "") + "}" for place in places(text)
    }
