"""A method table that does not add up stops the build: every check of the seeds has a fault that it finds."""

from pathlib import Path

import pytest
from tests.dbt.builds import Build, BuildInput, copy_project, run_dbt

BAD_CUT_POINTS = [
    ("nps", 0, 5, 4, 2),
    ("nps", 0, 6, 4, 4),
    ("nps", 1, 7, 0, 5),
    ("nps", 1, 8, 3, 9),
    ("nps", 1, 9, None, 8),
    ("share_high", 1, 5, None, 1),
    ("share_high", 1, 6, None, 7),
    ("share_high", 1, 7, None, None),
    ("share_high", 1, 8, 3, 7),
    ("share_low", 1, 5, 5, None),
    ("share_low", 1, 6, 0, None),
    ("share_low", 1, 7, None, None),
    ("share_low", 1, 8, 3, 7),
    ("nsp", 0, 10, 6, 9),
]

# Appended to the seeds of a copy of the project.
FAULTS = {
    "method_version": [
        "M1,Second headline and changed since it was frozen,2026-01-01,true,true,M0,not the digest",
        "M2,Frozen without a digest,2026-01-01,false,false,M0,",
        "M2,Twice,,false,false,M0,",
    ],
    "method_dimension": [
        "M0,fun,7,Plezier,Fun,0.5",
        "M9,trust,1,Vertrouwen,Trust,1",
        "M0,trust,1,Vertrouwen,Trust,0.1",
        "M0,debt,8,Schuld,Debt,-0.1",
        "M0,nothing,9,Niets,Nothing,nan",
    ],
    "method_indicator": [
        "M0,no_items,trust,survey,item_mean,2,0,100,linear,30,No items and no such direction",
        "M0,no_figure,trust,telegraph,rate,1,0,1,log,0,Neither source nor scale nor figure is known",
        "M0,no_dimension,luck,webcare,rate,1,1,1,ln,30,Of no dimension; goalposts upside down",
        "M0,ln_of_nothing,trust,survey,item_mean,1,0,100,ln,30,ln of 0",
        "M0,ln_of_nothing,trust,survey,item_mean,1,0,100,ln,30,Twice",
        "M0,endless,trust,survey,item_mean,1,0,nan,linear,30,NaN is larger than any number",
    ],
    "method_operation": [
        "M0,webcare_tone,telegraph,mode,tone_change,,",
        "M0,webcare_silence,webcare,rate,is_silent,silences,",
    ],
    "method_weight": [
        "M0,survey,no_items,-0.1",
        "M0,monthly,no_items,1",
        "M0,survey,nobody_knows_it,1",
        "M0,survey,trust_items,1",
        "M0,survey,endless,inf",
    ],
    "method_item": ["M0,trust_items,trust_1,1,false,true"],
    "method_cut_point": [
        "M0,nps,0,10,6,9",
        "M0,share_low,0,inf,5,",
        *(",".join("" if cell is None else str(cell) for cell in ("M9", *row)) for row in BAD_CUT_POINTS),
    ],
    "method_cleaning_rule": [
        "M0,oracle,content,delete,1,2,,,,false",
        "M0,oracle,content,points,1,2,,,,false",
        "M0,no_points,content,points,,2,,,,false",
        "M0,no_limit,content,points,1,2,-inf,,,false",
    ],
    "method_parameter": [
        "M0,in_use_share,0.7,share,Twice",
        "M0,unknown_to_m1,1,,M1 has none",
        "M1,endless,inf,,",
        "M1,bootstrap_step,0.6,,",
    ],
}

CHECKS = [
    "unique_grain_method_version_method_version",
    "unique_grain_method_dimension_method_version__dimension",
    "unique_grain_method_indicator_method_version__indicator",
    "unique_grain_method_operation_method_version__indicator",
    "unique_grain_method_weight_method_version__index_kind__indicator",
    "unique_grain_method_item_method_version__indicator__item",
    "unique_grain_method_cut_point_method_version__kind__scale_low__scale_high",
    "unique_grain_method_cleaning_rule_method_version__rule",
    "unique_grain_method_parameter_method_version__parameter",
    "frozen_version_has_its_digest",
    "frozen_versions_are_unchanged",
    "exactly_one_headline",
    "dimension_weights_sum_to_one",
    "dimension_has_its_version",
    "dimension_weight_is_not_negative",
    "dimension_weight_is_finite",
    "indicator_weights_sum_to_one",
    "indicator_weight_is_positive",
    "indicator_weight_is_finite",
    "indicator_source_is_known",
    "indicator_direction_is_known",
    "operation_source_is_known",
    "operation_kind_is_known",
    "index_kind_is_known",
    "goalposts_are_in_order",
    "goalposts_are_finite",
    "goalpost_scale_is_known",
    "logarithmic_goalposts_are_positive",
    "minimum_base_is_positive",
    "cut_points_lie_in_order",
    "cut_points_are_finite",
    "cleaning_action_is_known",
    "cleaning_points_are_not_negative",
    "cleaning_thresholds_are_finite",
    "parameter_is_finite",
    "bootstrap_step_is_at_most_a_half",
    "every_indicator_can_be_computed",
    "every_outcome_is_observed",
    "every_row_has_its_parent",
    "every_share_has_cut_points",
    "every_version_has_every_parameter",
]

REFUSED = ("shared_grain", "partly_null_grain", "broken_rules")
# The generic tests of the project on a model that breaks each of them, and models that are refused when they are made.
BROKEN_MODEL = """
select * from (values ('a', 1, null, null), ('a', 1, 2, null), (null, 3, 4, 'why')) as t (code, number, score, reason)
"""
BROKEN_CHECKS = """
models:
  - name: broken
    config: {contract: {enforced: false}}
    data_tests:
      - unique_grain: {name: finds_repeated_grain, arguments: {columns: [number]}}
      - unique_grain: {name: finds_missing_grain, arguments: {columns: [code, score]}}
      - is_true: {name: finds_false, arguments: {expression: number < 3}}
      - is_true: {name: finds_unknown, arguments: {expression: score > 0}}
      - sums_to_one: {name: finds_wrong_sum, arguments: {column: number, group_by: [code]}}
"""
BROKEN_GRAINS = """
  - name: shared_grain
    config: {contract: {enforced: false}, meta: {grain: [number]}}
  - name: partly_null_grain
    config: {contract: {enforced: false}, materialized: view, meta: {grain: [code, score]}}
"""
# Each kind of rule about a row, by the rows of the model above that break it; two that it keeps.
BROKEN_RULES = """
  - name: broken_rules
    config: {contract: {enforced: false}, meta: {holds: [number < 3, score > 0, number > 0]}}
    columns:
      - {name: code, config: {meta: {required: true, values: [a]}}}
      - {name: number, config: {meta: {values: [1, 2]}}}
      - {name: score, config: {meta: {explained_by: reason}}}
"""
RULES_BROKEN = [
    "number < 3 (not in 1 rows)",
    "score > 0 (not in 1 rows)",  # it is unknown there
    "code is not null (not in 1 rows)",
    "coalesce(number in ('1', '2'), true) (not in 1 rows)",
    "score is not null or reason is not null (not in 1 rows)",
]
BROKEN = [
    "finds_repeated_grain",
    "finds_missing_grain",
    "finds_false",
    "finds_unknown",
    "finds_wrong_sum",
]


def spoil(project: Path) -> None:
    for table, lines in FAULTS.items():
        seed = project / "seeds" / "method" / f"{table}.csv"
        rows = [row for row in seed.read_text().splitlines() if not row.startswith("M0,share_high")]
        seed.write_text("\n".join([*rows, *lines]) + "\n")
    for name in ("broken", *REFUSED):
        (project / "models" / f"{name}.sql").write_text(BROKEN_MODEL)
    (project / "models" / "_broken.yml").write_text(BROKEN_CHECKS + BROKEN_GRAINS + BROKEN_RULES)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("spoilt")
    project = copy_project(folder)
    spoil(project)
    checks = ["path:seeds", "path:tests/method", "every_outcome_is_observed"]
    selected = ["--select", *checks, "broken"]
    return run_dbt(
        folder,
        BuildInput(folder / "input").freeze(),
        ["seed"],
        # by itself: in one build the failing seeds would stop these
        ["run", "--select", "path:models/method", "broken", *REFUSED],
        ["test", *selected],
        project=project,
    )


@pytest.mark.parametrize("check", CHECKS)
def test_a_fault_in_the_method_is_found(check, spoilt, build):
    assert spoilt.statuses[check] == "fail"
    assert build.statuses[check] == "pass"


def test_exactly_the_cut_points_that_make_no_sense_are_found(spoilt):
    (check,) = spoilt.file.parent.glob("target/compiled/**/cut_points_lie_in_order.sql")
    found = spoilt.rows(f"select * exclude (method_version) from ({check.read_text()})")
    assert set(found) == set(BAD_CUT_POINTS)


@pytest.mark.parametrize("check", BROKEN)
def test_a_generic_test_finds_what_it_is_for(check, spoilt):
    assert spoilt.statuses[check] == "fail"


def test_a_model_that_breaks_its_grain_is_refused(spoilt):
    assert spoilt.statuses["shared_grain"] == spoilt.statuses["partly_null_grain"] == "error"
    said = " keys are shared by several rows, "
    assert f"shared_grain breaks its grain (number): 1{said}0 keys have a part that is null." in spoilt.output
    assert f"partly_null_grain breaks its grain (code, score): 0{said}2 keys have a part that is null." in spoilt.output


def test_a_model_that_breaks_its_rules_is_refused(spoilt):
    assert spoilt.statuses["broken_rules"] == "error"
    assert f"broken_rules breaks its rules: {'; '.join(RULES_BROKEN)}\n" in spoilt.output


def test_no_check_of_the_method_is_left_out_here(spoilt):
    tables = tuple(f"unique_grain_{table}_" for table in FAULTS)
    found = {name for name, status in spoilt.statuses.items() if status == "fail"}
    assert {name for name in found if name.startswith(tables)} <= set(CHECKS)
    assert "pass" not in spoilt.statuses.values()
