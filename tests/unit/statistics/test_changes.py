"""Year on year: an interval and a p-value per organisation, and few false arrows among them."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from centricity.statistics.changes import tested_changes as changes

PARAMETERS = pd.DataFrame([{"method_version": "M1", "confidence": 0.95}])
DIFFERENCES = pd.DataFrame(
    [
        ("M1", 2026, "b", 4.0, 1.5, 80.0),
        ("M1", 2026, "a", 1.0, 2.0, 60.0),
        ("M1", 2026, "c", 6.0, np.nan, np.nan),
        ("M1", 2026, "*", 2.0, 0.5, 200.0),
        ("M1", 2025, "a", 4.0, 1.5, 80.0),
    ],
    columns=["method_version", "wave", "figure", "delta", "standard_error", "df"],
)


def test_changes_are_tested_by_wave_and_all_organisations_apart():
    found = changes(DIFFERENCES, PARAMETERS).set_index(["wave", "figure"])
    p_a, p_b = 2 * student.sf(0.5, 60), 2 * student.sf(4 / 1.5, 80)
    assert found.loc[(2026, "a"), "p_value"] == pytest.approx(p_a)
    assert found.loc[(2026, "b"), "q_value"] == pytest.approx(min(2 * p_b, p_a))
    assert found.loc[(2025, "a"), "q_value"] == pytest.approx(p_b), "alone in its wave"
    assert np.isnan(found.loc[(2026, "*"), "q_value"]) and found.loc[(2026, "*"), "p_value"] < 0.001
    assert found.loc[(2026, "b"), "ci_low"] == pytest.approx(4 - student.ppf(0.975, 80) * 1.5)


def test_without_a_standard_error_there_is_no_test():
    found = changes(DIFFERENCES, PARAMETERS).set_index(["wave", "figure"]).loc[(2026, "c")]
    assert found[["ci_low", "ci_high", "p_value", "q_value"]].isna().all()
    assert changes(DIFFERENCES[:0], PARAMETERS).empty
