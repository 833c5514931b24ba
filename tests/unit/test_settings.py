# Holds settings, home.
"""Settings: the environment goes before the file, the file before the defaults; errors name the key."""

from pathlib import Path

import pytest

from centricity.errors import CentricityError
from centricity.home import open_home
from centricity.settings import load_settings


def test_environment_over_file_over_defaults(tmp_path):
    suites = tmp_path / "from/file"
    suites.mkdir(parents=True)
    (tmp_path / "centricity.toml").write_text(f'feeds = ["/from/file"]\nexpectations = "{suites}"\n')
    settings = load_settings({"CENTRICITY_HOME": str(tmp_path), "CENTRICITY_FEEDS": "/from/here:/and/there"})
    assert [str(folder) for folder in settings.feeds] == ["/from/here", "/and/there"]
    assert settings.expectations == suites
    assert settings.dbt_project.name == "dbt_project"


@pytest.mark.parametrize("text", ["colour = 'red'", "now = 'yesterday'", "not toml", "home = '/x'"])
def test_a_wrong_setting_says_where_it_stands(tmp_path, text):
    (tmp_path / "centricity.toml").write_text(text)
    with pytest.raises(CentricityError, match=r"bad_setting: .*centricity\.toml"):
        load_settings({"CENTRICITY_HOME": str(tmp_path)})


@pytest.mark.parametrize("sign", "'*?[\\{}#%$")
def test_a_home_with_a_sign_that_breaks_runs_is_refused(tmp_path, sign):
    with pytest.raises(CentricityError) as caught:
        load_settings({"CENTRICITY_HOME": str(tmp_path / f"a{sign}b" / "home")})
    assert caught.value.code == "bad_setting"
    assert f"its path holds {sign}, " in caught.value.message


def test_a_home_with_any_other_sign_is_taken(tmp_path):
    home = tmp_path / 'a é😀"]()<>;&`|~,=!^@+:b'
    assert load_settings({"CENTRICITY_HOME": str(home)}).home == home


@pytest.mark.parametrize("key", ["dags", "dbt_project", "expectations"])
def test_a_folder_that_is_not_there_is_refused_by_its_setting(tmp_path, key):
    for folder in (tmp_path / "nowhere", Path(__file__)):
        with pytest.raises(CentricityError, match=rf"bad_setting: `{key}`: there is no folder {folder}.*{key.upper()}"):
            load_settings({"CENTRICITY_HOME": str(tmp_path), f"CENTRICITY_{key.upper()}": str(folder)})


@pytest.mark.parametrize("layout", ['{"layout_version": 2}', "[]", "null", "{"])
def test_a_home_of_another_version_is_refused(environment, layout):
    home = open_home(environment.settings)
    home.layout_file.write_text(layout)
    with pytest.raises(CentricityError, match="unknown_layout"):
        open_home(environment.settings)


@pytest.mark.parametrize("place", ["file", "file/home", "link", "of_which_a_part_is_a_file"])
def test_a_home_that_is_no_folder_is_refused(tmp_path, place):
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "of_which_a_part_is_a_file").mkdir()
    (tmp_path / "of_which_a_part_is_a_file/raw").touch()
    with pytest.raises(CentricityError, match=rf"bad_setting: `home`.*{tmp_path / place}"):
        open_home(load_settings({"CENTRICITY_HOME": str(tmp_path / place)}))
