"""A kept waist is found under what it depends on, and says what it said; one that is not whole is none."""

import shutil
from pathlib import Path

import duckdb
import pytest
from environments import Environment

from centricity.environment import open_environment
from centricity.home import Home, open_home
from centricity.intake.loading import load_deliveries
from centricity.ledger.entry import read_entries
from centricity.warehouse.build import freeze_input
from centricity.warehouse.waist import (
    WAISTS_KEPT,
    find_waist,
    forget_waists,
    has_named_waist,
    keep_waist,
    lay_waist,
    name_waist,
)

# Of every type that a table of the waist has.
FIGURES = """
    select 'a' as method_version, 1::bigint as count_base, 0.1::double as figure, 1.25::decimal(38, 12) as total,
        date '2026-01-01' as month, ['x', 'y'] as positions, [0.1, null] as replicates, null::varchar as reason,
        [{ 'reason_code': 'r', 'count': 1::bigint }] as reasons, true as is_proxy, 2026::integer as wave
    union all
    select 'b', null, 1e-300, -0.000000000001, null, [], null, 'r', null, null, null
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Input is frozen there, and has a waist."""
    home = Home(tmp_path)
    (home.warehouse / "input").mkdir(parents=True)
    name(home, "first")
    return home


def name(home: Home, waist: str) -> None:
    (home.warehouse / "input" / "waist").write_text(waist)


def keep(home: Home) -> duckdb.DuckDBPyConnection:
    build = duckdb.connect()
    build.execute(f"create table figures as {FIGURES}")
    build.execute("create view list as select 1 as load_id")
    keep_waist(home.warehouse, build, ["figures", "list"])
    return build


def test_what_is_laid_is_what_was_kept(home):
    build, file = keep(home), home.warehouse / "build.duckdb"
    lay_waist(find_waist(home.warehouse), file)
    build.execute(f"attach '{file}' as laid (read_only)")
    for table in ("figures", "list"):
        assert (
            build.execute(f"describe laid.{table}").fetchall() == build.execute(f"describe memory.{table}").fetchall()
        )
        rows = (build.execute(f"select * from {each}.{table}").fetchall() for each in ("laid", "memory"))
        assert next(rows) == next(rows)


def test_another_name_is_another_waist(home):
    keep(home)
    name(home, "second")
    assert find_waist(home.warehouse) is None


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"another")])
def test_what_is_not_whole_is_none(home, damage):
    keep(home)
    damage(find_waist(home.warehouse) / "figures.parquet")
    assert find_waist(home.warehouse) is None


def test_the_oldest_goes(home):
    for number in range(WAISTS_KEPT + 1):
        name(home, f"waist-{number}")
        keep(home)
    assert len(list((home.warehouse / "waists").iterdir())) == WAISTS_KEPT
    name(home, "waist-0")
    assert find_waist(home.warehouse) is None


def test_all_are_forgotten_on_request(home):
    keep(home)
    forget_waists(home)
    assert find_waist(home.warehouse) is None


def test_a_test_without_a_home_keeps_none(tmp_path):
    assert not has_named_waist(tmp_path)
    assert find_waist(tmp_path) is None


@pytest.fixture
def frozen(environment: Environment, tmp_path: Path) -> tuple[Environment, Path]:
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    assert freeze_input(environment.settings)
    project = tmp_path / "dbt_project"
    shutil.copytree(environment.settings.dbt_project, project, ignore=shutil.ignore_patterns("target", "logs"))
    return environment, project


def name_of(environment: Environment, project: Path) -> str:
    home = open_home(environment.settings)
    name_waist(home, project, read_entries(open_environment(environment.settings).home))
    return (home.warehouse / "input" / "waist").read_text()


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
def test_a_waist_depends_on_the_models_before_it(frozen, file, is_read_by_the_first_half):
    before = name_of(*frozen)
    with (frozen[1] / file).open("a") as changed:
        changed.write("\n-- changed\n")
    assert (name_of(*frozen) != before) == is_read_by_the_first_half


def test_a_waist_depends_on_the_judgements(frozen):
    environment, project = frozen
    before = name_of(environment, project)
    environment.deliver_organisations()
    assert name_of(environment, project) == before
    (load,) = open_home(environment.settings).raw.rglob("load.json")
    load.write_text(load.read_text().replace('"run_id": "test"', '"run_id": "another"'))
    assert name_of(environment, project) != before
