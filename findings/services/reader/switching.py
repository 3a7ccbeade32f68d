"""The switch of one study: off, until an owner has read what is sent where and agrees."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import User
from accounts.services import record
from findings.embedding.sending import host_of, stays_here
from findings.models import ReaderConsent
from foundation.errors import Conflict
from foundation.settings import Settings
from research.models.study import Study


@dataclass(frozen=True)
class Switch:
    """How the reader of a study stands.

    `url` and `model` are those of the settings, empty where they name no reader. `is_outdated`
    says that somebody agreed to another server than the settings name now: nothing is sent then.
    """

    url: str
    model: str
    is_on: bool = False
    is_outdated: bool = False
    since: datetime | None = None
    given_by: str = ""

    @property
    def is_offered(self) -> bool:
        """Say whether the settings name a reader."""
        return bool(self.url and self.model)

    @property
    def host(self) -> str:
        """The server's name and port."""
        return host_of(self.url)

    @property
    def stays_here(self) -> bool:
        """Say whether the server is this very machine."""
        return stays_here(self.url)


def look(session: Session, study: Study, settings: Settings) -> Switch:
    """Return how the study's switch stands."""
    consent = _consent(session, study)
    if consent is None:
        return Switch(settings.reader_url, settings.reader_model)
    giver = session.get(User, consent.given_by_id) if consent.given_by_id else None
    agrees = consent.url == settings.reader_url
    return Switch(
        url=settings.reader_url,
        model=settings.reader_model,
        is_on=agrees and bool(settings.reader_url and settings.reader_model),
        is_outdated=not agrees,
        since=consent.created_at,
        given_by=giver.name if giver else "",
    )


def switch_on(
    session: Session, study: Study, settings: Settings, *, url: str, actor: User | None
) -> None:
    """Let the server at `url` read the study; it must be the one the settings name now."""
    switch = look(session, study, settings)
    if not switch.is_offered:
        raise Conflict("The settings name no reader: set READER_URL and READER_MODEL.")
    if url != switch.url:
        raise Conflict("The settings name another server by now. Look again at where texts go.")
    if switch.is_on:
        return
    _withdraw(session, study)
    given_by = actor.id if actor else None
    session.add(ReaderConsent(study_id=study.id, url=url, given_by_id=given_by))
    session.flush()
    record(session, actor, "reader_on", study, {"host": switch.host})


def switch_off(session: Session, study: Study, *, actor: User | None) -> None:
    """Let no server read the study any longer; what was read stays."""
    if _withdraw(session, study):
        record(session, actor, "reader_off", study)


def _withdraw(session: Session, study: Study) -> bool:
    consent = _consent(session, study)
    if consent is not None:
        session.delete(consent)
        session.flush()
    return consent is not None


def _consent(session: Session, study: Study) -> ReaderConsent | None:
    return session.scalar(select(ReaderConsent).where(ReaderConsent.study_id == study.id))
