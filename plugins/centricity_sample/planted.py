"""What is wrong in the sample, on purpose, so that a first run shows a quarantine and a rejection.

Bad records stand at the end of their file, on top of the good ones.
"""

import csv
import io
import json
from dataclasses import dataclass

import pandas as pd

KEYS = {"sample_survey": "evaluatie_id", "sample_touchpoints": "meting_id", "sample_process": "zaaknummer"}


@dataclass(frozen=True)
class Planted:
    """Bad records of one kind in one file.

    Attributes:
        records: per record, what differs from the file's first one; all records get one new key.
        line: a line as it stands, where no record can say it.
    """

    feed: str
    file_name: str
    reason_code: str
    records: tuple[dict[str, str], ...] = ()
    line: str = ""

    @property
    def count(self) -> int:
        return len(self.records) + bool(self.line)


PLANTED = (
    Planted("sample_survey", "evaluaties_2025-10-01.csv", "out_of_range", ({"aanbeveling": "11"},)),
    Planted("sample_survey", "evaluaties_2025-10-01.csv", "unknown_organisation", ({"organisatie": "Onbekende Reus"},)),
    Planted("sample_survey", "evaluaties_2025-11-01.csv", "not_a_number", ({"ervaring": "zeven"},)),
    Planted("sample_survey", "evaluaties_2025-11-01.csv", "bad_timestamp", ({"ingevuld_op": "31-09-2025 10:15:00"},)),
    Planted(
        "sample_survey",
        "evaluaties_2026-10-01.csv",
        "duplicate_key_conflict",
        ({"aanbeveling": "3"}, {"aanbeveling": "9"}),
    ),
    Planted("sample_survey", "evaluaties_2026-11-01.csv", "wrong_width", line="E26900001;P900001;Klaverstroom\n"),
    Planted("sample_touchpoints", "contactmomenten_2026-10-01.csv", "out_of_range", ({"aanbeveling": "-1"},)),
    Planted(
        "sample_webcare", "webcare_2025-07-01.jsonl", "malformed_json", line='{"id": "m900001-0", "conversation": "c9\n'
    ),
    Planted(
        "sample_webcare",
        "webcare_2026-04-01.jsonl",
        "unknown_organisation",
        line=json.dumps(
            {
                "id": "m900002-0",
                "conversation": "c900002",
                "in_reply_to": None,
                "created": "2026-03-02T10:00:00+01:00",
                "account": "@niemand_help",
                "channel": "x",
                "author": {"id": "u900002", "type": "customer"},
                "text": "Is dit het goede adres?",
                "flags": {"bot": False, "spam": False, "repost": False},
                "complaint": False,
                "status": None,
                "sentiment": 0.0,
            }
        )
        + "\n",
    ),
    Planted("sample_process", "gebeurtenissen_2026-01-01.csv", "missing_value", ({"activiteit": ""},)),
    Planted(
        "sample_process",
        "gebeurtenissen_2026-07-01.csv",
        "nonexistent_local_time",
        ({"tijdstip": "29-03-2026 02:30", "toegezegd": "12-04-2026"},),
    ),
)

# Delivered as an event log, in truth the page that a login asks for.
UNREADABLE = Planted(
    "sample_process",
    "gebeurtenissen_2026-11-15.csv",
    "header_mismatch",
    line="<!DOCTYPE html>\n<html><head><title>Aanmelden</title></head>\n<body>Uw sessie is verlopen.</body></html>\n",
)


def spoil(files: dict[tuple[str, str], str]) -> None:
    """Plant them in the texts of the files, which are keyed by feed and file name."""
    for number, planted in enumerate(PLANTED, start=1):
        name = (planted.feed, planted.file_name)
        files[name] += planted.line or _bad_records(planted, number, files[name])
    files[UNREADABLE.feed, UNREADABLE.file_name] = UNREADABLE.line


def list_planted() -> pd.DataFrame:
    """What is wrong where. For a file that is refused whole, the count is that of files."""
    return pd.DataFrame(
        [(planted.feed, planted.file_name, planted.reason_code, planted.count) for planted in (*PLANTED, UNREADABLE)],
        columns=["feed", "file_name", "reason_code", "count"],
    )


def _bad_records(planted: Planted, number: int, text: str) -> str:
    reader = csv.DictReader(io.StringIO(text), delimiter=";")
    first = {**next(reader), KEYS[planted.feed]: f"FOUT{number:03d}"}
    lines = io.StringIO()
    writer = csv.DictWriter(lines, list(first), delimiter=";", lineterminator="\n")
    writer.writerows({**first, **record} for record in planted.records)
    return lines.getvalue()
