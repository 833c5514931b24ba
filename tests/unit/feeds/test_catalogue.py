# Holds feeds.catalogue, feeds.definition, feeds.mapping_checks, feeds.expression_errors, feeds.yaml_loaders.
"""A wrong feed file is refused with file, key and remedy."""

import pytest
from environments import SURVEY, WEBCARE

from centricity.errors import CentricityError
from centricity.feeds.catalogue import read_catalogue, read_feed

WRONG = {
    "an unknown key": ({"colour": "red"}, "the feed: unknown colour; known: feed, source, entity"),
    "an unknown key further in": (
        {"format": {"type": "csv", "delimeter": ";"}},
        "format: unknown delimeter; known: ",
    ),
    "an unknown canonical column": (
        {"columns": SURVEY["columns"] | {"shoe_size": "maat"}},
        "`columns`: unknown shoe_size",
    ),
    "a required column left out": (
        {"columns": {"evaluation_id": "id"}},
        "organisation_id, completed_at must be mapped",
    ),
    "an unknown entity": ({"entity": "opinions"}, "entity: unknown entity; known: evaluations"),
    "another source's entity": ({"source": "webcare"}, "evaluations belong to the source survey"),
    "no file pattern": ({"file_pattern": None}, "file_pattern: "),
    "a pattern with a wildcard": ({"file_pattern": "survey_*.csv"}, "file_pattern: letters, digits"),
    "an unknown format": ({"format": {"type": "pdf"}}, "format: "),
    "an unknown time directive": (
        {"values": {"timestamp_format": "%d-%m-%Y %Q"}},
        "values.timestamp_format: unknown %Q",
    ),
    "an unknown time zone": ({"values": {"time_zone": "Amsterdam"}}, "values.time_zone: not a time zone"),
    "an expression that is none": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "upper("}}},
        "columns.channel.sql: this is no SQL expression",
    ),
    "an expression that reads elsewhere": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "(select 1 from secrets)"}}},
        "without a subquery",
    ),
    "an expression with a function that is not there": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "nosuch(kanaal)"}}},
        "columns.channel.sql: Catalog Error: Scalar Function with name nosuch does not exist!",
    ),
    "an expression whose function is misspelt": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "strptim(kanaal, '%Y')"}}},
        'Scalar Function with name strptim does not exist! Did you mean "strptime"?',
    ),
    "an expression that calls a function otherwise": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "strptime(kanaal)"}}},
        "Known: strptime(VARCHAR, VARCHAR) -> TIMESTAMP, strptime(VARCHAR, VARCHAR[]) -> TIMESTAMP. The file's columns",
    ),
    "an expression that adds a number to a text": (
        {"columns": SURVEY["columns"] | {"wave": {"sql": "jaar + 1"}}},
        "columns.wave.sql: Binder Error: No function matches the given name and argument types '+(VARCHAR, INTEGER_LIT",
    ),
    "an expression that mixes texts and numbers": (
        {"columns": SURVEY["columns"] | {"wave": {"sql": "coalesce(jaar, 2025)"}}},
        "Cannot mix values of type VARCHAR and INTEGER_LITERAL",
    ),
    "an expression without its last parenthesis": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "upper(kanaal"}}},
        "columns.channel.sql: this is no SQL expression: syntax error at ",
    ),
    "an expression with an open quote": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "'kanaal"}}},
        "columns.channel.sql: this is no SQL expression: unterminated ",
    ),
    "an expression with a dotted name": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "author.id"}}},
        'Referenced table "author" not found! A column whose name has a dot needs double quotes: "author.…".',
    ),
    "an expression that takes a lambda for JSON": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "kanaal -> 'naam'"}}},
        "If `->` was meant to look into JSON, write `json_extract_string(…)`.",
    ),
    "an expression with a parameter": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "upper($1)"}}},
        "columns.channel.sql: one SQL expression without parameters",
    ),
    "an expression over several records": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "max(kanaal)"}}},
        "columns.channel.sql: one SQL expression over a record's columns, not over several records",
    ),
    "an expression that makes several of one": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "unnest([kanaal, kanaal])"}}},
        "columns.channel.sql: ",
    ),
    "an expression that looks at the record before": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "lag(kanaal) over ()"}}},
        "columns.channel.sql: ",
    ),
    "an expression that says something else every time": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "random() > .5"}}},
        "columns.channel.sql: ",
    ),
    "an expression that ends in a comment": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "kanaal -- the medium"}}},
        "columns.channel.sql: ",
    ),
    "a scale of one mark": (
        {"answers": {"ease_1": {"from": "gemak", "scale": [5, 5]}}},
        "answers.ease_1.scale: a scale is",
    ),
    "recommend on a descending scale without cut points": (
        {"answers": {"recommend": {"from": "aanbevelen", "scale": [7, 1]}}},
        "`answers.recommend`: the scale [7.0, 1.0] has no cut points",
    ),
    "what is still to fill in": (
        {"values": {"time_zone": "to fill in"}, "answers": {"ease_1": {"from": "gemak", "scale": "To fill in"}}},
        "Still to fill in: answers.ease_1.scale, values.time_zone.",
    ),
    "all of it still to fill in": ({"answers": "to fill in"}, "Still to fill in: answers."),
    "recommend on a scale without cut points": (
        {"answers": {"recommend": {"from": "aanbevelen", "scale": [0, 7]}}},
        "`answers.recommend`: the scale [0.0, 7.0] has no cut points",
    ),
    "an expression that reads the key": (
        {"columns": SURVEY["columns"] | {"channel": {"sql": "getvariable('inner_pad')::varchar"}}},
        "an expression may not use getvariable",
    ),
    "an identifier with labels": (
        {"columns": SURVEY["columns"] | {"respondent_id": {"from": "respondent", "labels": {"1": "Jan"}}}},
        "`columns.respondent_id`: an identifier becomes a pseudonym",
    ),
    "a constant of another type": (
        {"columns": SURVEY["columns"] | {"wave": {"constant": "abc"}}},
        "`columns.wave`: 'abc' is no integer",
    ),
    "a decimal point that divides thousands": (
        {"format": {"type": "jsonl"}, "values": {"decimal_sign": ",", "thousands_sign": "."}},
        "`values.thousands_sign`: numbers of this format",
    ),
    "a sign that is none": (
        {"format": {"type": "csv", "delimiter": "ab"}},
        "format.delimiter: one character",
    ),
    "a scale by a number": (
        {"answers": {"recommend": {"from": "aanbevelen", "scale_from": "gemak", "scales": {10: [0, 10]}}}},
        "answers.recommend.scales.10: the supplier's text is a text, and YAML reads this one as something else",
    ),
    "a column from nowhere": (
        {"columns": SURVEY["columns"] | {"channel": {"labels": {"a": "b"}}}},
        "columns.channel: say one of `from: <column",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_feed_names_file_and_key(environment, what):
    changes, message = WRONG[what]
    path = environment.define(SURVEY | changes)

    with pytest.raises(CentricityError) as caught:
        read_feed(path)

    assert caught.value.code == "bad_feed"
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert "docs/feeds.md" in caught.value.remedy


UNREADABLE = {
    "a bracket left open": (b"feed: survey\nsource: [survey\n", "survey.yml:3]"),
    "a tab": (b"feed: survey\nvalues:\n\tmissing: []\n", "'\\t' that cannot start any token. ["),
    "a key twice": (b"feed: survey\ncolumns:\n  wave: a\n  wave: b\n", "the key wave stands twice."),
    "a label twice": (b"feed: survey\nlabels: {1: a, '1': b}\n", "the key 1 stands twice."),
    "a date that does not exist": (b"feed: survey\nfrom: 2026-02-30\n", "survey.yml:2]"),
    "another encoding": ("feed: survey\ndescription: één\n".encode("latin-1"), "not UTF-8. ["),
    "a key that is a mapping": (b"feed: survey\nsource: {{ source }}\n", "survey.yml:2]"),
    "a sign that no text has": (b"feed: survey\x00\n", "not YAML"),
    "nothing": (b"# to do\n", "has no keys"),
    "a list": (b"- feed\n", "has no keys"),
    "too deep": (b"[" * 10_000, "not YAML"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why_and_stops_no_other(environment, what):
    content, message = UNREADABLE[what]
    environment.define(WEBCARE)
    (environment.feeds / "survey.yml").write_bytes(content)

    catalogue = read_catalogue([environment.feeds])

    assert catalogue.problems["survey"].code == "bad_feed"
    assert message in str(catalogue.problems["survey"])
    assert "webcare" in catalogue.feeds


def test_a_list_and_the_description_leave_nothing_to_fill_in(environment):
    values = SURVEY["values"] | {"missing": ["", "to fill in"]}
    feed = read_feed(environment.define(SURVEY | {"description": "To fill in", "values": values}))
    assert feed.values.missing == ("", "to fill in")


def test_a_part_may_be_said_once_for_several(environment):
    path = environment.define(SURVEY)
    text = path.read_text() + "".join(
        (
            "margins:\n",
            "  gender: &person {from: geslacht, labels: {m: man}}\n",
            "  age: {<<: *person, from: leeftijd}\n",
            "  region: {<<: *person, from: regio}\n",
        )
    )
    path.write_text(text)
    margins = read_feed(path).margins
    assert {name: margin.from_ for name, margin in margins.items()} == {
        "gender": "geslacht",
        "age": "leeftijd",
        "region": "regio",
    }


def test_what_is_no_file_stops_no_other(environment):
    environment.define(WEBCARE)
    (environment.feeds / "folder.yml").mkdir()
    (environment.feeds / "link.yml").symlink_to("nowhere.yml")

    catalogue = read_catalogue([environment.feeds])

    assert {problem.code for problem in catalogue.problems.values()} == {"bad_feed"}
    assert sorted(catalogue.problems) == ["folder", "link"]
    assert "webcare" in catalogue.feeds


def test_a_missing_folder_and_a_feed_defined_twice_are_errors(environment, tmp_path):
    with pytest.raises(CentricityError, match="no_feed_folder"):
        read_catalogue([tmp_path / "nowhere"])
    second = tmp_path / "second"
    second.mkdir()
    (second / "survey.yml").write_text("feed: survey\n")
    (environment.feeds / "survey.yml").write_text("feed: survey\n")
    with pytest.raises(CentricityError, match="repeated_feed") as caught:
        read_catalogue([environment.feeds, second])
    assert all(str(folder / "survey.yml") in str(caught.value) for folder in (environment.feeds, second))


def test_the_digest_is_of_what_a_definition_says(environment):
    path = environment.define(SURVEY)
    said = read_feed(path).sha256
    path.write_text("# a comment\n" + path.read_text() + "id_namespace: null\n")
    assert read_feed(path).sha256 == said
    environment.define(SURVEY | {"ignored": ["postcode"]})
    assert read_feed(path).sha256 != said


def test_a_file_name_is_matched_as_a_whole(environment):
    feed = read_feed(environment.define(WEBCARE))
    assert feed.match_file_name("webcare_2025-10-01.jsonl")["date"] == "2025-10-01"
    assert feed.match_file_name("webcare_2025-10-01.jsonl.gz")
    for name in (
        "webcare_2025-10-01.jsonl.7z",
        "xwebcare_2025-10-01.jsonl",
        "webcare_20251001.jsonl",
        "webcare_2025-10-01xjsonl",
    ):
        assert feed.match_file_name(name) is None
