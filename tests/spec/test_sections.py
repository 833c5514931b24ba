"""Every case of the sections: the SQL models and the oracles say what its last table says."""

import pytest
from tests.dbt.builds import Build
from tests.oracles.survey import Figure
from tests.spec.computed import Key, computed
from tests.spec.deliveries import deliver_case
from tests.spec.expected import expected
from tests.spec.tables import SpecCase, read_cases

pytestmark = pytest.mark.integration
VERSION = "M1"
TITLES = [case.title for case in read_cases()]
NUMBERS = {"value": "value", "error": "standard_error", "df": "df", "low": "ci_low", "high": "ci_high"}


@pytest.fixture(scope="module")
def figures(built: Build) -> dict[Key, Figure]:
    return computed(built, VERSION)


def test_titles_are_different():
    assert len(TITLES) == len(set(TITLES)) >= 20


@pytest.mark.parametrize("title", TITLES)
def test_the_models_say_what_the_section_says(title, spec_cases, figures):
    assert_says(spec_cases[title], figures)


@pytest.mark.parametrize("title", TITLES)
def test_the_oracles_say_what_the_section_says(title, spec_cases):
    assert_says(spec_cases[title], expected(deliver_case(spec_cases[title]), VERSION))


def assert_says(case: SpecCase, figures: dict[Key, Figure]) -> None:
    """Every number, to half a unit of its last digit."""
    assert case.figures
    for row in case.figures:
        figure = figures.get((case.wave, case.named(row["organisation"]), row["figure"]), Figure(None))
        for column, number in NUMBERS.items():
            if column in row:
                found, stated = getattr(figure, number), row[column]
                assert shown(found, stated) == stated, f"{row['figure']}: {column}"


def shown(found: float | None, like: str) -> str:
    """The number with as many digits as `like` has."""
    if found is None:
        return "none"
    digits = len(like.partition(".")[2])
    text = f"{found + 0.0:.{digits}f}"
    text = f"{0:.{digits}f}" if float(text) == 0 else text
    return text if "0." in like or not text.lstrip("-").startswith("0.") else text.replace("0.", ".", 1)
