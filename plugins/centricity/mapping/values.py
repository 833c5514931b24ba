"""From a text to a typed value, in SQL. A text that cannot be read gives null, never another value."""

from centricity.feeds.entities import Column
from centricity.feeds.origins import Mapping
from centricity.formats.parts import Values
from centricity.sql import literal

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
            # in a list of one, since what stands twice is computed twice
            return f"list_filter([{numbers}], lambda numbers: list_position(numbers, null) is null)[1]", {
                "not_a_number": "true"
            }
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
