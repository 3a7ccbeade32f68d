"""Judging themes: each change is kept in the history, and nobody overwrites another's."""

import pytest

from accounts.models import User
from findings.services import themes
from foundation.errors import Conflict, Invalid, NotFound


@pytest.fixture
def theme(world):
    return world.theme("Late invoices")


@pytest.fixture
def ann(world):
    return world.add(User(email="a@b.example", name="Ann", role="owner", password_hash="x"))


def verbs(world, theme):
    return [event.verb for event, _ in themes.history(world.session, theme)]


def test_a_new_name_is_kept_with_the_old_one_in_the_history(world, theme, ann):
    themes.rename(
        world.session, theme, label="  Bills  come late ", rev=1, actor=ann, language="en"
    )
    [(event, who)] = themes.history(world.session, theme)
    assert (theme.label, theme.name_locked, theme.rev) == ("Bills come late", True, 2)
    assert (event.change, who) == ({"label": ["Late invoices", "Bills come late"]}, ann)


def test_two_people_naming_at_once_are_both_told(world, theme):
    themes.rename(world.session, theme, label="Bills", rev=1, actor=None)
    with pytest.raises(Conflict) as error:
        themes.rename(world.session, theme, label="Fees", rev=1, actor=None)
    assert "“Bills”" in str(error.value)
    assert "“Fees” was not saved" in str(error.value)
    assert theme.label == "Bills"


LIBRARY = {"en": "Late invoices", "fa": "صورت‌حساب دیر", "th": "ใบแจ้งหนี้ช้า"}


def test_a_name_in_one_language_leaves_the_others(world, theme):
    theme.labels, theme.library_id = dict(LIBRARY), "late_invoices"
    values = {"label": "فاکتور دیر", "language": "fa"}
    themes.rename(world.session, theme, rev=1, actor=None, **values)
    assert theme.labels == LIBRARY | {"fa": "فاکتور دیر"}
    assert theme.label == "Late invoices"
    [(event, _)] = themes.history(world.session, theme)
    assert event.change == {"label": ["صورت‌حساب دیر", "فاکتور دیر"], "language": "fa"}


def test_an_english_name_is_the_one_lists_and_messages_use(world, theme):
    theme.labels, theme.library_id = dict(LIBRARY), "late_invoices"
    values = {"label": "Bills", "language": "en"}
    themes.rename(world.session, theme, rev=1, actor=None, **values)
    assert (theme.label, theme.labels["fa"]) == ("Bills", LIBRARY["fa"])


def test_a_name_for_every_language_takes_the_place_of_all(world, theme):
    theme.labels, theme.library_id = dict(LIBRARY), "late_invoices"
    values = {"label": "Bills", "language": ""}
    themes.rename(world.session, theme, rev=1, actor=None, **values)
    assert (theme.label, theme.labels) == ("Bills", {})


def test_what_somebody_said_never_stays_as_the_name_in_another_language(world, theme):
    theme.labels = {"en": "Late invoices", "fa": "فاکتورها همیشه دیر می‌رسند"}
    values = {"label": "Bills", "language": "en"}
    themes.rename(world.session, theme, rev=1, actor=None, **values)
    assert (theme.label, theme.labels) == ("Bills", {})


@pytest.mark.parametrize("label", ["", "   ", "x" * 201])
def test_an_unusable_name_is_refused(world, theme, label):
    with pytest.raises(Invalid) as error:
        themes.rename(world.session, theme, label=label, rev=1, actor=None)
    assert error.value.field == "label"


def test_a_stage_is_one_of_the_journey(world, theme):
    with pytest.raises(Invalid, match="no stage “moon”"):
        themes.move_stage(world.session, theme, stage="moon", rev=1, actor=None)


def test_a_theme_can_be_taken_out_of_the_stages(world, theme):
    themes.move_stage(world.session, theme, stage="", rev=1, actor=None)
    assert (theme.stage, theme.stage_locked) == ("", True)


@pytest.mark.parametrize(
    ("act", "status"),
    [(themes.approve, "approved"), (themes.drop, "dropped"), (themes.revive, "approved")],
)
def test_a_person_judges_a_theme(world, theme, act, status):
    act(world.session, theme, rev=1, actor=None)
    assert theme.status == status


@pytest.mark.parametrize(
    "act", [themes.approve, themes.drop, themes.revive, themes.lock, themes.unlock]
)
def test_a_change_based_on_an_old_page_is_refused(world, theme, act):
    theme.rev = 7
    world.session.flush()
    with pytest.raises(Conflict, match="changed the theme"):
        act(world.session, theme, rev=6, actor=None)


def test_a_locked_theme_is_neither_renamed_moved_nor_dropped(world, theme):
    themes.lock(world.session, theme, rev=1, actor=None)
    for act, values in (
        (themes.rename, {"label": "Bills"}),
        (themes.move_stage, {"stage": ""}),
        (themes.drop, {}),
    ):
        with pytest.raises(Conflict, match="is locked"):
            act(world.session, theme, rev=theme.rev, actor=None, **values)


def test_an_unlocked_theme_can_be_renamed(world, theme):
    themes.lock(world.session, theme, rev=1, actor=None)
    themes.unlock(world.session, theme, rev=2, actor=None)
    themes.rename(world.session, theme, label="Bills", rev=3, actor=None)
    assert verbs(world, theme) == ["renamed", "unlocked", "locked"]


def test_a_person_adds_a_theme(world):
    theme = themes.create(
        world.session, world.study, label="Ételek?", kind="pain", stage="usage", actor=None
    )
    assert (theme.slug, theme.status, theme.name_locked) == ("etelek", "approved", True)


def test_a_name_without_latin_letters_gets_a_slug_as_well(world):
    slugs = [
        themes.create(
            world.session, world.study, label=label, kind="pain", stage="", actor=None
        ).slug
        for label in ("ใบแจ้งหนี้", "송장")
    ]
    assert slugs == ["theme", "theme-2"]


def test_a_theme_of_an_unknown_kind_is_refused(world):
    with pytest.raises(Invalid, match="pain, praise"):
        themes.create(world.session, world.study, label="X", kind="odd", stage="", actor=None)


def test_an_unknown_theme_is_not_found(world):
    with pytest.raises(NotFound):
        themes.find_theme(world.session, world.study.id, "none")
