"""What contradicts itself in reference data, named: whoever has to correct it looks for the name, not for a code.

Organisations and the categories of a population are published, so they may be named here; nothing else is.
"""

import duckdb

from centricity.loads.staging import StagedBatch
from centricity.mapping.texts import place_of

SHOWN = 5
# Rows whose key repeats are set apart before the suite sees them, and are still rows of an organisation.
RECORDS = "read_parquet($batch) where coalesce(problem_code, 'duplicate_key_conflict') = 'duplicate_key_conflict'"
DESCRIBED = ("name", "industry", "is_online", "size_class", "aliases", "count_customers", "count_complaint_body_cases")


def contradictions(batch: StagedBatch) -> list[str]:
    """A sentence for each name of two organisations, each organisation described twice, each category said twice."""
    finders = FINDERS.get(batch.delivery.feed.entity, ())
    if not finders:
        return []
    with duckdb.connect() as connection:
        connection.execute(f"create table record as select * from {RECORDS}", {"batch": str(batch.path)})
        found = [said for finder in finders for said in finder(connection, batch)]
    more = [f"{len(found) - SHOWN} more such names or rows."] if len(found) > SHOWN else []
    return found[:SHOWN] + more


def _shared_names(connection: duckdb.DuckDBPyConnection, _: StagedBatch) -> list[str]:
    rows = connection.execute("""
        with named as (
            select row_number, organisation_id, wave, unnest([organisation_id, name] || coalesce(aliases, [])) as said,
                lower(trim(said)) as alias
            from record where problem_code is null
        ),
        -- a row without a wave is of every wave
        of_others as (
            select * from named where alias <> '' and exists (
                from named as others where others.alias = named.alias
                    and others.organisation_id <> named.organisation_id
                    and (others.wave = named.wave or others.wave is null or named.wave is null)
            )
        ),
        owners as (
            select alias, arg_min(said, row_number) as said, organisation_id,
                list(distinct row_number order by row_number) as rows
            from of_others group by alias, organisation_id
        )
        select arg_min(said, rows), list(organisation_id order by rows), list(rows order by rows)
        from owners group by alias order by min(rows), alias
    """).fetchall()
    return [
        f"`{alias}` names {' and '.join(map(_with_rows, owners, numbers))}: "
        "in one wave it may name one organisation only."
        for alias, owners, numbers in rows
    ]


def _described_twice(connection: duckdb.DuckDBPyConnection, batch: StagedBatch) -> list[str]:
    differs = ", ".join(f"count(distinct coalesce({name}::varchar, '')) > 1" for name in DESCRIBED)
    rows = connection.execute(f"""
        select organisation_id, list(row_number order by row_number), [{differs}]
        from record where organisation_id is not null
        group by organisation_id, wave having count(*) > 1 order by min(row_number)
    """).fetchall()
    columns = batch.delivery.feed.columns
    names = [place_of(name, columns[name]) if name in columns else name for name in DESCRIBED]
    return [
        f"{_with_rows(organisation, numbers)} is described twice, with another "
        f"{' and '.join(name for name, is_other in zip(names, others, strict=True) if is_other)}: neither row counts."
        for organisation, numbers, others in rows
        if any(others)
    ]


def _said_twice(connection: duckdb.DuckDBPyConnection, _: StagedBatch) -> list[str]:
    rows = connection.execute("""
        select margin, category, list(row_number order by row_number) from record where problem_code is null
        group by margin, category, wave having count(*) > 1 order by min(row_number)
    """).fetchall()
    return [f"{_with_rows(f'{margin}: {category}', numbers)} is said twice." for margin, category, numbers in rows]


def _with_rows(name: str, rows: list[int]) -> str:
    return f"{name} ({'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, rows))})"


FINDERS = {"organisations": (_shared_names, _described_twice), "margins": (_said_twice,)}
