"""What the values of a column look like. For drafts only."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from centricity.drafting.names import written_plainly
from centricity.drafting.shapes import Shape
from centricity.drafting.times import Times, times_of
from centricity.drafting.vocabulary import FLAGS

NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d+)?")
WHOLE = re.compile(r"\d+")
LIST = re.compile(r"[^|;,]*([|;,])[^|;,]*(\1[^|;,]*)*")
# What people write for "no value". Compared without case.
NO_VALUE_TEXTS = (
    "weet niet|weet ik niet|weet niet/geen mening|geen mening|geen antwoord|n.v.t.|nvt|niet van toepassing|onbekend|"
    "wil niet zeggen|don't know|dont know|no answer|no opinion|not applicable|prefer not to say|unknown|n/a|na|#n/a|"
    "nan|null|none|-|--|."
)
NO_VALUE = frozenset(NO_VALUE_TEXTS.split("|"))
PERSONAL_VALUE = re.compile(r"\S+@\S+\.\S+|(\+\d|0)[\d -]{8,13}|[A-Z]{2}\d{2}[A-Z]{4}\d{10}")
# What holds a time as a number, by its name; and how many of its units a second has, by the number of digits.
CLOCK_NAME = re.compile(
    "_(at|on|time|timestamp|tijdstip|date|datum|epoch|unix|ts|created|sent|started|ended|ms|millis)_$|_epoch_|_millis_"
)
EPOCH_UNITS = {10: 1, 13: 1_000}
LABELS_SHOWN = 20
LONGEST_LABEL = 60


@dataclass(frozen=True)
class Profile:
    """A column of the sample: its name and its texts, empty ones and those that mean "no value" left out.

    Attributes:
        question: its name and what the file says of it.
        no_value: the texts that probably mean "no value".
        value_labels: what the file says that its values mean.
    """

    name: str
    question: str
    texts: Counter[str]
    no_value: frozenset[str]
    value_labels: dict[str, str]

    @cached_property
    def heading(self) -> str:
        """The question, written plainly."""
        return written_plainly(self.question)

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
    def times(self) -> Times:
        return times_of(self.texts)

    @property
    def is_time(self) -> bool:
        return bool(self.times.formats)

    @property
    def epoch_unit(self) -> int | None:
        """How many of its units a second has, if it counts the time since 1970: of numbers of this century only."""
        digits = {len(text) for text in self.texts}
        unit = EPOCH_UNITS.get(next(iter(digits))) if len(digits) == 1 else None
        if unit is None:
            return None
        is_clock = CLOCK_NAME.search(self.heading) and self.share(WHOLE) == 1
        return unit if is_clock and all(1e9 <= int(text) / unit < 2.1e9 for text in self.texts) else None

    @cached_property
    def looks_personal(self) -> bool:
        return self.share(PERSONAL_VALUE) > 0.2 and not self.is_number and not self.is_time

    @property
    def has_long_numbers(self) -> bool:
        """Whether a value has as many digits as a telephone number."""
        return any(sum(map(str.isdigit, text)) > 5 for text in self.texts)

    @property
    def is_flag(self) -> bool:
        """Whether all that it says is yes and no."""
        return self.count > 0 and all(text.casefold() in FLAGS for text in self.texts)

    @property
    def is_constant(self) -> bool:
        """Whether several records say one thing: that shows neither a scale nor an id."""
        return self.count > 1 and len(self.texts) == 1

    @cached_property
    def has_several_in_one(self) -> bool:
        """Whether a cell holds several answers, of a question with several choices: one stands first and elsewhere."""
        cells = [[part.strip() for part in re.split("[,;|]", text)] for text in self.texts]
        first = Counter(cell[0] for cell in cells)
        later = {part for cell in cells for part in cell[1:]}
        return bool(later) and not self.is_number and (max(first.values()) > 1 or bool(later & first.keys()))

    @property
    def separator(self) -> str | None:
        """What divides the parts of a list, if the values are lists."""
        found = Counter(match[1] for text in self.texts if (match := LIST.fullmatch(text)))
        return max(found, key=lambda sign: found[sign]) if found else None

    @property
    def labels(self) -> list[str]:
        """The texts that may stand in a draft, which people may share: those of a short list that repeats."""
        if len(self.texts) > LABELS_SHOWN or self.looks_personal:
            return []
        return sorted(text for text, count in self.texts.items() if count > 1 and len(text) <= LONGEST_LABEL)


def profile(name: str, texts: list[str | None], shape: Shape) -> Profile:
    """Look at a column of the sample."""
    counted = Counter(text for text in texts if text)
    no_value = frozenset(text for text in counted if text.casefold() in NO_VALUE)
    said = Counter({text: n for text, n in counted.items() if text not in no_value})
    return Profile(name, f"{name} {shape.meanings.get(name, '')}", said, no_value, shape.labels.get(name, {}))


def as_number(text: str) -> float | None:
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None
