import csv
from collections import Counter
from pathlib import Path

import pytest
import yaml

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


def test_each_of_the_eight_stages_of_the_study_has_touchpoints():
    study = yaml.safe_load((SAMPLE / "study.yaml").read_text(encoding="utf-8"))
    stages = {stage["key"]: stage["touchpoints"] for stage in study["journey"]["stages"]}
    assert len(stages) == 8
    assert all(len(touchpoints) >= 3 for touchpoints in stages.values())
