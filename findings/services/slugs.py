"""Names of themes in addresses: made once, never changed."""

import re
import unicodedata
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from findings.models import Theme

LONGEST = 60


def free_slug(session: Session, study_id: uuid.UUID, label: str) -> str:
    """Return a slug made of the label that no theme of the study has yet."""
    taken = set(session.scalars(select(Theme.slug).where(Theme.study_id == study_id)))
    base = slugify(label)
    number = 2
    slug = base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def slugify(label: str) -> str:
    """Return the label in small Latin letters, digits and hyphens; `theme` where none remain."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:LONGEST].rstrip("-") or "theme"
