"""A questionnaire on paper and its codebook."""

import io
from dataclasses import replace

import docx
from hypothesis import HealthCheck, given, settings

from surveys.definition import Section
from surveys.exchange.paper.codebook import codebook
from surveys.exchange.paper.sheet import sheet_of
from surveys.exchange.paper.word import write_word
from surveys.question_types import Choice, Question, kind
from surveys.question_types.weighing.maxdiff import MaxDiff
from surveys.results import columns_of
from tests.unit.surveys import definitions as d
from tests.unit.surveys.exchange.made import definitions

ASKED = d.questionnaire(
    d.NPS, d.shown_if(d.FOUND, "nps <= 6"), d.GRID, d.shown_if(d.WHY, '"peer" in found'),
    translations={"fa": {"nps.text": "توصیه می‌کنید؟", "title": "آزمون"}},
)  # fmt: skip


def notes(language="en"):
    parts = sheet_of(ASKED, language).parts
    return {each.question.id: [str(note) for note in each.notes] for each in parts[0].asked}


def test_conditions_are_told_by_number_and_words():
    assert notes()["found"][0] == "Only if Q1 “Recommend us?” is at most 6"
    assert notes()["why"][0] == "Only if Q2 “How did you find us?” includes “A peer”"


def test_ways_out_and_own_words_have_their_place():
    asked = {each.question.id: each for each in sheet_of(ASKED, "en").parts[0].asked}
    assert [str(each) for each in asked["nps"].ways_out] == ["Prefer not to answer"]
    assert asked["work"].has_none
    assert "Other ______________" in asked["found"].options


def paragraphs(language, *, is_rtl=False):
    data = write_word(sheet_of(ASKED, language), str, is_rtl=is_rtl)
    return docx.Document(io.BytesIO(data))


def test_a_word_document_holds_every_question_in_its_language():
    texts = [each.text for each in paragraphs("fa", is_rtl=True).paragraphs]
    assert texts[0] == "آزمون"
    assert "1. توصیه می‌کنید؟" in texts
    assert any(text.startswith("☐") for text in texts)


def test_a_document_from_the_right_says_so():
    document = paragraphs("fa", is_rtl=True)
    assert document.paragraphs[0]._p.pPr.find(docx.oxml.ns.qn("w:bidi")) is not None
    assert paragraphs("en").paragraphs[0]._p.pPr.find(docx.oxml.ns.qn("w:bidi")) is None


def test_the_codebook_names_every_column_with_its_values():
    header, rows = codebook(ASKED, lambda problem, language: f"{problem} ({language})")
    assert header[-2:] == ["label (en)", "label (fa)"]
    columns = list(dict.fromkeys(row[0] for row in rows))
    assert columns == [name for each in ASKED.questions for name in kind(each).columns(each)]
    first = [row[7] for row in rows if row[0] == "nps"]
    assert first == ["", *map(str, range(11)), "na"]
    assert [row[-2] for row in rows if row[0] == "work.time"][:3] == [
        "How do we do? – On time", "Very poor", "Poor",
    ]  # fmt: skip


def test_the_codebook_tells_repetitions_values_and_the_ends_of_spans():
    asked = replace(d.LOOPED, sections=(*d.LOOPED.sections, Section("x", "X", (d.STAY,))))
    _, rows = codebook(asked, lambda problem, _language: str(problem))
    labels = {row[0]: row[-1] for row in rows if row[3]}
    assert list(labels) == list(columns_of(asked))
    assert labels["fit@tax"] == "How well does Tax fit?"
    assert labels["role@2"] == "Role of 2?"
    assert labels["stay.from"] == "When did we work for you? – From"
    assert labels["value.mean_fit"] == "= round(sum(fit) / count(fit), 1)"


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(definitions())
def test_any_questionnaire_can_be_printed_and_told(definition):
    for language in definition.languages:
        assert write_word(sheet_of(definition, language), str, is_rtl=False)
    header, rows = codebook(definition, lambda problem, _language: str(problem))
    assert all(len(row) == len(header) for row in rows)
    assert list(dict.fromkeys(row[0] for row in rows)) == list(columns_of(definition))


def test_paper_asks_what_the_page_asks_beside_the_options():
    scored = d.questionnaire(
        Question(
            "why", "nps_why", "Recommend us?", bands=("What is wrong?", "What lacks?", "Why?")
        ),
        Question("line", "slider", "How well?", minimum=0, maximum=5, scale=("Badly", "Well")),
        Question("when", "date_range", "From when to when?"),
        d.AGREE,
        Question("first", "ranking", "What first?", choices=d.FOUND.choices[:2]),
    )
    texts = "\n".join(
        each.text
        for each in docx.Document(
            io.BytesIO(write_word(sheet_of(scored, "en"), str, is_rtl=False))
        ).paragraphs
    )
    for words in (
        "0 = Not at all likely", "10 = Extremely likely", "0–6: What is wrong?", "0 = Badly",
        "First day: ____", "Last day: ____", "☐ I agree", "____ A peer",
    ):  # fmt: skip
        assert words in texts


def test_a_set_of_the_best_and_the_worst_is_a_grid_of_its_own():
    choices = tuple(Choice(f"c{n}", f"Option {n}") for n in range(6))
    asked = sheet_of(d.questionnaire(Question("m", "maxdiff", "Best?", choices=choices)), "en")
    one = asked.parts[0].asked[0]
    assert [str(each) for each in one.columns] == ["Best", "Worst"]
    assert len(one.tables) == MaxDiff().sets(one.question)
    assert {word for rows in one.tables for word in rows} == {each.text for each in choices}
