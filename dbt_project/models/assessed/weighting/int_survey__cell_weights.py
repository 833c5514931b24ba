"""Raked weights of persons who are alike: same survey, wave, base weight and categories."""

import pandas as pd
import pyarrow as pa

from centricity.errors import CentricityError
from centricity.statistics import rake_to_population
from centricity.warehouse.model_tables import model_table

# The category of those whose answer is not known has no name of its own.
UNKNOWN_ANSWERS = ("['']", "[unknown answers]")
SCHEMA = pa.schema(
    {
        "method_version": pa.string(),
        "feed": pa.string(),
        "wave": pa.int32(),
        "cleaning": pa.string(),
        "cell_number": pa.int64(),
        "weight_raked": pa.float64(),
        "weight_trimmed": pa.float64(),
        "margins_used": pa.string(),
        "merged_categories": pa.string(),
    }
)


def model(dbt, session):
    # whoever names a cell stands for all of it
    cells = dbt.ref("int_survey__persons").filter("person_number = cell_number").df()
    population = dbt.ref("int_reference__population_margins").df().sort_values(["wave", "margin", "category_position"])
    parameters = dbt.ref("int_method__parameters").df().set_index("method_version")
    weighted = [
        _weigh(surveyed, population[population["wave"] == survey[2]], parameters.loc[survey[0]], cleaning, survey)
        for survey, surveyed in cells.groupby(["method_version", "feed", "wave"])
        for cleaning in _cleanings(cells)
    ]
    rows = pd.concat(weighted).sort_values(SCHEMA.names[:5]) if weighted else pd.DataFrame(columns=SCHEMA.names)
    return model_table(rows, SCHEMA)


def _cleanings(cells):
    """The levels of cleaning: a count of persons each."""
    return [name.removeprefix("count_") for name in cells if name.startswith("count_")]


def _weigh(cells, population, parameters, cleaning, survey):
    names = list(cells["margins"].iloc[0])
    kept = cells[cells[f"count_{cleaning}"] > 0].sort_values("cell_number")
    persons = pd.DataFrame(kept["categories"].to_list(), columns=names, index=kept.index, dtype=object)
    persons = persons.assign(base_weight=kept["base_weight"], count=kept[f"count_{cleaning}"])
    margins = population[population["margin"].isin(names)].groupby("margin")
    targets = {name: margin.set_index("category")["population"] for name, margin in margins}
    options = {"minimum": parameters["margin_minimum_respondents"], "tolerance": parameters["raking_tolerance"]}
    try:
        raked = rake_to_population(persons, targets, **options)
        trimmed = rake_to_population(persons, targets, cap=parameters["weight_cap"], **options)
    except ValueError as error:
        raise CentricityError(
            "cannot_weight",
            f"The respondents do not fit the population: {str(error).replace(*UNKNOWN_ANSWERS)}.",
            where=f"survey {survey[1]}, wave {survey[2]}, cleaning {cleaning}",
        ) from None
    if raked.weights is None:
        return pd.DataFrame(columns=SCHEMA.names)
    return kept[["method_version", "feed", "wave", "cell_number"]].assign(
        cleaning=cleaning,
        weight_raked=raked.weights,
        weight_trimmed=trimmed.weights,
        margins_used=", ".join(raked.margins),
        merged_categories="; ".join(raked.merged),
    )
