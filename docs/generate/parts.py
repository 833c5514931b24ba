"""Which files have generated parts, and what each should hold."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from centricity.feeds.entities import ENTITIES
from generate.codes import codes_to_know, codes_to_mend, problems
from generate.entities import columns_of_entity
from generate.markdown import with_part
from generate.mart_pages import sections_of_marts
from generate.marts import PROJECT, read_marts
from generate.suites import frame_of_entity, frame_of_mart, with_frame

SUITES = PROJECT / "expectations"

# By page: the name of each marked part, and what writes it.
PARTS: dict[str, dict[str, Callable[[], str]]] = {
    "docs/operating.md": {
        "remarks": partial(codes_to_mend, "remarks"),
        "refusals": partial(codes_to_mend, "refusals"),
        "problems": problems,
        "faults": partial(codes_to_mend, "faults"),
        "builds": partial(codes_to_mend, "builds"),
        "marts": partial(codes_to_know, "marts"),
        "commands": partial(codes_to_mend, "commands"),
    },
    "docs/feeds.md": {
        "left_out": partial(codes_to_know, "left_out", "reason"),
        **{name: partial(columns_of_entity, entity) for name, entity in ENTITIES.items()},
    },
    "docs/marts.md": {
        "suppression": partial(codes_to_know, "suppression", "`suppression_reason`"),
        "unranked": partial(codes_to_know, "unranked", "`unranked_reason`"),
        "no_change": partial(codes_to_know, "no_change", "reason in the marts of changes"),
        "marts": sections_of_marts,
    },
}


def generated_files() -> dict[Path, str]:
    """Every file with a generated part, whole, as it should stand."""
    pages = {PROJECT / page: _with_parts(PROJECT / page, parts) for page, parts in PARTS.items()}
    return pages | _suites()


def _suites() -> dict[Path, str]:
    raw = {SUITES / f"raw/{name}.json": frame_of_entity(entity) for name, entity in ENTITIES.items()}
    marts = {SUITES / f"marts/{mart.name}.json": frame_of_mart(mart) for mart in read_marts()}
    return {path: with_frame(path, frame) for path, frame in (raw | marts).items()}


def _with_parts(page: Path, parts: Mapping[str, Callable[[], str]]) -> str:
    text = page.read_text(encoding="utf-8")
    for name, write in parts.items():
        text = with_part(text, name, write())
    return text
