"""The verdict on staged batches: which suite judges one, and why it is refused."""

from collections.abc import Sequence
from pathlib import Path

from centricity.batches.contradictions import contradictions
from centricity.batches.places import with_places
from centricity.batches.remarks import as_delivered, days_in_doubt
from centricity.batches.staging import StagedBatch
from centricity.batches.unreadable import MOSTLY_UNREADABLE, mostly_unreadable
from centricity.errors import CentricityError, Refusal
from centricity.feeds.definition import Feed
from centricity.quality import Batch, Remark, Verdict, judge
from centricity.settings import Settings

# Errors of DuckDB that are about the machine.
HINDRANCES = ("IOException", "OutOfMemoryException")


class RefusedBySuite(Refusal):
    """A file that fails a critical expectation. The suite may be one's own, and its codes are the suite's word."""

    kinds = ()


def suite_of(expectations: Path, feed: Feed) -> Path:
    """The suite that every delivery of the feed must meet, in the folder of all suites."""
    return expectations / "raw" / f"{feed.entity}.json"


def judge_batches(settings: Settings, batches: Sequence[StagedBatch]) -> list[Verdict]:
    """Judge staged deliveries by the suite of their entity; one verdict each, in the same order."""
    return judge(
        [
            Batch(
                batch.delivery.load_id,
                batch.path,
                suite_of(settings.expectations, batch.delivery.feed),
                "row_number",
                batch.columns,
                batch.rows,
                _settings_of(batch.delivery.feed),
            )
            for batch in batches
        ],
        settings.memory_limit,
    )


def _settings_of(feed: Feed) -> dict[str, float]:
    """What the feed says otherwise than the suite."""
    return {} if feed.most_unreadable is None else {"most_unreadable": feed.most_unreadable}


def check_not_hindered(verdict: Verdict) -> None:
    """A check that the machine hindered says nothing about the file: it is judged again, not refused.

    Raises:
        CentricityError: `check_hindered`.
    """
    hindered = [check.expectation for check in verdict.expectations if check.error in HINDRANCES]
    if hindered:
        raise CentricityError("check_hindered", f"{', '.join(hindered)}: no disk or memory left.")


def remarks_on(batch: StagedBatch, verdict: Verdict) -> list[Remark]:
    """All that is odd about a judged delivery, in the marks of its supplier."""
    feed = batch.delivery.feed
    # Of a refused file no row is read, rightly or wrongly.
    in_doubt = [] if verdict.is_rejected else days_in_doubt(with_places(verdict.failing_rows, batch))
    return [*batch.remarks, *in_doubt, *(as_delivered(remark, feed) for remark in verdict.remarks)]


def refusal_of(verdict: Verdict, batch: StagedBatch) -> Refusal | None:
    """Why a file as a whole is refused by its verdict; None if it is not."""
    if verdict.reason_code is None:
        return None
    if verdict.reason_code == MOSTLY_UNREADABLE:
        return mostly_unreadable(batch)
    failed = [check.expectation for check in verdict.expectations if check.severity == "critical" and not check.success]
    said = " ".join([f"the file as a whole fails {', '.join(failed)}.", *contradictions(batch)])
    return RefusedBySuite(verdict.reason_code, said, "Ask the supplier, deliver it again.")
