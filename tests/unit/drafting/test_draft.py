"""A drafted feed reads its sample; what is guessed is marked, and no person stands in it."""

import gzip
import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from drafts import fill_in
from environments import Environment
from excel_files import DATE, number, text, workbook
from spss_files import agency_survey

from centricity.drafting.draft import draft_feed
from centricity.errors import CentricityError
from centricity.feeds.catalogue import read_feed
from centricity.loads.checking import check_file

HEADER = "ResponseId;Bedrijf;Datum ingevuld;E-mail;Voornaam;Hoe waarschijnlijk is het dat u ons aanbeveelt?;Gemak;"
HEADER += "Medewerker was deskundig;Toelichting;Schoenmaat"
ANSWERS = ("Helemaal mee oneens", "Mee oneens", "Neutraal", "Mee eens", "Helemaal mee eens")


def line(number: int) -> str:
    day = f"{number % 28 + 1:02}-10-2025 12:{number % 60:02}"
    ease = "99" if number % 7 == 0 else str(number % 5 + 1)
    words = f"Bel {number} Pietersen" if number % 2 else ""
    person = f"piet{number}@voorbeeld.nl;Piet"
    return f"R_{number};Café Één;{day};{person};{number % 11};{ease};{ANSWERS[number % 5]};{words};41"


def survey(folder: Path, name: str = "export_2025-11-01.csv", encoding: str = "cp1252", count: int = 60) -> Path:
    path = folder / name
    text = "\n".join([HEADER, *map(line, range(count))]) + "\n"
    content = text.encode(encoding)
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


# What the survey above does not say: its clock, and which end of the marks 1 to 5 is the best.
CLOCK_AND_EASE = {"values.time_zone": "Europe/Amsterdam", "answers.ease_1.scale": [1, 5]}


def read_draft(folder: Path, text: str, answers: dict[str, object] | None = None):
    """The feed that a draft becomes when a person has filled in what it leaves open."""
    text = fill_in(text, answers or {})
    path = folder / f"{yaml.safe_load(text)['feed']}.yml"
    path.write_text(text, encoding="utf-8")
    return read_feed(path)


@pytest.mark.parametrize(
    ("name", "encoding", "declared"),
    [
        ("export_2025-11-01.csv", "cp1252", "windows-1252"),
        ("export_2025-11-01.csv", "utf-8-sig", "utf-8"),
        ("export_2025-11-01.csv.gz", "utf-16", "utf-16"),
    ],
)
def test_a_survey_is_drafted_and_all_of_it_would_be_accepted(environment, tmp_path, name, encoding, declared):
    path = survey(tmp_path, name, encoding)
    feed = read_draft(tmp_path, draft_feed(path, "survey"), CLOCK_AND_EASE)
    check = check_file(environment.settings, feed, path)

    assert check.is_clean and check.records_in == 60
    assert (feed.feed, feed.entity, feed.file_pattern, feed.key) == (
        "export", "evaluations", ("export_{date}.csv",), ("ResponseId",)
    )  # fmt: skip
    assert (feed.format.delimiter, feed.format.encoding) == (";", declared)
    assert feed.values.timestamp_format == ("%d-%m-%Y %H:%M",)
    answers = {item: (answer.scale, answer.missing, answer.labels) for item, answer in feed.answers.items()}
    assert answers == {
        "recommend": ((0, 10), (), None),
        "ease_1": ((1, 5), ("99",), None),
        "employee_1": ((1, 5), (), {text: mark for mark, text in enumerate(ANSWERS, start=1)}),
    }
    assert {name: mapping.from_ for name, mapping in feed.columns.items() if mapping.from_} == {
        "evaluation_id": "ResponseId",
        "organisation_id": "Bedrijf",
        "completed_at": "Datum ingevuld",
        "comment": "Toelichting",
    }


def test_no_person_and_no_text_of_one_stands_in_a_draft(tmp_path):
    text = draft_feed(survey(tmp_path), "survey")
    assert set(yaml.safe_load(text)["ignored"]) == {"E-mail", "Voornaam", "Schoenmaat"}
    assert not re.search(r"piet|@|R_\d|Bel \d", text, re.IGNORECASE)
    assert "no value" not in text
    assert "E-mail    # guess: looks like a person's" in text
    assert text.count("# guess: ") > 10


def test_a_rare_text_among_the_answers_is_not_shown_and_would_be_quarantined(environment, tmp_path):
    path = survey(tmp_path)
    content = path.read_bytes().replace("Mee oneens".encode("cp1252"), b"Piet zegt nee", 1)
    path.write_bytes(content)
    text = draft_feed(path, "survey")
    check = check_file(environment.settings, read_draft(tmp_path, text, CLOCK_AND_EASE), path)
    assert "Piet" not in text
    assert check.rows == {"unknown_label": [3]}


def test_a_word_among_the_marks_is_left_to_the_quarantine(environment, tmp_path):
    path = tmp_path / "export.csv"
    rows = "".join(f"Alfa,2025-10-01,{n % 11}\n" for n in range(40)) + "Alfa,2025-10-01,zeven\n"
    path.write_text("merk,datum,aanbeveling\n" + rows)
    text = draft_feed(path, "survey")
    assert "zeven" not in text
    assert check_file(environment.settings, read_draft(tmp_path, text), path).rows == {"not_a_number": [42]}


def test_what_is_not_found_is_left_to_fill_in(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("datum,score\n2025-10-01,7\n2025-10-02,8\n")
    text = draft_feed(path, "survey")
    assert "# NOT A VALID FEED YET: Still to fill in: columns.organisation_id, answers." in text
    assert "  organisation_id: to fill in    # no column names it" in text
    assert "answers: to fill in    # no column looks like an item" in text
    (tmp_path / "export.yml").write_text(text)
    with pytest.raises(CentricityError, match="Still to fill in"):
        read_feed(tmp_path / "export.yml")


def test_messages_as_json_lines_are_drafted(environment, tmp_path):
    path = tmp_path / "chat_2025-10-01.jsonl"
    records = [
        {"id": f"m{n}", "brand": "Alfa", "created_at": f"2025-10-01T10:{n:02}:00+02:00", "text": f"hallo {n}",
         "author": {"id": f"u{n}", "name": "Piet", "type": "agent" if n % 2 else "customer"}, "tags": ["a"],
         "reply_to": f"m{n - 1}" if n % 2 else None}
        for n in range(20)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    text = draft_feed(path, "webcare")
    feed = read_draft(tmp_path, text)
    assert check_file(environment.settings, feed, path).is_clean
    assert feed.columns["is_from_organisation"].labels == {"agent": True, "customer": False}
    assert feed.columns["in_reply_to_id"].from_ == "reply_to"
    assert set(feed.ignored) == {"author.name", "tags"}
    assert "Piet" not in text


def test_cases_in_parquet_are_drafted(environment, tmp_path):
    path = tmp_path / "zaken_2025-10-01.parquet"
    days = pa.array(["2025-01-02", "2025-01-03", "2025-01-04"]).cast(pa.date32())
    columns = {"zaaknummer": ["1", "2", "3"], "organisatie": ["Alfa"] * 3, "ontvangen": days, "afgehandeld": days}
    pq.write_table(pa.table(columns), path)
    feed = read_draft(tmp_path, draft_feed(path, "process"), {"columns.process.constant": "order"})
    assert check_file(environment.settings, feed, path).is_clean
    assert (feed.entity, feed.columns["process"].constant) == ("cases", "order")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("records.csv", "jan@voorbeeld.nl;2025-10-01;7\npiet@voorbeeld.nl;2025-10-02;8\n", "unlikely_header"),
        ("letter.docx", "x", "unknown_format"),
        ("table.parquet", "x", "corrupt_file"),
        ("page.csv", "<html>voorbeeld</html>\n", "unlikely_header"),
        ("torn.csv", 'merk,datum\nAlfa,"voorbeeld\nBeta,x\n', "unterminated_quote"),
        ("none.json", '{"voorbeeld": [1]}', "missing_array"),
        ("log.xes", "<log>voorbeeld", "malformed_xml"),
        ("onderzoek.sav", "voorbeeld", "corrupt_file"),
        ("map.xlsx", "voorbeeld", "corrupt_file"),
        ("empty.csv", "", "zero_bytes"),
        ("sheet.csv", "PK\x03\x04", "wrong_container"),
    ],
)
def test_what_cannot_be_drafted_from_is_refused_without_its_content(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(CentricityError) as caught:
        draft_feed(path, "survey")
    assert caught.value.code == code
    assert "voorbeeld" not in str(caught.value)


def test_days_that_could_be_months_are_left_to_a_person(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("merk,datum,aanbeveling\n" + "".join(f"Alfa,0{n}/0{n + 1}/2025,{n}\n" for n in range(1, 8)))
    text = draft_feed(path, "survey")
    assert "timestamp_format: to fill in    # every day is at most 12, so which is the month? %d/%m/%Y or %m/%" in text


def test_a_file_without_quoting_is_drafted_as_one(environment, tmp_path):
    path = tmp_path / "export.tsv"
    rows = "".join(f'Alfa\t2025-10-01\t{mark}\t5" breed\n' for mark in (0, 7, 8))
    path.write_text(f"merk\tdatum\taanbeveling\tmaat\n{rows}")
    feed = read_draft(tmp_path, draft_feed(path, "survey"))
    assert (feed.format.delimiter, feed.format.quote) == ("\t", None)
    assert check_file(environment.settings, feed, path).is_clean


def test_odd_names_of_columns_stay_yaml(environment: Environment, tmp_path):
    path = tmp_path / "export.csv"
    odd = ["a: b", "#c", "no", "x, y", "[z]", "l'été 😀", "tab\\t"]
    rows = "".join(f"Alfa|2025-10-01|{mark}|1|2|3|4|5|6|7\n" for mark in (0, 7, 8))
    path.write_text(f"merk|datum|aanbeveling|{'|'.join(odd)}\n{rows}")
    feed = read_draft(tmp_path, draft_feed(path, "survey"))
    assert set(feed.ignored) == set(odd)


EXAMPLES = Path(__file__).parents[2] / "feeds_examples"


def drafted(path: Path, source: str) -> dict:
    return yaml.safe_load(draft_feed(path, source))


@pytest.mark.parametrize(
    ("tool", "file", "answers"),
    [
        ("qualtrics", "qualtrics_2025-10-01.csv", {"recommend": "Q1", "trust_1": "Q2_1", "ease_1": "Q3"}),
        (
            "surveymonkey",
            "surveymonkey_2025-10-01.csv",
            {
                "recommend": "Hoe waarschijnlijk is het dat u het aanbeveelt? / Response",
                "trust_1": "In hoeverre bent u het eens met deze stellingen? / Ik vertrouw dit bedrijf",
            },
        ),
    ],
)
def test_headers_of_several_rows_name_the_columns_and_say_what_they_are_about(tool, file, answers):
    draft = drafted(EXAMPLES / tool / file, "survey")
    shipped = yaml.safe_load((EXAMPLES.parents[1] / f"dags/feeds/examples/{tool}.yml").read_text(encoding="utf-8"))
    assert {item: answer["from"] for item, answer in draft["answers"].items()} == answers
    assert {"type": "csv", "header_rows": shipped["format"]["header_rows"]}.items() <= draft["format"].items()
    for column in ("organisation_id", "completed_at", "comment"):
        assert draft["columns"][column] == shipped["columns"][column]


def test_messages_inside_conversations_and_events_inside_cases_are_found():
    chatwoot = drafted(EXAMPLES / "chatwoot/chatwoot_2025-10-01.json", "webcare")
    assert {"type": "json", "array": "data.payload", "inside": "messages"}.items() <= chatwoot["format"].items()
    assert chatwoot["columns"]["channel"] == "..meta.channel"
    shipped = yaml.safe_load((EXAMPLES.parents[1] / "dags/feeds/examples/chatwoot.yml").read_text(encoding="utf-8"))
    assert chatwoot["columns"]["in_reply_to_id"]["sql"] == shipped["columns"]["in_reply_to_id"]["sql"]
    log = drafted(EXAMPLES / "event_log/event_log_2025-10-01.xes", "process")
    assert (log["entity"], log["columns"]["case_id"], log["columns"]["activity"]) == (
        "events",
        "..concept:name",
        "concept:name",
    )


def test_what_an_spss_file_says_of_its_values_becomes_labels(environment, tmp_path):
    path = tmp_path / "onderzoek_2025-10-01.sav"
    path.write_bytes(agency_survey())
    left_open = {"values.time_zone": "Europe/Amsterdam", "columns.has_final_weight.constant": True}
    feed = read_draft(tmp_path, draft_feed(path, "survey"), left_open)
    assert feed.columns["organisation_id"].labels == {"1": "Alfa", "2": "Bèta"}
    assert (feed.columns["base_weight"].from_, feed.answers["recommend"].from_) == ("weegfactor", "nps")
    assert check_file(environment.settings, feed, path).is_clean


def test_the_sheet_and_header_row_of_a_workbook_are_found(environment, tmp_path):
    path = tmp_path / "export_2025-10-01.xlsx"
    head = {"B3": text("merk"), "C3": text("datum"), "D3": text("aanbeveling")}
    row = {"B4": text("Alfa"), "C4": number("45931", DATE), "D4": number("7")}
    path.write_bytes(workbook({"B1": text("Onderzoek")} | head | row))
    feed = read_draft(tmp_path, draft_feed(path, "survey"), {"answers.recommend.scale": [0, 10]})
    assert (feed.format.sheet, feed.format.header_row) == ("Data", 3)
    assert check_file(environment.settings, feed, path).is_clean
