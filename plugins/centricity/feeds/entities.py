"""The canonical entities: what every delivery becomes, whatever its supplier calls it.

This is the schema of the raw zone. Columns are added here, never renamed: the raw zone is
immutable and read by name.
"""

from dataclasses import dataclass

SOURCES = ("reference", "survey", "webcare", "process")


@dataclass(frozen=True)
class Column:
    """One canonical column.

    Attributes:
        name: as it stands in the raw zone.
        type: the DuckDB type.
        meaning: what it holds, for the documentation.
        is_identifier: becomes a pseudonym at intake.
        is_required: a row without it is a problem, and a feed must say where it comes from.
        is_past: says when something happened, so it lies in the past.
        is_worded: in the words of a customer or the supplier, so it is masked at intake.
        default: the value where a feed does not map the column.
    """

    name: str
    type: str
    meaning: str
    is_identifier: bool = False
    is_required: bool = False
    is_past: bool = False
    is_worded: bool = False
    default: str | None = None


@dataclass(frozen=True)
class Entity:
    """One kind of record that a delivery holds.

    Attributes:
        own_id: the identifier that names one record: the same twice is never two.
        dated_by: the times that say of which year a record is, the first that it has.
        follows_up: a record may be about what began the year before: an answer in January, the end of a case.
    """

    name: str
    source: str
    columns: tuple[Column, ...]
    own_id: str | None = None
    dated_by: tuple[str, ...] = ()
    follows_up: bool = False

    def column(self, name: str) -> Column:
        """The column of this name.

        Raises:
            KeyError: it has none.
        """
        return {column.name: column for column in self.columns}[name]

    def has_column(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)


ANSWER = "struct(item varchar, value double, scale_low double, scale_high double, is_proxy boolean)"
MARGIN = "struct(margin varchar, category varchar)"

# In every load, before the entity's own columns.
LOAD_COLUMNS = (
    Column("load_id", "varchar", "The load that brought the row."),
    Column("row_number", "bigint", "Line (text formats) or record of the delivered file, from 1."),
    Column(
        "record_key",
        "varchar",
        "Digest of the feed's key, or the own id where it has none; the newest delivery wins. Null without either.",
    ),
    Column(
        "period", "varchar", "What its delivery is the whole of; a newer one withdraws what it lacks. Null: of nothing."
    ),
)

# In a staged batch only: what the reader could not read, cast or match.
PROBLEM_COLUMNS = (
    Column("problem_code", "varchar", "Why the reader could not read, cast or match the row."),
    Column("problem_column", "varchar", "The supplier's column where it stands."),
)

WITHDRAWN = Column(
    "is_withdrawn",
    "boolean",
    "The record is taken back: it needs its key only, and what was delivered of it no longer counts.",
    default="false",
)
WAVE = Column("wave", "integer", "The wave that the feed states; null: the calendar year.")
ORGANISATION = Column("organisation_id", "varchar", "The organisation, found by id, name or alias.", is_required=True)

EVALUATIONS = Entity(
    "evaluations",
    "survey",
    (
        Column("evaluation_id", "varchar", "One respondent's evaluation of one organisation.", is_identifier=True),
        Column("respondent_id", "varchar", "The person; null where the survey has no ids.", is_identifier=True),
        ORGANISATION,
        WAVE,
        Column("completed_at", "timestamp", "When the evaluation was completed, UTC.", is_required=True, is_past=True),
        Column("evaluation_type", "varchar", "`relational` or `touchpoint`.", default="relational"),
        Column("touchpoint", "varchar", "What a touchpoint evaluation is about.", is_worded=True),
        Column("channel", "varchar", "The channel the customer used.", is_worded=True),
        Column("base_weight", "double", "1 / probability of selection of the person.", default="1"),
        Column(
            "has_final_weight", "boolean", "The base weight is final: nothing is raked or trimmed.", default="false"
        ),
        Column("stratum", "varchar", "Stratum of the survey's design, within the feed and wave."),
        Column(
            "cluster_id",
            "varchar",
            "Primary sampling unit, where it is not the person; one label per feed and stratum, in all waves.",
            is_identifier=True,
        ),
        Column(
            "count_qualified", "integer", "Organisations of the industry that the person could have rated.", default="1"
        ),
        Column("has_recent_contact", "boolean", "Had contact with it in the last 12 months; null: not asked."),
        Column("duration_seconds", "double", "Time taken for the questionnaire."),
        Column("page_seconds", "double[]", "Time taken for each page, in the questionnaire's order."),
        Column("questionnaire_version", "varchar", "Version of the questionnaire; durations are compared within it."),
        Column("device", "varchar", "desktop, phone …; durations are compared within it."),
        Column("network_id", "varchar", "The network address it came from.", is_identifier=True),
        Column("comment", "varchar", "Free text; stays in the restricted warehouse.", is_worded=True),
        Column("margins", f"{MARGIN}[]", "The person's category on each population margin."),
        Column("answers", f"{ANSWER}[]", "Every item the questionnaire holds; value null where not answered."),
        WITHDRAWN,
    ),
    own_id="evaluation_id",
    dated_by=("completed_at",),
)

MESSAGES = Entity(
    "messages",
    "webcare",
    (
        Column("message_id", "varchar", "The message.", is_identifier=True, is_required=True),
        Column("in_reply_to_id", "varchar", "The message it replies to.", is_identifier=True),
        Column(
            "organisation_id", "varchar", "Whose webcare it is; null where the file does not say it of a customer's."
        ),
        Column("mentioned_organisation_id", "varchar", "The first organisation that the message names, where it does."),
        WAVE,
        Column("author_id", "varchar", "Who wrote it.", is_identifier=True),
        Column("is_from_organisation", "boolean", "Written by the organisation, not by a customer.", is_required=True),
        Column("channel", "varchar", "The medium: x, facebook, chat …", is_worded=True),
        Column("sent_at", "timestamp", "When it was sent, UTC.", is_required=True, is_past=True),
        Column(
            "reply_minutes",
            "double",
            "Minutes from a customer's message to its reply, where the reply itself is not delivered.",
        ),
        Column("is_automated", "boolean", "Sent by a bot: neither a question nor a reply.", default="false"),
        Column(
            "is_internal",
            "boolean",
            "A note that the customer does not see: neither a question nor a reply.",
            default="false",
        ),
        Column("is_spam", "boolean", "Spam: asks nothing.", default="false"),
        Column("is_repost", "boolean", "A retweet or share: asks nothing.", default="false"),
        Column("requires_answer", "boolean", "Asks for an answer; null: every question does."),
        Column("is_complaint", "boolean", "Complains; null: the supplier does not say."),
        Column(
            "is_resolved",
            "boolean",
            "Resolved, or moved to a private channel and confirmed, with it; null: the supplier does not say.",
        ),
        Column("sentiment", "double", "-1 (negative) to 1 (positive)."),
        Column("text", "varchar", "Free text; stays in the restricted warehouse.", is_worded=True),
        WITHDRAWN,
    ),
    own_id="message_id",
    dated_by=("sent_at",),
    follows_up=True,
)

EVENTS = Entity(
    "events",
    "process",
    (
        Column("case_id", "varchar", "The complaint, claim, order or ticket.", is_identifier=True, is_required=True),
        ORGANISATION,
        WAVE,
        Column("customer_id", "varchar", "Whose case it is.", is_identifier=True),
        Column("process", "varchar", "complaint, order, claim …", is_required=True, is_worded=True),
        Column("topic", "varchar", "What it is about; a repeat contact has the same.", is_worded=True),
        Column("channel", "varchar", "The channel of the event.", is_worded=True),
        Column("activity", "varchar", "What happened, in the supplier's words.", is_required=True, is_worded=True),
        Column("milestone", "varchar", "`opened`, `closed` or `reopened`, where the activity is one of these."),
        Column("occurred_at", "timestamp", "When it happened, UTC.", is_required=True, is_past=True),
        Column("promised_at", "timestamp", "When the case was promised to be done, UTC; null: no promise."),
        Column(
            "is_in_promise",
            "boolean",
            "Done as promised, by the supplier's word, where `promised_at` is empty; a case's last row counts.",
        ),
        Column("case_started_at", "timestamp", "When the case started, UTC, where its rows say so.", is_past=True),
        Column("case_closed_at", "timestamp", "When the case was closed, UTC, where its rows say so.", is_past=True),
        WITHDRAWN,
    ),
    dated_by=("case_started_at", "occurred_at"),
    follows_up=True,
)

CASES = Entity(
    "cases",
    "process",
    (
        Column("case_id", "varchar", "The complaint, claim, order or ticket.", is_identifier=True, is_required=True),
        ORGANISATION,
        WAVE,
        Column("customer_id", "varchar", "Whose case it is.", is_identifier=True),
        Column("process", "varchar", "complaint, order, claim …", is_required=True, is_worded=True),
        Column("topic", "varchar", "What it is about; a repeat contact has the same.", is_worded=True),
        Column("channel", "varchar", "The channel it came in by.", is_worded=True),
        Column("started_at", "timestamp", "When it started, UTC.", is_required=True, is_past=True),
        Column("closed_at", "timestamp", "When it was closed, UTC; null: still open.", is_past=True),
        Column("promised_at", "timestamp", "When it was promised to be done, UTC; null: no promise."),
        Column("is_in_promise", "boolean", "Done as promised, by the supplier's word, where `promised_at` is empty."),
        Column("count_reopened", "integer", "How often it was opened again; null: the supplier does not say."),
        Column("has_repeated_activity", "boolean", "Some step was done twice; null: the supplier does not say."),
        WITHDRAWN,
    ),
    own_id="case_id",
    dated_by=("started_at",),
)

ORGANISATIONS = Entity(
    "organisations",
    "reference",
    (
        Column("organisation_id", "varchar", "The organisation's code.", is_required=True),
        Column("wave", "integer", "The wave whose list it is in; null: it holds from the year of its delivery on."),
        Column("name", "varchar", "Its name as published.", is_required=True),
        Column("industry", "varchar", "The industry within which it is ranked.", is_required=True),
        Column("is_online", "boolean", "Serves its customers mainly online."),
        Column("size_class", "varchar", "small, medium or large."),
        Column("aliases", "varchar[]", "Other spellings under which deliveries name it."),
        Column("count_customers", "bigint", "Customers in that year."),
        Column("count_complaint_body_cases", "bigint", "Cases at an independent complaint body in that year."),
    ),
)

MARGINS = Entity(
    "margins",
    "reference",
    (
        Column("margin", "varchar", "The margin: age_sex, education, region.", is_required=True),
        Column("category", "varchar", "One of its categories.", is_required=True),
        Column("category_order", "integer", "Place of the category among its neighbours."),
        Column("population", "double", "People in it, or its share.", is_required=True),
        Column("wave", "integer", "The wave it holds for; null: from the year of its delivery on."),
    ),
)

SERVICE_HOURS = Entity(
    "service_hours",
    "reference",
    (
        Column("organisation_id", "varchar", "The organisation's code.", is_required=True),
        Column("channel", "varchar", "The channel, as its messages name it; null: every channel."),
        Column("weekday", "integer", "1 (Monday) to 7 (Sunday); null: every day."),
        Column("opens", "varchar", "When service opens, `9:00`; null, with `closes` null too: closed."),
        Column("closes", "varchar", "When it closes, `17:30` or `24:00`; before `opens`: on the next day."),
        Column("valid_from", "varchar", "First day on which this holds, `2026-12-24`; null: no first day."),
        Column("valid_until", "varchar", "Last day on which this holds; null: until further notice."),
        Column("time_zone", "varchar", "Where these times are told.", default="Europe/Amsterdam"),
    ),
)

ENTITIES = {
    entity.name: entity for entity in (EVALUATIONS, MESSAGES, EVENTS, CASES, ORGANISATIONS, MARGINS, SERVICE_HOURS)
}


def raw_columns(entity: Entity) -> tuple[Column, ...]:
    """Columns of an accepted load's data, in order."""
    return LOAD_COLUMNS + entity.columns
