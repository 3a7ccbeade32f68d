"""A LimeSurvey survey becomes a draft of ours."""

import re
from collections.abc import Iterable

from surveys.exchange.conditions.languages import read_limesurvey
from surveys.exchange.conditions.tree import names_in
from surveys.exchange.drafting.draft import (
    Draft,
    Figure,
    Item,
    Pending,
    Stretch,
    filled,
    joined,
    pending,
)
from surveys.exchange.limesurvey.conditions import relevance_of
from surveys.exchange.limesurvey.kinds import Kinds
from surveys.exchange.limesurvey.limits import quotas_of, tell_of_assessments
from surveys.exchange.limesurvey.settings import tell_of_looks, tell_of_settings
from surveys.exchange.limesurvey.survey import LsGroup, LsSurvey
from surveys.exchange.report import NOWHERE, Losses
from surveys.question_types.values import RANDOM

PIPING = re.compile(r"\{(?P<name>[^{}\s][^{}\n]*)\}")
_NAME = re.compile(r"(?:INSERTANS:)?[^\W][\w]*(?:[.:#][\w]+)*")
_ALWAYS = {"", "1"}


def read_limesurvey_survey(survey: LsSurvey, losses: Losses) -> Draft:
    """Take a survey as a draft."""
    languages = list(dict.fromkeys(survey.languages or [survey.language]))
    kinds = Kinds(languages, losses)
    kinds.is_assessed = survey.is_assessed
    _without_doubtful_ids(survey)
    stretches = [_stretch(group, number, kinds) for number, group in enumerate(survey.groups, 1)]
    limits = quotas_of(survey, losses)
    tell_of_assessments(survey, losses)
    tell_of_looks(kinds.attributes.looks, losses)
    tell_of_settings(survey, losses)
    title = kinds.words(survey.title, "surveyls_title", NOWHERE)
    return Draft(
        name=survey.name or next(iter(title.values()), "survey"),
        language=survey.language,
        title=title,
        intro=joined(
            kinds.words(survey.description, "surveyls_description", NOWHERE),
            kinds.words(survey.welcome, "surveyls_welcometext", NOWHERE),
        ),
        thanks=kinds.words(survey.end, "surveyls_endtext", NOWHERE),
        stretches=stretches,
        figures=[*kinds.figures, *_formulas_in_texts(stretches)],
        limits=limits,
        piping=PIPING,
    )


def _without_doubtful_ids(survey: LsSurvey) -> None:
    """`Q12` is question number 12 of the database, unless a question is called so."""
    codes = {question.code for question in survey.questions}
    for question in survey.questions:
        question.ids = [each for each in question.ids if each not in codes]


def _formulas_in_texts(stretches: Iterable[Stretch]) -> Iterable[Figure]:
    """What texts calculate on the spot, as values that they quote."""
    found: dict[str, Figure] = {}
    for item in (item for stretch in stretches for item in stretch.items):
        for text in (*item.text.values(), *item.hint.values()):
            for place in PIPING.finditer(text):
                formula = place["name"]
                if formula in found or _NAME.fullmatch(formula):
                    continue
                given = pending(formula, read_limesurvey, item.name, item.place)
                if given is not None and given.node is not None and _looks_at_something(given):
                    found[formula] = Figure(formula, given, wish=f"text_{len(found) + 1}")
    return found.values()


def _looks_at_something(given: Pending) -> bool:
    return given.node is not None and any(names_in(given.node))


def _stretch(group: LsGroup, number: int, kinds: Kinds) -> Stretch:
    title = kinds.words(group.name, "group_name", group.place)
    name = next(iter(title.values()), f"group {number}")
    stretch = Stretch(name, title, group.place)
    if group.relevance not in _ALWAYS:
        condition = pending(group.relevance, read_limesurvey, "grelevance", group.place)
        stretch.conditions += [condition] if condition else []
    if group.random:
        stretch.properties["order"] = RANDOM
    description = kinds.words(group.description, "description", group.place)
    if filled(description) and description != title:
        words = Item(f"group_{number}_description", "information", group.place, description)
        stretch.items.append(words)
    stretch.items += list(_items(group, kinds))
    return stretch


def _items(group: LsGroup, kinds: Kinds) -> Iterable[Item]:
    for question in group.questions:
        condition = None
        if (relevance := relevance_of(question)) not in _ALWAYS:
            condition = pending(relevance, read_limesurvey, "relevance", question.place)
        for item in kinds.items(question):
            item.conditions += [condition] if condition else []
            yield item
