"""Where a questionnaire looks at a question: what breaks when it goes."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.checking.formulas import sites
from surveys.definition import Definition
from surveys.rules import references
from surveys.walking.piping import places

_KINDS = {
    "show_if": "condition",
    "go_to": "way",
    "checks": "check",
    "values": "value",
    "quotas": "quota",
}


@dataclass(frozen=True)
class Use:
    """What looks at the question, and the id of the question, part, value or quota it is of."""

    what: str
    owner: str = ""


def uses(definition: Definition, question_id: str) -> list[Use]:
    """Return each place where others look at a question, once; its own rules are not among them."""
    found = dict.fromkeys(_uses(definition, question_id))
    return [use for use in found if use.owner != question_id]


def _uses(definition: Definition, question_id: str) -> Iterator[Use]:
    yield from _of_rules(definition, question_id)
    for question in definition.questions:
        if question_id in {jump.to for jump in question.go_to}:
            yield Use("way", question.id)
    for section in definition.sections:
        if section.loop == question_id:
            yield Use("loop", section.id)
    for key, text in definition.texts.items():
        if question_id in {place.name.partition("@")[0] for place in places(text)}:
            yield Use("text", key.partition(".")[0] if "." in key else "")


def _of_rules(definition: Definition, question_id: str) -> Iterator[Use]:
    for site in sites(definition):
        if question_id in {each.question for each in references(site.formula.tree)}:
            part, _, name = site.part.partition(" ")
            place = site.question or site.section
            yield Use(_KINDS[part], place.id if place else name)
