"""Names of firms: when two spellings are the same firm, and when they are nearly the same name."""

import re

from research.cells import folded, word_key
from research.contact_sheet.vocabulary import ATTACHED_FORMS, LEGAL_FORMS

_ATTACHED = re.compile(
    rf"^(?:{'|'.join(ATTACHED_FORMS['before'])})(?=.)|(?<=.)(?:{'|'.join(ATTACHED_FORMS['after'])})$"
)


def organisation_key(name: str) -> str:
    """Return the form of a firm's name by which two spellings of it are the same firm."""
    return folded(name)


def near_key(name: str) -> str:
    """Return what is left of a firm's name without legal form, punctuation and spaces.

    Two firms of one such key are nearly of the same name: worth a look, never merged for it.
    """
    words = word_key(name.replace(".", "")).split()  # S.A. is SA
    telling = [
        word for word in (_ATTACHED.sub("", word) for word in words) if word not in LEGAL_FORMS
    ]
    return "".join(telling or words)
