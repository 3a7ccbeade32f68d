"""The builder: questions added, worded, moved, taken away and brought back, with plain forms."""

from dataclasses import replace

import pytest

from surveys.building import editing
from surveys.question_types import QUESTION_TYPES, Choice
from surveys.services import designing
from surveys.services.drafts import Step
from tests.support.pages import follow, read_page, text_of

URL = "/studies/survey/questionnaires/"
BUILD = f"{URL}survey1/builder/"


@pytest.fixture
def begun(researcher, study):
    """A questionnaire begun from nothing."""
    data = {"title": "Our own", "segments": ["current", "lost"]}
    return follow(researcher, follow(researcher, researcher.post(f"{URL}new", data=data)))


@pytest.fixture
def draft(session, study):
    def read():
        session.expire_all()
        return designing.draft_of(designing.find(session, study, "survey1"))

    return read


def add(researcher, kind, after=""):
    return follow(researcher, researcher.post(f"{BUILD}add", data={"kind": kind, "after": after}))


def fields(page):
    """What the form of the page would post."""
    form = next(each for each in read_page(page).iter("form") if each.get("id") == "words")
    posted = {}
    for each in form.iter():
        name = each.get("name")
        if not name or each.tag == "button" or (each.get("type") == "checkbox"):
            if each.get("checked") is not None:
                posted.setdefault(name, []).append(each.get("value"))
            continue
        if each.tag == "textarea":
            posted[name] = "".join(each.itertext())
        elif each.tag == "select":
            chosen = [o for o in each.iter("option") if o.get("selected") is not None]
            posted[name] = (chosen or list(each.iter("option")))[0].get("value")
        else:
            posted[name] = each.get("value") or ""
    return posted


def save(researcher, name, page, **changed):
    data = fields(page) | {key.replace("__", "."): value for key, value in changed.items()}
    return researcher.post(f"{BUILD}edit/{name}?language=th", data=data)


def test_a_questionnaire_is_begun_with_one_part(begun, draft):
    assert "Add its first question" in text_of(read_page(begun))
    assert draft().title == "Our own"
    assert draft().segments == ("current", "lost")


def test_beginning_without_a_title_says_what_is_missing(researcher, study):
    page = researcher.post(f"{URL}new", data={"segments": ["current"]})
    assert page.status_code == 422
    assert "Write a title." in text_of(read_page(page))


def test_what_shows_nothing_is_no_title_and_no_question(researcher, begun, draft):
    page = researcher.post(f"{URL}new", data={"title": "\u200b\u2060", "segments": ["current"]})
    assert (page.status_code, "Write a title." in text_of(read_page(page))) == (422, True)
    page = add(researcher, "nps")
    assert save(researcher, "q1", page, text__source="\u200b").status_code == 422
    save(researcher, "q1", page, text__source="How\x07 many\x0bof\x01 us?")
    assert draft().question("q1").text == "How many\nof us?"


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_every_type_can_be_added_and_its_page_is_sound(researcher, begun, draft, kind):
    page = add(researcher, kind)
    assert read_page(page) is not None
    assert [each.type for each in draft().questions] == [kind]
    if kind not in {"touchpoint", "picture"}:  # stages and pictures only a person can give
        [question] = draft().questions
        assert list(QUESTION_TYPES[kind].flaws(question)) == []
    assert follow(researcher, save(researcher, "q1", page, text__source="What now?"))
    assert draft().question("q1").text == "What now?"


def test_a_question_goes_behind_the_one_that_is_open(researcher, begun, draft):
    add(researcher, "nps")
    add(researcher, "long_text")
    add(researcher, "single", after="q1")
    assert [each.id for each in draft().questions] == ["q1", "q3", "q2"]


def test_words_are_saved_in_both_languages(researcher, begun, draft):
    add(researcher, "nps")
    page = researcher.get(f"{BUILD}edit/q1?language=th")
    save(researcher, "q1", page, text__source="Recommend?", text__target="แนะนำไหม")
    assert draft().question("q1").text == "Recommend?"
    assert draft().translations["th"]["q1.text"] == "แนะนำไหม"


def test_an_option_is_added_worded_moved_and_taken_away(researcher, begun, draft):
    add(researcher, "single")
    for line in ("choices:0:add", "choices:2:up", "choices:0:remove"):
        page = researcher.get(f"{BUILD}edit/q1?language=th")
        save(researcher, "q1", page, line=line)
    assert [each.id for each in draft().question("q1").choices] == ["o3", "o2"]
    page = researcher.get(f"{BUILD}edit/q1?language=th")
    save(researcher, "q1", page, choices__0__source="Price", choices__0__other="1")
    assert draft().question("q1").choices[0].text == "Price"
    assert draft().question("q1").choices[0].other


def test_translations_of_points_move_with_them(researcher, begun, draft):
    add(researcher, "rating")
    page = researcher.get(f"{BUILD}edit/q1?language=th")
    save(researcher, "q1", page, scale__0__target="แย่", line="scale:0:down")
    assert draft().translations["th"]["q1.scale.2"] == "แย่"
    assert "q1.scale.1" not in draft().translations["th"]


def test_a_wrong_number_keeps_what_was_written(researcher, begun, draft):
    page = add(researcher, "number")
    answer = save(researcher, "q1", page, minimum="many", text__source="How many?")
    assert answer.status_code == 422
    assert "Enter a number" in text_of(read_page(answer))
    assert fields(answer)["text.source"] == "How many?"
    assert draft().question("q1").text == "New question"


def test_a_question_without_words_is_refused(researcher, begun, draft):
    page = add(researcher, "nps")
    assert save(researcher, "q1", page, text__source=" ").status_code == 422
    assert draft().question("q1").text == "New question"


def test_two_people_never_overwrite_each_other(researcher, begun, draft):
    page = add(researcher, "nps")
    save(researcher, "q1", page, text__source="Mine?")
    answer = save(researcher, "q1", page, text__source="Theirs?")
    assert answer.status_code == 409
    text = text_of(read_page(answer))
    assert "Somebody changed this meanwhile" in text
    assert "Stored now: Mine?" in text
    assert "Yours: Theirs?" in text
    assert fields(answer)["text.source"] == "Theirs?"
    assert save(researcher, "q1", answer).status_code == 409
    assert draft().question("q1").text == "Mine?"
    save(researcher, "q1", answer, **choices(answer, "ours"))
    assert draft().question("q1").text == "Theirs?"


def choices(page, whose):
    """The fields that keep one's own or the stored version of everything both have changed."""
    radios = [each for each in read_page(page).iter("input") if each.get("type") == "radio"]
    found = {each.get("name"): each.get("value") for each in radios}
    return {name: f"{whose}:{value.partition(':')[2]}" for name, value in found.items()}


@pytest.fixture
def ann(session, study):
    """A colleague who changes question q1, or the draft, behind one's back."""

    def change(make=None, **given):
        session.expire_all()
        questionnaire = designing.find(session, study, "survey1")
        draft = designing.draft_of(questionnaire)
        make = make or (lambda one: editing.changed(one, replace(one.question("q1"), **given)))
        designing.edit(session, questionnaire, make(draft), Step("words", "q1", "Ann"))
        session.commit()

    return change


def test_what_two_people_change_in_different_fields_is_both_kept(researcher, begun, draft, ann):
    page = add(researcher, "single")
    more = (*draft().question("q1").choices[1:], Choice("o9", "Another"))
    ann(hint="As you like.", choices=more)
    answer = save(
        researcher, "q1", page, text__source="Which?", text__target="ไหน", choices__1__source="Two"
    )  # fmt: skip
    told = text_of(read_page(follow(researcher, answer)))
    assert "Ann changed this meanwhile: Hint, Option 1. That and yours are both kept." in told
    question = draft().question("q1")
    assert (question.text, question.hint) == ("Which?", "As you like.")
    assert [(each.id, each.text) for each in question.choices] == [("o2", "Two"), ("o9", "Another")]
    assert draft().translations["th"]["q1.text"] == "ไหน"


def test_only_what_both_have_changed_is_asked_about_and_nothing_is_lost(
    researcher, begun, draft, ann
):
    page = add(researcher, "single")
    less = draft().question("q1").choices[1:]
    ann(text="Hers?", hint="Her hint.", choices=less, required=True)
    mine = {"text__source": "Mine?", "choices__0__source": "My option", "stage": "usage"}
    answer = save(researcher, "q1", page, **mine)
    assert answer.status_code == 409
    told = text_of(read_page(answer))
    assert "Ann changed this meanwhile." in told
    assert "Question Stored now: Hers? Yours: Mine?" in told
    assert "Stored now: Nothing Yours: My option" in told
    assert fields(answer)["hint.source"] == "Her hint."
    chosen = choices(answer, "ours") | {"keep:text": choices(answer, "theirs")["keep:text"]}
    save(researcher, "q1", answer, **chosen)
    question = draft().question("q1")
    assert (question.text, question.hint, question.required) == ("Hers?", "Her hint.", True)
    assert (question.stage, [each.id for each in question.choices]) == ("usage", ["o2", "o1"])
    assert question.choices[1].text == "My option"


def test_a_choice_holds_for_what_was_stored_when_it_was_made(researcher, begun, draft, ann):
    page = add(researcher, "nps")
    ann(text="Hers?")
    answer = save(researcher, "q1", page, text__source="Mine?")
    ann(text="Hers, again?")
    again = save(researcher, "q1", answer, **choices(answer, "ours"))
    assert (again.status_code, "Hers, again?" in text_of(read_page(again))) == (409, True)
    assert draft().question("q1").text == "Hers, again?"


def test_parts_and_the_start_are_put_together_as_well(researcher, begun, draft, ann):
    add(researcher, "nps")
    part = researcher.get(f"{BUILD}edit/part1?language=th")
    start = researcher.get(f"{BUILD}edit/intro?language=th")
    ann(lambda one: replace(one, thanks="Hers", sections=(replace(one.sections[0], title="Hers"),)))
    save(researcher, "part1", part, title__target="ภาพรวม")
    save(researcher, "intro", start, intro__source="Mine")
    assert (draft().sections[0].title, draft().thanks, draft().intro) == ("Hers", "Hers", "Mine")
    assert draft().translations["th"]["part1.title"] == "ภาพรวม"
    late = save(researcher, "part1", part, title__source="Mine")
    assert (late.status_code, "Title Stored now: Hers" in text_of(read_page(late))) == (409, True)


def test_saves_of_different_fields_are_steps_of_their_own(researcher, begun, draft):
    page = add(researcher, "nps")
    save(researcher, "q1", page, text__source="How?")
    page = researcher.get(f"{BUILD}edit/q1?language=th")
    save(researcher, "q1", page, hint__source="So")
    page = researcher.get(f"{BUILD}edit/q1?language=th")
    save(researcher, "q1", page, hint__source="So or so")
    researcher.post(f"{BUILD}undo")
    assert (draft().question("q1").text, draft().question("q1").hint) == ("How?", "")


def test_two_people_may_edit_two_questions(researcher, begun, draft):
    one, other = add(researcher, "nps"), add(researcher, "long_text")
    save(researcher, "q1", one, text__source="One?")
    assert save(researcher, "q2", other, text__source="Two?").status_code == 303
    assert [each.text for each in draft().questions] == ["One?", "Two?"]


def test_every_step_is_taken_back_and_done_again(researcher, begun, draft):
    add(researcher, "nps")
    add(researcher, "long_text")
    base = fields(researcher.get(f"{BUILD}edit/q1"))["base"]
    researcher.post(f"{BUILD}edit/q1/remove", data={"base": base})
    assert [each.id for each in draft().questions] == ["q2"]
    researcher.post(f"{BUILD}undo")
    assert [each.id for each in draft().questions] == ["q1", "q2"]
    researcher.post(f"{BUILD}undo")
    assert [each.id for each in draft().questions] == ["q1"]
    researcher.post(f"{BUILD}redo")
    researcher.post(f"{BUILD}redo")
    assert [each.id for each in draft().questions] == ["q2"]


def test_taking_back_where_there_is_nothing_says_so(researcher, begun):
    page = follow(researcher, researcher.post(f"{BUILD}undo"))
    assert "There is no change to take back." in text_of(read_page(page))


def test_questions_are_moved_from_part_to_part(researcher, begun, draft):
    add(researcher, "nps")
    add(researcher, "part")
    researcher.post(f"{BUILD}edit/q1/move", data={"way": "down"})
    assert [len(each.questions) for each in draft().sections] == [0, 1]
    keys = ["part1", "q1", "part2"]
    researcher.post(f"{BUILD}edit/q1/order", data={"key": keys})
    assert [len(each.questions) for each in draft().sections] == [1, 0]


def test_an_order_that_leaves_something_out_is_refused(researcher, begun, draft):
    add(researcher, "nps")
    page = researcher.post(f"{BUILD}edit/q1/order", data={"key": ["part1"]})
    assert "The order is not saved" in text_of(read_page(follow(researcher, page)))
    assert len(draft().questions) == 1


def test_a_part_with_questions_is_not_taken_away(researcher, begun, draft):
    add(researcher, "nps")
    base = fields(researcher.get(f"{BUILD}edit/part1"))["base"]
    page = follow(researcher, researcher.post(f"{BUILD}edit/part1/remove", data={"base": base}))
    assert "move them to another part first" in text_of(read_page(page))


def test_a_part_is_renamed(researcher, begun, draft):
    page = researcher.get(f"{BUILD}edit/part1?language=th")
    save(researcher, "part1", page, title__source="Overall", title__target="ภาพรวม")
    assert draft().sections[0].title == "Overall"
    assert draft().translations["th"]["part1.title"] == "ภาพรวม"


def test_the_first_and_last_page_are_worded_in_both_languages(researcher, begun, draft):
    page = researcher.get(f"{BUILD}edit/intro?language=th")
    save(researcher, "intro", page, thanks__source="Thank you", thanks__target="ขอบคุณ")
    assert draft().thanks == "Thank you"
    assert draft().translations["th"]["thanks"] == "ขอบคุณ"
    assert draft().segments == ("current", "lost")


def test_a_questionnaire_asks_somebody(researcher, begun, draft):
    page = researcher.get(f"{BUILD}edit/intro?language=th")
    answer = save(researcher, "intro", page, segments=[])
    assert (answer.status_code, "Choose whom it asks." in answer.text) == (422, True)


def test_a_condition_is_a_sentence(researcher, begun, draft):
    add(researcher, "nps")
    add(researcher, "long_text")
    page = researcher.get(f"{BUILD}edit/q2?look=q1")
    data = {"base": fields(page)["base"], "look": "q1", "operator": "at_most", "value": "6"}
    page = follow(researcher, researcher.post(f"{BUILD}edit/q2/condition", data=data))
    assert draft().question("q2").show_if.text == "q1 <= 6"
    assert "Ask it only if Q1 “New question” is at most 6" in text_of(read_page(page))
    gone = {"base": fields(page)["base"], "gone": "0"}
    researcher.post(f"{BUILD}edit/q2/condition", data=gone)
    assert draft().question("q2").show_if is None


def test_two_conditions_are_joined_by_and_or_by_or(researcher, begun, draft):
    add(researcher, "nps")
    add(researcher, "single")
    add(researcher, "long_text")
    for look, operator, value in (("q1", "at_most", "6"), ("q2", "is", "o1")):
        base = fields(researcher.get(f"{BUILD}edit/q3"))["base"]
        data = {"base": base, "look": look, "operator": operator, "value": value}
        researcher.post(f"{BUILD}edit/q3/condition", data=data)
    assert draft().question("q3").show_if.text == 'q1 <= 6 and q2 == "o1"'
    base = fields(researcher.get(f"{BUILD}edit/q3"))["base"]
    researcher.post(f"{BUILD}edit/q3/condition", data={"base": base, "joiner": "or"})
    assert draft().question("q3").show_if.text == 'q1 <= 6 or q2 == "o1"'


def test_going_on_and_checks_are_lines_of_rules(researcher, begun, draft):
    for kind in ("number", "number", "long_text"):
        add(researcher, kind)
    page = researcher.get(f"{BUILD}edit/q2?language=th")
    save(
        researcher, "q2", page,
        go_to__0__when="q2 > 9", go_to__0__to="end",
        checks__0__when="q2 <= q1", checks__0__source="Not more than before",
        checks__0__target="ไม่มากกว่าเดิม",
    )  # fmt: skip
    question = draft().question("q2")
    assert [(jump.when.text, jump.to) for jump in question.go_to] == [("q2 > 9", "end")]
    assert [(each.when.text, each.say) for each in question.checks] == [
        ("q2 <= q1", "Not more than before")
    ]
    assert draft().translations["th"]["q2.check.1"] == "ไม่มากกว่าเดิม"
    page = researcher.get(f"{BUILD}edit/q2?language=th")
    save(researcher, "q2", page, go_to__0__when="", checks__0__when="")
    assert not draft().question("q2").go_to
    assert not draft().question("q2").checks


def test_a_rule_that_cannot_be_read_is_shown_again_with_its_place(researcher, begun, draft):
    page = add(researcher, "number")
    answer = save(researcher, "q1", page, show_if="q0 <", text__source="Kept?")
    assert answer.status_code == 422
    assert "can't be read at character" in text_of(read_page(answer))
    assert fields(answer)["text.source"] == "Kept?"


def test_a_part_is_asked_once_for_each_choice(researcher, begun, draft):
    add(researcher, "multiple")
    add(researcher, "part")
    page = researcher.get(f"{BUILD}edit/part2?language=th")
    save(researcher, "part2", page, loop="q1", loop_limit="2", order="1", show_if="answered(q1)")
    part = draft().sections[1]
    assert (part.loop, part.loop_limit, part.order) == ("q1", 2, "random")
    assert part.show_if.text == "answered(q1)"


def test_values_and_quotas_are_lines_of_the_whole(researcher, begun, draft):
    add(researcher, "number")
    page = researcher.get(f"{BUILD}edit/intro?language=th")
    save(
        researcher, "intro", page, values__0__id="twice", values__0__value="q1 * 2",
        quotas__0__id="many", quotas__0__when="twice > 8", quotas__0__limit="20",
    )  # fmt: skip
    assert [(each.id, each.value.text) for each in draft().values] == [("twice", "q1 * 2")]
    assert [(each.id, each.limit) for each in draft().quotas] == [("many", 20)]
    page = researcher.get(f"{BUILD}edit/intro?language=th")
    answer = save(researcher, "intro", page, quotas__0__limit="")
    assert "A quota needs a rule and a limit" in text_of(read_page(answer))


def test_options_count_as_numbers_and_come_in_a_random_order(researcher, begun, draft):
    page = add(researcher, "single")
    save(researcher, "q1", page, choices__0__score="2.5", order="1")
    assert draft().question("q1").choices[0].score == 2.5
    assert draft().question("q1").order == "random"


def test_a_condition_without_a_value_says_so(researcher, begun, draft):
    add(researcher, "nps")
    add(researcher, "long_text")
    base = fields(researcher.get(f"{BUILD}edit/q2"))["base"]
    data = {"base": base, "look": "q1", "operator": "at_most", "value": ""}
    page = follow(researcher, researcher.post(f"{BUILD}edit/q2/condition", data=data))
    assert "enter a number" in text_of(read_page(page))
    assert draft().question("q2").show_if is None


def test_another_type_keeps_the_words_and_drops_what_means_nothing(researcher, begun, draft):
    page = add(researcher, "single")
    save(researcher, "q1", page, text__source="Which?")
    base = fields(researcher.get(f"{BUILD}edit/q1"))["base"]
    researcher.post(f"{BUILD}edit/q1/type", data={"base": base, "kind": "long_text"})
    question = draft().question("q1")
    assert (question.type, question.text, question.choices) == ("long_text", "Which?", ())


@pytest.mark.parametrize(
    ("kind", "other"), [("single", "multiple"), ("multiple", "dropdown"), ("dropdown", "single")]
)
def test_types_that_share_options_are_exchanged_at_once(researcher, begun, draft, kind, other):
    page = add(researcher, kind)
    save(researcher, "q1", page, choices__0__source="Price", choices__0__target="ราคา")
    base = fields(researcher.get(f"{BUILD}edit/q1"))["base"]
    done = researcher.post(f"{BUILD}edit/q1/type", data={"base": base, "kind": other})
    assert done.headers["Location"].endswith("/edit/q1#kind")
    assert [each.text for each in draft().question("q1").choices] == ["Price", "Option 2"]
    assert draft().translations["th"]["q1.o1"] == "ราคา"


def test_what_another_type_takes_away_is_told_first(researcher, begun, draft):
    page = add(researcher, "single")
    add(researcher, "nps")
    save(researcher, "q1", page, choices__0__source="Price")
    save(researcher, "q2", researcher.get(f"{BUILD}edit/q2"), show_if='q1 == "o1"')
    page = researcher.get(f"{BUILD}edit/q1")
    form = next(
        e for e in read_page(page).iter("form") if (e.get("action") or "").endswith("/type")
    )
    assert form.get("data-auto") is None
    data = {"base": fields(page)["base"], "kind": "long_text"}
    asked = text_of(
        read_page(follow(researcher, researcher.post(f"{BUILD}edit/q1/type", data=data)))
    )
    assert "Change the type to “Long text”? This goes" in asked
    assert "Option: Price; Option 2" in asked
    assert "The condition of Q2 “New question”" in asked
    assert draft().question("q1").type == "single"
    researcher.post(f"{BUILD}edit/q1/type", data=data | {"sure": "1"})
    assert draft().question("q1").type == "long_text"


def test_taking_back_says_what_and_whose_and_asks_before_a_colleague_s(
    researcher, begun, draft, ann
):
    page = add(researcher, "nps")
    save(researcher, "q1", page, text__source="Mine?")
    told = read_page(researcher.get(f"{BUILD}edit/q1"))
    button = next(e for e in told.iter("button") if (e.get("title") or "").startswith("Undo"))
    assert button.get("title") == "Undo: changing a question (Q1 “Mine?”)"
    seen = next(e.get("value") for e in told.iter("input") if e.get("name") == "step")
    ann(text="Hers?")
    page = researcher.get(f"{BUILD}edit/q1")
    assert "Undo: changing a question (Q1 “Hers?”), by Ann" in page.text
    for data in ({"here": "q1", "step": seen}, {"here": "q1"}):
        asked = follow(researcher, researcher.post(f"{BUILD}undo", data=data))
        assert "Take back what Ann did?" in text_of(read_page(asked))
        assert draft().question("q1").text == "Hers?"
    sure = next(e.get("value") for e in read_page(asked).iter("input") if e.get("name") == "sure")
    done = follow(researcher, researcher.post(f"{BUILD}undo", data={"here": "q1", "sure": sure}))
    assert "Taken back: changing a question (Q1 “Hers?”), by Ann." in text_of(read_page(done))
    assert draft().question("q1").text == "Mine?"


def test_what_is_not_there_leads_back_to_the_questionnaire(researcher, begun):
    left = follow(researcher, researcher.get(f"{BUILD}edit/gone"))
    assert "“gone” is not in the questionnaire" in text_of(read_page(left))
    lost = researcher.post(f"{BUILD}edit/gone")
    assert (lost.status_code, f'href="{URL}survey1/"' in lost.text) == (404, True)
    none = researcher.get(f"{URL}none/builder/")
    assert (none.status_code, f'href="{URL}"' in none.text) == (404, True)


def test_a_copy_has_an_id_and_the_translations_of_its_own(researcher, begun, draft):
    add(researcher, "nps")
    page = researcher.get(f"{BUILD}edit/q1?language=th")
    save(researcher, "q1", page, text__target="แนะนำไหม")
    researcher.post(f"{BUILD}edit/q1/copy")
    assert [each.id for each in draft().questions] == ["q1", "q1_1"]
    assert draft().translations["th"]["q1_1.text"] == "แนะนำไหม"


def test_questions_come_from_the_bank_with_their_translations(researcher, begun, draft):
    bank = f"{URL}survey1/bank/"
    assert "Question bank" in text_of(read_page(researcher.get(bank)))
    chosen = ["shipped:lost/lo_reasons", "shipped:current/cu_nps"]
    names = [each.get("value") for each in read_page(researcher.get(bank)).iter("input")]
    chosen = [each for each in names if each and each.startswith("shipped:")][:2]
    researcher.post(bank, data={"question": chosen})
    assert [each.id for each in draft().questions] == [each.split("/")[1] for each in chosen]
    assert all(draft().translations["th"].get(f"{q.id}.text") for q in draft().questions)


def test_a_published_question_taken_away_may_not_come_back(session, study, researcher):
    lost = designing.create_from_shipped(session, study, "lost")
    designing.publish(session, study, lost)
    name = designing.draft_of(lost).questions[-1].id
    session.commit()
    build = f"{URL}lost/builder/"
    base = fields(researcher.get(f"{build}edit/{name}"))["base"]
    researcher.post(f"{build}edit/{name}/remove", data={"base": base})
    session.expire_all()
    assert name in designing.draft_of(designing.find(session, study, "lost")).retired


def test_a_reader_may_not_build(reader, study):
    assert reader.get(f"{URL}survey1/builder/").status_code in {403, 404}


def test_a_text_too_long_for_a_document_is_refused_and_the_draft_still_opens(
    researcher, begun, draft
):
    page = add(researcher, "number")
    answer = save(researcher, "q1", page, text__source="w" * 4001)
    assert answer.status_code == 422
    assert "longer than 4000 characters" in text_of(read_page(answer))
    assert len(fields(answer)["text.source"]) == 4001
    assert researcher.get(f"{BUILD}edit/q1").status_code == 200
    assert draft().question("q1").text == "New question"


def test_what_was_refused_stays_in_its_field(researcher, begun, draft):
    page = add(researcher, "number")
    answer = save(researcher, "q1", page, show_if="q0 <", minimum="many", go_to__0__when="q1 >")
    posted = fields(answer)
    assert (posted["show_if"], posted["minimum"]) == ("q0 <", "many")
    assert posted["go_to.0.when"] == "q1 >"
    page = researcher.get(f"{BUILD}edit/intro")
    answer = save(researcher, "intro", page, quotas__0__id="many", quotas__0__limit="20")
    assert (fields(answer)["quotas.0.id"], fields(answer)["quotas.0.limit"]) == ("many", "20")


def test_the_builder_says_what_a_step_breaks_and_where(researcher, begun, draft):
    add(researcher, "number")
    page = add(researcher, "number", after="q1")
    save(researcher, "q2", page, show_if="q1 > 3")
    page = researcher.get(f"{BUILD}edit/q1")
    base = {"base": fields(page)["base"]}
    asked = text_of(
        read_page(follow(researcher, researcher.post(f"{BUILD}edit/q1/remove", data=base)))
    )
    assert "Take the question away? This looks at it" in asked
    assert "The condition of Q2 “New question”" in asked
    assert len(draft().questions) == 2
    done = researcher.post(f"{BUILD}edit/q1/remove", data=base | {"sure": "1"})
    assert done.headers["Location"].endswith("#at-part1")
    left = follow(researcher, done)
    assert "Taken away: Q1 “New question”. Undo brings it back." in text_of(read_page(left))
    marked = [e for e in read_page(left).iter("li") if "Something is to fix" in text_of(e)]
    assert [each.get("data-key") for each in marked] == ["q2"]
    text = text_of(read_page(researcher.get(f"{BUILD}edit/q2")))
    assert "To fix here" in text
    assert "There is no question “q1”" in text


def test_saving_words_keeps_a_target_that_may_not_be_and_a_part_asked_of_a_ranking(
    researcher, begun, draft
):
    add(researcher, "ranking")
    add(researcher, "number", after="q1")
    page = researcher.get(f"{BUILD}edit/q1")
    save(researcher, "q1", page, go_to__0__when="answered(q1)", go_to__0__to="q2")
    researcher.post(f"{BUILD}edit/q2/move", data={"way": "up"})
    save(researcher, "q1", researcher.get(f"{BUILD}edit/q1"), text__source="Rank these.")
    assert [each.to for each in draft().question("q1").go_to] == ["q2"]
    add(researcher, "part")
    save(researcher, "part2", researcher.get(f"{BUILD}edit/part2"), loop="q1")
    save(researcher, "part2", researcher.get(f"{BUILD}edit/part2"), title__source="Each of them")
    assert draft().sections[1].loop == "q1"


def test_taking_another_type_back_leads_to_the_question_and_breaks_are_marked(
    session, study, researcher, draft
):
    data = {"title": "Our own", "segments": ["current", "lost"]}
    researcher.post(f"{URL}new", data=data)
    page = add(researcher, "number")
    save(
        researcher, "q1", page, text__source="How many?", text__target="กี่", stage="usage"
    )  # fmt: skip
    page = researcher.get(f"{BUILD}edit/intro?language=th")
    save(
        researcher, "intro", page, title__target="ชื่อ",
        values__0__id="twice", values__0__value="q1 * 2",
    )  # fmt: skip
    part = researcher.get(f"{BUILD}edit/part1?language=th")
    save(researcher, "part1", part, title__target="ส่วน")
    seen = {"seen": draft().content_hash}
    assert researcher.post(f"{URL}survey1/publish", data=seen).status_code == 303
    base = fields(researcher.get(f"{BUILD}edit/q1"))["base"]
    left = researcher.post(f"{BUILD}edit/q1/type", data={"base": base, "kind": "slider"})
    assert "/edit/q1_1" in left.headers["Location"]
    whole = read_page(follow(researcher, left)).find(".//nav[@id='outline']//p")
    assert "Something is to fix here" in text_of(whole)
    back = researcher.post(f"{BUILD}undo", data={"here": "q1_1"})
    assert back.headers["Location"].partition("#")[0].endswith("/edit/q1")


def test_the_phone_shows_a_question_of_a_repeated_part(researcher, begun, draft):
    add(researcher, "multiple")
    add(researcher, "part")
    add(researcher, "number", after="part2")
    save(researcher, "part2", researcher.get(f"{BUILD}edit/part2"), loop="q1")
    save(researcher, "q2", researcher.get(f"{BUILD}edit/q2"), text__source="How well fits {item}?")
    shown = researcher.get(f"{URL}survey1/preview/q2?language=en&segment=current")
    assert shown.status_code == 200
    assert "How well fits" in text_of(read_page(shown))
    assert "Option 1" in text_of(read_page(shown))


@pytest.mark.parametrize(
    ("step", "data"),
    [("remove", {}), ("type", {"kind": "number"}), ("condition", {"gone": "0"})],
)
def test_a_step_that_comes_too_late_says_so_and_points_to_nothing_below(
    researcher, begun, draft, step, data
):
    old = data | {"base": fields(add(researcher, "nps"))["base"]}
    save(researcher, "q1", researcher.get(f"{BUILD}edit/q1"), text__source="Changed?")
    late = text_of(
        read_page(follow(researcher, researcher.post(f"{BUILD}edit/q1/{step}", data=old)))
    )
    assert "Not done: somebody changed this meanwhile." in late
    assert draft().question("q1").text == "Changed?"
    base = fields(researcher.get(f"{BUILD}edit/q1"))["base"]
    researcher.post(f"{BUILD}edit/q1/remove", data={"base": base})
    gone = text_of(
        read_page(follow(researcher, researcher.post(f"{BUILD}edit/q1/{step}", data=old)))
    )
    assert "Yours is below" not in late + gone
    assert "taken away" in gone or "no question" in gone


def test_saving_what_was_taken_away_says_how_to_get_it_back(researcher, begun):
    page = add(researcher, "nps")
    researcher.post(f"{BUILD}edit/q1/remove", data={"base": fields(page)["base"]})
    answer = save(researcher, "q1", page, text__source="Too late?")
    assert (answer.status_code, "Undo brings it back" in answer.text) == (404, True)


def test_words_that_ask_two_things_are_advised_on_and_hold_nothing_up(researcher, begun):
    page = add(researcher, "csat")
    assert "Worth another look" not in page.text
    save(researcher, "q1", page, text__source="How fast and friendly are we?")
    text = text_of(read_page(researcher.get(f"{BUILD}edit/q1")))
    assert "Worth another look “and” may ask two things at once" in text
