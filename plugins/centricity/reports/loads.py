"""`centricity load …`: the ledger for people."""

from rich.console import Console

from centricity.environment import Environment
from centricity.loads.entry import WITHDRAWN, Withdrawal
from centricity.loads.report import describe
from centricity.loads.withdrawals import find_known_load, known_loads, restore, withdraw
from centricity.reports.terminal import print_lines

# Enough of a load's id to tell it from the others, nearly always.
ID_SHOWN = 10
NEXT_BUILD = "The next run builds {change} it: `centricity run`."


def print_loads(environment: Environment, console: Console) -> None:
    """Print a line per file that is in, in force or withdrawn."""
    entries = sorted(
        known_loads(environment), key=lambda entry: (entry.feed, entry.delivery_date or "", entry.file_name)
    )
    if not entries:
        console.print("Nothing was loaded yet.")
        return
    print_lines(console, [f"{entry.load_id[:ID_SHOWN]}  {describe(entry)}" for entry in entries])


def print_ledger_entry(environment: Environment, console: Console, beginning: str) -> None:
    """Print what the ledger knows of a load."""
    entry = find_known_load(environment, beginning)
    facts = {
        "load": entry.load_id,
        "feed": f"{entry.feed} ({entry.source}, {entry.entity})",
        "file": f"{entry.file_name}, {entry.file_bytes} bytes, sha256 {entry.file_sha256}",
        "delivery date": entry.delivery_date or "none in its name",
        "taken in": f"{entry.loaded_at}, run {entry.run_id}, judgement {entry.judgement}",
        "whole of": ", ".join(entry.whole_periods or []),
    }
    print_lines(console, [f"{name}: {fact}" for name, fact in facts.items() if fact])
    print_lines(console, [describe(entry), *map(_decision, entry.withdrawals)])


def print_withdrawal(environment: Environment, console: Console, beginning: str, why: str) -> None:
    """Take a load out of force and say so."""
    entry = withdraw(environment, beginning, why)
    said = f"Load {entry.load_id} ({entry.feed}/{entry.file_name}) is out of force. Nothing was deleted."
    print_lines(console, [said, NEXT_BUILD.format(change="without")])


def print_restoration(environment: Environment, console: Console, beginning: str, why: str) -> None:
    """Bring a load back into force and say so."""
    entry = restore(environment, beginning, why)
    said = f"Load {entry.load_id} ({entry.feed}/{entry.file_name}) is in force again."
    print_lines(console, [said, NEXT_BUILD.format(change="with")])


def _decision(decision: Withdrawal) -> str:
    act = "Withdrawn" if decision.act == WITHDRAWN else "Restored"
    why = f": {decision.why}" if decision.why else ""
    return f"{act} by {decision.by} at {decision.at}{why}"
