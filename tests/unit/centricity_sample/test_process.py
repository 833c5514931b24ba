"""The event log: complaints and orders with what was promised, by how smooth the processes really are."""

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def cases(events):
    """One row per case."""
    by_case = events.groupby("zaaknummer")
    milestone = {
        name: events[events["mijlpaal"] == name].groupby("zaaknummer")["occurred_at"] for name in ("start", "einde")
    }
    cases = by_case[["organisatie", "klantnummer", "soort", "onderwerp", "promised_on"]].first()
    return cases.assign(
        opened_at=milestone["start"].min(),
        closed_at=milestone["einde"].min(),
        is_reopened=by_case["mijlpaal"].agg(lambda names: "heropend" in set(names)),
        is_reworked=by_case["activiteit"].agg(lambda names: names.duplicated().any()),
        wave=lambda rows: rows["opened_at"].dt.year,
    )


def test_every_organisation_has_enough_complaints_and_orders(cases):
    counts = cases.groupby(["organisatie", "wave", "soort"]).size()
    assert len(counts) == 2 * 2 * 64
    assert counts.min() >= 50


def test_every_case_starts_with_its_opening(events, cases):
    first = events.sort_values("occurred_at").groupby("zaaknummer")["mijlpaal"].first()
    assert len(first) == len(cases)
    assert set(first) == {"start"}


def test_no_event_falls_in_the_night_when_clocks_change(events):
    assert events["occurred_at"].dt.hour.between(8, 21).all()


def test_an_event_is_known_by_case_activity_and_time(events):
    assert not events.duplicated(["zaaknummer", "activiteit", "tijdstip"]).any()


def test_some_cases_go_wrong(cases):
    before = cases[cases["opened_at"] < pd.Timestamp("2026-08-01")]
    assert 0.10 < before["is_reworked"].mean() < 0.25
    assert 0.04 < before["is_reopened"].mean() < 0.15
    assert 0.10 < (before["closed_at"].dt.normalize() > before["promised_on"]).mean() < 0.35
    is_overdue = before["closed_at"].isna() & (before["promised_on"] < pd.Timestamp("2026-10-31"))
    assert 0.02 < is_overdue.mean() < 0.08
    assert 0.03 < before["promised_on"].isna().mean() < 0.07


def test_some_customers_come_back_with_the_same_topic(cases):
    repeats = cases[cases.duplicated(["klantnummer", "onderwerp"])]
    assert 0.03 < len(repeats) / len(cases) < 0.15


def test_better_processes_go_wrong_less(cases, truth):
    is_good = (
        ~cases["is_reworked"] & ~cases["is_reopened"] & ~(cases["closed_at"].dt.normalize() > cases["promised_on"])
    )
    rates = is_good.groupby([cases["organisatie"], cases["wave"]]).mean().rename_axis(["organisation_id", "wave"])
    true = truth.set_index(["organisation_id", "wave"])["processes"]
    assert rates.corr(true, method="spearman") > 0.6
