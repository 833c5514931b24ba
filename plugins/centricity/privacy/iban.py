"""International bank account numbers: the form of each country's, and the check of ISO 13616 (mod-97), in SQL."""

import re

# What follows the country and two check digits: n digits, a letters, c either (SWIFT's IBAN registry).
STRUCTURES = {
    "AD": "8n12c", "AE": "19n", "AL": "8n16c", "AT": "16n", "AZ": "4a20c", "BA": "16n", "BE": "12n", "BG": "4a6n8c",
    "BH": "4a14c", "BI": "23n", "BR": "23n1a1c", "BY": "4c4n16c", "CH": "5n12c", "CR": "18n", "CY": "8n16c",
    "CZ": "20n", "DE": "18n", "DJ": "23n", "DK": "14n", "DO": "4c20n", "EE": "16n", "EG": "25n", "ES": "20n",
    "FI": "14n", "FK": "2a12n", "FO": "14n", "FR": "10n11c2n", "GB": "4a14n", "GE": "2a16n", "GI": "4a15c",
    "GL": "14n", "GR": "7n16c", "GT": "4c20c", "HR": "17n", "HU": "24n", "IE": "4a14n", "IL": "19n", "IQ": "4a15n",
    "IS": "22n", "IT": "1a10n12c", "JO": "4a4n18c", "KW": "4a22c", "KZ": "3n13c", "LB": "4n20c", "LC": "4a24c",
    "LI": "5n12c", "LT": "16n", "LU": "3n13c", "LV": "4a13c", "LY": "21n", "MC": "10n11c2n", "MD": "20c",
    "ME": "18n", "MK": "3n10c2n", "MN": "16n", "MR": "23n", "MT": "4a5n18c", "MU": "4a19n3a", "NI": "4a20n",
    "NL": "4a10n", "NO": "11n", "OM": "3n16c", "PK": "4a16c", "PL": "24n", "PS": "4a21c", "PT": "21n", "QA": "4a21c",
    "RO": "4a16c", "RS": "18n", "RU": "14n15c", "SA": "2n18c", "SC": "4a20n3a", "SD": "14n", "SE": "20n",
    "SI": "15n", "SK": "20n", "SM": "1a10n12c", "SO": "19n", "ST": "21n", "SV": "4a20n", "TL": "19n", "TN": "20n",
    "TR": "6n16c", "UA": "6n19c", "VA": "18n", "VG": "4a16n", "XK": "16n", "YE": "4a4n18c",
}  # fmt: skip
CLASSES = {"n": "[0-9]", "a": "[A-Za-z]", "c": "[A-Za-z0-9]"}
# People write it in groups, also one that ends the line.
BETWEEN = r"[\s.\-]?"


def _form(structure: str) -> str:
    parts = re.findall("([0-9]+)([nac])", "2n" + structure)
    return "".join(f"(?:{BETWEEN}{CLASSES[kind]}){{{count}}}" for count, kind in parts)


def _countries(structure: str) -> str:
    return "|".join(country for country, said in STRUCTURES.items() if said == structure)


IBAN_PATTERN = "|".join(f"(?i:{_countries(said)}){_form(said)}" for said in dict.fromkeys(STRUCTURES.values()))
IBAN_START = rf"(?i:{'|'.join(STRUCTURES)}){BETWEEN}[0-9]{BETWEEN}[0-9]"
IBAN_OUTLINE = rf"{IBAN_START}(?:{BETWEEN}[A-Za-z0-9]){{11,}}"


# As people write one, its check digits right or wrong: with a bank's letters, or in groups of four. All of its digits
# are asked for: with less, "serie10 voor 06..." and "wk40 2024 1906 9217 BJ 12" are account numbers.
BANK_STRUCTURES = ("4a10n", "4a14n")
BANK_LETTERS = r"(?:[A-Za-z]{4}|[ .\-][A-Z]{4})"


def _bank_form(structure: str) -> str:
    count = structure.removeprefix("4a").removesuffix("n")
    return rf"(?i:{_countries(structure)})[0-9]{{2}}{BANK_LETTERS}(?:[ .\-]?[0-9]){{{count}}}[0-9]*"


def _grouped_form(structure: str) -> str:
    groups, rest = divmod(int(structure.removesuffix("n")), 4)
    last = f" [0-9]{{{rest}}}" if rest else ""
    return rf"(?i:{_countries(structure)})[0-9]{{2}}(?: [0-9]{{4}}){{{groups}}}{last}\b"


ACCOUNT_NUMBERS = [said for said in dict.fromkeys(STRUCTURES.values()) if re.fullmatch("[0-9]+n", said)]
ACCOUNT = "(?:" + "|".join([*map(_bank_form, BANK_STRUCTURES), *map(_grouped_form, ACCOUNT_NUMBERS)]) + ")"


def _length(structure: str) -> int:
    return 4 + sum(int(count) for count in re.findall("[0-9]+", structure))


LENGTHS = "map {" + ", ".join(f"'{country}': {_length(said)}" for country, said in STRUCTURES.items()) + "}"


def iban_is_valid(text: str) -> str:
    """SQL: whether a text of the pattern passes the check: letters are 10 to 35, the first four stand last."""
    signs = f"regexp_replace(upper({text}), '[^A-Z0-9]', '', 'g')"
    moved = f"string_split(substring({signs}, 5) || left({signs}, 4), '')"
    numbers = f"list_transform({moved}, lambda sign: if(sign <= '9', sign::integer, ascii(sign) - 55))"
    remainder = "lambda sum, number: (sum * if(number > 9, 100, 10) + number) % 97"
    # A digit more makes another number of it.
    return f"{LENGTHS}[left({signs}, 2)] = length({signs}) and list_reduce({numbers}, {remainder}) = 1"
