"""One sample, written once, and its files as a careful reader would see them: without what is planted in them."""

import json
from pathlib import Path

import pandas as pd
import pytest

from centricity.feeds.catalogue import read_catalogue
from centricity.settings import PROJECT
from centricity_sample import DEFAULT_SEED, survey_frame, write_sample
from centricity_sample.planted import UNREADABLE

BAD_KEYS = ("FOUT", "E2690")


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sample")


@pytest.fixture(scope="session")
def sample(folder):
    return write_sample(folder)


@pytest.fixture(scope="session")
def feeds():
    catalogue = read_catalogue([PROJECT / "dags/feeds"])
    return {name: feed for name, feed in catalogue.feeds.items() if name.startswith("sample_")}


@pytest.fixture(scope="session")
def truth(sample):
    return pd.read_csv(sample.truth)


@pytest.fixture(scope="session")
def organisations(sample):
    return read_csv(sample, "sample_organisations")


@pytest.fixture(scope="session")
def margins(sample):
    return read_csv(sample, "sample_margins").astype({"bevolking": int})


@pytest.fixture(scope="session")
def spellings(organisations):
    """Every spelling of every organisation, and whose it is."""
    return {
        spelling: row.code
        for row in organisations.itertuples()
        for spelling in (row.code, row.naam, *row.aliassen.split("|"))
    }


@pytest.fixture(scope="session")
def survey(sample, spellings):
    rows = read_csv(sample, "sample_survey")
    rows = rows[~rows["evaluatie_id"].str.startswith(BAD_KEYS)]
    return rows.assign(
        organisation_id=rows["organisatie"].map(spellings), wave=rows["ingevuld_op"].str[6:10].astype(int)
    )


@pytest.fixture(scope="session")
def frame():
    """The same evaluations as they are drawn, with what is not careful about them."""
    return survey_frame(DEFAULT_SEED)


@pytest.fixture(scope="session")
def touchpoints(sample):
    rows = read_csv(sample, "sample_touchpoints")
    return rows[~rows["meting_id"].str.startswith(BAD_KEYS)]


@pytest.fixture(scope="session")
def messages(sample, spellings):
    lines = [line for path in files_of(sample, "sample_webcare") for line in path.read_text("utf-8").splitlines()]
    rows = pd.json_normalize([json.loads(line) for line in lines if line.endswith("}")])
    rows = rows.assign(
        organisation_id=rows["account"].map(spellings), sent_at=pd.to_datetime(rows["created"], utc=True)
    )
    return rows[rows["organisation_id"].notna()]


@pytest.fixture(scope="session")
def events(sample):
    rows = read_csv(sample, "sample_process")
    rows = rows[~rows["zaaknummer"].str.startswith(BAD_KEYS)]
    return rows.assign(
        occurred_at=pd.to_datetime(rows["tijdstip"], format="%d-%m-%Y %H:%M"),
        promised_on=pd.to_datetime(rows["toegezegd"], format="%d-%m-%Y", errors="coerce"),
    )


def files_of(sample, feed) -> list[Path]:
    """The files of a feed, without the one that is unreadable."""
    unreadable = Path(UNREADABLE.feed, UNREADABLE.file_name)
    return [path for path in sample.delivered if path.parent.name == feed and path.parts[-2:] != unreadable.parts]


def read_csv(sample, feed) -> pd.DataFrame:
    return pd.concat(
        [pd.read_csv(path, sep=";", dtype=str, keep_default_na=False) for path in files_of(sample, feed)],
        ignore_index=True,
    )
