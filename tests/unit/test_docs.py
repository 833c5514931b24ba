"""The pages say everything that they promise to say, in tables: nothing more, nothing less."""

import ast
import json
import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

from centricity.feeds import origins, parts, selection
from centricity.feeds.definition import Feed
from centricity.feeds.entities import ENTITIES
from centricity.feeds.expected import Expected
from centricity.loads.remarks import WORDS
from centricity.settings import Settings

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"
CODE = PROJECT / "plugins/centricity"
PAGES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
NAME = re.compile("[a-z]+(_[a-z0-9]+)*")


def first_cells(text: str) -> set[str]:
    """The names in the first column of a page's tables."""
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    return {name for cell in cells for name in re.findall("`([^`]+)`", cell)}


def section(page: str, title: str) -> str:
    """The text below a heading, up to the next heading of its level or a higher one."""
    text = (DOCS / page).read_text(encoding="utf-8")
    level = re.search(rf"^(#+) {re.escape(title)}$", text, re.MULTILINE)
    assert level, f"{page} has no section {title}"
    return re.split(rf"^#{{1,{len(level[1])}}} ", text[level.end() :], maxsplit=1, flags=re.MULTILINE)[0]


def error_codes(path: Path) -> set[str]:
    """The codes that a module raises, or gives to a row."""
    places = {"CentricityError": 0, "Refusal": 0, "Problem": 0, "add_unreadable": 1, "__init__": 0}
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    calls = [node for node in nodes if isinstance(node, ast.Call) and name_of(node) in places]
    arguments = [argument for call in calls for argument in call.args[places[name_of(call)] :][:1]]
    return {argument.value for argument in arguments if isinstance(argument, ast.Constant)}


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def returned_texts(path: Path) -> set[str]:
    """The names among the texts that the functions of a module return, alone or as keys."""
    functions = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if is_of_problems(node)]
    constants = [node.value for function in functions for node in ast.walk(function) if isinstance(node, ast.Constant)]
    return {text for text in constants if isinstance(text, str) and NAME.fullmatch(text)}


def is_of_problems(node: ast.AST) -> bool:
    """Whether it is a function that tells problem codes: by its name, or because it tells them with a value."""
    names = ("_problem", "_problems", "_conditions", "typed_value", "_problem_of")
    return isinstance(node, ast.FunctionDef) and node.name.endswith(names)


def codes_in_code() -> set[str]:
    files = [*CODE.rglob("*.py"), *(PROJECT / "dbt_project/models").rglob("*.py")]
    codes = {code for path in files for code in error_codes(path)}
    # Where a code is not an argument of a call: what the readers and values return, in SQL, in notes of what waits.
    codes |= {text for path in (CODE / "feeds").rglob("*.py") for text in returned_texts(path) if "_" in text}
    codes |= set(re.findall('"(duplicate_[a-z_]+)"', (CODE / "loads/repeats.py").read_text(encoding="utf-8")))
    for name in ("intake", "arrivals"):
        text = (CODE / f"loads/{name}.py").read_text(encoding="utf-8")
        codes |= set(re.findall(r"\(([a-z]+_[a-z_]+)\)\.", text))
    codes |= set(re.findall('COULD_NOT_RUN = "([a-z_]+)"', (CODE / "quality/judging.py").read_text(encoding="utf-8")))
    codes |= set(re.findall('DISCARDED = "([a-z]+)"', (CODE / "loads/discards.py").read_text(encoding="utf-8")))
    return codes


def codes_in_suites(folder: str, severity: str) -> set[str]:
    suites = [
        json.loads(path.read_text(encoding="utf-8")) for path in (PROJECT / "expectations" / folder).glob("*.json")
    ]
    rules = [rule for suite in suites for rule in suite["expectations"] if rule["severity"] == severity]
    return {rule["meta"]["reason_code"] for rule in rules if "reason_code" in rule["meta"]}


def marts() -> dict[str, set[str]]:
    files = sorted((PROJECT / "dbt_project/models/marts").glob("_*models.yml"))
    models = [model for path in files for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]]
    # stamped when the marts are copied out
    return {model["name"]: {column["name"] for column in model["columns"]} | {"build_id"} for model in models}


def keys_of(*pieces: type[parts.Part]) -> set[str]:
    return {field.alias or name for piece in pieces for name, field in piece.model_fields.items()}


def test_every_code_is_explained_and_no_other():
    suites = [
        codes_in_suites("raw", "critical"),
        codes_in_suites("raw", "warning"),
        codes_in_suites("marts", "critical"),
    ]
    expected = codes_in_code().union(*suites)
    assert {"header_mismatch", "wrong_width", "bad_timestamp", "duplicate_key_exact", "records_lost"} <= expected
    assert {"unknown_feed", "check_could_not_run", "dbt_failed", "out_of_range", "intake_fault"} <= expected
    assert first_cells(section("operating.md", "When something fails")) == expected


@pytest.mark.parametrize(
    ("title", "folder", "severity"),
    [
        ("The file is refused", "raw", "critical"),
        ("The row is quarantined", "raw", "warning"),
        ("A mart does not pass", "marts", "critical"),
    ],
)
def test_a_code_of_a_suite_is_explained_where_it_strikes(title, folder, severity):
    codes = codes_in_suites(folder, severity)
    assert codes
    assert codes <= first_cells(section("operating.md", title))


def test_every_remark_is_explained_and_no_other():
    assert first_cells(section("operating.md", "Remarks")) == set(WORDS)


def test_every_reason_to_leave_a_row_out_is_explained():
    reasons = {selection.WHERE_FALSE, selection.WHERE_NULL, selection.KEY_REPEATED}
    assert reasons <= set(re.findall("`([a-z_]+)`", section("feeds.md", "Rows that do not count")))


def test_every_setting_is_explained_and_no_other():
    explained = first_cells(section("operating.md", "Settings"))
    variables = re.findall(r"`(CENTRICITY_\w+)`", section("operating.md", "Settings"))
    assert {name.removeprefix("CENTRICITY_").lower() for name in variables} == set(Settings.model_fields)
    assert explained == set(Settings.model_fields) - {"home"}


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("The feed", [Feed]),
        ("`format`", get_args(Feed.model_fields["format"].annotation)),
        ("`values`", [parts.Values]),
        ("`expected`", [Expected]),
        ("One column, answer or margin", [origins.Mapping, origins.Answer, origins.Characteristic]),
    ],
)
def test_every_key_of_a_feed_file_is_explained_and_no_other(title, pieces):
    assert first_cells(section("feeds.md", title)) == keys_of(*pieces)


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_canonical_column_is_explained_and_no_other(entity):
    assert first_cells(section("feeds.md", f"`{entity}`")) == {column.name for column in ENTITIES[entity].columns}


def test_every_mart_is_explained_and_no_other():
    titles = re.findall("^## ((?:dim|fct)_.*)$", (DOCS / "marts.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(titles) == set(marts())


@pytest.mark.parametrize("mart", marts())
def test_every_column_of_a_mart_is_explained_and_no_other(mart):
    assert first_cells(section("marts.md", mart)) == marts()[mart]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\((?!https?://)([^)]+)\)", page.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        linked = (page.parent / file) if file else page
        assert linked.exists(), target
        headings = re.findall("^#+ (.*)$", linked.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
        anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
        assert not anchor or anchor in anchors, target


def test_the_readme_names_the_two_commands():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert "`make run`" in readme and "`make test`" in readme
