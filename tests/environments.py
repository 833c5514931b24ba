"""A small environment of one's own: two organisations, a survey feed, and what a test delivers to it."""

from pathlib import Path

import yaml

from centricity import environment as opening
from centricity.settings import Settings, load_settings

ORGANISATIONS = {
    "feed": "organisations",
    "source": "reference",
    "entity": "organisations",
    "description": "The organisations of the tests.",
    "file_pattern": "organisations_{date}.csv",
    "format": {"type": "csv"},
    "key": ["organisation_id"],
    "columns": {
        "organisation_id": "organisation_id",
        "name": "name",
        "industry": "industry",
        "is_online": "is_online",
        "size_class": "size_class",
        "aliases": {"from": "aliases", "separator": "|"},
    },
}
SURVEY = {
    "feed": "survey",
    "source": "survey",
    "entity": "evaluations",
    "description": "A survey as a Dutch agency delivers it.",
    "file_pattern": "survey_{date}.csv",
    "format": {"type": "csv", "delimiter": ";"},
    "values": {
        "decimal_sign": ",",
        "timestamp_format": "%d-%m-%Y %H:%M:%S",
        "time_zone": "Europe/Amsterdam",
        "missing": ["", "weet niet"],
    },
    "key": ["id"],
    "columns": {
        "evaluation_id": "id",
        "respondent_id": "respondent",
        "organisation_id": "organisatie",
        "completed_at": "ingevuld_op",
        "comment": "opmerking",
    },
    "answers": {"recommend": {"from": "aanbevelen", "scale": [0, 10]}, "ease_1": {"from": "gemak", "scale": [0, 10]}},
}
WEBCARE = {
    "feed": "webcare",
    "source": "webcare",
    "entity": "messages",
    "description": "Messages as JSON Lines.",
    "file_pattern": "webcare_{date}.jsonl",
    "format": {"type": "jsonl"},
    "key": ["id"],
    "columns": {
        "message_id": "id",
        "in_reply_to_id": "reply_to",
        "organisation_id": "account",
        "author_id": "author.id",
        "is_from_organisation": {"from": "author.type", "labels": {"company": True, "customer": False}},
        "sent_at": "sent",
        "text": "text",
    },
}
ORGANISATION_FILE = (
    "organisation_id,name,industry,is_online,size_class,aliases\n"
    "A,Alfa,telecom,true,large,Alfa NV|@alfa\n"
    "B,Bèta,telecom,false,small,Beta\n"
)
SURVEY_HEADER = "id;respondent;organisatie;ingevuld_op;aanbevelen;gemak;opmerking\n"


class Environment:
    """A home and a feed folder in a temporary place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.feeds = folder / "feeds"
        self.feeds.mkdir(parents=True)
        self.home = folder / "home"
        for feed in (ORGANISATIONS, SURVEY, WEBCARE):
            self.define(feed)

    @property
    def settings(self) -> Settings:
        return load_settings(
            {
                "CENTRICITY_HOME": str(self.home),
                "CENTRICITY_FEEDS": str(self.feeds),
                "CENTRICITY_SETTLE_SECONDS": "0",  # nobody writes to what a test delivers
            }
        )

    @property
    def opened(self) -> opening.Environment:
        return opening.open_environment(self.settings)

    def define(self, feed: dict) -> Path:
        path = self.feeds / f"{feed['feed']}.yml"
        path.write_text(yaml.safe_dump(feed), encoding="utf-8")
        return path

    def deliver(self, feed: str, name: str, content: str | bytes) -> Path:
        path = self.home / "landing" / feed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def deliver_organisations(self) -> None:
        self.deliver("organisations", "organisations_2025-01-01.csv", ORGANISATION_FILE)

    def deliver_survey(self, *rows: str, date: str = "2025-10-01") -> Path:
        return self.deliver("survey", f"survey_{date}.csv", SURVEY_HEADER + "".join(f"{row}\n" for row in rows))
