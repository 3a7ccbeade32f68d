"""What the builder says of a step before it is done, and after: whose it was, what it breaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from foundation.web.display import num
from surveys.building.editing import WHOLE, Starters, order_of
from surveys.building.losses import Loss, losses
from surveys.checking.uses import Use, uses
from surveys.definition import Definition
from surveys.documents import read_plain
from surveys.models.questionnaire import DraftStep
from surveys.question_types import QUESTION_TYPES, Question
from surveys.services.drafts import Steps
from surveys.views.parts.builder_fields import field_name, shown_value

_DONE: Mapping[str, Any] = {
    "add": _("adding a question"),
    "copy": _("copying a question"),
    "words": _("changing a question"),
    "type": _("changing a type"),
    "remove": _("taking a question away"),
    "move": _("moving a question"),
    "rule": _("changing a condition"),
    "up": _("moving a line"),
    "down": _("moving a line"),
    "picture": _("changing a picture"),
    "document": _("replacing the draft"),
    "translate": _("changing translations"),
    "confirm": _("marking translations as right"),
    "translations": _("taking in a translators’ file"),
}
_LOOKS: Mapping[str, Any] = {
    "condition": _("The condition of %(what)s"),
    "way": _("Where to go on from %(what)s"),
    "check": _("What the answer to %(what)s is held against"),
    "value": _("The calculated value %(what)s"),
    "quota": _("The quota %(what)s"),
    "loop": _("The part %(what)s, asked once for each of its answers"),
    "text": _("The words of %(what)s, which quote its answer"),
}
LONGEST_WORDS = 50


@dataclass(frozen=True)
class Ask:
    """A question before a step: which, what it costs, and what the button posts."""

    step: str
    lines: tuple[str, ...] = ()
    said: str = ""
    by: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


def called(draft: Definition, name: str) -> str:
    """A question by its number and words, a part by its title, the whole as its page is called."""
    ids = [each.id for each in draft.questions]
    if name in ids:
        number, words = num(ids.index(name) + 1), draft.questions[ids.index(name)].text
        short = words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS]}…"
        return f"{gettext('Q%(n)s', n=number)} “{short}”"
    if name in ("", WHOLE):
        return str(gettext("Start and end"))
    titles = {section.id: f"“{section.title}”" for section in draft.sections}
    return titles.get(name, name)


def use_words(draft: Definition, use: Use) -> str:
    """Where a question is looked at, in words."""
    what = use.owner if use.what in {"value", "quota"} else called(draft, use.owner)
    return str(_LOOKS[use.what]) % {"what": what}


def step_words(step: DraftStep, draft: Definition, me: str) -> str:
    """What was done, to what, and by whom where it was somebody else."""
    names = {*order_of(draft), WHOLE}
    known = draft if step.about in names else read_plain(step.before, is_kept=True)
    what = str(_DONE.get(step.what, ""))
    what = f"{what} ({called(known, step.about)})" if step.about else what
    if not is_others(step, me):
        return what
    return str(gettext("%(what)s, by %(name)s", what=what, name=step.by))


def is_others(step: DraftStep, me: str) -> bool:
    """Say whether a colleague took the step."""
    return step.by not in ("", me)


def needs_asking(step: DraftStep, me: str) -> bool:
    """Say whether the step is a colleague's, or another than the page showed; not twice."""
    if request.form.get("sure") == str(step.id):
        return False
    return is_others(step, me) or request.form.get("step", str(step.id)) != str(step.id)


def ask_of(draft: Definition, name: str, steps: Steps, words: Starters) -> Ask | None:
    """What the page asks before a step that its address names."""
    wish = request.args.get("ask", "")
    if wish in {"undo", "redo"} and (step := steps.back if wish == "undo" else steps.again):
        own = {"sure": str(step.id), "here": name}
        return Ask(wish, said=step_words(step, draft, ""), by=step.by, extra=own)
    question = draft.question(name)
    if question and wish == "remove":
        return Ask(wish, tuple(use_words(draft, each) for each in uses(draft, name)))
    if question and wish == "type" and (kind := request.args.get("kind", "")) in QUESTION_TYPES:
        lines = retype_costs(draft, question, kind, words)
        return Ask(wish, tuple(lines), extra={"kind": kind})
    return None


def retype_costs(draft: Definition, question: Question, kind: str, words: Starters) -> list[str]:
    """What another type takes away, and what looks at it."""
    found = losses(draft, question, kind, words)
    lines = [_loss_words(each, question) for each in found]
    if {each.name for each in found} & {"choices", "rows"}:
        lines += [use_words(draft, each) for each in uses(draft, question.id)]
    return lines


def _loss_words(loss: Loss, question: Question) -> str:
    held = loss.held
    if loss.name in {"choices", "rows"}:
        held = [each.text for each in held]
    return f"{field_name(loss.name, question)}: {shown_value(held)}"
