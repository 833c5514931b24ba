"""Intake: everything that waits in `landing/` for one source, loaded file by file, under the source's lock.

Then the archived originals that would be judged otherwise today. The order of effects, so that a process may
be killed between any two of them and the next run finishes its work:

1. `staging/<source>` is emptied: only a killed run leaves something there (`centricity run` empties it even if nothing
   waits).
2. Originals are chosen (`gathering`) and copied there (`copying`). One that is in already only leaves `landing/`.
3. Each copy of a chunk is staged, then the chunk is judged in one go (`taking`).
4. File by file the quarantine is written; the load's folder is renamed into `raw/` or `rejected/`, which is the commit;
   the original leaves `landing/` (`commit`).
5. `staging/<source>` is removed, then the quarantine of judgements that a newer one has replaced.

A poison file never stops the others: a refusal is recorded and the file rejected; a fault (a full disk, an error of
ours) leaves the file where it is, for the retry.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from centricity.batches.control import late_control_files
from centricity.batches.delivery import Delivery
from centricity.environment import Environment, open_environment
from centricity.feeds.entities import SOURCES
from centricity.intake.copying import copies_folder, in_chunks, intake_lock, open_copies
from centricity.intake.gathering import Gathering
from centricity.intake.landing import pending_files
from centricity.intake.outdated import find_outdated
from centricity.intake.recording import Recorder
from centricity.intake.report import IntakeFault, IntakeReport
from centricity.intake.taking import Taking, connect_for_intake
from centricity.intake.waiting import broken_feeds, loads_of_names, waits_for_organisations
from centricity.ledger.entry import LedgerEntry, read_entries
from centricity.ledger.placing import remove_replaced_quarantine
from centricity.locks import hold_lock
from centricity.privacy.pseudonyms import key_id, read_key
from centricity.settings import Settings

Choice = Callable[[Gathering], Iterator[Delivery]]


def find_deliveries(settings: Settings, source: str) -> list[str]:
    """What is pending for a source, one line per feed; empty if nothing can be taken now."""
    environment = open_environment(settings)
    home, catalogue, entries = environment.home, environment.catalogue, read_entries(environment.home)
    broken = [f"{name}: its definition is wrong" for name in broken_feeds(catalogue, source)]
    if waits_for_organisations(catalogue, entries, source):
        return broken
    counts = {
        feed.feed: len(pending_files(home, feed)) + len(late_control_files(home, feed, entries))
        for feed in catalogue.of_source(source)
    }
    outdated = find_outdated(home, catalogue, entries, source, environment.now)
    again = [f"{name}: {number} files again" for name, number in Counter(entry.feed for entry in outdated).items()]
    return [f"{name}: {number} files" for name, number in counts.items() if number] + again + broken


def is_anything_pending(settings: Settings) -> bool:
    """Whether anything of any source can be taken now."""
    return any(find_deliveries(settings, source) for source in SOURCES)


def load_deliveries(settings: Settings, source: str, run_id: str) -> IntakeReport:
    """Take in everything that is pending for a source, and judge again what would be judged otherwise today.

    Raises:
        IntakeFault: at the end, if a file met a fault or a feed's definition is wrong; everything else is
            loaded by then.
    """
    environment = open_environment(settings)
    problems = environment.catalogue.problems
    broken = [str(problems[name]) for name in broken_feeds(environment.catalogue, source)]
    report = IntakeReport(source, faults=broken)
    return _take_in(environment, report, run_id, lambda gathering: chain(gathering.new(), gathering.outdated()))


def judge_again(environment: Environment, source: str, entries: Sequence[LedgerEntry], run_id: str) -> IntakeReport:
    """Judge archived originals of a source again, by today's definitions, suites, organisations and clock.

    Raises:
        IntakeFault: at the end, if a file met a fault.
    """
    report = IntakeReport(source)
    return _take_in(environment, report, run_id, lambda gathering: gathering.archived(entries))


def _take_in(environment: Environment, report: IntakeReport, run_id: str, choose: Choice) -> IntakeReport:
    """One intake: what is chosen is copied, staged, judged and committed, in the order that stands above."""
    home, source = environment.home, report.source
    with hold_lock(intake_lock(home, source)):
        known = read_entries(home)
        names = loads_of_names(environment.catalogue, known, source)
        key = read_key(environment.settings.pseudonym_key_file, home, {entry.pseudonym_key_id for entry in known})
        if waits_for_organisations(environment.catalogue, known, source):
            report.waiting.append(f"{source}: waits for a load of organisations.")
        else:
            recorder = Recorder(environment, known, names, key_id(key), run_id)
            with open_copies(copies_folder(home, source)) as copies:
                deliveries = choose(Gathering(environment, report, known, copies))
                with connect_for_intake(copies.folder, environment, key, names) as connection:
                    taking = Taking(connection, environment, report, recorder)
                    for chunk in in_chunks(deliveries):
                        taking.take(chunk)
            remove_replaced_quarantine(home, source, [*known, *report.entries])
    if report.faults:
        raise IntakeFault(report)
    return report
