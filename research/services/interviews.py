"""Interviews: logged, written down by stage, marked passage by passage, under a consent."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from foundation.clock import today
from foundation.errors import Conflict, DomainError, Invalid, NotFound
from foundation.texts import Phrase, msgid, one_line
from research.interview_file import KINDS, SCOPES, Agreement, InterviewRecord, Mark
from research.models.interview import Consent, Excerpt, Interview, Note
from research.models.organisation import Contact
from research.models.study import Study
from research.services import contacts, journeys
from research.services.languages import known_language
from research.services.steps import Step, StepState, overview_step

TEXT_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Talk:
    """When an interview was held, by whom, in which language, and what came of it."""

    held_on: date
    interviewer: str
    language: str = ""
    summary: str = ""


def list_interviews(session: Session, study: Study) -> Sequence[tuple[Interview, int]]:
    """Return the study's interviews with the number of their excerpts, newest first."""
    excerpts = (
        select(Note.interview_id, func.count(Excerpt.id).label("excerpts"))
        .join(Excerpt, Excerpt.note_id == Note.id)
        .group_by(Note.interview_id)
        .subquery()
    )
    statement = (
        select(Interview, func.coalesce(excerpts.c.excerpts, 0))
        .outerjoin(excerpts, excerpts.c.interview_id == Interview.id)
        .where(Interview.study_id == study.id)
        .options(
            joinedload(Interview.contact).joinedload(Contact.organisation),
            joinedload(Interview.consent),
        )
        .order_by(Interview.held_on.desc(), Interview.id)
    )
    return [(interview, int(count)) for interview, count in session.execute(statement)]


def find(session: Session, study: Study, interview_id: uuid.UUID) -> Interview:
    """Return the study's interview of that id."""
    interview = session.get(Interview, interview_id)
    if interview is None or interview.study_id != study.id:
        raise NotFound("There is no such interview in this study.")
    return interview


def find_note(session: Session, study: Study, note_id: uuid.UUID) -> Note:
    """Return a note of one of the study's interviews."""
    note = session.get(Note, note_id)
    if note is None or note.interview.study_id != study.id:
        raise NotFound("There is no such note in this study.")
    return note


def find_excerpt(session: Session, study: Study, excerpt_id: uuid.UUID) -> Excerpt:
    """Return an excerpt of one of the study's interviews."""
    excerpt = session.get(Excerpt, excerpt_id)
    if excerpt is None or excerpt.note.interview.study_id != study.id:
        raise NotFound("There is no such excerpt in this study.")
    return excerpt


def log(
    session: Session, study: Study, contact: Contact, talk: Talk, consent: Agreement | None
) -> Interview:
    """Log an interview with a contact; without consent its words stay inside."""
    interview = Interview(study_id=study.id, contact=contact, segment=contact.segment)
    _fill(interview, talk)
    _agree(interview, consent)
    session.add(interview)
    session.flush()
    return interview


def change(session: Session, interview: Interview, talk: Talk, consent: Agreement | None) -> None:
    """Change when, by whom and in which language an interview was held, and its consent."""
    _fill(interview, talk)
    _agree(interview, consent)
    session.flush()


def remove(session: Session, interview: Interview) -> None:
    """Remove an interview with its notes and excerpts."""
    session.delete(interview)
    session.flush()


def withdraw_consent(session: Session, interview: Interview) -> None:
    """Take the person's consent back: from today none of the words may be quoted."""
    if interview.consent is None or interview.consent.withdrawn_on is not None:
        raise Conflict("There is no consent to take back.")
    interview.consent.withdrawn_on = today()
    session.flush()


def _fill(interview: Interview, talk: Talk) -> None:
    interviewer = one_line(talk.interviewer)
    if not interviewer:
        raise Invalid("interviewer", "Name who held the interview.")
    if len(interviewer) > 200:
        raise Invalid("interviewer", "Use at most %(most)s characters.", most=200)
    if talk.held_on > today():
        raise Invalid("held_on", "The day of the interview is in the future.")
    interview.held_on, interview.interviewer = talk.held_on, interviewer
    interview.language, interview.summary = known_language(talk.language), _clean(talk.summary)


def _agree(interview: Interview, consent: Agreement | None) -> None:
    if consent is None:
        interview.consent = None
        return
    if consent.scope not in SCOPES:
        raise Invalid("scope", "Choose one of the values offered.")
    if consent.expires_on and consent.expires_on < consent.given_on:
        raise Invalid("expires_on", "The consent ends before it was given.")
    if interview.consent is None:
        interview.consent = Consent()
    interview.consent.scope, interview.consent.wording = consent.scope, _clean(consent.wording)
    interview.consent.given_on, interview.consent.expires_on = consent.given_on, consent.expires_on


def add_note(
    session: Session, study: Study, interview: Interview, *, stage: str, text: str
) -> Note:
    """Add notes of one part of the talk at the end."""
    _check_stage(session, study, stage)
    position = max((note.position for note in interview.notes), default=-1) + 1
    note = Note(position=position, stage=stage, text=_note_text(text))
    interview.notes.append(note)
    session.flush()
    return note


def change_note(session: Session, study: Study, note: Note, *, stage: str, text: str) -> None:
    """Change a note; its text stays as it is once a passage of it is marked."""
    _check_stage(session, study, stage)
    clean = _note_text(text)
    if note.excerpts and clean != note.text:
        raise Invalid("text", "Passages of this note are marked: remove the marks to change it.")
    note.stage, note.text = stage, clean
    session.flush()


def remove_note(session: Session, note: Note) -> None:
    """Remove a note that has no marked passages."""
    if note.excerpts:
        raise Conflict("Passages of this note are marked: remove the marks first.")
    note.interview.notes.remove(note)
    session.flush()


def mark(
    session: Session, study: Study, note: Note, passage: Mark, *, quote: str | None = None
) -> Excerpt:
    """Mark a passage of a note; `quote`, when given, must be the words that stand there.

    A passage that is marked already in the same place is refused; two that overlap are not, since
    one sentence may say two things.
    """
    if not 0 <= passage.start < passage.end <= len(note.text):
        raise Invalid("start", "Mark a passage inside the note.")
    words = note.text[passage.start : passage.end]
    if quote is not None and quote != words:
        raise Conflict("The note has changed meanwhile: load the page and mark it again.")
    if not words.strip():
        raise Invalid("start", "Mark a passage that holds words.")
    if any((each.start, each.end) == (passage.start, passage.end) for each in note.excerpts):
        raise Conflict("This passage is marked already.")
    excerpt = Excerpt(start=passage.start, end=passage.end, quote=words)
    _judge(session, study, excerpt, passage)
    note.excerpts.append(excerpt)
    session.flush()
    return excerpt


def change_mark(session: Session, study: Study, excerpt: Excerpt, passage: Mark) -> None:
    """Change what a marked passage is: stage, kind, severity, emotion."""
    _judge(session, study, excerpt, passage)
    session.flush()


def unmark(session: Session, excerpt: Excerpt) -> None:
    """Remove the mark from a passage."""
    excerpt.note.excerpts.remove(excerpt)
    session.flush()


def _judge(session: Session, study: Study, excerpt: Excerpt, passage: Mark) -> None:
    _check_stage(session, study, passage.stage)
    if passage.kind and passage.kind not in KINDS:
        raise Invalid("kind", "Choose one of the values offered.")
    if passage.severity is not None and not 1 <= passage.severity <= 4:
        raise Invalid("severity", "Severity goes from 1 to 4.")
    if passage.emotion is not None and not -3 <= passage.emotion <= 3:
        raise Invalid("emotion", "Emotion goes from -3 to 3.")
    excerpt.stage, excerpt.kind = passage.stage, passage.kind
    excerpt.severity, excerpt.emotion = passage.severity, passage.emotion


def _check_stage(session: Session, study: Study, stage: str) -> None:
    known = {each.key for each in journeys.newest(session, study).stages}
    known |= {each.key for each in journeys.in_force(session, study).stages}
    if stage and stage not in known:
        raise Invalid(
            "stage", "There is no stage “%(key)s” in this study's journey.", key=stage[:60]
        )


def _note_text(text: str) -> str:
    clean = _clean(text)
    if not clean:
        raise Invalid("text", "Write down what was said.")
    if len(clean) > TEXT_MOST:
        raise Invalid("text", "Use at most %(most)s characters.", most=TEXT_MOST)
    return clean


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def import_record(session: Session, study: Study, record: InterviewRecord) -> Interview | None:
    """Bring in a written interview; None when it is in the study already.

    An interview is the same when the contact, the day and the interviewer are.
    """
    contact = contacts.find_by_email(session, study, record.contact)
    same = select(Interview.id).where(
        Interview.study_id == study.id,
        Interview.contact_id == contact.id,
        Interview.held_on == record.held_on,
        Interview.interviewer == record.interviewer,
    )
    if session.scalar(same) is not None:
        return None
    talk = Talk(record.held_on, record.interviewer, record.language, record.summary)
    interview = log(session, study, contact, talk, record.consent)
    for section in record.sections:
        note = add_note(session, study, interview, stage=section.stage, text=section.text)
        for passage in section.marks:
            mark(session, study, note, passage)
    return interview


def import_all(
    session: Session, study: Study, records: Sequence[tuple[str, InterviewRecord]]
) -> tuple[int, int]:
    """Bring in interviews by file name, all or none; return how many are new and how many known.

    Raises Conflict naming every file that cannot be brought in.
    """
    problems, added = [], 0
    for name, record in records:
        try:
            added += import_record(session, study, record) is not None
        except DomainError as error:
            problems.append(f"{name}: {error}")
    if problems:
        raise Conflict("%(problems)s", problems="\n".join(problems))
    return added, len(records) - added


@overview_step(70)
def interviews_step(session: Session, study: Study) -> Step:
    """Say how many interviews there are."""
    counts = [count for _, count in list_interviews(session, study)]
    if not counts:
        detail = msgid("Talk with a few clients of each segment")
        state = StepState.READY if study.opened_at else StepState.WAITING
        return Step(msgid("Hold interviews"), state, detail, "interviews.index")
    held = {
        "interviews": Phrase.counted("%(n)s interview", "%(n)s interviews", len(counts)),
        "passages": Phrase.counted("%(n)s passage marked", "%(n)s passages marked", sum(counts)),
    }
    said = Phrase("%(interviews)s, %(passages)s", held)
    return Step(msgid("Hold interviews"), StepState.DONE, said, "interviews.index")
