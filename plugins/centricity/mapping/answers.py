"""An evaluation's answers and margins, out of one text each."""

from centricity.feeds.definition import Feed
from centricity.feeds.entities import MARGIN
from centricity.feeds.mapping_checks import ITEMS_COUNTED_IN_CLASSES
from centricity.feeds.origins import Answer, Characteristic, is_descending, rising
from centricity.mapping.problems import Problem, problems_at, unread
from centricity.mapping.texts import answer_name, margin_name, place_of, scale_name, text_of
from centricity.mapping.values import has_no_label, labelled, number, number_problems, text_problems
from centricity.sql import literal, quote_name

# They are counted by whole marks' cut points: 6.7 is no detractor and no passive.
WHOLE_ITEMS = frozenset(ITEMS_COUNTED_IN_CLASSES)
# But a report mark, as schools give it, is 7.5 as often as not.
REPORT_MARK = ("experience", (1, 10))


def marks(feed: Feed) -> dict[str, str]:
    """SQL: what each text of an answer says, by the names that `answers` and its problems know it by.

    These are its number and, where each row has a scale of its own, the ends of that.
    """
    numbers = {_mark(item): _read_mark(feed, item, answer) for item, answer in sorted(feed.answers.items())}
    ends = {
        _end(item, end): _read_end(item, feed.answers[item], end) for item in _scaled_by_row(feed) for end in (0, 1)
    }
    return numbers | ends


def answers(feed: Feed) -> str:
    """SQL: the marks in the order of the items' names, and after them the ends of the scales that rows say."""
    ends = [_end(item, end) for item in _scaled_by_row(feed) for end in (0, 1)]
    return f"[{', '.join([*map(_mark, sorted(feed.answers)), *ends])}]::double[]"


def answers_whole(feed: Feed) -> str:
    """SQL: out of the column `answers` as above, what entities call by this name.

    Item and scale are mostly the same in every row, and writing them costs more than all other columns together: so
    they are only added to what is kept. An enum of the items is text to who reads the file, and quicker to write.
    """
    items = ", ".join(literal(item) for item in sorted(feed.answers))
    answers = enumerate(sorted(feed.answers.items()), start=1)
    structs = ", ".join(_whole(feed, place, item, answer, items) for place, (item, answer) in answers)
    return f"[{structs}]"


def _whole(feed: Feed, place: int, item: str, answer: Answer, items: str) -> str:
    return (
        f"{{'item': {literal(item)}::enum({items}), 'value': answers[{place}], "
        f"'scale_low': {_kept_end(feed, item, 0)}, 'scale_high': {_kept_end(feed, item, 1)}, "
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


def _scaled_by_row(feed: Feed) -> list[str]:
    """The items of which each row says its scale, in the order in which their ends are kept."""
    return [item for item, answer in sorted(feed.answers.items()) if answer.scales]


def _end(item: str, end: int) -> str:
    return quote_name(f"{('low', 'high')[end]} {item}")


def _read_end(item: str, answer: Answer, end: int) -> str:
    ends = {said: rising(scale)[end] for said, scale in answer.scales.items()}
    return f"({labelled(text_of(scale_name(item)), ends)})::double"


def _kept_end(feed: Feed, item: str, end: int) -> str:
    """An end of a scale: the feed's, or one that is kept after the marks."""
    if item not in (by_row := _scaled_by_row(feed)):
        return f"{rising(feed.answers[item].all_scales[0])[end]}::double"
    return f"answers[{len(feed.answers) + 2 * by_row.index(item) + end + 1}]"


def _read_mark(feed: Feed, item: str, answer: Answer) -> str:
    text = text_of(answer_name(item))
    mark = f"({labelled(text, answer.labels)})::double" if answer.labels is not None else number(feed.values, text)
    if answer.scale is not None:
        return _mirrored(answer.scale, mark) if is_descending(answer.scale) else mark
    mirrored = {said: _mirrored(scale, mark) for said, scale in answer.scales.items() if is_descending(scale)}
    cases = " ".join(f"when {literal(said)} then {value}" for said, value in mirrored.items())
    return f"case {text_of(scale_name(item))} {cases} else {mark} end" if cases else mark


def _mirrored(scale: tuple[float, float], mark: str) -> str:
    """A mark outside the scale is outside of it in the mirror too. Rounded, since 10 - 9.9 is not 0.1 in binary."""
    return f"round({sum(scale)} - ({mark}), 12)"


def _mark_problems(feed: Feed, item: str, answer: Answer) -> list[Problem]:
    text, place = text_of(answer_name(item)), place_of(item, answer)
    unreadable = f"{text} is not null and {_mark(item)} is null"
    no_mark = (
        unread(place, unreadable, number_problems(feed.values, text))
        if answer.labels is None
        else [Problem("unknown_label", place, has_no_label(text, answer.labels))]
    )
    fractions = _fraction_problems(item, place) if _is_whole(item, answer) else []
    return [*no_mark, *fractions, *_scale_problems(item, answer)]


def _fraction_problems(item: str, place: str) -> list[Problem]:
    return [Problem("fractional_mark", place, f"{_mark(item)} <> floor({_mark(item)})")]


def _is_whole(item: str, answer: Answer) -> bool:
    """Whether all marks of an item are whole numbers."""
    if answer.decimals is not None:
        return not answer.decimals
    return item in WHOLE_ITEMS and not any((item, scale) == REPORT_MARK for scale in map(rising, answer.all_scales))


def _scale_problems(item: str, answer: Answer) -> list[Problem]:
    """A row whose scale is none of the feed's, or that has a mark and says no scale."""
    if answer.scale_from is None:
        return []
    text, place = text_of(scale_name(item)), place_of(scale_name(item), answer.scale_from)
    is_unsaid = f"{text} is null and {text_of(answer_name(item))} is not null"
    return [Problem("unknown_scale", place, f"({has_no_label(text, answer.scales)}) or ({is_unsaid})")]


def _category_problems(margin: str, origin: Characteristic) -> list[Problem]:
    text, place = text_of(margin_name(margin)), place_of(margin, origin)
    if origin.labels is not None:
        return [Problem("unknown_label", place, has_no_label(text, origin.labels))]
    return problems_at(place, text_problems(text))


def _category(margin: str, labels: dict | None) -> str:
    text = text_of(margin_name(margin))
    return text if labels is None else labelled(text, labels)
