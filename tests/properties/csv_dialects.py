"""Legal deliveries in the dialects of databases: signs are escaped instead of doubled, or nothing is quoted."""

from collections.abc import Sequence
from typing import get_args

from hypothesis import strategies as st
from properties.answers import evaluations, value_styles, written
from properties.deliveries import Made, delivery, encoded, in_any_order

from centricity.formats.file_formats import Encoding

LINE_ENDS = ("\n", "\r\n", "\r")


@st.composite
def escaped_deliveries(draw: st.DrawFn) -> Made:
    """Delimited text whose signs are escaped, as MySQL and Hive write it; with quotes or without."""
    values, encoding = draw(value_styles(has_thousands=True)), draw(st.sampled_from(get_args(Encoding)))
    delimiter, escape = draw(st.sampled_from(",;\t|")), draw(st.sampled_from("\\^!"))
    quote = draw(st.sampled_from([None, '"', "'"]))
    known = draw(evaluations(values, encoding))
    rows = in_any_order(draw, [written(one, values) for one in known], values)
    lines = [delimiter.join(_escaped(draw, said, delimiter, quote, escape) for said in row) for row in rows]
    text = _ended(draw, lines)
    form = {"type": "csv", "delimiter": delimiter, "quote": quote, "escape": escape, "encoding": encoding}
    return delivery(draw, form, "csv", encoded(draw, text, encoding), values, known)


def _escaped(draw: st.DrawFn, said: str, delimiter: str, quote: str | None, escape: str) -> str:
    """A field; inside quotes delimiters and line ends need no escape, and may have one."""
    is_quoted = quote is not None and draw(st.booleans())
    needing = {escape, quote} if is_quoted and draw(st.booleans()) else {escape, quote, delimiter, "\r", "\n"}
    field = "".join(escape + sign if sign in needing else sign for sign in said)
    return f"{quote}{field}{quote}" if is_quoted else field


@st.composite
def unquoted_deliveries(draw: st.DrawFn) -> Made:
    """Delimited text without quotes and escapes: no text holds a delimiter or a line end, all may hold quotes."""
    values, encoding = draw(value_styles(has_thousands=True)), draw(st.sampled_from(get_args(Encoding)))
    delimiter = draw(st.sampled_from("\t|^;~"))
    known = draw(evaluations(values, encoding, f"{delimiter}\r\n"))
    lines = [delimiter.join(row) for row in in_any_order(draw, [written(one, values) for one in known], values)]
    form = {"type": "csv", "delimiter": delimiter, "quote": None, "encoding": encoding}
    return delivery(draw, form, "csv", encoded(draw, _ended(draw, lines), encoding), values, known)


def _ended(draw: st.DrawFn, lines: Sequence[str]) -> str:
    line_end = draw(st.sampled_from(LINE_ENDS))
    return line_end.join(lines) + draw(st.sampled_from(["", line_end]))
