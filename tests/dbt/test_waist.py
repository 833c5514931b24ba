"""The waist has as many rows with more persons: what stands behind it costs as much for a million of them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, run_dbt

# What names a person, or something that he wrote, asked or had done.
IDS = (
    *("record_key", "evaluation_id", "respondent_id", "message_id", "in_reply_to_id", "author_id"),
    *("case_id", "customer_id"),
)
PERSONAL = {"evaluations", "messages", "events", "cases"}
# Of fewer than five persons nothing counts (`release_batch`), so five of each are the fewest. One more of each shows
# whether a table grows, and costs little.
FEW, MANY = 5, 6


@dataclass
class Crowd(BuildInput):
    """A delivery in which each person comes so many times, each time as somebody else."""

    times: int = 1

    def add(self, entity: str, load_id: str, rows: Iterable[Mapping], **ledger) -> None:
        times = self.times if entity in PERSONAL else 1
        super().add(entity, load_id, [named(row, copy) for row in rows for copy in range(times)], **ledger)


def named(row: Mapping, copy: int) -> dict:
    return {name: f"{copy} {value}" if name in IDS and value is not None else value for name, value in row.items()}


def panel() -> list[dict]:
    """Forty persons who evaluate two organisations in two waves, some of them again in summer; two strata, channels."""
    return [
        canonical.evaluation(
            organisation,
            1000 * wave + 10 * person + month,
            {"trust": person % 11, "consistency_1": 7, "ease_1": person % 7, "employee": 8, "recommend": person % 11}
            | {"experience": person % 9, "webcare_1": person % 5 if person % 3 else None},
            completed_at=datetime(wave, month, 1, 12),
            respondent_id=f"person {person}",
            stratum="north" if person % 2 else "south",
            channel="phone" if person % 2 else "web",
        )
        for wave in (2025, 2026)
        for organisation in ("amber", "beryl")
        for person in range(40)
        for month in ((3, 6) if person < 20 else (3,))
    ]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Build]:
    return {times: build(tmp_path_factory.mktemp(f"times{times}"), times) for times in (FEW, MANY)}


def build(folder: Path, times: int) -> Build:
    crowd = Crowd(folder / "input", times=times)
    canonical.deliver(crowd)
    crowd.add("evaluations", "load-20", panel(), feed="feed_of_a_panel")
    waist = ["--select", "+config.meta.is_waist:true", "--exclude-resource-type", "unit_test", "test"]
    return run_dbt(folder, crowd.freeze(), ["build", *waist])


def sizes(build: Build) -> dict[str, int]:
    """Rows of each table of the waist."""
    manifest = json.loads((build.file.parent / "target/manifest.json").read_text())
    waist = [node["name"] for node in manifest["nodes"].values() if node["config"].get("meta", {}).get("is_waist")]
    return {name: build.row(f"select count(*) from {name}")[0] for name in waist}


def test_the_waist_does_not_grow_with_the_persons(builds):
    few, many = sizes(builds[FEW]), sizes(builds[MANY])
    assert len(few) > 15
    # every item is asked, and no hours of service are delivered
    assert {name for name, count in few.items() if not count} == {
        "int_survey__items_not_asked",
        "int_webcare__service_medians",
    }
    assert few == many


def test_what_stands_before_it_does(builds):
    few, many = (builds[times].row("select count(*) from int_survey__design")[0] for times in (FEW, MANY))
    assert many * FEW == few * MANY


def test_the_panel_is_shared_by_organisations_and_by_waves(builds):
    found = builds[FEW].rows(
        "select wave_a, organisation_a, wave_b, organisation_b from int_design__shared_covariances "
        "where abs(covariance) > 1e-6 group by all order by all"
    )
    assert found == [
        (2025, "amber", 2025, "beryl"),
        (2026, "amber", 2025, "amber"),
        (2026, "amber", 2025, "beryl"),
        (2026, "amber", 2026, "beryl"),
        (2026, "beryl", 2025, "amber"),
        (2026, "beryl", 2025, "beryl"),
    ]
