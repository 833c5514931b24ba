"""The real deliveries, and an organisations file for every organisation that occurs in them.

The data are not ours to pass on: they lie beside the project where there are any, and are never committed.
"""

import csv
import gzip
import shutil
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).parents[3] / "shared/data/real"
DELIVERIES = {
    "airline_reviews": "airlines/survey_airline_reviews.csv.gz",
    "airport_2017": "airlines/survey_airport_2017.csv",
    "airport_2018": "airlines/survey_airport_2018.csv",
    "messages_2017": "airlines/webcare_messages_2017.csv.gz",
    "messages_with_text": "airlines/webcare_messages_with_text.csv",
    "flights": "airlines/process_flights_2018.csv.gz",
    "permits": "processes/permit_receipts_nl.csv.gz",
}
# Organisations that no name in the files stands for: a carrier's code, and what the other surveys and logs are about.
SINGLE = [
    {"organisation_id": "G4", "name": "Allegiant Air", "industry": "airlines"},
    {
        "organisation_id": "SFO",
        "name": "San Francisco International Airport",
        "industry": "airports",
        "size_class": "large",
    },
    {"organisation_id": "municipality", "name": "A Dutch municipality", "industry": "municipalities"},
]


def deliver(landing: Path, feeds: Iterable[str] = DELIVERIES) -> None:
    """Copy real files to where their feeds find them."""
    for feed in feeds:
        source = DATA / DELIVERIES[feed]
        (landing / feed).mkdir(parents=True, exist_ok=True)
        shutil.copy(source, landing / feed / source.name)


def deliver_organisations(landing: Path) -> None:
    """Write the organisations: the nine that have ids, every other airline and company that occurs, and two more."""
    given = _rows(DATA / "airlines/organisations.csv")
    known = {alias for row in given for alias in (row["organisation_id"], row["name"], *row["aliases"].split("|"))}
    airlines = {row["airline"] for row in _rows(DATA / DELIVERIES["airline_reviews"])} - known
    companies = _accounts() - known - airlines
    others = [_organisation(name, "airlines") for name in sorted(airlines)]
    others += [_organisation(name, "other companies") for name in sorted(companies)]
    (landing / "organisations").mkdir(parents=True, exist_ok=True)
    with (landing / "organisations/organisations_2018-01-01.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(given[0]), restval="")
        writer.writeheader()
        writer.writerows([*given, *others, *SINGLE])


def _organisation(name: str, industry: str) -> dict[str, str]:
    return {"organisation_id": name, "name": name, "industry": industry}


def _accounts() -> set[str]:
    messages = _rows(DATA / DELIVERIES["messages_2017"]) + _rows(DATA / DELIVERIES["messages_with_text"])
    return {row["author_id"] for row in messages if row["inbound"] == "False"}


def _rows(path: Path) -> list[dict[str, str]]:
    opening = gzip.open if path.suffix == ".gz" else open
    with opening(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
