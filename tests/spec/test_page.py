"""What the method page says: its worked examples, what an NPS can resolve, and where each formula stands."""

import ast
import re
from pathlib import Path

import pytest
from tests.oracles.nps import nps_interval
from tests.spec.page import EXAMPLE, PAGE, with_examples

TEXT = PAGE.read_text("utf-8")
PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "plugins" / "centricity"
MODELS = PROJECT / "dbt_project" / "models"


def test_the_examples_are_those_of_the_specification():
    assert len(EXAMPLE.findall(TEXT)) >= 8
    assert with_examples(TEXT) == TEXT, "write them anew with: python -m tests.spec.page"


def test_what_to_expect_of_an_nps():
    ((first, said),) = re.findall(
        r"40 % promoters and 20 % detractors: ±([\d.]+) at\s+n = 50, (.*?) points;", TEXT, re.DOTALL
    )
    stated = {50: float(first)} | {
        int(n.replace(",", "")): float(half) for half, n in re.findall(r"([\d.]+) at\s+([\d,]+)", said)
    }
    assert len(stated) == 6
    for n, half_width in stated.items():
        assert 1.96 * nps_interval(0.2 * n, 0.4 * n, 0.4 * n).standard_error == pytest.approx(half_width, abs=0.05)


def test_the_page_names_models_and_functions_that_compute():
    named = names_in_brackets()
    models = {path.stem for path in MODELS.rglob("*.*") if path.suffix in (".sql", ".py")}
    assert len(named & models) > 30
    assert len(named - models) > 10
    assert named <= models | names_in_package()


def names_in_brackets() -> set[str]:
    """All that stands as code in brackets, which are no link."""
    brackets = re.findall(r"\[((?:`[\w.]+`[^\]`]*)+)\](?!\()", TEXT)
    return {name for bracket in brackets for name in re.findall(r"`([\w.]+)`", bracket)}


def names_in_package() -> set[str]:
    """Modules, and the functions and classes in them."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        found.add(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        found |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    return found
