"""A survey with final weights, strata and clusters, through the whole pipeline: R's survey package says the same.

`survey_*.csv` hold what R said of the first waves; where R is there, it is asked about others.
"""

import shutil
import subprocess
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from environments import Environment
from integration.pipeline import build, query, take_in
from integration.survey_designs import (
    ANSWERED,
    BATTERIES,
    COVARIANCES,
    DESIGNS,
    DIMENSIONS,
    ITEMS,
    MONTHS,
    ORGANISATIONS,
    RECORDED,
    WAVES_BY_MONTH,
    Design,
    ask_r,
    draw_survey,
    write_feed,
)

from centricity.home import open_home
from centricity.settings import Settings
from centricity.warehouse.dbt import build_file

pytestmark = pytest.mark.integration
ASKED = {2004 + number: design for number, design in enumerate(DESIGNS)}
# the agency's usual form, and one cluster in every stratum: labels of clusters start again in every stratum and wave
STRATIFIED = {
    2021: Design(clusters=(2,) * 20),
    2022: Design(clusters=(2,) * 40),
    2023: Design(clusters=(1,) * 20),
    2024: Design(clusters=(1,) * 12 + (2,) * 8),
}
# made of the survey alone, by the same weights in both kinds
SAME_IN_BOTH = ("trust", "recommendation", "processes", "employees")
API = {2001: "apisrs", 2002: "apistrat", 2003: "apiclus1"}
SURVEY = {
    "feed": "survey",
    "source": "survey",
    "entity": "evaluations",
    "description": "A survey that brings its design.",
    "file_pattern": "survey_{date}.csv",
    "format": {"type": "csv"},
    "values": {"timestamp_format": "%Y-%m-%d %H:%M:%S", "time_zone": "Europe/Amsterdam"},
    "key": ["id"],
    "columns": {
        "evaluation_id": "id",
        "wave": "wave",
        "organisation_id": "organisation",
        "respondent_id": "respondent",
        "stratum": "stratum",
        "cluster_id": "cluster",
        "base_weight": "weight",
        "has_final_weight": {"constant": True},
        "completed_at": "completed_at",
    },
    "answers": {
        item: {"from": item, "scale": [0, 10]}
        for item in (*ITEMS, *(f"{battery}_{n}" for battery in BATTERIES for n in (1, 2, 3)))
    },
}
SCHOOLS = SURVEY | {"feed": "schools", "answers": {"ease_1": {"from": "api00", "scale": [0, 1000]}}}


def r_has_survey() -> bool:
    """R with its survey package is here."""
    if shutil.which("Rscript") is None:
        return False
    return not subprocess.run(["Rscript", "-e", "library(survey)"], check=False, capture_output=True).returncode


needs_r = pytest.mark.skipif(not r_has_survey(), reason="R with the package survey is not installed")


@pytest.fixture(scope="module")
def surveyed(module_environment: Environment) -> Settings:
    """All waves through the pipeline at once; a wave is a design of its own."""
    environment = module_environment
    environment.define(SURVEY)
    organisations = ORGANISATIONS | dict.fromkeys(API.values(), "schools")
    header = "organisation_id,name,industry,is_online,size_class,aliases\n"
    lines = [f"{name},{name},{industry},true,large,\n" for name, industry in organisations.items()]
    environment.deliver("organisations", "organisations_2001-01-01.csv", header + "".join(lines))
    rows = [row for wave, design in (RECORDED | ASKED | STRATIFIED).items() for row in draw_survey(design, wave)]
    write_feed(rows, environment.home / "landing" / "survey" / "survey_2025-01-01.csv")
    if r_has_survey():
        environment.define(SCHOOLS)
        write_feed(schools(environment.folder), environment.home / "landing" / "schools" / "survey_2025-01-01.csv")
    take_in(environment.settings)
    assert build(environment.settings)
    return environment.settings


def schools(folder: Path) -> list[dict]:
    """The samples of R's `api` data: 200 Californian schools each, an organisation and wave per sample."""
    script = (
        "library(survey); data(api); d <- function(x, s, c) data.frame(school = x$cds, stratum = s, cluster = c, "
        f"weight = x$pw, api00 = x$api00); f <- '{folder}/'; "
        "write.csv(d(apisrs, '', apisrs$snum), paste0(f, 'apisrs.csv'), row.names = FALSE); "
        "write.csv(d(apistrat, apistrat$stype, apistrat$snum), paste0(f, 'apistrat.csv'), row.names = FALSE); "
        "write.csv(d(apiclus1, '', apiclus1$dnum), paste0(f, 'apiclus1.csv'), row.names = FALSE)"
    )
    subprocess.run(["Rscript", "-e", script], check=True, capture_output=True)
    rows = []
    for wave, sample in API.items():
        for number, school in enumerate(pd.read_csv(folder / f"{sample}.csv", dtype=str).fillna("").to_dict("records")):
            columns = {"wave": wave, "organisation": sample, "respondent": None, "completed_at": "03-01 12:00:00"}
            rows.append({"id": f"{sample}-{number}", **columns, **school})
            rows[-1].pop("school")
    return rows


def published(settings: Settings, wave: int) -> pd.DataFrame:
    """By domain and figure: score, standard_error, df."""
    found = query(
        settings,
        f"""
        select organisation_id, dimension, score, standard_error, df from fct_dimension_score
        where method_version = 'M1' and index_kind = 'survey' and wave = {wave}
        union all
        select organisation_id, 'index', score, standard_error, df from fct_index_score
        where method_version = 'M1' and index_kind = 'survey' and wave = {wave}
        union all
        select organisation_id, 'nps', nps, standard_error, df from fct_nps
        where method_version = 'M1' and wave = {wave}
        """,
    )
    columns = ["domain", "figure", "score", "standard_error", "df"]
    return pd.DataFrame(found, columns=columns).set_index(columns[:2]).dropna(how="all").sort_index()


def published_months(settings: Settings, wave: int) -> pd.DataFrame:
    found = query(
        settings,
        f"""
        select organisation_id || strftime(month, ' %m'), 'index', score, standard_error, df from fct_index_month
        where method_version = 'M1' and window_kind = 'month' and wave = {wave}
        union all
        select organisation_id || strftime(month, ' %m'), 'nps', nps, standard_error, df from fct_nps_month
        where method_version = 'M1' and window_kind = 'month' and year(month) = {wave}
        """,
    )
    columns = ["domain", "figure", "score", "standard_error", "df"]
    return pd.DataFrame(found, columns=columns).set_index(columns[:2]).sort_index()


def assert_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(
        found[["score", "standard_error", "df"]].astype(float),
        expected.loc[found.index, ["score", "standard_error", "df"]].astype(float),
        rtol=1e-8,
        atol=0,
    )


@pytest.mark.parametrize("wave", RECORDED)
def test_scores_and_errors_are_what_r_said(surveyed, wave):
    expected = pd.read_csv(ANSWERED).query("wave == @wave").set_index(["domain", "figure"])
    found = published(surveyed, wave)
    assert len(found) == len(expected) == len(ORGANISATIONS) * (len(DIMENSIONS) + 2)
    assert_same(found, expected)


@needs_r
@pytest.mark.parametrize("wave", ASKED)
def test_scores_errors_and_covariances_are_what_r_says(surveyed, wave, tmp_path):
    figures, covariances = ask_r(draw_survey(ASKED[wave], wave), by_month=False, folder=tmp_path)
    assert_same(published(surveyed, wave), figures)
    assert_same_covariances(computed_covariances(surveyed, wave), covariances, figures)


@pytest.mark.parametrize("wave", RECORDED)
def test_covariances_are_what_r_said(surveyed, wave):
    figures = pd.read_csv(ANSWERED).query("wave == @wave").set_index(["domain", "figure"])
    said = pd.read_csv(COVARIANCES).query("wave == @wave").drop(columns="wave")
    said = said.set_index(["domain_a", "figure_a", "domain_b", "figure_b"])["covariance"]
    # two organisations with six dimensions each, eight indices
    assert len(said) == 12 * 13 // 2 + 8 * 9 // 2
    found = computed_covariances(surveyed, wave)
    assert_same_covariances({tuple(pair): found[tuple(pair)] for pair in said.index}, said, figures)


def computed_covariances(settings: Settings, wave: int) -> dict[tuple, float]:
    """All pairs of dimensions of an industry's four organisations, all pairs of indices."""
    with duckdb.connect(build_file(open_home(settings)), read_only=True) as connection:
        pairs = connection.execute(
            "select organisation_a, dimension_a, organisation_b, dimension_b, covariance "
            f"from int_inference__dimension_covariance where method_version = 'M1' and wave = {wave} union all "
            "select organisation_a, 'index', organisation_b, 'index', covariance "
            f"from int_inference__index_covariance where method_version = 'M1' and wave = {wave}"
        ).fetchall()
    assert len(pairs) == 2 * (4 * len(DIMENSIONS)) ** 2 + len(ORGANISATIONS) ** 2
    return {tuple(pair): covariance for *pair, covariance in pairs}


def assert_same_covariances(found: dict[tuple, float], said: pd.Series, figures: pd.DataFrame) -> None:
    error = figures["standard_error"]
    for pair, covariance in found.items():
        scale = error[pair[:2]] * error[pair[2:]]
        assert covariance == pytest.approx(said[pair], abs=1e-8 * scale)


@pytest.mark.parametrize("wave", WAVES_BY_MONTH)
def test_months_are_what_r_said(surveyed, wave):
    said = pd.read_csv(MONTHS).query("wave == @wave").set_index(["domain", "figure"])
    found = published_months(surveyed, wave)
    assert len(found) == len(ORGANISATIONS) * 2 * 2
    assert_same(found, said)


@needs_r
@pytest.mark.parametrize("wave", [2006, 2010])
def test_months_are_domains_of_the_wave(surveyed, wave, tmp_path):
    figures, _ = ask_r(draw_survey(ASKED[wave], wave), by_month=True, folder=tmp_path)
    found = published_months(surveyed, wave)
    assert len(found) == len(ORGANISATIONS) * 2 * 2
    assert_same(found, figures)


@needs_r
@pytest.mark.parametrize(
    ("wave", "design"),
    [
        (2001, "svydesign(~1, weights = ~pw, data = apisrs)"),
        (2002, "svydesign(~1, strata = ~stype, weights = ~pw, data = apistrat)"),
        (2003, "svydesign(~dnum, weights = ~pw, data = apiclus1)"),
    ],
)
def test_schools(surveyed, wave, design):
    script = f"library(survey); data(api); m <- svymean(~api00, {design}); cat(format(c(m, SE(m)), digits = 15))"
    said = subprocess.run(["Rscript", "-e", script], check=True, capture_output=True, text=True).stdout
    found = published(surveyed, wave).loc[(API[wave], "processes"), ["score", "standard_error"]]
    assert [10 * figure for figure in found] == pytest.approx([float(figure) for figure in said.split()], rel=1e-8)
    if wave == 2001:
        assert [round(10 * figure, 6) for figure in found] == [656.585, 9.402772]


def errors_of_both_kinds(settings: Settings, wave: int) -> pd.DataFrame:
    """Of the dimensions that are the same in both, by organisation: the figures of the survey and of the full score."""
    found = query(
        settings,
        f"""
        select survey.score, survey.standard_error, survey.df, survey.suppression_reason,
            whole.score, whole.standard_error, whole.df, whole.suppression_reason
        from fct_dimension_score as survey
        inner join fct_dimension_score as whole using (method_version, organisation_id, wave, dimension)
        where method_version = 'M1' and wave = {wave} and dimension in {SAME_IN_BOTH}
            and survey.index_kind = 'survey' and whole.index_kind = 'full' and survey.score is not null
        """,
    )
    names = ["score", "error", "df", "reason"]
    return pd.DataFrame(found, columns=[*names, *(f"full_{name}" for name in names)])


@pytest.mark.parametrize("wave", [*RECORDED, 2021, 2022, 2024])
def test_the_bootstrap_has_the_errors_of_the_formula(surveyed, wave):
    found = errors_of_both_kinds(surveyed, wave)
    assert len(found) == len(ORGANISATIONS) * len(SAME_IN_BOTH)
    assert found["full_score"].tolist() == pytest.approx(found["score"].tolist(), rel=1e-9)
    assert found["full_df"].tolist() == found["df"].tolist()
    assert found["full_error"].tolist() == pytest.approx(found["error"].tolist(), rel=0.05)


def test_one_cluster_in_every_stratum_has_scores_without_errors(surveyed):
    found = errors_of_both_kinds(surveyed, 2023)
    assert len(found) == len(ORGANISATIONS) * len(SAME_IN_BOTH)
    assert found[["score", "full_score"]].notna().all(axis=None)
    assert found[["error", "full_error"]].isna().all(axis=None)
    assert (found[["df", "full_df"]] == 0).all(axis=None)
    assert (found[["reason", "full_reason"]] == "one_cluster").all(axis=None)
