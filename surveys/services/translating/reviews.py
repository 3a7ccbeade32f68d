"""Translations saved beside their source, and reviews of them.

A review is of certain words as the translation of certain others: when either changes it no longer
counts, and when an undone step brings both back it counts again. It stands beside the draft, not in
it: who read a text changes nothing for respondents, so it makes no new version.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.db import upsert
from foundation.errors import Conflict, NotFound
from surveys.building import languages
from surveys.building.languages import Line, State
from surveys.models.questionnaire import Questionnaire, TranslationReview
from surveys.question_types import Problem
from surveys.services import designing
from surveys.services.drafts import Step

_LATE = Problem(
    "Somebody changed some of these texts meanwhile. Yours are below and are not saved: compare"
    " them with what is stored, then save again."
)
_SETTLED = {"reviewed": State.REVIEWED, "machine": State.MACHINE}


@dataclass(frozen=True)
class Written:
    """The translation of one text as posted; `base` is the line's when the page was made."""

    key: str
    base: str
    text: str

    @property
    def is_edited(self) -> bool:
        """Say whether somebody wrote something else than the page showed."""
        return languages.digest(self.text) != self.base.partition(".")[2]


class ChangedMeanwhile(Conflict):
    """Texts were changed by somebody else since the page was made; `keys` says which."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(_LATE.message)
        self.keys = frozenset(keys)


def lines(session: Session, questionnaire: Questionnaire, language: str) -> list[Line]:
    """All texts of the draft with their translations, and how far each is."""
    draft = designing.draft_of(questionnaire)
    found = languages.lines(draft, language)
    own = TranslationReview.questionnaire_id == questionnaire.id
    statement = select(TranslationReview).where(own, TranslationReview.language == language)
    seals = {each.of: each for each in session.scalars(statement)}
    return [_told(line, seals) for line in found]


def _told(line: Line, seals: Mapping[str, TranslationReview]) -> Line:
    known = seals.get(line.seal)
    if known is None or line.state is not State.DRAFT:
        return line
    return replace(line, state=_SETTLED[known.state], by=known.by, at=known.at)


def save(
    session: Session,
    questionnaire: Questionnaire,
    language: str,
    written: Iterable[Written],
    by: str,
) -> int:
    """Take in what was written and return how many texts that changed.

    Raises ChangedMeanwhile, with nothing saved, where another person was faster at one of them.
    """
    draft = designing.open_draft(session, questionnaire)
    present = {line.key: line for line in languages.lines(draft, language)}
    edited = [each for each in written if each.is_edited and _text(present, each) != each.text]
    late = [
        each.key for each in edited if each.key in present and present[each.key].base != each.base
    ]
    if late:
        raise ChangedMeanwhile(late)
    words = {each.key: each.text for each in edited if each.key in present}
    if words:
        made = languages.worded(draft, language, words)
        designing.edit(session, questionnaire, made, Step("translate", language, by))
    return len(words)


def _text(present: Mapping[str, Line], written: Written) -> str | None:
    return present[written.key].text if written.key in present else None


def review(
    session: Session,
    questionnaire: Questionnaire,
    language: str,
    bases: Mapping[str, str],
    by: str,
) -> int:
    """Note that a person finds these translations right; return how many.

    `bases` are the lines' as the person saw them, by key. An outdated one is up to date again.
    Raises ChangedMeanwhile where one is not what the person saw, NotFound for an unknown one.
    """
    draft = designing.open_draft(session, questionnaire)
    present = {line.key: line for line in languages.lines(draft, language)}
    if unknown := [key for key in bases if key not in present]:
        raise NotFound("The questionnaire has no text “%(key)s”.", key=unknown[0][:80])
    late = [key for key, base in bases.items() if present[key].base != base]
    if late:
        raise ChangedMeanwhile(late)
    chosen = [present[key] for key in bases if present[key].state is not State.MISSING]
    if any(each.state is State.OUTDATED for each in chosen):
        made = languages.confirmed(draft, language, {each.key for each in chosen})
        designing.edit(session, questionnaire, made, Step("confirm", language, by))
    note(session, questionnaire, language, chosen, state="reviewed", by=by)
    return len(chosen)


def note(
    session: Session,
    questionnaire: Questionnaire,
    language: str,
    chosen: Iterable[Line],
    *,
    state: str,
    by: str,
) -> None:
    """Keep what is known of these translations: `reviewed` by a person, or of a `machine`."""
    rows = [
        {
            "questionnaire_id": questionnaire.id,
            "language": language,
            "of": each.seal,
            "state": state,
            "by": by[:200],
            "at": now(),
        }
        for each in chosen
    ]
    upsert(session, TranslationReview, rows, key=("questionnaire_id", "language", "of"))


@dataclass(frozen=True)
class Tally:
    """How many texts of a language are in each state."""

    counts: Mapping[State, int]

    def of(self, state: str) -> int:
        """How many texts are in the state."""
        return self.counts.get(State(state), 0)

    @property
    def unreviewed(self) -> int:
        """Translations that nobody has found right."""
        return sum(self.of(each) for each in (State.OUTDATED, State.MACHINE, State.DRAFT))


def tally(found: Iterable[Line]) -> Tally:
    """Count the lines by state."""
    return Tally(Counter(line.state for line in found))


def seen(found: Iterable[Line]) -> str:
    """The fingerprint of a whole language as a page shows it."""
    return languages.digest(" ".join(line.base for line in found))
