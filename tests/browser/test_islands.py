"""The small scripts of staff pages, each on a page of its own in a real browser."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import HOME

pytestmark = pytest.mark.browser

HTML = "text/html; charset=utf-8"
FRAME = """<!DOCTYPE html><html lang="en" dir="ltr"><head><title>Test</title>
<script type="module" src="/static/js/admin.js"></script>
<script type="module" src="/static/js/{island}.js"></script></head>
<body><div id="flashes"></div>{body}<div id="live" role="status"></div></body></html>"""


@pytest.fixture
def show(server, open_page):
    """Show a page with one island; returns it and the list of forms it has posted."""

    def make(island, body, answer=""):
        page, posted = open_page(), []

        def serve(route):
            if route.request.method == "GET":
                route.fulfill(body=FRAME.format(island=island, body=body), content_type=HTML)
                return
            posted.append(route.request.post_data)
            route.fulfill(body=answer or body, content_type=HTML)

        page.route("**/test*", serve)
        page.goto(f"{HOME}/test")
        page.wait_for_load_state("networkidle")
        return page, posted

    return make


BOARD = """<section data-column="usage"><ul><li data-card="Late" draggable="true" id="card">Late
<form method="post" action="/test" data-swap="spot">
<button name="stage" value="decision">Move to Decision</button></form></li></ul></section>
<section data-column="decision" id="there"><p>Decision column</p></section>
<p id="spot">old</p>"""


def test_dragging_a_card_presses_its_own_button(show):
    page, posted = show("board", BOARD, answer='<p id="spot">moved</p>')
    page.locator("#card").drag_to(page.locator("#there"))
    expect(page.locator("#spot")).to_have_text("moved")
    assert 'name="stage"\r\n\r\ndecision' in posted[0]


def test_a_card_cannot_be_dropped_where_no_button_leads(show):
    page, posted = show("board", BOARD.replace('value="decision"', 'value="advocacy"'))
    page.locator("#card").drag_to(page.locator("#there"))
    assert posted == []


SWAP = """<form method="post" action="/test" data-swap="list">
<input name="word" value="x"><button>Send</button></form>
<ul id="list"><li>old</li></ul>"""


def test_a_form_renews_only_its_element_and_shows_the_message(show):
    answer = (
        '<div id="flashes"><div class="flash">Saved.</div></div><ul id="list"><li>new</li></ul>'
    )
    page, _ = show("swap", SWAP, answer=answer)
    page.get_by_role("textbox").fill("typed")
    page.get_by_role("button").click()
    expect(page.locator("#list")).to_have_text("new")
    expect(page.locator("#flashes")).to_have_text("Saved.")
    expect(page.get_by_role("textbox")).to_have_value("typed")


def test_a_refusal_is_said_where_messages_stand_and_changes_nothing(show):
    page, _ = show("swap", SWAP, answer="<!DOCTYPE html><h1>Somebody else changed this.</h1>")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_text("Somebody else changed this.")
    expect(page.locator("#list")).to_have_text("old")


LIST = """<ol id="list" data-reorder="/test" data-csrf="t" data-said="Place {{place}} of {{all}}">
{rows}</ol>"""


def rows(order):
    return LIST.format(
        rows="".join(
            f'<li data-key="{key}"><div data-handle>{key}'
            f'<button data-grip id="grip-{key}" hidden>Move {key}</button></div></li>'
            for key in order
        )
    )


def test_the_arrow_keys_order_a_list(show):
    page, posted = show("reorder", rows("abc"), answer=rows("bca"))
    page.locator("#grip-a").press("ArrowDown")
    page.locator("#grip-a").press("ArrowDown")
    expect(page.locator("#live")).to_have_text("Place 3 of 3")
    expect(page.locator("#list li")).to_have_text(
        [re.compile("^b"), re.compile("^c"), re.compile("^a")]
    )
    page.wait_for_timeout(900)
    expect(page.locator("#grip-a")).to_be_focused()
    assert [re.findall('name="key"\r\n\r\n(.)', body) for body in posted] == [["b", "c", "a"]]


def test_dragging_by_the_head_orders_a_list(show):
    page, posted = show("reorder", rows("abc"), answer=rows("cab"))
    page.locator("[data-key=c] [data-handle]").drag_to(page.locator("[data-key=a]"))
    expect(page.locator("#live")).to_have_text("Place 1 of 3")
    page.wait_for_timeout(300)
    assert re.findall('name="key"\r\n\r\n(.)', posted[0]) == ["c", "a", "b"]


NOTE = "🦦 เราส่งเอกสาร\nสามครั้ง ให้สามคน"
CODING = """<section id="note" data-note data-stage="b" data-mark="/test?note=1"
><p><span data-start="0">🦦 </span><mark data-start="2">เราส่ง</mark
><span data-start="8">เอกสาร</span></p><p><span data-start="15">สามครั้ง ให้สามคน</span></p></section>
<p data-hint>Select words.</p>
<form data-passage method="post" hidden><input name="start"><input name="end">
<blockquote data-selected></blockquote>
<label><input type="radio" name="stage" value="a" data-stage="1">A</label>
<label><input type="radio" name="stage" value="b" data-stage="2">B</label>
<label><input type="radio" name="stage" value="c" data-stage="3">C</label>
<button>Save</button><button type="button" data-cancel>Cancel</button></form>"""


def select(page, first, last):
    page.evaluate(
        """([first, last]) => { const walk = document.createTreeWalker(note, NodeFilter.SHOW_TEXT);
        const texts = []; while (walk.nextNode()) texts.push(walk.currentNode);
        const selection = document.getSelection();
        selection.setBaseAndExtent(texts[first[0]], first[1], texts[last[0]], last[1]); }""",
        [first, last],
    )


@pytest.mark.parametrize(
    ("first", "last", "quote"),
    [
        ((1, 0), (1, 6), "เราส่ง"),
        ((1, 3), (3, 8), "ส่งเอกสาร\nสามครั้ง"),
        ((0, 0), (0, 2), "🦦"),
        ((0, 0), (0, 3), "🦦"),
        ((2, 0), (2, 6), "เอกสาร"),
    ],
)
def test_selected_words_are_counted_in_code_points(show, first, last, quote):
    page, _ = show("excerpt", CODING)
    select(page, first, last)
    expect(page.locator("form[data-passage]")).to_be_visible()
    start, end = (int(page.locator(f"[name={name}]").input_value()) for name in ("start", "end"))
    assert NOTE[start:end] == quote == page.locator("[data-selected]").text_content()


def test_keys_choose_a_stage_and_save(show):
    page, posted = show("excerpt", CODING)
    select(page, (1, 0), (1, 6))
    expect(page.get_by_label("B")).to_be_checked()
    page.keyboard.press("Alt+3")
    expect(page.get_by_label("C")).to_be_checked()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert parse_qs(posted[0]) == {"start": ["2"], "end": ["8"], "stage": ["c"]}


def test_a_selection_can_be_put_away(show):
    page, _ = show("excerpt", CODING)
    select(page, (1, 0), (1, 6))
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("form[data-passage]")).to_be_hidden()
    expect(page.locator("[data-hint]")).to_be_visible()
