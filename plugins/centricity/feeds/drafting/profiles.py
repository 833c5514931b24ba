"""What the values of a column look like. For drafts only."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from centricity.feeds.drafting.headings import written_plainly
from centricity.feeds.drafting.shapes import Shape
from centricity.feeds.timestamps import timestamp_pattern

# The order decides between formats that fit equally well: day before month is usual here.
DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%m-%d-%Y")
CLOCKS = (" %H:%M:%S", " %H:%M", "", " %H:%M:%S.%f", " %H:%M:%S%z", " %H:%M:%S %z", " %H:%M:%S UTC")
TIMESTAMP_FORMATS = (
    *(f"%Y-%m-%dT%H:%M{seconds}{offset}" for offset in ("%z", "") for seconds in (":%S", ":%S.%f", "")),
    *(f"{day} %I:%M{seconds} %p" for day in ("%d/%m/%Y", "%m/%d/%Y") for seconds in (":%S", "")),
    *(day + clock for clock in CLOCKS for day in DAYS),
    "%d %b %Y",
    "%d %b %Y %H:%M:%S",
    "%a %b %d %H:%M:%S %z %Y",
)
# Each pair reads the other's dates, unless a day is above 12.
DAY_AND_MONTH = {"%d-%m-%Y": "%m-%d-%Y", "%d/%m/%Y": "%m/%d/%Y"}
MOST_FORMATS = 3
TEXTS_TRIED = 100
NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d+)?")
LIST = re.compile(r"[^|;,]*([|;,])[^|;,]*(\1[^|;,]*)*")
# What people write for "no value". Compared without case.
NO_VALUE_TEXTS = (
    "weet niet|weet ik niet|weet niet/geen mening|geen mening|geen antwoord|n.v.t.|nvt|niet van toepassing|onbekend|"
    "wil niet zeggen|don't know|dont know|no answer|no opinion|not applicable|prefer not to say|unknown|n/a|na|#n/a|"
    "nan|null|none|-|--|."
)
NO_VALUE = frozenset(NO_VALUE_TEXTS.split("|"))
PERSONAL_VALUE = re.compile(r"\S+@\S+\.\S+|(\+\d|0)[\d -]{8,13}|[A-Z]{2}\d{2}[A-Z]{4}\d{10}")
LABELS_SHOWN = 20
LONGEST_LABEL = 60


@dataclass(frozen=True)
class Profile:
    """A column of the sample: its name and its texts, empty ones and those that mean "no value" left out.

    Attributes:
        heading: its name and what the file says of it, written plainly.
        no_value: the texts that probably mean "no value".
        value_labels: what the file says that its values mean.
    """

    name: str
    heading: str
    texts: Counter[str]
    no_value: frozenset[str]
    value_labels: dict[str, str]

    @property
    def count(self) -> int:
        return self.texts.total()

    def share(self, pattern: re.Pattern[str]) -> float:
        """The share of values that are wholly of a pattern; 0 where there are no values."""
        return sum(count for text, count in self.texts.items() if pattern.fullmatch(text)) / max(self.count, 1)

    @cached_property
    def is_number(self) -> bool:
        return self.share(NUMBER) > 0.95

    @cached_property
    def numbers(self) -> dict[float, int]:
        """The numbers among the values, with how often each occurs."""
        said = {as_number(text): count for text, count in self.texts.items()}
        return {number: count for number, count in said.items() if number is not None}

    @cached_property
    def timestamp_formats(self) -> tuple[str, ...]:
        """The formats that nearly all values have, the commonest first; empty if these are no times."""
        left, found = self.texts, []
        while left and len(found) < MOST_FORMATS:
            some = Counter(dict(left.most_common(TEXTS_TRIED)))
            best = max(TIMESTAMP_FORMATS, key=lambda form: _written_so(some, form).total())
            fitting = _written_so(left, best)
            if not fitting:
                break
            found.append(best)
            left = left - fitting
        return tuple(found) if left.total() <= 0.02 * self.count else ()

    @property
    def has_ambiguous_days(self) -> bool:
        """Whether day and month could be the other way round in all values."""
        form = self.timestamp_formats[0] if self.timestamp_formats else ""
        return any(
            form.startswith(day) and _written_so(self.texts, form.replace(day, other)) == self.texts
            for day, other in DAY_AND_MONTH.items()
        )

    @cached_property
    def looks_personal(self) -> bool:
        return self.share(PERSONAL_VALUE) > 0.2 and not self.is_number and not self.timestamp_formats

    @property
    def separator(self) -> str | None:
        """What divides the parts of a list, if the values are lists."""
        found = Counter(match[1] for text in self.texts if (match := LIST.fullmatch(text)))
        return max(found, key=found.get) if found else None

    @property
    def labels(self) -> list[str]:
        """The texts that may stand in a draft, which people may share: those of a short list that repeats."""
        if len(self.texts) > LABELS_SHOWN or self.looks_personal:
            return []
        return sorted(text for text, count in self.texts.items() if count > 1 and len(text) <= LONGEST_LABEL)


def profile(name: str, texts: list[str | None], shape: Shape) -> Profile:
    """Look at a column of the sample."""
    heading = written_plainly(f"{name} {shape.meanings.get(name, '')}")
    counted = Counter(text for text in texts if text)
    no_value = frozenset(text for text in counted if text.casefold() in NO_VALUE)
    said = Counter({text: n for text, n in counted.items() if text not in no_value})
    return Profile(name, heading, said, no_value, shape.labels.get(name, {}))


def as_number(text: str) -> float | None:
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def _written_so(texts: Counter[str], form: str) -> Counter[str]:
    pattern = re.compile(timestamp_pattern(form))
    return Counter({text: n for text, n in texts.items() if pattern.match(text) and _is_time(text, form)})


def _is_time(text: str, form: str) -> bool:
    try:
        # Python wants minutes in an offset.
        return bool(datetime.strptime(re.sub(r"([+-]\d\d)$", r"\1:00", text) if "%z" in form else text, form))
    except ValueError:
        return False
