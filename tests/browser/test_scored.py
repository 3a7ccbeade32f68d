"""Questions that score or weigh, in a real browser: narrow phones, keyboard, no JavaScript, axe."""

import re
from dataclasses import replace
from itertools import count

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from foundation.db import db
from tests.browser.conftest import HOME as ROOT
from tests.browser.conftest import axe_findings, inside, keep_picture
from tests.factories.respondents import LANGUAGES, make_link
from tests.factories.surveys import make_study
from tests.unit.surveys.definitions import questionnaire
from tests.unit.surveys.scored import SCORED

pytestmark = pytest.mark.browser

PERSIAN = {
    "happy.text": "از همکاری با ما چقدر رضایت دارید؟",
    "happy.scale.1": "بسیار ناراضی", "happy.scale.2": "ناراضی",
    "happy.scale.3": "نه راضی نه ناراضی", "happy.scale.4": "راضی", "happy.scale.5": "بسیار راضی",
    "easy.text": "کمک گرفتن از ما چقدر آسان بود؟", "easy.scale.1": "بسیار دشوار",
    "easy.scale.2": "دشوار", "easy.scale.3": "کمی دشوار", "easy.scale.4": "نه آسان نه دشوار",
    "easy.scale.5": "کمی آسان", "easy.scale.6": "آسان", "easy.scale.7": "بسیار آسان",
    "line.text": "چه سهمی از کارتان با ماست؟", "line.scale.1": "هیچ", "line.scale.2": "همه",
    "line.unit": "درصد", "order.text": "چه چیزی برایتان مهم‌تر است؟",
    "top.text": "کدام دو مهم‌ترند؟", "sum.text": "۱۰۰ امتیاز را تقسیم کنید", "sum.unit": "امتیاز",
    "sets.text": "بهترین و بدترین کدام است؟", "rec.text": "ما را توصیه می‌کنید؟",
    "rec.band.1": "چه چیزی را باید درست کنیم؟", "rec.band.2": "چه چیزی کم است؟",
    "rec.band.3": "چه چیزی را می‌پسندید؟", "touch.text": "هر کدام چطور بود؟",
    "touch.site": "وب‌گاه", "touch.call": "نخستین تماس", "touch.scale.1": "بسیار بد",
    "touch.scale.2": "بد", "touch.scale.3": "متوسط", "touch.scale.4": "خوب",
    "touch.scale.5": "بسیار خوب", "known.text": "کدام خدمات ما را می‌شناسید؟",
    "known.audit": "حسابرسی", "known.tax": "مشاورهٔ مالیاتی", "known.law": "مشاورهٔ حقوقی",
    "known.scale.1": "نمی‌شناختم", "known.scale.2": "می‌شناختم", "known.scale.3": "به کار می‌برم",
    **{f"{q}.{o}": text for q in ("order", "top", "sum", "sets") for o, text in {
        "price": "قیمت", "speed": "پاسخ‌های سریع", "people": "آدم‌ها", "advice": "مشورت خوب",
        "reports": "گزارش‌های روشن"}.items()},
}  # fmt: skip
ALL = questionnaire(*SCORED, translations={"fa": PERSIAN})
numbers = count()


@pytest.fixture
def link(server: Flask):
    """Make the address of a new person's link, in a study of its own."""

    def make(language: str = "en", *only: str) -> str:
        study = make_study(db.session, slug=f"scored-{next(numbers)}", languages=list(LANGUAGES))
        asked = tuple(question for question in SCORED if not only or question.id in only)
        [section] = ALL.sections
        definition = replace(ALL, sections=(replace(section, questions=asked),))
        token = make_link(db.session, study=study, definition=definition, language=language)
        db.session.commit()
        return f"{ROOT}/r/{token}/"

    return lambda *args: inside(server, lambda: make(*args))


def start(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".go button").click()
    page.wait_for_url(re.compile("/q/"))


def go_on(page: Page, target: str) -> None:
    page.locator(".go button").click()
    page.wait_for_url(f"**/{target}")


def pick(page: Page, name: str, value: str) -> None:
    page.locator(f"[name='{name}'][value='{value}']").press("Space")


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_all_of_them_are_answered_by_keyboard(open_page, link, javascript, language):
    page = open_page(360, 740, java_script_enabled=javascript)
    start(page, link(language))
    pick(page, "happy", "4")
    go_on(page, "q/easy")
    pick(page, "easy", "6")
    go_on(page, "q/line")
    page.locator("#line").fill("۳۵" if language == "fa" else "35")
    go_on(page, "q/order")
    for place, option in enumerate(("speed", "price", "people", "advice", "reports"), 1):
        page.locator(f"[id='order.{option}']").select_option(str(place))
    go_on(page, "q/top")
    go_on(page, "q/sum")
    page.locator("[id='sum.price']").fill("90")
    page.locator(".go button").click()
    expect(page.locator(".errors")).to_contain_text("۹۰" if language == "fa" else "yours make 90")
    page.locator("[id='sum.speed']").fill("10")
    go_on(page, "q/sets")
    for n in range(1, 6):
        for end, place in (("best", 0), ("worst", 1)):
            page.locator(f"[name='sets.{n}.{end}']").nth(place).press("Space")
    go_on(page, "q/rec")
    pick(page, "rec", "3")
    page.locator("[id='rec.why']").fill("Slow answers")
    go_on(page, "q/touch")
    pick(page, "touch.site", "2")
    pick(page, "touch.call", "na")
    go_on(page, "q/known")
    for row in ("audit", "tax", "law"):
        pick(page, f"known.{row}", "2")
    go_on(page, "done")


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_narrow_phones_scroll_one_way_only_and_targets_are_large(
    open_page, link, javascript, language
):
    page = open_page(320, 740, java_script_enabled=javascript)
    address = link(language)
    start(page, address)
    for question in SCORED:
        page.goto(f"{address}q/{question.id}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        small = page.evaluate(
            "[...document.querySelectorAll("
            "'.scale label,.opt,.btn,.back,summary,.set input,.moves button,select,.text')]"
            ".filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect())"
            ".filter(r => r.width < 40 || r.height < 44).length"
        )
        assert small == 0
    page.goto(f"{address}q/sets?check=1")
    assert page.locator(".set .err").first.bounding_box()["width"] > 200
    assert page.locator(".err").first.bounding_box()["height"] < 80


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_axe_finds_nothing(open_page, link, language, width):
    page = open_page(width, 800)
    address = link(language)
    start(page, address)
    for question in SCORED:
        page.goto(f"{address}q/{question.id}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        keep_picture(page, f"scored_{question.id}_{language}_{width}")
        assert axe_findings(page) == []
        page.goto(f"{address}q/{question.id}?check=1")
        assert axe_findings(page) == []


def test_what_is_chosen_is_seen_in_high_contrast(open_page, link):
    page = open_page(360, 740, forced_colors="active")
    start(page, link("en", "touch"))
    page.locator("[name='touch.site'][value='2']").check()
    looks = [
        page.locator(f"[name='touch.site'][value='{n}'] + span").evaluate(
            "e => getComputedStyle(e).backgroundColor"
        )
        for n in (1, 2)
    ]
    assert looks[0] != looks[1]
    button = page.locator(".go button").evaluate("e => getComputedStyle(e).borderTopWidth")
    assert button == "2px"


def test_keys_and_the_wheel_over_the_panel_scroll_a_long_page(open_page, link):
    page = open_page(1280, 600)
    address = link("en")
    start(page, address)
    page.goto(f"{address}q/sets")
    page.mouse.move(100, 300)
    page.mouse.wheel(0, 500)
    expect(page.locator("h1")).not_to_be_in_viewport()
    page.keyboard.press("End")
    expect(page.locator(".go button")).to_be_in_viewport()
    assert page.locator(".side").bounding_box()["y"] == 0


@pytest.mark.parametrize("language", ["en", "fa"])
def test_scales_run_in_the_direction_of_the_language(open_page, link, language):
    page = open_page(1280, 800)
    start(page, link(language))
    places = [page.locator(f"#happy-{n}").bounding_box()["x"] for n in (1, 5)]
    assert (places[0] < places[1]) == (language == "en")


def test_the_words_of_why_follow_the_score(open_page, link):
    page = open_page(360, 740, java_script_enabled=False)
    start(page, link("en", "rec"))
    label = page.locator(".why")
    expect(label).to_have_text("What is the reason for your answer?", use_inner_text=True)
    for point, words in ((2, "What should we mend?"), (8, "What is missing?"),
                         (10, "What do you like?")):  # fmt: skip
        page.locator(f"label:has(#rec-{point})").click()
        expect(label).to_have_text(words, use_inner_text=True)
    page.locator("[name=rec][value=na]").check()
    expect(label).to_have_text("What is the reason for your answer?", use_inner_text=True)


def test_a_line_writes_its_number_and_follows_it(open_page, link):
    page = open_page(360, 740)
    start(page, link("fa", "line"))
    line = page.locator("[type=range]")
    line.press("ArrowLeft")  # towards more, in a language written from the right
    expect(page.locator("#line")).to_have_value("۵۵")
    page.locator("#line").fill("۲۰")
    expect(line).to_have_js_property("value", "20")
    expect(page.locator("#saved")).to_contain_text("✓")


def order(page: Page) -> list[str]:
    """The options from the top, each with its place."""
    rows = page.locator("[data-ranks] li")
    return [
        f"{row.locator('select').input_value()} {row.locator('label').inner_text()}"
        for row in rows.all()
    ]


def test_options_are_put_in_order_by_buttons_menus_and_dragging(open_page, link):
    page = open_page(360, 740)
    start(page, link("en", "order"))
    up = page.get_by_role("button", name="Move up: The people")
    up.press("Enter")
    expect(page.locator("#moved")).to_have_text("The people: place 1 of 5")
    expect(up).to_be_focused()
    page.get_by_role("button", name="Move up: Good advice").click()
    page.get_by_role("button", name="Move up: Good advice").click()
    assert order(page)[:3] == ["1 Good advice", "2 The people", " The price"]
    page.locator("[id='order.price']").select_option("1")
    assert order(page)[:3] == ["1 The price", "2 Good advice", "3 The people"]
    grip = page.locator("li", has_text="The people").locator("[data-grip]").bounding_box()
    top = page.locator("[data-ranks] li").first.bounding_box()
    page.mouse.move(grip["x"] + 20, grip["y"] + 20)
    page.mouse.down()
    page.mouse.move(grip["x"] + 20, top["y"] + 4, steps=8)
    page.mouse.up()
    assert order(page)[:3] == ["1 The people", "2 The price", "3 Good advice"]
    go_on(page, "done")
    page.go_back()
    page.reload()
    assert order(page)[0] == "1 The people"


def test_what_is_left_of_a_sum_is_said_while_it_is_shared_out(open_page, link):
    page = open_page(360, 740)
    start(page, link("en", "sum"))
    rest = page.locator(".rest")
    expect(rest).to_have_text("100 left to share out")
    page.locator("[id='sum.price']").fill("120")
    expect(rest).to_have_text("20 too much")
    page.locator("[id='sum.price']").fill("100")
    expect(rest).to_have_text("✓ It adds up")
