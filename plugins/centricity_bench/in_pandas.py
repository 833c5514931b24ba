"""The figures of `by_hand.sql` in pandas: nothing is hashed, masked or stored, only the figures come out.

Started as a process of its own: `python -m centricity_bench.in_pandas LANDING FIGURES`.
"""

import json
import sys
from pathlib import Path

import pandas as pd

BY = ["organisation_id", "wave"]
ZONE = "Europe/Amsterdam"
ITEMS = (
    "aanbeveling",
    "ervaring",
    "vertrouwen_1",
    "vertrouwen_2",
    "vertrouwen_3",
    "constant",
    "webcare",
    "gemak",
    "medewerker_1",
    "medewerker_2",
    "medewerker_3",
)


def compute_figures(landing: Path) -> pd.DataFrame:
    """The figures, one row per organisation, wave and figure, with its value."""
    names = _read_names(landing)
    tables = (
        _dimension_scores(_read_evaluations(landing, names)),
        _webcare_rates(_read_messages(landing, names)),
        _process_rates(_read_events(landing, names)),
    )
    wide = pd.concat([table.set_index(BY) for table in tables], axis=1).reset_index()
    return wide.melt(BY, var_name="figure").dropna(subset="value")


def _read(files: list[Path], usecols: list[str]) -> pd.DataFrame:
    read = [pd.read_csv(file, sep=";", dtype=str, usecols=usecols, keep_default_na=False) for file in files]
    return pd.concat(read, ignore_index=True)


def _read_names(landing: Path) -> pd.DataFrame:
    files = sorted((landing / "sample_organisations").glob("*.csv"))
    known = _read(files, ["code", "naam", "aliassen"]).drop_duplicates()
    known["name"] = known["code"] + "|" + known["naam"] + "|" + known["aliassen"]
    return (
        known.assign(name=known["name"].str.split("|"))
        .explode("name")[["code", "name"]]
        .drop_duplicates()
        .rename(columns={"code": "organisation_id"})
    )


def _read_evaluations(landing: Path, names: pd.DataFrame) -> pd.DataFrame:
    files = sorted((landing / "sample_survey").glob("*.csv"))
    rows = _read(files, ["evaluatie_id", "organisatie", "ingevuld_op", *ITEMS])
    rows = rows.merge(names, left_on="organisatie", right_on="name", validate="many_to_one")
    marks = rows[list(ITEMS)].replace(["", "weet niet"], None)
    rows[list(ITEMS)] = marks.apply(pd.to_numeric, errors="coerce")
    rows["wave"] = pd.to_datetime(rows["ingevuld_op"], format="%d-%m-%Y %H:%M:%S", errors="coerce").dt.year
    is_readable = (rows[list(ITEMS)].notna() == marks.notna()).all(axis=1) & rows["wave"].notna()
    is_in_range = rows["aanbeveling"].isna() | rows["aanbeveling"].between(0, 10)
    rows = rows[is_readable & is_in_range & ~rows["evaluatie_id"].duplicated(keep=False)]
    return rows.astype({"wave": int})


def _dimension_scores(rows: pd.DataFrame) -> pd.DataFrame:
    recommend, experience = rows["aanbeveling"], rows["ervaring"]
    values = rows[BY].assign(
        recommendation=100 * ((recommend >= 9).astype(float) - (recommend <= 6)).where(recommend.notna()),
        trust=10 * _battery(rows, "vertrouwen"),
        consistency=10 * rows["constant"],
        poor=(experience <= 5).astype(float).where(experience.notna()),
        webcare=10 * rows["webcare"],
        processes=10 * rows["gemak"],
        employees=10 * _battery(rows, "medewerker"),
        excellent=(experience >= 9).astype(float).where(experience.notna()),
    )
    groups = values.groupby(BY)
    mean, base = groups.mean(), groups.count()
    mean = mean.where(base >= 30)
    scores = pd.DataFrame(
        {
            "count_recommendations": base["recommendation"],
            "nps": mean["recommendation"],
            "trust": mean["trust"],
            "consistency": 0.7 * mean["consistency"] + 30 * (1 - mean["poor"] / 0.4).clip(lower=0),
            "webcare": mean["webcare"],
            "recommendation": (mean["recommendation"] + 100) / 2,
            "processes": mean["processes"],
            "employees": 0.8 * mean["employees"] + 20 * (mean["excellent"] / 0.6).clip(upper=1),
        }
    )
    return scores.reset_index()


def _battery(rows: pd.DataFrame, name: str) -> pd.Series:
    """The mean of three items, where two are answered."""
    items = rows[[f"{name}_{number}" for number in (1, 2, 3)]]
    return items.mean(axis=1).where(items.count(axis=1) >= 2)


def _read_messages(landing: Path, names: pd.DataFrame) -> pd.DataFrame:
    files = sorted((landing / "sample_webcare").glob("*.jsonl"))
    rows = pd.concat([_read_json_lines(file) for file in files], ignore_index=True)
    rows = rows.merge(names, left_on="account", right_on="name", validate="many_to_one")
    flags = pd.DataFrame(rows["flags"].tolist(), index=rows.index)
    rows = rows[~(flags["bot"] | flags["spam"] | flags["repost"])].copy()
    rows["sent_at"] = pd.to_datetime(rows["created"], utc=True, format="ISO8601")
    rows["is_reply"] = rows["author"].map(lambda author: author["type"]) == "organisation"
    rows["wave"] = rows["sent_at"].dt.tz_convert(ZONE).dt.year
    return rows.sort_values(["conversation", "sent_at", "is_reply", "id"], ignore_index=True)


def _read_json_lines(file: Path) -> pd.DataFrame:
    """Records only: a supplier's broken line is none."""
    columns = ["id", "conversation", "created", "account", "author", "flags", "complaint", "status"]
    with file.open(encoding="utf-8") as lines:
        return pd.DataFrame([json.loads(line) for line in lines if line.endswith("}\n")], columns=columns)


def _webcare_rates(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per organisation and wave. What is a question stands in `by_hand.sql`."""
    said_at, conversation = rows["sent_at"], rows["conversation"]
    replied_at, asked_at = said_at.where(rows["is_reply"]), said_at.where(~rows["is_reply"])
    last_reply, last_asked = (_before(times, conversation) for times in (replied_at, asked_at))
    is_first = last_asked.isna() | (said_at >= last_asked + pd.Timedelta(168, "h")) | (last_reply >= last_asked)
    is_past_pause = last_reply.isna() | (said_at >= last_reply + pd.Timedelta(24, "h"))
    rows["is_question"] = ~rows["is_reply"] & is_past_pause & is_first
    rows["question"] = rows.groupby("conversation")["is_question"].cumsum()
    resolved = rows[rows["status"] == "opgelost"].groupby(["conversation", "question"])["sent_at"].min()
    rows["next_reply_at"] = replied_at.groupby(conversation).bfill()
    asked = rows[rows["is_question"]].join(resolved.rename("resolved_at"), on=["conversation", "question"])
    until = _observed_until(asked["wave"], 7, said_at.max())
    by_then = asked["sent_at"] + pd.Timedelta(72, "h")
    has_to = (asked["complaint"] == True) & (by_then <= until)  # noqa: E712 - it may be null
    asked["is_answered"] = (asked["next_reply_at"] <= until).astype(float)
    asked["is_resolved"] = (asked["resolved_at"] <= by_then).astype(float).where(has_to)
    rates = asked.groupby(BY).agg(
        count_questions=("is_answered", "size"),
        response_rate=("is_answered", "mean"),
        resolution_rate=("is_resolved", "mean"),
    )
    return rates.reset_index()


def _before(times: pd.Series, group: pd.Series) -> pd.Series:
    """The newest of the times in the rows before, within the group."""
    return times.groupby(group).ffill().groupby(group).shift()


def _observed_until(waves: pd.Series, days: int, last: pd.Timestamp) -> pd.Series:
    ends = {wave: pd.Timestamp(wave + 1, 1, 1, tz=ZONE).tz_convert("UTC") for wave in waves.unique()}
    return (waves.map(ends) + pd.Timedelta(days, "D")).clip(upper=last)


def _read_events(landing: Path, names: pd.DataFrame) -> pd.DataFrame:
    columns = ["zaaknummer", "organisatie", "klantnummer", "onderwerp", "activiteit", "mijlpaal", "tijdstip"]
    files = sorted((landing / "sample_process").glob("*-01.csv"))
    rows = _read(files, [*columns, "toegezegd"]).merge(names, left_on="organisatie", right_on="name")
    times = pd.to_datetime(rows["tijdstip"], format="%d-%m-%Y %H:%M")
    rows["occurred_at"] = times.dt.tz_localize(ZONE, ambiguous=True, nonexistent="NaT")
    due = pd.to_datetime(rows["toegezegd"], format="%d-%m-%Y", errors="coerce") + pd.Timedelta(1, "D")
    rows["due_at"] = due.dt.tz_localize(ZONE)
    rows = rows[(rows["activiteit"] != "") & rows["occurred_at"].notna()]
    return rows.sort_values(["zaaknummer", "occurred_at"], kind="stable", ignore_index=True)


def _process_rates(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per organisation and wave. What is right, kept and reworked stands in `by_hand.sql`."""
    of_case = rows.groupby("zaaknummer")
    cases = of_case[["organisation_id", "klantnummer", "onderwerp", "due_at"]].first()
    first = of_case["occurred_at"].min()
    cases["started_at"] = rows[rows["mijlpaal"] == "start"].groupby("zaaknummer")["occurred_at"].min()
    cases["started_at"] = cases["started_at"].fillna(first)
    cases["wave"] = cases["started_at"].dt.year
    until = _observed_until(cases["wave"], 28, rows["occurred_at"].max())
    repeated = rows[rows.duplicated(["zaaknummer", "activiteit"])].groupby("zaaknummer")["occurred_at"].min()
    reopened = rows[rows["mijlpaal"] == "heropend"].groupby("zaaknummer")["occurred_at"].min()
    closed_at = _closed_at(rows, reopened, until)
    next_at = cases.sort_values("started_at").groupby(["organisation_id", "klantnummer", "onderwerp"])["started_at"]
    next_at = next_at.shift(-1).reindex(cases.index)
    limit = (cases["started_at"] + pd.Timedelta(14, "D")).where(lambda at: at <= until, until)
    is_reworked = repeated.reindex(cases.index) <= until
    is_again = (reopened.reindex(cases.index) <= until) | (next_at <= limit)
    cases["first_time_right_rate"] = (~is_reworked & ~is_again).astype(float)
    is_kept = (closed_at < cases["due_at"]).astype(float)
    is_decided = cases["due_at"].notna() & (closed_at.notna() | (until >= cases["due_at"]))
    cases["in_promise_rate"] = is_kept.where(is_decided)
    cases["rework_free_rate"] = (~is_reworked).astype(float)
    rates = cases.groupby(BY)
    figures = rates[["first_time_right_rate", "in_promise_rate", "rework_free_rate"]].mean()
    return figures.assign(count_cases=rates.size()).reset_index()


def _closed_at(rows: pd.DataFrame, reopened: pd.Series, until: pd.Series) -> pd.Series:
    """When each case was closed and not opened again; a case of the sample is opened again once at most."""
    closings = rows.loc[rows["mijlpaal"] == "einde", ["zaaknummer", "occurred_at"]]
    undone = closings["zaaknummer"].map(reopened)
    limit = closings["zaaknummer"].map(until)
    is_undone = (undone >= closings["occurred_at"]) & (undone <= limit)
    stands = closings[(closings["occurred_at"] <= limit) & ~is_undone]
    return stands.groupby("zaaknummer")["occurred_at"].min().reindex(until.index)


def main() -> None:
    """Compute the figures and leave them where the second argument says."""
    landing, figures = map(Path, sys.argv[1:])
    compute_figures(landing).to_parquet(figures, index=False)


if __name__ == "__main__":
    main()
