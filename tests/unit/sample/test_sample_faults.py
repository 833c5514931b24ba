"""What is planted is found, all of it and nothing else."""

import pandas as pd
import pytest

from centricity.home import Home, open_home
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import read_entries
from centricity.sample import write_sample
from centricity.settings import load_settings


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory):
    """The ledger after all deliveries were taken in, and the planted faults."""
    home = tmp_path_factory.mktemp("home")
    settings = load_settings({"CENTRICITY_HOME": str(home)})
    open_home(settings)
    sample = write_sample(home)
    for source in ("reference", "survey", "webcare", "process"):
        load_deliveries(settings, source, "test")
    return read_entries(Home(home)), pd.read_csv(sample.faults), sample


def test_every_planted_fault_gets_its_verdict_and_no_other_record_does(taken_in):
    entries, faults, sample = taken_in
    assert len(entries) == len(sample.delivered)
    found = [
        (entry.feed, entry.file_name, reason, count)
        for entry in entries
        for reason, count in entry.quarantine_reasons.items()
    ]
    found += [(entry.feed, entry.file_name, entry.reason_code, 1) for entry in entries if entry.verdict == "rejected"]
    planted = list(faults.itertuples(index=False, name=None))
    assert len(planted) >= 10
    assert sorted(found) == sorted(planted)


def test_exactly_one_file_is_rejected(taken_in):
    entries, _, _ = taken_in
    rejected = [(entry.feed, entry.reason_code) for entry in entries if entry.verdict == "rejected"]
    assert rejected == [("sample_process", "header_mismatch")]
