import pytest

from accounts.permissions import Action, Role, may


def actions_of(role):
    return {action for action in Action if may(role, action)}


def test_an_owner_may_do_everything():
    assert actions_of(Role.OWNER) == set(Action)


def test_a_researcher_may_do_all_but_manage_people_open_locks_and_send_texts_away():
    refused = {Action.MANAGE_COLLEAGUES, Action.SEE_AUDIT, Action.UNLOCK_THEME}
    refused.add(Action.SWITCH_READER)
    assert actions_of(Role.RESEARCHER) == set(Action) - refused


def test_a_reader_sees_results_and_no_names():
    allowed = {Action.SEE_STUDY, Action.SEE_MAP, Action.SEE_THEMES, Action.SEE_REPORTS}
    assert actions_of(Role.READER) == allowed | {Action.OWN_ACCOUNT}


@pytest.mark.parametrize("role", ["", "Owner", "admin", "owner "])
def test_an_unknown_role_may_do_nothing(role):
    assert actions_of(role) == set()


def test_a_role_may_be_given_as_its_stored_word():
    assert may("reader", Action.SEE_MAP)
