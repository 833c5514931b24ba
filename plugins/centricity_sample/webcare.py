"""Webcare: conversations of customers with organisations, a good part of which is never answered.

Threads are drawn first, then turned into messages, step by step: opening, robot, reply, follow-up, closing.
"""

import json

import numpy as np
import pandas as pd

from centricity_sample import words
from centricity_sample.calendar import LAST_DAY, TIME_ZONE, WAVES, draw_days
from centricity_sample.organisations import in_wave
from centricity_sample.qualities import standing_of

CUSTOMER_THREADS = (60, 85)
# Threads per organisation and wave that open no conversation of a customer.
OTHER_THREADS = {"spam": 3, "repost": 3, "announcement": 2}
CHANNELS = {"x": 0.35, "facebook": 0.25, "instagram": 0.15, "chat": 0.25}
COMPLAINT_RATE = 0.65
ROBOT_RATE = 0.3
FOLLOW_UP_RATE = {True: 0.70, False: 0.40}
MEDIAN_REPLY_MINUTES = 240


def draw_messages(rng: np.random.Generator, organisations: pd.DataFrame, qualities: pd.DataFrame) -> pd.DataFrame:
    """Draw all messages up to the last delivery, in the order of sending."""
    threads = pd.concat([_draw_threads(rng, wave, organisations) for wave in WAVES], ignore_index=True)
    threads["thread"] = np.arange(len(threads)) + 1
    _draw_courses(rng, threads, standing_of(qualities, threads, "webcare"))
    steps = (_openings, _robot_replies, _replies, _follow_ups, _closings)
    messages = pd.concat([step(rng, threads) for step in steps], ignore_index=True)
    messages = messages[messages["local_time"] < np.datetime64(LAST_DAY[2026]) + np.timedelta64(1, "D")]
    return messages.sort_values(["local_time", "id"], ignore_index=True)


def as_json_lines(messages: pd.DataFrame) -> str:
    """One nested record per line. The times of one channel come in UTC, those of the others with an offset."""
    local = messages["local_time"].dt.tz_localize(TIME_ZONE, ambiguous=True, nonexistent="shift_forward")
    in_utc = local.dt.tz_convert("UTC").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    with_offset = local.dt.strftime("%Y-%m-%dT%H:%M:%S%z").str.replace(r"(\d{2})$", r":\1", regex=True)
    created = np.where(messages["channel"] == "x", in_utc, with_offset)
    rows = zip(messages.to_dict("records"), created, strict=True)
    return "".join(json.dumps(_as_record(row, sent), ensure_ascii=False) + "\n" for row, sent in rows)


def _as_record(row: dict, created: str) -> dict:
    return {
        "id": row["id"],
        "conversation": row["conversation"],
        "in_reply_to": row["in_reply_to"] or None,
        "created": created,
        "account": row["account"],
        "channel": row["channel"],
        "author": {"id": row["author_id"], "type": row["author_type"]},
        "text": row["text"],
        "flags": {"bot": row["is_bot"], "spam": row["kind"] == "spam", "repost": row["kind"] == "repost"},
        "complaint": bool(row["is_complaint"]) if row["step"] == 0 and row["kind"] == "customer" else None,
        "status": row["status"] or None,
        "sentiment": None if np.isnan(row["sentiment"]) else row["sentiment"],
    }


def _draw_threads(rng: np.random.Generator, wave: int, organisations: pd.DataFrame) -> pd.DataFrame:
    organisations = in_wave(organisations, wave)
    counts = rng.integers(*CUSTOMER_THREADS, len(organisations), endpoint=True)
    kinds = {"customer": counts, **{kind: np.full(len(counts), count) for kind, count in OTHER_THREADS.items()}}
    threads = pd.concat(
        [organisations.loc[np.repeat(organisations.index, count)].assign(kind=kind) for kind, count in kinds.items()],
        ignore_index=True,
    )[["organisation_id", "name", "handle", "kind"]].assign(wave=wave)
    days = draw_days(rng, f"{wave}-01-01", LAST_DAY[wave], len(threads))
    threads["opened_at"] = days + rng.integers(7 * 3600, 23 * 3600, len(threads))
    threads["channel"] = rng.choice(list(CHANNELS), len(threads), p=list(CHANNELS.values()))
    return threads


def _draw_courses(rng: np.random.Generator, threads: pd.DataFrame, standing: np.ndarray) -> None:
    """Draw how each thread goes. The better the webcare, the more is answered, the sooner, the better resolved."""
    count = len(threads)
    by_customer = (threads["kind"] == "customer").to_numpy()
    # Some customers have several threads.
    threads["customer"] = rng.integers(1, count, count).astype(str)
    threads["is_complaint"] = by_customer & (rng.random(count) < COMPLAINT_RATE)
    threads["has_robot"] = by_customer & (threads["channel"] == "chat") & (rng.random(count) < ROBOT_RATE)
    answered = by_customer & (rng.random(count) < np.clip(0.55 + 0.08 * standing, 0.40, 0.70))
    threads["is_answered"] = answered
    threads["reply_minutes"] = 2 + MEDIAN_REPLY_MINUTES * np.exp(rng.normal(0, 1.2, count) - 0.5 * standing)
    threads["has_follow_up"] = by_customer & (rng.random(count) < np.where(answered, *FOLLOW_UP_RATE.values()))
    threads["follow_up_minutes"] = 5 + 120 * np.exp(rng.normal(0, 1, count))
    threads["is_resolved"] = answered & (rng.random(count) < np.clip(0.60 + 0.10 * standing, 0.25, 0.90))
    threads["first_sentiment"] = np.clip(rng.normal(np.where(threads["is_complaint"], -0.5, 0.0), 0.25), -1, 1).round(2)
    change = np.where(answered, 0.35 + 0.1 * standing, -0.15)
    threads["last_sentiment"] = np.clip(threads["first_sentiment"] + rng.normal(change, 0.25), -1, 1).round(2)


def _openings(rng: np.random.Generator, threads: pd.DataFrame) -> pd.DataFrame:
    texts = {
        "spam": words.draw_words(rng, words.SPAM, len(threads)),
        "repost": words.draw_words(rng, words.REPOSTS, len(threads)),
        "announcement": words.draw_words(rng, words.ANNOUNCEMENTS, len(threads)),
    }
    text = np.where(
        threads["is_complaint"],
        words.draw_words(rng, words.COMPLAINTS, len(threads)),
        words.draw_words(rng, words.QUESTIONS, len(threads)),
    )
    for kind, sentences in texts.items():
        text = np.where(threads["kind"] == kind, sentences, text)
    by = np.where(threads["kind"] == "announcement", "organisation", "customer")
    sentiment = threads["first_sentiment"].where(threads["kind"] == "customer")
    return _messages(threads, step=0, minutes=0, by=by, text=text, sentiment=sentiment)


def _robot_replies(rng: np.random.Generator, threads: pd.DataFrame) -> pd.DataFrame:
    chosen = threads[threads["has_robot"]]
    text = words.draw_words(rng, words.BOT_REPLIES, len(chosen))
    return _messages(chosen, step=1, minutes=0.1, by="organisation", text=text, is_bot=True)


def _replies(rng: np.random.Generator, threads: pd.DataFrame) -> pd.DataFrame:
    chosen = threads[threads["is_answered"]]
    text = words.draw_words(rng, words.REPLIES, len(chosen))
    status = np.where(chosen["has_follow_up"], "", np.where(chosen["is_resolved"], "opgelost", "open"))
    return _messages(chosen, step=2, minutes=chosen["reply_minutes"], by="organisation", text=text, status=status)


def _follow_ups(rng: np.random.Generator, threads: pd.DataFrame) -> pd.DataFrame:
    chosen = threads[threads["has_follow_up"]]
    better = chosen["last_sentiment"] > chosen["first_sentiment"]
    drawn = {mood: words.draw_words(rng, sentences, len(chosen)) for mood, sentences in words.FOLLOW_UPS.items()}
    return _messages(
        chosen,
        step=3,
        minutes=chosen["reply_minutes"] + chosen["follow_up_minutes"],
        by="customer",
        text=np.where(better, drawn["better"], drawn["worse"]),
        answers=np.where(chosen["is_answered"], 2, 0),
        sentiment=chosen["last_sentiment"],
    )


def _closings(rng: np.random.Generator, threads: pd.DataFrame) -> pd.DataFrame:
    chosen = threads[threads["is_answered"] & threads["has_follow_up"]]
    return _messages(
        chosen,
        step=4,
        minutes=chosen["reply_minutes"] + chosen["follow_up_minutes"] + 30,
        by="organisation",
        text=words.draw_words(rng, words.CLOSINGS, len(chosen)),
        answers=3,
        status=np.where(chosen["is_resolved"], "opgelost", "open"),
    )


def _messages(
    threads: pd.DataFrame,
    *,
    step: int,
    minutes: object,
    by: object,
    text: np.ndarray,
    answers: object = 0,
    is_bot: bool = False,
    status: object = "",
    sentiment: object = np.nan,
) -> pd.DataFrame:
    """One message per thread, `minutes` after its opening, in reply to the thread's step `answers`."""
    number = threads["thread"].astype(str)
    by_organisation = np.asarray(by) == "organisation"
    seconds = (60 * np.asarray(minutes, dtype=float)).round().astype("timedelta64[s]")
    return pd.DataFrame(
        {
            "id": "m" + number + f"-{step}",
            "conversation": "c" + number,
            "in_reply_to": "" if step == 0 else "m" + number + "-" + pd.Series(answers, threads.index).astype(str),
            "local_time": threads["opened_at"] + seconds,
            # Half of the channels name the account, the others the organisation.
            "account": threads["handle"].where(threads["channel"].isin(["x", "instagram"]), threads["name"]),
            "channel": threads["channel"],
            "author_id": np.where(by_organisation, "o-" + threads["organisation_id"], "u" + threads["customer"]),
            "author_type": np.where(by_organisation, "organisation", "customer"),
            "text": text,
            "kind": threads["kind"],
            "step": step,
            "is_complaint": threads["is_complaint"],
            "is_bot": is_bot,
            "status": status,
            "sentiment": sentiment,
        }
    )
