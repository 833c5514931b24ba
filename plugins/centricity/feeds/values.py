"""From a text to a typed value, in SQL. A text that cannot be read gives null, never another value."""

from dataclasses import dataclass

from centricity.feeds.entities import Column
from centricity.feeds.parts import Mapping, Values
from centricity.feeds.sql import literal
from centricity.feeds.timestamps import has_offset, timestamp_pattern

# What a spreadsheet makes of 7,5 or 7-5.
SPREADSHEET_DATE = r"^\d{1,2}-[a-z]{3}\.?$"
# What a spreadsheet makes of a long number, or a program: 1.2e+15. Without the sign 12e5 may be hexadecimal.
SPREADSHEET_NUMBER = r"^[+-]?\d+(E[+-]?|e\+|[.,]\d+[Ee][+-]?)\d+$"


def _second_bytes(*encodings: str, besides: bytes = b"") -> str:
    """What the second byte of a character in UTF-8 is taken for by who reads another encoding."""
    seconds = bytes(sorted({*range(0x80, 0xC0)} - {*besides}))
    return "".join(sorted({sign for encoding in encodings for sign in seconds.decode(encoding, "ignore")}))


# Quotes, dashes, dots and spaces: they may well stand behind a letter.
BEHIND_LETTERS = b"\x85\x91\x92\x93\x94\x96\x97\xa0\xad\xbb"
WESTERN, WESTERN_SIGNS = (_second_bytes("windows-1252", "iso-8859-15", besides=them) for them in (b"", BEHIND_LETTERS))
CENTRAL_SIGNS = _second_bytes("windows-1250", "iso-8859-2", besides=BEHIND_LETTERS)
# UTF-8 that was once read in another encoding: é (Ã© or Ă©), ğ, ł, the euro, a curly quote, an emoji. (Â¯ would be a
# lone macron, which nobody writes.)
MOJIBAKE = (
    f"Ã[{WESTERN}]|Â[\u0080-\u00ae\u00b0-\u00bf]|â€|â[{WESTERN}][{WESTERN}]|ðŸ|[ÄÅ][{WESTERN_SIGNS}]|Ă[{CENTRAL_SIGNS}]"
)
# Scripts with letters that look like Latin ones.
LOOK_ALIKE_SCRIPTS = r"\p{Cyrillic}|\p{Greek}"
# Spaces of every kind, and what cannot be seen: controls, a byte-order mark, marks of direction.
WHITESPACE = r"[\p{Z}\p{Cc}\p{Cf}]"
AROUND = f"^{WHITESPACE}|{WHITESPACE}$"
WHOLE_NUMBER = r"^[+-]?\d{1,18}$"


@dataclass(frozen=True)
class Clock:
    """A time by the supplier's clock, as SQL: names of columns, since each is read several times.

    Attributes:
        local: the time without its zone.
        by_before: its instant by the clock of the day before.
        by_after: its instant by the clock of the day after.
    """

    local: str
    by_before: str
    by_after: str

    @property
    def is_changing(self) -> str:
        return f"{self.by_before} <> {self.by_after}"


def typed_value(column: Column, mapping: Mapping, values: Values, text: str) -> tuple[str, dict[str, str]]:
    """The value of a text, and the problems of a text that has none: conditions by problem code, first come first.

    Args:
        column: the canonical column.
        mapping: how the feed maps it.
        values: how the supplier writes values.
        text: the text, as SQL.
    """
    match column.type:
        case "double":
            return number(values, text), number_problems(values, text)
        case "integer" | "bigint":
            whole = f"regexp_full_match({text}, {literal(WHOLE_NUMBER)})"
            return f"case when {whole} then try_cast({text} as {column.type}) end", number_problems(values, text)
        case "boolean":
            return f"case lower({text}) when 'true' then true when 'false' then false end", {"unknown_label": "true"}
        case "varchar[]":
            composed = f"list_transform({_parts(mapping, text)}, lambda part: nfc_normalize(part))"
            return f"list_filter({composed}, lambda part: part <> '')", {}
        case "double[]":
            numbers = f"list_transform({_parts(mapping, text)}, lambda part: {number(values, 'part')})"
            return f"case when list_position({numbers}, null) is null then {numbers} end", {"not_a_number": "true"}
        case _:
            return f"nfc_normalize({text})", {}


def _parts(mapping: Mapping, text: str) -> str:
    return f"list_transform(string_split({text}, {literal(mapping.separator or ',')}), lambda part: trim(part))"


def number(values: Values, text: str) -> str:
    """A decimal number as the supplier writes it; digits are in threes where thousands are divided.

    No thousands start with a zero: `0.750` is the other decimal sign.
    """
    decimals = rf"(\{values.decimal_sign}\d+)?"
    whole, divided = r"\d{1,15}", ""
    if values.thousands_sign:
        divided = rf"|[1-9]\d{{0,2}}(\{values.thousands_sign}\d{{3}}){{1,4}}"
    digits = f"replace({text}, {literal(values.thousands_sign)}, '')" if values.thousands_sign else text
    if values.decimal_sign == ",":
        digits = f"replace({digits}, ',', '.')"
    # Most numbers are whole, and replacing takes as long as everything else.
    is_whole, is_number = (
        f"regexp_full_match({text}, {literal(pattern)})"
        for pattern in (rf"^[+-]?{whole}$", rf"^[+-]?({whole}{divided}){decimals}$")
    )
    return f"case when {is_whole} then {text}::double when {is_number} then {digits}::double end"


def number_problems(values: Values, text: str) -> dict[str, str]:
    """Why a text is no number, by problem code, the most telling first."""
    other = "," if values.decimal_sign == "." else "."
    return {
        "excel_mangled_number": f"regexp_full_match({text}, {literal(SPREADSHEET_DATE)})",
        "other_decimal_sign": f"regexp_full_match({text}, {literal(rf'^[+-]?[0-9]+[{other}][0-9]+$')})",
        "not_a_number": "true",
    }


def nul_problem(text: str) -> dict[str, str]:
    """What no text of any kind may hold."""
    return {"nul_byte": f"contains({text}, chr(0))"}


def text_problems(text: str) -> dict[str, str]:
    """What a text must not hold, by problem code."""
    # More bytes than characters: counting is much quicker than searching.
    is_foreign = f"strlen({text}) > length({text})"
    return nul_problem(text) | {"mojibake_suspected": f"{is_foreign} and regexp_matches({text}, {literal(MOJIBAKE)})"}


def identifier_problems(text: str) -> dict[str, str]:
    """What an identifier must not look like, by problem code."""
    return nul_problem(text) | {
        "whitespace_in_key": f"regexp_matches({text}, {literal(AROUND)})",
        "bad_id": f"regexp_full_match({text}, {literal(SPREADSHEET_NUMBER)})",
    }


def name_problems(text: str) -> dict[str, str]:
    """Why a name may be unknown though it looks right, by problem code."""
    return {
        "whitespace_in_key": f"regexp_matches({text}, {literal(AROUND)})",
        "non_latin_key": f"regexp_matches({text}, {literal(LOOK_ALIKE_SCRIPTS)})",
        "unknown_organisation": "true",
    }


def labelled(text: str, labels: dict) -> str:
    cases = " ".join(f"when {literal(said)} then {literal(meant)}" for said, meant in labels.items())
    return f"case {text} {cases} end"


def has_no_label(text: str, labels: dict) -> str:
    """True for a text without label; a label may well mean "no value"."""
    return f"{text} is not null and {text} not in ({', '.join(literal(said) for said in labels)})"


def local_time(mapping: Mapping, values: Values, text: str) -> str:
    """The text's time by the supplier's clock; null where the text says its offset, or is no time."""
    forms = [form for form in _forms(mapping, values) if not has_offset(form)]
    return f"coalesce({', '.join(_parsed(mapping, form, text) for form in forms)})" if forms else "null::timestamp"


def clock_readings(values: Values, clock: Clock) -> dict[str, str]:
    """The two instants of a local time, by the names of their columns.

    Only where they differ the hour may occur twice (the day before is its first occurrence) or not at all. Clocks do
    not always change by an hour.
    """
    zone = literal(values.time_zone)
    return {
        clock.by_before: f"timezone({zone}, {clock.local} - interval 24 hours) + interval 24 hours",
        clock.by_after: f"timezone({zone}, {clock.local} + interval 24 hours) - interval 24 hours",
    }


def instant(mapping: Mapping, values: Values, text: str, clock: Clock) -> str:
    """The text's instant as a UTC timestamp."""
    forms = [form for form in _forms(mapping, values) if has_offset(form)]
    said = [_in_utc(_parsed(mapping, form, text)) for form in forms]
    return f"coalesce({', '.join([*said, _reading(values, clock)])})"


def local_time_conditions(values: Values, clock: Clock) -> dict[str, str]:
    """Hours that do not exist, or that the feed wants quarantined because they occur twice, by problem code."""
    is_before, is_after = (_reads_as(values, by, clock.local) for by in (clock.by_before, clock.by_after))
    conditions = {"nonexistent_local_time": f"{clock.is_changing} and not {is_before} and not {is_after}"}
    if values.ambiguous_time == "quarantine":
        conditions["ambiguous_local_time"] = f"{clock.is_changing} and {is_before} and {is_after}"
    return conditions


def _forms(mapping: Mapping, values: Values) -> tuple[str, ...]:
    return mapping.timestamp_format or values.timestamp_format


def _parsed(mapping: Mapping, form: str, text: str) -> str:
    """A timestamp without zone, or an instant where the text says its offset."""
    # DuckDB's %z does not know the Z of ISO 8601.
    said = f"regexp_replace({text}, 'Z$', '+0000')" if has_offset(form) else text
    is_written_so = f"regexp_full_match({text}, {literal(timestamp_pattern(form))})"
    parsed = f"case when {is_written_so} then try_strptime({said}, {literal(form)}) end"
    return f"(({parsed}) + interval 1 day - interval 1 second)" if mapping.end_of_day else parsed


def _reading(values: Values, clock: Clock) -> str:
    """The instant of a local time; of one that occurs twice, the occurrence that the feed wants."""
    is_second = values.ambiguous_time == "second"
    wanted, other = (clock.by_after, clock.by_before) if is_second else (clock.by_before, clock.by_after)
    is_other = f"{clock.is_changing} and not {_reads_as(values, wanted, clock.local)}"
    return _in_utc(f"case when {is_other} then {other} else {wanted} end")


def _in_utc(instant: str) -> str:
    """The timestamp of an instant, without asking a calendar for the time zone that has no changes."""
    return f"make_timestamp(epoch_us({instant}))"


def _reads_as(values: Values, instant: str, local: str) -> str:
    return f"(timezone({literal(values.time_zone)}, {instant}) = {local})"
