"""Whether a build is due is asked without writing; what stays published has to be whole."""

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from environments import Environment

from centricity.environment import open_environment
from centricity.errors import CentricityError
from centricity.home import open_home
from centricity.intake.loading import load_deliveries
from centricity.orchestration.one_process import has_work
from centricity.settings import Settings
from centricity.warehouse.build import freeze_input
from centricity.warehouse.identity import file_sha256
from centricity.warehouse.next_input import find_next_input
from centricity.warehouse.publication import draft_folder, publish_folder

INDEX = "fct_index_score.parquet"
OPEN, CLOSED = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 2, 15, tzinfo=UTC)
FIGURES = """
    select 'M1' as method_version, 2025::integer as wave, 'A' as organisation_id, 'survey' as index_kind,
        'telecom' as industry, 60.0::double as score, 59.0::double as ci_low, 61.0::double as ci_high,
        1::integer as rank_in_industry, 1::integer as rank_low, 1::integer as rank_high, 'b' as build_id
"""


@pytest.fixture
def settings(environment) -> Settings:
    """A home with organisations, before last year's wave closes."""
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    return environment.settings.model_copy(update={"now": OPEN})


@pytest.fixture
def published(settings) -> Path:
    """The build that is due, published with two marts."""
    due = find_next_input(open_environment(settings)).identity
    home = open_home(settings)
    with draft_folder(home, due.build_id) as folder:
        (folder / "fct_nps.parquet").write_text("stands in for a mart")
        with duckdb.connect() as connection:
            connection.execute(f"copy ({FIGURES}) to '{folder / INDEX}' (format parquet)")
        digests = {path.name: file_sha256(path) for path in folder.iterdir()}
        names = {"build_id": due.build_id, "sequence": 1, "published_at": "", "loads": [], "loads_sha256": ""}
        manifest = names | {"sha256": digests, "input_sha256": due.input_sha256}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        publish_folder(home, folder, due.build_id)
    return home.published / due.build_id


def state_of(folder: Path) -> dict[str, tuple]:
    """Of each file and folder: inode, mode, size and time of change."""
    states = {str(path): path.lstat() for path in folder.rglob("*")}
    return {name: (state.st_ino, state.st_mode, state.st_size, state.st_mtime_ns) for name, state in states.items()}


def test_looking_for_work_writes_nothing(settings):
    before = state_of(settings.home)
    assert has_work(settings), "a build is due"
    assert state_of(settings.home) == before


def test_what_is_published_is_not_due_again(settings, published):
    assert not has_work(settings)
    assert freeze_input(settings) is None


def test_a_wave_that_has_closed_is_work_until_its_figures_are_on_record(settings, published):
    later = settings.model_copy(update={"now": CLOSED})
    before = state_of(settings.home)
    assert has_work(later)
    assert state_of(settings.home) == before

    assert freeze_input(later) is None, "nothing is built for it"
    assert [file.name for file in open_home(later).closed.iterdir()] == ["M1-2025.parquet"]
    assert not has_work(later)


def is_damaged(settings: Settings, name: str) -> bool:
    for ask in (has_work, freeze_input):
        with pytest.raises(CentricityError, match=rf"damaged_build: Gone or damaged: {name}\."):
            ask(settings)
    return True


@pytest.mark.parametrize("is_held", [False, True])
def test_what_stays_published_has_to_be_whole(settings, published, is_held):
    if is_held:
        (published.parent / "hold.json").write_text("{}")
    (published / "fct_nps.parquet").write_text("stands in for a MART")
    assert is_damaged(settings, "fct_nps.parquet")


def test_the_mart_that_closed_waves_are_recorded_from_has_to_be_whole(settings, published):
    (published / INDEX).unlink()
    assert is_damaged(settings, INDEX)


def test_a_damaged_build_is_replaced_when_its_input_changes(environment: Environment, settings, published, survey_row):
    (published / "fct_nps.parquet").unlink()
    environment.deliver_survey(survey_row())
    load_deliveries(settings, "survey", "test")
    assert has_work(settings)
    assert freeze_input(settings) not in (None, published.name)
