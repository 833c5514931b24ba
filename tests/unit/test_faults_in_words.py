"""A fault of the machine says where it is, as far as that names nobody."""

import os
from pathlib import Path

import pytest

from centricity.cli import main
from centricity.faults import fault_in_words

HOME = Path("/srv/home")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        (HOME, str(HOME)),
        (HOME / "raw/survey/evaluations/0123", str(HOME / "raw/survey/evaluations/0123")),
        (HOME / "landing/survey/jan_jansen.csv", str(HOME / "landing")),
        (HOME / "archive/survey/0123/jan_jansen.csv", str(HOME / "archive")),
        (os.fsencode(HOME / "logs"), str(HOME / "logs")),
        ("/home/jan_jansen/survey.csv", ""),
        (3, ""),
        (None, ""),
    ],
)
def test_a_place_of_the_home_is_named_and_no_file_of_a_supplier(name, place):
    assert fault_in_words(PermissionError(13, "Permission denied", name), HOME).where == place


@pytest.fixture
def locked_home(environment, monkeypatch) -> Path:
    """A home in which nothing may be made."""
    monkeypatch.setenv("CENTRICITY_HOME", str(environment.home))
    environment.home.mkdir()
    environment.home.chmod(0o555)
    if os.access(environment.home, os.W_OK):
        pytest.skip("this user may write everywhere")
    return environment.home


@pytest.mark.parametrize("command", ["status", "run", "sample"])
def test_a_command_names_what_it_may_not_write(locked_home, monkeypatch, capsys, command):
    monkeypatch.setattr("sys.argv", ["centricity", command])
    with pytest.raises(SystemExit, match="1"):
        main()
    assert f"no_permission: A file or folder may not be read or written. [{locked_home}" in capsys.readouterr().err
