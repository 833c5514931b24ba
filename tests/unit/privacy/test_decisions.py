"""One decision per row for all marts and versions of the method: how counts, versions and the index hang together."""

import pandas as pd
import pytest

from centricity.privacy.decisions import decide
from centricity.privacy.shares import decide_shares

RULES = {
    "minimum_evaluations": 30,
    "minimum_operational_base": 30,
    "confidential_base": 5,
    "secondary_minimum_rows": 2,
    "secondary_minimum_base": 30,
    "share_minimum_base": 30,
    "share_minimum_df": 8,
    "share_width_shown": 0.05,
    "share_width_withheld": 0.3,
    "share_relative_width": 1.3,
}
PARAMETERS = pd.DataFrame([RULES | {"method_version": version} for version in ("M0", "M1")])
OPERATIONS = pd.DataFrame(
    [("M1", "webcare_response", "answers_required")], columns=["method_version", "indicator", "base"]
)
NO_SHARES = pd.DataFrame(columns=["method_version", "base_of", "organisation_id", "part", "wave", "suppression_reason"])
SCORE = ["method_version", "index_kind", "organisation_id", "window_kind", "period", "suppression_reason"]
NO_SCORES = pd.DataFrame(
    [("M0", "survey", "-", "wave", "-", None), ("M1", "survey", "-", "wave", "-", None)], columns=SCORE
)


def months(version: str, *bases: int, base_of: str = "relational") -> list[dict]:
    """Months of wave 2025, single and summed to the wave."""
    rows = []
    for number, base in enumerate(bases, start=1):
        cell = {"relation": "all", "total": "2025", "cell": f"2025-{number:02} 2025", "count_base": base}
        for window, period in (("month", f"2025-{number:02}"), ("wave", "2025")):
            row = {"base_of": base_of, "organisation_id": "a", "part": "all", "window_kind": window, "period": period}
            row["whole"] = None
            rows.append({"method_version": version} | row | cell)
    return rows


def channels(base_of: str, **bases: int) -> list[dict]:
    row = {"base_of": base_of, "organisation_id": "a", "window_kind": "wave", "period": "2025", "relation": "2025"}
    row["whole"] = None if base_of == "conversations" else "conversations"
    return [
        {"method_version": version, **row, "part": part, "total": "all", "cell": cell, "count_base": base}
        for version in ("M0", "M1")
        for cell, base in bases.items()
        for part in (cell, "all")
    ]


def decided(rows: list[dict], shares: pd.DataFrame = NO_SHARES, scores: pd.DataFrame = NO_SCORES) -> dict[tuple, tuple]:
    """By version, what is counted, part and period: B where the base is withheld, F where figures are, and why."""
    found = decide(pd.DataFrame(rows), shares, scores, PARAMETERS)
    assert found["is_figure_withheld"].equals(found["suppression_reason"].notna())
    return {
        (row.method_version, row.base_of, row.part, row.period): (
            "B" * row.is_base_withheld + "F" * row.is_figure_withheld,
            None if pd.isna(row.suppression_reason) else row.suppression_reason,
        )
        for row in found.itertuples()
    }


def of(found: dict, version: str, base_of: str) -> dict:
    return {
        key[2] if key[2] != "all" else key[3]: value for key, value in found.items() if key[:2] == (version, base_of)
    }


def test_a_month_that_one_version_leaves_out_hides_nobody_if_it_is_large_elsewhere():
    found = decided(months("M0", 60, 40) + months("M1", 60))
    assert of(found, "M0", "relational") == dict.fromkeys(("2025-01", "2025-02", "2025"), ("", None))
    assert of(found, "M1", "relational") == {
        "2025-01": ("", None), "2025-02": ("F", "base_too_small"), "2025": ("", None)
    }  # fmt: skip


def test_a_few_that_one_version_leaves_out_are_hidden_by_withholding_the_wave():
    found = decided(months("M0", 60, 2) + months("M1", 60))
    assert {value[0] for value in found.values()} == {"BF"}
    assert of(found, "M1", "relational")["2025-02"] == ("BF", "base_too_small")


def test_what_one_version_withholds_no_other_gives_away():
    found = decided(months("M0", 30, 40, 50) + months("M1", 29, 40, 50))
    expected = {"2025-01": "F", "2025-02": "F", "2025-03": "", "2025": ""}
    for version, reason in (("M0", "secondary"), ("M1", "base_too_small")):
        rows = of(found, version, "relational")
        assert {period: withheld for period, (withheld, _) in rows.items()} == expected
        assert (rows["2025-01"][1], rows["2025-02"][1]) == (reason, "secondary")


def test_what_cleaning_left_out_wholly_is_withheld_where_it_is_shown():
    rows = of(decided(months("M0", 40, 2, 50) + months("M1", 40) + months("M1", 0, 0, 50)[4:]), "M0", "relational")
    assert rows["2025-02"] == ("BF", "base_too_small")


def beyond_wave(version: str, wave: tuple[int, ...], *bases: int) -> list[dict]:
    """Months that hold more than their wave has of them."""
    of_wave = iter(wave)
    return [
        row | {"count_base": next(of_wave)} if row["window_kind"] == "wave" else row for row in months(version, *bases)
    ]


def test_a_month_of_answers_that_its_wave_leaves_out_is_shown_beside_the_wave():
    rows = beyond_wave("M1", (40, 0), 40, 40)
    found = of(decided(months("M0", 40, 40) + rows), "M1", "relational")
    assert found == dict.fromkeys(("2025-01", "2025-02", "2025"), ("", None))
    alone = decide(pd.DataFrame(rows), NO_SHARES, NO_SCORES[1:], PARAMETERS[1:])
    assert not alone["is_figure_withheld"].any()


def test_a_wave_is_judged_by_what_it_holds_itself():
    found = of(decided(months("M0", 20, 40) + beyond_wave("M1", (20, 0), 20, 40)), "M1", "relational")
    assert found["2025"] == ("F", "base_too_small")
    few = of(decided(months("M0", 40, 40, 9) + beyond_wave("M1", (40, 40, 0), 40, 40, 9)), "M1", "relational")
    assert {period: withheld for period, (withheld, _) in few.items()} == {
        "2025-01": "F", "2025-02": "F", "2025-03": "F", "2025": ""
    }  # fmt: skip


def test_a_small_base_hides_behind_others_and_their_figures_with_them():
    rows = of(decided(months("M0", 4, 40, 50) + months("M1", 4, 40, 50)), "M1", "relational")
    assert rows == {
        "2025-01": ("BF", "base_too_small"),
        "2025-02": ("BF", "secondary"),
        "2025-03": ("", None),
        "2025": ("", None),
    }


def test_counts_of_a_row_whose_base_is_withheld_are_withheld():
    rows = channels("conversations", chat=3, x=40, mail=60) + channels("answers_required", chat=0, x=35, mail=60)
    found = decided([row for row in rows if row["count_base"]])
    assert {part: withheld for part, (withheld, _) in of(found, "M1", "conversations").items()} == {
        "2025": "",
        "chat": "BF",
        "mail": "",
        "x": "BF",
    }
    # mail and x alone add up to all: one cannot hide without the other
    assert {part: withheld for part, (withheld, _) in of(found, "M1", "answers_required").items()} == {
        "2025": "",
        "mail": "BF",
        "x": "BF",
    }


def test_a_share_too_small_effectively_is_protected_in_its_version():
    small = pd.DataFrame([("M1", "answers_required", "a", "chat", 2025, "base_too_small")], columns=NO_SHARES.columns)
    found = decided(channels("answers_required", chat=40, mail=50, x=60), shares=small)
    assert {part: withheld for part, (withheld, _) in of(found, "M0", "answers_required").items()} == {
        **dict.fromkeys(("2025", "chat", "mail", "x"), "")
    }
    rows = of(found, "M1", "answers_required")
    assert {part: withheld for part, (withheld, _) in rows.items()} == {"2025": "", "chat": "F", "mail": "F", "x": ""}


@pytest.mark.parametrize(
    ("window", "period", "reason", "withheld"),
    [
        ("month", "2025-01", "incomplete_dimensions", {"2025-01", "2025-02"}),
        ("wave", "2025", "incomplete_dimensions", {"2025-01", "2025-02", "2025-03", "2025"}),
    ],
)
def test_a_missing_index_is_protected_in_its_version(window, period, reason, withheld):
    missing = pd.DataFrame([("M1", "survey", "a", window, period, reason)], columns=SCORE)
    found = decided(months("M0", 40, 45, 50) + months("M1", 40, 45, 50), scores=pd.concat([NO_SCORES, missing]))
    rows = of(found, "M1", "index")
    assert {key for key, (shown, _) in rows.items() if shown} == withheld
    assert rows[period] == ("F", reason)
    assert {shown for shown, _ in of(found, "M0", "index").values()} == {""}
    assert {shown for shown, _ in of(found, "M1", "relational").values()} == {""}


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ({}, (True, False, None)),
        ({"count_base": 29}, (False, False, "base_too_small")),
        ({"count_effective": 29.9}, (False, False, "base_too_small")),
        ({"proportion": 1.0, "ci_low": 0.9, "ci_high": 1.0}, (False, False, "needs_review")),
        ({"df": 7}, (False, False, "needs_review")),
        ({"df": 0, "ci_low": None, "ci_high": None, "count_effective": None}, (False, False, "needs_review")),
        ({"ci_low": 0.3, "ci_high": 0.7}, (False, False, "unreliable")),
        ({"proportion": 0.95, "ci_low": 0.9, "ci_high": 0.98}, (True, True, None)),
    ],
)
def test_shares_are_held_against_the_standards(share, expected):
    good = {"proportion": 0.5, "ci_low": 0.4, "ci_high": 0.6, "count_base": 100, "count_effective": 99.0, "df": 99}
    key = {"method_version": "M1", "organisation_id": "a", "wave": 2025, "indicator": "webcare_response", "part": "x"}
    (row,) = decide_shares(pd.DataFrame([key | good | share]), OPERATIONS, PARAMETERS).itertuples()
    assert (row.is_shown, row.has_footnote, row.suppression_reason) == expected
    assert row.base_of == "answers_required"


def test_without_a_share_there_is_nothing_to_decide():
    columns = ["method_version", "organisation_id", "wave", "indicator", "part", "proportion", "df"]
    assert decide_shares(pd.DataFrame(columns=columns), OPERATIONS, PARAMETERS).empty
