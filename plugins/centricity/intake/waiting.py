"""What waits, and why: files that nobody takes, sources without organisations, feeds whose definition is wrong."""

from collections.abc import Iterable

import duckdb

from centricity.environment import Environment
from centricity.feeds.catalogue import Catalogue
from centricity.feeds.entities import SOURCES
from centricity.intake.arrivals import left_alone_notes
from centricity.intake.landing import pending_files, unclaimed_folders
from centricity.ledger.descriptions import read_descriptions
from centricity.ledger.entry import LedgerEntry, read_entries
from centricity.ledger.in_force import entries_in_force
from centricity.ledger.organisations import ambiguous_names, organisation_loads


def loads_of_names(catalogue: Catalogue, entries: Iterable[LedgerEntry], source: str) -> list[LedgerEntry]:
    """The organisations loads in which a source's names are looked up; reference data names nobody."""
    return [] if source == "reference" else organisation_loads(entries_in_force(entries, catalogue))


def waits_for_organisations(catalogue: Catalogue, entries: Iterable[LedgerEntry], source: str) -> bool:
    """Whether a source's names could not be looked up yet."""
    return source != "reference" and not loads_of_names(catalogue, entries, source)


def broken_feeds(catalogue: Catalogue, source: str) -> list[str]:
    """The feeds of a source whose definition is wrong."""
    return [name for name in catalogue.problems if catalogue.problem_sources[name] == source]


def waiting_notes(environment: Environment) -> list[str]:
    """What lies in `landing/` and cannot be taken, and why; names by which records cannot be matched."""
    home, catalogue, entries = environment.home, environment.catalogue, read_entries(environment.home)
    unclaimed = [
        f"landing/{name}: no feed of that name is defined (unknown_feed)."
        for name in unclaimed_folders(home, catalogue)
    ]
    left_alone = left_alone_notes(home, catalogue.feeds.values())
    waiting = _organisation_notes(environment, entries)
    ambiguous = _ambiguity_notes(environment, organisation_loads(entries_in_force(entries, catalogue)))
    return [*unclaimed, *left_alone, *waiting, *ambiguous, *map(str, catalogue.problems.values())]


def _organisation_notes(environment: Environment, entries: list[LedgerEntry]) -> list[str]:
    """How many files of which sources wait for organisations, and where to deliver these."""
    home, catalogue = environment.home, environment.catalogue
    counts = {
        source: sum(len(pending_files(home, feed)) for feed in catalogue.of_source(source))
        for source in SOURCES
        if waits_for_organisations(catalogue, entries, source)
    }
    if not any(counts.values()):
        return []
    files = ", ".join(f"{source} {count}" for source, count in counts.items() if count)
    folders = [f"landing/{name}/" for name, feed in catalogue.feeds.items() if feed.entity == "organisations"]
    where = f"to {' or '.join(folders)}" if folders else "by a feed of the entity organisations, which is not defined"
    waiting = f"{sum(counts.values())} files wait for a list of organisations ({files})"
    return [f"{waiting}: deliver one {where}, and run again (waiting_for_organisations)."]


def _ambiguity_notes(environment: Environment, organisations: list[LedgerEntry]) -> list[str]:
    if not organisations:
        return []
    with duckdb.connect() as connection:
        read_descriptions(connection, environment.home, organisations)
        return ambiguous_names(connection)
