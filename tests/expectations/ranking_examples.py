"""As `mart_examples`, for the marts of changes, contrasts and sensitivity."""

GRADED = ("delta", "standard_error", "ci_low", "ci_high", "p_value")


CELL = {"build_id": "b1", "method_version": "M1", "wave": 2026}
CHANGE = {"delta": 4.0, "standard_error": 1.0, "ci_low": 2.0, "ci_high": 6.0, "p_value": 0.001}
NO_CHANGE = dict.fromkeys(GRADED)

GOOD = {
    "fct_index_change": [
        {
            **CELL,
            **CHANGE,
            "organisation_id": "alfa",
            "industry": "banken",
            "q_value": 0.01,
            "direction": "up",
            "method_before": "M0",
            "total_change": 5.0,
            "data_part": 4.5,
            "method_part": 0.5,
            "rank_change": -1,
            "rank_data_part": -2,
            "rank_method_part": 0,
            "rank_entry_exit_part": 1,
        }
    ],
    "fct_overall_grade": [
        {
            **CELL,
            **CHANGE,
            "grade": 64.0,
            "count_organisations": 60,
            "method_before": "M0",
            "total_change": 5.0,
            "data_part": 4.0,
            "method_part": 0.5,
            "entry_exit_part": 0.5,
        }
    ],
    "fct_group_contrast": [
        {
            **CELL,
            "contrast": "large_small",
            "claim": "first_higher",
            "count_first": 20,
            "count_second": 20,
            "difference": 4.0,
            "ci_low": 3.0,
            "ci_high": 5.0,
            "within_industry_difference": 3.0,
            "kind_p_value": 0.01,
            "within_industry_p_value": 0.02,
        }
    ],
    "fct_effective_weight": [
        {
            **CELL,
            "dimension": dimension,
            "count_organisations": 60,
            "effective_weight": weight,
            "index_correlation": 1.0,
        }
        for dimension, weight in (("trust", 0.4), ("employees", 0.6))
    ],
    "fct_industry_verdict": [
        {
            **CELL,
            "industry": "banken",
            "verdict": "winner",
            "verdict_margin": 12.5,
            "nearest_statement": "winner_share",
            "is_settled": True,
            "leaders": "alfa",
            "count_organisations": 5,
            "count_ranked": 5,
            "method_share": 0.5,
            "rankability": 0.9,
            "rankability_level": "high",
            "expected_wrong_statements": 0.05,
        }
    ],
    "fct_sensitivity": [
        {
            **CELL,
            "organisation_id": organisation,
            "run": "both",
            "industry": "banken",
            "p_win": share,
            "rank_q05": 1,
            "rank_q50": 1,
            "rank_q95": 2,
            "mean_abs_shift": 0.0,
            "mean_rank_shift": 0.1,
        }
        for organisation, share in (("alfa", 0.75), ("bravo", 0.25))
    ],
}


def _all(mart: str, **change: object) -> list[dict]:
    return [{**row, **change} for row in GOOD[mart]]


def _first(mart: str, **change: object) -> list[dict]:
    return [{**GOOD[mart][0], **change}, *GOOD[mart][1:]]


def _common(mart: str, required: str, **repeat: object) -> dict[str, list[dict]]:
    return {
        "columns_as_defined": GOOD[mart],
        "types_as_defined": GOOD[mart],
        "grain_unique": [*GOOD[mart], {**GOOD[mart][0], **repeat}],
        "required_present": _first(mart, **{required: None}),
        "one_build": [*GOOD[mart], *_all(mart, method_version="M2", build_id="b2")],
        "wave_plausible": _all(mart, wave=26),
    }


BAD = {
    "fct_index_change": {
        **_common("fct_index_change", "industry"),
        "change_explained": _all("fct_index_change", change_reason="no_index"),
        "interval_holds_estimate": _all("fct_index_change", ci_low=4.1),
        "probability_in_range": _all("fct_index_change", q_value=0.0001),
        "arrow_has_a_test": _all("fct_index_change", direction="down"),
        "parts_add_up": _all("fct_index_change", rank_data_part=-1),
    },
    "fct_overall_grade": {
        **_common("fct_overall_grade", "method_before"),
        "grade_in_range": _all("fct_overall_grade", grade=100.1),
        "interval_holds_estimate": _all("fct_overall_grade", ci_high=None),
        "change_explained": _all("fct_overall_grade", **NO_CHANGE),
        "parts_add_up": _all("fct_overall_grade", entry_exit_part=0.4),
    },
    "fct_group_contrast": {
        **_common("fct_group_contrast", "count_first"),
        "contrast_known": _all("fct_group_contrast", contrast="old_young"),
        "claim_known": _all("fct_group_contrast", claim="first_is_best"),
        "claim_is_backed": _all("fct_group_contrast", within_industry_p_value=0.06),
        "interval_holds_estimate": _all("fct_group_contrast", ci_high=3.9),
        "counts_not_negative": _all("fct_group_contrast", count_second=-1),
    },
    "fct_effective_weight": {
        **_common("fct_effective_weight", "count_organisations", effective_weight=0.0),
        "dimension_known": _first("fct_effective_weight", dimension="price"),
        "weights_sum_to_one": _first("fct_effective_weight", effective_weight=0.3),
        "correlation_in_range": _first("fct_effective_weight", index_correlation=-1.1),
        "weight_explained": _first("fct_effective_weight", effective_weight_reason="no_differences"),
    },
    "fct_industry_verdict": {
        **_common("fct_industry_verdict", "count_organisations"),
        "verdict_known": _all("fct_industry_verdict", verdict="best", leaders=None),
        "verdict_names_its_leaders": _all("fct_industry_verdict", leaders=""),
        "undecided_names_its_rivals": _all("fct_industry_verdict", verdict="undecided"),
        "verdict_follows_the_rules": _all("fct_industry_verdict", method_share=0.49),
        "margin_backs_the_verdict": _all("fct_industry_verdict", verdict_margin=2.9),
        "share_in_range": _all("fct_industry_verdict", rankability=1.1),
        "counts_not_negative": _all("fct_industry_verdict", count_ranked=6),
    },
    "fct_sensitivity": {
        **_common("fct_sensitivity", "industry", p_win=0.0),
        "share_in_range": [
            {**GOOD["fct_sensitivity"][0], "p_win": 1.25},
            {**GOOD["fct_sensitivity"][1], "p_win": -0.25},
        ],
        "quantiles_in_order": _first("fct_sensitivity", rank_q05=0),
        "one_wins_each_scenario": _first("fct_sensitivity", p_win=0.7),
        "shifts_not_negative": _first("fct_sensitivity", mean_abs_shift=-0.1),
    },
}

# Where the industry is not named its shares stand apart.
ALSO_FAILING = {("fct_sensitivity", "required_present"): {"one_wins_each_scenario"}}
