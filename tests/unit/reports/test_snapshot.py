"""A frozen report is JSON and comes back as the same value."""

import json

import pytest

from reports.document.snapshot import freeze, thaw
from tests.factories.reports import NAMES, empty, report


@pytest.mark.parametrize("document", [report(), report(tuple(NAMES)), empty()])
def test_a_document_survives_freezing(document):
    assert thaw(json.loads(json.dumps(freeze(document)))) == document


def test_a_snapshot_without_a_part_is_refused():
    frozen = freeze(report())
    del frozen["cover"]
    with pytest.raises(KeyError):
        thaw(frozen)


def test_a_report_frozen_before_a_part_was_new_is_still_read():
    frozen = freeze(report())
    del frozen["sample"]["imported"]
    frozen["stages"][0]["early"] = ["Meetings end without minutes"]
    document = thaw(frozen)
    assert document.sample.imported == 0
    assert str(document.stages[0].early[0]) == "Meetings end without minutes"
