"""Codes of an SPSS file become texts, and what it declares missing never becomes a mark."""

import struct
import sys
from datetime import date, datetime, time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest
from environments import Environment
from spss_files import ROWS, agency_survey

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.home import Home
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import read_entries
from centricity.readers import read_records, spss
from centricity.readers.batches import MISSING_REASONS

NOON = datetime(2025, 9, 30, 12)
SURVEY = {
    "feed": "survey",
    "source": "survey",
    "entity": "evaluations",
    "description": "Of an agency.",
    "file_pattern": "survey_{date}.sav",
    "format": {"type": "sav"},
    "values": {"timestamp_format": "%Y-%m-%dT%H:%M:%S.%f", "time_zone": "Europe/Amsterdam"},
    "columns": {"organisation_id": {"constant": "Alfa"}, "completed_at": "ingevuld"},
    "answers": {"recommend": {"from": "nps", "scale": [0, 10]}},
    "ignored": ["bedrijf", "v1_1", "weegfactor", "leeftgesl", "toelichting", "wave", "respnr"],
}


def spss_file(path: Path, columns: dict[str, list], **about: object) -> Path:
    pyreadstat.write_sav(pd.DataFrame(columns), path, **about)
    return path


def feed_of(columns: list[str], **changed: object) -> Feed:
    """A feed that reads these columns, as texts where it can."""
    expressions = {"from": columns[1]} if len(columns) == 2 else {"sql": " || ".join(columns[1:])}
    mapped = {"organisation_id": {"constant": "Alfa"}, "completed_at": columns[0], "comment": expressions}
    answers = {"recommend": {"from": columns[-1], "scale": [0, 10]}}
    return Feed.model_validate(SURVEY | {"columns": mapped, "answers": answers, "ignored": []} | changed)


def read(path: Path, feed: Feed) -> pa.Table:
    return pa.concat_tables(read_records(path, feed.layout))


def test_each_kind_of_value_has_its_text(tmp_path):
    columns = {
        "ingevuld": [NOON, datetime(2025, 9, 30), None],
        "dag": [date(2025, 9, 30), date(1950, 1, 31), None],
        "duur": [time(0, 4, 20), time(23, 0), None],
        "code": ["A ", "é", ""],
        "nps": [9.0, 7.5, None],
    }
    file = spss_file(tmp_path / "copy", columns)

    table = read(file, feed_of(list(columns), values=SURVEY["values"] | {"decimal_sign": ","}))

    assert table.drop_columns(["problem_code", "unreadable_record"]).to_pydict() == {
        "row_number": [1, 2, 3],
        "code": ["A", "é", None],
        "dag": ["2025-09-30", "1950-01-31", None],
        "duur": ["00:04:20", "23:00:00", None],
        "ingevuld": ["2025-09-30T12:00:00.000000", "2025-09-30T00:00:00.000000", None],
        "nps": ["9", "7,5", None],
    }


def test_a_time_has_the_milliseconds_that_it_was_written_with(tmp_path):
    """As a number of seconds since 1582 it is 0.122999 and some."""
    times = [datetime(2025, 9, 30, 12, 0, 0, 123_000), datetime(2000, 3, 26, 7, 24, 14, 685_000)]
    columns = {"ingevuld": times, "duur": [time(0, 0, 0, 123_000), time(0, 0, 59, 999_000)], "nps": [1.0, 2.0]}
    table = read(spss_file(tmp_path / "copy", columns), feed_of(list(columns)))
    assert table["ingevuld"].to_pylist() == [said.isoformat(timespec="microseconds") for said in times]
    assert table["duur"].to_pylist() == ["00:00:00.123", "00:00:59.999"]


@pytest.mark.parametrize("kind", ["DATE11", "DATETIME20", "TIME8"])
def test_a_time_beyond_all_calendars_stays_a_number(tmp_path, kind):
    columns = {"ingevuld": [NOON], "moment": [1e300], "nps": [1.0]}
    table = read(spss_file(tmp_path / "copy", columns, variable_format={"moment": kind}), feed_of(list(columns)))
    assert table["moment"].to_pylist() == ["1E+300"]


def test_a_file_without_cases_has_no_records(tmp_path):
    columns = {"ingevuld": [], "nps": []}
    assert read(spss_file(tmp_path / "copy", columns), feed_of(list(columns))).num_rows == 0


def test_what_is_declared_missing_is_no_value_and_its_reason_is_counted(tmp_path):
    """Codes, ranges and texts; in more records than are read at once."""
    times = 12_501
    columns = {
        "ingevuld": [NOON] * 4 * times,
        "reden": ["geen", "NVT", "WN", ""] * times,
        "nps": [9.0, 99.0, 12.0, 97.0] * times,
    }
    missing = {"nps": [{"lo": 97, "hi": 98}, 99], "reden": ["NVT", "WN"]}
    labels = {"nps": {99: "weet niet", 97: "geweigerd"}, "reden": {"WN": "weet niet"}}
    file = spss_file(tmp_path / "copy", columns, missing_ranges=missing, variable_value_labels=labels)

    table = read(file, feed_of(list(columns)))

    assert table.num_rows == 4 * times == table["row_number"][-1].as_py() > 50_000
    assert table["nps"].to_pylist()[-4:] == ["9", None, "12", None]
    assert table["reden"].to_pylist()[-4:] == ["geen", None, None, None]
    reasons = (
        f'{{"nps": {{"weet niet": {times}, "geweigerd": {times}}}, "reden": {{"NVT": {times}, "weet niet": {times}}}}}'
    )
    assert table.schema.metadata[MISSING_REASONS].decode() == reasons


def test_a_99_is_never_a_promoter(environment: Environment):
    """Declared missing it is no mark; not declared it is one outside its scale."""
    environment.define(SURVEY)
    environment.deliver_organisations()
    undeclared = [(*row[:3], 999.0, *row[4:]) for row in ROWS[:1]]
    environment.deliver("survey", "survey_2025-10-01.sav", agency_survey([*ROWS[:2], *undeclared]))
    for source in ("reference", "survey"):
        load_deliveries(environment.settings, source, "test")

    (entry,) = [entry for entry in read_entries(Home(environment.home)) if entry.feed == "survey"]
    loaded = environment.home / "raw" / entry.folder / "data.parquet"

    answers = pa.parquet.read_table(loaded, columns=["answers"]).to_pydict()["answers"]
    assert [answer["value"] for (answer,) in answers] == [9.0, None]
    assert entry.missing_reasons == {"nps": {"weet niet": 1}}
    assert entry.quarantine_reasons == {"out_of_range": 1}


def old_file(path: Path, content: bytes, page: int = 2) -> Path:
    """A file from before Unicode: without the record that names its encoding, with a code page (2: not known)."""
    written = bytearray(spss_file(path, {"ingevuld": [NOON], "code": ["ABCD"], "nps": [9.0]}).read_bytes())
    name = written.index(b"UTF-8")
    struct.pack_into("<i", written, name - 12, 99)
    machine = written.index(struct.pack("<4i", 7, 3, 4, 8))
    struct.pack_into("<i", written, machine + 16 + 28, page)
    path.write_bytes(bytes(written).replace(b"ABCD", content))
    return path


@pytest.mark.parametrize(
    ("content", "page", "encoding"),
    [
        (b"caf\xe9", 1252, None),
        (b"caf\xe9", 2, None),
        (b"caf\x82", 2, "cp850"),
        ("cñé".encode()[:4], 2, "windows-1250"),
    ],
)
def test_an_old_file_is_read_in_its_encoding(tmp_path, content, page, encoding):
    feed = feed_of(["ingevuld", "code", "nps"], format={"type": "sav", "encoding": encoding})
    table = read(old_file(tmp_path / "copy", content, page), feed)
    assert table["code"].to_pylist() == [content.decode(encoding or "windows-1252")]


def test_texts_in_another_encoding_than_declared_refuse_the_file(tmp_path):
    feed = feed_of(["ingevuld", "code", "nps"], format={"type": "sav", "encoding": "utf-8"})
    with pytest.raises(Refusal, match="mixed_encoding"):
        read(old_file(tmp_path / "copy", b"c\xe9fe"), feed)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (agency_survey()[:-8], "corrupt_file"),
        (agency_survey()[:500], "corrupt_file"),
        (b"ingevuld;nps\n", "corrupt_file"),
        (agency_survey().replace(b"ingevuld", b"ingevoer"), "header_mismatch"),
    ],
)
def test_a_file_that_is_not_whole_or_not_the_agreed_one_is_refused(tmp_path, content, code):
    (tmp_path / "copy").write_bytes(content)
    with pytest.raises(Refusal, match=code):
        read(tmp_path / "copy", Feed.model_validate(SURVEY))
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


@pytest.mark.parametrize(
    ("end", "error"),
    [
        ("import os; os.kill(os.getpid(), 11)", Refusal),
        ("import os; os.kill(os.getpid(), 9)", ChildProcessError),
        ("print('{\"errno\": 28}')", OSError),
    ],
)
def test_a_file_that_brings_the_library_down_is_refused_and_any_other_end_is_a_fault(tmp_path, monkeypatch, end, error):
    monkeypatch.setattr(spss, "COMMAND", [sys.executable, "-c", end])
    (tmp_path / "copy").write_bytes(agency_survey())
    with pytest.raises(error):
        read(tmp_path / "copy", Feed.model_validate(SURVEY))
