# Holds centricity_sample.webcare, centricity_sample.words.
"""Webcare: conversations, a good part of which is never answered, by how good the webcare really is."""

import pytest


@pytest.fixture(scope="module")
def threads(messages):
    """Threads that a customer opened: neither spam nor a repost."""
    first = messages[messages["in_reply_to"].isna()]
    first = first[(first["author.type"] == "customer") & ~first["flags.spam"] & ~first["flags.repost"]]
    by_person = messages[(messages["author.type"] == "organisation") & ~messages["flags.bot"]]
    return first.assign(
        wave=first["sent_at"].dt.year, is_answered=first["conversation"].isin(by_person["conversation"])
    )


def test_every_organisation_has_enough_threads_in_each_wave(threads):
    counts = threads.groupby(["organisation_id", "wave"]).size()
    assert len(counts) == 2 * 64
    assert counts.min() >= 45


def test_a_good_part_is_never_answered(threads):
    assert 0.35 < 1 - threads["is_answered"].mean() < 0.55
    unanswered = 1 - threads.groupby("organisation_id")["is_answered"].mean()
    assert unanswered.between(0.2, 0.7).all()


def test_better_webcare_answers_more(threads, truth):
    rates = threads.groupby(["organisation_id", "wave"])["is_answered"].mean()
    true = truth.set_index(["organisation_id", "wave"])["webcare"]
    assert rates.corr(true, method="spearman") > 0.5


def test_replies_point_to_earlier_messages_of_their_thread(messages):
    replies = messages[messages["in_reply_to"].notna()]
    assert len(replies) > 5_000
    answered = messages.set_index("id").loc[replies["in_reply_to"]]
    assert (answered["conversation"].to_numpy() == replies["conversation"].to_numpy()).all()
    assert (answered["sent_at"].to_numpy() <= replies["sent_at"].to_numpy()).all()


def test_there_are_robots_spam_reposts_and_threads_opened_by_organisations(messages):
    opened = messages[messages["in_reply_to"].isna()]
    assert messages["flags.bot"].sum() > 100
    assert opened["flags.spam"].sum() > 100
    assert opened["flags.repost"].sum() > 100
    assert (opened["author.type"] == "organisation").sum() > 100


def test_customers_return_in_part_of_the_threads_with_another_mood(messages, threads):
    own = messages[messages["author.type"] == "customer"].groupby("conversation")["sentiment"]
    several = own.size().loc[lambda counts: counts > 1].index
    assert 0.4 < threads["conversation"].isin(several).mean() < 0.8
    assert messages["sentiment"].dropna().between(-1, 1).all()


def test_complaints_are_marked_and_some_are_resolved(messages, threads):
    assert 0.5 < threads["complaint"].astype(bool).mean() < 0.8
    assert set(messages["status"].dropna()) == {"opgelost", "open"}


def test_times_say_their_offset_and_cover_both_years(messages):
    assert set(messages["created"].str[19:]) == {"Z", "+01:00", "+02:00"}
    assert messages["sent_at"].min().strftime("%Y-%m-%d") == "2025-01-01"
    assert messages["sent_at"].max().strftime("%Y-%m-%d") == "2026-10-31"


def test_message_ids_are_unique(messages):
    assert messages["id"].is_unique
