"""Who may do what: one table, read by guards, pages and tests alike."""

from enum import StrEnum


class Role(StrEnum):
    """What a colleague is here for."""

    OWNER = "owner"
    RESEARCHER = "researcher"
    READER = "reader"


class Action(StrEnum):
    """Something a person may want to do; every page declares exactly one."""

    #: List the studies and see how one stands.
    SEE_STUDY = "see_study"
    #: Create, change, open, close, duplicate or archive a study.
    EDIT_STUDY = "edit_study"
    #: See the stages and touchpoints a study believes in.
    SEE_JOURNEY = "see_journey"
    EDIT_JOURNEY = "edit_journey"
    #: See organisations and contacts with their names.
    SEE_CONTACTS = "see_contacts"
    EDIT_CONTACTS = "edit_contacts"
    SEE_QUESTIONNAIRES = "see_questionnaires"
    EDIT_QUESTIONNAIRES = "edit_questionnaires"
    SEE_INVITATIONS = "see_invitations"
    #: Make, send and revoke personal links.
    INVITE = "invite"
    #: See single answers, with who gave them.
    SEE_ANSWERS = "see_answers"
    IMPORT_ANSWERS = "import_answers"
    EXPORT_ANSWERS = "export_answers"
    SEE_INTERVIEWS = "see_interviews"
    EDIT_INTERVIEWS = "edit_interviews"
    #: Browse every excerpt and answer and sort it into themes.
    SEE_EVIDENCE = "see_evidence"
    SEE_THEMES = "see_themes"
    #: Rename, move, merge, split, approve or drop a theme.
    EDIT_THEMES = "edit_themes"
    #: Add, change and remove the firm's own known pains.
    EDIT_LIBRARY = "edit_library"
    #: Start an analysis of all texts.
    ANALYSE = "analyse"
    #: Let a reader by endpoint read a study's texts, or no longer.
    SWITCH_READER = "switch_reader"
    #: Take the lock off a theme.
    UNLOCK_THEME = "unlock_theme"
    SEE_MAP = "see_map"
    #: Read a report and download its PDF.
    SEE_REPORTS = "see_reports"
    MAKE_REPORT = "make_report"
    #: Watch a piece of long work.
    WATCH_JOB = "watch_job"
    #: Change one's own password and language, end one's own sessions.
    OWN_ACCOUNT = "own_account"
    #: Add, disable and re-role colleagues.
    MANAGE_COLLEAGUES = "manage_colleagues"
    SEE_AUDIT = "see_audit"


_READER = frozenset(
    {
        Action.SEE_STUDY,
        Action.SEE_MAP,
        Action.SEE_THEMES,
        Action.SEE_REPORTS,
        Action.OWN_ACCOUNT,
    }
)
_OWNER_ONLY = frozenset(
    {Action.MANAGE_COLLEAGUES, Action.SEE_AUDIT, Action.SWITCH_READER, Action.UNLOCK_THEME}
)

_TABLE: dict[Role, frozenset[Action]] = {
    Role.READER: _READER,
    Role.RESEARCHER: frozenset(Action) - _OWNER_ONLY,
    Role.OWNER: frozenset(Action),
}


def may(role: Role | str, action: Action) -> bool:
    """Say whether this role covers this action; an unknown role covers nothing."""
    return role in _TABLE and action in _TABLE[Role(role)]
