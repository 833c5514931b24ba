"""Twelve persons, planted in every way that a file can go wrong, stay where suppliers' files may be."""

import hashlib
import io
import json
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import psutil
import pytest
from canaries import PERSONS, Person, files_with, traces
from environments import SURVEY_HEADER, WEBCARE, Environment
from rich.console import Console

from centricity.environment import open_environment
from centricity.errors import CentricityError
from centricity.home import open_home
from centricity.loads import staging
from centricity.loads.intake import IntakeFault, load_deliveries
from centricity.loads.ledger import read_entries
from centricity.orchestration import one_process
from centricity.reports.run import print_run
from centricity.reports.status import print_status
from centricity.settings import PROJECT, Settings

pytestmark = pytest.mark.integration
WORDS = tuple(word for person in PERSONS for word in person.words)
IDENTIFIERS = tuple(word for person in PERSONS for word in person.identifiers)
# What suppliers sent. In `raw/` names stand in comments, since no rule can tell a name; `input` links to it.
MAY_HOLD_ALL = ("landing", "archive", "quarantine")
MAY_HOLD_NAMES = ("raw", "warehouse/input")
PROCESS = {
    "feed": "process",
    "source": "process",
    "entity": "events",
    "description": "Complaints.",
    "file_pattern": "events_{date}.csv",
    "format": {"type": "csv"},
    "columns": {
        "case_id": "case",
        "organisation_id": "organisation",
        "customer_id": "customer",
        "process": {"constant": "complaint"},
        "topic": "topic",
        "activity": "activity",
        "occurred_at": "occurred",
    },
}
PROCESS_HEADER = "case,organisation,customer,topic,activity,occurred\n"


def plant(environment: Environment) -> None:
    """The persons in every column of good and failing rows, and in files that are refused."""
    environment.deliver_organisations()
    environment.define(PROCESS)
    good = [survey_row(person, number) for number, person in enumerate(PERSONS)]
    environment.deliver_survey(*good, *failing_rows(*PERSONS[:7]), good[0].replace("Ik ben", "Hier is"), good[1])
    for day, content in enumerate(refused_files(), start=1):
        environment.deliver("survey", f"survey_2025-11-{day:02}.csv", content)
    person = PERSONS[7]
    environment.deliver("survey", f"{person.mail} {person.name}.csv", SURVEY_HEADER + survey_row(person, 70))
    environment.deliver("survey", "survey_2025-12-01.csv", SURVEY_HEADER + survey_row(person, 71))
    environment.deliver("survey", "survey_2025-12-01.csv.done", f"rows: {person.name}")
    for day, archive in enumerate(bad_archives(PERSONS[8]), start=1):
        environment.deliver("survey", f"survey_2026-01-{day:02}.csv.zip", archive)
    environment.deliver("survey", "survey_2026-02-01.csv.gz", b"\x1f\x8b" + PERSONS[9].comment.encode())
    environment.deliver("webcare", "webcare_2025-10-01.jsonl", "\n".join(messages()))
    stranger = json.loads(message(PERSONS[10])) | {PERSONS[10].name: PERSONS[10].phone}
    environment.deliver("webcare", "webcare_2025-10-02.jsonl", json.dumps(stranger))
    events = [
        f'{person.iban},Alfa,{person.mail},"{person.comment}","{person.comment}",2025-10-01T12:00:0{number % 10}+0200'
        for number, person in enumerate(PERSONS)
    ]
    failing = [f"{person.iban},{person.name},{person.mail},{person.bsn},{person.phone},never" for person in PERSONS]
    environment.deliver("process", "events_2025-10-01.csv", PROCESS_HEADER + "\n".join([*events, *failing]))


def survey_row(person: Person, number: int = 0, **changes: str) -> str:
    good = {
        "id": f"{person.mail} {number}",
        "respondent": person.bsn,
        "organisatie": "Alfa",
        "ingevuld_op": f"01-10-2025 12:{number // 60:02}:{number % 60:02}",
        "aanbevelen": "9",
        "gemak": "7",
        "opmerking": person.comment,
    }
    return ";".join((good | changes).values())


def failing_rows(*persons: Person) -> list[str]:
    a, b, c, d, e, f, g = persons
    return [
        survey_row(a, 90, organisatie=a.name),
        survey_row(b, 91, ingevuld_op=b.phone),
        survey_row(c, 92, aanbevelen=c.name, gemak=c.iban),
        survey_row(d, 93, aanbevelen="11"),
        survey_row(e, 94, organisatie=""),
        survey_row(f, 95) + f";{f.address}",
        f"{g.mail};{g.bsn};{g.name}",
    ]


def refused_files() -> list[bytes]:
    a, b, c, d, e = PERSONS[:5]
    return [
        f"{a.name};{a.mail};{a.phone};{a.bsn};{a.iban};{a.address};{a.handle}\n".encode(),
        SURVEY_HEADER.encode() + survey_row(b).replace("Ik ben", "Ík bén").encode("cp1252"),
        (SURVEY_HEADER + survey_row(c, opmerking=f'"{c.comment}')).encode(),
        (SURVEY_HEADER + survey_row(d, opmerking=f'"{d.name}"{d.mail}"')).encode(),
        SURVEY_HEADER.replace("opmerking", e.mail).encode(),
    ]


def bad_archives(person: Person) -> list[bytes]:
    """A way out, two members, an archive in an archive, a bomb."""
    comment = person.comment.encode()
    inner = zipped({f"{person.name}.csv": comment})
    return [
        zipped({f"../{person.mail}.csv": comment}),
        zipped({f"{person.mail}.csv": comment, person.name: comment}),
        zipped({f"{person.mail}.zip": inner}),
        zipped({f"{person.mail}.csv": comment * 100_000}),
    ]


def zipped(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def message(person: Person, **changes: object) -> str:
    good = {
        "id": person.iban,
        "reply_to": person.bsn,
        "account": "Alfa",
        "author": {"id": person.handle, "type": "customer"},
        "sent": "2025-10-01T12:00:00Z",
        "text": person.comment,
    }
    return json.dumps(good | changes)


def messages() -> list[str]:
    a, b, c, d, e, f = PERSONS[:6]
    return [
        *map(message, PERSONS),
        message(a, id=a.mail, account=a.name),
        message(b, id=b.mail, author={"id": b.mail, "type": b.name}),
        message(c, id={c.name: c.mail}),
        message(d, id=d.mail, sent=d.phone),
        message(e, id=e.mail)[:-9],
        f"{{{f.mail} {f.phone} {f.name}",
    ]


class Watch(threading.Thread):
    """Notes what the process list shows of our children, and what their environment holds."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: set[str] = set()
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.2):
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    self.seen |= {" ".join(child.cmdline()), str(child.environ())}


@contextmanager
def breaking(environment: Environment) -> Iterator[Settings]:
    """Settings with a check and a model that cannot read what is planted, and DuckDB says so with the value."""
    expectations = shutil.copytree(PROJECT / "expectations", environment.folder / "expectations")
    suite = expectations / "raw" / "messages.json"
    rules = json.loads(suite.read_text())
    broken = rules["expectations"][-1]
    broken["kwargs"]["unexpected_rows_query"] = "select 1 from {batch} where text::integer > 1"
    suite.write_text(json.dumps(rules))
    project = shutil.copytree(
        PROJECT / "dbt_project", environment.folder / "dbt_project", ignore=shutil.ignore_patterns("target", "logs")
    )
    models, sources = project / "models", "prepared/_sources.yml"
    kept = (models / sources).read_text()
    for folder in (models, *(project / name for name in ("tests/method", "tests/reconciliation", "seeds"))):
        shutil.rmtree(folder)
    (models / sources).parent.mkdir(parents=True)
    (models / sources).write_text(kept)
    (models / "leak.sql").write_text(
        "{{ config(materialized='table') }} select comment::integer as leak from {{ source('raw', 'evaluations') }}"
    )
    (models / "leak_in_python.py").write_text(
        "def model(dbt, session):\n    rows = dbt.source('raw', 'evaluations').df()\n"
        "    if len(rows):\n        raise ValueError(rows['comment'][0])\n    return rows\n"
    )
    yield environment.settings.model_copy(update={"expectations": expectations, "dbt_project": project})


@pytest.fixture(scope="module")
def environment(module_environment) -> Iterator[Environment]:
    """One run in which every file goes wrong that can, a second in which everything else does."""
    folder = module_environment.folder
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder / "temporary"))
        patch.setattr(tempfile, "tempdir", None)
        (folder / "temporary").mkdir()
        patch.setattr(one_process, "throw_away_airflow_home", keeping(folder / "airflow", patch))
        plant(module_environment)
        watch = Watch()
        watch.start()
        one_process.run_everything(module_environment.settings)
        watch.ended.set()
        (folder / "children.txt").write_text("\n".join(watch.seen))
        broken = module_environment.define(WEBCARE | {"colour": "red", "feed": "broken"})
        module_environment.deliver("broken", "webcare_2025-10-03.jsonl", PERSONS[0].comment)
        module_environment.deliver("webcare", "webcare_2025-10-03.jsonl", message(PERSONS[11], id=PERSONS[11].mail))
        module_environment.deliver_survey(survey_row(PERSONS[0], 80), date="2025-10-05")
        with (folder / "seen.txt").open("w") as seen, breaking(module_environment) as settings:
            console = Console(file=seen)
            with pytest.raises(CentricityError, match="run_failed") as error:
                print_run(open_environment(settings), console, full=False)
            console.print(str(error.value), markup=False)
            print_status(open_environment(settings), console)
        broken.unlink()
        yield module_environment


def keeping(folder: Path, patch: pytest.MonkeyPatch):
    """Throw-away Airflow homes that are copied to `folder` before they go."""
    original = one_process.throw_away_airflow_home

    @contextmanager
    def kept(*arguments) -> Iterator[Path]:
        with original(*arguments) as made:
            try:
                yield made
            finally:
                shutil.copytree(made[0], folder / made[0].name)

    return kept


def test_every_kind_of_failure_was_forced(environment):
    """Else the next tests would pass on nothing."""
    entries = read_entries(open_home(environment.settings))
    reasons = {entry.reason_code for entry in entries}
    reasons |= {reason for entry in entries for reason in entry.quarantine_reasons}
    assert reasons >= {
        "bad_file_name", "header_mismatch", "mixed_encoding", "unterminated_quote", "malformed_quote",
        "bad_control_file", "path_traversal", "unexpected_members", "nested_archive", "expansion_ratio",
        "corrupt_archive", "unknown_column", "check_could_not_run", "unknown_organisation", "bad_timestamp",
        "not_a_number", "out_of_range", "missing_value", "wrong_width", "duplicate_key_conflict",
        "duplicate_key_exact", "unknown_label", "nested_value", "malformed_json",
    }  # fmt: skip
    seen = (environment.folder / "seen.txt").read_text()
    assert all(
        word in " ".join(seen.split()) for word in ("dbt_failed: failed:", "model.centricity.leak", "leak_in_python")
    )
    assert "bad_feed" in seen


def test_the_persons_are_where_suppliers_files_are(environment):
    for folder in ("quarantine", "archive"):
        found = set().union(*files_with(environment.home / folder, WORDS).values())
        assert found >= {word for person in PERSONS[:6] for word in person.words}
    names = files_with(environment.home / "raw", [person.name for person in PERSONS])
    assert set().union(*names.values()) == {person.name for person in PERSONS}


def test_what_masking_knows_is_not_even_in_the_raw_zone(environment):
    for folder in MAY_HOLD_NAMES:
        assert files_with(environment.home / folder, IDENTIFIERS) == {}


def test_the_persons_are_nowhere_else(environment):
    folders = {path.name for path in environment.home.iterdir() if path.is_dir()} - {*MAY_HOLD_ALL, "raw"}
    assert folders >= {"airflow", "logs", "published", "rejected", "warehouse"}
    files = [path for folder in folders for path in (environment.home / folder).rglob("*") if path.is_file()]
    assert len(files) > 80
    elsewhere = [path for path in files if environment.home / "warehouse/input" not in path.parents]
    assert {path: found for path in elsewhere if (found := traces(path, WORDS))} == {}


def test_airflow_s_databases_temporary_files_and_children_know_nobody(environment):
    assert len(list((environment.folder / "airflow").glob("*/airflow.db"))) == 2
    assert files_with(environment.folder / "airflow", WORDS) == {}
    left = [path for path in (environment.folder / "temporary").rglob("*") if path.is_file()]
    assert not left or files_with(environment.folder / "temporary", WORDS) == {}
    children = (environment.folder / "children.txt").read_text()
    assert "dbt_process" in children and "CENTRICITY_HOME" in children
    assert not any(word in children for word in WORDS)


def test_no_secret_is_in_a_process_list_or_in_an_environment(environment):
    children = (environment.folder / "children.txt").read_text()
    config = next((environment.folder / "airflow").glob("*/airflow.cfg")).read_text()
    secrets = [line.split(" = ")[1] for line in config.splitlines() if " = " in line]
    secrets.append(environment.settings.pseudonym_key_file.read_text().strip())
    assert len(secrets) == 4
    assert not any(secret in children for secret in secrets)


def pseudonyms_of(environment: Environment) -> set[str]:
    columns = {
        "evaluations": ("evaluation_id", "respondent_id", "record_key"),
        "messages": ("message_id", "in_reply_to_id", "author_id", "record_key"),
        "events": ("case_id", "customer_id"),
    }
    found = set()
    for entity, names in columns.items():
        rows = duckdb.sql(f"select {', '.join(names)} from '{environment.home}/raw/*/{entity}/*/data.parquet'")
        found |= {value for row in rows.fetchall() for value in row}
    return found


def test_no_identifier_is_stored_as_it_was_sent(environment):
    pseudonyms = pseudonyms_of(environment)
    assert len(pseudonyms) >= 6 * len(PERSONS)
    assert all(len(value) == 32 and int(value, 16) for value in pseudonyms)


def test_a_list_that_is_hashed_without_the_key_finds_nobody(environment):
    pseudonyms = pseudonyms_of(environment)
    assert pseudonyms
    for person in PERSONS:
        said = [*person.words, f"{person.mail} {PERSONS.index(person)}"]
        said += [form for word in said for form in (word.lower(), f" {word} ", word.replace("-", ""))]
        said += [f"{feed}|{word}" for feed in ("survey", "webcare", "process") for word in said]
        for algorithm in ("md5", "sha1", "sha256", "sha512"):
            digests = {hashlib.new(algorithm, word.encode()).hexdigest() for word in said}
            assert pseudonyms.isdisjoint(digests | {digest[:32] for digest in digests})


def test_what_people_see_names_nobody(environment):
    seen = (environment.folder / "seen.txt").read_text()
    assert "bad_file_name" in seen
    assert not any(word in seen for word in WORDS)


def test_a_fault_of_ours_tells_its_kind_only(environment, monkeypatch, capfd, caplog):
    person = PERSONS[0]

    def read_records(*arguments):
        raise RuntimeError(f"cannot read {person.comment}")

    monkeypatch.setattr(staging, "read_records", read_records)
    environment.deliver_survey(survey_row(person, 81), date="2025-10-06")
    with pytest.raises(IntakeFault) as fault:
        load_deliveries(environment.settings, "survey", "test")
    output = capfd.readouterr()
    told = f"{fault.value} {fault.value.report.lines()} {output.out} {output.err} {caplog.text}"
    assert "RuntimeError" in told
    assert not any(word in told for word in WORDS)
