"""Which rows of the marts are withheld, and why."""


def model(dbt, session):
    dbt.config(materialized="table")

    from centricity.privacy.decisions import decide

    return decide(
        dbt.ref("int_publication__row_cells").df(),
        dbt.ref("int_index__index_scores").df(),
        dbt.ref("int_method__parameters").df(),
    )
