"""A feed file drafted from a sample: every guess is marked, and no record stands in it."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from centricity.drafting.feed_times import FeedTimes
from centricity.drafting.lines import Guess, entry, item
from centricity.drafting.mappings import map_answers, map_columns, map_margins
from centricity.drafting.placing import Placing, is_long, is_personal, place
from centricity.drafting.profiles import Profile, profile
from centricity.drafting.samples import COMPRESSED, Sample, read_sample
from centricity.drafting.shapes import Shape
from centricity.drafting.vocabulary import GROUPS, STATES
from centricity.errors import CentricityError
from centricity.feeds.catalogue import read_feed
from centricity.feeds.entities import ENTITIES, Entity
from centricity.feeds.file_names import PLAIN
from centricity.feeds.unfilled import TO_FILL_IN

THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NO_KEY = "name the columns that identify a record, if some do; without a key a record that comes again counts again"
NO_ITEM = "no column looks like an item; see docs/feeds.md, Items"
LONG = "a row seems to be one answer; a feed reads a row per evaluation, with a column per item: ask for such a file"
# What identifies a record of each entity, where the file has it.
KEYS = {
    "evaluations": ("evaluation_id",),
    "messages": ("message_id",),
    "events": ("case_id", "activity", "occurred_at"),
    "cases": ("case_id",),
    "organisations": ("organisation_id", "wave"),
    "margins": ("margin", "category", "wave"),
    "service_hours": (),
}


def draft_feed(file: Path, source: str, entity: str | None = None, name: str | None = None) -> str:
    """Draft a feed file.

    Args:
        file: the sample.
        source: which kind of evidence it is.
        entity: what its records are; the source's entity whose columns are found best where left out.
        name: the feed's name; made of the file's where left out.

    Returns:
        YAML; its first lines say what is still missing, if it is no valid feed yet.

    Raises:
        CentricityError: nothing can be drafted from this file.
    """
    sample = read_sample(file)
    profiles = [profile(column, texts, sample.shape) for column, texts in sample.columns.items()]
    chosen, placing = _place_best(source, entity, profiles)
    name = name or name_of(file)
    body = "\n".join(_body(file, name, chosen, sample, placing))
    return "\n".join(_head(sample, name, body)) + f"\n{body}\n"


def name_of(file: Path) -> str:
    """A feed's name made of its file's: without date and endings."""
    plain = re.sub("[^a-z0-9]+", "_", DATE.sub("", file.name.split(".")[0]).lower()).strip("_")
    return plain if re.match("[a-z]", plain) else f"feed_{plain}".rstrip("_")


def _place_best(source: str, entity: str | None, profiles: list[Profile]) -> tuple[Entity, Placing]:
    candidates = [known for known in ENTITIES.values() if known.source == source and entity in (None, known.name)]
    placed = [(candidate, place(candidate.name, profiles)) for candidate in candidates]

    def found(pair: tuple[Entity, Placing]) -> tuple[float, int]:
        required = [column.name for column in pair[0].columns if column.is_required]
        return sum(name in pair[1].columns for name in required) / len(required), len(pair[1].columns)

    return max(placed, key=found)


def _head(sample: Sample, name: str, body: str) -> list[str]:
    records = f"{sample.count} record{'' if sample.count == 1 else 's'}"
    records += f" ({sample.count_unreadable} more cannot be read so)" if sample.count_unreadable else ""
    lines = [
        f"# Drafted from a sample of {records}. Look at every guess, fill in what is `to fill in`, then try it:",
        f"# centricity feed check FILE --feed {name}.yml",
    ]
    problem = _problem_of(name, body)
    return lines if problem is None else [*lines, f"# NOT A VALID FEED YET: {problem}"]


def _problem_of(name: str, body: str) -> str | None:
    """What is wrong with the draft, by the code that reads feeds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.yml")
        path.write_text(body, encoding="utf-8")
        try:
            read_feed(path)
        except CentricityError as problem:
            return problem.message
    return None


def _body(file: Path, name: str, entity: Entity, sample: Sample, placing: Placing) -> list[str]:
    times = _times(entity, placing)
    inside = sample.shape.format.get("inside")
    columns = map_columns(entity, placing, times, str(inside) if inside else None)
    answers = _section("answers", map_answers(placing))
    if entity.name == "evaluations" and not placing.answers:
        answers = [entry("answers", TO_FILL_IN, LONG if is_long(placing.all) else NO_ITEM)]
    return [
        entry("feed", name),
        entry("source", entity.source),
        entry("entity", entity.name),
        entry("description", "Drafted from a sample.", "say in one line what it is"),
        _file_pattern(file),
        entry("format", sample.shape.format, sample.shape.doubt),
        *_values(times, _typed(entity, placing)),
        *_key(entity, placing, sample),
        "columns:",
        *(entry(guess.key, guess.value, guess.doubt, "  ") for guess in columns),
        *answers,
        *_section("margins", map_margins(placing)),
        *_ignored(placing.left, sample.shape),
    ]


def _file_pattern(file: Path) -> str:
    name = file.with_suffix("").name if file.suffix.lower() in COMPRESSED else file.name
    pattern = DATE.sub("{date}", name, count=1)
    if not re.fullmatch(PLAIN, pattern.replace("{date}", "")) or pattern.startswith((".", "-")):
        return entry("file_pattern", f"{name_of(file)}_{{date}}.{name.rsplit('.', 1)[-1]}", "the file has another name")
    doubt = "" if "{date}" in pattern else "with {date} (yyyy-mm-dd) in it, the newest delivery of a record counts"
    return entry("file_pattern", pattern, doubt)


def _times(entity: Entity, placing: Placing) -> FeedTimes:
    """The columns of times, first the one that every record has."""
    times = [column for column in entity.columns if column.type == "timestamp" and column.name in placing.columns]
    times.sort(key=lambda column: not column.is_required)
    profiles = [placing.columns[column.name] for column in times]
    return FeedTimes([profile for profile in profiles if profile.is_time])


def _typed(entity: Entity, placing: Placing) -> list[Profile]:
    """The columns whose values are more than texts."""
    typed = [profile for name, profile in placing.columns.items() if entity.column(name).type != "varchar"]
    return [*typed, *placing.answers.values()]


def _values(times: FeedTimes, profiles: list[Profile]) -> list[str]:
    guesses = [*_decimal_sign(profiles), *times.guesses()]
    no_value = sorted({text for profile in profiles for text in profile.no_value})
    if no_value:
        guesses.append(Guess("missing", ["", *no_value], "texts that mean no value, in every column"))
    return _section("values", guesses)


def _decimal_sign(profiles: list[Profile]) -> list[Guess]:
    """The sign that the numbers have; to fill in where it may as well divide thousands."""
    numbers = [text for profile in profiles if profile.is_number for text in profile.texts]
    signs = Counter(sign for text in numbers for sign in text if sign in ",.")
    if not signs:
        return []
    if all(THOUSANDS.fullmatch(text) for text in numbers if set(text) & set(signs)):
        return [
            Guess(
                "decimal_sign",
                TO_FILL_IN,
                f"does {min(signs)} divide decimals or thousands? It stands before three digits only",
            )
        ]
    return [
        Guess(
            "decimal_sign",
            max(sorted(signs), key=lambda sign: signs[sign]),
            "both signs occur" if len(signs) > 1 else "",
        )
    ]


def _key(entity: Entity, placing: Placing, sample: Sample) -> list[str]:
    names = [placing.columns[part].name for part in KEYS[entity.name] if part in placing.columns]
    if not KEYS[entity.name] or KEYS[entity.name][0] not in placing.columns:
        return [f"# key: []    # {NO_KEY}"]
    if not _identify(sample, names):
        return [f"# {entry('key', names)}    # not used: it repeats in the sample"]
    return [entry("key", names, f"that this identifies a record{_says_repeats(sample, names)}")]


def _says_repeats(sample: Sample, names: list[str]) -> str:
    said = list(zip(*(sample.columns[name] for name in names), strict=True))
    whole = [values for values in said if all(values)]
    repeating, lacking = len(whole) - len(set(whole)), len(said) - len(whole)
    repeats = f"; {repeating} of {len(said)} records repeat it" if repeating else ""
    return repeats + (f"; {lacking} of {len(said)} lack it: records of another kind, for `where`?" if lacking else "")


def _identify(sample: Sample, names: list[str]) -> bool:
    """Whether nearly every record has its own values of these columns."""
    said = [values for values in zip(*(sample.columns[name] for name in names), strict=True) if all(values)]
    return bool(said) and len(set(said)) * 100 >= len(said) * 98


def _section(name: str, guesses: Iterable[Guess]) -> list[str]:
    lines = [entry(guess.key, guess.value, guess.doubt, "  ") for guess in guesses]
    return [f"{name}:", *lines] if lines else []


def _ignored(left: list[Profile], shape: Shape) -> list[str]:
    lines = [item(profile.name, _why_ignored(profile)) for profile in left]
    lines += [item(name, "holds objects or lists") for name in shape.unnamed]
    lines += [item(name, "several columns have this name: none can be read") for name in shape.repeated]
    return ["ignored:", *lines] if lines else []


def _why_ignored(profile: Profile) -> str:
    texts = {text.casefold() for text in profile.texts}
    reasons = {
        "looks like a person's: not needed": is_personal(profile),
        "empty in the sample": profile.count == 0,
        "yes or no: neither a name nor a mark": profile.is_flag and not profile.is_number,
        "promoter, passive, detractor: made of the answer": texts <= GROUPS,
        "several answers in one cell": profile.has_several_in_one,
        "says one thing only": profile.is_constant,
        "a state: are rows of some state to be left out (`where`)?": texts <= STATES,
    }
    return next((reason for reason, holds in reasons.items() if holds), "no place found for it")
