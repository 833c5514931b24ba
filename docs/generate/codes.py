"""The tables of codes in the pages, from `centricity/codes`."""

from centricity.codes.registry import PROBLEMS, Code, codes_of
from generate.markdown import table

NOTHING_TO_DO = "–"


def codes_to_mend(*kinds: str) -> str:
    """What each code of some kinds means, and what to do about it."""
    rows = [(f"`{code.code}`", code.sentence, code.remedy or NOTHING_TO_DO) for code in _all(*kinds)]
    return table(("code", "meaning", "what to do"), rows)


def codes_to_know(kind: str, name: str = "code") -> str:
    """What each code of a kind means: there is nothing to do about one, or always the same."""
    return table((name, "meaning"), [(f"`{code.code}`", code.sentence) for code in _all(kind)])


def _all(*kinds: str) -> list[Code]:
    return [code for kind in kinds for code in codes_of(kind).values()]


def problems() -> str:
    return codes_to_mend(*PROBLEMS)
