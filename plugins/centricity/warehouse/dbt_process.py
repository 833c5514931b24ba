"""The process in which dbt runs: `python -m centricity.warehouse.dbt_process <arguments of dbt>`.

A build has two halves, which read the project once: what reads rows, up to the waist, then what reads the waist only.
The second reads the waist as a source, so for dbt nothing in it waits for the first; each node has the tag of its half.
Where all rows of the waist are kept from earlier builds, they take the place of the first half.

It is dbt, but for the texts of errors: DuckDB quotes the value that it could not read, and dbt writes the text to its
log, its output and its results. Only what is known to quote none is written. Our own errors hold nothing personal: they
are also left, whole, for the process that waits for this one.
"""

import gc

# What is imported, parsed and planned stays until the process ends: to look for garbage in it is a tenth of a build.
gc.disable()

import json
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dbt.task.runnable
import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.environments import Environment
from dbt.cli.exceptions import DbtUsageException
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt.graph import Graph
from dbt.task.build import BuildTask
from dbt_common.exceptions import DbtRuntimeError

from centricity.errors import CentricityError
from centricity.warehouse.dbt_costs import save_costs
from centricity.warehouse.own_errors import note_own_error
from centricity.warehouse.waist import complete_waist, lay_waist, noted_waist

# The tags of a node's half, and of what both go by (dbt_project.yml).
METHOD, ROWS, FIGURES = "method", "rows", "figures"
# The source that the second half reads.
WAIST = "waist"
# These speak of the statement, a file or the machine, never of a row.
QUOTES_NO_VALUE = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.ParserException,
    duckdb.SyntaxException,
)
# No person stands in a table of the method: there the value, its line and its column may be told.
METHOD_TABLE = "seed.centricity.method_"
WITHHELD = "its text may quote personal data and is withheld"

of_dbt = DuckDBConnectionManager.exception_handler
run_of_dbt = vars(Environment)["run_python_job"].__func__
compile_of_dbt = BuildTask.compile_manifest
graphs: list[Graph] = []


@contextmanager
def exception_handler(self: DuckDBConnectionManager, *arguments: str) -> Iterator[None]:
    """As dbt's, but the text of an error that may quote a value goes no further."""
    with of_dbt(self, *arguments):
        try:
            yield
        except duckdb.Error as error:
            of_method = (self.get_thread_connection().name or "").startswith(METHOD_TABLE)
            raise error if of_method or isinstance(error, QUOTES_NO_VALUE) else _withheld(error) from None


def run_python_job(cls: type[Environment], *arguments: object) -> None:
    """As dbt's, but it says where a model failed, not what was in its data; an error of our own it says whole."""
    try:
        run_of_dbt(cls, *arguments)
    except DbtRuntimeError as error:
        raise _of_model(error.__context__ or error) from None


def compile_manifest(self: BuildTask) -> None:
    """As dbt's, but the second half of a build goes by the graph that the first one drew."""
    if not graphs:
        compile_of_dbt(self)
        graphs.append(self.graph)
    self.graph = graphs[0]


def _of_model(error: BaseException) -> DbtRuntimeError:
    if not isinstance(error, CentricityError):
        return _withheld(error)
    note_own_error(Path(os.environ["DBT_TARGET_PATH"]), error)
    return DbtRuntimeError(str(error))


def _withheld(error: BaseException) -> DbtRuntimeError:
    places = "".join(traceback.format_tb(error.__traceback__))
    return DbtRuntimeError(f"{type(error).__name__}: {WITHHELD}. It arose in\n{places}")


def run(arguments: Sequence[str] | None = None) -> None:
    """Dbt with these arguments, else with those of the command line; it ends the process.

    If a half of a build fails, it ends there: the results are those of the halves that ran.
    """
    patches = (
        (DuckDBConnectionManager, "exception_handler", exception_handler),
        (Environment, "run_python_job", classmethod(run_python_job)),
        (BuildTask, "compile_manifest", compile_manifest),
    )
    for patched, name, ours in patches:
        setattr(patched, name, ours)
    save_costs()
    given = sys.argv[1:] if arguments is None else list(arguments)
    sys.exit(_build(given) if "build" in given else _invoke(given, []))


def _build(arguments: list[str]) -> int:
    # A test of the figures may read what the method says beside them.
    arguments = [*arguments, "--indirect-selection", "buildable"]
    warehouse = Path.cwd()
    waist = noted_waist(warehouse)
    if waist and not waist.read:
        lay_waist(warehouse, waist, Path(os.environ["CENTRICITY_BUILD_FILE"]))
        return _invoke([*arguments, "--exclude", f"tag:{ROWS}"], [])
    read: list[Manifest] = []
    failed = _invoke([*arguments, "--exclude", f"tag:{FIGURES}"], read)
    if failed:
        return failed
    of_rows = json.loads(_results_file().read_bytes())
    _results_file().unlink()  # should the rest fail before a node runs, these are not its results
    if waist:
        # dbt holds the database until the process ends
        complete_waist(warehouse, waist, DuckDBConnectionManager.env().handle().cursor(), _tables_of_waist(read[-1]))
    failed = _invoke([*arguments, "--exclude", f"tag:{METHOD}", f"tag:{ROWS}"], read)
    if _results_file().exists():
        _put_before(of_rows, _results_file())
    return failed


def _tables_of_waist(project: Manifest) -> dict[str, str]:
    """Each with what its rows are of: `config.meta.rows_of` in the YAML of the source."""
    tables = (source for source in project.sources.values() if source.source_name == WAIST)
    return {table.identifier: table.config.meta["rows_of"] for table in tables}


def _invoke(arguments: list[str], read: list[Manifest]) -> int:
    """Run one command.

    Args:
        arguments: of dbt.
        read: the project as the command before read it; if empty, it is read now and left here.

    Returns:
        0, or 1 if the command failed. It has said why, unless the arguments are none of dbt's.
    """
    # It was written when the project was read. After the run dbt writes it again, with the compiled SQL, which nobody
    # reads: a twentieth of a small build.
    dbt.task.runnable.write_manifest = lambda manifest, *_: read.append(manifest)
    done = dbtRunner(manifest=read[-1] if read else None).invoke(arguments)
    if isinstance(done.exception, DbtUsageException):
        print(done.exception, file=sys.stderr)
    return int(not done.success)


def _results_file() -> Path:
    return Path(os.environ["DBT_TARGET_PATH"]) / "run_results.json"


def _put_before(first: dict[str, Any], file: Path) -> None:
    """Add the results of the first half to those of the second, so that a build has one file of them."""
    second = json.loads(file.read_bytes())
    second["results"] = first["results"] + second["results"]
    second["elapsed_time"] += first["elapsed_time"]
    file.write_text(json.dumps(second), encoding="utf-8")


if __name__ == "__main__":
    run()
