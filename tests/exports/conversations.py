"""Conversations as their tools export them. The shapes are the tools'; every message is invented."""

import json
from datetime import UTC, datetime, timedelta

COUNT = 40
FIRST = datetime(2025, 10, 1, 9, 5, 7, tzinfo=UTC)


def intercom() -> bytes:
    """Conversations of Intercom's API: the first message stands apart, the others two objects deep."""
    return json.dumps({"type": "conversation.list", "conversations": [_conversation(n) for n in range(COUNT)]}).encode()


def _conversation(n: int) -> dict:
    start = FIRST + timedelta(hours=29 * n)
    customer = {"type": "user", "id": f"5310d8e8{n:04}", "name": f"Klant {n}", "email": f"klant{n}@example.test"}
    admin = {"type": "admin", "id": "815309", "name": "Anna", "email": "anna@example.test"}
    bot = {"type": "bot", "id": "815310", "name": "Operator", "email": "operator@example.test"}
    parts = [_part(n, 1, "comment", "<p>We antwoorden meestal binnen een dag.</p>", bot, start + timedelta(seconds=2))]
    if n % 4:
        parts += [
            _part(n, 2, "assignment", None, admin, start + timedelta(minutes=4)),
            _part(n, 3, "note", "<p>Eerst naar facturen kijken</p>", admin, start + timedelta(minutes=5)),
            _part(n, 4, "comment", f"<p>Dat is geregeld, {n}</p>", admin, start + timedelta(minutes=30)),
            _part(n, 5, "close", None, admin, start + timedelta(minutes=40)),
            _part(n, 6, "comment", "<p>Dank!</p>", customer, start + timedelta(minutes=50)),
        ]
    return {
        "type": "conversation",
        "id": f"{147 + n}",
        "created_at": int(start.timestamp()),
        "updated_at": int(start.timestamp()) + 2400,
        "waiting_since": None,
        "source": {"type": "conversation", "id": f"{40900 + n}", "delivered_as": "customer_initiated", "subject": "",
                   "body": f"<p>Waar blijft mijn pakket {n}?</p>", "author": customer, "attachments": [], "url": None},
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": customer["id"]}]},
        "admin_assignee_id": 815309,
        "open": n % 4 == 0,
        "state": "closed" if n % 4 else "open",
        "read": True,
        "tags": {"type": "tag.list", "tags": []},
        "priority": "not_priority",
        "conversation_rating": None,
        "statistics": {"type": "conversation_statistics", "time_to_admin_reply": 1800, "count_reopens": 0},
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": parts,
                               "total_count": len(parts)},
    }  # fmt: skip


def _part(n: int, place: int, kind: str, body: str | None, author: dict, at: datetime) -> dict:
    seconds = int(at.timestamp())
    return {"type": "conversation_part", "id": f"{4412000 + 10 * n + place}", "part_type": kind, "body": body,
            "created_at": seconds, "updated_at": seconds, "notified_at": seconds, "assigned_to": None, "author": author,
            "attachments": [], "external_id": None, "redacted": False}  # fmt: skip
