"""What a supplier may know of one evaluation, how it may write that, and what must come out."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from properties.staged import ORGANISATIONS, pseudonym

NAMESPACE = "panel"
# As texts, as the truth values that a format has, and as the codes of a questionnaire.
LABELS = {"ja": True, "nee": False, "true": True, "false": False, "1": True, "0": False}
# Zones with the usual hour of summer time, half an hour, two hours, none, changes at midnight, and a skipped day.
ZONES = (
    "UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "America/St_Johns", "Pacific/Auckland",
    "Australia/Lord_Howe", "Antarctica/Troll", "Asia/Beirut", "America/Caracas", "Pacific/Apia",
)  # fmt: skip
TIME_FORMATS = (
    "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S.%f", "%d-%m-%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y%m%d%H%M%S",
    "%a %b %d %H:%M:%S %z %Y", "%d %b %Y %H:%M:%S", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S.%f%z",
)  # fmt: skip
FIRST, LAST = datetime(2000, 1, 2), datetime(2026, 10, 30)


@dataclass(frozen=True)
class Values:
    """How a supplier writes values; the feed's `values`."""

    decimal_sign: str
    thousands_sign: str | None
    timestamp_format: str
    time_zone: str
    ambiguous_time: str
    missing: tuple[str, ...]

    @property
    def definition(self) -> dict:
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class Evaluation:
    """One evaluation as the supplier knows it."""

    identifier: str
    organisation: str
    at: datetime
    mark: Decimal | None
    weight: Decimal
    qualified: int
    contact: bool | None
    pages: tuple[Decimal, ...]
    note: str | None
    category: str | None


COLUMNS = ("id", "wie", "wanneer", "cijfer", "gewicht", "keuzes", "contact", "tijden", "notitie", "klasse")
OUTER_COLUMN = "wie"


def is_nested(form: dict) -> bool:
    return "inside" in form or form["type"] == "xes"


def definition(values: Values, form: dict, pattern: str) -> dict:
    """The feed of such a supplier. What is the same for several records may stand in the object around them."""
    return {
        "feed": "made",
        "source": "survey",
        "entity": "evaluations",
        "description": "Made by a test.",
        "file_pattern": pattern,
        "format": form,
        "values": values.definition,
        "key": ["id"],
        "id_namespace": NAMESPACE,
        "columns": {
            "evaluation_id": "id",
            "organisation_id": f"..{OUTER_COLUMN}" if is_nested(form) else OUTER_COLUMN,
            "completed_at": "wanneer",
            "base_weight": "gewicht",
            "count_qualified": "keuzes",
            "has_recent_contact": {"from": "contact", "labels": LABELS},
            "page_seconds": {"from": "tijden", "separator": "/"},
            "touchpoint": "notitie",
        },
        "answers": {"recommend": {"from": "cijfer", "scale": [0, 10], "decimals": True}},
        "margins": {"class": "klasse"},
        "ignored": ["overig"],
    }


@st.composite
def value_styles(draw: st.DrawFn, *, has_thousands: bool) -> Values:
    decimal = draw(st.sampled_from(".,"))
    signs = [sign for sign in (".", ",", " ", "'") if sign != decimal]
    thousands = draw(st.none() | st.sampled_from(signs)) if has_thousands else None
    return Values(
        decimal_sign=decimal,
        thousands_sign=thousands,
        timestamp_format=draw(st.sampled_from(TIME_FORMATS)),
        time_zone=draw(st.sampled_from(ZONES)),
        ambiguous_time=draw(st.sampled_from(["first", "second", "quarantine"])),
        missing=draw(st.sampled_from([("",), ("", "weet niet"), ("", "-99", "n/a")])),
    )


def _texts(encoding: str, missing: tuple[str, ...], unwritten: str) -> st.SearchStrategy[str]:
    """Texts that the encoding has, mean a value, and are none of the problems that docs/feeds.md lists."""
    signs = "\"'`;,\t|\\\r\n =+-@{}%$<>&é\u00a0\u202e"
    special = st.sampled_from([sign for sign in signs if _has(encoding, sign) and sign not in unwritten])
    return st.text(_characters(encoding, unwritten) | special, max_size=12).filter(lambda said: said not in missing)


def _characters(encoding: str, unwritten: str) -> st.SearchStrategy[str]:
    """All characters of an encoding but NUL, and what UTF-8 looks like that was read in another one."""
    excluded = "\0ÃÂâĂÄÅð" + unwritten
    if encoding.startswith("utf"):
        return st.characters(exclude_characters=excluded, exclude_categories=["Cs"])
    known = bytes(range(1, 256)).decode(encoding, errors="ignore")
    # Of ISO 8859 the controls above 127 are taken for letters of another encoding, and refused.
    return st.sampled_from([sign for sign in known if sign not in excluded and not "\x80" <= sign <= "\x9f"])


def _has(encoding: str, character: str) -> bool:
    try:
        return bool(character.encode(encoding))
    except UnicodeEncodeError:
        return False


def _decimals(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, allow_nan=False, allow_infinity=False, places=None).map(
        lambda number: number.quantize(Decimal(1).scaleb(-(abs(hash(number)) % 8)))
    )


@st.composite
def moments(draw: st.DrawFn, zone: str) -> datetime:
    """An instant; often within two hours of a change of the clocks."""
    at = draw(st.datetimes(FIRST, LAST)).replace(tzinfo=UTC)
    if draw(st.booleans()):
        at = _next_change(at, zone) + timedelta(minutes=draw(st.integers(-150, 150)))
    return at


def _next_change(at: datetime, zone: str) -> datetime:
    """The first change of the clocks in the year after an instant, or the instant itself."""
    local = ZoneInfo(zone)
    offset = at.astimezone(local).utcoffset()
    day = next((at + timedelta(days=n) for n in range(366) if _offset(at, n, local) != offset), None)
    if day is None or day.replace(tzinfo=None) > LAST:
        return at
    before, after = day - timedelta(days=1), day
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        before, after = (before, middle) if middle.astimezone(local).utcoffset() != offset else (middle, after)
    return after.replace(microsecond=0)


def _offset(at: datetime, days: int, local: ZoneInfo) -> timedelta | None:
    return (at + timedelta(days=days)).astimezone(local).utcoffset()


@st.composite
def evaluations(draw: st.DrawFn, values: Values, encoding: str, unwritten: str = "") -> list[Evaluation]:
    """Evaluations with different ids; in no text stands a character that cannot be written."""
    texts = _texts(encoding, values.missing, unwritten)
    plain = st.text("abcXYZ0123456789", min_size=1, max_size=8).filter(lambda said: said.isalnum())
    names = [name for name in ORGANISATIONS if all(_has(encoding, character) for character in name)]
    identifiers = draw(st.lists(plain.filter(_is_no_number), max_size=5, unique=True))
    return [
        Evaluation(
            identifier=identifier,
            organisation=draw(st.sampled_from(names)),
            at=draw(moments(values.time_zone)),
            mark=draw(st.none() | _decimals(0, 10)),
            weight=draw(_decimals(0, 10**9)),
            qualified=draw(st.integers(1, 10**6)),
            contact=draw(st.none() | st.booleans()),
            pages=tuple(draw(st.lists(_decimals(0, 5000), min_size=1, max_size=3))),
            note=draw(st.none() | texts),
            category=draw(st.none() | texts),
        )
        for identifier in identifiers
    ]


def _is_no_number(text: str) -> bool:
    """An identifier such as 1E5 is a spreadsheet's number, and a problem."""
    return "E" not in text.upper()


def written(evaluation: Evaluation, values: Values) -> dict[str, str | None]:
    """Each column's text; None where there is no value."""
    return {
        "id": evaluation.identifier,
        "wie": evaluation.organisation,
        "wanneer": _moment(evaluation.at, values),
        "cijfer": None if evaluation.mark is None else _number(evaluation.mark, values),
        "gewicht": _number(evaluation.weight, values),
        "keuzes": str(evaluation.qualified),
        "contact": {True: "ja", False: "nee"}.get(evaluation.contact),
        "tijden": "/".join(_number(seconds, values) for seconds in evaluation.pages),
        "notitie": evaluation.note,
        "klasse": evaluation.category,
    }


def _number(number: Decimal, values: Values) -> str:
    text = f"{number:,f}" if values.thousands_sign else f"{number:f}"
    signs = {",": values.thousands_sign, ".": values.decimal_sign}
    return "".join(signs.get(character, character) for character in text)


def _moment(at: datetime, values: Values) -> str:
    local = at.astimezone(ZoneInfo(values.time_zone))
    fraction = f"{local.microsecond:06d}".rstrip("0") or "0"
    return local.strftime(values.timestamp_format.replace("%f", fraction))


def expected(evaluation: Evaluation, values: Values) -> dict:
    """What must be accepted, in the canonical columns; or only the `problem_code` that it must get instead."""
    at, problem = _instant(evaluation.at, values)
    if problem:
        return {"problem_code": problem}
    return {
        "problem_code": None,
        "record_key": pseudonym(NAMESPACE, evaluation.identifier),
        "evaluation_id": pseudonym(NAMESPACE, evaluation.identifier),
        "organisation_id": ORGANISATIONS[evaluation.organisation],
        "completed_at": at,
        "base_weight": float(evaluation.weight),
        "count_qualified": evaluation.qualified,
        "has_recent_contact": evaluation.contact,
        "page_seconds": [float(seconds) for seconds in evaluation.pages],
        "touchpoint": _composed(evaluation.note),
        "margins": [{"margin": "class", "category": _composed(evaluation.category)}],
        "answers": [
            {
                "item": "recommend",
                "value": None if evaluation.mark is None else float(evaluation.mark),
                "scale_low": 0.0,
                "scale_high": 10.0,
                "is_proxy": False,
            }
        ],
    }


def _composed(text: str | None) -> str | None:
    return None if text is None else unicodedata.normalize("NFC", text)


def _instant(at: datetime, values: Values) -> tuple[datetime | None, str | None]:
    """The UTC time that the written text says, or the problem that it has."""
    zone = ZoneInfo(values.time_zone)
    if "%z" in values.timestamp_format:
        return _as_precise(at.replace(tzinfo=None), values.timestamp_format), None
    said = _as_precise(at.astimezone(zone).replace(tzinfo=None, fold=0), values.timestamp_format)
    first, second = (said.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None, fold=0) != said:
        return None, "nonexistent_local_time"
    if first != second and values.ambiguous_time == "quarantine":
        return None, "ambiguous_local_time"
    return (second if values.ambiguous_time == "second" else first).replace(tzinfo=None), None


def _as_precise(local: datetime, form: str) -> datetime:
    """The part of a local time that a format writes."""
    if "%H" not in form:
        return local.replace(hour=0, minute=0, second=0, microsecond=0)
    return local.replace(
        second=local.second if "%S" in form else 0, microsecond=local.microsecond if "%f" in form else 0
    )
