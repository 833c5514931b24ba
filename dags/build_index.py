"""Build the customer-centricity index from every accepted load, and publish its marts.

**Inputs.** All loads in `raw/` and the ledger, whichever load woke the run: `freeze_input` links exactly these into
`warehouse/input/`. It skips when the published marts came from the same input, or when publishing is paused.

**Outputs.** `published/<build_id>/` with one Parquet file per mart, `marts.duckdb` and `manifest.json`;
`published/current` moves to it in one step. A build that a newer input has overtaken is skipped: that input's own
run publishes.

**When it fails.** The published marts stay as they were. `build_models` fails when a model or a dbt test does;
`publish_marts` when a mart does not meet its expectations. The task's log names the model or expectation. Correct it,
and run `centricity run` or clear the failed task. `freeze_input` fails when there is nothing new to build and a
published file is gone or changed (`damaged_build`): delete the build's folder, which is named, and run again.
"""

from datetime import timedelta

from airflow.sdk import Asset, dag, task


@dag(
    doc_md=__doc__,
    schedule=(
        Asset("x-centricity://raw/reference")
        | Asset("x-centricity://raw/survey")
        | Asset("x-centricity://raw/webcare")
        | Asset("x-centricity://raw/process")
    ),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(seconds=10)},
    tags=["build"],
)
def build_index():
    @task.short_circuit
    def freeze_input():
        from centricity.orchestration import steps

        return steps.freeze_input()

    @task
    def build_models(build_id):
        from centricity.orchestration import steps

        steps.build_models(build_id)
        return build_id

    @task(outlets=[Asset("x-centricity://marts")])
    def publish_marts(build_id):
        from centricity.orchestration import steps

        steps.publish_marts(build_id)

    publish_marts(build_models(freeze_input()))


build_index()
