"""A sample delivery: invented organisations, their customers, and what suppliers would deliver about them."""

from centricity.sample.delivery import Sample, write_sample
from centricity.sample.streams import DEFAULT_SEED
from centricity.sample.survey import survey_frame
from centricity.sample.truth import true_scores

__all__ = ["DEFAULT_SEED", "Sample", "survey_frame", "true_scores", "write_sample"]
