"""Names of months and of days of the week in Dutch and English, whole or short, as patterns and as numbers."""

MONTHS = {
    1: ("januari", "january", "jan"),
    2: ("februari", "february", "feb"),
    3: ("maart", "march", "mrt", "mar"),
    4: ("april", "apr"),
    5: ("mei", "may"),
    6: ("juni", "june", "jun"),
    7: ("juli", "july", "jul"),
    8: ("augustus", "august", "aug"),
    9: ("september", "sept", "sep"),
    10: ("oktober", "october", "okt", "oct"),
    11: ("november", "nov"),
    12: ("december", "dec"),
}
WEEKDAYS = (
    *("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    *("ma", "di", "wo", "do", "vr", "za", "zo"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("mon", "tues", "tue", "wed", "thurs", "thur", "thu", "fri", "sat", "sun"),
)


def _one_of(names: tuple[str, ...]) -> str:
    """The pattern of one of these names, in any capitals, with or without a dot behind it."""
    return rf"(?i:(?:{'|'.join(names)})\.?)"


A_MONTH = _one_of(tuple(name for names in MONTHS.values() for name in names))
A_WEEKDAY = _one_of(WEEKDAYS)


def month_of(name: str) -> str:
    """The two digits of a month's name."""
    said = name.casefold().removesuffix(".")
    return next(f"{number:02d}" for number, names in MONTHS.items() if said in names)


def month_number(name: str) -> str:
    """SQL: the two digits of a month's name; its first three letters tell it from the others.

    A map, since each branch of a case would cut the name out of its text anew.
    """
    numbers = ", ".join(
        f"'{beginning}': '{number:02d}'"
        for number, names in MONTHS.items()
        for beginning in dict.fromkeys(name[:3] for name in names)
    )
    return f"map {{{numbers}}}[lower({name}[1:3])]"
