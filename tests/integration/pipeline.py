"""The whole way from deliveries to published marts, without Airflow; tests/dags go it with Airflow."""

import hashlib
from pathlib import Path

import duckdb

from centricity.feeds.entities import SOURCES
from centricity.home import open_home
from centricity.intake.loading import load_deliveries
from centricity.settings import Settings, load_settings
from centricity.warehouse.build import build_models, freeze_input, publish_marts
from centricity.warehouse.publication import current_folder


def settings_for(home: Path, **others: str) -> Settings:
    return load_settings(
        {"CENTRICITY_HOME": str(home)} | {f"CENTRICITY_{name.upper()}": value for name, value in others.items()}
    )


def take_in(settings: Settings) -> None:
    for source in SOURCES:
        load_deliveries(settings, source, "test")


def build(settings: Settings) -> str | None:
    """Build and publish what is loaded; the build's id, or None if there was nothing to build."""
    build_id = freeze_input(settings)
    if build_id is not None:
        assert build_models(settings, build_id)
        assert publish_marts(settings, build_id)
    return build_id


def query(settings: Settings, statement: str) -> list[tuple]:
    """Ask the published marts."""
    with duckdb.connect(current_folder(open_home(settings)) / "marts.duckdb", read_only=True) as connection:
        return connection.execute(statement).fetchall()


def published_digests(settings: Settings) -> dict[str, str]:
    """Digest of each published file but the manifest, which alone knows the time."""
    folder = current_folder(open_home(settings))
    files = [path for path in sorted(folder.iterdir()) if path.name != "manifest.json"]
    assert files
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def raw_digests(settings: Settings) -> dict[str, str]:
    """Digest of each file of accepted and of quarantined records."""
    home = open_home(settings)
    files = sorted([*home.raw.rglob("data.parquet"), *home.quarantine.rglob("*.parquet")])
    assert files
    return {str(path.relative_to(home.root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
