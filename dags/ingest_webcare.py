"""Take in every pending webcare delivery.

**Inputs.** Files in `landing/<feed>/` of every feed whose source is `webcare`: messages between customers and
organisations.

**Outputs.** Loads in `raw/webcare/`, with pseudonyms for authors; the ledger, `quarantine/`, `rejected/`.
The originals move to `archive/`. Every load that was taken wakes `build_index`.

**When it fails.** A file that cannot be read or is refused does not fail the run: it stands in `rejected/` with its
reason, and `centricity status` lists it. `retry_faults` fails when a file met a fault of ours (a full disk, a lock, a
bug). The file stays in `landing/`; the others are loaded. Read the task's log and correct the cause: the next run loads
the file.

Deliveries wait until the organisations are known: a new reference load wakes this DAG too.
"""

from datetime import timedelta

from airflow.sdk import Asset, AssetOrTimeSchedule, CronTriggerTimetable, dag, task

RAW_WEBCARE = Asset("x-centricity://raw/webcare")


@dag(
    doc_md=__doc__,
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("*/15 * * * *", timezone="Europe/Amsterdam", run_immediately=True),
        assets=Asset("x-centricity://raw/reference"),
    ),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(seconds=10)},
    tags=["ingest"],
)
def ingest_webcare():
    @task.short_circuit
    def find_deliveries():
        from centricity.orchestration import steps

        return steps.find_deliveries("webcare")

    @task(outlets=[RAW_WEBCARE])
    def load_deliveries():
        from centricity.orchestration import steps

        steps.load_deliveries("webcare")

    @task(outlets=[RAW_WEBCARE])
    def retry_faults():
        from centricity.orchestration import steps

        steps.retry_faults("webcare")

    find_deliveries() >> load_deliveries() >> retry_faults()


ingest_webcare()
