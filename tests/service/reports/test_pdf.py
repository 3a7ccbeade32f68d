"""The PDF itself: tagged, whole in five scripts, the same twice, one page for the map."""

from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pikepdf
import pypdfium2
import pytest
from pdfua import Severity, validate

from foundation.paper import fonts, thai
from foundation.paper.writer import NotDrawn, Pdf, write
from reports.document.report import Document
from reports.pdf import pages
from reports.pdf.told import Told
from tests.factories.reports import NAMES, report

MARKS = " \r\n\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u0670"
PART = """{% extends "layouts/print.html" %}{% block title %}Part{% endblock %}
{% block body %}{% include part %}{% endblock %}"""


@pytest.fixture(scope="module")
def whole() -> Pdf:
    """The report of an eight-stage study."""
    return write(pages.html(report()))


def text_of(pdf: Pdf) -> str:
    document = pypdfium2.PdfDocument(pdf.content)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def filled_part(page) -> float:
    """How far down the page its marks reach, its running foot left out; 0 to 1."""
    picture = page.render(scale=0.4, grayscale=True).to_pil()
    body = picture.crop((0, 0, picture.width, int(picture.height * 0.94)))
    box = body.point(lambda shade: 255 if shade < 200 else 0).getbbox()
    return box[3] / picture.height if box else 0.0


def clashes(page) -> list[str]:
    """Words whose boxes share more than a third of the smaller one, or leave the page.

    Marks above and below a letter share its box by nature and are left out.
    """
    words = page.get_textpage()
    boxes = [words.get_rect(i) for i in range(words.count_rects())]
    boxes = [box for box in boxes if words.get_text_bounded(*box).strip(MARKS)]
    width, height = page.get_size()
    outside = [b for b in boxes if b[0] < 0 or b[1] < 0 or b[2] > width + 1 or b[3] > height + 1]
    over = [a for a, b in combinations(boxes, 2) if shared(a, b) > 0.34]
    return [words.get_text_bounded(*box) for box in outside + over]


def shared(a, b) -> float:
    """How much of the smaller of two boxes lies in the other, 0 to 1."""
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return wide * high / smaller if wide > 0 and high > 0 and smaller > 0 else 0.0


def draw(part: str, document: Document) -> Pdf:
    speech = pages.speaker(document.language)
    template = pages.environment(speech).from_string(PART)
    told = Told(document, speech).values()
    part = f"reports/print/{part}.html"
    return write(
        template.render(part=part, document=document, stylesheet=pages.stylesheet(speech), **told)
    )


def test_an_eight_stage_report_has_at_least_fourteen_pages(whole):
    assert whole.pages >= 14


def test_no_letter_is_missing_and_nothing_else_is_complained_of(whole):
    assert whole.missing_glyphs == ()
    assert whole.warnings == ()


def test_every_chapter_fills_a_third_of_its_first_page(whole):
    document = pypdfium2.PdfDocument(whole.content)
    starts = {item.get_dest().get_index() for item in document.get_toc() if item.level == 0}
    filled = {place + 1: filled_part(document[place]) for place in sorted(starts)}
    document.close()
    assert len(filled) >= 14
    assert {place: part for place, part in filled.items() if part < 1 / 3} == {}


def test_no_words_lie_over_others_or_outside_the_page(whole):
    document = pypdfium2.PdfDocument(whole.content)
    found = {place + 1: clashes(page) for place, page in enumerate(document)}
    document.close()
    assert {place: words for place, words in found.items() if words} == {}


def test_the_file_is_sound_and_tagged(whole):
    with pikepdf.open(BytesIO(whole.content)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"


def test_the_accessibility_checker_finds_no_error(whole, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(whole.content)
    found = [f.message for f in validate(str(path)).findings if f.severity is not Severity.INFO]
    assert found == []


@pytest.mark.parametrize(
    "words",
    [
        "ส่งเอกสารชุดเดิมไปแล้วสามรอบ",
        "이미 제출한 자료를 또",
        "không ai nói tháng đầu tiên",
        "Our controller keeps a folder",
    ],
)
def test_quotes_can_be_copied_in_their_own_script(whole, words):
    assert words in " ".join(text_of(whole).split()) or words in text_of(whole).replace("\r\n", "")


def test_persian_letters_are_there(whole):
    assert sum("\u0600" <= letter <= "\u06ff" for letter in text_of(whole)) > 150


def test_persian_pages_are_counted_in_persian_digits():
    pdf = draw("_figures", replace(report(), language="fa"))
    told = text_of(pdf)
    assert "۲" in told
    assert [letter for letter in told if letter in "0123456789"] == []
    assert pdf.warnings == ()


def test_a_name_that_fills_its_line_keeps_its_first_word():
    document = report(("usage",))
    pain = replace(document.pains[0], label="They would not say who will do the work")
    stage = replace(document.stages[0], pains=(replace(pain, approved=False),))
    told = text_of(draw("_pains", replace(document, stages=(stage,))))
    assert "They would not say who" in told.replace("\r\n", "\n")


def test_every_font_is_embedded(whole):
    with pikepdf.open(BytesIO(whole.content)) as pdf:
        things = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        faces = [set(o.keys()) for o in things if o.get("/Type") == "/FontDescriptor"]
    assert len(faces) >= 5
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & keys for keys in faces)


@pytest.mark.parametrize("stages", [3, 4, 8, 10])
def test_the_map_is_one_landscape_page(stages):
    pdf = draw("_map", report(tuple(NAMES)[:stages]))
    page = pypdfium2.PdfDocument(pdf.content)[0]
    assert (pdf.pages, page.get_width() > page.get_height()) == (1, True)


def lengthened(document: Document, by: int) -> Document:
    def longer(theme):
        return replace(theme, label=" ".join([theme.label] * by))

    stages = tuple(
        replace(stage, **{
            kind: tuple(map(longer, getattr(stage, kind)))
            for kind in ("pains", "strengths", "suggestions")
        })
        for stage in document.stages
    )  # fmt: skip
    return replace(document, stages=stages)


@pytest.mark.parametrize("part", ["_summary", "_map"])
@pytest.mark.parametrize("by", [1, 2, 3])
def test_one_page_stays_one_page_with_long_names(part, by):
    assert draw(part, lengthened(report(), by)).pages == 1


def test_two_runs_give_the_same_bytes():
    document = pages.html(report(("onboarding",)))
    assert write(document).content == write(document).content


def test_nothing_outside_is_fetched(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("@page { size: 1in 1in }")
    link = f'<link rel="stylesheet" href="{secret.as_uri()}">'
    pdf = write(f'<html lang="en"><title>t</title>{link}<p>x')
    assert any("Failed to load stylesheet" in warning for warning in pdf.warnings)
    assert pypdfium2.PdfDocument(pdf.content)[0].get_width() > 500


def test_a_letter_no_font_has_is_told():
    pdf = write('<html lang="en"><title>t</title><p>\u1200')
    assert len(pdf.missing_glyphs) == 1


def test_a_renderer_that_takes_too_long_is_one_sentence():
    with pytest.raises(NotDrawn, match="longer than 1 seconds"):
        write(pages.html(report()), seconds=1)


def test_a_renderer_changed_underneath_is_refused():
    class Other:
        @staticmethod
        def draw_first_line(stream, textbox):
            """Draw in another way."""

    with pytest.raises(thai.PatchRefused):
        thai.install(Other)


def test_all_font_packages_are_found():
    found, missing = fonts.folders()
    assert (len(found), missing) == (5, [])


def test_the_private_font_list_names_only_our_folders(tmp_path):
    text = fonts.configuration(tmp_path).read_text("utf-8")
    assert text.count("<dir>") == 5
    assert "include" not in text


def test_a_firm_with_markup_in_its_name_is_drawn_as_text():
    document = report(("onboarding",))
    named = replace(document, cover=replace(document.cover, firm="A & B <Ltd>"))
    assert "A & B <Ltd>" in text_of(write(pages.html(named)))
