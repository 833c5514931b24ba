"""Great Expectations as the one judge of loads and marts."""

from centricity.quality.judging import judge
from centricity.quality.suites import suite_sha256
from centricity.quality.verdicts import Batch, ExpectationVerdict, Remark, Verdict

__all__ = ["Batch", "ExpectationVerdict", "Remark", "Verdict", "judge", "suite_sha256"]
