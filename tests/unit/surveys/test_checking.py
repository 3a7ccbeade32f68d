"""What is wrong with a questionnaire's logic, found before anyone is asked."""

from dataclasses import replace

import pytest
from hypothesis import given

from surveys.checking.reach import problems_of_reach
from surveys.checking.wording import advice
from surveys.definition import Quota, Section
from surveys.problems import problems
from surveys.question_types import Check, Question, kind
from surveys.rules import Rule
from surveys.simulating import simulate
from surveys.walking.guesses import guesses
from tests.unit.surveys import definitions as d
from tests.unit.surveys import winding
from tests.unit.surveys.scored import SCORED
from tests.unit.surveys.test_question_types import ALL

TWO = replace(d.YEARS, id="two")


def rule(text):
    return Rule.from_text(text)


def checked(text, say="Mind this."):
    return replace(TWO, checks=(Check(rule(text), say),))


def sections(*parts, **properties):
    return replace(d.questionnaire(d.NPS), sections=parts, **properties)


def sentences(definition):
    return [str(problem) for problem in problems(definition)]


def test_what_is_right_is_left_alone():
    definition = replace(
        d.LOOPED,
        sections=(
            *d.LOOPED.sections,
            Section("more", "Again", (d.goes_to(d.NPS, ("nps > 8", "left")), checked("two > years"),
                                      d.LEFT), show_if=rule("mean_fit > 3 or fit@tax > 2")),
        ),
        quotas=(Quota("critics", rule("nps <= 6"), 5),),
    )  # fmt: skip
    assert sentences(definition) == []


A, B = Section("a", "A", (d.NPS,), order="random"), Section("b", "B", (d.YEARS,), order="random")
FLAWS = {
    "order": (d.questionnaire(replace(d.LEFT, order="z-a")), "left order: “z-a” is not an order"),
    "nothing to shuffle": (
        d.questionnaire(replace(d.NPS, order="random")), "nps order: There is nothing to put in",
    ),
    "jump to nowhere": (
        d.questionnaire(d.goes_to(d.NPS, ("nps > 8", "nobody"))),
        "nps go_to 1: There is no question “nobody” to go on with",
    ),
    "jump back": (
        d.questionnaire(d.YEARS, d.goes_to(d.NPS, ("nps > 8", "years"))),
        "nps go_to 1: “years” does not come after this question",
    ),
    "jump by a later answer": (
        d.questionnaire(d.goes_to(d.NPS, ("years > 8", "end")), d.YEARS),
        "nps go_to 1: The rule looks at “years”, which is asked only later",
    ),
    "jump out of a random section": (
        sections(replace(A, questions=(d.goes_to(d.NPS, ("nps > 8", "years")),)), B),
        "nps go_to 1: Out of or into a section of random order",
    ),
    "random and before": (
        sections(A, replace(B, questions=(d.shown_if(d.YEARS, "nps > 1"),))),
        "years show_if: “nps” may come after this one",
    ),
    "section by its own": (
        sections(Section("a", "A", (d.NPS,), show_if=rule("nps > 1"))),
        "a show_if: The rule looks at “nps”, which is asked only later",
    ),
    "no driver": (
        sections(Section("a", "A", (d.NPS,), loop="nobody")),
        "a loop: There is no earlier question “nobody” to repeat",
    ),
    "later driver": (
        sections(Section("a", "A", (d.NPS,), loop="found"), Section("b", "B", (d.FOUND,))),
        "a loop: There is no earlier question “found” to repeat",
    ),
    "driver of another kind": (
        sections(Section("a", "A", (d.YEARS,)), Section("b", "B", (d.NPS,), loop="years")),
        "b loop: “years” can't be gone through item by item",
    ),
    "loop in a loop": (
        replace(d.LOOPED, sections=(
            *d.LOOPED.sections[:1],
            replace(d.LOOPED.sections[1], questions=(d.FOUND,)),
            Section("b", "B", (d.NPS,), loop="found"))),
        "b loop: A repetition can't hang on a question that is repeated itself",
    ),
    "endless list": (
        replace(d.LOOPED, sections=(
            d.LOOPED.sections[0], replace(d.LOOPED.sections[2], loop_limit=99_999))),
        "persons loop: A list of names is gone through at most 20 times",
    ),
    "stray limit": (
        sections(Section("a", "A", (d.NPS,), loop_limit=3)), "“loop_limit” means nothing without",
    ),
    "long ids": (
        replace(d.LOOPED, sections=(
            d.LOOPED.sections[0],
            replace(d.LOOPED.sections[2], questions=(replace(d.YEARS, id="x" * 60),)),
            replace(d.LOOPED.sections[1], questions=(replace(d.YEARS, id="y" * 78),)))),
        "are too long together: 80 characters are the limit",
    ),
    "item that never comes": (
        replace(d.LOOPED, sections=(*d.LOOPED.sections, Section("z", "Z", (
            d.shown_if(d.LEFT, "fit@none > 2"),)))),
        "left show_if: “fit” is never asked for the item “none”",
    ),
    "value of nobody": (
        replace(d.questionnaire(d.NPS), values=(d.value("v", "nobody + 1"),)),
        "values v: There is no question “nobody”",
    ),
    "value on itself": (
        replace(d.questionnaire(d.NPS), values=(d.value("v", "w + 1"), d.value("w", "v * nps"))),
        "values v: The value “v” stands on itself",
    ),
    "value of later": (
        d.questionnaire(d.shown_if(d.NPS, "v > 1"), d.YEARS, values=(d.value("v", "years"),)),
        "nps show_if: The rule looks at “years”, which is asked only later",
    ),
    "value named as a question": (
        replace(d.questionnaire(d.NPS), values=(d.value("nps", "1"),)), "“nps” stands 2 times",
    ),
    "name in use": (
        replace(d.questionnaire(replace(d.NPS, id="value")), values=(d.value("v", "value"),)),
        "The id “value” has a meaning of its own",
    ),
    "quota over nobody": (
        replace(d.questionnaire(d.NPS), quotas=(Quota("few", rule("nobody > 1"), 5),)),
        "quotas few: There is no question “nobody”",
    ),
    "unknown place": (
        d.questionnaire(replace(d.NPS, text="About {nobody}?")),
        "has a place for “nobody”, which is no",
    ),
    "later place": (
        d.questionnaire(replace(d.NPS, text="{years}?"), d.YEARS),
        "has a place for “years”, which is as",
    ),
    "item outside": (
        d.questionnaire(replace(d.NPS, text="{item}?")), "has a place for “item”, which",
    ),
    "places in translation": (
        replace(d.questionnaire(d.YEARS, replace(d.NPS, text="{years}?")),
                translations={"th": {"title": "ท", "main.title": "ท", "years.text": "ท",
                                     "nps.text": "ท {year}"}}),
        "nps nps.text (th): The translation must have the same places as the text: {years}",
    ),
    "untranslated check": (
        replace(d.questionnaire(d.YEARS, checked("two > years")),
                translations={"th": {"title": "ท", "main.title": "ท", "years.text": "ท",
                                     "two.text": "ท"}}),
        "two two.check.1 (th): The translation is missing",
    ),
    "never met": (
        d.questionnaire(d.YEARS, checked("two > 9 and two < 3")),
        "two checks 1: No answers can ever meet this check",
    ),
    "contradiction": (
        d.questionnaire(d.LEFT, d.shown_if(d.WHY, 'left == "price" and left != "price"')),
        "why: Nobody can reach this question",
    ),
    "jumped over": (
        d.questionnaire(d.goes_to(d.YEARS, ("answered(years) or not answered(years)", "nps")),
                        d.WHY, d.NPS),
        "why: Nobody can reach this question",
    ),
    "contradiction over two": (
        d.questionnaire(d.FOUND, d.shown_if(d.LEFT, '"peer" in found'),
                        d.shown_if(d.WHY, 'left == "price" and not "peer" in found')),
        "why: Nobody can reach this question",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FLAWS)
def test_each_flaw_is_placed_and_said(name):
    definition, sentence = FLAWS[name]
    assert any(sentence in each for each in sentences(definition)), sentences(definition)


def test_what_can_hardly_be_reached_is_not_called_unreachable():
    needle = d.shown_if(d.WHY, 'years == 37 and found == 3 or years == 41 and left == "price"')
    assert list(problems_of_reach(d.questionnaire(d.YEARS, d.LEFT, d.FOUND, needle))) == []
    sums = d.shown_if(d.WHY, "years * 7 == 301 and two - years == 1")
    assert list(problems_of_reach(d.questionnaire(d.YEARS, TWO, sums))) == []


def advised(text, kind="nps", **properties):
    definition = d.questionnaire(Question("q", kind, text), **properties)
    return [str(each) for each in advice(definition)]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("How fast and friendly are we?", "“and” may ask two things at once"),
        ("Don't you find us fast?", "“don't you” leads to an answer"),
        ("How do you rate “Audit and tax”?", None),
        ("How fast are we?", None),
    ],
)
def test_wording_is_advised_on(text, part):
    found = advised(text)
    assert [part in each for each in found] == ([True] if part else [])


def test_several_answers_may_join_two_things():
    assert advised("What went well and what did not?", "long_text") == []


def test_translations_are_advised_on_too():
    words = {"fa": {"q.text": "سریع و مهربان هستیم؟"}}
    assert "q text (fa): “و” may ask" in advised("Fast?", translations=words)[0]


def test_advice_is_no_problem():
    assert sentences(d.questionnaire(replace(d.NPS, text="Fast and friendly?"))) == []


def test_simulated_people_are_the_same_for_the_same_seed():
    assert simulate(d.LOOPED, 40, 1) == simulate(d.LOOPED, 40, 1)
    assert simulate(d.LOOPED, 40, 1) != simulate(d.LOOPED, 40, 2)


def test_simulated_people_tell_what_nobody_reaches_and_how_long_it_takes():
    needle = d.shown_if(d.WHY, 'left == "price" and left == "other"')
    found = simulate(d.questionnaire(d.NPS, d.LEFT, needle, segments=("lost",)), 50)
    assert [each.id for each in found.never] == ["why"]
    assert found.asked == {"nps": 50, "left": 50}
    assert found.minutes == {1: 50}
    assert found.minutes_of(0.9) == 1


def test_simulated_people_come_everywhere_they_can():
    assert simulate(d.LOOPED, 60).never == ()


@given(winding.definitions())
def test_any_questionnaire_can_be_checked_and_walked(definition):
    assert isinstance(problems(definition), list)
    assert simulate(definition, 3).people == 3


def test_a_rule_may_name_the_last_day_there_is():
    late = d.shown_if(d.YEARS, 'day <= "9999-12-31" and day > "0001-01-01"')
    assert problems(d.questionnaire(d.DAY, late)) == []


def test_a_question_may_hang_on_a_file():
    proof = Question("proof", "file", "Your contract", accepts=("sheet",))
    definition = d.questionnaire(proof, d.shown_if(d.WHY, "answered(proof)"))
    assert list(problems_of_reach(definition)) == []
    assert simulate(definition, 20).never == ()


@pytest.mark.parametrize("question", [*ALL, *SCORED], ids=lambda question: question.id)
def test_what_is_tried_could_have_been_answered(question):
    tried = [each for each in guesses(question, {}) if each is not None]
    assert tried or question.type == "information"
    for answer in tried:
        own = kind(question)
        assert own.validate(question, answer) == []
        assert set(own.export(question, answer)) <= set(own.columns(question))
