"""Which column a draft takes for what: never a flag for an organisation, nor what repeats for an id."""

import json
from pathlib import Path

import pytest
import yaml
from drafts import open_keys

from centricity.feeds.drafting.draft import draft_feed


def drafted(folder: Path, header: str, *rows: str, source: str = "survey") -> str:
    path = folder / "export.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return draft_feed(path, source)


@pytest.mark.parametrize(
    ("header", "one", "other"),
    [
        ("company_active", "yes", "no"),
        ("company", "true", "false"),
        ("company status", "open", "closed"),
        ("Do you know this company?", "Well", "By name"),
        ("company_rating", "4", "5"),
        ("How satisfied are you with this company?", "Satisfied", "Dissatisfied"),
        ("Which companies do you know?", "Alfa, Beta", "Alfa"),
        ("collector_id", "5", "6"),
    ],
)
def test_what_is_said_of_an_organisation_does_not_name_it(tmp_path, header, one, other):
    rows = (f'{n},2025-10-21,{n % 11},"{one if n % 2 else other}"' for n in range(40))
    text = drafted(tmp_path, f"id,date,nps,{header}", *rows)
    assert yaml.safe_load(text)["columns"]["organisation_id"] == "to fill in"


@pytest.mark.parametrize(
    ("header", "one", "other"),
    [
        ("organisation", "Alfa", "Beta"),
        ("company_name", "Alfa, Inc.", "Beta, Inc."),
        ("Which company do you rate?", "Alfa", "Beta"),
        ("company_id", "1", "2"),
    ],
)
def test_an_organisation_is_found_by_its_name_or_code(tmp_path, header, one, other):
    rows = (f'{n},2025-10-21,{n % 11},"{one if n % 2 else other}"' for n in range(40))
    assert yaml.safe_load(drafted(tmp_path, f"id,date,nps,{header}", *rows))["columns"]["organisation_id"] == header


def test_what_repeats_is_no_id(tmp_path):
    feed = yaml.safe_load(drafted(tmp_path, "survey_id,response_id,nps", *(f"9,{n // 2},{n % 11}" for n in range(40))))
    assert "key" not in feed and "evaluation_id" not in feed["columns"]


def test_a_mark_is_taken_from_the_column_that_says_several_things(tmp_path):
    text = drafted(tmp_path, "nps_version,nps_a,nps_b", *(f"1,7,{n % 11}" for n in range(40)))
    assert yaml.safe_load(text)["answers"] == {"recommend": {"from": "nps_b", "scale": [0, 10]}}


@pytest.mark.parametrize(
    ("header", "value", "left_open"),
    [
        ("weight", "0.75", "columns.has_final_weight.constant"),
        ("final weight", "0.75", None),
        ("design_weight", "0.75", None),
        ("duration", "310", "columns.duration_seconds"),
        ("Duration (in seconds)", "310", None),
        ("ticket_id", "31", "columns.evaluation_type.constant"),
        ("weight", "1.250", "values.decimal_sign"),
    ],
)
def test_a_meaning_that_no_word_says_is_left_open(tmp_path, header, value, left_open):
    rows = (f"{n},Alfa,2025-10-21,{n % 11},{value}" for n in range(40))
    found = open_keys(drafted(tmp_path, f"id,company,date,nps,{header}", *rows))
    assert left_open in found if left_open else not found


def test_messages_of_nobodys_organisation_are_no_feed_yet(tmp_path):
    text = drafted(tmp_path, "id,direction,created_at", "1,inbound,2025-10-21T10:00:00Z", source="webcare")
    assert open_keys(text) == ["columns.in_reply_to_id", "columns.organisation_id"]


def test_a_row_per_answer_is_told_from_a_row_per_evaluation(tmp_path):
    items = ("nps", "trust", "ease")
    rows = (f"{n // 3},{items[n % 3]},{n % 11}" for n in range(40))
    assert "a row seems to be one answer" in drafted(tmp_path, "respondent,item,score", *rows)


def test_several_answers_in_one_cell_and_yes_or_no_are_left_out_with_the_reason(tmp_path):
    header = "id,NPS group,Would you recommend us?,channels,How often do you phone us?"
    rows = [
        f'{n},{("Promoter", "Passive")[n % 2]},{("Yes", "No")[n % 2]},"{("Chat, Shop", "Chat")[n % 2]}",Often'
        for n in range(9)
    ]
    text = drafted(tmp_path, header, *rows)
    assert '"NPS group"    # guess: promoter, passive, detractor: made of the answer' in text
    assert '"Would you recommend us?"    # guess: yes or no: neither a name nor a mark' in text
    assert "channels    # guess: several answers in one cell" in text
    assert "looks like a person's" not in text


@pytest.mark.parametrize("header", ["Billing Company", "customer_company", "Contact company", "klant_bedrijf"])
def test_the_company_of_a_customer_is_not_the_one_that_is_rated(tmp_path, header):
    rows = (f"{n},2025-10-21,{n % 11},{'Alfa' if n % 2 else 'Beta'}" for n in range(40))
    assert (
        yaml.safe_load(drafted(tmp_path, f"id,date,nps,{header}", *rows))["columns"]["organisation_id"] == "to fill in"
    )


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("App Version Code", None),
        ("browser version", None),
        ("version", "questionnaire_version"),
        ("Survey version", "questionnaire_version"),
        ("versie_vragenlijst", "questionnaire_version"),
        ("survey_type", None),  # `email` and `nps` say nothing of a relation or a contact
        ("person", "respondent_id"),
        ("requester_id", "respondent_id"),
    ],
)
def test_a_column_becomes_only_what_its_name_says(tmp_path, header, target):
    rows = (f"{n},2025-10-21,{n % 11},{n if target == 'respondent_id' else f'v{n % 2}'}" for n in range(40))
    feed = yaml.safe_load(drafted(tmp_path, f"id,date,nps,{header}", *rows))
    assert {name for name, origin in feed["columns"].items() if origin == header} == ({target} if target else set())
    assert (header in feed["ignored"]) is (target is None) if target is None else header not in feed.get("ignored", [])


def test_a_name_that_several_columns_have_is_ignored_and_the_rest_drafted(tmp_path):
    rows = ('K-1,2025-10-21 10:00:00,a,"one\ntwo",b,', "K-2,2025-10-22 10:00:00,,x,,y")
    text = drafted(tmp_path, "Issue key,Created,Comment,Description,Comment,Comment", *rows, source="process")
    feed = yaml.safe_load(text)
    assert (feed["key"], feed["columns"]["started_at"]) == (["Issue key"], "Created")
    assert "- Comment    # guess: several columns have this name: none can be read" in text


def test_records_without_a_key_are_counted(tmp_path):
    rows = [f"{n},2025-10-21,x" if n % 4 else ",,y" for n in range(40)]
    text = drafted(tmp_path, "order id,created,article", *rows, source="process")
    assert "; 10 of 40 lack it: records of another kind, for `where`?" in text


def test_records_that_cannot_be_read_are_counted(tmp_path):
    text = drafted(tmp_path, "id,date,nps", *(f"{n},2025-10-21,{n % 11}" for n in range(20)), "Generated by, a report")
    assert text.startswith("# Drafted from a sample of 20 records (1 more cannot be read so).")


def test_the_source_of_a_ticket_is_its_channel_and_that_of_a_respondent_is_not(tmp_path):
    rows = [f"{n},2025-10-21,{'Phone' if n % 2 else 'Email'}" for n in range(40)]
    tickets, survey = (
        yaml.safe_load(drafted(tmp_path, "ticket id,created,source", *rows, source=source))["columns"]
        for source in ("process", "survey")
    )
    assert (tickets["channel"], "channel" in survey) == ("source", False)


def test_which_activities_open_and_close_a_case_is_for_a_person(tmp_path):
    rows = [f"{n // 2},{'open' if n % 2 else 'done'},2025-10-{n // 2 + 10} 1{n % 2}:00:00" for n in range(20)]
    text = drafted(tmp_path, "case id,activity,timestamp", *rows, source="process")
    assert "columns.milestone" in open_keys(text)
    assert "case \"activity\" when '<one>' then 'opened'" in text


def envelope(n: int) -> dict:
    return {
        "id": f"r{n}",
        "attributes": {"rating": n % 5 + 1, "body": f"tekst {n}", "createdDate": "2025-10-21T10:00:00Z"},
    }


def test_what_an_envelope_holds_is_the_record_s_own(tmp_path):
    path = tmp_path / "reviews.json"
    path.write_text(json.dumps({"data": [envelope(n) for n in range(40)]}))
    feed = yaml.safe_load(draft_feed(path, "survey"))
    assert (feed["columns"]["comment"], feed["answers"]["experience"]["from"]) == (
        "attributes.body",
        "attributes.rating",
    )


def conversation(n: int, **beside: object) -> dict:
    parts = [{"id": f"{n}-{place}", "created_at": 1759327507 + place, "body": "x", "author": {"type": kind}}
             for place, kind in enumerate(("user", "admin"))]  # fmt: skip
    return {"id": f"{n}", **beside, "parts": {"total": 2, "conversation_parts": parts}}


@pytest.mark.parametrize(
    ("beside", "answers", "warns"),
    [
        ({}, {"sql": 'nullif("..parts.conversation_parts.0.id", "id")'}, False),
        ({"source": {"id": "s", "body": "<p>?</p>"}}, "to fill in", True),
    ],
)
def test_messages_are_found_deep_in_conversations_and_the_first_beside_them_is_pointed_out(
    tmp_path, beside, answers, warns
):
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps({"conversations": [conversation(n, **beside) for n in range(20)]}))
    text = draft_feed(path, "webcare")
    feed = yaml.safe_load(text)
    assert feed["format"]["inside"] == "parts.conversation_parts"
    assert feed["columns"]["in_reply_to_id"] == answers
    assert ("is ..source.body the first of them" in text) is warns
