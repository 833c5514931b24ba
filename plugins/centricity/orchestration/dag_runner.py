"""The process in which `one_process` runs every DAG: `python -m centricity.orchestration.dag_runner <pipe>`.

Its environment names a private Airflow home; Airflow reads it at import.
"""

import gc

gc.disable()  # a fifth of the import of Airflow; `main` goes on without looking at what was imported

import json
import os
import sys
from datetime import timedelta
from typing import Any, TextIO

from airflow.api_fastapi.execution_api import versions
from airflow.api_fastapi.execution_api.routes import authenticated_router, execution_api_router
from airflow.dag_processing.dagbag import DagBag
from airflow.listeners import hookimpl
from airflow.sdk import DAG, TaskInstanceState
from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance
from airflow.sdk.listener import get_listener_manager
from cadwyn import HeadVersion, Version, VersionBundle
from cadwyn.route_generation import _DELETED_ROUTE_TAG  # of routes that only older versions have

# Reference first: the others wait for organisations.
ORDER = ("ingest_reference", "ingest_survey", "ingest_webcare", "ingest_process", "build_index")


class TaskReporter:
    """Tells the parent which task starts, and why one failed."""

    def __init__(self, reports: TextIO) -> None:
        self.reports = reports

    @hookimpl
    def on_task_instance_running(
        self, previous_state: TaskInstanceState | None, task_instance: RuntimeTaskInstance
    ) -> None:
        _send(self.reports, {"dag_id": task_instance.dag_id, "task_id": task_instance.task_id})

    @hookimpl
    def on_task_instance_failed(
        self,
        previous_state: TaskInstanceState | None,
        task_instance: RuntimeTaskInstance,
        error: BaseException | str | None,
    ) -> None:
        task = {"dag_id": task_instance.dag_id, "task_id": task_instance.task_id}
        # `steps.failing_plainly` has seen to it that the text holds nothing personal.
        _send(self.reports, task | {"error": str(error)})


def main() -> None:
    """Run the DAGs in order. One that fails does not stop the others, as under a scheduler."""
    gc.freeze()
    gc.enable()
    _serve_newest_version_only()
    with os.fdopen(int(sys.argv[1]), "w") as reports:
        get_listener_manager().add_listener(TaskReporter(reports))
        dags = _load_dags()
        for dag_id in ORDER:
            _send(reports, _run(dags[dag_id]))


def _serve_newest_version_only() -> None:
    """Tasks talk to the server in this process in its newest version: it need not make the routes of all older ones.

    Making them takes a third of a run that finds nothing to do.
    """
    for router in (execution_api_router, authenticated_router):
        router.routes[:] = [route for route in router.routes if _DELETED_ROUTE_TAG not in getattr(route, "tags", ())]
    versions.bundle = VersionBundle(HeadVersion(), Version(versions.bundle.versions[0].value))


def _load_dags() -> dict[str, DAG]:
    dag_bag = DagBag()
    missing = set(ORDER) - set(dag_bag.dags)
    if dag_bag.import_errors or missing:
        sys.exit(f"DAG files do not load: {dag_bag.import_errors or sorted(missing)}")
    return dag_bag.dags


def _run(dag: DAG) -> dict[str, Any]:
    for task in dag.tasks:
        task.retry_delay = timedelta(0)
    run = dag.test()
    tasks = {task.task_id: str(task.state) for task in run.get_task_instances()}
    return {"dag_id": dag.dag_id, "run_id": run.run_id, "state": str(run.state), "tasks": tasks}


def _send(reports: TextIO, report: dict[str, Any]) -> None:
    print(json.dumps(report), file=reports, flush=True)


if __name__ == "__main__":
    main()
