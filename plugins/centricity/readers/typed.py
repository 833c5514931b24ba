"""Typed values as texts: one form for each kind, whatever file they come from."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

# A spreadsheet keeps fifteen digits: of a longer number nobody knows the rest.
EXACT_BELOW = 10**15


def number(value: float, decimal_sign: str) -> str:
    """The shortest text that is exactly this number, with the feed's own decimal sign; `1.5E+20` from 16 digits on."""
    if not abs(value) < EXACT_BELOW:
        return f"{Decimal(repr(value)).normalize():E}"
    if value == int(value):
        return str(int(value))
    text = repr(value)
    return (f"{Decimal(text):f}" if "e" in text else text).replace(".", decimal_sign)


def moment(value: date) -> str:
    """A date with its time, midnight too: one format reads them all."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    return value.isoformat(timespec="microseconds")


def clock(value: time | timedelta) -> str:
    """A time of the day, or a duration: hours, minutes, seconds."""
    if isinstance(value, time):
        return value.isoformat()
    seconds, rest = divmod(abs(value), timedelta(seconds=1))
    fraction = f".{rest.microseconds:06}".rstrip("0") if rest else ""
    sign = "-" * (value < timedelta())
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"
