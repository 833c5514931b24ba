"""Masking: what identifies a person in a running text becomes a mark, inside DuckDB.

Rules run one after the other, each on what the one before left. Some have a check (11-proof, mod-97); a candidate that
fails it hides no other that starts within it.
What is not covered stands in docs/operating.md, "Privacy".
"""

import unicodedata
from itertools import chain

import duckdb

from centricity.privacy.iban import ACCOUNT, IBAN_OUTLINE, IBAN_PATTERN, IBAN_START, iban_is_valid
from centricity.privacy.mask_rules import NUMBER, CheckedRule, Rule
from centricity.sql import literal

# Scripts of letters; the ranges between them are signs.
LETTERS = r"A-Za-z\x{C0}-\x{1FFF}\x{2C00}-\x{D7FF}"
# The atoms of RFC 5322, and letters of any script.
EMAIL = rf"[{LETTERS}0-9.!#$%&'*+/=?^_`{{|}}~\-]+@[{LETTERS}0-9\-]+(?:\.[{LETTERS}0-9\-]+)*\.[{LETTERS}]{{2,}}"

# The area codes of the numbering plan: ten digits in a row are a telephone number if they start with one.
CODES_OF_THREE = "010|013|015|020|023|024|026|030|033|035|036|038|040|043|045|046|050|053|055|058|07[0-9]|08[24578]"
CODES_OF_FOUR = (
    "011[134578]|016[124-8]|017[24]|018[0-467]|022[2-46-9]|025[125]|029[479]|031[3-8]|032[01]|034[1-8]|041[12368]|047[58]|"
    "048[15-8]|049[23579]|051[1-9]|052[1-5789]|054[1345678]|056[126]|057[0-3578]|059[1-9]"
)
# How people group the rest. Not 2-4-2: 06-10-2025-12 is a date and an hour.
MOBILE_GROUPS = ("8", "44", "2222", "233", "332", "323", "224", "422", "26")
CITY_GROUPS = ("7", "34", "43", "322", "232", "223")
TOWN_GROUPS = ("6", "33", "222", "24", "42")
# Of the Netherlands: nine digits, with or without the zero that only counts at home.
INTERNATIONAL_PHONE = (
    r"(?:\((?:\+|00)31\)|\+ ?31|0031)[ .()/\-]{0,3}(?:0[ .()/\-]{0,3})?[1-9](?:[ .()/\-]{0,3}[0-9]){8}"
    r"|\+ ?[1-9](?:[ .()/\-]{0,2}[0-9]){7,}"
    r"|316[0-9]{8}"  # what a spreadsheet leaves of +316
    r"|00(?:[2-9][0-9]{9,12}|1[0-9]{10}|[1-9][0-9]{0,2}[ .()/\-]{1,2}[0-9](?:[ .()/\-]{0,2}[0-9]){5,})"
)

POSTCODE = r"[1-9][0-9]{3}\s?[A-Za-z]{2}"
HOUSE_NUMBER = r"[0-9]{1,5}(?:[ \-]?(?:[A-Za-z]|bis|hs|I{2,3})\b|[\-/][0-9]{1,4}\b)?"
ADDRESSES = (
    rf"{POSTCODE}[\s,;/\-]{{0,3}}(?:(?i:nr|no|nummer|huisnummer|huisnr|hnr)[.:]? ?|# ?)?{HOUSE_NUMBER}",
    rf"{HOUSE_NUMBER}(?:,\s?|\s{{1,2}}){POSTCODE}\b",
)
# In small letters these are words and measures, not a postcode's: "tussen 2024 en 2025".
SHORT_WORDS = (
    "aa|al|am|an|as|at|be|by|ca|cl|cm|da|dd|de|dl|do|du|eh|en|er|et|eu|ex|gb|go|gr|ha|he|hz|if|ik|in|is|it|ja|"
    "je|kb|kg|km|kw|la|le|ma|mb|me|mg|ml|mm|my|na|no|nr|nu|of|om|on|op|or|pc|pk|pm|px|re|sa|se|so|sr|st|tb|te|"
    "tm|to|tv|un|up|us|uw|vs|we|wo|za|ze|zn|zo"
)

# Without one of these a text holds nothing that a rule finds: an @, eight digits or so near each other, the start of
# an IBAN, an address.
CANDIDATE = (
    rf"@|[0-9](?:[\s.()/\-]{{0,4}}[0-9]){{7}}|[A-Za-z]{{2}}\s?[0-9]{{2}}\s?[A-Za-z0-9]{{4}}|{'|'.join(ADDRESSES)}"
)


def install_masking(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection the macro `masked(text)`; null stays null, and a text without finds as it is."""
    # Lists, so that each step names the text of the step before instead of repeating how it is made.
    is_foldable = " and ".join(
        # More bytes than characters: counting is much quicker than searching.
        ["strlen(said) > length(said)", *(f"regexp_matches(said, {literal(signs)})" for signs in (DIGIT, FOLDABLE))]
    )
    texts = f"case when {is_foldable} then [said, {_folded('said')}] else [said] end"
    texts = f"list_transform({texts}, lambda text: {_with_emails_masked('text')})"
    for rule in RULES:
        texts = f"list_transform({texts}, lambda text: {rule.apply('text')})"
    # As it was written, unless folding brought more to light.
    is_better = f"len(texts) = 2 and {_folded('texts[1]')} <> texts[2]"
    chosen = f"list_transform([{texts}], lambda texts: if({is_better}, texts[2], texts[1]))[1]"
    connection.execute(f"""
        create or replace temp macro masked(said) as
            case when regexp_matches(said, {literal(CANDIDATE)}) or {is_foldable} then {chosen} else said end
    """)


def _with_emails_masked(text: str) -> str:
    return f"regexp_replace({text}, {literal(EMAIL)}, '[EMAIL]', 'g')"


def _grouped(groupings: tuple[str, ...]) -> str:
    """A pattern of digits in groups, divided by one and the same sign."""
    groups = [[f"[0-9]{{{size}}}" for size in grouping] for grouping in groupings]
    return "|".join(dict.fromkeys(sign.join(sizes) for sizes in groups for sign in (" ", r"\.", r"\-")))


def _national_phone() -> str:
    """A number with its area code apart, (020) 1234567 or 06 - 12345678, or all of it in groups."""
    forms = {"06": MOBILE_GROUPS, "0[1-9][0-9]": CITY_GROUPS, "0[1-9][0-9]{2}": TOWN_GROUPS}
    said = ((rf"\({code}\)[ ./\-]{{0,3}}|{code}[ ./\-]{{1,3}}", groups) for code, groups in forms.items())
    return "|".join(f"(?:{code})(?:{_grouped(groups)})" for code, groups in said)


def _passes_eleven_proof() -> str:
    digits = "regexp_replace(part, '[^0-9]', '', 'g')"
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    weighed = " + ".join(f"{weight} * {digits}[{place}]::integer" for place, weight in enumerate(weights, start=1))
    return f"{digits} <> '000000000' and ({weighed}) % 11 = 0"


def _has_no_short_word() -> str:
    letters = f"regexp_extract(part, {literal(LETTERS_OF_POSTCODE)}, 1)"
    return f"({letters} = upper({letters}) or not regexp_full_match({letters}, {literal(f'(?i){SHORT_WORDS}')}))"


def _foldings() -> dict[str, str]:
    """Signs that look like plain ones or cannot be seen, and what they are folded to."""
    signs = {}
    # Beyond these planes there are ideographs only.
    for sign in map(chr, chain(range(0x80, 0x20000), range(0xE0000, 0xE0080))):
        category, plain = unicodedata.category(sign), unicodedata.normalize("NFKC", sign)
        if category in ("Zs", "Pd", "Cf") or sign == "\N{MINUS SIGN}":
            signs[sign] = {"Zs": " ", "Cf": ""}.get(category, "-")
        elif unicodedata.digit(sign, None) is not None:
            signs[sign] = str(unicodedata.digit(sign))
        elif len(plain) == 1 and plain.isascii():
            signs[sign] = plain
    return signs


def _folded(text: str) -> str:
    """SQL: the text in plain digits, letters, spaces and hyphens, without what cannot be seen."""
    # `translate` takes away what has no counterpart: those stand last.
    pairs = sorted(FOLDINGS.items(), key=lambda pair: pair[1] == "")
    signs, plain = ("".join(side) for side in zip(*pairs, strict=True))
    return f"translate({text}, {literal(signs)}, {literal(plain)})"


FOLDINGS = _foldings()
DIGIT = "[0-9@" + "".join(sign for sign, plain in FOLDINGS.items() if plain in "0123456789@" and plain) + "]"
FOLDABLE = "[" + "".join(f"\\x{{{ord(sign):x}}}" for sign in FOLDINGS) + "]"
LETTERS_OF_POSTCODE = r"[1-9][0-9]{3}\s?([A-Za-z]{2})(?:[^A-Za-z]|$)"
PHONE = "[PHONE]"
NATIONAL_PHONE = _national_phone()
RULES: tuple[Rule | CheckedRule, ...] = (
    CheckedRule("[IBAN]", IBAN_PATTERN, iban_is_valid("part"), IBAN_START, most_starts=9, outline=IBAN_OUTLINE),
    Rule(PHONE, f"06[0-9]{{8}}|(?:{CODES_OF_THREE})[0-9]{{7}}|(?:{CODES_OF_FOUR})[0-9]{{6}}"),
    Rule(PHONE, INTERNATIONAL_PHONE),
    # A code may be said twice: "06 06-12345678".
    CheckedRule(PHONE, NATIONAL_PHONE, "true", rf"\([0-9]+\)|{NUMBER}", most_starts=5),
    CheckedRule("[BSN]", _grouped(("9", "423", "333")), _passes_eleven_proof()),
    # Nor is the start of an account number a house number.
    *(
        CheckedRule("[ADDRESS]", rf"[0-9]*\s?(?:{ACCOUNT})|{address}", _has_no_short_word(), outline=address)
        for address in ADDRESSES
    ),
)
