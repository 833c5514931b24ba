"""Accepted loads that a person takes out of force, and brings back: in the ledger, nothing is deleted."""

import dataclasses
from collections.abc import Callable
from typing import Literal

from centricity.environment import Environment
from centricity.errors import CentricityError
from centricity.loads.amending import amend, user_name
from centricity.loads.entry import ACCEPTED, RESTORED, WITHDRAWN, LedgerEntry, Withdrawal
from centricity.loads.ledger import entries_in_force, only_load, read_entries
from centricity.locks import hold_lock

Act = Literal["withdraw", "restore"]
LOOK = "`centricity load list` names them."


def known_loads(environment: Environment) -> list[LedgerEntry]:
    """The entries that count, and would count if their load were not withdrawn."""
    return entries_in_force(read_entries(environment.home), environment.catalogue, with_withdrawn=True)


def find_known_load(environment: Environment, beginning: str) -> LedgerEntry:
    """The load whose id begins so, withdrawn or not.

    Raises:
        CentricityError: `unknown_load` or `ambiguous_load`.
    """
    unknown = CentricityError("unknown_load", "No load has an id that begins so.", LOOK)
    return only_load(known_loads(environment), beginning, unknown)


def withdraw(environment: Environment, beginning: str, why: str) -> LedgerEntry:
    """Take an accepted load out of force: the next build is as if it had never been delivered.

    Args:
        environment: where the load is.
        beginning: the load's id, or how it begins.
        why: for the ledger; no personal data.

    Raises:
        CentricityError: `unknown_load`, `ambiguous_load`, `not_accepted` or `already_withdrawn`.
    """
    return _decide(environment, beginning, WITHDRAWN, why, _check_in_force)


def restore(environment: Environment, beginning: str, why: str = "") -> LedgerEntry:
    """Bring a withdrawn load back into force.

    Raises:
        CentricityError: `unknown_load`, `ambiguous_load` or `not_withdrawn`.
    """
    return _decide(environment, beginning, RESTORED, why, _check_withdrawn)


def _decide(
    environment: Environment, beginning: str, act: Act, why: str, check: Callable[[LedgerEntry], None]
) -> LedgerEntry:
    source = find_known_load(environment, beginning).source
    with hold_lock(environment.home.staging / f"{source}.lock"):
        entry = find_known_load(environment, beginning)
        check(entry)
        at = environment.now.isoformat()
        decided = [*entry.withdrawals, Withdrawal(act, user_name(), at, why)]
        newer = dataclasses.replace(entry, loaded_at=at, run_id=act, withdrawals=decided)
        return amend(environment.home, entry, newer)


def _check_in_force(entry: LedgerEntry) -> None:
    if entry.verdict != ACCEPTED:
        raise CentricityError("not_accepted", where=entry.load_id)
    if entry.is_withdrawn:
        raise CentricityError("already_withdrawn", where=entry.load_id)


def _check_withdrawn(entry: LedgerEntry) -> None:
    if not entry.is_withdrawn:
        raise CentricityError("not_withdrawn", where=entry.load_id)
