"""What the published sample withholds cannot be worked out from what it shows, and would be if any row were shown."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import duckdb
import numpy as np
import pytest
from disclosure import Row, faults, small_groups
from integration.pipeline import query

from centricity.home import open_home
from centricity.settings import Settings

pytestmark = pytest.mark.integration
COUNTS = "count_promoters, count_passives, count_detractors"
# Months and their sums in every relation of the NPS: what is shown, and what only the tests know.
NPS_ROWS = f"""
    with shown as (
        select 'wave' as window_kind, wave::varchar as period, * exclude (wave) from fct_nps
        union all by name
        select strftime(month, '%Y-%m') as period, * exclude (month) from fct_nps_month
    )
    select
        [shown.method_version, shown.organisation_id, shown.evaluation_type, shown.touchpoint] as relation,
        shown.window_kind, shown.period, shown.suppression_reason,
        shown.count_evaluations, [{", ".join(f"shown.{count}" for count in COUNTS.split(", "))}] as counts,
        truth.count_evaluations as true_base, [{", ".join(f"truth.{count}" for count in COUNTS.split(", "))}] as true_counts
    from shown
    join truth using (method_version, organisation_id, window_kind, period, evaluation_type, touchpoint)
    order by relation, window_kind, period
"""  # noqa: E501
OPERATIONS = {
    ("fct_webcare_performance", "channel"): {
        "count_requiring_answer": "response_rate",
        "count_requiring_resolution": "resolution_rate",
    },
    ("fct_process_performance", "process"): {
        "count_showing_first_time_right": "first_time_right_rate",
        "count_promised": "in_promise_rate",
        "count_showing_rework": "rework_free_rate",
    },
}


@pytest.fixture(scope="module")
def nps_relations(sample) -> dict[tuple, list[tuple[Row, tuple, bool]]]:
    """Per relation its rows, each with its true counts and whether it is withheld for the sake of others."""
    with duckdb.connect(open_home(sample).warehouse / "build.duckdb", read_only=True) as connection:
        connection.execute("create temp view truth as select * from int_survey__net_promoter_scores")
        found = connection.execute(NPS_ROWS).fetchall()
    return {
        tuple(relation): [_nps_row(*columns) for _, *columns in rows]
        for relation, rows in groupby(found, key=lambda row: row[0])
    }


def _nps_row(window_kind, period, reason, base, counts, true_base, true_counts) -> tuple[Row, tuple, bool]:
    if window_kind == "wave":
        months = [f"{period}-{month:02}" for month in range(1, 13)]
    elif window_kind == "month":
        months = [period]
    else:
        last = np.datetime64(period)
        months = [str(last - back) for back in range(12)]
    row = Row(f"{window_kind} {period}", frozenset(months), base, None if None in counts else tuple(counts), true_base)
    return row, tuple(true_counts), reason == "secondary"


def in_the_data(rows: list[tuple]) -> list[Row]:
    """The rows, made of months that have evaluations."""
    months = frozenset().union(*(row.cells for row, *_ in rows if row.name.startswith("month")))
    return [replace(row, cells=row.cells & months) for row, *_ in rows]


def test_no_withheld_net_promoter_score_can_be_worked_out(nps_relations):
    withheld = {
        relation: rows
        for number, (relation, rows) in enumerate(nps_relations.items())
        if any(row.counts is None for row, *_ in rows) and ("relational" in relation or number % 21 == 0)
    }
    assert {relation[0] for relation in withheld} == {"M0", "M1"}
    assert {relation[2] for relation in withheld} == {"relational", "touchpoint"}
    assert {relation: found for relation, rows in withheld.items() if (found := faults(in_the_data(rows)))} == {}


def test_each_score_that_is_withheld_for_the_sake_of_others_has_to_be(nps_relations):
    undone = 0
    for relation, rows in nps_relations.items():
        for number, (_, true_counts, is_secondary) in enumerate(rows):
            # The other version's evaluations may be fewer: it is for their sake then.
            if is_secondary and relation[0] == "M1":
                shown = in_the_data(rows)
                shown[number] = replace(shown[number], counts=true_counts)
                assert faults(shown), (relation, shown[number].name)
                undone += 1
    assert undone >= 5


def test_each_base_that_is_withheld_for_the_sake_of_others_has_to_be(nps_relations):
    undone = 0
    for rows in list(nps_relations.values())[::21]:
        for number, (row, *_) in enumerate(rows):
            if row.base is None and row.true_base >= 5:
                shown = in_the_data(rows)
                shown[number] = replace(shown[number], base=row.true_base)
                assert any(small_groups(shown, [other for other in shown if other.base is not None])), row.name
                undone += 1
    assert undone >= 20


def operational_relations(sample: Settings) -> Iterator[list[Row]]:
    """By version M0, which shows what is only too rough: that is no secret."""
    for (mart, part), rates in OPERATIONS.items():
        for base, rate in rates.items():
            rows = query(
                sample,
                f"select organisation_id, wave, {part}, {base}, {rate} from {mart} where method_version = 'M0' "
                f"order by all",
            )
            for _, members in groupby(rows, key=lambda row: row[:2]):
                yield list(_operational_rows(list(members)))


def _operational_rows(members: list[tuple]) -> Iterator[Row]:
    parts = frozenset(part for *_, part, _, _ in members) - {"all"}
    for *_, part, base, rate in members:
        # of no question nothing is withheld: only replies or posts came by this channel
        counts = (0, 0) if base == 0 else None if rate is None else (round(rate * base), base - round(rate * base))
        yield Row(part, parts if part == "all" else frozenset([part]), base, counts, base or 0)


def test_no_withheld_share_of_conversations_or_cases_can_be_worked_out(sample):
    relations = list(operational_relations(sample))
    withheld = [rows for rows in relations if any(row.counts is None for row in rows)]
    assert len(withheld) > 100
    # The base of a withheld base is not known here: that they pool enough is tested where it is.
    found = [fault for rows in withheld for fault in faults(rows) if "pooling" not in fault]
    assert found == []


def test_months_without_an_index_hide_one_another(sample):
    rows = query(
        sample,
        """
        select method_version, organisation_id, 'wave', wave::varchar, score is not null, count_evaluations
        from fct_index_score where index_kind = 'survey'
        union all
        select method_version, organisation_id, window_kind, strftime(month, '%Y-%m'), score is not null,
            count_evaluations
        from fct_index_month
        order by all
        """,
    )
    withheld = 0
    for relation, members in groupby(rows, key=lambda row: row[:2]):
        shown = [
            _nps_row(kind, period, None, base, [0 if has_score else None], base, [0])
            for *_, kind, period, has_score, base in members
        ]
        cells = in_the_data(shown)
        withheld += sum(row.counts is None for row in cells)
        assert list(small_groups(cells, [row for row in cells if row.counts is not None])) == [], relation
    assert withheld > 10


def test_no_withheld_score_is_a_linear_combination_of_shown_ones(sample):
    rows = query(
        sample,
        """
        select method_version, organisation_id, wave, index_kind, dimension, weight, score
        from fct_dimension_score where is_in_use
        union all
        select method_version, organisation_id, wave, index_kind, 'index', null, score from fct_index_score
        order by method_version, organisation_id, wave
        """,
    )
    withheld = 0
    for organisation, members in groupby(rows, key=lambda row: row[:3]):
        scores = {(kind, figure): (weight, score) for *_, kind, figure, weight, score in members}
        withheld += sum(score is None for _, score in scores.values())
        assert derivable(scores) == [], organisation
    assert withheld > 0


def derivable(scores: dict[tuple[str, str], tuple[float | None, float | None]]) -> list[tuple[str, str]]:
    """Withheld scores in the span of the shown ones, given that an index is the weighted sum of its dimensions."""
    dimensions = [key for key in scores if key[1] != "index"]
    vectors = {key: np.eye(len(dimensions))[place] for place, key in enumerate(dimensions)}
    for kind in {kind for kind, _ in scores}:
        vectors[kind, "index"] = sum(scores[key][0] * vectors[key] for key in dimensions if key[0] == kind)
    # The same in both kinds of index, by the method's weights.
    same = [vectors["survey", name] - vectors["full", name] for name in ("recommendation", "employees")]
    known = np.array([*same, *(vectors[key] for key, (_, score) in scores.items() if score is not None)])
    rank = np.linalg.matrix_rank(known)
    return [
        key
        for key, (_, score) in scores.items()
        if score is None and np.linalg.matrix_rank(np.vstack([known, vectors[key]])) == rank
    ]


def test_a_score_that_follows_from_others_is_found():
    scores = {("survey", name): (0.5, 60.0) for name in ("recommendation", "employees")}
    scores |= {("full", name): (0.5, 60.0) for name in ("recommendation", "employees")}
    scores |= {("survey", "index"): (None, 60.0), ("full", "index"): (None, None)}
    assert derivable(scores) == [("full", "index")]
    scores["survey", "employees"] = (0.5, None)
    assert derivable(scores) == [("survey", "employees"), ("full", "index")]
