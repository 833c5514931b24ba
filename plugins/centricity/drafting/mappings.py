"""How each placed column is mapped, and what is uncertain about it. For drafts only."""

import re
from collections.abc import Callable, Iterator

from centricity.drafting.answers import marks_of
from centricity.drafting.feed_times import FeedTimes
from centricity.drafting.headings import PROXIES, UNCLEAR
from centricity.drafting.lines import Guess, Value
from centricity.drafting.objects import text_beside
from centricity.drafting.placing import Placing, named_like
from centricity.drafting.profiles import Profile
from centricity.drafting.vocabulary import EITHER_SIDE, Meaning, labels_of
from centricity.feeds.entities import Column, Entity
from centricity.feeds.unfilled import TO_FILL_IN
from centricity.formats.file_formats import OUTER
from centricity.sql import quote_name

# Words that say the evaluation is of one contact, not of the relation.
CONTACT = re.compile("_(ticket|case|zaak|agent|call|gesprek|chat|order|bestelling|conversation|csat)_")
FINAL_WEIGHT = re.compile("_(final|eind|raked?|calibrat[a-z]*|poststrat[a-z]*)_|eindweging|eindgewicht")
BASE_WEIGHT = re.compile("_(base|design|basis|selecti[a-z]*)_|basisgewicht|designweging")
PROCESSES = {
    "complaint": re.compile("klacht|complaint"),
    "order": re.compile("_order|bestel|aanvraag"),
    "claim": re.compile("claim|schade"),
}
# Columns whose numbers mean something else in another unit, and how their unit shows.
UNITS = {"duration_seconds": "in seconds", "sentiment": "from -1 (negative) to 1 (positive)"}
OF_A_UNIT: dict[str, Callable[[Profile], bool]] = {
    "duration_seconds": lambda profile: bool(re.search("_sec|sec_|interviewtime", profile.heading)),
    "sentiment": lambda profile: all(-1 <= number <= 1 for number in profile.numbers),
}
# What a feed without a format of its own reads.
WITH_OFFSET = "%Y-%m-%dT%H:%M:%S%z"
ITEM_WORDS = re.compile("ervaring|experience")


def map_columns(entity: Entity, placing: Placing, times: FeedTimes, inside: str | None) -> Iterator[Guess]:
    """The keys under `columns`, in the order of the entity.

    Args:
        entity: what the records are.
        placing: the columns that were found.
        times: how times are written.
        inside: the path of the array, in an object, that holds the records; None if they stand by themselves.
    """
    for column in entity.columns:
        if profile := placing.columns.get(column.name):
            yield _map_column(column, profile, times, placing.rivals.get(column.name, []))
        elif column.name == "in_reply_to_id":
            yield _in_reply_to(placing, inside)
        elif guess := _without_column(entity, column, placing):
            yield guess


def _without_column(entity: Entity, column: Column, placing: Placing) -> Guess | None:
    """What no column of the file says: where words elsewhere in it do, that; else it is to fill in."""
    match column.name:
        case "evaluation_type":
            return _evaluation_type(placing)
        case "has_final_weight" if "base_weight" in placing.columns:
            return _has_final_weight(placing.columns["base_weight"])
        case "process":
            return _process(placing)
        case "milestone" if "activity" in placing.columns:
            return _milestone(placing.columns["activity"])
        case "organisation_id" if entity.source != "reference":
            # Of messages it may be null; but where it is never said, no figure comes of them.
            doubt = "no column names it. Of one organisation: {constant: <its id or name>}"
            return Guess(column.name, TO_FILL_IN, doubt)
    return Guess(column.name, TO_FILL_IN, _unsaid(entity, column, placing)) if column.is_required else None


def _unsaid(entity: Entity, column: Column, placing: Placing) -> str:
    """Why a required column is to fill in: what has its name may be written in a way that no draft knows."""
    unread = named_like(entity.name, column.name, placing.left) if column.type == "timestamp" else []
    if not unread:
        return f"no column says it: {column.meaning}"
    unknown = "a draft does not know how its times are written: say `timestamp_format`, or make them by `sql`"
    return f"{unread[0].name}, if it is that; {unknown}"


def _evaluation_type(placing: Placing) -> Guess:
    key, doubt = "evaluation_type", "touchpoint is right after a contact, relational is not"
    if "touchpoint" in placing.columns:
        return Guess(key, {"constant": "touchpoint"}, doubt)
    doubt += ". Of a touchpoint say `touchpoint: {constant: <what it is about>}` too"
    is_about_contact = any(CONTACT.search(profile.heading) for profile in placing.all)
    return Guess(key, {"constant": TO_FILL_IN if is_about_contact else "relational"}, doubt)


def _has_final_weight(weight: Profile) -> Guess:
    final, base = (bool(words.search(weight.heading)) for words in (FINAL_WEIGHT, BASE_WEIGHT))
    doubt = "true: weighted to the population already; false: persons' chances of selection only"
    return Guess("has_final_weight", {"constant": final if final != base else TO_FILL_IN}, doubt)


def _process(placing: Placing) -> Guess:
    found = (
        [name for name, words in PROCESSES.items() if words.search(placing.columns["case_id"].heading)]
        if "case_id" in placing.columns
        else []
    )
    if len(found) == 1:
        return Guess("process", {"constant": found[0]}, "by the name of the case's id")
    return Guess("process", {"constant": TO_FILL_IN}, "complaint, order, claim, …: no column says it")


def _in_reply_to(placing: Placing, inside: str | None) -> Guess:
    """What a message answers, where no column says it: of a conversation perhaps its first."""
    key, beside = "in_reply_to_id", text_beside(profile.name for profile in placing.all)
    message = placing.columns.get("message_id")
    if inside is None or message is None or message.name.startswith(OUTER):
        doubt = "the id of the message that it answers. Without it no question has an answer, nor a time to it"
        return Guess(key, TO_FILL_IN, doubt)
    answered = {"sql": f"nullif({quote_name(f'{OUTER}{inside}.0.{message.name}')}, {quote_name(message.name)})"}
    if beside is None:
        return Guess(key, answered, "that each message answers the first of its object")
    doubt = f"the id that goes with {beside}, if that is the first message; else {{sql: {answered['sql']}}}"
    return Guess(key, TO_FILL_IN, doubt)


def _milestone(activity: Profile) -> Guess:
    labels = f"case {quote_name(activity.name)} when '<one>' then 'opened' when '<another>' then 'closed' end"
    doubt = f"which activities open, close and reopen a case: {{sql: {labels}}}. Without it no case is ever closed"
    return Guess("milestone", TO_FILL_IN, doubt)


def _map_column(column: Column, profile: Profile, times: FeedTimes, rivals: list[str]) -> Guess:
    if column.type == "timestamp":
        return _map_time(column, profile, times, rivals)
    if column.name in OF_A_UNIT and not OF_A_UNIT[column.name](profile):
        return Guess(
            column.name,
            TO_FILL_IN,
            f"{profile.name}, if it is {UNITS[column.name]}; else an expression, or leave it out",
        )
    if column.type.endswith("[]"):
        return Guess(column.name, {"from": profile.name, "separator": profile.separator or "|"}, "the separator")
    if profile.value_labels and column.type == "varchar" and not column.is_identifier:
        return Guess(column.name, {"from": profile.name, "labels": profile.value_labels}, "labels that the file has")
    known = labels_of(column.name, profile.heading)
    says_as_it_is = set(profile.texts) <= {"true", "false"} and known.get("true") is not False
    if known and profile.count and not says_as_it_is:
        return _map_words(column, profile, known)
    return Guess(column.name, profile.name, _doubt(column, profile))


def _doubt(column: Column, profile: Profile) -> str:
    if profile.count == 0:
        return "empty in the sample"
    if column.name == "wave":
        return "a year"
    return "" if column.is_identifier else "by its name"


def _map_time(column: Column, profile: Profile, times: FeedTimes, rivals: list[str]) -> Guess:
    doubts = [f"or is it {' or '.join(rivals)}?"] if rivals else []
    if unit := profile.epoch_unit:
        return _map_epoch(column, profile, unit, times, doubts)
    said: dict[str, Value] = {"from": profile.name}
    if profile.count == 0 and not column.is_required:
        return Guess(column.name, profile.name, "empty in the sample: its times are read as the others")
    form, doubt = times.form_of(profile)
    if form != times.form:
        said["timestamp_format"] = form
        doubts += [doubt] if doubt else []
    if column.name == "promised_at" and profile.count and not profile.times.has_clock:
        said["end_of_day"] = True
        doubts.append("promised until the end of that day")
    return Guess(column.name, said if len(said) > 1 else profile.name, "; ".join(doubts) or "by its name")


def _map_epoch(column: Column, profile: Profile, unit: int, times: FeedTimes, doubts: list[str]) -> Guess:
    """A time that is counted since 1970: written as a text, whatever zone the feed has."""
    moment = f"make_timestamp({quote_name(profile.name)}::bigint * {1_000_000 // unit})"
    said = {"sql": f"strftime({moment}, '%Y-%m-%dT%H:%M:%SZ')"}
    if times.form not in (None, WITH_OFFSET):
        said["timestamp_format"] = WITH_OFFSET
    counted = "seconds" if unit == 1 else "milliseconds"
    return Guess(column.name, said, "; ".join([f"{counted} since 1970", *doubts]))


def _map_words(column: Column, profile: Profile, known: dict[str, Meaning]) -> Guess:
    known = _without_either_side(column, profile, known)
    labels: dict[str, Meaning] = {
        text: known[text.casefold()] for text in sorted(profile.texts) if text.casefold() in known
    }
    others = sorted(set(profile.texts) - set(labels))
    if not labels and column.name == "process":
        return Guess(column.name, profile.name, "by its name")
    if column.name == "process":
        labels |= {text: text for text in others if text in profile.labels}
        others = [text for text in others if text not in labels]
    open_labels = {text: TO_FILL_IN for text in others if text in profile.labels}
    doubt = "what each text means"
    if count := len(others) - len(open_labels):
        doubt += f"; without label, so such rows are quarantined: {count} texts that are not shown"
    return Guess(column.name, {"from": profile.name, "labels": {**labels, **open_labels}}, doubt)


def _without_either_side(column: Column, profile: Profile, known: dict[str, Meaning]) -> dict[str, Meaning]:
    """What the texts mean; a word that means the customer or who answers him, only where the others leave one side."""
    if column.name != "is_from_organisation":
        return known
    sides = {known[text.casefold()] for text in profile.texts if text.casefold() in known.keys() - EITHER_SIDE}
    return known if sides == {True} else {text: side for text, side in known.items() if text not in EITHER_SIDE}


def map_answers(placing: Placing) -> Iterator[Guess]:
    """The keys under `answers`."""
    for item, profile in placing.answers.items():
        marks = marks_of(item, profile)
        if marks is None:  # such a column is placed nowhere
            continue
        answer: dict[str, Value] = {"from": profile.name, "scale": marks.scale}
        answer |= {"missing": marks.missing} if marks.missing else {}
        answer |= {"labels": marks.labels} if marks.labels is not None else {}
        doubt = marks.doubt
        if proxy := _proxy(item, profile):
            answer["proxy"], said = proxy
            doubt += f"; {said}"
        yield Guess(item, answer, doubt)


def _proxy(item: str, profile: Profile) -> tuple[bool | str, str] | None:
    """Whether a column only stands in for an item; a person decides where its name does not say what is rated."""
    if item in PROXIES and PROXIES[item].search(profile.heading):
        return True, "whether it may stand in for the item"
    if item in UNCLEAR and UNCLEAR[item].search(profile.heading) and not ITEM_WORDS.search(profile.heading):
        return TO_FILL_IN, f"proxy: true, if these marks may stand in for the {item}; else ignore the column"
    return None


def map_margins(placing: Placing) -> Iterator[Guess]:
    """The keys under `margins`."""
    for margin, profile in placing.margins.items():
        labels = profile.value_labels
        origin: Value = {"from": profile.name, "labels": labels} if labels else profile.name
        yield Guess(margin, origin, "only if the population's margins are delivered too")
