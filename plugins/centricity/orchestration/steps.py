"""What the tasks of the DAGs do: call the warehouse and tell Airflow how it went.

Nothing to do is a skip, so no asset event follows. What Airflow keeps (XCom, events) holds nothing but build ids.
"""

import functools
import logging
import os
import traceback
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from airflow.sdk import get_current_context
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

from centricity.errors import CentricityError
from centricity.faults import fault_in_words
from centricity.intake import loading
from centricity.intake.report import IntakeFault
from centricity.settings import home_folder, load_settings
from centricity.warehouse import build

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)


def failing_plainly(step: Callable[P, R]) -> Callable[P, R]:
    """Turn every error into one that Airflow may print and that says whether to retry.

    Errors of libraries quote rows and keys, so their text and the chain of causes stop here; where they arose is kept.
    Refusals and our own errors come back the same at every try and fail at once; only faults are retried.
    """

    @functools.wraps(step)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return step(*args, **kwargs)
        except AirflowSkipException:
            raise
        except CentricityError as error:
            failure = _failure_of(error)
        except Exception as error:
            failure = _failure_of_library(error)
        raise failure  # outside the handlers: so it has no context that would be printed with it

    return run


def _failure_of(error: CentricityError) -> AirflowException:
    is_fault = isinstance(error, IntakeFault)
    return AirflowException(str(error)) if is_fault else AirflowFailException(str(error))


def _failure_of_library(error: Exception) -> AirflowException:
    known = fault_in_words(error, home_folder(os.environ))
    if known:
        return AirflowFailException(str(known))
    places = "".join(traceback.format_tb(error.__traceback__))
    return AirflowException(f"{type(error).__name__}; its text may quote personal data. It arose in\n{places}")


@failing_plainly
def find_deliveries(source: str) -> bool:
    """Whether anything of this source can be taken now."""
    pending = loading.find_deliveries(load_settings(), source)
    _say(pending)
    return bool(pending)


@failing_plainly
def load_deliveries(source: str) -> None:
    """Take everything pending; what went in wakes the build, so a file's fault is left to `retry_faults`."""
    task_instance = get_current_context()["ti"]
    try:
        report = loading.load_deliveries(load_settings(), source, task_instance.run_id)
    except IntakeFault as fault:
        _say(fault.report.lines())
        return
    _say(report.lines())
    # A try that was killed may have loaded something and not have said so.
    if not report.entries and task_instance.try_number == 1:
        raise AirflowSkipException("Nothing new: another run loaded it, or it was loaded before.")


@failing_plainly
def retry_faults(source: str) -> None:
    """Take what is still pending; fail when a file meets a fault again."""
    settings = load_settings()
    if not loading.find_deliveries(settings, source):
        raise AirflowSkipException("No file is left.")
    _say(loading.load_deliveries(settings, source, get_current_context()["ti"].run_id).lines())


@failing_plainly
def freeze_input() -> str | None:
    """Fix the input of the next build; None when its marts are published, or publishing is paused."""
    return build.freeze_input(load_settings())


@failing_plainly
def build_models(build_id: str) -> None:
    """Build every model from the frozen input."""
    _skip_if_overtaken(build_id, build.build_models(load_settings(), build_id))


@failing_plainly
def publish_marts(build_id: str) -> None:
    """Judge the marts and publish them."""
    _skip_if_overtaken(build_id, build.publish_marts(load_settings(), build_id))


def _skip_if_overtaken(build_id: str, is_done: bool) -> None:
    if not is_done:
        raise AirflowSkipException(f"A newer input than {build_id} is frozen; its own run goes on.")


def _say(lines: list[str]) -> None:
    for line in lines:
        log.info(line)
