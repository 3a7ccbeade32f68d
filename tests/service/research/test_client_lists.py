import io
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import event, func, select

from foundation.clock import now, stopped_at
from foundation.errors import Conflict, NotFound
from foundation.files.tables import TableError
from research.models.organisation import Contact, Organisation
from research.services import client_lists, contacts
from research.services.client_lists import Given
from research.services.contacts import Wanted

LIST = """Company;Name;E-mail;Relationship;Industry;Services;Client since;Do not contact;CRM
บริษัท พลอยธารา จำกัด;วรัญญา เกษมสุข;W@Ploy.example;Current client;Food;Audit; 2017-04-01;;7
Orrin Ltd;Ann Lee;ann@orrin.example;Lost;Ropes;"Tax; Audit";;yes;8
orrin  ltd;Bo Lee;bo@orrin.example;Lost;;;;;9
""".encode("utf-8-sig")


def bring_in(session, study, data=LIST, filename="clients.csv", **options):
    planned = client_lists.plan(session, study, data, filename, **options)
    client_lists.carry_out(session, study, planned)
    return planned


def everybody(session, study):
    people, _ = contacts.list_contacts(session, study, Wanted())
    return {person.email: person for person in people}


def counts(planned):
    return {name: planned.count(name) for name in ("added", "updated", "unchanged")}


def test_a_dry_run_changes_nothing(session, study):
    planned = client_lists.plan(session, study, LIST, "clients.csv")
    assert counts(planned) == {"added": 3, "updated": 0, "unchanged": 0}
    assert session.scalar(select(func.count(Organisation.id))) == 0


def test_a_list_becomes_organisations_and_people(session, study):
    planned = bring_in(session, study)
    person = everybody(session, study)["w@ploy.example"]
    assert (person.name, person.attributes) == ("วรัญญา เกษมสุข", {"CRM": "7"})
    assert person.organisation.engaged_from == date(2017, 4, 1)
    assert contacts.count_all(session, study) == (2, 3)
    assert planned.encoding == "UTF-8"


def test_facts_of_a_firm_hold_for_all_its_people(session, study):
    bring_in(session, study)
    firm = everybody(session, study)["bo@orrin.example"].organisation
    assert (firm.name, firm.industry, firm.services) == ("Orrin Ltd", "Ropes", ["Tax", "Audit"])


def test_a_second_import_changes_nothing(session, study):
    bring_in(session, study)
    assert counts(bring_in(session, study)) == {"added": 0, "updated": 0, "unchanged": 3}
    assert contacts.count_all(session, study) == (2, 3)


def test_a_second_import_updates_what_differs_and_names_it(session, study):
    bring_in(session, study)
    planned = bring_in(
        session, study, LIST.replace(b"Ropes", b"Sails").replace(b"Bo Lee", b"Bo Li")
    )
    told = [(each.name, each.before, each.after) for row in planned.rows for each in row.changes]
    assert told == [("industry", "Ropes", "Sails"), ("name", "Bo Lee", "Bo Li")]
    assert everybody(session, study)["bo@orrin.example"].organisation.industry == "Sails"


def test_an_empty_cell_takes_nothing_away(session, study):
    bring_in(session, study)
    bring_in(
        session, study, b"Company,E-mail,Relationship,Name\nOrrin Ltd,ann@orrin.example,lost,\n"
    )
    assert everybody(session, study)["ann@orrin.example"].name == "Ann Lee"


def test_a_list_cannot_take_back_an_opt_out(session, study):
    bring_in(session, study)
    planned = bring_in(session, study, LIST.replace(b";yes;", b";no;"))
    assert "asked not to be contacted" in str(planned.remarks[0])
    assert everybody(session, study)["ann@orrin.example"].do_not_contact


def test_one_person_at_two_firms_is_remarked_on(session, study):
    bring_in(session, study)
    planned = bring_in(session, study, b"Firm,Mail,Segment\nMarsh,ann@orrin.example,former\n")
    assert "contact of another organisation too" in str(planned.remarks[0])


def test_a_segment_the_study_does_not_ask_is_remarked_on(session, make_study):
    study = make_study(segments=("lost",))
    assert "does not ask the segment" in str(
        client_lists.plan(session, study, LIST, "clients.csv").remarks[0]
    )


def test_a_segment_can_be_given_for_the_whole_list(session, study):
    bring_in(session, study, b"Firm,Mail\nMarsh,m@marsh.example\n", given=Given(segment="former"))
    assert everybody(session, study)["m@marsh.example"].segment == "former"


NO_BASIS = b"""Company,E-mail,Segment,Lawful basis,Do not contact
Orrin,a@orrin.example,lost,,
Orrin,b@orrin.example,lost,consent,
Orrin,c@orrin.example,lost,,yes
"""


def test_those_who_could_be_asked_but_for_a_lawful_basis_are_counted(session, study):
    planned = bring_in(session, study, NO_BASIS)
    assert planned.without_basis == 1


def test_a_lawful_basis_can_be_given_for_those_who_have_none(session, study):
    planned = bring_in(session, study, NO_BASIS, given=Given(lawful_basis="contract"))
    people = everybody(session, study)
    assert planned.without_basis == 0
    assert [people[f"{name}@orrin.example"].lawful_basis for name in "abc"] == [
        "contract", "consent", "contract",
    ]  # fmt: skip


def test_a_given_lawful_basis_replaces_none_that_is_known(session, study):
    bring_in(session, study, NO_BASIS)
    without = NO_BASIS.replace(b"consent", b"")
    bring_in(session, study, without, given=Given(lawful_basis="contract"))
    assert everybody(session, study)["b@orrin.example"].lawful_basis == "consent"


def test_a_firm_of_nearly_the_same_name_in_the_list_is_remarked_on_and_kept_apart(session, study):
    rows = (
        "Company,E-mail,Segment\nAcme Ltd,a@acme.example,lost\nACME Limited,b@acme.example,lost\n"
        "Acme Ltd.,c@acme.example,lost\nACME LIMITED,d@acme.example,lost\n"
    )
    planned = bring_in(session, study, rows.encode())
    assert [str(each)[:57] for each in planned.remarks] == [
        "Row 3: “ACME Limited” is nearly “Acme Ltd” of row 2. They",
        "Row 4: “Acme Ltd.” is nearly “Acme Ltd” of row 2. They st",
    ]
    assert planned.problems == ()
    assert contacts.count_all(session, study) == (3, 4)


def test_a_firm_nearly_of_the_name_the_study_has_is_remarked_on(session, study):
    bring_in(session, study)
    rows = b"Company,E-mail,Segment\nORRIN Limited,z@orrin.example,lost\n"
    planned = bring_in(session, study, rows)
    assert "nearly “Orrin Ltd”, which the study has" in str(planned.remarks[0])
    assert bring_in(session, study, rows).remarks == ()


def test_a_workbook_is_a_client_list_too(session, study):
    book, out, day = openpyxl.Workbook(), io.BytesIO(), date(2020, 1, 2)
    for row in (["Firm", "Mail", "Segment", "Since"], ["نگار", "n@negar.example", "فعلی", day]):
        book.active.append(row)
    book.save(out)
    bring_in(session, study, out.getvalue(), "clients.xlsx")
    assert everybody(session, study)["n@negar.example"].organisation.engaged_from == day


def test_with_one_problem_nothing_is_imported(session, study):
    broken = LIST.replace(b"Lost", b"Friend", 1)
    planned = client_lists.plan(session, study, broken, "clients.csv")
    assert [(problem.row, problem.column) for problem in planned.problems] == [(3, "Relationship")]
    with pytest.raises(Conflict, match=r"Nothing was imported: the list has problems \(1\)"):
        client_lists.carry_out(session, study, planned)
    assert session.scalar(select(func.count(Contact.id))) == 0


def test_what_is_no_table_is_refused(session, study):
    with pytest.raises(TableError, match="old or password-protected"):
        client_lists.plan(session, study, b"\xd0\xcf\x11\xe0", "clients.xls".replace("xls", "xlsx"))


def test_a_file_waits_between_dry_run_and_decision(session, study):
    upload = client_lists.keep_upload(session, study, filename="a.csv", data=LIST)
    found = client_lists.find_upload(session, study, upload.id)
    assert client_lists.plan_upload(session, study, found).count("added") == 3


def test_what_was_given_for_a_waiting_file_holds_when_it_is_tried(session, study):
    data = b"Company,E-mail\nOrrin,a@orrin.example\n"
    given = Given(segment="lost")
    upload = client_lists.keep_upload(session, study, filename="a.csv", data=data, given=given)
    client_lists.give_basis(upload, "consent")
    session.flush()
    session.expire_all()
    planned = client_lists.plan_upload(session, study, upload)
    assert planned.given == Given("lost", "consent")
    assert (planned.problems, planned.without_basis) == ((), 0)


def test_a_file_of_another_study_is_not_found(session, study, make_study):
    upload = client_lists.keep_upload(session, study, filename="a.csv", data=LIST)
    with pytest.raises(NotFound, match="no longer kept"):
        client_lists.find_upload(session, make_study(), upload.id)


def test_a_forgotten_file_is_thrown_away(session, study):
    with stopped_at(now() - timedelta(days=2)):
        old = client_lists.keep_upload(session, study, filename="a.csv", data=LIST)
    client_lists.keep_upload(session, study, filename="b.csv", data=LIST)
    session.expire_all()
    with pytest.raises(NotFound):
        client_lists.find_upload(session, study, old.id)


def test_two_studies_keep_their_clients_apart(session, study, make_study):
    bring_in(session, study)
    assert counts(bring_in(session, make_study())) == {"added": 3, "updated": 0, "unchanged": 0}


def test_a_fact_of_a_known_firm_may_stand_in_a_later_row(session, study):
    bring_in(session, study)
    later = (
        "Company,E-mail,Relationship,Country\n"
        "Orrin Ltd,ann@orrin.example,Lost,\nOrrin Ltd,bo@orrin.example,Lost,Norway\n"
    )
    assert counts(bring_in(session, study, later.encode()))["updated"] == 1
    assert everybody(session, study)["ann@orrin.example"].organisation.country == "Norway"


def test_only_what_changed_is_written_and_dated(session, study):
    with stopped_at(now() - timedelta(days=2)):
        bring_in(session, study)
        session.commit()
    bring_in(session, study, LIST.replace(b"Bo Lee", b"Bo Li"))
    people = everybody(session, study)
    assert people["bo@orrin.example"].updated_at > now() - timedelta(minutes=5)
    assert people["ann@orrin.example"].updated_at < now() - timedelta(days=1)


def test_a_long_list_takes_a_handful_of_statements(session, study):
    rows = "".join(f"Firm {n // 4},p{n}@firm.example,Lost\n" for n in range(400))
    data = b"Company,E-mail,Relationship\n" + rows.encode()
    assert statements(session, lambda: bring_in(session, study, data)) < 12
    changed = data.replace(b"Lost", b"Former")
    assert statements(session, lambda: bring_in(session, study, changed)) < 12
    assert contacts.count_all(session, study) == (100, 400)


def statements(session, act):
    """How often the database is asked; one statement for many rows counts once."""
    seen = []

    def note(*args):
        seen.append(args[2])

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)
