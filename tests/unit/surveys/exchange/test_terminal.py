"""Findings of one kind told together, and problems with their first places."""

from surveys.exchange.report import Losses, Renamed, Report, cell_place
from surveys.exchange.terminal import gathered, lines_of
from surveys.question_types import Problem


def report(*rows):
    losses = Losses()
    for construct, value, row in rows:
        done = Problem("This cell is left out: %(value)s", params={"value": value})
        losses.left_out(done, construct, cell_place("survey", row))
    return Report("XLSForm", losses.all, (Renamed("A b", "a_b"),))


def test_many_losses_of_a_kind_are_one_heading_with_the_rows_together():
    same = [("media::image", "a.png", row) for row in (3, 5, 9)]
    lines = list(lines_of(report(*same, ("default", "x", 7))))
    assert lines[0] == "Left out: 4"
    assert lines[1].strip() == "4 times: This cell is left out: …"
    assert lines[2].strip() == "“media::image”: a.png – Sheet survey, rows 3, 5, 9"
    assert lines[-1] == "Names became ids: A b -> a_b"


def test_a_few_are_told_one_by_one():
    assert "Sheet survey, row 7, “default”: This cell is left out: x" in "\n".join(
        lines_of(report(("default", "x", 7)))
    )


def test_missing_translations_are_counted_by_language():
    missing = [
        Problem("The translation is missing", f"q{n}", f"q{n}", language, f"q{n}.text")
        for language in ("th", "ko")
        for n in range(9)
    ]
    lines = list(gathered([Problem("The section has no question", section="s"), *missing]))
    assert len(lines) == 3
    assert lines[1].startswith("The translation is missing (th), 9 times: q0.text, q1.text")
    assert lines[1].endswith("and 4 more")
