"""A scale whose worst mark is the higher one becomes an ascending one: the better answer always has the higher mark."""

import duckdb
import pytest
from environments import SURVEY, Environment

from centricity.errors import CentricityError
from centricity.feeds.catalogue import read_feed
from centricity.loads.checking import check_file

LABELS = {"1 - Very satisfied": 1, "3 - Neutral": 3, "5 - Very dissatisfied": 5}


def taken_in(environment: Environment, answer: dict, texts: list[str]) -> list[tuple]:
    """The canonical answers of one item, by the order of the texts."""
    environment.define(SURVEY | {"answers": {"ease_1": {"from": "gemak"} | answer}, "ignored": ["aanbevelen"]})
    rows = "".join(f"{n};r{n};Alfa;01-03-2025 12:00:{n:02};;{text};\n" for n, text in enumerate(texts))
    environment.deliver_survey(rows)
    environment.ingest()
    [data] = environment.home.glob("raw/survey/evaluations/*/data.parquet")
    query = "select answers[1].value, answers[1].scale_low, answers[1].scale_high from read_parquet($1) order by row_number"
    return duckdb.execute(query, [str(data)]).fetchall()
