"""What `centricity run` says when it could not finish."""

import pytest
from rich.console import Console

from centricity.errors import CentricityError
from centricity.reports import run


def test_a_run_that_failed_does_not_say_that_nothing_was_delivered(environment, survey_row, monkeypatch):
    def fails(*_: object, **__: object) -> None:
        raise CentricityError("run_failed", "It failed.")

    environment.deliver_survey(survey_row())
    monkeypatch.setattr(run, "run_everything", fails)
    console = Console(record=True)
    with pytest.raises(CentricityError):
        run.print_run(environment.settings, console, full=False)
    said = console.export_text()
    assert "waiting_for_organisations" in said
    assert "Nothing new" not in said
