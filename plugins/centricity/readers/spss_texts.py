"""The values of an SPSS file as texts: codes, not labels. What the file declares missing is none, and counted."""

import json
import re
import resource
import sys
import warnings
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.ipc
import pyreadstat
from pydantic import TypeAdapter

from centricity.errors import Refusal
from centricity.formats.layout import Layout
from centricity.formats.table_formats import SpssFormat
from centricity.readers.batches import text_schema
from centricity.readers.header import added_columns
from centricity.readers.typed import clock, moment, number

RECORDS_PER_READ = 50_000
# Times are seconds since the day before the Gregorian calendar.
EPOCH = datetime(1582, 10, 14)
# Microseconds: of so many seconds a number knows two millionths, and what was 0.123 is 0.122999 there.
EXACT_TO = 10
# What stands behind the kind of a format: `DATETIME23.2`.
BEHIND_THE_KIND = re.compile("[^A-Z].*")
DATES = ("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR")
TIMES = ("DATETIME", "YMDHMS")
CLOCKS = ("TIME", "DTIME", "MTIME")
# How a layout crosses from our process to this one.
LAYOUT = TypeAdapter(Layout[SpssFormat])


def main() -> None:
    """Write the texts of `file` to `target`, as the task on standard input says; print what became of it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no records in a core file
    task = json.load(sys.stdin)
    warnings.simplefilter("error", UserWarning)  # a variable that occurs twice is renamed, with a warning
    answer: dict[str, Any]
    try:
        layout = LAYOUT.validate_python(task["layout"])
        answer = {"missing_reasons": write_texts(task["file"], layout, task["target"])}
    except Refusal as refusal:
        answer = {"refusal": refusal.args}
    except OSError as error:
        answer = {"errno": error.errno}
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UserWarning, UnicodeError) as error:
        answer = {"refusal": _why_unread(error)}
    print(json.dumps(answer))


def _why_unread(error: Exception) -> list[str]:
    if isinstance(error, UnicodeError) or "convert string" in str(error):
        said = "Some texts are not in the encoding that the file, or the feed, declares."
        return ["mixed_encoding", said, "Correct `format.encoding`, or have the file saved anew."]
    said = "The file is not whole SPSS, or its encoding is unknown."
    return ["corrupt_file", said, "Deliver it again, or say `format.encoding`."]


def write_texts(file: str, layout: Layout[SpssFormat], target: str) -> dict[str, dict[str, int]]:
    encoding, columns = layout.format.encoding, sorted(layout.mapped_columns)
    _, about = pyreadstat.read_sav(file, metadataonly=True, user_missing=True, encoding=encoding)
    if None in about.column_names:
        raise pyreadstat.ReadstatError
    schema = text_schema(columns, added_columns(about.column_names, layout, "the file's variables"))
    variables = [_Variable(name, about, layout.decimal_sign) for name in columns]
    with pa.OSFile(target, "wb") as sink, pa.ipc.new_stream(sink, schema) as writer:
        first, count = 1, RECORDS_PER_READ
        while count == RECORDS_PER_READ:
            values = _read(file, columns, encoding, first - 1)
            count = len(values[columns[0]])
            nothing = pa.nulls(count, pa.string())
            texts = [pa.array(variable.texts(values[variable.name]), pa.string()) for variable in variables]
            numbers = pa.array(range(first, first + count), pa.int64())
            # Not a table: of one without rows nothing would be written.
            writer.write_batch(pa.record_batch([numbers, nothing, nothing, *texts], schema=schema))
            first += count
    return {variable.name: dict(variable.reasons) for variable in variables if variable.reasons}


def _read(file: str, columns: list[str], encoding: str | None, skipped: int) -> dict[str, list]:
    values, _ = pyreadstat.read_sav(
        file,
        usecols=columns,
        row_offset=skipped,
        row_limit=RECORDS_PER_READ,
        user_missing=True,
        disable_datetime_conversion=True,
        output_format="dict",
        encoding=encoding,
    )
    return values


class _Variable:
    """One variable: its values as texts, and how often it gave which reason for having none."""

    def __init__(self, name: str, about: pyreadstat.metadata_container, decimal_sign: str) -> None:
        self.name = name
        self.reasons: Counter[str] = Counter()
        self._kind = BEHIND_THE_KIND.sub("", about.original_variable_types[name] or "")
        self._missing: list[Any] = list(about.missing_ranges.get(name, []))
        self._labels: dict[Any, str] = dict(about.variable_value_labels.get(name, {}))
        self._decimal_sign = decimal_sign

    def texts(self, values: Sequence[float | str | None]) -> list[str | None]:
        """The texts of some records. Each different value is looked at once."""
        counts = Counter(values)
        missing = [value for value in counts if value is not None and self._is_missing(value)]
        for value in missing:
            self.reasons[str(self._labels.get(value) or self._text(value))] += counts[value]
        known = {value: self._text(value) for value in counts} | dict.fromkeys(missing)
        return [known[value] for value in values]

    def _is_missing(self, value: Any) -> bool:
        return any(span["lo"] <= value <= span["hi"] for span in self._missing)

    def _text(self, value: float | str | None) -> str | None:
        if value is None or isinstance(value, str):
            return value or None
        try:
            if self._kind in CLOCKS:
                return clock(timedelta(seconds=value))
            if self._kind in DATES + TIMES:
                return self._moment(value)
        except (OverflowError, ValueError):  # no calendar has that day
            pass
        return number(value, self._decimal_sign)

    def _moment(self, seconds: float) -> str:
        whole, fraction = divmod(seconds, 1)
        said = EPOCH + timedelta(seconds=whole, microseconds=round(fraction * 1e6 / EXACT_TO) * EXACT_TO)
        is_date = self._kind in DATES and not seconds % 86400
        return said.date().isoformat() if is_date else moment(said)
