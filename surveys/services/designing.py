"""Questionnaires in the making: from a shipped one or a document to an immutable version."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import delete as remove
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.db import begin_write
from foundation.errors import Conflict, Invalid, NotFound
from foundation.texts import one_line
from research.models.study import Study
from research.services import journeys, studies
from research.words import Segment
from surveys.building import languages, letters
from surveys.definition import PSEUDO_LANGUAGES, Definition
from surveys.documents import DefinitionError, read_plain, read_yaml
from surveys.models.invitation import Invitation
from surveys.models.questionnaire import (
    Questionnaire,
    QuestionnaireVersion,
    TranslationReview,
    is_published,
)
from surveys.models.response import Response
from surveys.problems import new_unaddressable, problems
from surveys.question_types import Problem, Question
from surveys.services import drafts, quotas
from surveys.services.drafts import Overtaken, Step
from surveys.services.files import pictures

#: The whole draft was put in the place of another.
WHOLE = Step("document")

#: What short shipped questionnaires are for; each is the key of one.
PURPOSES = ("pulse", "score", "services", "return", "change")

LONGEST_TITLE = 200
_SHIPPED = Path(__file__).parent.parent / "shipped"


_UNSOUND = Problem("The questionnaire has %(n)s problems. The first: %(first)s")
_UNSOUND_ONCE = Problem("The questionnaire has a problem: %(first)s")

_UNREADABLE = Problem(
    "The draft of “%(title)s” can't be read: %(what)s. Import a corrected YAML file of the id "
    "“%(key)s”: it takes the draft's place."
)

_MADE_UP = Problem("“%(code)s” is made up for the preview: choose a real language")


class Unsound(Invalid):
    """The questionnaire can't be taken as it is; `problems` holds a sentence for each reason."""

    def __init__(self, found: Sequence[Problem]) -> None:
        sentence = _UNSOUND if len(found) > 1 else _UNSOUND_ONCE
        super().__init__("definition", sentence.message, n=len(found), first=str(found[0]))
        self.problems = tuple(found)


class Unreadable(Conflict):
    """The stored draft is no questionnaire to this version of the product."""

    def __init__(self, questionnaire: Questionnaire, what: Problem) -> None:
        super().__init__(
            _UNREADABLE.message,
            title=questionnaire.title,
            key=questionnaire.key,
            what=what,
        )


def shipped_keys() -> list[str]:
    """Keys of the questionnaires that come with the product: one a segment, then one a purpose."""
    return [*(segment.value for segment in Segment), *PURPOSES]


def read_shipped(key: str) -> Definition:
    """A questionnaire that comes with the product, tagged by the eight standard stages."""
    if key not in shipped_keys():
        known = ", ".join(shipped_keys())
        raise NotFound(
            "There is no shipped questionnaire “%(key)s”: %(known)s.", key=key, known=known
        )
    return _shipped(key)


@cache
def _shipped(key: str) -> Definition:
    # A page shows them all, and none changes while the product runs.
    folder = _SHIPPED / "purposes" if key in PURPOSES else _SHIPPED
    return read_yaml((folder / f"{key}.yaml").read_text(encoding="utf-8"))


def read_document(text: str) -> Definition:
    """Read a YAML or JSON document; raises Unsound with every problem of its form."""
    try:
        return read_yaml(text)
    except DefinitionError as error:
        raise Unsound(error.problems) from None


def list_questionnaires(session: Session, study: Study) -> Sequence[Questionnaire]:
    """The study's questionnaires by key."""
    statement = (
        select(Questionnaire).where(Questionnaire.study_id == study.id).order_by(Questionnaire.key)
    )
    return session.scalars(statement).all()


def find(session: Session, study: Study, key: str) -> Questionnaire:
    """The questionnaire of that key."""
    statement = select(Questionnaire).where(
        Questionnaire.study_id == study.id, Questionnaire.key == key
    )
    questionnaire = session.scalar(statement)
    if questionnaire is None:
        raise NotFound("The study has no questionnaire “%(key)s”.", key=key[:60])
    return questionnaire


def create_from_shipped(session: Session, study: Study, key: str) -> Questionnaire:
    """Take a shipped questionnaire into a study, its stages translated to the study's journey.

    Languages the study does not speak are left out. One by purpose may come in several times: for
    another project, or another wave.
    """
    definition = read_shipped(key)
    if key in PURPOSES:
        definition = replace(definition, id=_free_key(session, study, key))
    spoken = set(study.languages) or set(definition.languages)
    words = {code: texts for code, texts in definition.translations.items() if code in spoken}
    return create(
        session, study, to_journey(session, study, replace(definition, translations=words))
    )


def duplicate(
    session: Session, study: Study, questionnaire: Questionnaire, title: str
) -> Questionnaire:
    """Begin a questionnaire with another one's draft, under a key and a title of its own.

    Its questions keep their ids, so their answers can be compared.
    """
    key, draft = _free_key(session, study, questionnaire.key), draft_of(questionnaire)
    return create(session, study, replace(draft, id=key, title=one_line(title)[:LONGEST_TITLE]))


def _free_key(session: Session, study: Study, key: str) -> str:
    """The key, or the first of key_2, key_3 … that the study has not used."""
    known = {questionnaire.key for questionnaire in list_questionnaires(session, study)}
    stem, number = re.sub(r"_[0-9]+$", "", key)[:55], 2
    while key in known:
        key, number = f"{stem}_{number}", number + 1
    return key


def delete(session: Session, study: Study, questionnaire: Questionnaire) -> None:
    """Delete a questionnaire nobody was asked by, with its versions and test answers for good.

    Raises Conflict where somebody has a link to it or answered it.
    """
    begin_write(session, f"questionnaires:{study.id}")
    asked = select(func.count()).where(Invitation.questionnaire_id == questionnaire.id)
    answered = (
        select(func.count())
        .join(Response.version)
        .where(
            QuestionnaireVersion.questionnaire_id == questionnaire.id, Response.is_test.is_(False)
        )
    )
    if session.scalar(asked) or session.scalar(answered):
        raise Conflict(
            "People were asked by “%(title)s” or answered it, so it stays: what they said belongs"
            " to it.",
            title=questionnaire.title,
        )
    session.execute(remove(Questionnaire).where(Questionnaire.id == questionnaire.id))


def to_journey(session: Session, study: Study, definition: Definition) -> Definition:
    """The same questionnaire, its eight standard stages told in the study's own.

    A stage the journey does not have becomes the nearest one by the preset's table; without one
    it stays, and `check` names it.
    """
    table = journeys.from_eight(journeys.newest(session, study))
    sections = tuple(
        replace(
            section,
            questions=tuple(_at_own_stages(question, table) for question in section.questions),
        )
        for section in definition.sections
    )
    return replace(definition, sections=sections)


def _at_own_stages(question: Question, table: Mapping[str, str]) -> Question:
    rows = tuple(replace(row, stage=table.get(row.stage, row.stage)) for row in question.rows)
    return replace(question, stage=table.get(question.stage, question.stage), rows=rows)


def create(session: Session, study: Study, definition: Definition) -> Questionnaire:
    """Give a study a new questionnaire; its draft may still have problems."""
    if found := new_unaddressable(definition, {}):
        raise Unsound(found)
    begin_write(session, f"questionnaires:{study.id}")
    known = {questionnaire.key for questionnaire in list_questionnaires(session, study)}
    if definition.id in known:
        raise Conflict("The study has a questionnaire “%(key)s” already.", key=definition.id)
    questionnaire = Questionnaire(study_id=study.id, key=definition.id)
    session.add(questionnaire)
    edit(session, questionnaire, definition)
    return questionnaire


def edit(
    session: Session,
    questionnaire: Questionnaire,
    definition: Definition,
    step: Step = WHOLE,
) -> None:
    """Put another draft in place; published versions stay what they are.

    Raises Invalid for what a document may not hold: such a draft could never be opened again.
    Raises Overtaken where a colleague was faster.
    """
    if definition.id != questionnaire.key:
        raise Invalid(
            "id",
            "The document is of “%(id)s”, not of the questionnaire “%(key)s”.",
            id=definition.id[:60],
            key=questionnaire.key,
        )
    if found := new_unaddressable(definition, questionnaire.draft):
        raise Unsound(found)
    for code in (each for each in definition.languages if each in PSEUDO_LANGUAGES):
        raise Unsound([replace(_MADE_UP, params={"code": code})])
    steady = _with_steady_titles(letters.legible(definition))
    made = languages.traced(steady, _before(questionnaire))
    stood = set(map(str, _refusals(questionnaire.draft)))
    for problem in _refusals(made.plain()):
        if str(problem) not in stood:
            raise Invalid("document", "Not saved: %(what)s.", what=problem)
    drafts.put(session, questionnaire, made, step)


def _before(questionnaire: Questionnaire) -> Definition | None:
    """The draft as it stands, where it can be read."""
    try:
        return draft_of(questionnaire) if questionnaire.draft else None
    except Unreadable:
        return None


def _refusals(plain: Mapping[str, Any]) -> Sequence[Problem]:
    """Why a document of these values would not be taken; what stood before may stand on."""
    try:
        read_plain(plain)
    except DefinitionError as error:
        return error.problems
    return ()


def _with_steady_titles(definition: Definition) -> Definition:
    """Return the questionnaire with titles, its own and its sections', that turn nothing else."""
    translations = {
        code: {
            key: one_line(text) if key == "title" or key.endswith(".title") else text
            for key, text in texts.items()
        }
        for code, texts in definition.translations.items()
    }
    sections = tuple(replace(each, title=one_line(each.title)) for each in definition.sections)
    title = one_line(definition.title)
    return replace(definition, title=title, sections=sections, translations=translations)


def import_document(session: Session, study: Study, text: str) -> Questionnaire:
    """Take a YAML document as a new questionnaire, or as the next draft of the one of its id."""
    definition = read_document(text)
    for questionnaire in list_questionnaires(session, study):
        if questionnaire.key == definition.id:
            edit(session, questionnaire, definition)
            return questionnaire
    return create(session, study, definition)


def draft_of(questionnaire: Questionnaire) -> Definition:
    """The draft as a value; raises Unreadable."""
    try:
        return read_plain(questionnaire.draft, is_kept=True)
    except DefinitionError as error:
        raise Unreadable(questionnaire, error.problems[0]) from None


def open_draft(session: Session, questionnaire: Questionnaire) -> Definition:
    """The draft as it is now, nobody else writing it from here on."""
    drafts.hold(session, questionnaire)
    return draft_of(questionnaire)


def newest_version(session: Session, questionnaire: Questionnaire) -> QuestionnaireVersion | None:
    """The version respondents begin now; None before the first publishing."""
    statement = (
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire.id, is_published())
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )
    return session.scalar(statement)


def check(session: Session, study: Study, questionnaire: Questionnaire) -> list[Problem]:
    """What must be put right before the draft can be published."""
    draft = draft_of(questionnaire)
    return [*check_for(session, study, draft), *_changed_meanings(draft, questionnaire)]


def check_for(session: Session, study: Study, definition: Definition) -> list[Problem]:
    """What is wrong with a questionnaire for this study: its journey, its languages."""
    stages = [stage.key for stage in journeys.newest(session, study).stages]
    found = problems(definition, stages=stages, languages=study.languages)
    return [*found, *pictures.missing(session, study, definition)]


def _changed_meanings(draft: Definition, questionnaire: Questionnaire) -> list[Problem]:
    """Ids that earlier versions used for another type: answers would be read wrongly."""
    earlier = {
        question.id: question.type
        for version in questionnaire.versions
        for question in version.read().questions
    }
    return [
        Problem(
            "The id “%(id)s” was of the type %(type)s in an earlier version, choose another id",
            question=question.id,
            params={"id": question.id, "type": earlier[question.id]},
        )
        for question in draft.questions
        if earlier.get(question.id, question.type) != question.type
    ]


def publish(
    session: Session, study: Study, questionnaire: Questionnaire, *, seen: str = ""
) -> QuestionnaireVersion:
    """Freeze the draft as the next version; raises Unsound while it has problems.

    `seen` is the content hash of the draft that somebody looked at. Raises Overtaken where the
    draft is another one by now.
    """
    definition = draft_of(questionnaire)
    if seen and definition.content_hash != seen:
        raise Overtaken
    # Checking takes its time; nobody has to wait for it.
    if found := check(session, study, questionnaire):
        raise Unsound(found)
    drafts.hold_unchanged(session, questionnaire)
    newest = newest_version(session, questionnaire)
    if newest is not None and newest.content_hash == definition.content_hash:
        raise Conflict("Nothing has changed since version %(number)s.", number=newest.number)
    version = QuestionnaireVersion(
        questionnaire=questionnaire,
        number=newest.number + 1 if newest else 1,
        definition=definition.plain(),
        content_hash=definition.content_hash,
        published_at=now(),
    )
    session.add(version)
    session.flush()
    if definition.quotas or (newest and newest.read().quotas):
        quotas.recount(session, questionnaire, definition)
    return version


@studies.carries_over
def carry(session: Session, old: Study, new: Study) -> None:
    """Take the questionnaires along into the next wave, as drafts of their newest state.

    What was reviewed there counts here, as long as the words are the same.
    """
    pictures.carry(session, old, new)
    for questionnaire in list_questionnaires(session, old):
        made = create(session, new, draft_of(questionnaire))
        own = TranslationReview.questionnaire_id == questionnaire.id
        for each in session.scalars(select(TranslationReview).where(own)).all():
            known = {name: getattr(each, name) for name in ("language", "of", "state", "by", "at")}
            session.add(TranslationReview(questionnaire_id=made.id, **known))
