"""Ways on, checks, repetitions, orders, places in texts and quotas, as a respondent meets them."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from research.journey_presets import preset
from research.models.study import Study
from research.services import journeys
from surveys.definition import Definition, Quota, Section
from surveys.models.invitation import Invitation
from surveys.models.response import Answer, QuotaPlace, Response
from surveys.question_types import Check, Choice
from surveys.rules import Rule
from surveys.services import designing, exporting, inviting, tallying
from tests.factories.respondents import make_link
from tests.factories.surveys import make_contact, make_study
from tests.support.pages import read_page, text_of
from tests.unit.surveys import definitions as d

SECRET = "tests only"
THAI = {
    "title": "ท", "services.audit": "ตรวจสอบบัญชี", "services.tax": "ภาษี",
    "fit.text": "{item} เหมาะสมเพียงใด",
}  # fmt: skip
LOOPED = replace(d.LOOPED, translations={"th": THAI})
FEW = d.questionnaire(d.NPS, d.YEARS, quotas=(Quota("critics", Rule.from_text("nps <= 6"), 1),))


def begin(client, token):
    return place(client.post(f"/r/{token}/"))


def send(client, token, question, rev="0", **fields):
    values = {"rev": rev, **{name.replace("__", "."): value for name, value in fields.items()}}
    return client.post(f"/r/{token}/q/{question}", data=values)


def place(response):
    return response.headers["Location"].rpartition("/")[2]


def heading(response):
    return text_of(read_page(response).find(".//h1")).replace("\u2068", "").replace("\u2069", "")


def links(session, definition, people):
    """The tokens of several people asked the same questionnaire."""
    study = make_study(session, languages=["en", "th"])
    first = make_link(session, definition=definition, study=study)
    whole = session.scalar(select(Invitation)).questionnaire
    more = []
    for n in range(people - 1):
        contact = make_contact(session, study, f"p{n}@firm.com")
        row = Invitation(contact=contact, questionnaire=whole, token_hash="")
        session.add(row)
        session.flush()
        inviting.renew_link(row, secret=SECRET)
        more.append(inviting.personal_link(row, secret=SECRET, public_url="").split("/")[2])
    session.commit()
    return [first, *more]


def test_a_way_on_leads_past_questions_and_to_the_end(client, session):
    jumping = d.goes_to(d.NPS, ("nps >= 9", "end"), ("nps >= 7", "years"))
    token = make_link(session, definition=d.questionnaire(jumping, d.WHY, d.YEARS))
    begin(client, token)
    assert place(send(client, token, "nps", nps="8")) == "years"
    assert place(send(client, token, "nps", rev="1", nps="2")) == "why"
    assert place(send(client, token, "nps", rev="2", nps="10")) == "done"


def test_words_written_while_another_page_leads_past_them_are_kept(client, session):
    jumping = d.goes_to(d.NPS, ("nps >= 7", "years"))
    token = make_link(session, definition=d.questionnaire(jumping, d.WHY, d.YEARS))
    begin(client, token)
    send(client, token, "nps", nps="2")
    send(client, token, "nps", rev="1", nps="8")
    saved = client.post(f"/r/{token}/q/why/save", data={"rev": "0", "why": "Slow"})
    assert (saved.status_code, saved.json) == (200, {"rev": 1})
    assert place(send(client, token, "why", rev="1", why="Slow bills")) == "years"
    assert place(send(client, token, "nps", rev="2", nps="2")) == "why"
    assert "Slow bills" in client.get(f"/r/{token}/q/why").text


def test_a_check_is_told_in_the_words_of_the_questionnaire(client, session):
    check = Check(Rule.from_text("left_on >= joined"), "That is before {joined|you came}.")
    joined = replace(d.DAY, id="joined")
    left = replace(d.DAY, id="left_on", checks=(check,))
    token = make_link(session, definition=d.questionnaire(joined, left))
    begin(client, token)
    march = {"joined.day": "4", "joined.month": "3", "joined.year": "2026"}
    client.post(f"/r/{token}/q/joined", data={"rev": "0", **march})
    february = {"left_on.day": "4", "left_on.month": "2", "left_on.year": "2026"}
    page = client.post(f"/r/{token}/q/left_on", data={"rev": "0", **february})
    assert page.status_code == 422
    said = text_of(read_page(page).find(".//div[@role='alert']"))
    assert "That is before \u20684 March 2026\u2069." in said
    later = client.post(
        f"/r/{token}/q/left_on", data={"rev": "0", **february, "left_on.year": "2027"}
    )
    assert place(later) == "done"


def test_a_check_broken_by_a_later_change_is_asked_again_before_the_end(client, session):
    check = Check(Rule.from_text("two >= years"), "Two must be more.")
    two = replace(d.YEARS, id="two", checks=(check,))
    token = make_link(session, definition=d.questionnaire(d.YEARS, two, d.LEFT))
    begin(client, token)
    send(client, token, "years", years="3")
    send(client, token, "two", two="5")
    send(client, token, "years", rev="1", years="9")
    end = send(client, token, "left", left="price")
    assert place(end) == "two?check=1"
    assert "Two must be more." in client.get(end.headers["Location"]).text


def test_a_question_may_bear_the_name_of_what_a_page_sends_along(client, session):
    asked = d.questionnaire(replace(d.YEARS, id="line"), d.NPS)
    token = make_link(session, definition=asked)
    begin(client, token)
    assert place(client.post(f"/r/{token}/q/line", data={"rev": "0", "line": "35"})) == "nps"


def test_a_page_about_a_line_that_moved_meanwhile_is_answered_for_nobody_else(client, session):
    token = make_link(session, definition=LOOPED)
    begin(client, token)
    send(client, token, "people", people="Ann\nBo\nCy")
    open_page = read_page(client.get(f"/r/{token}/q/role@2"))
    line = open_page.find(".//input[@name='@line']").get("value")
    send(client, token, "people", rev="1", people="Bo\nCy")

    typed = {"rev": "0", "@line": line, "role@2": "user"}
    assert client.post(f"/r/{token}/q/role@2/save", data=typed).status_code == 409
    page = client.post(f"/r/{token}/q/role@2", data=typed)
    shown = read_page(page)
    assert (page.status_code, heading(page)) == (409, "Role of Bo?")
    assert text_of(shown.find(".//blockquote")) == "user"
    again = shown.find(".//form[@id='q']").get("action")
    assert again == f"/r/{token}/q/role@1"
    assert place(client.post(again, data={"rev": "0", "@line": line, "role@1": "user"})) == "role@2"
    assert session.scalars(select(Answer.text).where(Answer.question_id == "role@1")).all() == [
        "user"
    ]


def test_a_section_is_gone_through_for_each_option_in_words_of_each_language(client, session):
    token = make_link(session, definition=LOOPED)
    begin(client, token)
    chosen = client.post(f"/r/{token}/q/services", data={"services": ["audit", "tax"], "rev": "0"})
    assert place(chosen) == "people"
    assert place(send(client, token, "people", people="Ann <i>\nBo")) == "fit@audit"
    assert heading(client.get(f"/r/{token}/q/fit@audit")) == "How well does Audit fit?"
    assert place(send(client, token, "fit@audit", **{"fit@audit": "4"})) == "fit_why@audit"
    assert heading(client.get(f"/r/{token}/q/fit_why@audit")) == "Why only 4 for Audit?"
    client.post(f"/r/{token}/q/fit_why@audit", data={"language": "th", "rev": "0"})
    assert heading(client.get(f"/r/{token}/q/fit@tax")) == "ภาษี เหมาะสมเพียงใด"
    client.post(f"/r/{token}/q/fit@tax", data={"language": "en", "rev": "0"})
    assert place(send(client, token, "fit@tax", **{"fit@tax": "9"})) == "role@1"
    page = client.get(f"/r/{token}/q/role@1")
    assert heading(page) == "Role of Ann <i>?"
    assert "<i>" not in page.text
    assert "About \u2068Ann &lt;i&gt;\u2069" in page.text
    assert place(send(client, token, "role@1", **{"role@1": "Boss"})) == "role@2"
    assert place(send(client, token, "role@2")) == "years"
    assert place(send(client, token, "years")) == "done"


def test_results_and_exports_hold_each_repetition_and_value(client, session):
    token = make_link(session, definition=LOOPED)
    begin(client, token)
    client.post(f"/r/{token}/q/services", data={"services": ["audit", "tax"], "rev": "0"})
    for name, answer in (("fit@audit", "4"), ("fit@tax", "9"), ("fit_why@audit", "Slow")):
        send(client, token, name, **{name: answer})
    client.post(f"/r/{token}/q/services", data={"services": ["audit"], "rev": "1"})
    assert place(send(client, token, "years")) == "done"
    invitation = session.scalar(select(Invitation))
    table = exporting.export_answers(session, _study(session), with_names=True)
    [row] = [dict(zip(table.header, cells, strict=True)) for cells in table.rows]
    assert (row["fit@audit"], row["fit@tax"], row["fit_why@audit"]) == (4, "", "Slow")
    assert row["value.mean_fit"] == 4
    tally = tallying.tally(session, _study(session), invitation.questionnaire)
    titles = {one.question.id: one.question.text for one in tally.questions}
    assert titles["fit@tax"] == "How well does Tax fit?"
    assert {one.question.id: one.asked for one in tally.questions}["fit@tax"] == 0


def _study(session):
    return session.scalar(select(Study))


def test_the_order_is_a_persons_own_at_every_visit_and_in_every_language(client, session):
    many = tuple(Choice(f"c{n}", f"Option {n}") for n in range(8))
    shuffled = replace(d.LEFT, order="random", choices=(*many, *d.LEFT.choices[1:]))
    parts = [Section(f"s{n}", f"Part {n}", (replace(d.YEARS, id=f"y{n}"),), order="random")
             for n in range(6)]  # fmt: skip
    definition = Definition("x", "X", sections=(Section("a", "A", (shuffled,)), *parts),
                            translations={"th": {"title": "ท"}})  # fmt: skip
    seen = set()
    for token in links(session, definition, 4):
        begin(client, token)
        first = options(client.get(f"/r/{token}/q/left"))
        client.post(f"/r/{token}/q/left", data={"language": "th", "rev": "0"})
        assert options(client.get(f"/r/{token}/q/left")) == first
        assert first[-1] == "other"
        way = [place(send(client, token, "left", left="c1"))]
        while way[-1] != "done":
            way.append(place(send(client, token, way[-1], **{way[-1]: "1"})))
        back = [
            text_of(each) for each in read_page(client.get(f"/r/{token}/done")).iterfind(".//ol/li")
        ]
        assert [f"Part {each[1:]}" for each in way[:-1]] == back[1:]
        seen.add((tuple(first), tuple(way)))
    assert len(seen) > 1
    header = exporting.export_answers(session, _study(session), with_names=True).header
    assert header[-8:] == ("left", "left.other.text", "y0", "y1", "y2", "y3", "y4", "y5")


def options(page):
    return re.findall(r'name="left" value="(\w+)"', page.text)


def test_a_full_quota_ends_the_way_kindly_and_a_mistake_can_be_mended(client, session):
    first, second = links(session, FEW, 2)
    begin(client, first)
    send(client, first, "nps", nps="3")
    assert place(send(client, first, "years")) == "done"
    begin(client, second)
    assert place(send(client, second, "nps", nps="2")) == "full"
    page = client.get(f"/r/{second}/full")
    assert page.status_code == 200
    assert heading(page) == "Thank you for your time"
    assert place(client.get(f"/r/{second}/")) == "full"
    assert place(client.post(f"/r/{second}/")) == "full"
    assert place(send(client, second, "nps", rev="1", nps="9")) == "years"
    assert place(client.get(f"/r/{second}/full")) == ""
    assert place(send(client, second, "years")) == "done"


def test_a_response_without_room_is_kept_and_stands_in_no_result(client, session):
    first, second = links(session, FEW, 2)
    for token in (first, second):
        begin(client, token)
        send(client, token, "nps", nps="3")
    send(client, first, "years")
    assert place(send(client, second, "years", years="1")) == "full"
    study = _study(session)
    session.expire_all()
    assert sorted(session.scalars(select(Response.full_quota))) == ["", "critics"]
    assert session.scalar(select(func.count(Answer.id))) == 3
    assert len(exporting.list_responses(session, study)) == 1
    states = sorted(str(each.state) for each in inviting.list_people(session, study))
    assert states == ["answered", "full"]


def test_a_place_is_given_back_when_the_answer_changes(client, session):
    first, second = links(session, FEW, 2)
    for token in (first, second):
        begin(client, token)
        send(client, token, "nps", nps="3")
    send(client, first, "years")
    send(client, first, "nps", rev="1", nps="9")
    assert place(send(client, second, "years")) == "done"
    assert place(send(client, first, "nps", rev="2", nps="1")) == "full"


def test_a_quota_of_a_segment_ends_the_way_at_its_start(client, session):
    quota = Quota("few", Rule.from_text('segment == "current"'), 1)
    first, second = links(session, d.questionnaire(d.NPS, quotas=(quota,)), 2)
    begin(client, first)
    send(client, first, "nps", nps="3")
    assert begin(client, second) == "full"


def test_a_quota_of_a_new_version_counts_those_who_answered_before(client, session):
    first, second = links(session, d.questionnaire(d.NPS, d.YEARS, id="current"), 2)
    begin(client, first)
    send(client, first, "nps", nps="3")
    send(client, first, "years")
    whole = session.scalar(select(Invitation)).questionnaire
    _study(session).languages = ["en"]
    journeys.install(session, _study(session), preset("eight-stage"))
    designing.edit(session, whole, replace(FEW, id="current", segments=("current",)))
    designing.publish(session, _study(session), whole)
    session.commit()
    begin(client, second)
    assert place(send(client, second, "nps", nps="1")) == "full"


def test_many_at_once_never_overfill_a_quota(app, session):
    three = replace(FEW, quotas=(replace(FEW.quotas[0], limit=3),))
    tokens = links(session, three, 9)
    for token in tokens:
        browser = FlaskClient(app)
        begin(browser, token)
        send(browser, token, "nps", nps="3")
    session.commit()
    with ThreadPoolExecutor(9) as pool:
        ends = list(pool.map(lambda token: place(send(FlaskClient(app), token, "years")), tokens))
    assert sorted(ends) == ["done"] * 3 + ["full"] * 6
    session.expire_all()
    assert session.scalar(select(func.count(QuotaPlace.id))) == 3
    assert session.scalar(select(func.count(Response.submitted_at))) == 3


MOVES = st.tuples(st.sampled_from(["answer", "answer", "back", "language"]), st.integers(0, 10))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=st.lists(MOVES, min_size=3, max_size=25))
def test_no_answer_is_lost_whatever_a_person_does(client, session, moves):
    """Answers, edits, going back, other languages: what was given last to a question is there."""
    session.execute(delete(Study))
    session.commit()
    token, expected = make_link(session, definition=LOOPED), {}
    here = begin(client, token)
    for move, pick in moves:
        page = client.get(f"/r/{token}/q/{here}")
        base, rev = here.partition("@")[0], re.search(r'name="rev" value="(\d+)"', page.text)[1]
        value = value_for(base, pick)
        data = {here: value, "rev": rev}
        data |= {"language": ["en", "th"][pick % 2]} if move == "language" else {}
        data |= {"go": "back"} if move == "back" else {}
        reply = client.post(f"/r/{token}/q/{here}", data=data)
        assert reply.status_code == 303
        expected[about(here, expected.get("people", ""), {})] = value
        here = place(reply)
        here = begin(client, token) if here in {"done", ""} else here
    session.expire_all()
    rows = {row.question_id: row.text or row.value for row in session.scalars(select(Answer))}
    lines = session.scalars(select(Response.lines)).one().get("people", {})
    words = lines.get("words", {})
    stored = {about(name, rows.get("people", ""), words): value for name, value in rows.items()}
    assert stored == {name: value if isinstance(value, list) or not value.isdigit() else int(value)
                      for name, value in expected.items()}  # fmt: skip


def about(question, people, words):
    """The question; of one asked about each line of a list, also the words it is about."""
    base, _, item = question.partition("@")
    if base != "role":
        return question
    return base, words[item[1:]] if item[0] == "x" else people.splitlines()[int(item) - 1]


def value_for(base, pick):
    """One of some answers to the question, by a number."""
    if base == "services":
        return [["audit"], ["audit", "tax"], ["tax"], ["none"]][pick % 4]
    if base in {"fit", "years"}:
        return str(pick)
    return ["Ann", "Ann\nBo\nCy", "Di"][pick % 3]


def test_a_preview_shows_each_repetition_and_what_decides(researcher, session):
    study = make_study(session, languages=["en"])
    more = Section("z", "Z", (d.goes_to(d.LEFT, ('left == "price"', "end")), d.WHY),
                   show_if=Rule.from_text("years > 1"))  # fmt: skip
    definition = replace(LOOPED, id="current", sections=(*LOOPED.sections, more))
    designing.create(session, study, definition)
    session.commit()
    address = f"/studies/{study.slug}/questionnaires/current/preview"
    page = researcher.get(f"{address}/fit@tax")
    assert heading(page) == "How well does Tax fit?"
    assert "Asked once for each item of Q" in page.text
    assert heading(researcher.get(f"{address}/role@2")) == "Role of Name 2?"
    asked = text_of(read_page(researcher.get(f"{address}/left")).find(".//p[@class='preview']"))
    assert "“How many years?” is above 1" in asked
    assert "Goes on to the end if Q" in asked
    assert "“Why did you leave?” is “Price”" in asked
    following = researcher.post(f"{address}/left", data={"left": "price"})
    assert place(following) == "why"


def test_the_outline_says_what_decides(researcher, session):
    study = make_study(session, languages=["en"])
    journeys.install(session, study, preset("eight-stage"))
    check = Check(Rule.from_text("two > 1"), "Mind it.")
    first = d.goes_to(replace(d.SERVICES, order="random"), ("count(services) > 1", "end"))
    parts = (
        Section("a", "A", (first, replace(d.YEARS, id="two", checks=(check,)))),
        Section("b", "B", (d.FIT,), loop="services", order="random"),
    )
    values, quotas = (d.value("half", "two / 2"),), (Quota("few", Rule.from_text("two > 3"), 5),)
    whole = Definition("current", "C", sections=parts, values=values, quotas=quotas)
    designing.create(session, study, whole)
    session.commit()
    page = researcher.get(f"/studies/{study.slug}/questionnaires/current")
    text = text_of(read_page(page).find("body"))
    for words in (
        "Random order",
        "Goes on to the end if the number of answers to Q1",
        "It must hold that Q2 “How many years?” is above 1",
        "Asked once for each item of Q1",
        "half = two / 2",
        "At most 5 people for whom this holds: Q2 “How many years?” is above 3",
    ):
        assert words in text, words
