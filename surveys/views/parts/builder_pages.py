"""What the builder's page is given: the question or part, its words, its logic, the phone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import request
from flask_babel import force_locale, gettext

from accounts.guards import current_user
from foundation.db import db
from foundation.errors import DomainError
from foundation.languages import DEFAULT, LANGUAGES
from foundation.web.display import explain
from foundation.web.locale import current_locale
from foundation.web.pages import page
from research.models.study import Study
from research.services import journeys
from surveys.building import merging, sentences
from surveys.building.editing import WHOLE, WORDS, Starters, fingerprint
from surveys.building.languages import Line
from surveys.building.posted import Posted
from surveys.building.posted_wholes import PostedSection, PostedWhole
from surveys.building.telling.guides import guide
from surveys.building.telling.rules import Teller
from surveys.checking.wording import advice
from surveys.definition import Definition, Section, question_texts
from surveys.models.questionnaire import Questionnaire
from surveys.question_types import QUESTION_TYPES, Problem, Question
from surveys.rules import Rule
from surveys.services import assessing, building, drafts
from surveys.services.building import Changed
from surveys.services.drafting.saving import Clashing
from surveys.services.translating import exchange, reviews
from surveys.views.parts.builder_asks import ask_of, step_words
from surveys.views.parts.builder_fields import field_name, shown_value

AnyPosted = Posted | PostedSection | PostedWhole
#: Begins the names of the fields that say which version of a field to keep.
CHOICE = "keep:"
TEMPLATE = "surveys/builder/edit.html"


def starters(language: str) -> Starters:
    """The words that new questions and parts bear until somebody writes better ones.

    They are in the questionnaire's language where the product speaks it, else in English.
    """
    with force_locale(language if language in LANGUAGES else DEFAULT):
        return Starters(
            question=gettext("New question"),
            section=gettext("New part"),
            option=gettext("Option"),
            row=gettext("Row"),
            point=gettext("Point"),
            band=gettext("What is the main reason?"),
        )


def shown_beside() -> dict[str, Any]:
    """What the page shows beside the question stays the same from step to step."""
    wishes = {name: request.args.get(name, "") for name in ("language", "segment")}
    return {name: wish for name, wish in wishes.items() if wish}


def editor_page(
    study: Study,
    questionnaire: Questionnaire,
    draft: Definition,
    name: str,
    posted: AnyPosted | None = None,
    error: DomainError | None = None,
) -> str:
    """The page of a question or part; `posted` is what was not taken, `error` why."""
    clash = error if isinstance(error, Clashing) else None
    posted = _together(posted, clash) if posted and clash else posted
    question, section = _edited(draft, name, posted)
    others = other_languages(study, draft)
    language = _second(others)
    return page(
        TEMPLATE,
        study=study,
        questionnaire=questionnaire,
        draft=draft,
        name=name,
        question=question,
        section=section,
        whole=posted.whole if isinstance(posted, PostedWhole) else draft,
        study_segments=study.segments,
        **_made_from(draft, name, language, posted),
        stored=draft.question(name),
        words=_words(draft, language, posted),
        language=language,
        others=others,
        states=_states(questionnaire, language),
        **_as_written(request.form if posted and not clash else {}),
        **_to_mend(study, questionnaire, name, language),
        **_steps(questionnaire, draft, name),
        **_offers(study, draft),
        problems=posted.problems if posted else (),
        **_said(error, clash),
        **_addresses(study, questionnaire, name),
        **_logic(study, draft, question),
    )


def _steps(questionnaire: Questionnaire, draft: Definition, name: str) -> dict[str, Any]:
    """What can be taken back and done again, in words, and what is asked before a step."""
    found, user = drafts.steps(db.session, questionnaire), current_user()
    me = user.name if user else ""
    return {
        "steps": found,
        "step_titles": {
            way: step_words(step, draft, me) if step else ""
            for way, step in (("undo", found.back), ("redo", found.again))
        },
        "ask": ask_of(draft, name, found, starters(draft.language)),
    }


def _made_from(
    draft: Definition, name: str, language: str, posted: AnyPosted | None
) -> dict[str, str]:
    """What the page says it was made from: what was refused was made from what its page was."""
    if posted and (seen := request.form.get("seen")):
        return {"base": request.form.get("base", ""), "seen": seen}
    thing = merging.thing_of(draft, name)
    words = draft.translations.get(language, {})
    own = {key: text for key, text in words.items() if key in _keys(draft, name)}
    found = merging.flat(thing, {language: own} if language else {}) if thing else {}
    return {"base": fingerprint(draft, name), "seen": json.dumps(merging.prints(found))}


def _keys(draft: Definition, name: str) -> set[str]:
    if question := draft.question(name):
        return {key for key, _ in question_texts(question)}
    return set(WORDS) if name == WHOLE else {f"{name}.title"}


def _together(posted: AnyPosted, clash: Clashing) -> AnyPosted:
    """What two people wrote, in one page."""
    target = next(iter(clash.words.values()), posted.target)
    thing = clash.thing
    if isinstance(posted, Posted) and isinstance(thing, Question):
        return replace(posted, question=thing, target=target)
    if isinstance(posted, PostedSection) and isinstance(thing, Section):
        return replace(posted, section=thing, target=target)
    if isinstance(posted, PostedWhole) and isinstance(thing, Definition):
        return replace(posted, whole=thing, target=target)
    return posted


def _offers(study: Study, draft: Definition) -> dict[str, Any]:
    """What there is to choose from."""
    return {
        "types": [each for each in QUESTION_TYPES if each != "information"] + ["information"],
        "stages": _stages(study),
        "segments": draft.segments or tuple(study.segments),
        "persona": _persona(study, draft),
    }


def _said(error: DomainError | None, clash: Clashing | None) -> dict[str, Any]:
    """Why the page was not taken, and what there is to choose."""
    return {
        "said": explain(error) if error else "",
        "clashes": _clashes(clash) if clash else (),
        "fallen_back": isinstance(error, Changed) and not clash,
    }


def _clashes(clash: Clashing) -> list[dict[str, str]]:
    """Each field that both changed: its name, both versions, and the print of what is stored."""
    return [
        {
            "field": f"{CHOICE}{each.field}",
            "name": field_name(each.field, clash.thing),
            "stored": shown_value(each.stored),
            "posted": shown_value(each.posted),
            "sign": each.sign,
        }
        for each in clash.clashes
    ]


def _second(others: Sequence[str]) -> str:
    """The language beside the source: the one asked for, else the first there is."""
    wish = request.args.get("language", "")
    return wish if wish in others else next(iter(others), "")


def _as_written(written: Mapping[str, str]) -> dict[str, Any]:
    """What was refused stands in its field again, in as many lines as it was written in."""
    return {"written": written, "room": partial(_room, written)}


def _room(written: Mapping[str, str], name: str, stored: Sequence[object]) -> int:
    """How many lines a list of rules shows: an empty one more than are stored, and all written."""
    lines = {key.split(".")[1] for key in written if key.startswith(f"{name}.")}
    return max(len(stored) + 1, len(lines))


def _to_mend(
    study: Study, questionnaire: Questionnaire, name: str, language: str
) -> dict[str, Any]:
    """Where the draft stands, what is wrong with what is being edited, and where else it is.

    Missing translations are left to the meters of the languages.
    """
    standing = assessing.assess(db.session, study, questionnaire)
    found = [each for each in standing.problems if not (each.language and each.part)]
    return {
        "standing": standing,
        "here_to_mend": [each for each in found if _owner(each) == name],
        "advised": _advised(standing.draft, name, language),
        "broken": {_owner(each) for each in found},
    }


def _advised(draft: Definition, name: str, language: str) -> list[Problem]:
    """What the words on the page could do better, in the two languages it shows."""
    shown = {draft.language, language}
    return [each for each in advice(draft) if each.question == name and each.language in shown]


def _owner(problem: Problem) -> str:
    return problem.question or problem.section or WHOLE


def _edited(
    draft: Definition, name: str, posted: AnyPosted | None
) -> tuple[Question | None, Section | None]:
    """The question or the part on the page; neither where it is the start and the end."""
    if isinstance(posted, Posted):
        return posted.question, None
    if isinstance(posted, PostedSection):
        return None, posted.section
    question = draft.question(name)
    is_section = question is None and name != WHOLE
    return question, building.find_section(draft, name) if is_section else None


def _addresses(study: Study, questionnaire: Questionnaire, name: str) -> dict[str, Any]:
    """The parts of the addresses that the page's links and forms are made of."""
    own = {"slug": study.slug, "key": questionnaire.key}
    args = shown_beside()
    return {"own": own, "args": args, "ways": own | args, "here": own | args | {"name": name}}


def _words(draft: Definition, language: str, posted: AnyPosted | None) -> Mapping[str, str]:
    stored = draft.translations.get(language, {})
    return {**stored, **posted.target} if posted else stored


def _states(questionnaire: Questionnaire, language: str) -> dict[str, Line]:
    """How far the translation of each text is."""
    found = reviews.lines(db.session, questionnaire, language) if language else ()
    return {line.key: line for line in found}


def other_languages(study: Study, draft: Definition) -> list[str]:
    """Languages to translate into."""
    return exchange.targets(study, draft)


def _stages(study: Study) -> dict[str, str]:
    stages = journeys.newest(db.session, study).stages
    return {stage.key: stage.name_in(current_locale()) for stage in stages}


def _persona(study: Study, draft: Definition) -> str:
    """The segment the phone shows the question to."""
    choices = [*(draft.segments or study.segments)]
    wish = request.args.get("segment", "")
    return wish if wish in choices else next(iter(choices), "")


def _logic(study: Study, draft: Definition, question: Question | None) -> dict[str, Any]:
    tell = Teller(draft)
    told = {
        "numbers": tell.numbers,
        "tell": tell,
        "guide": guide(draft, question.id if question else None),
    }
    if question is None:
        return {"drivers": [each for each in draft.questions if _drives(each)], **told}
    kind = QUESTION_TYPES[question.type]
    order = [each.id for each in draft.questions]
    joiner, trees = sentences.clauses(question.show_if)
    found = sentences.looks(draft, question.id)
    wish = request.args.get("look", "")
    return {
        "uses": kind.uses,
        "later": draft.questions[order.index(question.id) + 1 :],
        "can_be_declined": kind.can_be_declined,
        "joiner": joiner,
        "clauses": [(tell.tree(tree), Rule(tree).text) for tree in trees],
        "looks": found,
        "look": next((each for each in found if each.name == wish), None),
        "reach": building.reach(db.session, study, draft, question),
        **told,
    }


def _drives(question: Question) -> bool:
    """Say whether a part can be asked once for each item of the question's answer."""
    return question.type in {"multiple", "ranking", "picture", "long_text", "matrix_text"}
