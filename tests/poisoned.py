"""Files that are refused as a whole, and good ones behind them in the queue."""

from collections.abc import Iterable
from functools import cache

from corpus.nl_survey import row, write_corpus
from environments import ORGANISATIONS, Environment
from integration.test_corpus import FEED, HEADER

OTHERS = 19
# One of each kind; the corpus says how each came about.
POISON = (
    "str_zero_bytes.csv", "str_only_newlines.csv", "str_no_header.csv", "str_header_case.csv", "str_column_added.csv",
    "str_column_dropped.csv", "str_column_renamed.csv", "str_duplicate_header.csv", "str_comma_delimited.csv",
    "str_unterminated_quote.csv", "enc_mixed.csv", "enc_utf16le_bom.csv", "zip_slip.zip", "zip_two.zip",
    "zip_nested.zip", "zip_corrupt.zip", "gz_truncated.csv.gz", "gz_bomb_200MB.csv.gz", "not_a_csv_html_login.csv",
    "not_a_csv_xlsx.csv",
)  # fmt: skip
corpus = cache(write_corpus)


def deliver_behind(environment: Environment, feed: str, heads: Iterable[str]) -> None:
    """Deliver poison and, behind it by name, nineteen good files of one row each."""
    environment.define(ORGANISATIONS)
    environment.define(FEED | {"feed": feed})
    rows = [f"ORG{number:04d},Organisatie {number},zorg,,,\n" for number in range(40)]
    environment.deliver("organisations", "organisations_2026-01-01.csv", HEADER + "".join(rows))
    for name in heads:
        environment.deliver(feed, f"a_{name}", corpus()[name])
    for number in range(OTHERS):
        environment.deliver(feed, f"b_{number:02}.csv", corpus()["ok_header_only.csv"] + f"{row(number)}\n".encode())
