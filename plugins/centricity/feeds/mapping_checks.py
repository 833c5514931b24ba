"""What the mappings of a feed file must say, whatever its supplier; ValueError names the key."""

from centricity.feeds.entities import Entity
from centricity.feeds.expressions import can_be
from centricity.feeds.origins import Answer, Mapping, rising

# Likelihood to recommend and overall experience are counted in classes, and only these scales
# have published cut points (docs/method.md, "Items").
SCALES_WITH_CUT_POINTS = ((0, 10), (1, 10), (1, 5))
ITEMS_COUNTED_IN_CLASSES = ("recommend", "experience")


def refuse_unknown(key: str, given: set[str], known: list[str]) -> None:
    unknown = sorted(given - set(known))
    if unknown:
        raise ValueError(f"`{key}`: unknown {', '.join(unknown)}; known: {', '.join(known)}")


def refuse_missing(entity: Entity, given: set[str]) -> None:
    missing = [column.name for column in entity.columns if column.is_required and column.name not in given]
    if missing:
        raise ValueError(f"`columns`: {', '.join(missing)} must be mapped")


def refuse_bad_mappings(entity: Entity, columns: dict[str, Mapping]) -> None:
    for name, mapping in columns.items():
        column = entity.column(name)
        if column.is_identifier and mapping.labels is not None:
            raise ValueError(f"`columns.{name}`: an identifier becomes a pseudonym and has no `labels`")
        said = [mapping.constant, *(mapping.labels or {}).values()]
        wrong = [value for value in said if value is not None and not can_be(value, column.type)]
        if wrong:
            raise ValueError(f"`columns.{name}`: {wrong[0]!r} is no {column.type}")


def refuse_scales_without_cut_points(answers: dict[str, Answer]) -> None:
    for item in ITEMS_COUNTED_IN_CLASSES:
        for scale in answers[item].all_scales if item in answers else ():
            if rising(scale) not in SCALES_WITH_CUT_POINTS:
                raise ValueError(
                    f"`answers.{item}`: the scale {list(scale)} has no cut points for promoters and detractors; "
                    "a 0-10, 1-10 or 1-5 scale has"
                )
