"""Accepted loads that a person takes out of force, and brings back: in the ledger, nothing is deleted."""

from collections.abc import Callable

from centricity.errors import CentricityError
from centricity.feeds.catalogue import read_catalogue
from centricity.home import Home, open_home
from centricity.loads.amending import amend, said_at
from centricity.loads.ledger import ACCEPTED, RESTORED, WITHDRAWN, LedgerEntry, entries_in_force, read_entries
from centricity.loads.quarantine import user_name
from centricity.locks import hold_lock
from centricity.settings import Settings

LOOK = "`centricity load list` names them."


def known_loads(settings: Settings) -> list[LedgerEntry]:
    """The entries that count, and would count if their load were not withdrawn."""
    entries = read_entries(open_home(settings))
    return entries_in_force(entries, read_catalogue(settings.feeds), with_withdrawn=True)


def find_known_load(settings: Settings, beginning: str) -> LedgerEntry:
    """The load whose id begins so, withdrawn or not.

    Raises:
        CentricityError: `unknown_load` or `ambiguous_load`.
    """
    found = [entry for entry in known_loads(settings) if entry.load_id.startswith(beginning)]
    if not found:
        raise CentricityError("unknown_load", "No load has an id that begins so.", LOOK)
    if len(found) > 1:
        raise CentricityError("ambiguous_load", f"The ids of {len(found)} loads begin so.")
    return found[0]


def withdraw(settings: Settings, beginning: str, why: str) -> LedgerEntry:
    """Take an accepted load out of force: the next build is as if it had never been delivered.

    Args:
        settings: the environment.
        beginning: the load's id, or how it begins.
        why: for the ledger; no personal data.

    Raises:
        CentricityError: `unknown_load`, `ambiguous_load`, `not_accepted` or `already_withdrawn`.
    """
    return _decide(settings, beginning, WITHDRAWN, why, _check_in_force)


def restore(settings: Settings, beginning: str, why: str = "") -> LedgerEntry:
    """Bring a withdrawn load back into force.

    Raises:
        CentricityError: `unknown_load`, `ambiguous_load` or `not_withdrawn`.
    """
    return _decide(settings, beginning, RESTORED, why, _check_withdrawn)


def _decide(
    settings: Settings, beginning: str, act: str, why: str, check: Callable[[LedgerEntry], None]
) -> LedgerEntry:
    home: Home = open_home(settings)
    source = find_known_load(settings, beginning).source
    with hold_lock(home.staging / f"{source}.lock"):
        entry = find_known_load(settings, beginning)
        check(entry)
        at = said_at(settings)
        said = {"act": act, "by": user_name(), "at": at, "why": why}
        return amend(home, entry, [], act, loaded_at=at, withdrawals=[*entry.withdrawals, said])


def _check_in_force(entry: LedgerEntry) -> None:
    if entry.verdict != ACCEPTED:
        raise CentricityError("not_accepted", where=entry.load_id)
    if entry.is_withdrawn:
        raise CentricityError("already_withdrawn", where=entry.load_id)


def _check_withdrawn(entry: LedgerEntry) -> None:
    if not entry.is_withdrawn:
        raise CentricityError("not_withdrawn", where=entry.load_id)
