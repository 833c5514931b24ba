"""Take in every pending reference delivery.

**Inputs.** Files in `landing/<feed>/` of every feed whose source is `reference`: the organisations with their aliases,
and the population margins.

**Outputs.** Loads in `raw/reference/`, the ledger, `quarantine/` and `rejected/`.
The originals move to `archive/`. Every load that was taken wakes `build_index`.

**When it fails.** A file that cannot be read or is refused does not fail the run: it stands in `rejected/` with its
reason, and `centricity status` lists it. `retry_faults` fails when a file met a fault of ours (a full disk, a lock, a
bug). The file stays in `landing/`; the others are loaded. Read the task's log and correct the cause: the next run loads
the file.

Until an organisations load is in, all other deliveries wait in `landing/`.
"""

from datetime import timedelta

from airflow.sdk import Asset, CronTriggerTimetable, dag, task

RAW_REFERENCE = Asset("x-centricity://raw/reference")


@dag(
    doc_md=__doc__,
    schedule=CronTriggerTimetable("*/15 * * * *", timezone="Europe/Amsterdam", run_immediately=True),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(seconds=10)},
    tags=["ingest"],
)
def ingest_reference():
    @task.short_circuit
    def find_deliveries():
        from centricity.orchestration import steps

        return steps.find_deliveries("reference")

    @task(outlets=[RAW_REFERENCE])
    def load_deliveries():
        from centricity.orchestration import steps

        steps.load_deliveries("reference")

    @task(outlets=[RAW_REFERENCE])
    def retry_faults():
        from centricity.orchestration import steps

        steps.retry_faults("reference")

    find_deliveries() >> load_deliveries() >> retry_faults()


ingest_reference()
