"""What a person does to the draft of each export, and what the completed feed takes in."""

from collections.abc import Callable
from dataclasses import dataclass, field

from drafts import REMOVED, Added
from exports import conversations, processes, surveys

ZONE = {"values.time_zone": "Europe/Amsterdam"}
OURS = {"columns.organisation_id": {"constant": "Alfa"}}


@dataclass(frozen=True)
class Export:
    """An export, the edits that its draft needs, and what is taken in then.

    Attributes:
        make: the delivery.
        edits: by dotted key of the feed, its value; of another feed for the same file too, where two are needed.
        left_open: the keys that the draft says are to fill in.
        accepted: the records that count.
        quarantined: by reason, how many do not.
        filtered: how many the feed leaves out.
    """

    source: str
    ending: str
    make: Callable[[], bytes]
    edits: dict[str, object]
    left_open: tuple[str, ...]
    accepted: int = 40
    quarantined: dict[str, int] = field(default_factory=dict)
    filtered: int = 0
    second_feed: dict[str, object] = field(default_factory=dict)

    @property
    def count_edits(self) -> int:
        return len(self.edits) + len(self.second_feed)


EXPORTS = {
    "google_forms": Export(
        "survey", "csv", surveys.google_forms, {"answers.ease_1.scale": [1, 5]}, ("answers.ease_1.scale",)
    ),
    "microsoft_forms": Export("survey", "xlsx", surveys.microsoft_forms, ZONE, ("values.time_zone",)),
    "google_play": Export(
        "survey",
        "csv",
        surveys.google_play,
        OURS | {"answers.experience.proxy": True},
        ("columns.organisation_id", "answers.experience.proxy"),
    ),
    "app_store": Export(
        "survey",
        "json",
        surveys.app_store,
        OURS | {"answers.experience.proxy": True},
        ("columns.organisation_id", "answers.experience.proxy"),
    ),
    "delighted": Export("survey", "json", surveys.delighted, {}, ()),
    "zendesk_ratings": Export(
        "survey",
        "json",
        surveys.zendesk_ratings,
        OURS
        | {
            "columns.evaluation_type.constant": "touchpoint",
            "columns.touchpoint": {"constant": "ticket"},
            "answers": {"satisfaction": {"from": "score", "labels": {"bad": 0, "good": 1}, "scale": [0, 1]}},
            "where": "score <> 'offered'",
        },
        ("columns.organisation_id", "columns.evaluation_type.constant", "answers"),
        accepted=30,
        filtered=10,
    ),
    # The question stands beside the replies: a feed for each reads the same file.
    "intercom": Export(
        "webcare",
        "json",
        conversations.intercom,
        OURS
        | {
            "id_namespace": "intercom",
            "where": "part_type = 'comment'",
            "columns.in_reply_to_id": "..source.id",
            "columns.is_from_organisation.labels.bot": True,
            "columns.is_automated": {"sql": "\"author.type\" = 'bot'"},
        },
        ("columns.in_reply_to_id", "columns.organisation_id", "columns.is_from_organisation.labels.bot"),
        accepted=100,
        filtered=90,
        second_feed=OURS
        | {
            "feed": "intercom_questions",
            "id_namespace": "intercom",
            "format.inside": REMOVED,
            "format.added_columns": "ignore",
            "key": ["source.id"],
            "columns.message_id": "source.id",
            "columns.in_reply_to_id": REMOVED,
            "columns.author_id": "source.author.id",
            "columns.is_from_organisation": {"from": "source.author.type", "labels": {"user": False, "admin": True}},
            "columns.text": "source.body",
            "ignored": REMOVED,
        },
    ),
    "freshdesk": Export(
        "process",
        "csv",
        processes.freshdesk,
        ZONE | OURS | {"columns.closed_at": "Resolved time", "ignored": Added("Closed time")},
        ("values.time_zone", "columns.organisation_id"),
    ),
    "jira": Export("process", "csv", processes.jira, ZONE | OURS, ("values.time_zone", "columns.organisation_id")),
    "salesforce": Export(
        "process",
        "csv",
        processes.salesforce,
        ZONE | OURS,
        ("values.time_zone", "columns.organisation_id"),
        quarantined={"wrong_width": 5},  # what the report says of itself, below its cases
    ),
    "shopify": Export(
        "process",
        "csv",
        processes.shopify,
        OURS
        | {
            "columns.process.constant": "order",
            "where": '"Id" is not null and "Cancelled at" is null',
        },
        ("columns.organisation_id", "columns.process.constant"),
        accepted=36,
        filtered=14,
    ),
    "mined_log": Export(
        "process",
        "csv",
        processes.mined_log,
        ZONE
        | OURS
        | {
            "columns.process.constant": "complaint",
            "columns.milestone": {
                "sql": "case \"Activity\" when 'Assign seriousness' then 'opened' when 'Closed' then 'closed' end"
            },
        },
        ("values.time_zone", "columns.organisation_id", "columns.process.constant", "columns.milestone"),
        accepted=190,
    ),
}
