"""Text tables as tools write them."""

import csv
import io
from collections.abc import Sequence


def comma_separated(header: Sequence[str], rows: Sequence[Sequence[object]], quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    """Comma-separated values in UTF-8."""
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()
