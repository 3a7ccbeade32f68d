"""Where a questionnaire looks at a question."""

from dataclasses import replace

from surveys.checking.uses import Use, uses
from surveys.definition import Quota
from surveys.rules import Rule
from tests.unit.surveys.definitions import LOOPED, NPS, WHY, goes_to, questionnaire, shown_if, value


def test_every_place_that_looks_at_a_question_is_named_once():
    why = shown_if(replace(WHY, text="Why {nps|that}?", hint="You gave {nps}."), "nps <= 6")
    whole = replace(
        questionnaire(goes_to(NPS, ("nps > 8", "end")), goes_to(why, ("answered(why)", "end"))),
        values=(value("twice", "nps * 2"),),
        quotas=(Quota("many", Rule.from_text("nps > 8"), 5),),
        thanks="{nps}",
    )
    assert uses(whole, "nps") == [
        Use("condition", "why"),
        Use("value", "twice"),
        Use("quota", "many"),
        Use("text"),
        Use("text", "why"),
    ]
    assert uses(whole, "why") == []
    assert Use("loop", "persons") in uses(LOOPED, "people")
