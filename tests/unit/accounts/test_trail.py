"""The trail says in a sentence what was done to what."""

import pytest

from accounts.trail import tell


@pytest.mark.parametrize(
    ("verb", "change", "said"),
    [
        ("sign_in", {}, "Signed in."),
        ("add_colleague", {"role": [None, "reader"]}, "Added the colleague Halden as Reader."),
        ("change_role", {"role": ["reader", "owner"]},
         "Changed the role of Halden from Reader to Owner."),
        ("close", {}, "Closed the study “Halden”: no more answers are taken."),
        ("do_not_contact", {"do_not_contact": True},
         "Noted that Halden does not want to be contacted."),
        ("do_not_contact", {"do_not_contact": False},
         "Noted that Halden may be contacted again."),
        ("export_answers", {"names": True},
         "Exported the answers of the study “Halden”, with names."),
        ("export_answers", {"names": False}, "Exported the answers of the study “Halden”."),
        ("export_answers", {"rows": 12}, "Exported the answers of the study “Halden”."),
        ("import_answers", {"file": "old.csv", "new": 7},
         "Imported answers from old.csv into the study “Halden”; new ones: 7."),
        ("report.remove", {"title": "Wave 1"}, "Removed the report “Wave 1”."),
    ],
)  # fmt: skip
def test_a_deed_is_told_with_its_object(verb, change, said):
    assert str(tell(verb, change, "Halden")) == said


def test_a_thing_that_is_gone_is_told_as_gone():
    assert str(tell("add_contact", {}, "")) == "Added the contact (since removed)."


def test_a_deed_of_another_release_is_told_by_its_verb():
    assert str(tell("merge_contacts", {}, "x")) == "Did something called “merge_contacts”."


def test_a_deed_noted_without_its_figures_is_still_told():
    assert str(tell("make_links", {}, "Halden")).endswith("“Halden”; new ones: –.")
