"""What the next build is to be made of, and whether one is due. Asks only: nothing is written here."""

from collections.abc import Sequence
from dataclasses import dataclass

from centricity.environment import Environment
from centricity.ledger.absences import Absence, absences_by_loads
from centricity.ledger.entry import ACCEPTED, LedgerEntry, read_entries
from centricity.ledger.in_force import entries_in_force
from centricity.ledger.organisations import organisation_loads
from centricity.ledger.renamed import find_renamed
from centricity.warehouse.closed_waves import records_against, waves_to_record
from centricity.warehouse.identity import build_id_of, input_sha256_of
from centricity.warehouse.input import Identity
from centricity.warehouse.publication import check_published, current_folder, is_held, published_build_id


@dataclass(frozen=True)
class NextInput:
    """The input of a build that is due.

    Attributes:
        identity: of the build.
        entries: the loads in force.
        absent: the deliveries that are expected and are not among them.
    """

    identity: Identity
    entries: Sequence[LedgerEntry]
    absent: Sequence[Absence]


def is_build_due(environment: Environment) -> bool:
    """Whether there is anything to freeze, or a wave has closed whose figures are to be written down.

    Raises:
        CentricityError: as `find_next_input`.
    """
    return find_next_input(environment) is not None or _has_wave_to_record(environment)


def find_next_input(environment: Environment) -> NextInput | None:
    """What is to be built; None if what is published stays: no organisations yet, nothing new, or held by a rollback.

    Raises:
        CentricityError: `damaged_build`: what is published stays, and is not whole.
    """
    found = None if is_held(environment.home) else _input_of_today(environment)
    if found is None or found.identity.build_id == published_build_id(environment.home):
        check_published(environment.home)
        return None
    return found


def _input_of_today(environment: Environment) -> NextInput | None:
    home, catalogue = environment.home, environment.catalogue
    judgements = read_entries(home)
    entries = entries_in_force(judgements, catalogue)
    if not organisation_loads(entries):
        return None
    accepted = [entry for entry in entries if entry.verdict == ACCEPTED]
    renamed, absent = find_renamed(home, catalogue, judgements, accepted), absences_by_loads(catalogue, accepted)
    input_sha256 = input_sha256_of(environment, entries, renamed, absent)
    records = records_against(home, input_sha256)
    return NextInput(Identity(build_id_of(input_sha256, records), input_sha256, records), entries, absent)


def _has_wave_to_record(environment: Environment) -> bool:
    home = environment.home
    if published_build_id(home) is None:
        return False
    return bool(waves_to_record(home, current_folder(home), environment.now, environment.settings.closing_days))
