"""What can be wrong with a row, as conditions in SQL."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from centricity.codes.registry import PROBLEMS, look_up
from centricity.sql import literal


@dataclass(frozen=True)
class Problem:
    """A condition under which a row has a problem.

    Attributes:
        code: what it is.
        place: the supplier's column, or what an expression makes.
        condition: when a row has it.
        finer: codes that say more than `code`, and when; only looked at where the row has the problem.

    Raises:
        UnknownCode: the registry does not have one of the codes.
    """

    code: str
    place: str
    condition: str
    finer: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code in (self.code, *self.finer):
            look_up(code, *PROBLEMS)

    @property
    def code_sql(self) -> str:
        cases = " ".join(f"when {condition} then {literal(code)}" for code, condition in self.finer.items())
        return f"case {cases} else {literal(self.code)} end" if cases else literal(self.code)


def problems_at(place: str, conditions: dict[str, str]) -> list[Problem]:
    return [Problem(code, place, condition) for code, condition in conditions.items()]


def unread(place: str, condition: str, reasons: dict[str, str]) -> list[Problem]:
    """The problem of a text that cannot be read: the last reason, unless one before it holds."""
    if not reasons:
        return []
    *finer, last = reasons
    return [Problem(last, place, condition, {code: reasons[code] for code in finer})]


def first_problem(problems: Iterable[Problem]) -> str:
    """SQL: a row's problem, `code` and `place`; null if it has none."""
    cases = " ".join(
        f"when {problem.condition} then {{'code': {problem.code_sql}, 'place': {literal(problem.place)}}}"
        for problem in problems
    )
    return f"case {cases} end" if cases else "null::struct(code varchar, place varchar)"
