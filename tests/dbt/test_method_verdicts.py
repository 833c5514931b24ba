# Holds warehouse.dbt_failures.
"""Whoever changes a table of the method is told which check it fails and which row to correct."""

import shutil
from pathlib import Path

import pytest
from environments import Environment
from tests.dbt.builds import copy_project

from centricity.errors import CentricityError
from centricity.home import Home, open_home
from centricity.warehouse.dbt import run_dbt, target_folder

ORDER = (
    "cut_points_lie_in_order (method_cut_point): "
    "method_version M1, kind nps, scale_low 0.0, scale_high 10.0, low_to 9.0, high_from 6.0"
)
PARAMETER = (
    "every_version_has_every_parameter (method_version, method_parameter): "
    "method_version M1, parameter rank_draws_maximum"
)
CAST = (
    "method_weight: Conversion Error: CSV Error on Line: 24 | Original Line: M1,survey,trust_items,veel | "
    'Error when converting column "weight". Could not convert string "veel" to \'DOUBLE\''
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project with nothing but the method."""
    project = copy_project(tmp_path)
    for folder in (project / "models").iterdir():
        if folder.name != "method":
            shutil.rmtree(folder)
    shutil.rmtree(project / "tests" / "reconciliation")
    return project


def replace_row(project: Path, table: str, row: str, by: str) -> None:
    path = project / "seeds" / "method" / f"{table}.csv"
    text = path.read_text()
    assert f"\n{row}\n" in text
    path.write_text(text.replace(f"\n{row}\n", f"\n{by}\n" if by else "\n"))


def verdict(environment: Environment, project: Path) -> tuple[CentricityError, Home]:
    home = open_home(environment.settings)
    with pytest.raises(CentricityError) as error:
        run_dbt(environment.settings.model_copy(update={"dbt_project": project}), home, home.logs / "dbt.log")
    return error.value, home


def test_the_check_and_its_rows_are_named_or_the_line_that_cannot_be_read(environment, project):
    replace_row(project, "method_cut_point", "M1,nps,0,10,6,9", "M1,nps,0,10,9,6")
    replace_row(project, "method_parameter", "M1,rank_draws_maximum,262144,draws,They are not doubled beyond", "")
    replace_row(project, "method_weight", "M1,survey,trust_items,1", "M1,survey,trust_items,veel")
    error, _ = verdict(environment, project)
    assert error.code == "bad_method_table"
    assert error.where == str(project / "seeds" / "method")
    assert set(error.message.removesuffix(".").split("; ")) == {ORDER, PARAMETER, CAST}


def test_of_many_rows_a_few_are_named_and_the_rest_counted(environment, project):
    table = project / "seeds" / "method" / "method_item.csv"
    table.write_text(table.read_text() + "".join(f"M9,unknown_{number},trust_1,1,false,true\n" for number in range(5)))
    error, _ = verdict(environment, project)
    rows = " | ".join(f"method_version M9, code unknown_{number}" for number in range(3))
    assert error.message == (
        f"every_row_has_its_parent (method_indicator, method_dimension, method_weight, method_item): {rows} and 2 more."
    )


def test_a_model_that_breaks_its_grain_says_which_and_how_often(environment, project):
    (project / "models" / "doubled.sql").write_text(
        "select number, 'A. Jansen' as guest from range(3), (values (1), (1)) as twice (number)"
    )
    (project / "models" / "_doubled.yml").write_text(
        "models:\n  - {name: doubled, config: {meta: {grain: [number, guest]}}}\n"
    )
    error, _ = verdict(environment, project)
    assert error.message == (
        "failed: model.centricity.doubled breaks its grain (number, guest): "
        "1 keys are shared by several rows, 0 keys have a part that is null."
    )


def test_of_another_table_no_value_is_told(environment, project):
    (project / "seeds" / "guests.csv").write_text("guest\n1\nA. Jansen\n")
    (project / "seeds" / "_guests.yml").write_text(
        "seeds:\n  - name: guests\n    config: {column_types: {guest: integer}}\n"
    )
    error, home = verdict(environment, project)
    assert (error.code, error.message) == ("dbt_failed", "failed: seed.centricity.guests.")
    told = [path.read_text() for path in (*home.logs.rglob("*.log"), target_folder(home) / "run_results.json")]
    assert len(told) == 2
    assert "withheld" in "".join(told)
    assert "Jansen" not in "".join(told)
