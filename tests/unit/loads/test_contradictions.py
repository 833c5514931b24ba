"""What contradicts itself in reference data is set apart and named; the rest of the file is taken."""

import pytest
from environments import ORGANISATIONS, Environment

from centricity.feeds.catalogue import read_catalogue
from centricity.loads.checking import check_file
from centricity.loads.entry import LedgerEntry
from centricity.loads.intake import load_deliveries
from centricity.loads.report import describe

MARGINS = {
    "feed": "margins",
    "source": "reference",
    "entity": "margins",
    "description": "Population.",
    "file_pattern": "margins_{date}.csv",
    "format": {"type": "csv"},
    "columns": {"margin": "margin", "category": "category", "population": "population"},
}
BANKS = {
    "organisation_id": "organisation_id",
    "name": "name",
    "industry": "branche",
    "aliases": {"from": "aliases", "separator": "|"},
}
HEADER = "organisation_id,name,branche,aliases\n"
SHARED = HEADER + (
    "jpm,JPMorgan Chase,Banks,Chase|Chase Bank\nchase_card,Chase Card Services,Banks,chase\nciti,Citi,Banks,Citibank\n"
)
TWO_INDUSTRIES = HEADER + "citi,Citi,Banks,Citibank\nciti,Citi,Card issuers,Citibank\nwells,Wells Fargo,Banks,\n"
EQUAL_ROWS = HEADER + "citi,Citi,Banks,Citibank\nciti,Citi,Banks,Citibank\nwells,Wells Fargo,Banks,\n"


def taken(environment: Environment, content: str, key: list[str]) -> LedgerEntry:
    environment.define(ORGANISATIONS | {"columns": BANKS, "key": key})
    environment.deliver("organisations", "organisations_2024-01-02.csv", content)
    [entry] = load_deliveries(environment.settings, "reference", "test").entries
    return entry


@pytest.mark.parametrize("key", [["organisation_id"], ["name"], []])
def test_a_name_of_two_is_named_with_its_rows_and_the_others_are_taken(environment, key):
    entry = taken(environment, SHARED, key)
    assert (entry.records_accepted, entry.quarantine_reasons) == (1, {"ambiguous_alias": 2})
    said = "`Chase` names jpm (row 2) and chase_card (row 3): in one wave it may name one organisation only."
    assert entry.notes == [said]
    assert describe(entry).endswith(f"1 of 3 records accepted, 2 quarantined (ambiguous_alias 2) {entry.notes[0]}")


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (["organisation_id"], "duplicate_key_conflict"),
        (["organisation_id", "branche"], "repeated_organisation"),
        ([], "repeated_organisation"),
    ],
)
def test_an_organisation_in_two_industries_is_a_clear_word(environment, key, reason):
    entry = taken(environment, TWO_INDUSTRIES, key)
    assert (entry.records_accepted, entry.quarantine_reasons) == (1, {reason: 2})
    assert entry.notes == ["citi (rows 2, 3) is described twice, with another branche: neither row counts."]


@pytest.mark.parametrize("key", [["organisation_id"], []])
def test_of_equal_rows_the_first_counts(environment, key):
    entry = taken(environment, EQUAL_ROWS, key)
    assert (entry.records_accepted, entry.records_quarantined, entry.notes) == (2, 1, [])


def test_a_year_of_its_own_is_no_contradiction(environment):
    rows = "code,jaar,name,branche\nciti,2024,Citi,Banks\nciti,2025,Citi,Card issuers\n"
    columns = {"organisation_id": "code", "wave": "jaar", "name": "name", "industry": "branche"}
    environment.define(ORGANISATIONS | {"columns": columns, "key": ["code", "jaar"]})
    environment.deliver("organisations", "organisations_2024-01-02.csv", rows)
    [entry] = load_deliveries(environment.settings, "reference", "test").entries
    assert (entry.records_accepted, entry.notes) == (2, [])


WAVES = {"organisation_id": "code", "wave": "jaar", "name": "name", "industry": "branche"}
TAKEOVER = "code,jaar,name,branche,aliases\nN,2025,Noord,Banks,\nZ,2025,Zuid,Banks,\nN,2026,Noord,Banks,Zuid\n"


@pytest.mark.parametrize(
    ("more", "apart", "names"),
    [
        ("", 0, []),
        ("Z,2026,Zuid,Banks,\n", 2, ["N (row 4) and Z (row 5)"]),
        # a row of no wave is of every wave
        ("W,,Zuid,Banks,\n", 3, ["Z (row 3)", "N (row 4)", "W (row 5)"]),
    ],
)
def test_an_alias_may_be_anothers_in_another_wave_and_not_in_one(environment, more, apart, names):
    columns = WAVES | {"aliases": {"from": "aliases", "separator": "|"}}
    environment.define(ORGANISATIONS | {"columns": columns, "key": []})
    environment.deliver("organisations", "organisations_2026-01-02.csv", TAKEOVER + more)
    [entry] = load_deliveries(environment.settings, "reference", "test").entries
    assert entry.quarantine_reasons == ({"ambiguous_alias": apart} if apart else {})
    assert entry.records_accepted == entry.records_in - apart
    assert len(entry.notes) == bool(names)
    assert all(name in entry.notes[0] for name in names)


def test_a_check_names_them_too_and_many_are_counted(environment):
    rows = "".join(f"a{n},A{n},Banks,X{n}\nb{n},B{n},Banks,x{n}\n" for n in range(7))
    environment.define(ORGANISATIONS | {"columns": BANKS})
    path = environment.deliver("organisations", "organisations_2024-01-02.csv", HEADER + rows)
    check = check_file(environment.settings, read_catalogue(environment.settings.feeds).feeds["organisations"], path)
    assert len(check.contradictions) == 6
    first, last = check.contradictions[0], check.contradictions[5]
    assert first == "`X0` names a0 (row 2) and b0 (row 3): in one wave it may name one organisation only."
    assert last == "2 more such names or rows."


def test_a_category_that_is_said_twice_is_named_where_its_file_is_refused(environment):
    environment.define(MARGINS)
    rows = "margin,category,population\nregion,north,5\nregion,south,5\nregion,north,6\n"
    environment.deliver("margins", "margins_2025-01-01.csv", rows)
    [entry] = load_deliveries(environment.settings, "reference", "test").entries
    assert entry.reason_code == "repeated_category"
    assert "region: north (rows 2, 4) is said twice." in entry.reason
