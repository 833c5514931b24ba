"""A sample delivery: invented organisations, their customers, and what suppliers would deliver about them."""

from centricity_sample.delivery import Sample, write_sample
from centricity_sample.streams import DEFAULT_SEED
from centricity_sample.survey import survey_frame
from centricity_sample.truth import true_scores

__all__ = ["DEFAULT_SEED", "Sample", "survey_frame", "true_scores", "write_sample"]
