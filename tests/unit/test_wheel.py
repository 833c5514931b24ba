"""Holds the wheel of `pyproject.toml`: it carries what a run reads, where `centricity.settings` looks for it.

Whether a run from an installed wheel publishes what one from a checkout does is held by `make matrix`.
"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from centricity.warehouse.identity import tree_sha256

CHECKOUT = Path(__file__).parents[2]
PACKAGES = sorted(path.parent.name for path in CHECKOUT.glob("plugins/*/__init__.py"))
READ_BY_A_RUN = ["dags", "dbt_project", "expectations"]


@pytest.fixture(scope="module")
def site_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel installs."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site-packages")
    return folder / "site-packages"


@pytest.mark.parametrize("folder", READ_BY_A_RUN)
def test_the_wheel_carries_each_file_that_a_run_reads(site_packages, folder):
    carried = site_packages / "centricity/project" / folder
    assert len(list(carried.rglob("*.*"))) > 10
    assert tree_sha256(carried) == tree_sha256(CHECKOUT / folder)


def test_the_wheel_carries_the_packages_and_nothing_beside_them(site_packages):
    assert "centricity" in PACKAGES
    installed = {path.name for path in site_packages.iterdir() if path.suffix != ".dist-info"}
    assert installed == {*PACKAGES, *(path.name for path in CHECKOUT.glob("plugins/*.py"))}
    for package in PACKAGES:  # the digest is part of every build's id: so both make the same builds
        assert tree_sha256(site_packages / package) == tree_sha256(CHECKOUT / "plugins" / package)


def test_an_installed_wheel_finds_its_own_folders_and_puts_the_home_where_its_user_may_write(site_packages, tmp_path):
    without_settings = {name: value for name, value in os.environ.items() if not name.startswith("CENTRICITY_")}
    shown = subprocess.run(
        [sys.executable, "-c", "from centricity.cli import main; main()", "config"],
        env=without_settings | {"PYTHONPATH": str(site_packages), "HOME": str(tmp_path)},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    settings = dict(line.split(" = ", 1) for line in shown.splitlines())
    assert settings["home"] == str(tmp_path / "centricity")
    for folder in READ_BY_A_RUN:
        assert settings[folder] == str(site_packages / "centricity/project" / folder)
    assert settings["feeds"] == str(site_packages / "centricity/project/dags/feeds")
