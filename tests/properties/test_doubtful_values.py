"""A value that says two things, or was damaged before it came, is a problem of its row: never another value."""

import pytest
from properties.staged import connect, pseudonym, stage_bytes

from centricity.feeds.definition import Feed

FEED = Feed.model_validate(
    {
        "feed": "survey",
        "source": "survey",
        "entity": "evaluations",
        "description": "A survey with doubtful values.",
        "file_pattern": "survey.csv",
        "format": {"type": "csv", "delimiter": ";"},
        "values": {"decimal_sign": ",", "thousands_sign": ".", "timestamp_format": "%Y-%m-%dT%H:%M:%S%z"},
        "key": ["nummer"],
        "columns": {
            "evaluation_id": "id",
            "organisation_id": "wie",
            "completed_at": "wanneer",
            "base_weight": "gewicht",
            "comment": "opmerking",
        },
        "answers": {"recommend": {"from": "cijfer", "scale": [0, 10]}},
        "margins": {"region": "regio"},
    }
)
CASES = Feed.model_validate(
    {
        "feed": "cases",
        "source": "process",
        "entity": "cases",
        "description": "Complaints.",
        "file_pattern": "cases.csv",
        "format": {"type": "csv"},
        "values": {"timestamp_format": "%Y-%m-%d"},
        "columns": {
            "case_id": "zaak",
            "organisation_id": {"constant": "Alfa"},
            "process": {"constant": "complaint"},
            "started_at": "begin",
            "closed_at": "eind",
        },
    }
)
GOOD = {
    "nummer": "1", "id": "R1", "wie": "Alfa", "wanneer": "2026-03-01T10:00:00+01:00", "gewicht": "1.234,5",
    "opmerking": "prima", "cijfer": "7", "regio": "Noord",
}  # fmt: skip
# Of several widths, a tabulator, a byte-order mark, and marks that cannot be seen.
SPACES = " \u00a0\u2003\u3000\x0b\u0085\t\ufeff\u200b\u200e\u202c"
DOUBTFUL = {
    "other_decimal_sign": [{"gewicht": "0.750"}, {"gewicht": "00.500"}, {"cijfer": "0.005"}],
    "bad_timestamp": [
        {"wanneer": f"2026-03-01T10:00:00{offset}"} for offset in ("+99:99", "+05:75", "+25", "-1600", "+0160")
    ],
    "bad_id": [{"id": said} for said in ("1,2E+15", "1.2e+15", "1e+21", "1.2e15", "-1,2E+15")] + [{"nummer": "1E+15"}],
    "whitespace_in_key": [
        {name: said} for name in ("id", "wie", "nummer") for said in (f"Alfa{sign}" for sign in SPACES)
    ],
    "mojibake_suspected": [
        {"opmerking": said.encode().decode(encoding)}
        for encoding, texts in {
            "windows-1252": "CAFÉ|GEÜPDATET|Ë|groß|€ 50|😀|\u2019s avonds|één|Erdoğan|Kasię|✔",
            "iso-8859-15": "één|è|ü|ô",
            "windows-1250": "één|ë|ü|ï|É|€",
            "iso-8859-2": "één|ë|ö|ü|ç",
        }.items()
        for said in texts.split("|")
    ]
    + [{"regio": "FryslÃ¢n"}],
}
NOT_MOJIBAKE = (
    "ÃO PÃO", "Ă «Ärger» ÅÄÖ Ä – Å…", "ÇA VA», â ð", "5 Â¯", "Å\xa0Ä\xad", "âgé … ÂGÉ", "€ 50 – \u2019s avonds",
)  # fmt: skip
SOUND = {
    "base_weight": {"1.000": 1000, "0,750": 0.75, "0": 0, "999": 999, "100.000.000": 100_000_000},
    "comment": {said: said for said in NOT_MOJIBAKE},
    "evaluation_id": {said: pseudonym("survey", said) for said in ("12e5", "1e-2a", "a b", "R\u200d1", "E12", "1.5")},
}


@pytest.fixture(scope="module")
def connection():
    with connect() as connection:
        yield connection


def staged_row(connection, changes: dict[str, str]) -> dict:
    record = GOOD | changes
    content = ";".join(record) + "\n" + ";".join(f'"{text}"' for text in record.values()) + "\n"
    (row,) = stage_bytes(connection, FEED, "survey.csv", content.encode()).rows
    return row


@pytest.mark.parametrize(("code", "changes"), [(code, each) for code, rows in DOUBTFUL.items() for each in rows])
def test_what_is_doubtful_is_a_problem(connection, code, changes):
    row = staged_row(connection, changes)
    assert (row["problem_code"], row["problem_column"]) == (code, *changes)


@pytest.mark.parametrize(("column", "said"), [(column, said) for column, texts in SOUND.items() for said in texts])
def test_what_only_resembles_it_is_none(connection, column, said):
    row = staged_row(connection, {FEED.columns[column].from_: said})
    assert (row["problem_code"], row[column]) == (None, SOUND[column][said])


def test_a_name_is_the_same_however_its_accents_are_composed(connection):
    columns = {"message_id": "id", "sent_at": "wanneer", "is_from_organisation": {"constant": False}}
    mentions = columns | {"organisation_id": "wie", "mentioned_organisation_id": "tekst"}
    feed = Feed.model_validate(
        {
            "feed": "webcare",
            "source": "webcare",
            "entity": "messages",
            "description": "Messages that name organisations.",
            "file_pattern": "webcare.csv",
            "format": {"type": "csv"},
            "columns": mentions,
        }
    )
    content = "id,wanneer,wie,tekst\n1,2026-03-01T10:00:00Z,Be\u0300ta,met Be\u0300ta\n"
    (row,) = stage_bytes(connection, feed, "webcare.csv", content.encode()).rows
    assert (row["organisation_id"], row["mentioned_organisation_id"]) == ("B", "B")


def test_no_case_was_closed_in_the_future(connection):
    """Some systems write the last day of all calendars for what is still open: it would end every observation."""
    content = b"zaak,begin,eind\nZ1,2026-03-01,2026-03-05\nZ2,2026-03-01,9999-12-31\n"
    rows = stage_bytes(connection, CASES, "cases.csv", content).rows
    assert [row["problem_code"] for row in rows] == [None, "future_timestamp"]
