"""Evaluations whose answers together are unlike those of their wave."""

import numpy as np
import pyarrow as pa

from centricity.statistics import multivariate_outliers

SCHEMA = pa.schema({"method_version": pa.string(), "evaluation_number": pa.int64()})


def model(dbt, session):
    marks = dbt.ref("int_survey__index_marks")
    grouped = marks.aggregate("method_version, wave, evaluation_type, item_set, any_value(threshold) as level")
    groups = grouped.order("all").fetchall()
    found = [_outliers(marks, *group) for group in groups]
    return pa.concat_tables([SCHEMA.empty_table(), *found]).sort_by([(name, "ascending") for name in SCHEMA.names])


def _outliers(marks, version, wave, evaluation_type, item_set, level):
    group = marks.filter(
        f"method_version = '{version}' and wave = {wave} and evaluation_type = '{evaluation_type}' "
        f"and item_set = {item_set}"
    )
    rows = group.select("method_version, evaluation_number, marks").to_arrow_table()
    points = rows["marks"].combine_chunks().flatten().to_numpy().reshape(len(rows), -1)
    return rows.select(SCHEMA.names).take(np.flatnonzero(multivariate_outliers(points, level=level))).cast(SCHEMA)
