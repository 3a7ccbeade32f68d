"""Whatever the code writes into the trail, the trail's page can tell."""

import ast

from accounts.trail import SENTENCES
from research.services import studies
from tests.contracts.test_style import FILES, ROOT

#: Calls that write into the trail, and where the verb stands among their arguments.
WRITERS = {"record": 2, "note": 0}
#: Rooms whose `note` writes into a theme's own history.
OTHER_NOTES = ("findings",)


def written_verbs():
    """Every verb that stands in the code as a literal."""
    for path in FILES:
        room = path.relative_to(ROOT).parts[0]
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or room in OTHER_NOTES:
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            place = WRITERS.get(name)
            if place is None or len(call.args) <= place:
                continue
            verb = call.args[place]
            if isinstance(verb, ast.Constant) and isinstance(verb.value, str):
                yield verb.value


def test_every_verb_has_its_sentence():
    turns = (studies.open_study, studies.close, studies.archive, studies.unarchive)
    verbs = {*written_verbs(), *(turn.__name__ for turn in turns)}
    assert len(verbs) > 25
    assert sorted(verbs - SENTENCES.keys()) == []
