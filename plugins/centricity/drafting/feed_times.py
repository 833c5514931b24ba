"""What a feed says of its times: one format, one time zone, or that a person must say it. For drafts only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from centricity.drafting.lines import Guess
from centricity.drafting.profiles import Profile
from centricity.drafting.times import SURE_ZONES
from centricity.feeds.unfilled import TO_FILL_IN

EMPTY = "how its times are written; if they say no offset, also their clock, `values.time_zone`: empty in the sample"
MIXED = "some of the times can only be day-first, others only month-first: ask the supplier for one order"


@dataclass(frozen=True)
class FeedTimes:
    """The columns of times that the feed reads.

    Attributes:
        profiles: those columns; the one that every record has comes first.
    """

    profiles: Sequence[Profile]

    @property
    def form(self) -> str | list[str] | None:
        """The format of the feed: that of its first times."""
        return self.form_of(self.profiles[0])[0] if self.profiles else None

    def form_of(self, profile: Profile) -> tuple[str | list[str], str]:
        """The format of a column, and what is uncertain about it."""
        times = profile.times
        if not profile.count:
            return TO_FILL_IN, EMPTY
        if times.is_mixed:
            return TO_FILL_IN, MIXED
        if times.is_decided:
            return _one_or_all(times.formats), ""
        alike = [form for form in times.candidates if _day(form) in self._decided_days]
        if len(alike) == 1 and len(times.formats) == 1:
            return alike[0], "day and month in the order of the other times"
        return TO_FILL_IN, f"every day is at most 12, so which is the month? {' or '.join(times.candidates)}"

    def guesses(self) -> Iterator[Guess]:
        """The keys under `values`."""
        if not self.profiles:
            return
        yield Guess("timestamp_format", *self.form_of(self.profiles[0]))
        if any(profile.times.zones for profile in self.profiles):
            yield Guess("time_zone", *self._time_zone())

    @property
    def _decided_days(self) -> set[str]:
        return {_day(form) for profile in self.profiles if profile.times.is_decided for form in profile.times.formats}

    def _time_zone(self) -> tuple[str, str]:
        said = set().union(*(profile.times.zones for profile in self.profiles))
        named = sorted(said - {""})
        if named:
            return self._named_zone(named, is_everywhere="" not in said)
        if any("_utc_" in profile.heading for profile in self.profiles):
            is_all = all("_utc_" in profile.heading for profile in self.profiles if "" in profile.times.zones)
            return ("UTC", "by the columns' names") if is_all else (TO_FILL_IN, "only some columns are named UTC")
        if not any(profile.times.has_clock for profile in self.profiles):
            return "Europe/Amsterdam", "dates without a clock; these are the days that the index counts by"
        return (
            TO_FILL_IN,
            "the clock that the times are of: Europe/Amsterdam, UTC, America/New_York, …: nothing says it",
        )

    def _named_zone(self, named: list[str], is_everywhere: bool) -> tuple[str, str]:
        if len(named) == 1 and named[0] in SURE_ZONES and is_everywhere:
            return named[0], ""
        others = "" if is_everywhere else ", and others name no zone"
        return TO_FILL_IN, f"the times name {' and '.join(named)}{others}"


def _one_or_all(forms: tuple[str, ...]) -> str | list[str]:
    return forms[0] if len(forms) == 1 else list(forms)


def _day(form: str) -> str:
    """The date of a format, whatever its leading zeros."""
    return form.replace("%-", "%").split("%H")[0].split("%I")[0].strip(" ,T")
