"""SPSS: codes, not labels. What the file declares missing is no value; its reason is counted."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyreadstat
from pyreadstat import PyreadstatError, ReadstatError

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.feeds.readers.batches import MISSING_REASONS, text_schema
from centricity.feeds.readers.containers import uncompressed
from centricity.feeds.readers.header import added_columns
from centricity.feeds.readers.typed import clock, moment, number

RECORDS_PER_READ = 50_000
# Times are seconds since the day before the Gregorian calendar.
EPOCH = datetime(1582, 10, 14)
DATES = ("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR")
TIMES = ("DATETIME", "YMDHMS")
CLOCKS = ("TIME", "DTIME", "MTIME")


def read(path: Path, feed: Feed) -> Iterator[pa.Table]:
    """Read an SPSS file; see `read_records`. `row_number` is the case, from 1."""
    with uncompressed(path) as file:
        try:
            yield from _read_batches(file, feed)
        except (ReadstatError, PyreadstatError, UnicodeError) as error:
            if isinstance(error, UnicodeError) or "convert string" in str(error):
                said = "Some texts are not in the encoding that the file, or the feed, declares."
                raise Refusal("mixed_encoding", said, "Correct `format.encoding`, or have it saved anew.") from None
            said = "The file is not whole SPSS, or says nothing of its encoding that is known."
            raise Refusal("corrupt_file", said, "Deliver it again, or say `format.encoding`.") from None


def _read_batches(file: Path, feed: Feed) -> Iterator[pa.Table]:
    columns, encoding = sorted(feed.mapped_columns), feed.format.encoding
    _, about = pyreadstat.read_sav(file, metadataonly=True, user_missing=True, encoding=encoding)
    schema = text_schema(columns, added_columns(about.column_names, feed, "the file's variables"))
    variables = [_Variable(name, about, feed.values.decimal_sign) for name in columns]
    first, count = 1, RECORDS_PER_READ
    while count == RECORDS_PER_READ:
        values, _ = pyreadstat.read_sav(
            file,
            usecols=columns,
            row_offset=first - 1,
            row_limit=RECORDS_PER_READ,
            user_missing=True,
            disable_datetime_conversion=True,
            output_format="dict",
            encoding=encoding,
        )
        count = len(values[columns[0]])
        texts = [variable.texts(values[variable.name]) for variable in variables]
        nothing = [None] * count
        reasons = {variable.name: dict(variable.reasons) for variable in variables if variable.reasons}
        said = schema.with_metadata(schema.metadata | {MISSING_REASONS: json.dumps(reasons)})
        yield pa.table([range(first, first + count), nothing, nothing, *texts], schema=said)
        first += count


class _Variable:
    """One variable: its values as texts, and how often it gave which reason for having none."""

    def __init__(self, name: str, about: pyreadstat.metadata_container, decimal_sign: str) -> None:
        self.name = name
        self.reasons: Counter[str] = Counter()
        self._kind = re.match("[A-Z]*", about.original_variable_types[name])[0]
        self._missing = about.missing_ranges.get(name, [])
        self._labels = about.variable_value_labels.get(name, {})
        self._decimal_sign = decimal_sign

    def texts(self, values: Sequence[float | str | None]) -> list[str | None]:
        """The texts of some records. Each different value is looked at once."""
        counts = Counter(values)
        missing = [value for value in counts if value is not None and self._is_missing(value)]
        for value in missing:
            self.reasons[str(self._labels.get(value) or self._text(value))] += counts[value]
        known = {value: self._text(value) for value in counts} | dict.fromkeys(missing)
        return [known[value] for value in values]

    def _is_missing(self, value: float | str) -> bool:
        return any(span["lo"] <= value <= span["hi"] for span in self._missing)

    def _text(self, value: float | str | None) -> str | None:
        if value is None or isinstance(value, str):
            return value or None
        if self._kind in CLOCKS:
            return clock(timedelta(seconds=value))
        if self._kind in DATES + TIMES:
            return self._moment(value)
        return number(value, self._decimal_sign)

    def _moment(self, seconds: float) -> str:
        try:
            said = EPOCH + timedelta(seconds=seconds)
        except OverflowError:
            return number(seconds, self._decimal_sign)
        is_date = self._kind in DATES and not seconds % 86400
        return said.date().isoformat() if is_date else moment(said)
