"""The survey: two waves of 9,000 evaluations, as a panel answers."""

import pandas as pd

from centricity_sample.answers import ITEMS

MARKS = [item.column for item in ITEMS]


def test_each_wave_has_9000_evaluations(survey):
    assert survey["wave"].value_counts().to_dict() == {2025: 9_000, 2026: 9_000}
    assert survey["evaluatie_id"].is_unique
    assert survey["organisation_id"].notna().all()


def test_fieldwork_takes_two_or_three_months_and_a_file_holds_one(sample, survey):
    months = survey.groupby("wave")["ingevuld_op"].agg(lambda texts: sorted(set(texts.str[3:5])))
    assert months.to_dict() == {2025: ["09", "10", "11"], 2026: ["09", "10"]}
    assert len([path for path in sample.delivered if path.parent.name == "sample_survey"]) == 5


def test_all_but_two_organisations_have_enough_evaluations_for_a_rank(survey):
    counts = survey.groupby(["organisation_id", "wave"]).size()
    assert len(counts) == 2 * 64
    sparse = counts[counts < 110]
    assert sparse.between(60, 90).all()
    assert sparse.index.get_level_values("organisation_id").unique().tolist() == ["REI5", "WON5"]


def test_ranked_organisations_have_enough_users_of_webcare(survey):
    """Below 30 valid answers there is no index."""
    counts = survey.groupby(["organisation_id", "wave"]).agg(
        all=("evaluatie_id", "size"), webcare=("webcare", lambda texts: texts.str.fullmatch(r"\d+").sum())
    )
    assert counts.loc[counts["all"] >= 110, "webcare"].min() >= 30


def test_nobody_careful_rates_an_organisation_twice_in_a_wave(frame):
    careful = frame[frame["carelessness"] == ""]
    assert len(careful) > 16_000
    assert not careful.duplicated(["respondent_id", "organisation_id", "wave"]).any()


def test_some_rate_several_organisations_and_some_answer_in_both_waves(survey):
    per_person = survey[survey["wave"] == 2025].groupby("respondent").size()
    assert 0.2 < (per_person > 1).mean() < 0.4
    persons = survey.groupby("wave")["respondent"].agg(set)
    assert 0.2 < len(persons[2025] & persons[2026]) / len(persons[2026]) < 0.5


def test_a_person_is_the_same_in_all_evaluations(survey):
    assert (
        survey.groupby("respondent")[["leeftijd_geslacht", "opleiding", "regio", "weegfactor"]].nunique().max().max()
        == 1
    )


def test_about_40_percent_used_webcare(survey):
    assert 0.38 < (survey["webcare"] != "").mean() < 0.42


def test_few_items_are_not_answered_some_as_text(survey):
    asked = survey[[column for column in MARKS if column != "webcare"]]
    assert 0.012 < asked.isin(["", "weet niet"]).to_numpy().mean() < 0.018
    assert (asked == "weet niet").any().all()


def test_marks_are_whole_numbers_from_0_to_10(survey):
    marks = pd.concat([survey[column] for column in MARKS])
    answered = pd.to_numeric(marks[~marks.isin(["", "weet niet"])])
    assert set(answered) == set(range(11))


def test_values_are_written_the_dutch_way(survey):
    assert survey["ingevuld_op"].str.fullmatch(r"\d\d-\d\d-202[56] \d\d:\d\d:\d\d").all()
    assert survey["weegfactor"].str.fullmatch(r"\d,\d\d").all()
    assert survey["weegfactor"].nunique() > 3


def test_comments_hold_what_breaks_careless_readers(survey):
    comments = survey["toelichting"]
    assert 0.2 < (comments != "").mean() < 0.3
    for character in (";", '"', "\n", ","):
        assert comments.str.contains(character, regex=False).sum() > 50


def test_organisations_are_named_by_name_and_by_alias(survey, organisations):
    is_name = survey["organisatie"].isin(organisations["naam"])
    assert 0.85 < is_name.mean() < 0.95


def test_touchpoint_measurements_come_on_top_and_from_the_same_panel(touchpoints, survey, spellings):
    assert touchpoints["ingevuld_op"].str[6:10].value_counts().to_dict() == {"2025": 2_400, "2026": 2_400}
    assert touchpoints["contactmoment"].nunique() == 4
    assert touchpoints["organisatie"].isin(spellings).all()
    assert touchpoints["respondent"].isin(survey["respondent"]).mean() > 0.3


def test_the_file_holds_what_was_drawn(survey, frame):
    delivered = survey.set_index("evaluatie_id").loc[frame["evaluation_id"]].reset_index()
    for item in ITEMS:
        marks = pd.to_numeric(delivered[item.column], errors="coerce")
        assert (marks.isna() == frame[item.name].isna()).all()
        assert (marks.dropna() == frame[item.name].dropna()).all()
    assert (delivered["respondent"] == frame["respondent_id"]).all()
    assert (delivered["organisation_id"] == frame["organisation_id"]).all()
    assert ((delivered["contact_12_maanden"] == "ja") == frame["has_recent_contact"]).all()
    pages = delivered["paginatijden"].str.replace(",", ".").str.split("|").map(lambda texts: [float(t) for t in texts])
    assert all(one == list(other) for one, other in zip(pages, frame["page_seconds"], strict=True))
    local = pd.to_datetime(delivered["ingevuld_op"], format="%d-%m-%Y %H:%M:%S")
    in_utc = local.dt.tz_localize("Europe/Amsterdam").dt.tz_convert("UTC").dt.tz_localize(None)
    assert (in_utc == frame["completed_at"]).all()


def test_the_feed_maps_what_cleaning_needs(feeds):
    needed = {"has_recent_contact", "duration_seconds", "page_seconds", "questionnaire_version", "device", "network_id"}
    assert needed <= set(feeds["sample_survey"].columns)
