# Holds sql.
"""DuckDB takes no more memory than the settings allow it, in each step."""

import pytest
from integration.pipeline import settings_for, take_in

from centricity.errors import CentricityError
from centricity.home import open_home
from centricity.intake.loading import load_deliveries
from centricity.ledger.entry import read_entries
from centricity.settings import load_settings
from centricity.warehouse.build import build_models, freeze_input
from centricity.warehouse.publication import published_build_id

pytestmark = pytest.mark.integration
# Less than DuckDB needs to read a file at all.
TOO_LITTLE = "1MB"


def test_an_intake_without_memory_is_a_fault_that_the_next_one_mends(environment):
    environment.deliver_organisations()
    short = environment.settings.model_copy(update={"memory_limit": TOO_LITTLE})
    with pytest.raises(CentricityError, match="memory_full"):
        load_deliveries(short, "reference", "test")
    assert read_entries(open_home(short)) == []
    load_deliveries(environment.settings, "reference", "test")
    assert [entry.verdict for entry in read_entries(open_home(short))] == ["accepted"]


def test_a_build_without_memory_publishes_nothing(environment):
    environment.deliver_organisations()
    take_in(environment.settings)
    short = environment.settings.model_copy(update={"memory_limit": TOO_LITTLE})
    build_id = freeze_input(short)
    with pytest.raises(CentricityError, match="memory_full"):
        build_models(short, build_id)
    assert published_build_id(open_home(short)) is None


def test_a_limit_is_read_as_duckdb_reads_it(tmp_path):
    assert settings_for(tmp_path, memory_limit="1.5 GiB").memory_limit == "1.5 GiB"
    with pytest.raises(CentricityError, match="memory_limit"):
        load_settings({"CENTRICITY_HOME": str(tmp_path), "CENTRICITY_MEMORY_LIMIT": "80%"})
