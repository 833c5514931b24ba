"""Legal deliveries in SPSS: codes with labels, declared missing values, dates, texts of fixed width."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pandas as pd
import pyreadstat
from hypothesis import strategies as st
from properties.answers import COLUMNS, Evaluation, Values, evaluations, value_styles, written
from properties.deliveries import Made, delivery, with_whole_identifiers

TIME_FORMATS = {"DATETIME23.3": "%Y-%m-%dT%H:%M:%S.%f", "YMDHMS23.3": "%Y-%m-%dT%H:%M:%S.%f", "EDATE10": "%Y-%m-%d"}
# Of a mark of 0 to 10, and of a text: a code, a range, a half-open range, a code of one's own.
MISSING = {"cijfer": [{"lo": 97, "hi": 99}, -9], "gewicht": [{"lo": float("-inf"), "hi": -1}], "klasse": ["NVT"]}
REASONS = {"cijfer": [97, 98.5, 99, -9, None], "gewicht": [None], "klasse": ["NVT", "NVT ", None]}


@st.composite
def spss_deliveries(draw: st.DrawFn) -> Made:
    """What SPSS, or a library that writes its format, saves."""
    values = draw(value_styles(has_thousands=True))
    typed = draw(st.sets(st.sampled_from(["id", "wanneer", "cijfer", "gewicht", "keuzes", "contact"])))
    form = draw(st.sampled_from(sorted(TIME_FORMATS)))
    if "wanneer" in typed:
        values = replace(values, timestamp_format=TIME_FORMATS[form])
    known = [_as_kept(draw, one, values) for one in draw(evaluations(values, "utf-8"))]
    if "id" in typed:
        known = with_whole_identifiers(draw, known)
    columns = draw(st.permutations([*COLUMNS, "overig"]))
    data = {column: [_value(draw, column, one, typed, values) for one in known] for column in columns}
    formats = {"wanneer": form} if "wanneer" in typed else {}
    content = _written(draw, data, typed, formats)
    return delivery(draw, {"type": "sav"}, "sav", content, values, known)


def _as_kept(draw: st.DrawFn, one: Evaluation, values: Values) -> Evaluation:
    """The evaluation as the format keeps it: milliseconds, and texts without spaces at their end."""
    times = draw(st.sampled_from([1, 1, 1, 30]))
    return replace(
        one,
        at=one.at.replace(microsecond=one.at.microsecond // 1000 * 1000),
        note=_text(one.note and one.note * times, values),
        category=_text(one.category, values),
    )


def _text(said: str | None, values: Values) -> str | None:
    kept = (said or "").rstrip(" ")
    return None if kept in (*values.missing, "NVT") else kept


def _value(draw: st.DrawFn, column: str, one: Evaluation, typed: set[str], values: Values) -> object:
    said = written(one, values).get(column, "x")
    if said is None:
        is_number = column in typed
        codes = [float(code) if is_number else code for code in values.missing if not is_number or _is_code(code)]
        return draw(st.sampled_from([*codes, *(REASONS.get(column, [None]) if _is_declared(column, typed) else [])]))
    if column not in typed:
        return said + draw(st.sampled_from(["", "  "]))
    if column == "wanneer":
        return _seconds(one, values)
    exact = {
        "id": one.identifier, "cijfer": one.mark, "gewicht": one.weight, "keuzes": one.qualified, "contact": one.contact
    }  # fmt: skip
    return float(exact[column])


def _is_code(text: str) -> bool:
    return text.lstrip("-").isdecimal()


def _is_declared(column: str, typed: set[str]) -> bool:
    return column in typed or column == "klasse"


def _seconds(one: Evaluation, values: Values) -> float:
    """A time as the format has it, since the day before the Gregorian calendar."""
    local = one.at.astimezone(ZoneInfo(values.time_zone)).replace(tzinfo=None)
    if values.timestamp_format == "%Y-%m-%d":
        local = local.replace(hour=0, minute=0, second=0, microsecond=0)
    since = local - pd.Timestamp(1582, 10, 14).to_pydatetime()
    return since.days * 86400 + since.seconds + since.microseconds / 1e6


def _written(draw: st.DrawFn, data: dict[str, Sequence], typed: set[str], formats: dict[str, str]) -> bytes:
    table = pd.DataFrame({column: pd.Series(said, dtype=_kind(column, typed)) for column, said in data.items()})
    with TemporaryDirectory() as folder:
        file = Path(folder, "made.sav")
        pyreadstat.write_sav(
            table,
            file,
            variable_format=formats,
            missing_ranges={name: codes for name, codes in MISSING.items() if _is_declared(name, typed)},
            variable_value_labels={"contact": {1: "nee", 0: "ja"}} if "contact" in typed else {},
            **draw(st.sampled_from([{}, {"compress": True}, {"row_compress": True}])),
        )
        return file.read_bytes()


def _kind(column: str, typed: set[str]) -> str:
    return "float64" if column in typed else "object"
