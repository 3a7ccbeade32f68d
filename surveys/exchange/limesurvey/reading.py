"""A LimeSurvey survey becomes a draft of ours."""

import re
from collections.abc import Iterable

from surveys.exchange.conditions.languages import read_limesurvey
from surveys.exchange.drafting.draft import Draft, Item, Stretch, Words, filled, pending
from surveys.exchange.limesurvey.kinds import Kinds
from surveys.exchange.limesurvey.survey import LsGroup, LsSurvey
from surveys.exchange.report import NOWHERE, Losses, shown
from surveys.question_types import Problem
from surveys.question_types.values import RANDOM

PIPING = re.compile(r"\{(?P<name>[^{}\s][^{}\n]*)\}")
_ALWAYS = {"", "1"}


def read_limesurvey_survey(survey: LsSurvey, losses: Losses) -> Draft:
    """Take a survey as a draft."""
    languages = list(dict.fromkeys(survey.languages or [survey.language]))
    kinds = Kinds(languages, losses)
    stretches = [_stretch(group, number, kinds) for number, group in enumerate(survey.groups, 1)]
    for name, value in survey.left:
        losses.left_out(
            Problem("This setting is left out: %(value)s", params={"value": shown(value)}),
            name,
            NOWHERE,
        )
    title = kinds.words(survey.title, "surveyls_title", NOWHERE)
    return Draft(
        name=survey.name or next(iter(title.values()), "survey"),
        language=survey.language,
        title=title,
        intro=_joined(
            kinds.words(survey.description, "surveyls_description", NOWHERE),
            kinds.words(survey.welcome, "surveyls_welcometext", NOWHERE),
        ),
        thanks=kinds.words(survey.end, "surveyls_endtext", NOWHERE),
        stretches=stretches,
        figures=kinds.figures,
        piping=PIPING,
    )


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
        if question.relevance not in _ALWAYS:
            condition = pending(question.relevance, read_limesurvey, "relevance", question.place)
        for item in kinds.items(question):
            item.conditions += [condition] if condition else []
            yield item


def _joined(first: Words, second: Words) -> Words:
    return {
        language: "\n\n".join(
            text for text in (first.get(language, ""), second.get(language, "")) if text
        )
        for language in dict.fromkeys([*first, *second])
    }
