"""The one kind of error that people see: what was wrong, where, what to do."""


class CentricityError(Exception):
    """An error that names its remedy and holds nothing personal.

    Args:
        code: short and stable, for the ledger and for searching: `header_mismatch`.
        message: what was wrong, in one sentence.
        remedy: what to do about it.
        where: file, line, key or path.
    """

    def __init__(self, code: str, message: str, remedy: str = "", where: str = "") -> None:
        super().__init__(code, message, remedy, where)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.where = where

    def __str__(self) -> str:
        place = f" [{self.where}]" if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.code}: {self.message}{place}{remedy}"


class Refusal(CentricityError):
    """A delivery that cannot be accepted; the same bytes will be refused again, so it is never retried."""
