# Holds warehouse.publication, warehouse.reach, warehouse.damage.
"""Publication: damage is named, with the way to have it mended; readers reach the current build and no other."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from environments import Environment
from typer.testing import CliRunner, Result

from centricity.cli import app
from centricity.errors import CentricityError
from centricity.home import Home, open_home
from centricity.warehouse.identity import file_sha256
from centricity.warehouse.publication import (
    draft_folder,
    is_held,
    publish_folder,
    published_build_id,
    resume,
    roll_back,
    shut_older_builds,
)

MART = "fct_nps.parquet"
BAD_TEXTS = [None, "", "{}", "[]", "{", '{"build_id": "b", "sequence": "first"}']
READERS = [["status"], ["run"], ["publish", "--rollback"]]


@pytest.fixture
def published(environment, monkeypatch) -> Environment:
    """Two builds of one file that stands in for the marts; they are also the command line's."""
    monkeypatch.setenv("CENTRICITY_HOME", str(environment.home))
    monkeypatch.setenv("CENTRICITY_FEEDS", str(environment.feeds))
    for number in (1, 2):
        publish(open_home(environment.settings), number)
    return environment


def publish(home: Home, number: int) -> None:
    with draft_folder(home, f"b{number}") as folder:
        (folder / MART).write_text(f"mart of b{number}")
        (folder / "manifest.json").write_text(json.dumps(manifest_of(folder, number)))
        publish_folder(home, folder, f"b{number}")


def manifest_of(folder: Path, number: int) -> dict:
    loads = {"loads": [], "loads_sha256": f"l{number}"}
    names = {"build_id": f"b{number}", "sequence": number, "published_at": "2026-01-01"}
    return names | loads | {"sha256": {MART: file_sha256(folder / MART)}}


def damage(path: Path, text: str | None) -> None:
    path.unlink(missing_ok=True)
    if text is not None:
        path.write_text(text)


def command(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def error_of(done: Result) -> CentricityError:
    assert isinstance(done.exception, CentricityError), done.exception
    return done.exception


@pytest.mark.parametrize("text", BAD_TEXTS)
@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_a_damaged_manifest_is_named(published, text, arguments):
    damage(published.home / "published/current/manifest.json", text)

    error = error_of(command(*arguments))

    assert error.code == "damaged_build"
    assert str(published.home / "published/b2") in error.remedy


def test_whoever_asks_publish_to_publish_is_sent_to_run():
    done = command("publish")
    assert done.exit_code == 2
    assert "to publish a build: `centricity run`" in " ".join(done.output.replace("│", " ").split())


def test_what_the_remedy_says_makes_it_good(published):
    damage(published.home / "published/b2/manifest.json", "{}")
    shutil.rmtree(published.home / "published/b2")
    assert published_build_id(Home(published.home)) is None
    publish(Home(published.home), 2)
    assert published_build_id(Home(published.home)) == "b2"


@pytest.mark.parametrize("content", [None, b"", b"junk", bytes(5000)])
def test_a_damaged_database_of_the_marts_is_named(published, content):
    database = published.home / "published/b2/marts.duckdb"
    if content is not None:
        database.write_bytes(content)
    error = error_of(command("ranking"))
    assert (error.code, error.where) == ("damaged_build", str(database.parent))
    assert "Gone or damaged: marts.duckdb." in error.message


@pytest.mark.parametrize("text", [None, "", "mart of b1"], ids=["gone", "empty", "another of the same length"])
@pytest.mark.parametrize("arguments", [["status"], ["run"]], ids=" ".join)
@pytest.mark.parametrize("is_rolled_back", [False, True], ids=["newest", "rolled back"])
def test_a_mart_that_is_gone_or_changed_is_named(published, text, arguments, is_rolled_back):
    if is_rolled_back:
        publish(Home(published.home), 3)
        roll_back(Home(published.home))
    damage(published.home / "published/current" / MART, text)

    done = command(*arguments)

    error = error_of(done)
    assert (error.code, error.where) == ("damaged_build", str(published.home / "published/b2"))
    assert f"Gone or damaged: {MART}." in error.message
    assert "up to date" not in done.output and "Published build" not in done.output


def test_nobody_goes_back_to_a_build_that_is_not_whole(published):
    home = Home(published.home)
    damage(home.published / "b1" / MART, None)
    with pytest.raises(CentricityError, match=r"damaged_build: Gone or damaged: fct_nps\.parquet"):
        roll_back(home)
    assert published_build_id(home) == "b2"
    assert not is_held(home)


def test_a_build_that_was_published_before_comes_back_only_if_it_is_whole(published):
    home = Home(published.home)
    roll_back(home)
    resume(home)
    damage(home.published / "b2" / MART, "")
    with pytest.raises(CentricityError, match="damaged_build"):
        publish(home, 2)
    assert published_build_id(home) == "b1"
    shutil.rmtree(home.published / "b2")
    publish(home, 2)
    assert published_build_id(home) == "b2"


@pytest.mark.parametrize("text", BAD_TEXTS[1:])
def test_a_hold_holds_whatever_its_file_says(published, text):
    home = Home(published.home)
    (home.published / "hold.json").write_text(text)
    assert "on hold since a rollback" in command("status").output
    with draft_folder(home, "b3") as folder:
        assert not publish_folder(home, folder, "b3")
    assert published_build_id(home) == "b2"

    assert command("publish", "--resume").output == "The next run publishes again.\n"
    assert not is_held(home)


def modes(home: Home) -> dict[str, str]:
    """The permissions of everything that stands beside `current`."""
    folders = [path for path in home.published.iterdir() if path.is_dir() and not path.is_symlink()]
    return {path.name: oct(path.stat().st_mode & 0o7777) for path in folders}


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o2750])
def test_readers_reach_the_current_build_and_no_older_one(published, mode):
    home = Home(published.home)
    home.published.chmod(mode)
    publish(home, 3)
    inherited = mode & 0o7000  # a folder hands the bit for its group on
    permissions = oct(inherited | mode & 0o777)
    assert modes(home) == {"b1": oct(0o700), "b2": oct(0o700), "b3": permissions}

    assert roll_back(home) == "b2"
    opened = oct(mode & 0o777)
    assert modes(home) == {"b1": oct(0o700), "b2": opened, "b3": oct(inherited | 0o700)}


def test_a_draft_is_out_of_reach_before_it_is_judged(published):
    with draft_folder(Home(published.home), "b3") as folder:
        assert folder.stat().st_mode & 0o077 == 0


def test_a_file_that_a_reader_has_open_stays_readable(published):
    with (published.home / "published/current/manifest.json").open() as held:
        publish(Home(published.home), 3)
        assert json.load(held)["build_id"] == "b2"


def test_what_a_killed_run_left_open_is_shut_by_the_next(published):
    home = Home(published.home)
    (home.published / "b1").chmod(0o755)
    shut_older_builds(home)
    assert modes(home) == {"b1": oct(0o700), "b2": oct(0o755)}


def test_a_build_that_was_killed_before_it_was_opened_is_opened(published):
    home = Home(published.home)
    (home.published / "b3").mkdir(mode=0o700)
    (home.published / "b3" / MART).write_text("mart of b3")
    (home.published / "b3/manifest.json").write_text(json.dumps(manifest_of(home.published / "b3", 3)))
    publish(home, 3)
    assert modes(home) == {"b1": oct(0o700), "b2": oct(0o700), "b3": oct(0o755)}


def test_what_a_build_was_the_first_to_record_goes_with_it_when_it_is_taken_back(published):
    home = Home(published.home)
    home.closed.mkdir(exist_ok=True)
    for number in (1, 2):
        with duckdb.connect() as connection:
            record = home.closed / f"M1-202{number}.parquet"
            connection.execute(f"copy (select 'b{number}' as build_id) to '{record}' (format parquet)")
    roll_back(home)
    assert [file.stem for file in home.closed.iterdir()] == ["M1-2021"]
