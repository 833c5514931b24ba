"""The registry of codes (`centricity/codes`): what it lacks cannot be raised, and what it has is used."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from centricity.batches.judging import RefusedBySuite
from centricity.batches.repeats import CONFLICT, EXACT
from centricity.codes import registry
from centricity.codes.registry import PROBLEMS, UnknownCode, codes_of, kinds, look_up, without_links
from centricity.errors import CentricityError, Refusal
from centricity.ledger.discards import DISCARDED
from centricity.mapping.problems import Problem
from centricity.mapping.selection import KEY_REPEATED, WHERE_FALSE, WHERE_NULL
from centricity.quality.judging import COULD_NOT_RUN

PROJECT = Path(__file__).parents[3]


def codes_in_suites(folder: str, severity: str) -> set[str]:
    suites = [
        json.loads(path.read_text(encoding="utf-8")) for path in (PROJECT / "expectations" / folder).glob("*.json")
    ]
    rules = [rule for suite in suites for rule in suite["expectations"] if rule["severity"] == severity]
    return {rule["meta"]["reason_code"] for rule in rules if "reason_code" in rule["meta"]}


def our_texts() -> str:
    """All that may use a code: the package, the models, the suites."""
    files = [
        *(PROJECT / "plugins").rglob("*.py"),
        *(path for path in (PROJECT / "dbt_project").rglob("*") if path.suffix in (".py", ".sql")),
        *(PROJECT / "expectations").rglob("*.json"),
    ]
    assert len(files) > 200
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("error", [CentricityError, Refusal])
def test_an_unknown_code_cannot_be_raised(error):
    with pytest.raises(UnknownCode, match="no_such_code"):
        error("no_such_code", "Something was wrong.")


def test_a_code_of_another_kind_cannot_be_raised():
    with pytest.raises(UnknownCode, match="disk_full"):
        Refusal("disk_full")


@pytest.mark.parametrize("codes", [("no_such_code", {}), ("bad_timestamp", {"no_such_code": "true"})])
def test_an_unknown_code_cannot_be_a_row_s_problem(codes):
    code, finer = codes
    with pytest.raises(UnknownCode, match="no_such_code"):
        Problem(code, "column", "true", finer)


def test_a_suite_of_one_s_own_has_codes_of_its_own():
    assert RefusedBySuite("my_own_rule", "The file fails it.").code == "my_own_rule"


def test_an_error_says_what_the_registry_says_unless_it_knows_better():
    error = CentricityError("unlikely_header")
    assert error.message == codes_of("commands")["unlikely_header"].sentence
    assert error.remedy == "Put a header above the records, or write the feed by hand (feeds)."
    assert CentricityError("unlikely_header", remedy="Look.").remedy == "Look."


@pytest.mark.parametrize(
    ("code", "among"),
    [
        *((code, PROBLEMS) for code in (EXACT, CONFLICT, DISCARDED)),
        *((code, ("left_out",)) for code in (WHERE_FALSE, WHERE_NULL, KEY_REPEATED)),
        (COULD_NOT_RUN, ("refusals",)),
    ],
)
def test_a_code_that_is_no_argument_of_an_error_is_known_too(code, among):
    assert look_up(code, *among).sentence


@pytest.mark.parametrize(
    ("folder", "severity", "among"),
    [
        ("raw", "critical", ["refusals"]),
        ("raw", "warning", PROBLEMS),
        ("raw", "info", ["remarks"]),
        ("marts", "critical", ["marts"]),
    ],
)
def test_every_code_of_a_suite_is_known_where_it_strikes(folder, severity, among):
    codes = codes_in_suites(folder, severity)
    assert codes
    assert codes <= {code for kind in among for code in codes_of(kind)}


@pytest.mark.parametrize("kind", kinds())
def test_every_code_is_used(kind):
    text = our_texts()
    unused = [code for code in codes_of(kind) if not re.search(rf"""['"({{]{code}['"')}}]""", text)]
    assert codes_of(kind)
    assert unused == []


@pytest.mark.parametrize("kind", kinds())
def test_no_code_stands_twice_in_a_kind(kind):
    text = (registry.FOLDER / f"{kind}.yml").read_text(encoding="utf-8")
    assert Counter(re.findall("^([a-z_0-9]+):$", text, re.MULTILINE)) == dict.fromkeys(codes_of(kind), 1)


@pytest.mark.parametrize("among", [CentricityError.kinds, Refusal.kinds])
def test_no_code_stands_in_two_kinds_of_one_error(among):
    counts = Counter(code for kind in among for code in codes_of(kind))
    assert counts
    assert [code for code, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("kind", kinds())
def test_every_sentence_is_one(kind):
    assert codes_of(kind)
    for code in codes_of(kind).values():
        said = [code.sentence, code.remedy, code.remedy_of_file, code.words]
        assert all(text[-1] in ".?!)" for text in said if text), code


def test_of_a_link_the_terminal_gets_its_words():
    assert without_links("Say [`decimals: true`](feeds.md#scales) in the feed.") == "Say `decimals: true` in the feed."
