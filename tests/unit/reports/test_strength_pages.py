"""Segments compared and saturation in the report: as tables and curves with their words."""

from dataclasses import replace

import html5lib

from reports.document.snapshot import freeze, thaw
from reports.document.strength import UNKNOWN
from reports.pdf.pages import html
from tests.factories.reports import report


def words(document):
    tree = html5lib.parse(html(document), namespaceHTMLElements=False)
    return " ".join("".join(tree.itertext()).split())


def test_clear_differences_stand_with_both_sides_and_the_interval():
    said = words(report())
    assert "40 comparisons of a segment with all others were made. 3 differences are clear." in said
    assert "7 of 10" in said
    assert "+57" in said


def test_every_shown_segment_has_its_curve():
    text = html(report())
    assert "Lost: 14 people bring 17 themes" in text
    assert text.count("themes, half of them") == 4


def test_a_report_without_these_figures_is_silent_about_them():
    said = words(replace(report(), strength=UNKNOWN))
    assert "Segments compared" not in said
    assert "How full the picture is" not in said


def test_a_report_frozen_before_these_figures_is_read():
    frozen = freeze(report())
    del frozen["strength"]
    assert thaw(frozen) == replace(report(), strength=UNKNOWN)


def test_a_grade_that_was_frozen_holds():
    pain = report().pains[0]
    assert replace(pain, grade="moderate").strength == "moderate"
    assert replace(pain, grade="").strength in {"strong", "moderate"}
