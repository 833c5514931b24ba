"""Take in every pending survey delivery.

**Inputs.** Files in `landing/<feed>/` of every feed whose source is `survey`: evaluations by customers.

**Outputs.** Loads in `raw/survey/`, without names and with pseudonyms for ids; the ledger, `quarantine/`, `rejected/`.
The originals move to `archive/`. Every load that was taken wakes `build_index`.

**When it fails.** A file that cannot be read or is refused does not fail the run: it stands in `rejected/` with its
reason, and `centricity status` lists it. `retry_faults` fails when a file met a fault of ours (a full disk, a lock, a
bug). The file stays in `landing/`; the others are loaded. Read the task's log and correct the cause: the next run loads
the file.

Deliveries wait until the organisations are known: a new reference load wakes this DAG too.
"""

from datetime import timedelta

from airflow.sdk import Asset, AssetOrTimeSchedule, CronTriggerTimetable, dag, task

RAW_SURVEY = Asset("x-centricity://raw/survey")


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
def ingest_survey():
    @task.short_circuit
    def find_deliveries():
        from centricity.orchestration import steps

        return steps.find_deliveries("survey")

    @task(outlets=[RAW_SURVEY])
    def load_deliveries():
        from centricity.orchestration import steps

        steps.load_deliveries("survey")

    @task(outlets=[RAW_SURVEY])
    def retry_faults():
        from centricity.orchestration import steps

        steps.retry_faults("survey")

    find_deliveries() >> load_deliveries() >> retry_faults()


ingest_survey()
