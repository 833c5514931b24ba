"""A sample delivery: invented organisations, their customers, and what suppliers would deliver about them."""

from centricity.sample.delivery import DEFAULT_SEED, Sample, write_sample

__all__ = ["DEFAULT_SEED", "Sample", "write_sample"]
