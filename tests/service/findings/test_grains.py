"""More themes or fewer: one step changes one theme, and what people decided stays."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from findings.models import Assignment, Evidence, Proposal, Theme
from findings.services import evidence, merging, parting, proposals, themes
from findings.services.grains.changes import changes
from findings.services.grains.moving import go_to
from findings.services.grains.standing import load
from findings.services.latest import last_run
from findings.services.runs.running import prepare, store
from foundation.errors import Conflict, Invalid, NotFound
from tests.service.findings.hierarchies import FOUND, fill, hierarchy_found, run


@pytest.fixture
def cut(world):
    """A study of eight texts after its first run."""
    fill(world)
    return world


def go(world, position):
    told = go_to(world.session, world.study, position, actor=None)
    world.session.flush()
    world.session.expire_all()
    return told


def theme(world, slug):
    return themes.find_theme(world.session, world.study.id, slug)


def unit(world, text):
    return world.session.scalars(select(Evidence).where(Evidence.text == text)).one()


def placed(world):
    statement = (
        select(Evidence.text, Theme.id, Theme.label, Assignment.state, Assignment.score)
        .select_from(Assignment).join(Evidence).join(Theme).order_by(Evidence.text, Theme.label)
    )  # fmt: skip
    return [tuple(row) for row in world.session.execute(statement)]


def names(world):
    found = {}
    for text, _, label, state, _ in placed(world):
        if state != "rejected":
            found.setdefault(label, []).append(text)
    return {label: len(texts) for label, texts in found.items()}


def opened(world):
    return [proposal for proposal, _, _ in proposals.list_open(world.session, world.study.id)]


def test_one_step_finer_parts_one_theme(cut):
    late = theme(cut, "late").id
    [change] = go(cut, 3)
    assert (change.part, change.whole, change.count, change.is_finer) == ("bills", "late", 4, True)
    assert names(cut) == {"Late": 2, "Fees": 2, "Bills": 4}
    assert (theme(cut, "late").id, theme(cut, "bills").labels["fa"]) == (late, "fa bills")


def test_one_step_coarser_joins_one_theme(cut):
    [change] = go(cut, 1)
    assert (change.part, change.whole, change.is_finer) == ("fees", "late", False)
    assert names(cut) == {"Late": 8}


@pytest.mark.parametrize("walk", [[1], [3], [4, 1], [1, 4, 3, 1, 4], [4, 3]])
def test_going_back_restores_exactly(cut, walk):
    before = placed(cut)
    for position in walk:
        go(cut, position)
    go(cut, FOUND)
    assert placed(cut) == before
    assert last_run(cut.session, cut.study.id).cut is None


def test_a_part_comes_back_under_its_id(cut):
    go(cut, 3)
    bills = theme(cut, "bills").id
    go(cut, 1)
    go(cut, 4)
    assert theme(cut, "bills").id == bills


def test_the_number_of_themes_grows_by_one_a_step(cut):
    hierarchy = load(cut.session, cut.study.id)
    assert (hierarchy.ends, hierarchy.position) == ((1, 4), 2)
    assert [hierarchy.number(position) for position in (1, 2, 3, 4)] == [1, 2, 3, 4]


def test_a_preview_changes_nothing(cut):
    before = placed(cut)
    hierarchy = load(cut.session, cut.study.id)
    assert {change.part for change in changes(hierarchy, 4)} == {"bills", "bank"}
    assert placed(cut) == before


@pytest.mark.parametrize("slug", ["late", "fees"])
def test_a_judged_theme_is_not_joined_but_offered(cut, slug):
    themes.approve(cut.session, theme(cut, slug), rev=1, actor=None)
    [change] = go(cut, 1)
    assert change.offered
    assert names(cut) == {"Late": 6, "Fees": 2}
    [proposal] = opened(cut)
    proposals.accept(cut.session, proposal, actor=None)
    assert theme(cut, "fees").merged_into_id == theme(cut, "late").id


@pytest.mark.parametrize(
    "decide",
    [
        lambda w, t: themes.rename(w.session, t, label="Tardy", rev=1, actor=None),
        lambda w, t: themes.lock(w.session, t, rev=1, actor=None),
        lambda w, t: themes.move_stage(w.session, t, stage="advocacy", rev=1, actor=None),
        lambda w, t: themes.drop(w.session, t, rev=1, actor=None),
        lambda w, t: evidence.put(w.session, [unit(w, "late Acme")], t, actor=None),
    ],
)
def test_what_a_person_decided_never_dissolves(cut, decide):
    late = theme(cut, "late")
    decide(cut, late)
    cut.session.flush()
    before = placed(cut)
    for position in (1, 4, 3):
        assert all(change.offered for change in go(cut, position))
        assert placed(cut) == before


def test_a_part_of_a_judged_theme_is_offered_and_split_off_when_accepted(cut):
    themes.approve(cut.session, theme(cut, "late"), rev=1, actor=None)
    go(cut, 3)
    assert names(cut) == {"Late": 6, "Fees": 2}
    [proposal] = opened(cut)
    assert (proposal.kind, proposal.payload["count"]) == ("part", 4)
    proposals.accept(cut.session, proposal, actor=None)
    assert names(cut) == {"Late": 2, "Fees": 2, "Bills": 4}
    assert load(cut.session, cut.study.id).themes["bills"].status == "approved"


def test_what_was_declined_is_not_offered_again(cut):
    themes.approve(cut.session, theme(cut, "fees"), rev=1, actor=None)
    go(cut, 1)
    proposals.decline(opened(cut)[0])
    go(cut, FOUND)
    go(cut, 1)
    assert opened(cut) == []


def test_going_back_takes_the_offers_back(cut):
    themes.approve(cut.session, theme(cut, "fees"), rev=1, actor=None)
    go(cut, 1)
    go(cut, FOUND)
    assert cut.session.scalars(select(Proposal)).all() == []


def test_a_theme_merged_by_a_person_stays_merged(cut):
    merging.merge(cut.session, theme(cut, "fees"), into=theme(cut, "late"), rev=1, actor=None)
    cut.session.flush()
    before = placed(cut)
    for position in (1, 4, FOUND):
        go(cut, position)
    assert placed(cut) == before


def test_what_was_taken_out_stays_out(cut):
    out = unit(cut, "bank Acme")
    evidence.reject(cut.session, [out], theme(cut, "late"), actor=None)
    go(cut, 4)
    go(cut, 1)
    assert ("bank Acme", "rejected") in [(row[0], row[3]) for row in placed(cut)]
    assert names(cut) == {"Late": 7}


def test_a_text_of_two_themes_keeps_both_and_comes_back(cut):
    both = unit(cut, "late Acme")
    cut.assign(both, theme(cut, "fees"), score=0.4)
    go(cut, 3)
    go(cut, FOUND)
    before = placed(cut)
    assert names(cut) == {"Late": 6, "Fees": 3}
    go(cut, 1)
    assert names(cut) == {"Late": 8, "Fees": 1}
    go(cut, FOUND)
    assert placed(cut) == before


def test_the_events_tell_of_both_themes(cut):
    go(cut, 3)
    told = [
        (event.verb, event.change.get("label"), event.change.get("count"))
        for slug in ("late", "bills")
        for event, _ in themes.history(cut.session, theme(cut, slug))
        if event.verb != "created"
    ]
    assert told == [("gave", "Bills", 4), ("parted", "Late", 4)]


def test_the_next_run_keeps_to_the_cut(cut):
    go(cut, 3)
    before = placed(cut)
    prepared = prepare(cut.session, cut.study)
    assert prepared.options.granularity == pytest.approx(3 / FOUND)
    run(cut, themes=("late", "fees", "bills"))
    assert placed(cut) == before
    assert last_run(cut.session, cut.study.id).cut == 3


def test_a_part_of_any_theme_can_be_split_off(cut):
    new = parting.part(cut.session, theme(cut, "late"), "bank", actor=None)
    assert (new.label, new.status, names(cut)["Bank"]) == ("Bank", "approved", 2)
    with pytest.raises(NotFound):
        parting.part(cut.session, theme(cut, "late"), "bank", actor=None)


def test_a_step_beyond_the_ends_is_refused(cut):
    for position in (0, 5):
        with pytest.raises(Invalid, match="from 1 to 4"):
            go(cut, position)


def test_without_a_run_there_is_nothing_to_cut(world):
    assert load(world.session, world.study.id) is None
    with pytest.raises(Conflict, match="Run the analysis first"):
        go(world, 1)


def test_the_grain_of_a_text_is_that_of_its_first_theme(world):
    fill(world)
    prepared = prepare(world.session, world.study)
    plain = hierarchy_found(prepared)
    place = next(n for n, each in enumerate(plain.units) if each.text == "late Acme")
    units = [replace(each, further_themes=("fees",)) if n == place else each
             for n, each in enumerate(plain.units)]  # fmt: skip
    fees = next(each for each in plain.themes if each.id == "fees")
    wider = replace(fees, units=(*fees.units, place))
    found = [wider if each.id == "fees" else each for each in plain.themes]
    store(world.session, prepared, replace(plain, units=tuple(units), themes=tuple(found)))
    world.session.flush()
    assert unit(world, "late Acme").grain == "late"
