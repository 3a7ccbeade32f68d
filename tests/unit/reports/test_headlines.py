"""Headings say what the data say, and nothing where there are no data."""

from dataclasses import replace

from reports.document import answer, headlines, heard
from reports.document.report import Cell, Document, Known, Theme
from reports.estimates import Mean, Score, Share
from reports.pdf import pages
from tests.factories.reports import empty, report


def with_stages(document: Document, **changes: object) -> Document:
    return replace(document, stages=tuple(replace(s, **changes) for s in document.stages))


def test_the_summary_says_where_lost_and_former_clients_struggle():
    document = report()
    assert str(headlines.summary(document)) == (
        "Lost clients struggle at Consideration and Decision, former clients at Expansion"
    )
    lost, former = map(str, headlines.summary_lead(document))
    assert lost == (
        "Of the lost clients asked, 12 of 13 at Decision (67 to 99 percent) and "
        "11 of 13 at Consideration (58 to 96 percent) name a pain point."
    )
    assert former == "Of the former clients asked, 7 of 8 at Expansion name a pain point."


def test_one_lost_group_has_the_heading_where_the_other_is_too_small():
    document = report()
    withheld = Cell(Known.WITHHELD)
    few = [
        replace(s, struggles=(*s.struggles[:2], withheld, withheld) if s.struggles else ())
        for s in document.stages
    ]
    said = headlines.summary(replace(document, stages=tuple(few)))
    assert str(said) == "Lost clients struggle at Consideration and Decision"


def test_all_clients_have_the_heading_where_no_lost_ones_may_be_told():
    document = with_stages(report(), struggles=())
    assert str(headlines.summary(document)) == "Clients struggle most at Onboarding and Expansion"
    assert str(headlines.summary_lead(document)[0]) == (
        "Of the clients asked, 13 of 26 at Expansion (32 to 68 percent) and "
        "15 of 32 at Onboarding (31 to 64 percent) name a pain point."
    )


def test_a_report_frozen_before_stages_were_counted_names_the_first_pains_stage():
    document = with_stages(report(), struggles=(), hurt=None)
    assert str(headlines.summary(document)) == "Clients struggle most at Expansion"
    assert "named by 12 of the 26 clients" in str(headlines.summary_lead(document)[0])


def test_what_has_no_name_is_counted_on_the_one_page_and_not_listed():
    document = report(("usage",))
    (stage,) = document.stages
    nameless = [
        tuple(replace(theme, is_named=False) for theme in themes)
        for themes in (stage.pains[:1], stage.strengths, stage.suggestions)
    ]
    pains = (*nameless[0], *stage.pains[1:])
    stage = replace(stage, pains=pains, strengths=nameless[1], suggestions=nameless[2])
    document = replace(document, stages=(stage,))
    told = " ".join(map(str, headlines.summary_lead(document)))
    assert [t.label for t in (*nameless[0], *nameless[1]) if t.label in told] == []
    assert str(answer.wishes_untold(document)[0]).startswith("One request was made by three")
    assert str(answer.left_out(document)[0]) == (
        "Not listed, since nobody has named them yet: 1 pain point, 2 strengths."
    )
    assert nameless[2][0].label not in pages.html(document).split('id="sample"')[0]


def test_a_study_without_answers_says_so():
    assert str(headlines.summary(empty())) == "Nobody has answered yet"
    assert str(heard.sample(empty())) == "Nobody has been heard yet"
    assert str(headlines.strengths(empty())).startswith("No three clients")


def test_the_ways_people_were_heard_are_told_apart():
    assert [str(each) for each in heard.sources(report())] == [
        "49 of 118 personal links were answered, 42 percent (33 to 51).",
        "3 more were begun and broken off.",
        "8 questionnaires were answered elsewhere and imported; they answer no link.",
        "12 interviews were held.",
    ]
    assert heard.sources(empty()) == ()


def test_few_links_have_no_percentage():
    few = replace(report().sample, invited=7, answered=4, begun=0, imported=0, interviews=1)
    said = heard.sources(replace(report(), sample=few))
    assert [str(each) for each in said] == [
        "4 of 7 personal links were answered.",
        "One interview was held.",
    ]


def test_answers_without_a_pain_point_say_so():
    said = headlines.summary(with_stages(report(), pains=()))
    assert str(said) == "No pain point was named by three clients or more yet"


def test_a_stage_nobody_was_asked_about_says_so():
    document = report(unasked="advocacy")
    said = headlines.stage(document.stages[-1])
    assert str(said) == "Nobody was asked about this stage yet"


def test_a_stage_too_few_spoke_of_says_so():
    document = with_stages(report(), asked=Cell(Known.WITHHELD))
    assert "Too few people" in str(headlines.stage(document.stages[0]))


def test_a_stage_names_its_first_pain_point_with_its_base():
    document = report()
    said = str(headlines.stage(document.stages[4]))
    assert said == (
        "14 of the 32 clients asked about it name “Asked again for what we already gave”"
    )


def test_a_stage_without_pain_names_its_strength():
    document = report()
    assert "7 of the 24 clients asked about it praise" in str(headlines.stage(document.stages[7]))


def test_a_stage_that_was_asked_in_vain_says_how_many_were_asked():
    document = with_stages(report(), pains=(), strengths=())
    said = str(headlines.stage(document.stages[4]))
    assert said == "32 clients were asked; no three of them agree on a finding yet"


def test_feeling_names_no_stage_when_intervals_overlap():
    level = Mean(0.2, -1, 1.4, 20, 25)
    said = headlines.feeling(with_stages(report(), emotion=level))
    assert str(said) == "How clients feel differs little from stage to stage"


def test_feeling_names_best_and_worst_when_they_are_apart():
    assert str(headlines.feeling(report())) == "Clients feel best at Usage and worst at Onboarding"


def test_coverage_counts_the_unknown_meetings():
    assert str(heard.coverage(report())).startswith("8 of 32 meetings")


def test_recommendation_claims_no_more_than_its_interval():
    document = report()
    sure = replace(document.recommendation[0], score=Score(40, 5, 2))
    assert str(headlines.recommendation(document)).startswith("As many people may")
    assert str(headlines.recommendation(replace(document, recommendation=(sure,)))).startswith(
        "More people would recommend"
    )


def test_ranking_counts_the_wide_pain_points():
    assert str(headlines.ranking(report())) == (
        "11 of 17 pain points reach 25 percent of the clients asked or more"
    )


def test_a_share_printed_as_a_quarter_counts_as_one():
    document = report(("usage",))
    (stage,) = document.stages
    pain = replace(stage.pains[0], reach=Share(13, 53))
    assert pain.reach.percent == 25
    told = headlines.ranking(replace(document, stages=(replace(stage, pains=(pain,)),)))
    assert str(told) == "1 pain point, and it reaches 25 percent of the clients asked or more"


def praising(*strengths: Theme) -> Document:
    document = report(("usage",))
    (stage,) = document.stages
    return replace(document, stages=(replace(stage, strengths=strengths),))


def test_headings_prefer_a_theme_that_has_a_name_and_say_what_stands_above_it():
    first, second = report(("usage",)).stages[0].strengths
    document = praising(replace(first, is_named=False), second)
    told = str(headlines.strengths(document))
    assert (second.label in told, first.label in told) == (True, False)
    assert [str(s) for s in answer.praise_untold(document)] == [
        "One point is praised by a larger share of clients, but has no name yet."
    ]


def test_praise_without_any_name_is_told_as_such():
    first, second = report(("usage",)).stages[0].strengths
    document = praising(replace(first, is_named=False), replace(second, is_named=False))
    assert str(headlines.strengths(document)) == "The praise of most clients has no name yet"
    assert [str(s) for s in answer.praise_untold(document)] == [
        "The praise of most clients has no name yet."
    ]


def test_the_praise_a_heading_names_is_the_first_named_one_of_its_table():
    wide, narrow = report(("usage",)).stages[0].strengths
    wide = replace(wide, approved=False, is_sure=False)
    document = praising(wide, narrow)
    assert document.strengths == (narrow, wide)
    assert narrow.label in str(headlines.strengths(document))
    assert answer.praise_untold(document) == ()
    assert [str(s) for s in answer.left_out(document)] == [
        "One strength is left out, since the analysis is not sure of it."
    ]


def test_words_somebody_said_are_never_the_name_in_a_heading():
    document = report(("usage",))
    (stage,) = document.stages
    said = [
        tuple(replace(theme, label="Retired now", is_named=False, is_quote=True) for theme in of)
        for of in (stage.pains, stage.strengths)
    ]
    stage = replace(stage, pains=said[0], strengths=said[1])
    document = replace(document, stages=(stage,))
    told = [headlines.stage(stage), headlines.stage(replace(stage, pains=()))]
    told += [headlines.strengths(document), headlines.ranking(document)]
    told += [*headlines.summary_lead(document), headlines.summary(document)]
    assert "Retired now" not in " ".join(map(str, told))
    assert "12 of the 30 clients asked about it name “Pain point not yet named (Usage)”" in str(
        headlines.stage(replace(stage, strengths=()))
    )


def test_ranks_on_the_one_page_are_those_of_the_whole_table():
    document = report(("usage",))
    (stage,) = document.stages
    pains = (replace(stage.pains[0], is_named=False), *stage.pains[1:])
    document = replace(document, stages=(replace(stage, pains=pains),))
    first = document.pains.index(pains[0]) + 1
    assert first not in [rank for rank, _ in answer.ranked(document)]
    assert [document.pains[rank - 1] for rank, _ in answer.ranked(document)] == [
        pain for pain in document.pains if pain.is_named
    ]


def unsure(document: Document) -> Document:
    """No praise is approved, and the analysis is sure of none."""
    stages = (
        replace(s, strengths=tuple(replace(t, approved=False, is_sure=False) for t in s.strengths))
        for s in document.stages
    )
    return replace(document, stages=tuple(stages))


def test_praise_of_which_nobody_is_sure_makes_no_heading():
    document = unsure(report())
    names = [theme.label for theme in document.strengths]
    said = [headlines.cover(document), headlines.strengths(document)]
    said += [
        *headlines.summary_lead(document),
        *(headlines.stage(s) for s in document.stages),
    ]
    assert [name for name in names if any(name in str(sentence) for sentence in said)] == []
    assert str(headlines.cover(document)) == "Where clients struggle"


def test_one_approval_makes_praise_a_strength():
    document = unsure(report(("usage",)))
    (stage,) = document.stages
    approved = replace(stage.strengths[1], approved=True)
    document = replace(document, stages=(replace(stage, strengths=(stage.strengths[0], approved)),))
    assert document.kept == (approved,)
    assert approved.label in str(headlines.strengths(document))


def test_one_is_counted_as_one():
    one = replace(report().sample, clients=Share(1, 1), segments=(), invited=1, answered=1, begun=0)
    document = replace(report(), sample=replace(one, imported=0, interviews=0))
    assert str(heard.sample(document)) == "The one client approached was heard"
    assert [str(s) for s in heard.sources(document)] == ["1 of 1 personal link was answered."]
