"""The trail in sentences: what somebody did, said where it is read, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from accounts.permissions import Role
from foundation.texts import Phrase, Said, msgid

ROLE_NAMES = {
    Role.OWNER: msgid("Owner"),
    Role.RESEARCHER: msgid("Researcher"),
    Role.READER: msgid("Reader"),
}

#: Verb of the trail -> what was done; who did it stands beside it.
SENTENCES = {
    "sign_in": msgid("Signed in."),
    "sign_out": msgid("Signed out."),
    "add_colleague": msgid("Added the colleague %(name)s as %(after)s."),
    "change_role": msgid("Changed the role of %(name)s from %(before)s to %(after)s."),
    "disable": msgid("Closed the account of %(name)s."),
    "enable": msgid("Opened the account of %(name)s again."),
    "change_password": msgid("Changed their own password."),
    "reset_password": msgid("Gave %(name)s a new password."),
    "create_study": msgid("Created the study “%(name)s”."),
    "change_study": msgid("Changed the settings of the study “%(name)s”."),
    "duplicate_study": msgid("Made the study “%(name)s” as the next wave of another."),
    "open_study": msgid("Opened the study “%(name)s”: answers are taken."),
    "close": msgid("Closed the study “%(name)s”: no more answers are taken."),
    "archive": msgid("Put the study “%(name)s” in the archive."),
    "unarchive": msgid("Took the study “%(name)s” out of the archive."),
    "copy_journey": msgid("Began a new version of the journey “%(name)s”."),
    "publish_journey": msgid("Put a new version of the journey “%(name)s” in force."),
    "replace_journey": msgid("Chose another journey model for the study “%(name)s”."),
    "add_contact": msgid("Added the contact %(name)s."),
    "change_contact": msgid("Changed the contact %(name)s."),
    "erase_person": msgid("Erased a person from the studies %(studies)s."),
    "do_not_contact": msgid("Noted that %(name)s does not want to be contacted."),
    "may_contact": msgid("Noted that %(name)s may be contacted again."),
    "import_contacts": msgid(
        "Imported the client list %(file)s into the study “%(name)s”; rows: %(rows)s."
    ),
    "log_interview": msgid("Logged an interview with %(name)s."),
    "change_interview": msgid("Changed the interview with %(name)s."),
    "withdraw_consent": msgid("Noted that %(name)s took back the consent to an interview."),
    "remove_interview": msgid("Removed an interview."),
    "make_links": msgid("Made personal links in the study “%(name)s”; new ones: %(new)s."),
    "renew_link": msgid("Made a new personal link for %(name)s."),
    "revoke_link": msgid("Took back the personal link of %(name)s."),
    "delete_questionnaire": msgid("Deleted the questionnaire “%(name)s”."),
    "add_questionnaire": msgid("Added the questionnaire “%(name)s”."),
    "import_questionnaire": msgid("Imported the questionnaire “%(name)s”."),
    "edit_questionnaire": msgid("Changed the questionnaire “%(name)s”."),
    "edit_question": msgid("Changed the question %(question)s of the questionnaire “%(name)s”."),
    "translate": msgid("Changed translations of the questionnaire “%(name)s”."),
    "review_translations": msgid(
        "Marked translations of the questionnaire “%(name)s” as reviewed."
    ),
    "import_translations": msgid(
        "Imported translations from %(file)s into the questionnaire “%(name)s”; texts: %(new)s."
    ),
    "publish": msgid("Published version %(number)s of the questionnaire “%(name)s”."),
    "make_trial": msgid("Made a test link of the questionnaire “%(name)s”."),
    "revoke_trial": msgid("Took back a test link of the questionnaire “%(name)s”."),
    "delete_tests": msgid("Deleted the test answers of the study “%(name)s”; in all: %(n)s."),
    "import_answers": msgid(
        "Imported answers from %(file)s into the study “%(name)s”; new ones: %(new)s."
    ),
    "show_picture": msgid("Changed the picture of an option in the questionnaire “%(name)s”."),
    "download_file": msgid("Downloaded a file of a respondent in the study “%(name)s”."),
    "export_answers": msgid("Exported the answers of the study “%(name)s”."),
    "export_with_names": msgid("Exported the answers of the study “%(name)s”, with names."),
    "add_own_pain": msgid("Added “%(pain)s” to the firm's own known pains."),
    "change_own_pain": msgid("Changed “%(pain)s” among the firm's own known pains."),
    "remove_own_pain": msgid("Removed “%(pain)s” from the firm's own known pains."),
    "reader_on": msgid("Let %(host)s read the texts of the study “%(name)s”."),
    "reader_off": msgid("No longer let a server read the texts of the study “%(name)s”."),
    "report.order": msgid("Ordered the report “%(name)s”."),
    "report.remove": msgid("Removed the report “%(title)s”."),
}

#: What a sentence says of how it was done where the trail does not know.
_UNKNOWN = dict.fromkeys(
    (
        "before",
        "after",
        "file",
        "host",
        "new",
        "number",
        "pain",
        "question",
        "rows",
        "studies",
        "title",
    ),
    "–",
)


def tell(verb: str, change: Mapping[str, Any], name: str) -> Phrase:
    """Return what was done; `name` is what people call the thing, empty once it is gone."""
    sentence = SENTENCES.get(_as_told(verb, change), msgid("Did something called “%(verb)s”."))
    called: Said | str = name or Phrase(msgid("(since removed)"))
    return Phrase(sentence, {**_UNKNOWN, **change, **_roles(change), "name": called, "verb": verb})


def _as_told(verb: str, change: Mapping[str, Any]) -> str:
    """Return the key of the sentence; two verbs are told by how they were done."""
    if verb == "do_not_contact" and not change.get("do_not_contact", True):
        return "may_contact"
    return "export_with_names" if verb == "export_answers" and change.get("names") else verb


def _roles(change: Mapping[str, Any]) -> dict[str, Phrase]:
    before, after = change.get("role") or (None, None)
    roles = {"before": before, "after": after}
    return {place: Phrase(ROLE_NAMES[Role(role)]) for place, role in roles.items() if role}
