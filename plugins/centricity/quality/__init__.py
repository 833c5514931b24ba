"""Great Expectations as the one judge of loads and marts."""

from centricity.quality.judging import judge
from centricity.quality.suites import suite_sha256
from centricity.quality.verdicts import Batch, ExpectationVerdict, Verdict

__all__ = ["Batch", "ExpectationVerdict", "Verdict", "judge", "suite_sha256"]
