"""What waits, and why: files that nobody takes, sources without organisations, feeds whose definition is wrong."""

from collections.abc import Iterable

import duckdb

from centricity.environment import Environment
from centricity.feeds.catalogue import Catalogue
from centricity.feeds.entities import SOURCES
from centricity.loads.arrivals import left_alone_notes
from centricity.loads.deliveries import pending_files, unclaimed_folders
from centricity.loads.descriptions import read_descriptions
from centricity.loads.entry import LedgerEntry
from centricity.loads.ledger import entries_in_force, read_entries
from centricity.loads.organisations import ambiguous_names, organisation_loads


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
    waiting = [note for source in SOURCES[1:] for note in _source_notes(environment, entries, source)]
    ambiguous = _ambiguity_notes(environment, organisation_loads(entries_in_force(entries, catalogue)))
    return [*unclaimed, *left_alone, *waiting, *ambiguous, *map(str, catalogue.problems.values())]


def _source_notes(environment: Environment, entries: list[LedgerEntry], source: str) -> list[str]:
    feeds = environment.catalogue.of_source(source)
    waiting = sum(len(pending_files(environment.home, feed)) for feed in feeds)
    if not waiting or not waits_for_organisations(environment.catalogue, entries, source):
        return []
    return [f"{source}: {waiting} files wait for a load of organisations (waiting_for_organisations)."]


def _ambiguity_notes(environment: Environment, organisations: list[LedgerEntry]) -> list[str]:
    if not organisations:
        return []
    with duckdb.connect() as connection:
        read_descriptions(connection, environment.home, organisations)
        return ambiguous_names(connection)
