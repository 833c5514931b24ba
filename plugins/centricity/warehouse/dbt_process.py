"""The process in which dbt runs: `python -m centricity.warehouse.dbt_process <arguments of dbt>`.

It is dbt, but for the texts of errors: DuckDB quotes the value that it could not read, and dbt writes the text to its
log, its output and its results. Only what is known to quote none is written. Our own errors hold nothing personal: they
are also left, whole, for the process that waits for this one.
"""

import gc

# What is imported, parsed and planned stays until the process ends: to look for garbage in it is a tenth of a build.
gc.disable()

import os
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dbt.task.runnable
import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.environments import Environment
from dbt.cli.main import cli
from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.exceptions import DbtRuntimeError

from centricity.errors import CentricityError
from centricity.warehouse.own_errors import note_own_error

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
fire_of_dbt = EventManager.fire_event


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


def fire_event(self: EventManager, event: BaseEvent, level: EventLevel | None = None, *more: Any, **named: Any) -> None:
    """As dbt's, but nothing for its debugging is written down for loggers that drop it: twenty times a node."""
    of_event = level or event.level_tag()
    if of_event != EventLevel.DEBUG or any(logger.level == EventLevel.DEBUG for logger in self.loggers):
        fire_of_dbt(self, event, level, *more, **named)


def _of_model(error: BaseException) -> DbtRuntimeError:
    if not isinstance(error, CentricityError):
        return _withheld(error)
    note_own_error(Path(os.environ["DBT_TARGET_PATH"]), error)
    return DbtRuntimeError(str(error))


def _withheld(error: BaseException) -> DbtRuntimeError:
    places = "".join(traceback.format_tb(error.__traceback__))
    return DbtRuntimeError(f"{type(error).__name__}: {WITHHELD}. It arose in\n{places}")


def run(arguments: Sequence[str] | None = None) -> None:
    """Dbt with these arguments, else with those of the command line; it ends the process."""
    patches = (
        (DuckDBConnectionManager, "exception_handler", exception_handler),
        (Environment, "run_python_job", classmethod(run_python_job)),
        (EventManager, "fire_event", fire_event),
    )
    for patched, name, ours in patches:
        setattr(patched, name, ours)
    # It was written when the project was read. After the run dbt writes it again, with the compiled SQL, which nobody
    # reads: a twentieth of a small build.
    dbt.task.runnable.write_manifest = lambda *_: None
    cli(arguments)


if __name__ == "__main__":
    run()
