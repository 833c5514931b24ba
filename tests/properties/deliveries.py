"""Legal deliveries: evaluations in every dialect that a feed can declare, written as the format's own rules say."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from hypothesis import strategies as st
from properties.answers import COLUMNS, Evaluation, Values, definition, evaluations, value_styles, written

from centricity.feeds.definition import Feed
from centricity.formats.file_formats import Encoding

NAME = "made_2026-01-01"


@dataclass(frozen=True)
class Made:
    """A delivery and what its supplier knows."""

    feed: Feed
    name: str
    content: bytes
    values: Values
    known: Sequence[Evaluation]


@st.composite
def csv_deliveries(draw: st.DrawFn, *, contained: bool = True) -> Made:
    """Delimited text in any dialect; compressed or not."""
    values, encoding = draw(value_styles(has_thousands=True)), draw(st.sampled_from(get_args(Encoding)))
    quote = draw(st.sampled_from("\"'`|"))
    delimiter = draw(st.sampled_from([sign for sign in ",;\t|:^~ " if sign != quote]))
    known = draw(evaluations(values, encoding))
    rows = in_any_order(draw, [written(one, values) for one in known], values)
    line_end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = as_csv(rows, delimiter, quote, line_end, draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])))
    if draw(st.booleans()):
        text = text.removesuffix(line_end)
    content = encoded(draw, text, encoding)
    form = {"type": "csv", "delimiter": delimiter, "quote": quote, "encoding": encoding}
    return delivery(draw, form, "csv", content, values, known, contained)


def as_csv(rows: Sequence[Sequence[str]], delimiter: str, quote: str, line_end: str, quoting: int) -> str:
    """What Python's own writer makes of rows; it leaves a lone CR or LF unquoted unless all is quoted."""
    if any("\n" in text or "\r" in text for row in rows for text in row):
        quoting = csv.QUOTE_ALL
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quotechar=quote, lineterminator=line_end, quoting=quoting).writerows(rows)
    return file.getvalue()


@st.composite
def json_deliveries(draw: st.DrawFn, *, contained: bool = True) -> Made:
    """JSON Lines: texts as strings, numbers bare where JSON can, a missing value as null, absent or its code."""
    values, encoding = draw(value_styles(has_thousands=False)), draw(st.sampled_from(get_args(Encoding)))
    known = draw(evaluations(values, encoding))
    lines = [json_object(draw, written(one, values), values) for one in known]
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    content = encoded(draw, "".join(line + line_end for line in lines) or line_end, encoding)
    return delivery(draw, {"type": "jsonl", "encoding": encoding}, "jsonl", content, values, known, contained)


def json_object(draw: st.DrawFn, texts: dict[str, str | None], values: Values) -> str:
    """One object, digit by digit: nothing of a number is rounded on the way."""
    is_ascii = draw(st.booleans())
    said = {
        column: draw(st.sampled_from([None, *values.missing])) if text is None else text
        for column, text in texts.items()
    }
    pairs = {
        column: text
        if column in ("cijfer", "gewicht", "keuzes") and _is_json_number(text) and draw(st.booleans())
        else json.dumps(text, ensure_ascii=is_ascii)
        for column, text in said.items()
        if text is not None or draw(st.booleans())
    }
    pairs["overig"] = '{"iets": [1, "twee"]}'
    return "{" + ", ".join(f"{json.dumps(column)}: {text}" for column, text in pairs.items()) + "}"


def _is_json_number(text: str | None) -> bool:
    try:
        return json.loads(text or "x") is not None
    except ValueError:
        return False


def in_any_order(draw: st.DrawFn, records: list[dict[str, str | None]], values: Values) -> list[list[str]]:
    """Header and rows, the columns in some order, with one that nobody uses."""
    columns = draw(st.permutations([*COLUMNS, "overig"]))
    texts = [
        {column: draw(st.sampled_from(values.missing)) if text is None else text for column, text in record.items()}
        for record in records
    ]
    return [list(columns), *([text.get(column, "x") for column in columns] for text in texts)]


def encoded(draw: st.DrawFn, text: str, encoding: str) -> bytes:
    """The bytes; Unicode with a byte-order mark where it may have one."""
    if encoding == "utf-16":
        return draw(st.sampled_from([b"\xff\xfe" + text.encode("utf-16-le"), b"\xfe\xff" + text.encode("utf-16-be")]))
    mark = b"\xef\xbb\xbf" if encoding == "utf-8" and draw(st.booleans()) else b""
    return mark + text.encode(encoding)


def delivery(
    draw: st.DrawFn,
    form: dict,
    suffix: str,
    content: bytes,
    values: Values,
    known: Sequence[Evaluation],
    contained: bool = True,
) -> Made:
    container = draw(st.sampled_from(["", ".gz", ".zip"])) if contained else ""
    name = f"{NAME}.{suffix}{container}"
    feed = Feed.model_validate(definition(values, form, f"made_{{date}}.{suffix}"))
    return Made(feed, name, _contained(content, container), values, known)


def _contained(content: bytes, container: str) -> bytes:
    if container == ".gz":
        return gzip.compress(content, mtime=0)
    if container == ".zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("made.txt", content)
        return buffer.getvalue()
    return content


def with_whole_identifiers(draw: st.DrawFn, known: Sequence[Evaluation]) -> list[Evaluation]:
    """The evaluations with numbers for ids, as what has types gives them."""
    numbers = draw(st.lists(st.integers(0, 2**31), min_size=len(known), max_size=len(known), unique=True))
    return [replace(one, identifier=str(number)) for one, number in zip(known, numbers, strict=True)]
