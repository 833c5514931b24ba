"""How each placed column is mapped, and what is uncertain about it. For drafts only."""

from collections.abc import Iterator
from dataclasses import dataclass

from centricity.feeds.definition import ITEMS_COUNTED_IN_CLASSES, SCALES_WITH_CUT_POINTS
from centricity.feeds.drafting.headings import PROXIES
from centricity.feeds.drafting.placing import Placing, marks, no_answer_codes
from centricity.feeds.drafting.profiles import Profile, as_number
from centricity.feeds.drafting.vocabulary import labels_of, marks_of, scale_of
from centricity.feeds.entities import Column, Entity


@dataclass(frozen=True)
class Guess:
    """One key of a feed file with its value, and what is uncertain about it (empty: nothing is)."""

    key: str
    value: object
    doubt: str = ""


def map_columns(entity: Entity, placing: Placing, timestamp_formats: tuple[str, ...]) -> Iterator[Guess]:
    """The keys under `columns`, in the order of the entity."""
    for column in entity.columns:
        if profile := placing.columns.get(column.name):
            yield _map_column(column, profile, timestamp_formats)
        elif column.name == "evaluation_type":
            kind = "touchpoint" if "touchpoint" in placing.columns else "relational"
            yield Guess(column.name, {"constant": kind}, "touchpoint is right after a contact, relational is not")
        elif column.name == "process":
            yield Guess(column.name, {"constant": "complaint"}, "or order, claim, …: no column says it")


def _map_column(column: Column, profile: Profile, timestamp_formats: tuple[str, ...]) -> Guess:
    if column.type == "timestamp":
        return _map_time(column, profile, timestamp_formats)
    if column.type.endswith("[]"):
        return Guess(column.name, {"from": profile.name, "separator": profile.separator or "|"}, "the separator")
    if profile.value_labels and column.type == "varchar" and not column.is_identifier:
        return Guess(column.name, {"from": profile.name, "labels": profile.value_labels}, "labels that the file has")
    known = labels_of(column.name, profile.heading)
    if known and profile.count and not set(profile.texts) <= {"true", "false"}:
        return _map_words(column, profile, known)
    return Guess(column.name, profile.name, _doubt(column, profile))


def _doubt(column: Column, profile: Profile) -> str:
    if profile.count == 0:
        return "empty in the sample"
    if column.name == "wave":
        return "a year"
    return "" if column.is_identifier else "by its name"


def _map_time(column: Column, profile: Profile, timestamp_formats: tuple[str, ...]) -> Guess:
    said: dict[str, object] = {"from": profile.name}
    doubts = ["day before month, which it could be the other way round"] if profile.has_ambiguous_days else []
    if profile.timestamp_formats and not set(profile.timestamp_formats) <= set(timestamp_formats):
        said["timestamp_format"] = _one_or_all(profile.timestamp_formats)
    if column.name == "promised_at" and not any("%H" in form for form in profile.timestamp_formats):
        said["end_of_day"] = True
        doubts.append("promised until the end of that day")
    return Guess(column.name, said if len(said) > 1 else profile.name, "; ".join(doubts) or "by its name")


def _one_or_all(forms: tuple[str, ...]) -> object:
    return forms[0] if len(forms) == 1 else list(forms)


def _map_words(column: Column, profile: Profile, known: dict[str, object]) -> Guess:
    labels = {text: known[text.casefold()] for text in sorted(profile.texts) if text.casefold() in known}
    others = sorted(set(profile.texts) - set(labels))
    if not labels and column.name == "process":
        return Guess(column.name, profile.name, "by its name")
    if column.name == "process":
        labels |= {text: text for text in others if text in profile.labels}
        others = [text for text in others if text not in labels]
    doubt = "what each text means"
    if others:
        shown = [text for text in others if text in profile.labels]
        doubt += f"; without label, so such rows are quarantined: {_named(shown, len(others))}"
    return Guess(column.name, {"from": profile.name, "labels": labels}, doubt)


def _named(shown: list[str], count: int) -> str:
    more = [f"{count - len(shown)} texts that are not shown"] if count > len(shown) else []
    return ", ".join([*shown, *more])


def map_answers(placing: Placing) -> Iterator[Guess]:
    """The keys under `answers`."""
    for item, profile in placing.answers.items():
        said, scale, doubt = _map_marks(profile)
        if item in ITEMS_COUNTED_IN_CLASSES and scale not in SCALES_WITH_CUT_POINTS:
            scale = (0, 10)
        answer = {"from": profile.name, "scale": list(scale)} | said
        if item in PROXIES and PROXIES[item].search(profile.heading):
            answer["proxy"] = True
            doubt += "; whether it may stand in for the item"
        yield Guess(item, answer, doubt)


def _map_marks(profile: Profile) -> tuple[dict[str, object], tuple[int, int], str]:
    if profile.count == 0:
        return {}, (0, 10), "the scale: empty in the sample"
    if profile.is_number:
        codes = no_answer_codes(profile)
        said = sorted(text for text in profile.texts if as_number(text) in codes)
        doubt = "the scale" + (f"; that {', '.join(said)} means no answer" if said else "")
        return {"missing": said} if said else {}, scale_of(marks(profile)), doubt
    labels, scale = marks_of(profile.texts, profile.labels)
    rest = len(set(profile.texts) - set(labels))
    return {"labels": labels}, scale, "the scale and its marks" + (f"; {rest} rare texts have no label" if rest else "")


def map_margins(placing: Placing) -> Iterator[Guess]:
    """The keys under `margins`."""
    for margin, profile in placing.margins.items():
        labels = profile.value_labels
        origin = {"from": profile.name, "labels": labels} if labels else profile.name
        yield Guess(margin, origin, "only if the population's margins are delivered too")
