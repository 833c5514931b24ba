"""The one kind of error that people see: what was wrong, where, what to do."""

from typing import ClassVar

from centricity.codes.registry import PROBLEMS, Code, look_up, without_links


class CentricityError(Exception):
    """An error that names its remedy and holds nothing personal.

    Args:
        code: short and stable, for the ledger and for searching; its kind is in `centricity/codes`.
        message: what was wrong, in one sentence; by default what the registry says.
        remedy: what to do about it; by default what the registry says.
        where: file, line, key or path.

    Raises:
        UnknownCode: the registry does not have the code.
    """

    # In which files of `centricity/codes` its code stands; empty: it is not looked up.
    kinds: ClassVar[tuple[str, ...]] = ("faults", "builds", "commands")

    def __init__(self, code: str, message: str = "", remedy: str = "", where: str = "") -> None:
        known = look_up(code, *self.kinds) if self.kinds else Code(code, "")
        self.code = code
        self.message = message or without_links(known.sentence)
        self.remedy = remedy or without_links(known.remedy)
        self.where = where
        super().__init__(self.code, self.message, self.remedy, self.where)

    def __str__(self) -> str:
        place = f" [{self.where}]" if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.code}: {self.message}{place}{remedy}"


class Refusal(CentricityError):
    """A delivery that cannot be accepted; the same bytes will be refused again, so it is never retried."""

    kinds: ClassVar[tuple[str, ...]] = ("refusals", *PROBLEMS)
