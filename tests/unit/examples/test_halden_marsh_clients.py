import csv
from collections import Counter
from pathlib import Path

import pytest
import yaml

from foundation.files.tables import read_table
from research.contact_sheet import ContactSheet, read_contacts
from research.journey_presets import PLACES, Touchpoint, preset

SAMPLE = Path(__file__).parents[3] / "examples" / "halden-marsh"


@pytest.fixture(scope="module")
def clients() -> list[dict[str, str]]:
    with (SAMPLE / "clients.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_the_client_list_starts_with_a_byte_order_mark_as_spreadsheets_write_it():
    assert (SAMPLE / "clients.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_client_list_is_large_enough_for_every_segment_to_be_reported(clients):
    people = Counter(row["Relationship"] for row in clients)
    assert people == {"Current client": 50, "Lost": 30, "Former client": 28, "Prospect": 22}
    assert len({row["Company"] for row in clients}) == 53


def test_every_address_is_undeliverable_and_stands_once(clients):
    addresses = [row["E-mail"] for row in clients]
    assert all(address.endswith(".example") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_the_facts_of_a_firm_are_the_same_in_all_its_rows(clients):
    facts = {
        (row["Company"], row["Country"], row["Industry"], row["Employees"], row["Client since"])
        for row in clients
    }
    assert len(facts) == 53


def test_every_language_of_the_study_is_spoken_by_enough_people(clients):
    people = Counter(row["Language"] for row in clients)
    assert set(people) == {"English", "Thai", "Korean", "Vietnamese", "Persian"}
    assert min(people.values()) >= 15


def test_some_cells_hold_persian_digits(clients):
    assert any(set("۰۱۲۳۴۵۶۷۸۹") & set(row["Employees"] + row["Client since"]) for row in clients)


def test_two_people_asked_not_to_be_contacted(clients):
    assert sum(row["Do not contact"] == "yes" for row in clients) == 2


@pytest.fixture(scope="module")
def client_sheet() -> ContactSheet:
    table = read_table((SAMPLE / "clients.csv").read_bytes(), "clients.csv")
    return read_contacts(table.header, table.rows, table.numbers)


def test_the_importer_reads_every_row_without_a_complaint(client_sheet):
    assert client_sheet.problems == ()
    assert len(client_sheet.contacts) == 130


def test_the_two_columns_only_the_firm_knows_are_kept_as_attributes(client_sheet):
    assert {name for name, field in client_sheet.columns.items() if not field} == {
        "Account manager",
        "CRM id",
    }


def test_each_of_the_eight_stages_of_the_study_has_touchpoints():
    study = yaml.safe_load((SAMPLE / "study.yaml").read_text(encoding="utf-8"))
    stages = study["journey"]["stages"]
    standard = preset(study["journey"]["model"]).stages
    assert [stage["key"] for stage in stages] == [stage.key for stage in standard]
    for stage in stages:
        touchpoints = [Touchpoint(**each) for each in stage["touchpoints"]]
        assert len(touchpoints) >= 3
        assert {each.place for each in touchpoints} <= set(PLACES)
