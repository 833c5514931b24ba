"""An evaluation's answers and margins, out of one text each."""

from centricity.feeds.definition import Feed
from centricity.feeds.entities import MARGIN
from centricity.feeds.parts import Answer, Characteristic
from centricity.feeds.problems import Problem, problems_at, unread
from centricity.feeds.sql import literal, quote_name
from centricity.feeds.texts import answer_name, margin_name, place_of, text_of
from centricity.feeds.values import has_no_label, labelled, number, number_problems, text_problems


def marks(feed: Feed) -> dict[str, str]:
    """SQL: the number that each text of an answer says, by the names that `answers` and its problems know them by."""
    return {_mark(item): _read_mark(feed, item, answer) for item, answer in sorted(feed.answers.items())}


def answers(feed: Feed) -> str:
    """SQL: the marks only, in the order of the items' names."""
    return f"[{', '.join(_mark(item) for item in sorted(feed.answers))}]::double[]"


def answers_whole(feed: Feed) -> str:
    """SQL: out of the column `answers` as above, what entities call by this name.

    Item and scale are the same in every row, and writing them costs more than all other columns together: so they are
    only added to what is kept. An enum of the items is text to who reads the file, and quicker to write.
    """
    items = ", ".join(literal(item) for item in sorted(feed.answers))
    answers = enumerate(sorted(feed.answers.items()), start=1)
    structs = ", ".join(_whole(place, f"{literal(item)}::enum({items})", answer) for place, (item, answer) in answers)
    return f"[{structs}]"


def _whole(place: int, item: str, answer: Answer) -> str:
    low, high = answer.ascending_scale
    return (
        f"{{'item': {item}, 'value': answers[{place}], 'scale_low': {low}::double, 'scale_high': {high}::double, "
        f"'is_proxy': {literal(answer.proxy)}}}"
    )


def answer_problems(feed: Feed) -> list[Problem]:
    return [problem for item, answer in sorted(feed.answers.items()) for problem in _mark_problems(feed, item, answer)]


def margins(feed: Feed) -> str:
    """SQL: the category on each margin."""
    structs = ", ".join(
        f"{{'margin': {literal(margin)}, 'category': nfc_normalize({_category(margin, origin.labels)})}}"
        for margin, origin in sorted(feed.margins.items())
    )
    return f"[{structs}]::{MARGIN}[]"


def margin_problems(feed: Feed) -> list[Problem]:
    origins = sorted(feed.margins.items())
    return [problem for margin, origin in origins for problem in _category_problems(margin, origin)]


def _mark(item: str) -> str:
    return quote_name(f"mark {item}")


def _read_mark(feed: Feed, item: str, answer: Answer) -> str:
    text = text_of(answer_name(item))
    mark = f"({labelled(text, answer.labels)})::double" if answer.labels is not None else number(feed.values, text)
    # A mark outside the scale is outside of it in the mirror too. Rounded, since 10 - 9.9 is not 0.1 in binary.
    return f"round({sum(answer.scale)} - ({mark}), 12)" if answer.is_descending else mark


def _mark_problems(feed: Feed, item: str, answer: Answer) -> list[Problem]:
    text, place = text_of(answer_name(item)), place_of(item, answer)
    if answer.labels is not None:
        return [Problem("unknown_label", place, has_no_label(text, answer.labels))]
    return unread(place, f"{text} is not null and {_mark(item)} is null", number_problems(feed.values, text))


def _category_problems(margin: str, origin: Characteristic) -> list[Problem]:
    text, place = text_of(margin_name(margin)), place_of(margin, origin)
    if origin.labels is not None:
        return [Problem("unknown_label", place, has_no_label(text, origin.labels))]
    return problems_at(place, text_problems(text))


def _category(margin: str, labels: dict | None) -> str:
    text = text_of(margin_name(margin))
    return text if labels is None else labelled(text, labels)
