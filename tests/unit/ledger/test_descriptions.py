"""Which description of an organisation holds in which wave, and whom a name means in it; on small tables."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from centricity.ledger.descriptions import LOADS, create_descriptions, create_wave_starts, described_waves
from centricity.ledger.organisations import ambiguous_names, create_aliases, install_names

ROW = pa.schema(
    [("load_id", pa.string()), ("row_number", pa.int64()), ("record_key", pa.string()), ("period", pa.string()),
     ("organisation_id", pa.string()), ("wave", pa.int32()), ("name", pa.string()), ("aliases", pa.list_(pa.string()))]
)  # fmt: skip


def row(organisation: str, wave: int | None, name: str, *aliases: str, **others: str) -> dict:
    return {"organisation_id": organisation, "wave": wave, "name": name, "aliases": list(aliases),
            "record_key": organisation, "period": "everything"} | others  # fmt: skip


def load(date: str | None, *rows: dict, feed: str = "list", is_whole: bool = False) -> dict:
    return {"delivery_date": date, "rows": rows, "feed": feed, "is_whole": is_whole}


def described(folder: Path, *loads: dict) -> duckdb.DuckDBPyConnection:
    """A connection with the descriptions of some deliveries, named a, b …"""
    connection, names = duckdb.connect(), "abcdef"[: len(loads)]
    for name, delivered in zip(names, loads, strict=True):
        numbered = [{"load_id": name, "row_number": n, **said} for n, said in enumerate(delivered["rows"], start=1)]
        pq.write_table(pa.Table.from_pylist(numbered, ROW), folder / f"{name}.parquet")
    said = [{"load_id": name} | delivered for name, delivered in zip(names, loads, strict=True)]
    files = [folder / f"{name}.parquet" for name in names]
    create_descriptions(connection, files, pa.Table.from_pylist(said, LOADS))
    return connection


def names_in(connection: duckdb.DuckDBPyConnection, *waves: int) -> dict[int, list[tuple[str, str]]]:
    """Of each wave the organisations with their names."""
    connection.register("waves_described", described_waves(connection))
    found = connection.execute(
        """
        select asked, list((organisation_id, name) order by organisation_id)
        from (select unnest($waves) as asked)
        inner join waves_described on asked between wave_from and wave_until
        inner join description using (organisation_id, load_id, row_number) group by asked
        """,
        {"waves": list(waves)},
    )
    return dict(found.fetchall())


def meant(connection: duckdb.DuckDBPyConnection, said: str, *waves: int) -> list[str | None]:
    """Whom a name means in each wave: an id, `ambiguous`, `other wave`, or None for nobody's."""
    create_wave_starts(connection, "description")
    create_aliases(connection, "organisation_alias", "description")
    install_names(connection)
    found = connection.execute(
        """
        select case when named.is_ambiguous then 'ambiguous' when named is null then null
            else coalesce(named.organisation_id, 'other wave') end
        from (select organisation_named($said, wave, null) as named from (select unnest($waves) as wave))
        """,
        {"said": said, "waves": list(waves)},
    )
    return [one for (one,) in found.fetchall()]


def test_a_list_holds_from_its_wave_to_the_next_and_the_first_also_before(tmp_path):
    first = load("2026-01-01", row("A", 2025, "Old"), row("B", 2025, "B"))
    second = load("2026-09-01", row("A", 2026, "New"))
    assert names_in(described(tmp_path, first, second), 2024, 2025, 2026, 2027) == {
        2024: [("A", "Old"), ("B", "B")],
        2025: [("A", "Old"), ("B", "B")],
        2026: [("A", "New")],
        2027: [("A", "New")],
    }


def test_a_delivery_of_the_same_wave_corrects_it_and_no_other(tmp_path):
    loads = [
        load("2026-01-01", row("A", 2025, "Wrong"), row("A", 2026, "A")),
        load("2026-02-01", row("A", 2025, "Right")),
    ]
    assert names_in(described(tmp_path, *loads), 2025, 2026) == {2025: [("A", "Right")], 2026: [("A", "A")]}


def test_without_a_wave_a_description_holds_from_the_year_of_its_delivery(tmp_path):
    loads = [
        load("2025-03-01", row("A", None, "Old"), row("B", None, "B")),
        load("2025-06-01", row("A", None, "Older than it looks")),
        load("2027-02-01", row("A", None, "New"), row("C", None, "C")),
    ]
    assert names_in(described(tmp_path, *loads), 2024, 2026, 2027) == {
        2024: [("A", "Older than it looks"), ("B", "B"), ("C", "C")],
        2026: [("A", "Older than it looks"), ("B", "B"), ("C", "C")],
        2027: [("A", "New"), ("B", "B"), ("C", "C")],
    }


def test_without_a_date_the_newest_by_load_holds_for_all_waves(tmp_path):
    loads = [load(None, row("A", None, "First")), load(None, row("A", None, "Second"))]
    assert names_in(described(tmp_path, *loads), 2020, 2027) == {2020: [("A", "Second")], 2027: [("A", "Second")]}


def test_a_whole_of_a_year_is_the_list_of_that_year(tmp_path):
    loads = [
        load("2026-01-01", row("A", None, "A"), row("B", None, "B"), row("X", None, "X"), is_whole=True),
        load("2026-02-01", row("A", None, "A"), row("B", None, "B"), is_whole=True),
        load("2027-01-01", row("A", None, "A"), is_whole=True),
    ]
    found = names_in(described(tmp_path, *loads), 2025, 2026, 2027)
    assert {wave: [code for code, _ in said] for wave, said in found.items()} == {
        2025: ["A", "B"],
        2026: ["A", "B"],
        2027: ["A"],
    }


def test_a_whole_of_one_wave_says_nothing_of_another(tmp_path):
    loads = [
        load("2026-01-01", row("A", 2025, "A"), row("B", 2025, "B"), is_whole=True),
        load("2027-01-01", row("A", 2026, "A"), is_whole=True),
    ]
    found = names_in(described(tmp_path, *loads), 2025, 2026)
    assert found == {2025: [("A", "A"), ("B", "B")], 2026: [("A", "A")]}


def test_a_feed_that_states_no_new_wave_keeps_its_list_beside_one_that_does(tmp_path):
    loads = [
        load("2026-01-01", row("A", 2025, "A"), feed="banks"),
        load("2026-01-01", row("B", 2025, "B"), feed="insurers"),
        load("2027-01-01", row("A", 2026, "New"), feed="banks"),
    ]
    assert names_in(described(tmp_path, *loads), 2026) == {2026: [("A", "New"), ("B", "B")]}


def test_what_states_its_wave_goes_before_what_does_not(tmp_path):
    loads = [load("2025-01-01", row("A", None, "Always")), load("2025-01-02", row("A", 2026, "Then"))]
    assert names_in(described(tmp_path, *loads), 2025, 2026) == {2025: [("A", "Always")], 2026: [("A", "Then")]}


def test_the_order_of_arrival_changes_nothing(tmp_path):
    loads = [load("2026-01-01", row("A", None, "Old")), load("2027-01-01", row("A", None, "New"))]
    (tmp_path / "other").mkdir()
    there, back = described(tmp_path, *loads), described(tmp_path / "other", *reversed(loads))
    assert names_in(there, 2025, 2026, 2027) == names_in(back, 2025, 2026, 2027)


def test_an_alias_means_another_organisation_in_another_wave(tmp_path):
    listed = load("2026-01-01", row("N", 2025, "Noord"), row("Z", 2025, "Zuid"), row("N", 2026, "Noord", "Zuid"))
    assert meant(described(tmp_path, listed), "Zuid", 2024, 2025, 2026, 2027) == ["Z", "Z", "N", "N"]
    assert meant(described(tmp_path, listed), "Z", 2025, 2026) == ["Z", "other wave"]
    assert meant(described(tmp_path, listed), "West", 2025, 2026) == [None, None]


def test_two_hundred_names_in_ten_waves_each_mean_their_own(tmp_path):
    rows = [row(f"A{n}", wave, f"Name {n}") for n in range(100) for wave in range(2015, 2025)]
    connection = described(tmp_path, load("2026-01-01", *rows))
    assert meant(connection, "Name 99", 2015, 2024) == ["A99", "A99"]


def test_without_waves_the_nearer_year_says_whose_a_name_is(tmp_path):
    loads = [
        load("2025-01-01", row("N", None, "Noord"), row("Z", None, "Zuid")),
        load("2026-01-01", row("N", None, "Noord", "Zuid")),
    ]
    assert meant(described(tmp_path, *loads), "Zuid", 2024, 2025, 2026, 2027) == ["Z", "Z", "N", "N"]


def test_a_name_of_two_in_one_wave_is_nobodys_there_only(tmp_path):
    loads = [
        load("2026-01-01", row("N", 2025, "Noord"), row("N", 2026, "Noord", "Zuid")),
        load("2026-01-01", row("Z", 2025, "Zuid"), row("Z", 2026, "Zuid"), feed="other"),
    ]
    assert meant(described(tmp_path, *loads), "Zuid", 2025, 2026) == ["Z", "ambiguous"]


@pytest.mark.parametrize(("wave", "found"), [(None, "A"), (2026, "other wave")])
def test_a_spelling_added_later_finds_earlier_records_unless_its_wave_is_stated(tmp_path, wave, found):
    loads = [
        load("2025-01-01", row("A", wave and 2025, "Alfa")),
        load("2026-01-01", row("A", wave, "Alfa", "Alpha")),
    ]
    assert meant(described(tmp_path, *loads), "Alpha", 2025, 2026) == [found, "A"]


def test_a_year_begins_at_midnight_in_amsterdam(tmp_path):
    connection = described(tmp_path, load("2026-01-01", row("Z", 2025, "Zuid"), row("N", 2026, "Noord", "Zuid")))
    meant(connection, "Zuid", 2025)
    found = connection.execute("""
        select organisation_named('Zuid', null, instant).organisation_id
        from (values (timestamp '2025-12-31 22:59:59'), (timestamp '2025-12-31 23:00:00')) as _(instant)
    """)
    assert found.fetchall() == [("Z",), ("N",)]


def test_a_name_that_two_deliveries_give_to_two_in_one_wave_is_said(tmp_path):
    loads = [
        load("2026-01-01", row("N", 2025, "Noord"), row("N", 2026, "Noord", "Zuid")),
        load("2026-01-01", row("Z", 2025, "Zuid"), row("Z", 2026, "Zuid"), feed="other"),
    ]
    [said] = ambiguous_names(described(tmp_path, *loads))
    assert said.startswith("organisations: `Zuid` names N and Z from wave 2026 on: records that say it are quarantined")


@pytest.mark.parametrize(("said", "expected"), [("Noordbank", ["noo", "noo"]), ("Noordje", [None, None]),
                                                ("West", ["new", "new"])])  # fmt: skip
def test_a_name_of_the_same_year_still_finds_who_was_renamed(tmp_path, said, expected):
    """What was delivered before the renaming says the old name; an alias that was corrected is gone."""
    connection = described(
        tmp_path,
        load("2026-01-01", row("noo", None, "Noordbank", "Noordje"), row("wes", None, "West")),
        load("2026-07-01", row("noo", None, "Noord & Zuid"), row("wes", None, "West II")),
        load("2026-08-01", row("new", None, "West")),
    )
    assert meant(connection, said, 2026, 2027) == expected
