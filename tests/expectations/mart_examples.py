"""Good rows per mart, and for every expectation of its suite the rows that break it and nothing else."""

from datetime import date

MONTHS = {"build_id": "b1", "method_version": "M1", "organisation_id": "alfa", "month": date(2025, 3, 1)}
WINDOWS = ("month", "twelve_months")
DIMENSIONS = ("trust", "consistency", "webcare", "recommendation", "processes", "employees")
CELL = {"build_id": "b1", "method_version": "M1", "organisation_id": "alfa", "wave": 2025}
SHOWN = {"is_suppressed": False, "ci_low": 60.0, "ci_high": 80.0, "score": 70.0}
WITHHELD = {
    "is_suppressed": True,
    "suppression_reason": "base_too_small",
    "ci_low": None,
    "ci_high": None,
    "score": None,
}
NPS = {
    "evaluation_type": "relational",
    "touchpoint": "all",
    "count_evaluations": 100,
    "count_promoters": 40,
    "count_passives": 40,
    "count_detractors": 20,
    "nps": 20.0,
    "ci_low": 5.0,
    "ci_high": 34.0,
    "is_suppressed": False,
}

GOOD = {
    "dim_organisation": [
        {"build_id": "b1", "organisation_id": "alfa", "name": "Alfa", "industry": "banken", "size_class": "large"}
    ],
    "dim_organisation_wave": [
        {"build_id": "b1", "organisation_id": "alfa", "wave": 2025, "name": "Alfa", "industry": "banken"}
        | {"size_class": "large"}
    ],
    "dim_dimension": [
        {
            "build_id": "b1",
            "method_version": "M1",
            "dimension": dimension,
            "position": position,
            "label_nl": dimension,
            "label_en": dimension,
            "weight": 0.5 if position <= 2 else 0.0,
        }
        for position, dimension in enumerate(DIMENSIONS, start=1)
    ],
    "fct_dimension_score": [
        {**CELL, **SHOWN, "index_kind": "survey", "dimension": "trust", "count_evaluations": 100, "is_proxy": False}
    ],
    "fct_index_score": [
        {**CELL, **SHOWN, "index_kind": "survey", "industry": "banken", "count_evaluations": 100, "rank_in_industry": 1}
        | {"is_narrow": False, "count_items": 3}
    ],
    "fct_index_month": [
        {
            **MONTHS,
            **SHOWN,
            "window_kind": window,
            "wave": 2025,
            "index_kind": "survey",
            "industry": "banken",
            "count_evaluations": 100,
            "is_narrow": False,
        }
        for window in WINDOWS
    ],
    "fct_nps": [{**CELL, **NPS}],
    "fct_nps_month": [{**MONTHS, **NPS, "window_kind": window} for window in WINDOWS],
    "fct_webcare_performance": [
        {
            **CELL,
            "channel": channel,
            "count_conversations": 40,
            "response_rate": 1.0,
            "count_answered": 40,
            "median_first_response_minutes": 0.0,
            "count_messages_answered": 60,
            "median_reply_minutes_answered": 0.0,
            "count_in_service_hours": 40,
            "median_first_response_service_minutes": 0.0,
            "count_messages": 105,
            "count_replies": 60,
            "count_left_out": 5,
            "left_out_reasons": [{"reason_code": "spam", "count": 5}],
            "resolution_rate": 0.0,
            "is_suppressed": False,
        }
        for channel in ("chat", "all")
    ],
    "fct_process_performance": [
        {
            **CELL,
            "process": process,
            "count_cases": 40,
            "count_showing_first_time_right": 40,
            "count_showing_rework": 40,
            "first_time_right_rate": 1.0,
            "in_promise_rate": 0.0,
            "rework_free_rate": 0.5,
            "median_throughput_hours": 0.0,
            "is_suppressed": False,
        }
        for process in ("complaint", "all")
    ],
    "fct_award_ranking": [
        {
            **CELL,
            **SHOWN,
            "industry": "banken",
            "organisation_name": "Alfa",
            "count_evaluations": 100,
            "nps": -100.0,
            "rank": 1,
            "rank_low": 1,
            "rank_high": 2,
            "count_ranked": 2,
            "count_organisations": 10,
            "is_rival": False,
            "is_provisional": True,
            "is_narrow": False,
        }
    ],
    "fct_weighting": [
        {
            "build_id": "b1",
            "method_version": "M1",
            "wave": 2025,
            "feed": "survey",
            "weighting": "raked",
            "margins_used": "region",
            "design_effect": 1.0,
            "count_effective": 100.0,
            "largest_weight": 1.0,
            "is_costly": False,
        }
    ],
    "fct_load": [
        {
            "build_id": "b1",
            **dict.fromkeys(("load_id", "feed", "source", "entity", "file_name", "file_sha256", "suite_sha256"), "x"),
            "verdict": "accepted",
            "records_in": 3,
            "records_accepted": 2,
            "records_quarantined": 1,
            "records_filtered": 0,
            "count_superseded": 1,
            "count_withdrawn": 1,
            **dict.fromkeys(("count_waiting", "count_kept_on", "count_in_other_month"), 0),
            "count_unattributed": 0,
        }
    ],
}


def _all(mart: str, **change: object) -> list[dict]:
    """The good rows, all of them changed."""
    return [{**row, **change} for row in GOOD[mart]]


def _first(mart: str, **change: object) -> list[dict]:
    """The good rows, the first of them changed."""
    return [{**GOOD[mart][0], **change}, *GOOD[mart][1:]]


def _more(mart: str, **change: object) -> list[dict]:
    """The good rows, and the last one once more, changed."""
    return [*GOOD[mart], {**GOOD[mart][-1], **change}]


NOBODY_ASKS = {"count_conversations": 0, "count_answered": 0, "count_messages": 65}


def _common(mart: str, required: str, **repeat: object) -> dict[str, list[dict]]:
    """What breaks the expectations that every mart has; of the first two the columns are wrong, not the rows."""
    return {
        "columns_as_defined": GOOD[mart],
        "types_as_defined": GOOD[mart],
        "grain_unique": _more(mart, **repeat),
        "required_present": _first(mart, **{required: None}),
        "one_build": [
            *GOOD[mart],
            *_all(mart, organisation_id="bravo", load_id="y", method_version="M2", build_id="b2"),
        ],
    }


def _shares(mart: str, *names: str) -> dict[str, list[dict]]:
    return {f"{name}_in_range": _first(mart, **{name: 1.1}) for name in names}


def _estimate(mart: str, **other: object) -> dict[str, list[dict]]:
    """What breaks the expectations about a figure with an interval."""
    return {
        "wave_plausible": _all(mart, wave=25),
        "interval_holds_estimate": [*_all(mart, ci_low=81.0, ci_high=79.0), *_all(mart, ci_high=None, **other)],
        "counts_not_negative": _all(mart, count_evaluations=-1),
    }


NOT_EXPLAINED = {"is_suppressed": True, "suppression_reason": None}
SECOND = {"organisation_id": "bravo", "score": 69.0}

BAD = {
    "dim_organisation": {
        **_common("dim_organisation", "industry"),
        "not_empty": [],
        "size_class_known": _all("dim_organisation", size_class="tiny"),
    },
    "dim_organisation_wave": {
        **_common("dim_organisation_wave", "industry"),
        "size_class_known": _all("dim_organisation_wave", size_class="tiny"),
    },
    "dim_dimension": {
        **_common("dim_dimension", "label_nl"),
        "not_empty": [],
        "dimension_known": _first("dim_dimension", dimension="price"),
        "six_in_order": GOOD["dim_dimension"][:5],
        "weights_sum_to_one": _first("dim_dimension", weight=0.4),
    },
    "fct_dimension_score": {
        **_common("fct_dimension_score", "is_proxy"),
        **_estimate("fct_dimension_score", organisation_id="bravo"),
        "dimension_known": _all("fct_dimension_score", dimension="price"),
        "index_kind_known": _all("fct_dimension_score", index_kind="CCI-S"),
        "score_in_range": _all("fct_dimension_score", score=100.1, ci_high=101.0),
        "standard_error_not_negative": _all("fct_dimension_score", standard_error=-0.1),
        "suppression_explained": _all("fct_dimension_score", **WITHHELD | NOT_EXPLAINED),
        "small_bases_withheld": _all("fct_dimension_score", count_evaluations=1),
    },
    "fct_index_score": {
        **_common("fct_index_score", "is_suppressed"),
        **_estimate("fct_index_score", organisation_id="bravo"),
        "index_kind_known": _all("fct_index_score", index_kind="x", rank_in_industry=None, unranked_reason="other"),
        "score_in_range": _all("fct_index_score", score=-0.1, ci_low=-1.0),
        "score_geometric_in_range": _all("fct_index_score", score_geometric=100.1),
        "standard_error_not_negative": _all("fct_index_score", standard_error=-0.1),
        "suppression_explained": _all("fct_index_score", suppression_reason="base_too_small", is_suppressed=True),
        "rank_in_industry_from_one": _all("fct_index_score", rank_in_industry=0),
        "ranked_by_survey_index": _more("fct_index_score", index_kind="full"),
        "ranks_follow_scores": _more("fct_index_score", **SECOND),
        "unranked_explained": _all("fct_index_score", rank_in_industry=None),
        "small_bases_withheld": _all("fct_index_score", count_evaluations=1),
    },
    "fct_index_month": {
        **_common("fct_index_month", "industry"),
        **_estimate("fct_index_month", organisation_id="bravo"),
        "month_plausible": _all("fct_index_month", month=date(2025, 3, 2)),
        "window_kind_known": _more("fct_index_month", window_kind="quarter"),
        "index_kind_known": _all("fct_index_month", index_kind="full"),
        "score_in_range": _all("fct_index_month", score=-0.1, ci_low=-1.0),
        "score_geometric_in_range": _all("fct_index_month", score_geometric=100.1),
        "standard_error_not_negative": _all("fct_index_month", standard_error=-0.1),
        "suppression_explained": _all("fct_index_month", suppression_reason="base_too_small", is_suppressed=True),
        "twelve_months_hold_the_month": _first("fct_index_month", count_evaluations=101),
        "beyond_wave_among_those_that_count": _all("fct_index_month", count_beyond_wave=101),
        "small_bases_withheld": _all("fct_index_month", count_evaluations=1),
    },
    "fct_nps": {
        **_common("fct_nps", "is_suppressed"),
        "evaluation_type_known": _all("fct_nps", evaluation_type="x"),
        "relational_is_of_all": _all("fct_nps", touchpoint="claim"),
        "wave_plausible": _all("fct_nps", wave=25),
        "nps_in_range": _all("fct_nps", nps=100.1, ci_low=None, ci_high=None),
        "interval_in_range": _all("fct_nps", ci_low=-100.1),
        "interval_holds_estimate": _all("fct_nps", ci_low=20.1),
        "standard_error_not_negative": _all("fct_nps", standard_error=-0.1),
        "counts_not_negative": _all("fct_nps", count_promoters=-20, count_passives=100),
        "counts_add_up": _all("fct_nps", count_passives=39),
        "suppression_explained": _all("fct_nps", nps=None, is_suppressed=True),
        "small_bases_withheld": _all(
            "fct_nps", count_evaluations=4, count_promoters=1, count_passives=2, count_detractors=1
        ),
    },
    "fct_nps_month": {
        **_common("fct_nps_month", "is_suppressed"),
        "evaluation_type_known": _all("fct_nps_month", evaluation_type="x"),
        "relational_is_of_all": _all("fct_nps_month", touchpoint="claim"),
        "month_plausible": _all("fct_nps_month", month=date(2025, 3, 2)),
        "window_kind_known": _more("fct_nps_month", window_kind="quarter"),
        "twelve_months_hold_the_month": _first("fct_nps_month", count_evaluations=101, count_promoters=41),
        "nps_in_range": _all("fct_nps_month", nps=100.1, ci_low=None, ci_high=None),
        "interval_in_range": _all("fct_nps_month", ci_low=-100.1),
        "interval_holds_estimate": _all("fct_nps_month", ci_low=20.1),
        "standard_error_not_negative": _all("fct_nps_month", standard_error=-0.1),
        "counts_not_negative": _all("fct_nps_month", count_promoters=-20, count_passives=100),
        "counts_add_up": _all("fct_nps_month", count_passives=39),
        "suppression_explained": _all("fct_nps_month", nps=None, is_suppressed=True),
        "small_bases_withheld": _all(
            "fct_nps_month", count_evaluations=4, count_promoters=1, count_passives=2, count_detractors=1
        ),
    },
    "fct_webcare_performance": {
        **_common("fct_webcare_performance", "is_suppressed", channel="chat", **NOBODY_ASKS),
        **_shares("fct_webcare_performance", "response_rate", "resolution_rate"),
        "wave_plausible": _all("fct_webcare_performance", wave=25),
        "median_first_response_minutes_not_negative": _all(
            "fct_webcare_performance", median_first_response_minutes=-1.0
        ),
        "median_reply_minutes_answered_not_negative": _all(
            "fct_webcare_performance", median_reply_minutes_answered=-1.0
        ),
        "median_first_response_service_minutes_not_negative": _all(
            "fct_webcare_performance", median_first_response_service_minutes=-1.0
        ),
        "counts_not_negative": _all("fct_webcare_performance", count_answered=-1),
        "answered_were_opened": _all("fct_webcare_performance", count_answered=41),
        "all_is_the_total": _more("fct_webcare_performance", channel="x"),
        "suppression_explained": _all("fct_webcare_performance", median_first_response_minutes=None),
        "small_bases_withheld": [
            *_all("fct_webcare_performance", count_messages_answered=4),
            *_all("fct_webcare_performance", organisation_id="bravo", count_requiring_answer=1),
        ],
        "messages_add_up": [
            *_all("fct_webcare_performance", count_messages=104),
            *_all("fct_webcare_performance", organisation_id="bravo", count_left_out=None),
        ],
        "service_hours_explained": [
            *_all("fct_webcare_performance", median_first_response_service_minutes=None),
            *_all("fct_webcare_performance", organisation_id="bravo", service_hours_reason="no_service_hours"),
        ],
    },
    "fct_process_performance": {
        **_common(
            *("fct_process_performance", "is_suppressed"),
            **dict.fromkeys(("count_cases", "count_showing_first_time_right", "count_showing_rework"), 0),
            process="complaint",
        ),
        **_shares("fct_process_performance", "first_time_right_rate", "in_promise_rate", "rework_free_rate"),
        "wave_plausible": _all("fct_process_performance", wave=25),
        "median_throughput_hours_not_negative": _all("fct_process_performance", median_throughput_hours=-1.0),
        "counts_not_negative": _all(
            "fct_process_performance", count_cases=-1, count_showing_first_time_right=-1, count_showing_rework=-1
        ),
        "bases_are_cases": _all("fct_process_performance", count_showing_rework=41),
        "all_is_the_total": _more("fct_process_performance", process="order"),
        "suppression_explained": _all("fct_process_performance", in_promise_rate=None),
        "small_bases_withheld": _all(
            "fct_process_performance", count_cases=4, count_showing_first_time_right=4, count_showing_rework=4
        ),
    },
    "fct_award_ranking": {
        **_common("fct_award_ranking", "organisation_name"),
        **_estimate("fct_award_ranking", organisation_id="bravo"),
        "score_in_range": _all("fct_award_ranking", score=100.1, ci_high=101.0),
        "nps_in_range": _all("fct_award_ranking", nps=-100.1),
        "suppression_explained": _all("fct_award_ranking", is_suppressed=True, suppression_reason="base_too_small"),
        "rank_from_one": _all("fct_award_ranking", rank=0, rank_low=None),
        "rank_range_holds_rank": [
            *_all("fct_award_ranking", rank_low=0),
            *_all("fct_award_ranking", organisation_id="bravo", rank_high=0),
        ],
        "ranked_have_scores": _all("fct_award_ranking", **WITHHELD),
        "ranks_follow_scores": _more("fct_award_ranking", **SECOND),
        "rank_where_the_verdict_has_one": _all("fct_award_ranking", verdict="tiers only"),
        "unranked_explained": _all("fct_award_ranking", unranked_reason="base_too_small"),
        "small_bases_withheld": _all("fct_award_ranking", count_evaluations=1),
    },
    "fct_weighting": {
        **_common("fct_weighting", "is_costly"),
        "wave_plausible": _all("fct_weighting", wave=25),
        "weighting_known": _all("fct_weighting", weighting="guessed", margins_used=None),
        "raked_to_something": _all("fct_weighting", margins_used=None),
        "weights_cost_something": _all("fct_weighting", design_effect=0.99),
    },
    "fct_load": {
        **_common("fct_load", "feed"),
        "not_empty": [],
        "file_named": _all("fct_load", file_name=None),
        "verdict_known": _all("fct_load", verdict="pending"),
        "rejection_explained": _all("fct_load", verdict="rejected"),
        "counts_not_negative": _all("fct_load", count_superseded=-1),
        "records_reconcile": _all("fct_load", records_quarantined=0),
        "superseded_were_accepted": _all("fct_load", count_waiting=1),
    },
}

# A seventh row, a rank of 0 and an impossible count break the sum or the order too.
ALSO_FAILING = {
    ("dim_dimension", "grain_unique"): {"six_in_order"},
    ("fct_index_score", "rank_in_industry_from_one"): {"ranks_follow_scores"},
    ("fct_award_ranking", "rank_from_one"): {"ranks_follow_scores"},
}
