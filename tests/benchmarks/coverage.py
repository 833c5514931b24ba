"""Do the intervals and rank sets contain the truth as often as they say? `coverage.py`

Many seeds of the sample's survey go through the models in one dbt run each: every seed has waves, organisations and
persons of its own, so none knows of another. Intake and publication are left out, as is what these figures do not
depend on; generator, SQL and statistics are the same code as in a run. Prints a Markdown table; `--out FILE` also
writes it. `PYTHONPATH=. python tests/benchmarks/coverage.py` runs it.
"""

import argparse
import re
import sys
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from tests.dbt.builds import copy_project, run_dbt

from centricity.feeds.entities import ENTITIES, raw_columns
from centricity.ledger.descriptions import LOADS, create_descriptions, described_waves
from centricity.sql import literal
from centricity.warehouse.closed_waves import NO_FIGURES
from centricity.warehouse.input import ABSENCES, LEDGER
from centricity_sample import survey_frame, true_scores
from centricity_sample.people import MARGINS

DIMENSIONS = ("trust", "consistency", "webcare", "recommendation", "processes", "employees")
ITEMS = (
    "recommend", "experience", "trust_1", "trust_2", "trust_3", "consistency_1", "webcare_1", "ease_1",
    "employee_1", "employee_2", "employee_3",
)  # fmt: skip
FIRST_YEAR = 2025
METHOD = "M1"
WANTED = ["--select", "+tag:rows", "+int_inference__score_intervals", "+int_rank__confidence_sets"]
WANTED += ["--exclude-resource-type", "test", "unit_test"]
# What no interval and no rank set of the survey index depends on, and takes long: other versions, and the bootstrap of
# the full index.
LEFT_OUT = {
    "method_version": {"M0,.*,true,false,": "M0,Left out,,false,false,"},
    "method_parameter": {
        "(M1,bootstrap_replicates),[^,]*": r"\1,2",
    },
}


def frame_of(seed: int, careless_share: float) -> pd.DataFrame:
    """One seed's evaluations, with names that no other seed uses."""
    frame = survey_frame(seed, careless_share=careless_share)
    for column in ("evaluation_id", "respondent_id", "organisation_id", "industry", "network_id"):
        frame[column] = f"{seed}|" + frame[column].astype(str)
    return frame.assign(wave=_wave(seed, frame["wave"]))


def _wave(seed: int, year: pd.Series) -> pd.Series:
    return 10 * seed + (year - FIRST_YEAR)


def write_input(folder: Path, frame: pd.DataFrame) -> None:
    """Write the frozen input of a build that holds these evaluations, their organisations and the population."""
    with duckdb.connect() as connection:
        for entity in ENTITIES.values():
            (folder / entity.name).mkdir(parents=True)
            nothing = ", ".join(f"null::{column.type} as {column.name}" for column in raw_columns(entity))
            connection.execute(f"copy (select {nothing} where false) to '{folder / entity.name}/empty.parquet'")
        delivered = {"evaluations": _evaluations(frame), "organisations": _organisations(frame), "margins": _margins()}
        for entity, (rows, expressions) in delivered.items():
            _write(connection, folder, entity, rows, expressions)
        entries = [_ledger_row(entity, len(rows)) for entity, (rows, _) in delivered.items()]
        ledger = pa.Table.from_pylist(entries, LEDGER)
        of_lists = [{"load_id": "organisations", "feed": "organisations", "is_whole": False}]
        files = [folder / "organisations/organisations.parquet"]
        create_descriptions(connection, files, pa.Table.from_pylist(of_lists, LOADS))
        others = {
            "absences": ABSENCES.empty_table(),
            "closed_figures": connection.execute(NO_FIGURES).to_arrow_table(),
            "described_waves": described_waves(connection),
        }
        for name, table in {"loads": ledger, **others}.items():
            (folder / name).mkdir()
            connection.register("small", table)
            connection.execute(f"copy small to '{folder / name / name}.parquet'")


def _write(
    connection: duckdb.DuckDBPyConnection, folder: Path, entity: str, frame: pd.DataFrame, expressions: dict[str, str]
) -> None:
    connection.register("frame", frame)
    said = {"load_id": f"'{entity}'", "row_number": "row_number() over ()", "record_key": "null"} | expressions
    defaults = {column.name: literal(column.default) for column in raw_columns(ENTITIES[entity])}
    columns = ", ".join(
        f"({(defaults | said)[column.name]})::{column.type} as {column.name}"
        for column in raw_columns(ENTITIES[entity])
    )
    connection.execute(f"copy (select {columns} from frame) to '{folder / entity}/{entity}.parquet'")


def _evaluations(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict]:
    of_entity = {column.name for column in ENTITIES["evaluations"].columns}
    same = [name for name in frame.columns if name in of_entity]
    marks = ", ".join(
        f"{{'item': '{item}', 'value': if(isnan({item}), null, {item}), "
        "'scale_low': 0, 'scale_high': 10, 'is_proxy': false}"
        for item in ITEMS
    )
    margins = ", ".join(f"{{'margin': '{margin}', 'category': nullif({margin}, '')}}" for margin in MARGINS)
    return frame, {name: name for name in same} | {"answers": f"[{marks}]", "margins": f"[{margins}]"}


def _organisations(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict]:
    organisations = frame[["organisation_id", "industry"]].drop_duplicates()
    return organisations, {"organisation_id": "organisation_id", "name": "organisation_id", "industry": "industry"}


def _margins() -> tuple[pd.DataFrame, dict]:
    rows = [
        (margin, category, order, float(population))
        for margin, categories in MARGINS.items()
        for order, (category, (population, _)) in enumerate(categories.items(), start=1)
    ]
    names = ["margin", "category", "category_order", "population"]
    return pd.DataFrame(rows, columns=names), {name: name for name in names}


def _ledger_row(entity: str, count: int) -> dict[str, object]:
    numbers = {"file_bytes": 0, "records_in": count, "records_accepted": count, "records_quarantined": 0}
    source = ENTITIES[entity].source
    texts = {
        "load_id": entity,
        "feed": entity,
        "source": source,
        "entity": entity,
        "file_name": entity,
        "verdict": "accepted",
    }
    return texts | numbers | {"quarantine_reasons": [], "failed_expectations": [], "schema_version": 1}


def lean_project(folder: Path) -> Path:
    """A copy of the models whose method does no more than is needed here."""
    copied = copy_project(folder)
    for table, changes in LEFT_OUT.items():
        path = copied / "seeds" / "method" / f"{table}.csv"
        text = path.read_text()
        for written, lean in changes.items():
            text, count = re.subn(f"^{written}", lean, text, flags=re.MULTILINE)
            if count != 1:
                raise SystemExit(f"{table}: {count} rows are like {written}, one should be.")
        path.write_text(text)
    return copied


def estimates_of(file: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimates with their intervals (organisation × wave × figure), and rank sets (organisation × wave)."""
    with duckdb.connect(file, read_only=True) as connection:
        figures = connection.execute(f"""
            select organisation_id, period::integer as wave, figure, ci_low, ci_high
            from int_inference__score_intervals
            where method_version = '{METHOD}' and index_kind = 'survey' and window_kind = 'wave'
                and figure <> 'index_geometric' and ci_low is not null
        """).df()
        ranks = connection.execute(f"select * from int_rank__confidence_sets where method_version = '{METHOD}'").df()
    return figures, ranks


def truth_of(seed: int) -> pd.DataFrame:
    """The true scores of a seed, by the names of `frame_of`."""
    truth = true_scores(seed)
    names = {"organisation_id": f"{seed}|" + truth["organisation_id"].astype(str), "wave": _wave(seed, truth["wave"])}
    return truth.assign(**names).rename(columns={"index_score": "index"})


def simulate(seeds: list[int], careless_share: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures and rank sets of some seeds, each beside its truth."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        project = lean_project(root)
        write_input(root / "input", pd.concat([frame_of(seed, careless_share) for seed in seeds]))
        build = run_dbt(root, root / "input", ["build", *WANTED], project=project)
        failed = [name for name, status in build.statuses.items() if status != "success"]
        if failed or "int_rank__confidence_sets" not in build.statuses:
            raise SystemExit(f"{failed}\n{build.output}")
        figures, ranks = estimates_of(build.file)
    truth = pd.concat([truth_of(seed) for seed in seeds])
    long = truth.melt(["organisation_id", "wave"], ["index", *DIMENSIONS], "figure", "truth")
    figures = figures.merge(long, on=["organisation_id", "wave", "figure"], validate="one_to_one")
    ranks = ranks.merge(
        truth[["organisation_id", "wave", "index"]], on=["organisation_id", "wave"], validate="one_to_one"
    )
    return figures, ranks


def contains_true_ranks(league: pd.DataFrame) -> bool:
    """Whether every set of an industry contains all ranks that its organisation truly has: of a tie, the range."""
    truth = league["index"].to_numpy()
    best = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    worst = (truth[None, :] >= truth[:, None]).sum(axis=1)
    return bool(((league["rank_low"] <= best) & (worst <= league["rank_high"])).all())


def summarise(figures: pd.DataFrame, ranks: pd.DataFrame, careless_share: float) -> pd.DataFrame:
    """Coverage per figure: pooled, and of the organisations with the lowest and the highest."""
    covered = figures["truth"].between(figures["ci_low"], figures["ci_high"])
    name = figures["organisation_id"].str.partition("|")[2] + figures["wave"].mod(10).astype(str)
    rows = []
    for figure in ("index", *DIMENSIONS):
        group = covered[figures["figure"] == figure]
        single = group.groupby(name[group.index]).mean()
        rows.append((figure, len(group), group.mean(), single.min(), single.max()))
    leagues = ranks.assign(industry=ranks["industry"].str.partition("|")[2]).groupby(["wave", "industry"])
    held = leagues.apply(contains_true_ranks, include_groups=False)
    by_industry = held.groupby("industry").mean()
    rows.append(("rank sets", len(held), held.mean(), by_industry.min(), by_industry.max()))
    table = pd.DataFrame(rows, columns=["figure", "number", "pooled", "lowest", "highest"])
    return table.assign(careless_share=careless_share)


def main() -> None:
    """Simulate, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=200)
    arguments.add_argument("--seeds-per-run", type=int, default=25)
    arguments.add_argument("--out", type=Path)
    chosen = arguments.parse_args()
    tables = []
    for careless_share in (0.0, 0.05):
        chunks = np.array_split(np.arange(1, chosen.seeds + 1), -(-chosen.seeds // chosen.seeds_per_run))
        done = []
        for chunk in chunks:
            done.append(simulate(chunk.tolist(), careless_share))
            print(f"careless {careless_share:.0%}: seeds to {chunk[-1]} of {chosen.seeds}", file=sys.stderr, flush=True)
        figures, ranks = (pd.concat(part, ignore_index=True) for part in zip(*done, strict=True))
        tables.append(summarise(figures, ranks, careless_share))
    table = pd.concat(tables)
    lines = ["| careless | figure | number | pooled | lowest | highest |", "|--|--|--:|--:|--:|--:|"]
    lines += [
        f"| {row.careless_share:.0%} | {row.figure} | {row.number:,} | "
        f"{row.pooled:.4f} | {row.lowest:.3f} | {row.highest:.3f} |"
        for row in table.itertuples()
    ]
    text = "\n".join(
        [f"Coverage of 95 % intervals and rank sets, {chosen.seeds} seeds, method {METHOD}.", "", *lines, ""]
    )
    print(text)
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
