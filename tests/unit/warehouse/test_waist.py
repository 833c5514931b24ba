"""A kept waist is found under what it depends on, and says what it said; one that is not whole is none."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from environments import Environment

from centricity.environment import open_environment
from centricity.feeds.entities import SOURCES
from centricity.intake.loading import load_deliveries
from centricity.ledger.entry import LedgerEntry, read_entries
from centricity.warehouse.build import freeze_input, read_everything_again
from centricity.warehouse.input import Waist
from centricity.warehouse.waist import (
    KEPT_OF_A_SOURCE,
    complete_waist,
    lay_waist,
    noted_waist,
    waist_of,
)

TABLES = {"sums": "survey", "counts": "webcare", "loads": "source", "waves": "every", "organisations": "reference"}
ALL = Waist(dict.fromkeys(SOURCES, "first"), [*SOURCES])
# Of every type that a table of the waist has.
SUMS = """
    select 'a' as method_version, 1::bigint as count_base, 0.1::double as figure, 1.25::decimal(38, 12) as total,
        date '2026-01-01' as month, ['x', 'y'] as positions, [0.1, null] as replicates, null::varchar as reason,
        [{ 'reason_code': 'r', 'count': 1::bigint }] as reasons, true as is_proxy, 2026::integer as wave
    union all
    select 'b', null, 1e-300, -0.000000000001, null, [], null, 'r', null, null, null
"""
MADE = {
    "sums": SUMS,
    "counts": "select 3 as count_messages",
    "waves": "select 2025 as wave union all select 2026",
    "organisations": "select 'alfa' as organisation_id",
}


def build_of(sources: tuple[str, ...] = SOURCES, waves: str = MADE["waves"]) -> duckdb.DuckDBPyConnection:
    """What the first half makes of some sources' records."""
    build = duckdb.connect()
    for table, rows in (MADE | {"waves": waves}).items():
        of_others = TABLES[table] in SOURCES and TABLES[table] not in sources
        build.execute(f"create table {table} as select * from ({rows}) {'where false' if of_others else ''}")
    listed = "(values ('s', 'survey'), ('w', 'webcare'), ('r', 'reference')) as t (load_id, source)"
    build.execute(f"create view loads as select * from {listed} where source in {sources}")
    return build


def rows_of(build: duckdb.DuckDBPyConnection, catalogue: str = "memory") -> dict[str, tuple[list, list]]:
    """By table its columns with their types, and its rows."""
    build.execute(f"use {catalogue}")
    return {
        table: (
            build.execute(f"describe {table}").fetchall(),
            build.execute(f"select * from {table} order by all").fetchall(),
        )
        for table in TABLES
    }


def test_what_is_laid_is_what_was_made(tmp_path):
    build = build_of()
    complete_waist(tmp_path, ALL, build, TABLES)
    lay_waist(tmp_path, replace(ALL, read=[]), tmp_path / "build.duckdb")
    build.execute(f"attach '{tmp_path / 'build.duckdb'}' as laid (read_only)")
    assert rows_of(build, "laid") == rows_of(build)


@pytest.mark.parametrize("read", [("reference", "survey"), ("process", "reference", "webcare")])
def test_what_is_not_read_again_is_as_it_was(tmp_path, read):
    whole = build_of()
    complete_waist(tmp_path, ALL, whole, TABLES)
    build = build_of(read)
    complete_waist(tmp_path, replace(ALL, read=[*read]), build, TABLES)
    assert rows_of(build) == rows_of(whole)


def test_every_source_adds_the_waves_that_it_knows(tmp_path):
    complete_waist(tmp_path, ALL, build_of(waves="select 2025 as wave"), TABLES)
    again = Waist(ALL.names | {"webcare": "second"}, ["reference", "webcare"])
    build = build_of(("reference", "webcare"), waves="select 2027 as wave")
    complete_waist(tmp_path, again, build, TABLES)
    assert build.execute("select * from waves order by all").fetchall() == [(2025,), (2027,)]
    lay_waist(tmp_path, replace(again, read=[]), tmp_path / "build.duckdb")
    with duckdb.connect(tmp_path / "build.duckdb") as laid:
        assert laid.execute("select * from waves order by all").fetchall() == [(2025,), (2027,)]


def test_the_oldest_of_a_source_goes(tmp_path):
    for number in range(KEPT_OF_A_SOURCE + 1):
        waist = Waist(ALL.names | {"survey": f"waist-{number}"}, ["reference", "survey"])
        complete_waist(tmp_path, waist if number else replace(waist, read=[*SOURCES]), build_of(), TABLES)
    kept = {folder.name for folder in (tmp_path / "waists").iterdir()}
    assert kept == {"process-first", "reference-first", "webcare-first", "survey-waist-1", "survey-waist-2"}


def test_what_a_killed_run_left_half_written_goes(tmp_path):
    (tmp_path / "waists" / ".survey-another").mkdir(parents=True)
    complete_waist(tmp_path, ALL, build_of(), TABLES)
    assert not (tmp_path / "waists" / ".survey-another").exists()


def test_the_waist_is_noted_in_the_frozen_input(environment):
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    home = open_environment(environment.settings).home
    assert noted_waist(home.warehouse) is None
    assert freeze_input(environment.settings)
    assert noted_waist(home.warehouse).read == sorted(SOURCES)


@pytest.fixture
def kept(environment: Environment, tmp_path: Path) -> Callable[..., list[str]]:
    """The waist of organisations and an evaluation is kept. What is read of loads by a project, the same by default."""
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    project = tmp_path / "dbt_project"
    shutil.copytree(environment.settings.dbt_project, project, ignore=shutil.ignore_patterns("target", "logs"))
    opened = open_environment(environment.settings.model_copy(update={"dbt_project": project}))
    entries = [*read_entries(opened.home), survey_load(read_entries(opened.home)[0])]

    def sources_read(loads: list[LedgerEntry] = entries) -> list[str]:
        return waist_of(opened, loads, [], []).read

    assert sources_read() == sorted(SOURCES)
    complete_waist(opened.home.warehouse, waist_of(opened, entries, [], []), build_of(), TABLES)
    sources_read.project, sources_read.entries, sources_read.home = project, entries, opened.home
    return sources_read


def survey_load(entry: LedgerEntry) -> LedgerEntry:
    return replace(entry, load_id="survey-load", source="survey", entity="evaluations")


def test_nothing_is_read_again_of_the_same_judgements(kept):
    assert kept() == []


def test_of_a_new_load_its_source_is_read(kept):
    organisations, survey = kept.entries
    assert kept([*kept.entries, replace(survey, load_id="late", source="webcare")]) == ["reference", "webcare"]
    assert kept([organisations]) == ["reference", "survey"]
    assert kept([organisations, replace(survey, judgement=2, run_id="again")]) == ["reference", "survey"]
    # the home was made anew, and the file judged by other names
    assert kept([organisations, replace(survey, loaded_at="2027-01-01T00:00:00")]) == ["reference", "survey"]


def test_of_new_organisations_everything_is_read(kept):
    organisations, survey = kept.entries
    assert kept([replace(organisations, load_id="corrected"), survey]) == sorted(SOURCES)


@pytest.mark.parametrize(
    ("file", "is_read_by_the_first_half"),
    [
        ("models/counted/survey/int_survey__waves.sql", True),
        ("models/method/int_method__parameters.sql", True),
        ("macros/time.sql", True),
        ("seeds/method/method_parameter.csv", True),
        ("models/marts/fct_nps.sql", False),
        ("models/ranked/int_rank__sensitivity.py", False),
        ("tests/reconciliation/figures/loads_add_up.sql", False),
        ("columns/survey.md", False),
    ],
)
def test_a_waist_depends_on_the_models_before_it(kept, file, is_read_by_the_first_half):
    with (kept.project / file).open("a") as changed:
        changed.write("\n-- changed\n")
    assert bool(kept()) == is_read_by_the_first_half


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"another")])
def test_what_is_not_whole_is_read_again(kept, damage):
    (file,) = kept.home.warehouse.glob("waists/survey-*/sums.parquet")
    damage(file)
    assert kept() == ["reference", "survey"]


def test_all_is_read_again_on_request(kept, environment):
    """Also for the input that was built last: what was built of it is not published again."""
    built = kept.home.warehouse / "built.json"
    built.write_text('{"build_id": "last"}')
    read_everything_again(environment.settings)
    assert kept() == sorted(SOURCES)
    assert not built.exists()
