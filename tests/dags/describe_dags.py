"""Parse a folder of DAG files in a process of its own and print, as JSON, what is in them and what they import."""

import json
import sys

import airflow.sdk
from airflow.dag_processing.dagbag import DagBag

HEAVY = {"pandas", "duckdb", "great_expectations", "dbt", "centricity"}


def main(folder: str) -> None:
    """Describe every DAG of the folder."""
    before = _loaded_packages()
    dag_bag = DagBag(folder)
    description = {
        "import_errors": dag_bag.import_errors,
        "heavy_before": sorted(before & HEAVY),
        "heavy_after": sorted(_loaded_packages() & HEAVY),
        "dags": {dag_id: _describe(dag) for dag_id, dag in dag_bag.dags.items()},
    }
    print("\n" + json.dumps(description))


def _loaded_packages() -> set[str]:
    return {name.partition(".")[0] for name in sys.modules}


def _describe(dag: airflow.sdk.DAG) -> dict[str, object]:
    clock = getattr(dag.timetable, "timetable", dag.timetable)
    condition = getattr(dag.timetable, "asset_condition", None)
    return {
        "file": dag.fileloc,
        "doc_md": dag.doc_md,
        "cron": getattr(clock, "expression", None),
        "time_zone": str(getattr(clock, "timezone", None)),
        "assets": sorted(asset.uri for asset in getattr(condition, "objects", [condition])) if condition else [],
        "is_any_asset": isinstance(condition, airflow.sdk.AssetAny),
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "tasks": {task.task_id: _describe_task(task) for task in dag.tasks},
    }


def _describe_task(task: object) -> dict[str, object]:
    return {
        "downstream": sorted(task.downstream_task_ids),
        "outlets": [asset.uri for asset in task.outlets],
        "retries": task.retries,
        "retry_seconds": task.retry_delay.total_seconds(),
    }


if __name__ == "__main__":
    main(sys.argv[1])
