"""One good row per entity, and for every expectation of its suite the rows that break it and nothing else."""

import math
from datetime import datetime

from centricity.feeds.entities import ENTITIES, PROBLEM_COLUMNS, raw_columns


def columns_of(entity: str) -> dict[str, str]:
    return {column.name: column.type for column in (*raw_columns(ENTITIES[entity]), *PROBLEM_COLUMNS)}


def _mark(item: str, value: float | None) -> dict:
    return {"item": item, "value": value, "scale_low": 0.0, "scale_high": 10.0, "is_proxy": False}


GOOD = {
    "evaluations": {
        "row_number": 2,
        "organisation_id": "alfa",
        "completed_at": datetime(2025, 3, 30, 12),
        "evaluation_type": "relational",
        "base_weight": 1.0,
        "count_qualified": 1,
        "answers": [_mark("recommend", 10.0), _mark("webcare_1", 0.0)],
    },
    "messages": {
        "row_number": 1,
        "message_id": "m1",
        "author_id": "c1",
        "organisation_id": "alfa",
        "is_from_organisation": False,
        "sent_at": datetime(2025, 3, 30, 12),
        "is_automated": False,
        "is_internal": False,
        "is_spam": False,
        "is_repost": False,
        "sentiment": -1.0,
    },
    "events": {
        "row_number": 2,
        "case_id": "c1",
        "organisation_id": "alfa",
        "process": "complaint",
        "activity": "ontvangen",
        "milestone": "opened",
        "occurred_at": datetime(2025, 3, 30, 12),
        "promised_at": datetime(2025, 3, 30),
    },
    "cases": {
        "row_number": 2,
        "case_id": "c1",
        "organisation_id": "alfa",
        "process": "flight",
        "started_at": datetime(2025, 3, 30, 12),
        "closed_at": datetime(2025, 3, 30, 11, 50),
        "promised_at": datetime(2025, 3, 30),
        "count_reopened": 0,
    },
    "organisations": {
        "row_number": 2,
        "organisation_id": "alfa",
        "wave": 2025,
        "name": "Alfa Bank",
        "industry": "banken",
        "is_online": False,
        "size_class": "large",
        "aliases": ["Alfa", "ALFA BANK"],
        "count_customers": 0,
        "count_complaint_body_cases": 0,
    },
    "margins": {
        "row_number": 2,
        "margin": "region",
        "category": "noord",
        "population": 1000.0,
        "wave": 2025,
    },
    "service_hours": {
        "row_number": 2,
        "organisation_id": "alfa",
        "weekday": 5,
        "opens": "22:00",
        "closes": "6:00",
        "valid_from": "2025-12-24",
        "time_zone": "Europe/Amsterdam",
    },
}


def rows_of(entity: str, *changes: dict) -> list[dict]:
    """Good rows with changes, numbered from 1."""
    return [{**GOOD[entity], **change, "row_number": number} for number, change in enumerate(changes, start=1)]


def hundred_rows(entity: str, **change: object) -> list[dict]:
    """As many as it takes before shares of rows are judged."""
    return rows_of(entity, *[change] * 100)


UNREADABLE = {"problem_code": "bad_timestamp"}
CASES = [{"case_id": f"c{number}", "milestone": None} for number in range(100)]
OTHER = {"organisation_id": "bravo", "name": "Bravo", "aliases": None}

# Rows that break the expectation, and no other one of the suite. A staged column too many breaks columns_as_defined,
# another type types_as_defined.
BAD = {
    "evaluations": {
        "columns_as_defined": rows_of("evaluations", {}),
        "types_as_defined": rows_of("evaluations", {}),
        "required_present": rows_of("evaluations", {"completed_at": None}),
        "not_empty": [],
        "readable": rows_of("evaluations", UNREADABLE),
        "mostly_readable": hundred_rows("evaluations", **UNREADABLE),
        "wave_plausible": rows_of("evaluations", {"wave": 20025}),
        "completed_at_plausible": rows_of("evaluations", {"completed_at": datetime(9999, 12, 31)}),
        "evaluation_type_known": rows_of("evaluations", {"evaluation_type": "transactional"}),
        "touchpoint_fits_type": rows_of("evaluations", {"evaluation_type": "touchpoint"}, {"touchpoint": "claim"}),
        "weight_positive": rows_of(
            "evaluations", *({"base_weight": weight} for weight in (0, None, math.nan, math.inf))
        ),
        "qualified_for_one": rows_of("evaluations", {"count_qualified": 0}, {"count_qualified": None}),
        "has_answers": rows_of("evaluations", {"answers": None}, {"answers": [_mark("recommend", None)]}),
        "marks_in_scale": rows_of(
            "evaluations",
            *({"answers": [_mark("recommend", mark)]} for mark in (-1, 11)),
            {"answers": [{**_mark("recommend", 5), "scale_high": None}]},
        ),
        "recommendation_mostly_answered": hundred_rows(
            "evaluations", answers=[_mark("recommend", None), _mark("webcare_1", 10)]
        ),
        "webcare_sometimes_answered": hundred_rows(
            "evaluations", answers=[_mark("recommend", 10), _mark("webcare_1", None)]
        ),
        "marks_reach_scale": hundred_rows("evaluations", answers=[_mark("recommend", 5)]),
        "touchpoints_recommended": rows_of(
            "evaluations", {"evaluation_type": "touchpoint", "touchpoint": "claim", "answers": [_mark("experience", 5)]}
        ),
        "items_known": rows_of("evaluations", {"answers": [_mark("trust", 5)]}),
    },
    "messages": {
        "columns_as_defined": rows_of("messages", {}),
        "types_as_defined": rows_of("messages", {}),
        "required_present": rows_of("messages", {"is_from_organisation": None}),
        "not_empty": [],
        "readable": rows_of("messages", UNREADABLE),
        "mostly_readable": hundred_rows("messages", **UNREADABLE),
        "sender_named": rows_of("messages", {"is_from_organisation": True, "organisation_id": None}),
        "wave_plausible": rows_of("messages", {"wave": 0}),
        "sent_at_plausible": rows_of("messages", {"sent_at": datetime(1970, 1, 1)}),
        "sentiment_in_range": rows_of("messages", *({"sentiment": tone} for tone in (1.01, -1.01, math.nan))),
        "reply_minutes_in_range": rows_of("messages", {"reply_minutes": -1.0}, {"reply_minutes": math.inf}),
        "replies_to_another": rows_of("messages", {"in_reply_to_id": "m1"}),
        "both_sides_speak": hundred_rows("messages"),
        "flags_stated": [
            *rows_of("messages", *[{"is_spam": None}] * 99),
            *rows_of("messages", {"is_from_organisation": True}),
        ],
        "authors_stated": [
            *rows_of("messages", {"author_id": None}, *[{}] * 99),
            *rows_of("messages", {"is_from_organisation": True}),
        ],
        "reply_minutes_of_customers": rows_of("messages", {"is_from_organisation": True, "reply_minutes": 5.0}),
    },
    "events": {
        "columns_as_defined": rows_of("events", {}),
        "types_as_defined": rows_of("events", {}),
        "required_present": rows_of("events", {"activity": None}),
        "not_empty": [],
        "readable": rows_of("events", UNREADABLE),
        "mostly_readable": hundred_rows("events", **UNREADABLE),
        "wave_plausible": rows_of("events", {"wave": 1999}),
        "occurred_at_plausible": rows_of("events", {"occurred_at": datetime(1999, 12, 31), "promised_at": None}),
        "milestone_known": rows_of("events", {"milestone": "reopenend"}),
        "promise_plausible": rows_of("events", *({"promised_at": datetime(year, 3, 1)} for year in (1970, 2025, 2036))),
        "cases_mostly_opened": rows_of("events", *CASES),
    },
    "cases": {
        "columns_as_defined": rows_of("cases", {}),
        "types_as_defined": rows_of("cases", {}),
        "required_present": rows_of("cases", {"process": None}),
        "not_empty": [],
        "readable": rows_of("cases", UNREADABLE),
        "mostly_readable": hundred_rows("cases", **UNREADABLE),
        "wave_plausible": rows_of("cases", {"wave": 1999}),
        "started_at_plausible": rows_of(
            "cases", {"started_at": datetime(1999, 12, 31), "closed_at": None, "promised_at": None}
        ),
        "closed_after_started": rows_of("cases", {"closed_at": datetime(2025, 3, 1)}),
        "promise_plausible": rows_of("cases", *({"promised_at": datetime(year, 3, 1)} for year in (1970, 2025, 2036))),
        "count_reopened_possible": rows_of("cases", {"count_reopened": -1}),
    },
    "organisations": {
        "columns_as_defined": rows_of("organisations", {}),
        "types_as_defined": rows_of("organisations", {}),
        "required_present": rows_of("organisations", {"industry": None}),
        "not_empty": [],
        "readable": rows_of("organisations", UNREADABLE),
        "mostly_readable": hundred_rows("organisations", **UNREADABLE),
        "wave_plausible": rows_of("organisations", {"wave": 25}),
        "size_class_known": rows_of("organisations", {"size_class": "huge"}),
        "customers_not_negative": rows_of("organisations", {"count_customers": -1}),
        "complaints_not_negative": rows_of("organisations", {"count_complaint_body_cases": -1}),
        "once_per_wave": rows_of("organisations", {"wave": None}, {"wave": None, "industry": "verzekeraars"}),
        "aliases_name_one": rows_of("organisations", {}, {**OTHER, "aliases": [" alfa bank"]}),
        "kind_stated": rows_of("organisations", {"is_online": None}),
    },
    "margins": {
        "columns_as_defined": rows_of("margins", {}),
        "types_as_defined": rows_of("margins", {}),
        "required_present": rows_of("margins", {"category": None}),
        "not_empty": [],
        "readable": rows_of("margins", UNREADABLE),
        "mostly_readable": hundred_rows("margins", **UNREADABLE),
        "wave_plausible": rows_of("margins", {"wave": 2100}),
        "population_positive": rows_of("margins", {"population": 0.0}, {"category": "zuid", "population": math.inf}),
        "once_per_wave": rows_of("margins", {"population": 500.0}, {"population": 500.0}),
        "totals_agree": rows_of("margins", {}, {"margin": "age_sex", "population": 1011.0}),
    },
    "service_hours": {
        "columns_as_defined": rows_of("service_hours", {}),
        "types_as_defined": rows_of("service_hours", {}),
        "required_present": rows_of("service_hours", {"organisation_id": None}),
        "not_empty": [],
        "readable": rows_of("service_hours", UNREADABLE),
        "mostly_readable": hundred_rows("service_hours", **UNREADABLE),
        "weekday_known": rows_of("service_hours", {"weekday": 0}, {"weekday": 8}),
        "hours_readable": rows_of(
            "service_hours",
            *({"closes": time} for time in (None, "17u", "25:00", "17:60", "-1:00")),
            {"opens": "24:00"},
        ),
        "hours_differ": rows_of("service_hours", {"opens": "0:00", "closes": "00:00"}),
        "days_in_order": rows_of(
            "service_hours", {"valid_from": "24-12-2025"}, {"valid_until": "2025-02-30"}, {"valid_until": "2025-12-23"}
        ),
        "time_zone_known": rows_of("service_hours", {"time_zone": "Amsterdam"}, {"time_zone": None}),
    },
}

# A batch that is mostly unreadable has unreadable rows.
ALSO_FAILING = {"mostly_readable": {"readable"}}
