"""Is a share reliable enough to publish?"""

from typing import NamedTuple

from centricity.statistics import arguments


class ShareDecision(NamedTuple):
    """Shown or withheld; `suppression_reason` is None if shown. Who shows with a footnote says that it is rough."""

    is_shown: bool
    has_footnote: bool
    suppression_reason: str | None


SHOW = ShareDecision(is_shown=True, has_footnote=False, suppression_reason=None)
SHOW_WITH_FOOTNOTE = ShareDecision(is_shown=True, has_footnote=True, suppression_reason=None)


def share_decision(
    share: float,
    ci_low: float,
    ci_high: float,
    n: float,
    effective_n: float,
    df: float,
    *,
    minimum_n: float = 30,
    minimum_df: float = 8,
    narrow: float = 0.05,
    wide: float = 0.3,
    relative: float = 1.3,
) -> ShareDecision:
    """The presentation standards for proportions of NCHS (2017).

    In this order:

    1. n or n* below `minimum_n`: withheld, `base_too_small`;
    2. a share of 0 or 1, or df below `minimum_df`: withheld until a person decides, `needs_review`;
    3. interval no wider than `narrow`: shown;
    4. as wide as `wide` or wider: withheld, `unreliable`;
    5. width/p above `relative`: withheld, `unreliable`;
    6. width/(1 - p) above `relative`: shown with a footnote;
    7. else shown.

    Args:
        share: 0 to 1.
        ci_low: of its Korn-Graubard interval.
        ci_high: of its Korn-Graubard interval.
        n: respondents.
        effective_n: n* of `effective_respondents`.
        df: degrees of freedom of the design.
        minimum_n: respondents.
        minimum_df: degrees of freedom.
        narrow: width of the interval.
        wide: width of the interval.
        relative: width as a multiple of the share or its complement.

    Raises:
        ValueError: a number that is not finite, a share or interval outside 0..1, ends in the wrong order.
    """
    p = arguments.number("share", share, at_least=0, at_most=1)
    low = arguments.number("ci_low", ci_low, at_least=0, at_most=1)
    high = arguments.number("ci_high", ci_high, at_least=low, at_most=1)
    base = min(arguments.number("n", n), arguments.number("effective_n", effective_n))
    if base < minimum_n:
        return _withheld("base_too_small")
    if p in (0, 1) or arguments.number("df", df) < minimum_df:
        return _withheld("needs_review")
    return _by_width(p, round(high - low, 12), narrow, wide, relative)


def _by_width(p: float, width: float, narrow: float, wide: float, relative: float) -> ShareDecision:
    if width <= narrow:
        return SHOW
    if width >= wide or width > relative * p:
        return _withheld("unreliable")
    return SHOW_WITH_FOOTNOTE if width > relative * (1 - p) else SHOW


def _withheld(reason: str) -> ShareDecision:
    return ShareDecision(is_shown=False, has_footnote=False, suppression_reason=reason)
