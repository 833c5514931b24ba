"""Which column a draft takes for what: never a flag for an organisation, nor what repeats for an id."""

import pytest
import yaml
from drafts import drafted, open_keys


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
        ("Company Reply Date (UTC)", "", ""),
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
