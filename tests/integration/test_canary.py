"""A person planted in ids, comments and failing rows stays where suppliers' files may be, and nowhere else."""

import json
from pathlib import Path

import duckdb
import pytest
from environments import SURVEY_HEADER, WEBCARE, Environment
from rich.console import Console

from centricity.errors import CentricityError
from centricity.orchestration.one_process import run_everything
from centricity.reports.run import print_run
from centricity.reports.status import print_status

pytestmark = pytest.mark.integration
PERSON = ("Wilhelmina Kanarievogel", "w.kanarievogel@voorbeeld.example", "0612345099")
# The only places that may hold what suppliers sent; the key and the build file are private too.
MAY_HOLD = ("raw", "quarantine", "archive", "landing")


def plant(environment: Environment) -> None:
    """The person in every column of good and of failing rows, and in files that are refused."""
    name, mail, phone = PERSON
    environment.deliver_organisations()
    good = [f"{mail}-{n};{phone}-{n};Alfa;01-10-2025 12:00:0{n};9;7;{name} belde {phone}" for n in range(5)]
    failing = [
        f"{mail}-x;{phone};{name};01-10-2025 12:00:00;9;7;{name}",
        f"{mail}-y;{phone};Alfa;{phone};{name};{mail};{name}",
        f"{mail}-z;{phone};Alfa;01-10-2025 12:00:00;11;7;{name}",
        f"{mail};{phone};{name}",
        good[0].replace("belde", "mailde"),
    ]
    environment.deliver("survey", "survey_2025-10-01.csv", SURVEY_HEADER + "\n".join([*good, *failing]))
    environment.deliver("survey", "survey_2025-10-02.csv", f"{name};{mail};{phone}\n")
    environment.deliver("survey", f"{mail}.csv", SURVEY_HEADER)
    environment.deliver("survey", "survey_2025-10-03.csv", SURVEY_HEADER + f'{mail};{phone};Alfa;x;9;7;"{name}')
    message = {"id": mail, "reply_to": phone, "account": "Alfa", "sent": "2025-10-01T12:00:00Z", "text": name}
    author = {"author": {"id": mail, "type": "customer"}}
    lines = [json.dumps(message | author), json.dumps(message | author | {"account": name}), f"{{{mail} {phone} {name}"]
    environment.deliver("webcare", "webcare_2025-10-01.jsonl", "\n".join(lines))
    environment.deliver("webcare", "webcare_2025-10-02.jsonl", json.dumps(message | author | {name: phone}))


def texts_of(path: Path) -> str:
    """All that can be read in a file, compressed columns and database pages included."""
    raw = path.read_bytes().decode("utf-8", errors="ignore")
    if path.suffix == ".parquet":
        return raw + str(duckdb.sql(f"select * from '{path}'").fetchall())
    if path.name == "marts.duckdb":
        with duckdb.connect(path, read_only=True) as connection:
            tables = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
            return raw + "".join(str(connection.execute(f"from {table}").fetchall()) for table in tables)
    return raw


@pytest.fixture(scope="module")
def environment(module_environment) -> Environment:
    """One run with everything that can go wrong, and a second one that meets a wrong feed."""
    plant(module_environment)
    run_everything(module_environment.settings)
    broken = module_environment.define(WEBCARE | {"colour": "red", "feed": "broken"})
    module_environment.deliver("broken", "webcare_2025-10-03.jsonl", PERSON[1])
    with pytest.raises(CentricityError, match="run_failed"):
        run_everything(module_environment.settings)
    broken.unlink()
    return module_environment


def test_the_person_is_where_suppliers_files_are(environment):
    """Else the next test would pass on nothing."""
    held = [path for folder in ("quarantine", "archive") for path in (environment.home / folder).rglob("*.*")]
    assert sum(PERSON[0] in texts_of(path) for path in held if path.is_file()) >= 4
    comments = environment.home / "raw/survey/evaluations/*/data.parquet"
    assert duckdb.sql(f"select count(*) from '{comments}' where comment like '%{PERSON[0]}%'").fetchall() == [(4,)]


def test_the_person_is_nowhere_else(environment):
    files = [path for path in environment.home.rglob("*") if path.is_file()]
    elsewhere = [path for path in files if path.relative_to(environment.home).parts[0] not in MAY_HOLD]
    assert {path.relative_to(environment.home).parts[0] for path in elsewhere} >= {
        "airflow",
        "logs",
        "published",
        "rejected",
        "warehouse",
    }
    private = {"build.duckdb", "pseudonym.key"}
    found = [
        (path.relative_to(environment.home).as_posix(), word)
        for path in elsewhere
        if path.name not in private and "input" not in path.parts
        for word in PERSON
        if word in texts_of(path) or word in path.name
    ]
    assert [place for place in found if not place[0].startswith("rejected/")] == []
    # A rejected file's own name is in its ledger entry, which only the operator reads.
    assert {word for _, word in found} <= {PERSON[1]}


def test_no_identifier_is_stored_as_it_was_sent(environment):
    for entity, columns in (("evaluations", "evaluation_id, respondent_id"), ("messages", "message_id, author_id")):
        rows = duckdb.sql(f"select {columns} from '{environment.home}/raw/*/{entity}/*/data.parquet'").fetchall()
        assert rows
        assert not any(word in str(rows) for word in PERSON)


def test_what_people_see_names_nobody(environment):
    environment.deliver("survey", f"{PERSON[1]}-2.csv", SURVEY_HEADER + PERSON[0])
    with (environment.folder / "seen.txt").open("w") as file:
        console = Console(file=file)
        print_run(environment.settings, console, full=False)
        print_status(environment.settings, console)
    seen = (environment.folder / "seen.txt").read_text()
    assert "bad_file_name" in seen
    assert not any(word in seen for word in PERSON)
