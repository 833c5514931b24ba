"""Careless respondents: as many as asked for, of every kind, and recognisable; the careful stay as they are."""

import numpy as np
import pandas as pd
import pytest

from centricity_sample import DEFAULT_SEED, survey_frame
from centricity_sample.answers import ITEMS

KINDS = {"hurried", "flat", "repeated", "copied", "ineligible"}
NAMES = [item.name for item in ITEMS]


@pytest.fixture(scope="module")
def careful_only():
    return survey_frame(DEFAULT_SEED, careless_share=0)


def of_kind(frame, kind):
    rows = frame[frame["carelessness"] == kind]
    assert len(rows) > 50
    return rows


def slow_down(frame):
    """How many times faster than the median of their version and device they were, median over pages."""
    pages = pd.DataFrame(np.stack(frame["page_seconds"]), index=frame.index)
    medians = pages.groupby([frame["questionnaire_version"], frame["device"]]).transform("median")
    return (medians / pages).median(axis=1)


def test_one_in_twenty_is_careless_within_the_9000(frame):
    assert frame.groupby("wave").size().to_dict() == {2025: 9_000, 2026: 9_000}
    assert set(frame["carelessness"]) == {"", *KINDS}
    assert 0.04 < (frame["carelessness"] != "").mean() < 0.06


def test_the_share_is_a_choice(careful_only):
    assert set(careful_only["carelessness"]) == {""}
    assert 0.17 < (survey_frame(1, careless_share=0.2)["carelessness"] != "").mean() < 0.23


@pytest.mark.parametrize("share", [-0.01, 0.51, float("nan")])
def test_an_impossible_share_is_refused(share):
    with pytest.raises(ValueError, match="careless_share"):
        survey_frame(1, careless_share=share)


def test_careful_answers_do_not_depend_on_the_careless(frame, careful_only):
    kept = frame[frame["carelessness"] == ""].drop(columns="evaluation_id")
    both = kept.merge(careful_only, on=["respondent_id", "organisation_id", "wave"], suffixes=("", "_without"))
    assert len(both) == len(kept) > 16_000
    for column in [*NAMES, "channel", "duration_seconds", "device"]:
        assert both[column].equals(both[f"{column}_without"].rename(column))


def test_hurried_ones_are_fast_and_contradict_themselves(frame):
    hurried = of_kind(frame, "hurried")
    assert (slow_down(frame)[hurried.index] >= 2).all()
    recommend, experience = hurried["recommend"], hurried["experience"]
    contradicts = ((recommend <= 3) & (experience >= 9)) | ((recommend >= 9) & (experience <= 3))
    assert contradicts.mean() > 0.8


def test_flat_ones_are_fast_and_give_one_mark(frame):
    flat = of_kind(frame, "flat")
    assert (slow_down(frame)[flat.index] >= 2).all()
    assert (flat[NAMES].std(axis=1) == 0).all()
    assert len(flat) / len(frame) < 0.01, "so many that a row without variation is no longer rare"


def test_repetitions_come_after_the_same_persons_first_evaluation(frame):
    keys = ["respondent_id", "organisation_id", "wave"]
    in_order = frame.sort_values(["completed_at", "evaluation_id"])
    later = in_order[in_order.duplicated(keys)]
    assert set(later["evaluation_id"]) == set(of_kind(frame, "repeated")["evaluation_id"])


def test_copies_come_from_the_device_and_network_of_another_within_a_day(frame):
    keys = ["organisation_id", "device", "network_id", *NAMES]
    in_order = frame.sort_values(["completed_at", "evaluation_id"])
    copies = in_order[in_order.duplicated(keys)]
    assert set(copies["evaluation_id"]) == set(of_kind(frame, "copied")["evaluation_id"])
    spans = in_order[in_order.duplicated(keys, keep=False)].groupby(keys, dropna=False)["completed_at"].agg(np.ptp)
    assert spans.max() < pd.Timedelta("24h")


def test_only_ineligible_ones_had_no_contact(frame):
    without = frame.loc[~frame["has_recent_contact"], "evaluation_id"]
    assert set(without) == set(of_kind(frame, "ineligible")["evaluation_id"])


def test_careful_ones_are_plausibly_fast(frame, careful_only):
    assert (slow_down(careful_only) >= 2).mean() < 0.005
    assert (careful_only["duration_seconds"] > 2 * len(NAMES)).all()
    logs = np.log(careful_only["duration_seconds"])
    assert abs(logs.skew()) < 0.3
    assert 150 < careful_only["duration_seconds"].median() < 260


def test_networks_are_invented_and_belong_to_persons(careful_only):
    assert careful_only["network_id"].str.startswith("2001:db8:").all()
    assert (careful_only.groupby("respondent_id")[["network_id", "device"]].nunique() == 1).all(axis=None)
