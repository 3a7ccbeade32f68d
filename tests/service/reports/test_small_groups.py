"""No figure and no quote stands on fewer than five people of three firms."""

import json
from datetime import date

import pytest

from reports.document.report import Known
from reports.document.snapshot import freeze
from tests.service.reports.clients import WORDS


def usage(document):
    return next(stage for stage in document.stages if stage.key == "usage")


def test_a_theme_of_three_firms_of_five_people_asked_is_a_finding(clients):
    clients.said(clients.theme(), 3)
    clients.said(None, 2)
    (pain,) = usage(clients.document()).pains
    assert (pain.reach.count, pain.reach.base, pain.severity.typical) == (3, 5, 3.0)


def test_a_theme_of_two_firms_is_an_early_signal_without_count_or_quote(clients):
    clients.said(clients.theme("Late invoices"), 2)
    clients.said(None, 10)
    stage = usage(clients.document())
    assert (stage.pains, stage.quotes) == ((), ())
    assert [str(signal) for signal in stage.early] == ["Late invoices"]


def test_a_theme_asked_of_four_people_is_not_shown(clients):
    clients.said(clients.theme(), 4)
    stage = usage(clients.document())
    assert (stage.pains, stage.asked.known) == ((), Known.WITHHELD)


def test_five_people_of_two_firms_are_too_few(clients):
    theme = clients.theme()
    clients.said(theme, 3, firm="Acme")
    clients.said(theme, 3, firm="Beta")
    stage = usage(clients.document())
    assert (stage.pains, stage.asked.known) == ((), Known.WITHHELD)


def test_people_of_one_firm_count_once_as_a_client(clients):
    theme = clients.theme()
    clients.said(theme, 4, firm="Acme")
    clients.said(theme, 2)
    (pain,) = usage(clients.document()).pains
    assert (pain.reach.count, pain.people, pain.mentions) == (3, 6, 6)


def test_a_small_segment_takes_the_next_one_with_it(clients):
    theme = clients.theme()
    clients.said(theme, 8)
    clients.said(theme, 6, segment="lost")
    clients.said(theme, 1, segment="former")
    (pain,) = usage(clients.document()).pains
    known = [cell.known for cell in pain.segments]
    assert known == [Known.SHOWN, Known.WITHHELD, Known.WITHHELD, Known.UNKNOWN]


def test_words_without_leave_are_never_in_the_snapshot(clients):
    for answer in clients.said(clients.theme(), 6):
        answer.quote = "no"
    clients.session.flush()
    assert WORDS not in json.dumps(freeze(clients.document()))


def test_quotes_come_from_different_clients(clients):
    theme = clients.theme()
    clients.said(theme, 5, firm="Acme")
    clients.said(theme, 4)
    document = clients.document()
    speakers = [quote.text.rsplit(" ", 1)[1] for quote in document.register]
    assert len(document.register) == 3
    assert sum(int(number) < 5 for number in speakers) <= 1


def test_a_quote_names_role_and_segment_only_where_enough_share_them(clients):
    theme = clients.theme()
    clients.said(theme, 6)
    clients.said(theme, 1, role="technical", segment="lost")
    told = {(quote.role, quote.segment) for quote in clients.document().register}
    assert told <= {("finance", "current"), ("", "")}


def test_an_erased_person_is_nowhere(clients):
    (answer, *_) = clients.said(clients.theme(), 6)
    answer.response.contact.erased_at = answer.response.started_at
    clients.session.flush()
    document = clients.document()
    assert document.sample.people == 5
    assert answer.text not in json.dumps(freeze(document))


def test_a_withdrawn_interview_is_nowhere(clients):
    clients.said(clients.theme(), 6)
    talk = clients.talk()
    clients.consent(talk, withdrawn_on=talk.held_on)
    clients.excerpt(talk, "A secret of ours", stage="usage", emotion=-3)
    assert clients.document().sample.interviews == 0


@pytest.mark.parametrize(("last_day", "quoted"), [(date(2026, 5, 11), 0), (date(2026, 5, 12), 1)])
def test_words_of_a_consent_that_ran_out_are_not_quoted(clients, last_day, quoted):
    theme = clients.theme()
    for answer in clients.said(theme, 6):
        answer.quote = "no"
    talk = clients.talk(clients.contact(firm="Talker"))
    clients.consent(talk, expires_on=last_day)
    clients.evidence(clients.excerpt(talk, "Nobody told us what it would cost", "usage"), theme)
    assert len(clients.document().register) == quoted


def test_a_name_taken_from_words_nobody_may_quote_is_no_name(clients):
    said = f"{WORDS}, says number 0"
    theme = clients.theme(said, keywords={"en": ["invoice", "agreed", "matches", "number"]})
    for answer in clients.said(theme, 6):
        answer.quote = "no"
    clients.session.flush()
    (pain,) = clients.document().pains
    assert (pain.label, pain.unnamed, pain.is_named) == ("", 0, False)
    assert WORDS not in json.dumps(freeze(clients.document()))


def test_a_name_taken_from_words_that_may_be_quoted_stays(clients):
    theme = clients.theme(f"{WORDS}…", keywords={"en": ["invoice"]})
    clients.said(theme, 6)
    (pain,) = clients.document().pains
    assert (pain.label, pain.is_named, pain.is_quote) == (f"{WORDS}…", False, True)


def test_an_early_signal_never_bears_somebodys_words(clients):
    clients.said(clients.theme(WORDS, keywords={"en": ["invoice", "agreed"]}), 2)
    clients.said(None, 4)
    (signal,) = usage(clients.document()).early
    assert str(signal) == "Pain point not yet named (Usage)"


def test_several_themes_without_a_name_are_told_apart(clients):
    for _ in range(2):
        for answer in clients.said(clients.theme(WORDS), 6):
            answer.quote = "no"
    clients.said(clients.theme(WORDS), 2)
    stage = usage(clients.document())
    assert [pain.unnamed for pain in stage.pains] == [1, 2]
    assert [str(s) for s in stage.early] == ["Pain point 3 not yet named (Usage)"]


def test_a_name_a_person_gave_stays(clients):
    theme = clients.theme(WORDS, name_locked=True)
    for answer in clients.said(theme, 6):
        answer.quote = "no"
    clients.session.flush()
    assert clients.document().pains[0].label == WORDS


def test_a_higher_minimum_is_heeded(clients):
    clients.study.min_firms = 6
    clients.said(clients.theme(), 5)
    clients.said(None, 5)
    assert usage(clients.document()).pains == ()


@pytest.mark.parametrize(("raters", "is_known"), [(4, False), (5, True)])
def test_feeling_needs_five_people(clients, raters, is_known):
    for answer in clients.said(None, raters):
        clients.rate(answer.response, time=5, budget=4)
    feeling = usage(clients.document()).emotion
    assert (feeling is not None) == is_known
    assert feeling is None or (feeling.value, feeling.clients) == (2.25, 5)


def test_a_client_with_several_people_counts_once_in_the_feeling(clients):
    for answer, points in zip(clients.said(None, 4), (5, 5, 5, 5), strict=True):
        clients.rate(answer.response, time=points)
    for answer in clients.said(None, 4, firm="Big"):
        clients.rate(answer.response, time=1)
    feeling = usage(clients.document()).emotion
    assert (round(feeling.value, 2), feeling.clients, feeling.people) == (1.8, 5, 8)


def test_a_line_of_a_grid_is_felt_and_shown_at_its_own_stage(clients):
    for answer in clients.said(None, 5):
        clients.rate(answer.response, time=5, begin=1)
    stages = {stage.key: stage for stage in clients.document().stages}
    assert (stages["onboarding"].emotion.value, stages["usage"].emotion.value) == (-3, 3)
    assert [rating.text for rating in stages["onboarding"].ratings] == ["Starting"]


def test_who_rated_a_line_was_heard_on_its_stage_and_no_other(clients):
    for answer in clients.said(None, 5):
        clients.rate(answer.response, begin=2)
    stages = {stage.key: stage for stage in clients.document().stages}
    assert stages["onboarding"].asked.people == stages["onboarding"].emotion.people == 5
    assert stages["advocacy"].asked.known == Known.UNKNOWN


def test_a_rated_line_tells_people_per_point(clients):
    for answer, points in zip(clients.said(None, 5), (1, 5, 5, 3, 3), strict=True):
        clients.rate(answer.response, time=points)
    (rating,) = usage(clients.document()).ratings
    assert (rating.text, rating.counts, rating.clients) == ("On time", (1, 0, 2, 0, 2), 5)
    assert rating.ends == ("1", "5")
