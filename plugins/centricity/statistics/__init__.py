"""Inference for the index: pure functions on numpy and pandas that know nothing of the warehouse.

What the Python models compute stands here; what SQL computes stands in dbt only.

0 to 1 for proportions; 0 to 100 for scores. Inputs are never modified. Labels are
matched by label, arrays by position. A number that is not finite is a `ValueError` that says where it stands.
"""

from centricity.statistics.full_index import full_index_errors
from centricity.statistics.heterogeneity import Rankability, dersimonian_laird, rankability
from centricity.statistics.industry_verdicts import IndustryVerdict, industry_verdict, rank_tiers
from centricity.statistics.multiplicity import benjamini_hochberg, holm
from centricity.statistics.outliers import multivariate_outliers
from centricity.statistics.population import PopulationWeights, merge_small_categories, rake_to_population
from centricity.statistics.proportions import Interval, effective_respondents, korn_graubard
from centricity.statistics.ranks import best_set, rank_confidence_sets
from centricity.statistics.reliability import ShareDecision, share_decision
from centricity.statistics.replicates import replicated_figures
from centricity.statistics.sensitivity import RankSensitivity, rank_sensitivity
from centricity.statistics.sobol import rank_shift_sobol
from centricity.statistics.weighting import rake

__all__ = [
    "IndustryVerdict",
    "Interval",
    "PopulationWeights",
    "RankSensitivity",
    "Rankability",
    "ShareDecision",
    "benjamini_hochberg",
    "best_set",
    "dersimonian_laird",
    "effective_respondents",
    "full_index_errors",
    "holm",
    "industry_verdict",
    "korn_graubard",
    "merge_small_categories",
    "multivariate_outliers",
    "rake",
    "rake_to_population",
    "rank_confidence_sets",
    "rank_sensitivity",
    "rank_shift_sobol",
    "rank_tiers",
    "rankability",
    "replicated_figures",
    "share_decision",
]
