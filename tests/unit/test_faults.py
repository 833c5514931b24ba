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


@pytest.mark.parametrize("command", ["status", "run", "sample"])
def test_a_command_names_what_it_may_not_write(environment, monkeypatch, capsys, command):
    def refused(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setenv("CENTRICITY_HOME", str(environment.home))
    monkeypatch.setattr("sys.argv", ["centricity", command])
    monkeypatch.setattr(Path, "mkdir", refused)  # as for any user but root
    with pytest.raises(SystemExit, match="1"):
        main()
    assert f"no_permission: A file or folder may not be read or written. [{environment.home}" in capsys.readouterr().err
