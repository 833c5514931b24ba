"""The sample delivery through all layers: every record accounted for, the truth found again, the bytes the same."""

import csv
import runpy
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from integration.pipeline import build, published_digests, query, settings_for, take_in
from tests.dbt.builds import run_dbt, select

from centricity.codes.registry import without_links
from centricity.home import open_home
from centricity.ledger.entry import read_entries
from centricity.reports.ranking import read_ranking
from centricity.warehouse.build import freeze_input
from centricity.warehouse.input import input_folder
from centricity_sample import DEFAULT_SEED, write_sample
from generate.marts import read_marts

pytestmark = pytest.mark.integration
SEEDS = (DEFAULT_SEED, 1, 2, 3, 4)
IMAGES = Path(__file__).parents[2] / "docs/images"


def count_records(path: Path) -> int:
    """Records of a delivered file, counted by other means than our readers."""
    with path.open(newline="") as file:
        if path.suffix == ".jsonl":
            return sum(1 for line in file if line.strip())
        return sum(1 for row in csv.reader(file, delimiter=";") if row) - 1


def test_every_delivered_record_is_accepted_or_quarantined(sample):
    home = open_home(sample)
    entries = {entry.load_id: entry for entry in read_entries(home)}
    originals = {path.parent.name: path for path in home.archive.glob("*/*/*")}
    assert len(entries) == len(originals) == 26
    for load_id, entry in entries.items():
        if entry.verdict == "accepted":
            assert entry.records_in == entry.records_accepted + entry.records_quarantined
            assert entry.records_in == count_records(originals[load_id]), entry.file_name
            stored = home.raw / entry.folder / "data.parquet"
            assert duckdb.sql(f"select count(*) from '{stored}'").fetchall() == [(entry.records_accepted,)]


def test_the_first_run_shows_what_was_recorded_as_wrong(sample):
    home = open_home(sample)
    recorded = pd.read_csv(home.root / "sample_faults.csv").set_index(["feed", "file_name", "reason_code"])["count"]
    found = {}
    for entry in read_entries(home):
        reasons = entry.quarantine_reasons or ({entry.reason_code: 1} if entry.reason_code else {})
        found |= {(entry.feed, entry.file_name, reason): count for reason, count in reasons.items()}
    assert len(found) >= 10
    assert found == recorded.to_dict()
    rejected = [(entry.feed, entry.reason_code) for entry in read_entries(home) if entry.verdict == "rejected"]
    assert rejected == [("sample_process", "header_mismatch")]


def test_the_marts_add_up_to_what_was_accepted(sample):
    counted = dict(query(sample, "select feed, sum(records_accepted - count_waiting)::int from fct_load group by feed"))
    bases = (
        "select method_version, wave, sum(count_evaluations + count_excluded)::int from fct_index_score "
        "where index_kind = 'survey' group by all order by all"
    )
    assert query(sample, bases) == [(version, wave, 9000) for version in ("M0", "M1") for wave in (2025, 2026)]
    assert counted["sample_survey"] == 18000
    # The sample's touchpoint question is always answered. One to four answers are withheld.
    touchpoints = (
        "select sum(count_evaluations)::int, count(*) filter (where count_evaluations is null)::int from fct_nps "
        "where evaluation_type = 'touchpoint' and method_version = 'M0'"
    )
    ((shown, withheld),) = query(sample, touchpoints)
    assert shown + withheld <= counted["sample_touchpoints"] <= shown + 4 * withheld
    # A touchpoint has about nine evaluations of an organisation in a wave: some came with fewer than five.
    assert 4000 < counted["sample_touchpoints"] < 4800
    unscored = "select count(*) from fct_index_score where score is null and suppression_reason is null"
    assert query(sample, unscored) == [(0,)]


def test_the_picture_in_the_readme_is_drawn_from_the_sample(sample):
    draw = runpy.run_path(str(IMAGES / "draw_ranking.py"))["draw"]
    assert draw(read_ranking(open_home(sample), None)) == (IMAGES / "ranking.svg").read_text(encoding="utf-8")


def test_a_second_run_has_nothing_to_build_and_a_lost_publication_comes_back_the_same(sample, tmp_path):
    home = shutil.copytree(open_home(sample).root, tmp_path / "home", symlinks=True)
    settings = settings_for(home)
    assert build(settings) is None
    shutil.rmtree(open_home(settings).published)
    assert build(settings)
    assert published_digests(settings) == published_digests(sample)


def centre(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame[column] - frame.groupby(["seed", "wave", "industry"])[column].transform("mean")


def test_the_index_recovers_the_truth(sample, tmp_path):
    """Over five seeds, pooled: the rank correlation of industry-centred scores with the truth is at least 0.9."""
    asked = (
        "select method_version, organisation_id, wave, score from {} where index_kind = 'survey' and score is not null"
    )
    scores = {SEEDS[0]: (open_home(sample).root, query(sample, asked.format("fct_index_score")))}
    for seed in SEEDS[1:]:
        scores[seed] = build_index(tmp_path / str(seed), seed, asked.format("int_index__index_scores"))
    found = []
    for seed, (root, rows) in scores.items():
        estimates = pd.DataFrame(rows, columns=["method_version", "organisation_id", "wave", "score"])
        truth = pd.read_csv(root / "sample_truth.csv")
        found.append(estimates.merge(truth, on=["organisation_id", "wave"], validate="many_to_one").assign(seed=seed))
    pooled = pd.concat(found)
    assert set(pooled["seed"]) == set(SEEDS)
    assert set(pooled["method_version"]) == {"M0", "M1"}
    for _, of_version in pooled.groupby("method_version"):
        assert len(of_version) > 600
        correlation = centre(of_version, "score").corr(centre(of_version, "index_score"), method="spearman")
        print(correlation)
        assert correlation >= 0.9


def test_the_full_index_recovers_the_truth(sample):
    """Of the sample as delivered, with webcare and process, which are drawn from the same qualities.

    Webcare rests on few questions of each organisation, and consistency on a channel gap that the truth has not.
    """
    least = {"index_score": 0.9, "processes": 0.9, "trust": 0.9, "recommendation": 0.9, "employees": 0.9}
    least |= {"webcare": 0.75, "consistency": 0.7}
    asked = (
        "select organisation_id, wave, 'index_score' as figure, score from fct_index_score "
        "where index_kind = 'full' and method_version = 'M1' union all "
        "select organisation_id, wave, dimension, score from fct_dimension_score "
        "where index_kind = 'full' and method_version = 'M1'"
    )
    found = pd.DataFrame(query(sample, asked), columns=["organisation_id", "wave", "figure", "score"]).dropna()
    truth = pd.read_csv(open_home(sample).root / "sample_truth.csv").assign(seed=DEFAULT_SEED)
    assert set(found["figure"]) == set(least)
    for figure, rows in found.groupby("figure"):
        compared = rows.merge(truth, on=["organisation_id", "wave"], validate="one_to_one")
        assert len(compared) > 120
        correlation = centre(compared, "score").corr(centre(compared, figure), method="spearman")
        assert correlation >= least[figure], figure


def build_index(folder: Path, seed: int, asked: str) -> tuple[Path, list[tuple]]:
    """Another sample's home, and what its index says: of the surveys, and only what the index needs is built."""
    settings = settings_for(folder / "home")
    home = open_home(settings)
    write_sample(home.root, seed)
    for feed in ("sample_webcare", "sample_process"):
        shutil.rmtree(home.landing / feed)
    take_in(settings)
    assert freeze_input(settings)
    (input_folder(home) / "waist.json").unlink()  # nothing is kept of a waist that is not whole
    command = ["build", *select("int_index__index_scores"), "--exclude-resource-type", "test", "unit_test"]
    return home.root, run_dbt(folder, input_folder(home), command).rows(f"{asked} and window_kind = 'wave'")


def test_the_published_database_says_what_each_column_is(sample):
    columns = "select table_name, column_name, comment from duckdb_columns() where not internal"
    marts = read_marts()
    said = [(mart.name, column.name, without_links(column.description)) for mart in marts for column in mart.columns]
    assert sorted(query(sample, columns)) == sorted(said)
    assert [comment for (comment,) in query(sample, "select comment from duckdb_tables()") if not comment] == []
