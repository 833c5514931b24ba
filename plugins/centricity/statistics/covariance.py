"""Joint covariances: checked, put in order, and drawn from."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from centricity.statistics import arguments

TOLERANCE = 1e-8


class SamplingErrors(NamedTuple):
    """Errors from N(0, V), by the symmetric root of V: it depends on no order or sign of eigenvectors."""

    root: np.ndarray

    def draw(self, draws: int, generator: np.random.Generator) -> np.ndarray:
        """`draws` × n."""
        return generator.standard_normal((draws, len(self.root))) @ self.root


def joint_covariance(covariance: Any, labels: pd.Index, against: str) -> np.ndarray:
    """The covariance in the order of `labels`, symmetric, with eigenvalues of at least 0 up to rounding.

    Args:
        covariance: n × n; a DataFrame is matched by label, an array is in the order of `labels`.
        labels: of the n estimates.
        against: the argument that has the labels, for the message.

    Raises:
        ValueError: another shape or other labels; asymmetry above 1e-8 of the largest entry; an eigenvalue below
            -1e-8 times the largest.
    """
    v = _in_order(covariance, labels, against)
    _refuse_negative(np.linalg.eigvalsh(v))
    return v


def sampling_errors(covariance: Any, labels: pd.Index, against: str) -> SamplingErrors:
    """To draw from; arguments and errors as in `joint_covariance`. One decomposition serves the check and the root."""
    eigenvalues, vectors = np.linalg.eigh(_in_order(covariance, labels, against))
    _refuse_negative(eigenvalues)
    return SamplingErrors((vectors * np.sqrt(np.maximum(eigenvalues, 0))) @ vectors.T)


def _in_order(covariance: Any, labels: pd.Index, against: str) -> np.ndarray:
    """In the order of the labels, and symmetric to the last digit."""
    table = arguments.table("covariance", covariance)
    if table.shape != (len(labels), len(labels)):
        raise ValueError(f"covariance has shape {table.shape}: pass {len(labels)} rows and columns, as in {against}")
    v = table.to_numpy()
    if isinstance(covariance, pd.DataFrame):
        rows = arguments.same_labels("the rows of covariance", table.index, labels, against)
        columns = arguments.same_labels("the columns of covariance", table.columns, labels, against)
        v = v[np.ix_(rows, columns)]
    asymmetry = np.abs(v - v.T)
    too_much = asymmetry > TOLERANCE * np.abs(v).max(initial=0)
    arguments.refuse(too_much, "the asymmetry of covariance", asymmetry, "pass a symmetric matrix")
    return (v + v.T) / 2


def _refuse_negative(eigenvalues: np.ndarray) -> None:
    if eigenvalues[0] < -TOLERANCE * eigenvalues[-1]:
        raise ValueError(
            f"covariance has eigenvalues from {eigenvalues[0]:.3g} to {eigenvalues[-1]:.3g}, it is "
            "not positive semi-definite: pass the full joint covariance, or its diagonal"
        )
