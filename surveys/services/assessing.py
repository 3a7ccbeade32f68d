"""Where a questionnaire stands: its versions, its problems, how long it takes, its languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from research.models.study import Study
from surveys.building.telling.mending import Mending, mending_of
from surveys.changes import Change, changes
from surveys.definition import Definition
from surveys.models.questionnaire import Questionnaire, QuestionnaireVersion
from surveys.question_types import Problem
from surveys.services import designing


@dataclass(frozen=True)
class Speech:
    """How much of a questionnaire a language has: `done` of `total` texts, `outdated` ones among
    them whose source has changed since."""

    language: str
    done: int
    total: int
    outdated: int = 0

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is missing or out of date."""
        return self.done == self.total and not self.outdated


@dataclass(frozen=True)
class Standing:
    """A questionnaire as its pages show it. `minutes` are by segment."""

    questionnaire: Questionnaire
    draft: Definition
    newest: QuestionnaireVersion | None
    problems: tuple[Problem, ...]
    minutes: Mapping[str, int]
    speech: tuple[Speech, ...]

    @property
    def next_number(self) -> int:
        """The number the draft gets when it is published."""
        return self.newest.number + 1 if self.newest else 1

    @property
    def is_changed(self) -> bool:
        """Say whether the draft differs from the newest version."""
        return self.newest is None or self.newest.content_hash != self.draft.content_hash

    @property
    def changes(self) -> list[Change]:
        """What the draft changes against the newest version; nothing where there is none."""
        found = changes(self.newest.read(), self.draft) if self.newest else []
        return [each for each in found if each.is_shown]

    @cached_property
    def mending(self) -> Mending:
        """The problems as people go about them: translations by language, the rest one by one."""
        return mending_of(self.problems)


def assess(session: Session, study: Study, questionnaire: Questionnaire) -> Standing:
    """Say where a questionnaire stands."""
    draft = designing.draft_of(questionnaire)
    return Standing(
        questionnaire,
        draft,
        designing.newest_version(session, questionnaire),
        tuple(designing.check(session, study, questionnaire)),
        {segment: draft.minutes(segment) for segment in draft.segments or study.segments},
        _speech(draft, study),
    )


def _speech(draft: Definition, study: Study) -> tuple[Speech, ...]:
    total = len(draft.texts)
    return tuple(
        Speech(language, _done(draft, language), total, len(draft.outdated(language)))
        for language in dict.fromkeys([*draft.languages, *study.languages])
    )


def _done(draft: Definition, language: str) -> int:
    if language == draft.language:
        return len(draft.texts)
    words = draft.translations.get(language, {})
    return sum(bool(words.get(key, "").strip()) for key in draft.texts)
