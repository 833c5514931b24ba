"""One frozen settings object: environment over `centricity.toml` over defaults.

Nothing is read at import; `load_settings` is called by the command line and inside tasks.
"""

import os
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from centricity.errors import CentricityError

PACKAGE = Path(__file__).resolve().parent
# DAGs, feeds, dbt project and suites stand at the root of a checkout. A wheel carries them inside the package.
IN_WHEEL = PACKAGE / "project"
IS_CHECKOUT = not IN_WHEEL.is_dir()
PROJECT = PACKAGE.parents[1] if IS_CHECKOUT else IN_WHEEL
# Beside an installed package no user may write, nor would he look for his deliveries there.
DEFAULT_HOME = PROJECT / "var" if IS_CHECKOUT else Path("~/centricity")
PREFIX = "CENTRICITY_"
# A home's path comes into SQL in quotes, into DuckDB's patterns for files, a Python format of dbt's, a URL of Airflow's
# for its database, and its configuration, where $HOME and %% stand for something else. All other signs work.
UNUSABLE_IN_HOME = "'*?[\\{}#%$"


class Settings(BaseModel):
    """What differs between one environment and another. Relative paths are taken from the working folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(description="the environment: deliveries, raw zone, warehouse, published marts")
    feeds: tuple[Path, ...] = Field(default=(PROJECT / "dags/feeds",), description="folders with feed definitions")
    dags: Path = Field(default=PROJECT / "dags", description="Airflow's DAG folder")
    dbt_project: Path = Field(default=PROJECT / "dbt_project", description="the dbt project")
    expectations: Path = Field(default=PROJECT / "expectations", description="the Great Expectations suites")
    pseudonym_key_file: Path = Field(description="the secret key of the pseudonyms, mode 0600")
    settle_seconds: float = Field(default=5, ge=0, description="how long a delivery must have been left unchanged")
    closing_days: int = Field(default=31, ge=0, le=366, description="days after the end of its year when a wave closes")
    memory_limit: str | None = Field(
        default=None,
        pattern=r"^\d+(\.\d+)? ?[KMGT]i?B$",
        description="how much memory DuckDB may take in each process, such as 4GB",
    )
    now: AwareDatetime | None = Field(default=None, description="the clock, where it must not be the machine's")

    @field_validator("feeds", mode="before")
    @classmethod
    def split_folders(cls, value: Any) -> Any:
        return value.split(os.pathsep) if isinstance(value, str) else value

    @field_validator("home", "dags", "dbt_project", "expectations", "pseudonym_key_file")
    @classmethod
    def make_absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("dags", "dbt_project", "expectations")
    @classmethod
    def is_folder(cls, value: Path) -> Path:
        if not value.is_dir():
            raise PydanticCustomError("no_folder", "there is no folder {path}", {"path": str(value)})
        return value

    @field_validator("feeds")
    @classmethod
    def make_all_absolute(cls, value: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(folder.expanduser().absolute() for folder in value)


def load_settings(environ: Mapping[str, str] | None = None, *, now: datetime | None = None) -> Settings:
    """Read the settings of one environment.

    Args:
        environ: the environment variables; the process's own where left out.
        now: the clock; goes before the environment's.

    Raises:
        CentricityError: `bad_setting`, with the key, where it stands and what is wrong with it.
    """
    environ = os.environ if environ is None else environ
    home = home_folder(environ)
    _check_signs(home)
    toml = home / "centricity.toml"
    in_file = _read_toml(toml)
    if "home" in in_file:
        raise CentricityError(
            "bad_setting",
            "`home`: the home is the folder that this file stands in, and cannot be another.",
            f"Set {PREFIX}HOME instead, and remove the line.",
            str(toml),
        )
    given = in_file | _from_environment(environ) | {"home": home}
    given.setdefault("pseudonym_key_file", home / "pseudonym.key")
    if now is not None:
        given["now"] = now
    try:
        return Settings(**given)
    except ValidationError as error:
        raise _bad_setting(error, toml) from None


def clock(settings: Settings) -> datetime:
    """The time by which a piece of work goes: the setting, or the machine's."""
    return settings.now or datetime.now(UTC)


def home_folder(environ: Mapping[str, str]) -> Path:
    """The environment's folder: it says where the file of the other settings is."""
    return Path(environ.get(PREFIX + "HOME") or DEFAULT_HOME).expanduser().absolute()


def _check_signs(home: Path) -> None:
    found = [sign for sign in UNUSABLE_IN_HOME if sign in str(home)]
    if found:
        raise CentricityError(
            "bad_setting",
            f"`home`: its path holds {' and '.join(found)}, which DuckDB, dbt or Airflow would misread.",
            f"Give the folder another name, or point {PREFIX}HOME at another place.",
            str(home),
        )


def _read_toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CentricityError(
            "bad_setting", "The settings file is not TOML.", "Correct or remove it.", f"{path}: {error}"
        ) from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    named = {name.removeprefix(PREFIX).lower(): value for name, value in environ.items() if name.startswith(PREFIX)}
    return {name: value for name, value in named.items() if name in Settings.model_fields and value}


def _bad_setting(error: ValidationError, toml: Path) -> CentricityError:
    first = error.errors()[0]
    key = str(first["loc"][0])
    known = ", ".join(name for name in Settings.model_fields if name != "home")
    return CentricityError(
        "bad_setting",
        f"`{key}`: {first['msg']}.",
        f"Known settings: {known}.",
        f"{toml} or {PREFIX}{key.upper()}",
    )
