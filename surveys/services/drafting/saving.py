"""What a page of the builder holds is put in place, with what others changed there meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from surveys.building import editing, merging
from surveys.building.merging import Clash, Thing, Together, Words
from surveys.definition import Definition, Section
from surveys.models.questionnaire import Questionnaire
from surveys.question_types import Problem, Question
from surveys.services import designing, drafts
from surveys.services.building import Changed, Page, TakenAway
from surveys.services.drafts import Step

SOMEBODY = Problem("Somebody")
_CLASHING = Problem(
    "%(name)s changed this meanwhile. Yours is below and is not saved yet: choose what to keep, "
    "then save."
)


class Clashing(Changed):
    """Two people have changed a field; `thing` and `words` are both's, ours where they clash."""

    def __init__(self, by: str, clashes: tuple[Clash, ...], thing: Thing, words: Words) -> None:
        super().__init__()
        self.message, self.params = _CLASHING.message, {"name": by or SOMEBODY}
        self.clashes, self.thing, self.words = clashes, thing, words


@dataclass(frozen=True)
class Kept:
    """Fields that somebody else changed meanwhile, which are as that one left them."""

    by: str
    fields: tuple[str, ...]


def save(
    session: Session, questionnaire: Questionnaire, page: Page, posted: Thing, words: Words
) -> Kept | None:
    """Put a question, a part or the start and end in place, with its words in other languages.

    Raises Clashing where two people changed the same field, Changed where the page does not say
    what it was made from.
    """
    draft = designing.open_draft(session, questionnaire)
    stored = merging.thing_of(draft, page.name)
    if stored is None:
        raise TakenAway
    kept = None
    if page.base != editing.fingerprint(draft, page.name):
        by = drafts.last_by_another(session, questionnaire, page.name, page.by)
        found = _together(draft, stored, page, posted, words)
        names = (*found.ours, *(each.field for each in found.clashes))
        posted = _with_fields(stored, posted, names)
        words = merging.with_words(draft.translations, words, names)
        if found.clashes:
            raise Clashing(by, found.clashes, posted, words)
        kept = Kept(by, found.theirs) if found.theirs else None
    made = _translated(_placed(draft, page.name, posted), words)
    designing.edit(session, questionnaire, made, Step("words", page.name, page.by))
    return kept


def _together(
    draft: Definition, stored: Thing, page: Page, posted: Thing, words: Words
) -> Together:
    own = {language: draft.translations.get(language, {}) for language in words}
    ours, theirs = merging.flat(posted, words), merging.flat(stored, own)
    if not page.seen or merging.sign(theirs.get("type")) != page.seen.get("type", ""):
        raise Changed
    return merging.merge(page.seen, ours, theirs, page.chosen)


def _with_fields(stored: Thing, posted: Thing, names: tuple[str, ...]) -> Thing:
    if isinstance(stored, Question) and isinstance(posted, Question):
        return merging.with_fields(stored, posted, names)
    if isinstance(stored, Section) and isinstance(posted, Section):
        return merging.with_fields(stored, posted, names)
    if isinstance(stored, Definition) and isinstance(posted, Definition):
        return merging.with_fields(stored, posted, names)
    raise Changed  # a question has become a part, or the other way round


def _placed(draft: Definition, name: str, posted: Thing) -> Definition:
    if isinstance(posted, Question):
        return editing.changed(draft, posted)
    if isinstance(posted, Definition):
        return replace(
            posted,
            sections=draft.sections,
            translations=draft.translations,
            made_from=draft.made_from,
        )
    sections = tuple(
        replace(posted, questions=each.questions) if each.id == name else each
        for each in draft.sections
    )
    return replace(draft, sections=sections)


def _translated(
    definition: Definition, translations: Mapping[str, Mapping[str, str]]
) -> Definition:
    """Take in words of other languages; empty ones are left out."""
    words = {
        language: {**definition.translations.get(language, {}), **own}
        for language, own in translations.items()
    }
    together = {**definition.translations, **words}
    filled = {
        language: {key: text for key, text in own.items() if text.strip()}
        for language, own in together.items()
    }
    return editing.pruned(
        replace(definition, translations={key: own for key, own in filled.items() if own})
    )
