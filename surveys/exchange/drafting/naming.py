"""Names of other tools as ids of ours: cleaned, unique, the same for the same file.

Ours are a-z, 0-9 and _, begin with a letter and have at most 60 characters.
"""

import re
import unicodedata
from collections.abc import Collection

from surveys.exchange.report import Renamed
from surveys.problems import reserved_ids, reserved_part_ids

LONGEST_ID = 60
_ROOM_FOR_A_NUMBER = 5
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def cleaned(name: str, prefix: str) -> str:
    """The name in the form of an id; `prefix` is the letter before one that begins with none."""
    plain = unicodedata.normalize("NFKD", str(name).lower().translate(_LETTERS))
    without_marks = "".join(each for each in plain if not unicodedata.combining(each))
    words = re.sub(r"[^a-z0-9]+", "_", without_marks).strip("_")
    if not words:
        return prefix
    prefix = prefix[0]
    # A minus tells “-1” from “1”.
    sign = "_" if re.match(r"-\d", name.strip()) else ""
    whole = words if words[0].isalpha() else f"{prefix}{sign}{words}"
    return whole[:LONGEST_ID].rstrip("_")


class Names:
    """Gives out ids, each once, and remembers which name became which."""

    def __init__(self, reserved: Collection[str], owner: str = "") -> None:
        self.owner = owner
        self.taken: set[str] = set(reserved)
        self.renamed: list[Renamed] = []

    def give(self, name: str, prefix: str) -> str:
        """A new id for a name."""
        name = str(name)
        # One of ours keeps its underscores at the end.
        wish = name if is_id(name) else cleaned(name, prefix)
        given, number = wish, 1
        while given in self.taken:
            number += 1
            given = f"{wish[: LONGEST_ID - _ROOM_FOR_A_NUMBER]}_{number}"
        self.taken.add(given)
        if given != name and name:
            self.renamed.append(Renamed(name, given, self.owner))
        return given


def is_id(name: str) -> bool:
    """Say whether the name is in the form of an id already."""
    return bool(re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name))


def for_questions() -> Names:
    """Names of questions and sections, which share one space."""
    return Names(reserved_ids())


def for_parts(owner: str) -> Names:
    """Names of the options, or of the rows, of one question."""
    return Names(reserved_part_ids(), owner)
