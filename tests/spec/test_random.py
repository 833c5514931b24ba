"""Five hundred random organisations and waves: the SQL models compute what the oracles compute."""

import math
from collections import Counter

import pytest
from tests.dbt.builds import Build
from tests.oracles.survey import Figure
from tests.spec.computed import computed
from tests.spec.deliveries import Delivery
from tests.spec.expected import expected
from tests.spec.random_surveys import ORGANISATIONS, WAVES

pytestmark = pytest.mark.integration
# How many of each figure there are at least, so that none is compared with nothing.
LEAST = {
    "M0": {"nps": 300, "survey index": 200, "full index": 30, "webcare_response": 300, "change": 100},
    "M1": {
        "nps": 300,
        "survey index": 200,
        "full index": 30,
        "webcare_speed": 300,
        "change": 100,
        "consistency_gap": 5,
        "trust with banks_0 trust": 100,
        "recommendation with shops_1 trust": 90,
        "index with banks_1 index": 100,
    },
}


@pytest.mark.parametrize("version", LEAST)
def test_the_models_compute_what_the_oracles_compute(version, built: Build, random_delivery: Delivery):
    assert len(ORGANISATIONS) * len(WAVES) == 500
    wanted = {key: figure for key, figure in expected(random_delivery, version).items() if key[0] in WAVES}
    found = {key: figure for key, figure in computed(built, version).items() if key[0] in WAVES}
    assert found.keys() == wanted.keys()
    counts = Counter(figure for _, _, figure in wanted)
    assert {figure: counts[figure] for figure, least in LEAST[version].items() if counts[figure] < least} == {}
    for key, figure in wanted.items():
        # the full index has its errors from a bootstrap, which is Python's
        compared = 1 if key[2].startswith("full") else 5
        wanted_numbers = pytest.approx(numbers(figure)[:compared], rel=1e-7, abs=1e-7, nan_ok=True)
        assert numbers(found[key])[:compared] == wanted_numbers, key


def numbers(figure: Figure) -> list[float]:
    """With NaN for what there is not."""
    return [math.nan if number is None else number for number in figure]
