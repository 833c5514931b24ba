"""Several versions of the method live side by side, and what arrives when changes nothing."""

from pathlib import Path

import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, copy_project, run_dbt

MARTS = [
    "dim_organisation",
    "dim_organisation_wave",
    "dim_dimension",
    "fct_dimension_score",
    "fct_index_score",
    "fct_index_month",
    "fct_nps",
    "fct_nps_month",
    "fct_webcare_performance",
    "fct_process_performance",
    "fct_award_ranking",
    "fct_industry_verdict",
    "fct_sensitivity",
    "fct_index_change",
    "fct_overall_grade",
    "fct_group_contrast",
    "fct_effective_weight",
    "fct_weighting",
    "fct_load",
]


def add_version(project: Path) -> None:
    """M2 is M0 with another goalpost: nine-plus counts in full from .50 on."""
    for seed in (project / "seeds" / "method").glob("*.csv"):
        header, *rows = seed.read_text().splitlines()
        second = [row.replace("M0,", "M2,", 1).replace(",0,0.6,", ",0,0.5,") for row in rows if row.startswith("M0,")]
        if seed.stem == "method_version":
            second = ["M2,Other goalpost,,true,false,M0,"]
        seed.write_text("\n".join([header, *rows, *second]) + "\n")


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("versions")
    project = copy_project(folder)
    add_version(project)
    build_input = BuildInput(folder / "input")
    canonical.deliver(build_input)
    build_input.ledger.reverse()
    selected = ["--select", "path:seeds", "path:models", "--exclude-resource-type", "unit_test"]
    for renamed, stored in (("z", "a"), ("y", "b"), ("x", "c")):
        parquet = folder / "input" / "evaluations" / f"{stored}.parquet"
        parquet.rename(parquet.with_stem(renamed))
    return run_dbt(folder, build_input.freeze(), ["build", *selected], project=project)


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_is_the_same_whatever_arrived_first(mart, build, two_versions):
    columns = build.rows(f"select column_name from (describe {mart})")
    where = "where method_version != 'M2'" if ("method_version",) in columns else ""
    expected = build.rows(f"select * from {mart}")
    assert expected
    assert two_versions.rows(f"select * from {mart} {where}") == expected


def test_a_second_version_stands_beside_the_first(two_versions):
    scores = dict(
        two_versions.rows(
            "select method_version, score from fct_dimension_score "
            "where organisation_id = 'amber' and dimension = 'employees' and index_kind = 'survey'"
        )
    )
    assert scores == {
        "M0": pytest.approx(74),
        "M1": pytest.approx(74),
        "M2": pytest.approx(0.8 * 80 + 0.2 * 60),
    }
    headline = two_versions.rows("select distinct method_version from fct_award_ranking where is_headline")
    assert headline == [("M1",)]


def test_the_digest_that_freezes_a_version_depends_on_its_rows_alone(build, two_versions):
    before = dict(build.rows("select * from int_method__fingerprints"))
    after = dict(two_versions.rows("select * from int_method__fingerprints"))
    assert set(before) == {"M0", "M1"}
    assert {version: after[version] for version in before} == before
    assert len(set(after.values())) == 3
