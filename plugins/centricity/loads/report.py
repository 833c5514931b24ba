"""What an intake did, in words; without a value of any record."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from centricity.errors import CentricityError
from centricity.faults import fault_in_words
from centricity.home import Home
from centricity.loads.entry import REJECTED, LedgerEntry
from centricity.loads.places import counted
from centricity.loads.remarks import remark_lines


@dataclass
class IntakeReport:
    """What one intake did: for the log and the command line. Holds no values of any record."""

    source: str
    entries: list[LedgerEntry] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    @contextmanager
    def noting_faults(self, home: Home, *places: str) -> Iterator[None]:
        """Note a fault of some files and go on with the next. Its text is not kept: it may hold a row.

        Args:
            home: below it a place may be named.
            places: the files, as people know them.
        """
        try:
            yield
        except CentricityError as error:
            self.faults += [f"{place}: {error}" for place in places]
        except Exception as error:
            said = fault_in_words(error, home.root) or f"{type(error).__name__} while taking it in."
            self.faults += [f"{place}: {said}" for place in places]

    def lines(self) -> list[str]:
        """One line per file, and its remarks below it."""
        entries = [line for entry in self.entries for line in (describe(entry), *remark_lines(entry.remarks))]
        return entries + self.known + self.waiting + self.faults


class IntakeFault(CentricityError):
    """Some files met a fault, which may be gone the next time; the report says what went in all the same."""

    def __init__(self, report: IntakeReport) -> None:
        super().__init__("intake_fault", " ".join(report.faults))
        self.report = report


def describe(entry: LedgerEntry) -> str:
    """One line about a load, for people."""
    place = f"{entry.feed}/{entry.file_name}"
    again = "judged again, " if entry.judgement > 1 else ""
    if entry.verdict == REJECTED:
        return f"{place}: {again}rejected, {entry.reason}"
    if entry.is_withdrawn:
        again += "withdrawn, "
    reasons = [
        counted(reason, count, entry.quarantine_columns.get(reason, {}))
        for reason, count in entry.quarantine_reasons.items()
    ]
    left_out = [f"{reason} {count}" for reason, count in entry.filter_reasons.items()]
    counts = [
        f"{entry.records_accepted} of {entry.records_in} records accepted",
        *([f"{entry.records_quarantined} quarantined ({', '.join(reasons)})"] if reasons else []),
        *([f"{entry.records_filtered} filtered ({', '.join(left_out)})"] if left_out else []),
        *([f"{len(entry.added_columns)} unknown columns left out"] if entry.added_columns else []),
        *([f"{entry.empty_objects} objects with nothing inside left out"] if entry.empty_objects else []),
    ]
    return " ".join([f"{place}: {again}{', '.join(counts)}", *entry.notes])
