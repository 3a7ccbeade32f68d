import re
from dataclasses import replace
from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from sqlalchemy import func, select

from foundation import clock
from research.models.study import Study
from surveys.models.response import Answer, Response
from tests.factories.respondents import LANGUAGES, make_link, shipped
from tests.factories.surveys import make_study
from tests.support.pages import StrictClient, read_page, text_of
from tests.unit.surveys.definitions import (
    DAY,
    FOUND,
    GRID,
    NPS,
    SPENT,
    WHY,
    WISHES,
    YEARS,
    in_every_language,
    questionnaire,
    shown_if,
)

BRANCHED = questionnaire(NPS, shown_if(WHY, "nps <= 6"), YEARS)


@pytest.fixture
def token(session):
    return make_link(session, definition=BRANCHED)


def heading(response):
    return text_of(read_page(response).find(".//h1"))


def begin(client, token):
    return client.post(f"/r/{token}/")


def send(client, token, question, **fields):
    values = {name.replace("__", "."): value for name, value in fields.items()}
    return client.post(f"/r/{token}/q/{question}", data=values)


def place(response):
    return response.headers["Location"].rpartition("/")[2]


def answered(session):
    session.expire_all()
    return {row.question_id: row for row in session.scalars(select(Answer))}


def test_the_start_page_says_what_to_expect(client, session):
    study = make_study(session, closes_on=date(2099, 11, 20), languages=["en"],
                       contact_name="Maren Tollefsen", contact_email="m@firm.example")  # fmt: skip
    token = make_link(session, study=study)
    text = text_of(read_page(client.get(f"/r/{token}/")).find("body"))
    for words in (
        "For Ann, Firm",
        "Tell us what it is like to be our client",
        "About 8 minutes",
        "At most 15 questions",
        "Confidential",
        "Open until 20 November 2099",
        "Questions? Write to Maren Tollefsen: m@firm.example",
        "Taking part is voluntary.",
    ):
        assert words in text


def test_a_look_records_nothing(client, token, session):
    for path in ("", "q/nps", "done", "stop"):
        client.get(f"/r/{token}/{path}")
        client.head(f"/r/{token}/{path}")
    assert session.scalar(select(func.count(Response.id))) == 0


def test_a_question_before_start_leads_to_the_start(client, token):
    assert place(client.get(f"/r/{token}/q/nps")) == ""


def test_the_whole_way_is_a_chain_of_redirects(client, token, session):
    assert place(begin(client, token)) == "nps"
    assert place(send(client, token, "nps", nps="3")) == "why"
    assert place(send(client, token, "why", why="Slow", why__quote="anonymous")) == "years"
    assert place(send(client, token, "years", years="7", rev="0")) == "done"
    page = client.get(f"/r/{token}/done")
    assert heading(page) == "Thank you. That helps us a great deal."
    assert {name: row.rev for name, row in answered(session).items()} == dict.fromkeys(
        ("nps", "why", "years"), 1
    )


def test_the_receipt_stays_the_same(client, token, session):
    begin(client, token)
    send(client, token, "nps", nps="9")
    send(client, token, "years", years="7")
    receipt = session.scalar(select(Response.receipt))
    send(client, token, "years", years="8", rev="1")
    session.expire_all()
    assert session.scalar(select(Response.receipt)) == receipt
    assert receipt in client.get(f"/r/{token}/done").text


def test_a_question_off_the_path_leads_back_to_it(client, token):
    begin(client, token)
    send(client, token, "nps", nps="9")
    assert place(client.get(f"/r/{token}/q/why")) == "years"
    assert place(client.get(f"/r/{token}/q/nonsense")) == "years"


def test_a_missing_answer_is_a_422_with_a_summary(client, token, session):
    begin(client, token)
    page = send(client, token, "nps")
    assert page.status_code == 422
    alert = read_page(page).find(".//div[@role='alert']")
    assert text_of(alert) == (
        "There is a problem Choose a score from 0 to 10, or “Prefer not to answer”"
    )
    assert alert.find(".//a").get("href") == "#nps-0"
    assert 'id="nps-0"' in page.text
    assert text_of(read_page(page).find("head/title")).startswith("Error: ")
    assert answered(session) == {}


def test_a_wrong_answer_is_shown_again_as_typed(client, token):
    begin(client, token)
    send(client, token, "nps", nps="9")
    page = send(client, token, "years", years="many")
    assert 'value="many"' in page.text
    assert "Enter a number, for example 3" in page.text


def test_limits_are_told_before_and_an_error_leads_to_the_first_option_shown(client, session):
    asked = replace(FOUND, required=True, max_choices=2, order="random")
    token = make_link(session, definition=questionnaire(replace(YEARS, id="a"), asked))
    begin(client, token)
    years = read_page(client.get(f"/r/{token}/q/a"))
    assert text_of(years.find(".//p[@id='told']")) == "From 0 to 60 · Optional"
    assert "told" in years.find(".//input[@id='a']").get("aria-describedby")
    send(client, token, "a")
    firsts = set()
    for seed in range(20):
        session.scalar(select(Response)).seed = seed
        session.commit()
        page = read_page(send(client, token, "found"))
        first = page.find(".//input[@type='checkbox']").get("id")
        assert page.find(".//div[@role='alert']//a").get("href") == f"#{first}"
        firsts.add(first)
        if len(firsts) > 1:
            break
    assert len(firsts) > 1
    assert text_of(page.find(".//p[@id='told']")) == "Choose at most 2"


def test_each_row_of_a_grid_has_its_own_error(client, session):
    token = make_link(session, definition=questionnaire(GRID))
    begin(client, token)
    page = send(client, token, "work", work__time="4")
    links = [link.get("href") for link in read_page(page).findall(".//div[@role='alert']//a")]
    assert links == ["#work.budget-1"]
    assert 'id="work.budget-err"' in page.text


def test_a_person_resumes_on_another_device(client, token, app):
    begin(client, token)
    send(client, token, "nps", nps="9")
    other = type(client)(app, use_cookies=True)
    assert "Continue where you stopped" in other.get(f"/r/{token}/").text
    assert place(begin(other, token)) == "years"


def test_going_back_shows_the_answer(client, token):
    begin(client, token)
    send(client, token, "nps", nps="9")
    page = read_page(client.get(f"/r/{token}/q/years"))
    assert page.find(".//button[@class='back']").get("value") == "back"
    back = read_page(client.get(f"/r/{token}/q/nps"))
    assert back.find(".//input[@id='nps-9']").get("checked") is not None


def test_nothing_is_chosen_beforehand(client, session):
    token = make_link(session, definition=questionnaire(NPS, WHY, GRID, FOUND))
    begin(client, token)
    for question in ("nps", "why", "work", "found"):
        assert " checked" not in client.get(f"/r/{token}/q/{question}").text


def test_no_choice_of_permission_is_no_permission(client, token, session):
    begin(client, token)
    send(client, token, "nps", nps="2")
    send(client, token, "why", why="Slow")
    assert answered(session)["why"].quote == ""


def test_a_language_button_keeps_the_answer(client, session):
    token = make_link(session)
    begin(client, token)
    page = send(client, token, "cu_nps", cu_nps="7", language="fa")
    assert place(page) == "cu_nps"
    shown = read_page(client.get(f"/r/{token}/q/cu_nps"))
    assert (shown.get("lang"), shown.get("dir")) == ("fa", "rtl")
    assert shown.find(".//input[@id='cu_nps-7']").get("checked") is not None


def test_a_language_button_keeps_half_a_grid(client, session):
    token = make_link(session)
    begin(client, token)
    send(client, token, "cu_work", cu_work__time="4", language="th")
    assert answered(session)["cu_work"].value == {"time": 4}


CELLS = {"spent.audit.now": "12", "spent.tax.now": "many"}


@pytest.mark.parametrize(
    ("question", "fields"),
    [(YEARS, {"years": "many"}), (DAY, {"day.day": "3", "day.year": "2025"}), (SPENT, CELLS)],
    ids=["a word for a number", "half a date", "one bad cell"],
)
def test_a_language_button_keeps_what_can_not_be_stored_on_the_page(
    client, session, question, fields
):
    token = make_link(session, definition=in_every_language(questionnaire(question)))
    begin(client, token)
    page = send(client, token, question.id, **fields, language="th")
    assert (page.status_code, read_page(page).get("lang")) == (200, "th")
    shown = {each.get("name"): each.get("value") for each in read_page(page).findall(".//input")}
    assert fields.items() <= shown.items()
    assert read_page(page).find(".//div[@role='alert']") is None
    assert answered(session) == {}


def test_back_keeps_what_is_given_and_complains_of_nothing(client, token, session):
    begin(client, token)
    send(client, token, "nps", nps="2")
    assert place(send(client, token, "why", why="Half a thought", go="back")) == "nps"
    assert answered(session)["why"].text == "Half a thought"
    assert place(send(client, token, "nps", go="back", nps="2", rev="1")) == ""
    assert place(send(client, token, "years", years="many", go="back")) == "why"


def test_our_script_is_told_where_to_go(client, token):
    begin(client, token)
    told = client.post(
        f"/r/{token}/q/nps", data={"nps": "2"}, headers={"X-Requested-With": "fetch"}
    )
    assert told.json == {"go": f"/r/{token}/q/why"}


@pytest.mark.parametrize(
    ("client_list", "browser", "spoken"),
    [("ko", "th", "ko"), ("", "th,en;q=0.5", "th"), ("", "de", "en")],
)
def test_the_first_language_is_the_client_list_s_then_the_browser_s(
    client, session, client_list, browser, spoken
):
    token = make_link(session, language=client_list)
    page = client.get(f"/r/{token}/", headers={"Accept-Language": browser})
    assert read_page(page).get("lang") == spoken


def test_a_chosen_language_goes_along_to_another_device(client, session, app):
    token = make_link(session)
    client.post(f"/r/{token}/", data={"language": "vi"})
    begin(client, token)
    other = type(client)(app, use_cookies=True)
    assert read_page(other.get(f"/r/{token}/")).get("lang") == "vi"


def test_persian_pages_have_persian_digits_and_calendar(client, session):
    study = make_study(session, languages=["fa"], closes_on=date(2027, 3, 21))
    token = make_link(session, study=study)
    with clock.stopped_at(datetime(2027, 3, 1, tzinfo=UTC)):
        assert "۱ فروردین ۱۴۰۶" in client.get(f"/r/{token}/").text


def test_thai_pages_have_the_buddhist_year(client, session):
    study = make_study(session, languages=["th"], closes_on=date(2099, 3, 21))
    token = make_link(session, study=study)
    assert "21 มีนาคม 2642" in client.get(f"/r/{token}/").text


def test_a_date_is_asked_in_the_reader_s_calendar(client, session):
    token = make_link(session, key="former", language="fa")
    begin(client, token)
    send(client, token, "fo_last", fo_last__month="۷", fo_last__year="۱۴۰۴")
    assert answered(session)["fo_last"].value == "2025-10"
    page = client.get(f"/r/{token}/q/fo_last").text
    assert 'value="۱۴۰۴"' in page
    assert '<option value="7" selected>مهر</option>' in page


def test_autosave_keeps_what_is_there_so_far(client, session):
    token = make_link(session)
    begin(client, token)
    saved = client.post(f"/r/{token}/q/cu_work/save", data={"cu_work.time": "4", "rev": "0"})
    assert (saved.status_code, saved.json) == (200, {"rev": 1})
    assert answered(session)["cu_work"].value == {"time": 4}


def test_autosave_refuses_what_can_not_be_kept(client, token):
    begin(client, token)
    assert client.post(f"/r/{token}/q/years/save", data={"years": "many"}).status_code == 422
    assert client.post(f"/r/{token}/q/nonsense/save", data={}).status_code == 409


def test_autosave_never_overwrites_what_another_page_saved(client, token, session):
    begin(client, token)
    send(client, token, "nps", nps="2")
    late = client.post(f"/r/{token}/q/nps/save", data={"nps": "9", "rev": "0"})
    assert (late.status_code, late.json) == (409, {"rev": 1})
    assert answered(session)["nps"].value == 2


def test_a_change_made_elsewhere_shows_both(client, token, session):
    begin(client, token)
    send(client, token, "nps", nps="2")
    send(client, token, "why", why="Stored words")
    page = send(client, token, "why", why="Other words", rev="0")
    assert page.status_code == 409
    assert "Stored words" in page.text
    assert text_of(read_page(page).find(".//blockquote")) == "Other words"
    assert 'name="rev" value="1"' in page.text


def test_another_language_chosen_on_an_outdated_page_shows_both_in_it(client, session):
    token = make_link(session, definition=in_every_language(questionnaire(WHY)))
    begin(client, token)
    send(client, token, "why", why="Stored words")
    page = send(client, token, "why", why="Other words", rev="0", language="th")
    assert (page.status_code, read_page(page).get("lang")) == (409, "th")
    assert text_of(read_page(page).find(".//blockquote")) == "Other words"


@pytest.mark.parametrize(
    ("question", "given", "shown"),
    [
        (WISHES, {"wishes.tax": "Words"}, "Tax advice for your company: Words"),
        (SPENT, {"spent.tax.now": "2.5"}, "Tax advice for your company, This year: 2.5"),
        (YEARS, {"years": "7"}, "7"),
        (FOUND, {"found": ["peer", "search"]}, "A peer, Search"),
        (GRID, {"work.time": "5", "work.budget": "na"},
         "On time: Very good On budget: Not applicable"),
        (DAY, {"day.day": "3", "day.month": "4", "day.year": "2025"}, "Day: 3 Month: 4 Year: 2025"),
    ],
)  # fmt: skip
def test_an_answer_that_was_not_taken_is_shown_in_words(client, session, question, given, shown):
    token = make_link(session, definition=questionnaire(question))
    begin(client, token)
    page = send(client, token, question.id, **given, rev="9")
    assert page.status_code == 409
    assert text_of(read_page(page).find(".//blockquote")) == shown


def test_a_sign_that_databases_do_not_keep_is_left_out(client, token, session):
    begin(client, token)
    send(client, token, "nps", nps="2")
    assert place(send(client, token, "why", why="Sl\0ow")) == "years"
    assert answered(session)["why"].text == "Slow"


def test_a_browser_that_keeps_no_cookies_can_answer(app, session, token):
    session.commit()
    browser = StrictClient(app, use_cookies=False)
    with patch.dict(app.config, WTF_CSRF_ENABLED=True):
        assert place(begin(browser, token)) == "nps"
        assert place(send(browser, token, "nps", nps="2")) == "why"
        page = browser.get(f"/r/{token}/q/why")
    assert "Set-Cookie" not in page.headers
    assert answered(session)["nps"].value == 2


def test_two_clicks_on_continue_are_one_answer(client, token, session):
    begin(client, token)
    places = [place(send(client, token, "nps", nps="2", rev="0")) for _ in range(2)]
    assert places == ["why", "why"]
    assert answered(session)["nps"].rev == 1


def test_finishing_leads_to_a_required_question_left_open(client, token):
    begin(client, token)
    page = send(client, token, "years", years="7")
    assert place(page) == "nps?check=1"
    shown = client.get(page.headers["Location"])
    assert "Choose a score from 0 to 10" in shown.text


def test_answers_can_be_changed_after_handing_in(client, token, session):
    begin(client, token)
    send(client, token, "nps", nps="9")
    send(client, token, "years", years="7")
    assert place(client.get(f"/r/{token}/")) == "done"
    send(client, token, "nps", nps="10", rev="1")
    assert answered(session)["nps"].value == 10


SHUT = {
    "closed": ({"state": "closed"}, 410, "The questions are closed"),
    "not yet": ({"state": "draft"}, 410, "The questions are not open yet"),
    "over": ({"closes_on": date(2020, 1, 1)}, 410, "The questions are closed"),
}


@pytest.mark.parametrize(("properties", "status", "words"), SHUT.values(), ids=SHUT)
def test_a_shut_door_has_its_own_page(client, session, properties, status, words):
    study = make_study(session, contact_name="Maren Tollefsen", **properties)
    token = make_link(session, study=study)
    for page in (
        client.get(f"/r/{token}/"),
        begin(client, token),
        client.get(f"/r/{token}/q/cu_nps"),
    ):
        assert (page.status_code, heading(page)) == (status, words)
        assert "Maren Tollefsen" in page.text


def test_an_expired_link_says_until_when_it_was_good(client, session):
    token = make_link(session, expires_on=date(2020, 1, 2))
    page = client.get(f"/r/{token}/")
    assert (page.status_code, heading(page)) == (410, "This link has run out")
    assert "2 January 2020" in page.text


def test_a_shut_page_can_be_read_in_another_language(client, session):
    study = make_study(session, state="closed", languages=["en", "fa"])
    token = make_link(session, study=study)
    client.post(f"/r/{token}/", data={"language": "fa"})
    assert read_page(client.get(f"/r/{token}/")).get("dir") == "rtl"


def test_a_closed_study_still_shows_the_receipt(client, session, token):
    begin(client, token)
    send(client, token, "nps", nps="9")
    send(client, token, "years", years="7")
    response = session.scalar(select(Response))
    session.get(Study, response.study_id).state = "closed"
    assert response.receipt in client.get(f"/r/{token}/").text


@pytest.mark.parametrize("wrong", ["x" * 22, "short", "%E0%B8%81" * 3])
def test_an_unknown_link_is_a_404_that_says_what_to_do(client, token, wrong):
    page = client.get(f"/r/{wrong}/")
    assert (page.status_code, heading(page)) == (404, "This link is not known here.")
    assert begin(client, wrong).status_code == 404


def test_whoever_tries_many_links_is_slowed_down(client, token):
    # Within one minute by the clock, however slow the machine is.
    with clock.stopped_at(clock.now()):
        pages = [client.get(f"/r/{number:022}/").status_code for number in range(22)]
    assert pages[:20] == [404] * 20
    assert pages[20:] == [429] * 2
    assert client.get(f"/r/{token}/").status_code == 200


def test_opting_out_needs_a_click(client, token):
    assert heading(client.get(f"/r/{token}/stop")) == "Do you not want to take part?"
    assert client.get(f"/r/{token}/").status_code == 200
    client.post(f"/r/{token}/stop")
    page = client.get(f"/r/{token}/")
    assert (page.status_code, heading(page)) == (200, "You are not taking part")
    assert begin(client, token).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_sound_and_has_at_most_12000_characters(client, session, language):
    for key in ("current", "lost", "former", "prospect"):
        token = make_link(session, key=key, language=language, study=make_study(
            session, slug=key, languages=list(LANGUAGES)))  # fmt: skip
        begin(client, token)
        for question in shipped(key).questions:
            page = client.get(f"/r/{token}/q/{question.id}")
            assert len(page.text) <= 12_000


def test_a_page_needs_four_requests(client, token):
    begin(client, token)
    page = client.get(f"/r/{token}/q/nps").text
    assert len(re.findall(r'(?:src|href)="/static/', page)) == 3


def test_user_text_finds_its_own_direction(client, token):
    begin(client, token)
    send(client, token, "nps", nps="2")
    assert 'dir="auto"' in client.get(f"/r/{token}/q/why").text


def test_a_token_is_never_in_a_title(client, token):
    begin(client, token)
    assert token not in text_of(read_page(client.get(f"/r/{token}/q/nps")).find("head/title"))


def test_a_day_and_other_words_are_asked(client, session):
    token = make_link(session, definition=questionnaire(FOUND, DAY))
    begin(client, token)
    client.post(
        f"/r/{token}/q/found", data={"found": ["peer", "other"], "found.other.text": "A book"}
    )
    send(client, token, "day", day__day="31", day__month="5", day__year="2026")
    rows = answered(session)
    assert (rows["found"].value, rows["found"].text) == (["peer", "other"], "A book")
    assert rows["day"].value == "2026-05-31"
    assert 'value="A book"' in client.get(f"/r/{token}/q/found").text


def test_characters_that_nobody_types_are_left_out(client, session):
    token = make_link(session, definition=questionnaire(WHY))
    begin(client, token)
    send(client, token, "why", why="Slow\x00 bills\x1b,\x07 late\nand long\ufffe")
    assert answered(session)["why"].text == "Slow bills, late\nand long"


def test_what_goes_wrong_is_told_in_the_respondents_frame_with_a_way_back(
    client, session, monkeypatch
):
    token = make_link(session, definition=BRANCHED)
    begin(client, token)
    session.commit()
    monkeypatch.setattr("surveys.services.answering.record", lambda *_, **__: 1 / 0)
    page = send(client, token, "nps", nps="2")
    assert page.status_code == 500
    assert "Something went wrong on our side." in heading(page)
    assert f'href="/r/{token}/q/nps"' in page.text
    assert "Go to the studies" not in page.text
    with patch.dict(client.application.config, MAX_CONTENT_LENGTH=10):
        large = send(client, token, "nps", nps="2" * 200)
    assert (large.status_code, heading(large)) == (413, "Recommend us?")
    assert "too long to be sent" in text_of(read_page(large).find(".//div[@role='alert']"))


@pytest.mark.parametrize(("path", "status"), [("nosuch", 404), ("q/why/x", 404), ("", 405)])
def test_an_address_with_no_page_stays_in_the_respondents_frame(client, token, path, status):
    method = "DELETE" if status == 405 else "GET"
    page = client.open(f"/r/{token}/{path}", method=method)
    assert page.status_code == status
    body = text_of(read_page(page).find("body"))
    assert "Halden & Marsh" in body
    assert "/studies/" not in page.get_data(as_text=True)
