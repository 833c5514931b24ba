"""Small inputs that once went wrong, each with its right value or its right words; their files are in tests/cases.

What is published of them comes out of one home and one build; the others are checked or drafted.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml
from environments import Environment
from failing_expressions import EVERY
from integration import webcare_cases
from integration.pipeline import build, query, take_in

from centricity.drafting.draft import draft_feed
from centricity.feeds.catalogue import read_feed
from centricity.home import Home
from centricity.loads.checking import Check, check_file
from centricity.loads.entry import LedgerEntry
from centricity.loads.ledger import read_entries
from centricity.loads.remarks import remark_lines
from centricity.settings import Settings

pytestmark = pytest.mark.integration
CASES = Path(__file__).parents[1] / "cases"
FILES = CASES / "files"
ORGANISATIONS = dict.fromkeys(("AA", "o", "tesco", "S3b", "P2w", "S17"), "Shops")
ORGANISATIONS |= dict.fromkeys(("one", "single", "o0", "o1"), "One") | dict.fromkeys(("orgA", "orgB"), "Branches")
DELAYS = [("NA" if n % EVERY == 0 else n % 90, f"2013-01-0{1 + n % 9}") for n in range(4_000)]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Settings:
    """A home that took in and published all deliveries of the cases."""
    environment = Environment(tmp_path_factory.mktemp("cases"))
    shutil.rmtree(environment.feeds)
    shutil.copytree(CASES / "feeds", environment.feeds)
    shutil.copytree(CASES / "landing", environment.home / "landing")
    more = "".join(
        f"{name};{year};{name};{industry};\n"
        for name, industry in ORGANISATIONS.items()
        for year in (2013, 2023, 2024, 2025, 2026)
    )
    orgs = environment.home / "landing/orgs/orgs_2026-01-01.csv"
    orgs.write_text(orgs.read_text(encoding="utf-8") + more, encoding="utf-8")
    environment.deliver("s3both", "s3both_2026-09-01.csv", in_one_file())
    environment.deliver("p2w", "p2w_2026-11-01.csv", in_the_suppliers_word())
    webcare_cases.deliver_conversations(environment)
    take_in(environment.settings)
    build(environment.settings)
    return environment.settings


def in_one_file() -> str:
    """Practice 18 in one file, for an organisation of its own."""
    old, new = ((CASES / f"landing/{name}").read_text(encoding="utf-8").splitlines() for name in
                ("s3old/s3old_2026-06-30.csv", "s3new/s3new_2026-09-01.csv"))  # fmt: skip
    return "\n".join([*old, *new[1:], ""]).replace(";S3;", ";S3b;")


def in_the_suppliers_word() -> str:
    rows = [f"w{n};P2w;2026-02-01 09:00;2026-02-02 09:00;{'ja' if n % 4 else 'nee'}" for n in range(40)]
    return "\n".join(["nr;org;start;eind;op_tijd", *rows, ""])


def load_of(home: Settings, feed: str) -> LedgerEntry:
    [entry] = [entry for entry in read_entries(Home(home.home)) if entry.feed == feed]
    assert entry.records_in == entry.records_accepted + entry.records_quarantined + entry.records_filtered
    return entry


def webcare(home: Settings, organisation: str) -> tuple:
    return _figures(
        home, "webcare", "channel", "count_conversations, count_answered, median_first_response_minutes", organisation
    )


def process(home: Settings, organisation: str, columns: str) -> tuple:
    return _figures(home, "process", "process", columns, organisation)


def _figures(home: Settings, source: str, part: str, columns: str, organisation: str) -> tuple:
    [row] = query(
        home,
        f"select {columns} from fct_{source}_performance where method_version = 'M0' and {part} = 'all' "
        f"and organisation_id = '{organisation}'",
    )
    return row


def nps(home: Settings, organisation: str) -> list[tuple]:
    return query(
        home,
        "select count_evaluations, count_promoters, count_passives, count_detractors from fct_nps "
        f"where method_version = 'M0' and organisation_id = '{organisation}'",
    )


def checked(home: Settings, file: Path, feed: str) -> Check:
    """What `feed check` makes of a file whose content is not refused; its name tells the case, not the feed."""
    check = check_file(home, read_feed(FILES / f"{feed}.yml"), file)
    assert {refusal.code for refusal in check.refusals} <= {"bad_file_name"}
    return check


def drafted(name: str, source: str = "survey") -> dict:
    return yaml.safe_load(draft_feed(FILES / name, source, None))


def remarked(check: Check) -> str:
    assert check.rows == {}
    return " ".join(remark_lines(check.remarks))


def failing(home: Settings, folder: Path, feed: str) -> None:
    rows = [f"{n},AA,{day},{delay}" for n, (delay, day) in enumerate(DELAYS)]
    (folder / f"{feed}.csv").write_text("\n".join(["id,org,day,delay", *rows, ""]), encoding="utf-8")
    check = checked(home, folder / f"{feed}.csv", feed)
    assert check.rows == {"expression_failed": [n + 2 for n in range(0, len(DELAYS), EVERY)]}


def an_expression_under_coalesce(home: Settings, folder: Path) -> None:
    failing(home, folder, "g")


def an_expression_alone(home: Settings, folder: Path) -> None:
    failing(home, folder, "h")


def pairs(home: Settings, folder: Path) -> None:
    assert load_of(home, "mk").quarantine_reasons == {"duplicate_key_exact": 20}
    assert webcare(home, "tesco") == (40, 40, 5)


def practice_10(home: Settings, folder: Path) -> None:
    assert load_of(home, "p1").filter_reasons == {"where_false": 40}
    columns = "count_promised, in_promise_rate, median_throughput_hours"
    assert process(home, "P1", columns) == (40, 0, 96)


def practice_11(home: Settings, folder: Path) -> None:
    for organisation in ("P2a", "P2b"):
        assert process(home, organisation, "count_closed, count_promised, in_promise_rate") == (0, 40, 0)
    assert process(home, "P2w", "count_closed, count_promised, in_promise_rate") == (40, 40, 0.75)


def practice_15(home: Settings, folder: Path) -> None:
    for feed, organisation in {"s1a": "S1a", "s1b": "S1b"}.items():
        entry = load_of(home, feed)
        assert (entry.records_accepted, entry.filter_reasons) == (40, {"key_repeated": 80})
        files = f"{home.home}/raw/{entry.folder}/data.parquet"
        answered = "list_count(list_transform(answers, lambda answer: answer.value))"
        assert duckdb.sql(f"select distinct {answered} from '{files}'").fetchall() == [(10,)]
        assert nps(home, organisation) == [(40, 20, 0, 20)]


def practice_17(home: Settings, folder: Path) -> None:
    """The wave has the first answers, and November its own."""
    columns = "count_evaluations, count_promoters from"
    kept = "where method_version = 'M1' and organisation_id = 'S17'"
    assert query(home, f"select {columns} fct_nps {kept}") == [(40, 0)]
    months = f"select month(month), {columns} fct_nps_month {kept} and window_kind = 'month' order by all"
    assert query(home, months) == [(2, 40, 0), (11, 40, 40)]


def practice_18(home: Settings, folder: Path) -> None:
    assert nps(home, "S3") == nps(home, "S3b") == [(80, 32, 16, 32)]


def practice_19(home: Settings, folder: Path) -> None:
    assert "touchpoint_without_figure" in {remark.code for remark in load_of(home, "s4").remarks}


def practice_21(home: Settings, folder: Path) -> None:
    """Thirty answers, the next day one more: what counts is what a build of the day before showed."""
    assert nps(home, "S7") == [(30, 10, 10, 10)]
    waiting = (
        "select delivery_date::varchar, records_accepted, count_waiting from fct_load where feed = 's7' order by 1"
    )
    assert query(home, waiting) == [("2026-09-01", 30, 0), ("2026-10-01", 1, 1)]


def practice_24(home: Settings, folder: Path) -> None:
    assert load_of(home, "rk").records_accepted == 260
    [(weighting, outside)] = query(
        home, "select weighting, answers_outside from fct_weighting where feed = 'rk' and method_version = 'M1'"
    )
    assert (weighting, "geslacht: 1" in outside) == ("raked", True)


def practice_27(home: Settings, folder: Path) -> None:
    assert load_of(home, "s14").quarantine_reasons == {"fractional_mark": 40}


def practice_30(home: Settings, folder: Path) -> None:
    assert webcare(home, "W4") == (40, 40, 30)


def one_question(home: Settings, folder: Path) -> None:
    where = "where method_version = 'M1' and index_kind = 'survey' and organisation_id = 'one' and wave = 2023"
    assert query(home, f"select distinct score, is_in_use from fct_dimension_score {where}") == [(None, False)]
    assert query(home, f"select score, unranked_reason from fct_index_score {where}") == [(None, "no_index")]


def one_cluster_in_each_stratum(home: Settings, folder: Path) -> None:
    found = query(
        home,
        "select distinct score is not null, standard_error, df, suppression_reason from fct_dimension_score "
        "where method_version = 'M1' and organisation_id in ('orgA', 'orgB') and dimension = 'trust' "
        "and wave = 2024",
    )
    assert found == [(True, None, 0, "one_cluster")]


def expression_fails(home: Settings, folder: Path) -> None:
    check = checked(home, FILES / "expression_fails.csv", "expression_fails")
    assert check.rows_by_column == {("expression_failed", "completed_at"): [3]}


def organisations_of_one_alias(home: Settings, folder: Path) -> None:
    feed = yaml.safe_load((CASES / "feeds/orgs.yml").read_text(encoding="utf-8"))
    columns = {"organisation_id": "organisation_id", "name": "name", "industry": "industry"}
    feed |= {"file_pattern": "organisations_{date}.csv", "format": {"type": "csv"}, "key": []}
    feed["columns"] = columns | {"aliases": {"from": "aliases", "separator": "|"}}
    path = folder / "orgs.yml"
    path.write_text(yaml.safe_dump(feed), encoding="utf-8")
    shared = check_file(home, read_feed(path), FILES / "organisations_2024-01-02.csv")
    assert shared.rows == {"ambiguous_alias": [2, 3]}
    assert "`Chase` names jpm (row 2) and chase_card (row 3)" in shared.contradictions[0]
    twice = check_file(home, read_feed(path), FILES / "organisations_2024-01-03.csv")
    assert twice.rows == {"repeated_organisation": [2, 3]}
    assert "citi (rows 2, 3) is described twice, with another industry" in twice.contradictions[0]


def reversed_labels(home: Settings, folder: Path) -> None:
    assert drafted("reversed_labels.csv")["answers"]["experience"]["scale"] == [5, 1]


def nps_1_to_11(home: Settings, folder: Path) -> None:
    assert drafted("nps_1_to_11.csv")["answers"]["recommend"]["scale"] == "to fill in"


def mixed_day_month_draft(home: Settings, folder: Path) -> None:
    assert drafted("mixed_day_month_draft.csv")["values"]["timestamp_format"] == "to fill in"


def utc_times(home: Settings, folder: Path) -> None:
    assert drafted("utc_times.csv")["values"]["time_zone"] == "UTC"


def stars_draft(home: Settings, folder: Path) -> None:
    answer = drafted("stars_draft.csv")["answers"]["experience"]
    assert (answer["scale"], answer["proxy"]) == ([1, 5], "to fill in")


def google_forms_us(home: Settings, folder: Path) -> None:
    draft = drafted("google_forms_us.csv")
    assert draft["values"]["timestamp_format"] == "%-d/%-m/%Y %-H:%M:%S"
    assert "Which channels did you use?" in draft["ignored"]


def surveymonkey_api(home: Settings, folder: Path) -> None:
    draft = drafted("surveymonkey_api.json")
    assert (draft["format"]["array"], draft["key"]) == ("data", ["id"])
    assert draft["columns"]["organisation_id"] == "to fill in"


def two_name_rows(home: Settings, folder: Path) -> None:
    assert drafted("two_name_rows.csv")["format"]["name_rows"] == 2


def us_dates(home: Settings, folder: Path) -> None:
    assert checked(home, FILES / "us_dates.csv", "us_dates").rows == {}


def mixed_day_month(home: Settings, folder: Path) -> None:
    check = checked(home, FILES / "mixed_day_month.csv", "mixed_day_month")
    assert check.rows == {"other_day_order": [3]}


def marks_1_5_on_0_10(home: Settings, folder: Path) -> None:
    said = remarked(checked(home, FILES / "s_marks_1_5_on_0_10.csv", "s"))
    assert "the lowest is 1 and the highest 5, on a scale of 0 to 10" in said


def cut_off(home: Settings, folder: Path) -> None:
    assert "no_line_end" in remarked(checked(home, FILES / "s_cut_off.csv", "s"))


def repeated_unread(home: Settings, folder: Path) -> None:
    assert checked(home, FILES / "repeated_unread.csv", "repeated_unread").is_clean


def utf8_read_as_cp850(home: Settings, folder: Path) -> None:
    check = checked(home, FILES / "utf8_read_as_cp850.csv", "utf8_read_as_cp850")
    assert "probably_utf8" in {remark.code for remark in check.remarks}


NAMED: tuple[Callable[[Settings, Path], None], ...] = (
    *(an_expression_under_coalesce, an_expression_alone, pairs),
    *(practice_10, practice_15, practice_30, practice_24, expression_fails, organisations_of_one_alias),
    *(reversed_labels, nps_1_to_11, mixed_day_month_draft, utc_times, stars_draft, google_forms_us, surveymonkey_api),
    *(two_name_rows, us_dates, mixed_day_month, marks_1_5_on_0_10, repeated_unread, cut_off, utf8_read_as_cp850),
    *(practice_11, practice_17, practice_18, practice_19, practice_21, practice_27),
    *(one_question, one_cluster_in_each_stratum),
    *webcare_cases.CASES,
)


def test_every_named_case_gives_the_right_value_or_words(home, tmp_path):
    assert len(NAMED) == len(set(NAMED)) == 38
    wrong = {}
    for case in NAMED:
        folder = tmp_path / case.__name__
        folder.mkdir()
        try:
            case(home, folder)
        except AssertionError as error:
            wrong[case.__name__] = str(error)
    assert wrong == {}
