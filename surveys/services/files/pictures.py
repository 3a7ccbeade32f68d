"""Pictures of a study's questions: kept once, by the hash of their bytes."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.db import begin_write
from foundation.errors import Invalid, NotFound
from foundation.files.pictures import read_picture
from research.models.study import Study
from surveys.definition import Definition
from surveys.models.files import Picture
from surveys.question_types import Problem

#: Bytes of a picture: a page of six is to open on a phone on the way.
LARGEST = 300_000
WIDEST = 4_000


def keep(session: Session, study: Study, data: bytes) -> Picture:
    """Keep a picture for a study's questions; the same one twice is kept once.

    What programs and cameras wrote beside it is left out. Raises Invalid for what is no picture.
    """
    if len(data) > LARGEST:
        raise Invalid(
            "picture",
            "The picture is larger than %(most)s kB: make it smaller.",
            most=LARGEST // 1000,
        )
    read = read_picture(data)
    if read is None:
        raise Invalid("picture", "This is no picture: choose a PNG, JPEG or WebP file.")
    if max(read.width, read.height) > WIDEST:
        raise Invalid(
            "picture",
            "The picture is wider or higher than %(most)s pixels: make it smaller.",
            most=WIDEST,
        )
    begin_write(session, f"pictures:{study.id}")
    content_hash = hashlib.sha256(read.data).hexdigest()
    known = _find(session, study, content_hash)
    if known is not None:
        return known
    picture = Picture(
        study_id=study.id,
        content_hash=content_hash,
        media_type=read.media_type,
        width=read.width,
        height=read.height,
        data=read.data,
    )
    session.add(picture)
    session.flush()
    return picture


def find(session: Session, study: Study, content_hash: str) -> Picture:
    """The study's picture of that hash; raises NotFound."""
    picture = _find(session, study, content_hash)
    if picture is None:
        raise NotFound("There is no such picture in this study.")
    return picture


def _find(session: Session, study: Study, content_hash: str) -> Picture | None:
    statement = select(Picture).where(
        Picture.study_id == study.id, Picture.content_hash == content_hash
    )
    return session.scalar(statement)


def of(session: Session, study: Study, names: frozenset[str]) -> Mapping[str, Picture]:
    """Those of the pictures that the study keeps, by hash."""
    if not names:
        return {}
    statement = select(Picture).where(Picture.study_id == study.id, Picture.content_hash.in_(names))
    return {each.content_hash: each for each in session.scalars(statement)}


def named_in(definition: Definition) -> frozenset[str]:
    """The pictures that a questionnaire names."""
    return frozenset(
        name
        for each in definition.questions
        for choice in each.choices
        for name in (choice.image, *choice.images.values())
        if name
    )


def missing(session: Session, study: Study, definition: Definition) -> list[Problem]:
    """Options a picture of which is named but not kept here, so that nobody would see it."""
    kept = of(session, study, named_in(definition))
    return [
        Problem(
            "The picture of “%(option)s” is not kept here: upload it on the question's page",
            section=definition.section_of(question).id,
            question=question.id,
            language=language,
            part="choices",
            params={"option": choice.text},
        )
        for question in definition.questions
        for choice in question.choices
        for language, name in (("", choice.image), *choice.images.items())
        if name and name not in kept
    ]


def carry(session: Session, old: Study, new: Study) -> None:
    """Take a study's pictures along into its next wave."""
    for each in session.scalars(select(Picture).where(Picture.study_id == old.id)):
        session.add(
            Picture(
                study_id=new.id,
                content_hash=each.content_hash,
                media_type=each.media_type,
                width=each.width,
                height=each.height,
                data=each.data,
            )
        )
    session.flush()
