"""What is known of B2B clients' pains and praise, and the small head learnt from it.

The data stands in `data/`: pains and topics with labels in five languages, examples of what
clients say of them (`examples/`; `plain.jsonl` holds the short ones that name nothing), what shows
whether somebody is pleased or troubled, whatever the matter (`attitude/`, by language), and what
happens at each stage of the journey (`moments/`, summed up in `stages.json`). The head reads a text
through that knowledge: how much it sounds like each known pain, topic, kind and stage.
`scripts/learn_head.py` makes the head that ships; for another embedder it is learnt on the spot.

The texts are there at once; what is learnt from them is loaded when first asked for, with the
libraries behind it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from analysis.library.texts import (
    FOLDER,
    STAGES,
    VERSION,
    Example,
    Library,
    Pain,
    Topic,
    library_texts,
    library_version,
    load_library,
)

if TYPE_CHECKING:
    from analysis.library.field import home
    from analysis.library.head import (
        Head,
        Linear,
        letter_groups,
        load_head,
        save_head,
        shipped_head,
        softmax,
    )
    from analysis.library.learning import learn
    from analysis.library.learnt import head_for, head_key
    from analysis.library.wording import letter_weights

__all__ = [
    "FOLDER",
    "STAGES",
    "VERSION",
    "Example",
    "Head",
    "Library",
    "Linear",
    "Pain",
    "Topic",
    "head_for",
    "head_key",
    "home",
    "learn",
    "letter_groups",
    "letter_weights",
    "library_texts",
    "library_version",
    "load_head",
    "load_library",
    "save_head",
    "shipped_head",
    "softmax",
]

_LATE = {
    "Head": "analysis.library.head",
    "Linear": "analysis.library.head",
    "learn": "analysis.library.learning",
    "letter_groups": "analysis.library.head",
    "load_head": "analysis.library.head",
    "save_head": "analysis.library.head",
    "shipped_head": "analysis.library.head",
    "softmax": "analysis.library.head",
    "head_for": "analysis.library.learnt",
    "head_key": "analysis.library.learnt",
    "home": "analysis.library.field",
    "letter_weights": "analysis.library.wording",
}


def __getattr__(name: str) -> object:
    """Load what is heavy when it is asked for."""
    if name not in _LATE:
        raise AttributeError(f"The package analysis.library has no “{name}”.")
    return getattr(import_module(_LATE[name]), name)
