"""What tasks tell Airflow: what is skipped, what is retried, and that no error quotes personal data."""

from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

from centricity.errors import CentricityError
from centricity.loads.intake import IntakeFault, IntakeReport
from centricity.orchestration import steps


@pytest.fixture(autouse=True)
def task_instance(monkeypatch) -> SimpleNamespace:
    instance = SimpleNamespace(run_id="a run", try_number=1)
    monkeypatch.setattr(steps, "get_current_context", lambda: {"ti": instance})
    return instance


def intake_gives(monkeypatch, *, pending=("tiny_survey: 1 files",), entries=("an entry",), error=None):
    def load(settings, source, run_id):
        if error:
            raise error
        return SimpleNamespace(entries=list(entries), lines=lambda: ["one line"])

    monkeypatch.setattr(steps.intake, "find_deliveries", lambda settings, source: list(pending))
    monkeypatch.setattr(steps.intake, "load_deliveries", load)


def test_a_library_s_error_is_retried_without_its_text(monkeypatch):
    intake_gives(monkeypatch, error=ValueError("jan@example.org is no number"))
    with pytest.raises(AirflowException) as caught:
        steps.load_deliveries("survey")
    assert not isinstance(caught.value, AirflowFailException)
    assert "ValueError" in str(caught.value)
    assert "in load_deliveries" in str(caught.value)
    assert "jan@example.org" not in str(caught.value)
    assert caught.value.__context__ is None


def test_our_own_error_fails_at_once_with_its_remedy(monkeypatch):
    intake_gives(monkeypatch, error=CentricityError("pseudonym_key_changed", "Another key.", "Restore the key."))
    with pytest.raises(AirflowFailException, match="Restore the key"):
        steps.load_deliveries("survey")


def test_a_file_s_fault_lets_the_others_wake_the_build_and_is_retried_apart(monkeypatch):
    intake_gives(monkeypatch, error=IntakeFault(IntakeReport("survey", faults=["One file met a fault."])))
    steps.load_deliveries("survey")
    with pytest.raises(AirflowException, match="intake_fault") as caught:
        steps.retry_faults("survey")
    assert not isinstance(caught.value, AirflowFailException)


def test_without_a_fault_there_is_nothing_to_retry(monkeypatch):
    intake_gives(monkeypatch, pending=())
    assert steps.find_deliveries("survey") is False
    with pytest.raises(AirflowSkipException):
        steps.retry_faults("survey")


def test_nothing_new_wakes_no_build_unless_a_killed_try_may_have_loaded_it(monkeypatch, task_instance):
    intake_gives(monkeypatch, entries=())
    with pytest.raises(AirflowSkipException):
        steps.load_deliveries("survey")
    task_instance.try_number = 2
    steps.load_deliveries("survey")


@pytest.mark.parametrize("step", ["build_models", "publish_marts"])
def test_an_overtaken_build_is_skipped(monkeypatch, step):
    monkeypatch.setattr(steps.build, step, lambda settings, build_id: False)
    with pytest.raises(AirflowSkipException, match="newer input"):
        getattr(steps, step)("abc")
    monkeypatch.setattr(steps.build, step, lambda settings, build_id: True)
    getattr(steps, step)("abc")
