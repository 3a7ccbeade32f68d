"""The report's HTML: whole, safe, and honest about what is missing."""

import re
from dataclasses import replace
from itertools import pairwise

import html5lib
import pytest

from findings.charts import marks
from reports.document.report import Cell, Known
from reports.estimates import Share
from reports.pdf.pages import html
from reports.pdf.speech import Speech
from tests.factories.reports import NAMES, empty, report


@pytest.mark.parametrize("document", [report(), report(tuple(NAMES)[:3]), empty()])
def test_pages_are_valid_html(document):
    assert html5lib.HTMLParser(strict=True).parse(html(document)) is not None


@pytest.mark.parametrize("language", ["th", "ko", "vi", "fa"])
def test_pages_are_drawn_in_every_language(language):
    document = replace(report(unasked="advocacy"), language=language)
    assert html5lib.HTMLParser(strict=True).parse(html(document)) is not None


def test_every_chapter_of_the_contents_exists():
    text = html(report())
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    targets = {a.get("href", "")[1:] for a in tree.iter("a")}
    ids = {element.get("id") for element in tree.iter()}
    assert targets <= ids


def test_what_people_wrote_cannot_become_markup():
    document = report()
    cover = replace(document.cover, firm="<script>alert(1)</script>", goal="</style><b>")
    text = html(replace(document, cover=cover))
    assert "<script" not in text
    assert "</style><b>" not in text


def test_every_table_column_has_a_head():
    tree = html5lib.parse(html(report()), namespaceHTMLElements=False)
    heads = [th for th in tree.iter("th") if not "".join(th.itertext()).strip()]
    assert heads == []


def test_heading_levels_never_skip():
    tree = html5lib.parse(html(report()), namespaceHTMLElements=False)
    levels = [int(e.tag[1]) for e in tree.iter() if e.tag in {"h1", "h2", "h3"}]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_an_unasked_stage_shows_no_figure():
    text = html(report(unasked="advocacy"))
    assert "Nobody was asked about this stage yet" in text


def test_the_padding_of_the_register_follows_the_page_not_the_words():
    tree = html5lib.parse(html(report()), namespaceHTMLElements=False)
    (register,) = (t for t in tree.iter("table") if t.find(".//th[@class='lg']") is not None)
    cells = list(register.iter("td"))
    assert any(p.get("dir") == "rtl" for cell in cells for p in cell.iter("p"))
    assert {cell.get("dir") for cell in cells} == {None}


def test_a_persian_report_has_no_latin_digit():
    document = replace(report(), language="fa")
    cover = replace(document.cover, title="Client journey", wave="Spring", fingerprint="abc")
    tree = html5lib.parse(html(replace(document, cover=cover)), namespaceHTMLElements=False)
    (body,) = tree.iter("body")
    assert re.findall(r"[^\n]*[0-9][^\n]*", "".join(body.itertext())) == []


def test_themes_nobody_has_named_are_told_by_kind_and_stage():
    document = report()
    first, second, *rest = document.stages[5].pains
    nameless = (replace(first, label="", unnamed=1), replace(second, label="", unnamed=2), *rest)
    stages = [*document.stages[:5], replace(document.stages[5], pains=nameless)]
    text = html(replace(document, stages=tuple(stages)))
    for name in ("Pain point 1 not yet named (Usage)", "Pain point 2 not yet named (Usage)"):
        assert name in text


def test_every_figure_has_its_source():
    tree = html5lib.parse(html(report()), namespaceHTMLElements=False)
    bare = [
        "".join(figure.find(".//figcaption").itertext())
        for figure in tree.iter("figure")
        if not any(p.get("class") == "source" for p in figure.iter("p"))
    ]
    assert bare == []


def part(text: str, name: str) -> str:
    """The words of the chapter that begins with the heading *name*."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    found = (s for s in tree.iter("section") if s.find(f".//h1[@id='{name}']") is not None)
    return " ".join("".join(next(found).itertext()).split())


def test_unsure_praise_is_no_strength_of_the_one_page_answer_and_is_marked_elsewhere():
    document = report(("usage",))
    (stage,) = document.stages
    first, second = (replace(theme, approved=False) for theme in stage.strengths)
    stage = replace(stage, strengths=(replace(first, is_sure=False), second))
    text = html(replace(document, stages=(stage,)))
    summary = part(text, "summary")
    assert (first.label in summary, second.label in summary) == (False, True)
    assert f"{first.label} proposed" in part(text, "strengths")
    assert f"{first.label} 15 of 30 asked, proposed" in part(text, "stage-1")


def test_the_title_is_the_study_s_with_the_firm():
    document = report()
    assert "<title>Client journey 2026: Halden &amp; Marsh</title>" in html(document)
    named = replace(document.cover, title="How clients use Halden & Marsh")
    assert "<title>How clients use Halden &amp; Marsh</title>" in html(
        replace(document, cover=named)
    )


def test_the_cover_counts_one_as_one():
    document = report(("usage",))
    sample = replace(document.sample, people=1, clients=Share(1, 1))
    text = html(replace(document, sample=sample))
    assert "1 stage of the client journey, told by 1 person at 1 client organisation" in text


def test_every_page_with_counts_of_themes_says_what_they_stand_on():
    text = html(report())
    for chapter in ("summary", "pains", "stage-1", "strengths", "figures"):
        assert "asked a question that brings" in part(text, chapter)
    assert "clients of those asked about it" in part(text, "map")


def test_strengths_are_not_drawn_in_the_colour_of_pain():
    text = html(report())
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    (works,) = (s for s in tree.iter("section") if s.get("class") == "works")
    assert {e.get("class") for e in works.iter("blockquote")} == {"praise"}
    drawn = {e.get("fill") for e in works.iter() if e.get("fill")}
    assert not drawn & {marks.PAIN, marks.PAIN_SOFT}


def test_words_that_stand_for_a_name_are_marked_as_a_quote():
    document = report(("usage",))
    (stage,) = document.stages
    said = replace(stage.pains[0], label="It came late", is_named=False, is_quote=True)
    document = replace(document, stages=(replace(stage, pains=(said, *stage.pains[1:])),))
    text = html(document)
    assert '<th scope="row" class="strong">“It came late”' in text


def with_cells(*cells):
    """The report of one stage whose only pain point has these cells by segment."""
    document = report(("usage",))
    (stage,) = document.stages
    pain = replace(stage.pains[0], segments=cells)
    return replace(document, stages=(replace(stage, pains=(pain,)),))


def test_a_dash_and_hatching_are_explained_where_they_stand():
    shown, withheld = Cell(Known.SHOWN, Share(0, 12), 20), Cell(Known.WITHHELD)
    told = part(html(with_cells(shown, withheld, shown, shown)), "stage-1")
    assert "A dash: withheld, since too few people" in told
    assert "Hatched" not in told
    assert "Current 0 of 12; Lost withheld" in told
    told = part(html(with_cells(shown, Cell(Known.UNKNOWN), shown, shown)), "stage-1")
    assert "A dash" not in told
    assert "Hatched: nobody of the segment was asked." in told
    assert "Lost not asked" in told


def test_the_table_ranked_by_priority_shows_it():
    document = report(("usage",))
    told = part(html(document), "pains")
    assert "Figure Pain points of all stages by priority" in told
    assert all(f"{pain.priority:.2f}" in told for pain in document.pains)


def test_a_quote_in_another_language_names_it_and_bears_its_own_direction():
    document = report(("consideration",))
    tree = html5lib.parse(html(document), namespaceHTMLElements=False)
    told = {
        quote.get("lang"): (quote.get("dir"), "".join(quote.find("p[@class='by']").itertext()))
        for quote in tree.iter("blockquote")
    }
    assert {lang: way for lang, (way, _) in told.items()} == {
        "fa": "rtl", "ko": "ltr", "en": "ltr"
    }  # fmt: skip
    assert told["fa"][1].startswith("Persian, ")
    assert told["ko"][1].startswith("Korean, ")
    assert "English" not in told["en"][1]


def test_words_of_unknown_language_bear_what_their_script_tells():
    speech = Speech("fa")
    assert speech.spoken("سلام به همه") == 'lang="fa" dir="rtl"'
    assert speech.spoken("Hello there") == 'lang="" dir="ltr"'
    assert speech.spoken("2026") == 'lang="" dir="auto"'


def test_a_list_that_is_cut_says_how_much_it_leaves_out():
    document = report(("usage",))
    (stage,) = document.stages
    many = tuple(replace(stage.strengths[0], key=f"1.{n}") for n in range(21, 30))
    told = part(html(replace(document, stages=(replace(stage, strengths=many),))), "stage-1")
    shown = told.count("15 of 30 asked")
    assert "9 strengths" in told
    assert f"and {9 - shown} more, see the page “What works”" in told
    assert "more, see" not in part(html(document), "stage-1")
