"""Headings say what the data say, and nothing where there are no data."""

from dataclasses import replace

from reports.document import headlines, heard
from reports.document.report import Cell, Document, Known
from reports.estimates import Mean, Score, Share
from tests.factories.reports import empty, report


def with_stages(document: Document, **changes: object) -> Document:
    return replace(document, stages=tuple(replace(s, **changes) for s in document.stages))


def test_two_stages_share_the_heading_when_their_intervals_meet():
    assert str(headlines.summary(report())) == "Expansion and Onboarding hurt most"


def test_one_stage_has_the_heading_when_it_stands_clear():
    document = report(("awareness", "consideration"))
    stages = list(document.stages)
    wide = replace(stages[1].pains[0], reach=Share(30, 33))
    stages[1] = replace(stages[1], pains=(wide,))
    said = str(headlines.summary(replace(document, stages=tuple(stages))))
    assert said.startswith("Consideration hurts most: 30 of the 33 clients asked about it name")


def test_the_lead_does_not_repeat_the_heading():
    document = report(("awareness", "consideration"))
    stages = list(document.stages)
    stages[1] = replace(stages[1], pains=(replace(stages[1].pains[0], reach=Share(30, 33)),))
    clear = replace(document, stages=tuple(stages))
    assert "30 of the 33" not in " ".join(map(str, headlines.summary_lead(clear)))
    assert "30 of the 33 clients asked about it" in str(headlines.first_pain(clear)[0])


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
    said = headlines.stage(document, document.stages[-1])
    assert str(said) == "Nobody was asked about this stage yet"


def test_a_stage_too_few_spoke_of_says_so():
    document = with_stages(report(), asked=Cell(Known.WITHHELD))
    assert "Too few people" in str(headlines.stage(document, document.stages[0]))


def test_a_stage_names_its_first_pain_point_with_its_base():
    document = report()
    said = str(headlines.stage(document, document.stages[4]))
    assert said == (
        "14 of the 32 clients asked about it name “Asked again for what we already gave”"
    )


def test_a_stage_without_pain_names_its_strength():
    document = report()
    assert "7 of the 24 clients asked about it praise" in str(
        headlines.stage(document, document.stages[7])
    )


def test_a_stage_that_was_asked_in_vain_says_how_many_were_asked():
    document = with_stages(report(), pains=(), strengths=())
    said = str(headlines.stage(document, document.stages[4]))
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
        "11 of 17 pain points reach one client in four or more"
    )


def test_headings_prefer_a_theme_that_has_a_name():
    document = report(("usage",))
    (stage,) = document.stages
    nameless = replace(stage.strengths[0], is_named=False)
    stage = replace(stage, strengths=(nameless, *stage.strengths[1:]))
    told = str(headlines.strengths(replace(document, stages=(stage,))))
    assert stage.strengths[1].label in told
    assert nameless.label not in told


def test_a_heading_names_the_only_theme_by_what_it_is_called():
    document = report(("usage",))
    (stage,) = document.stages
    nameless = replace(stage.strengths[0], label="Praise not yet named (Usage)", is_named=False)
    document = replace(document, stages=(replace(stage, strengths=(nameless,)),))
    assert nameless.label in str(headlines.strengths(document))


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
        *(headlines.stage(document, s) for s in document.stages),
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
