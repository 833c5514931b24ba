# Holds privacy.masking, privacy.mask_rules, privacy.iban.
"""What identifies a person in a comment becomes a mark, wherever it stands; other numbers stay."""

import re
from collections.abc import Callable, Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centricity.privacy.iban import STRUCTURES
from centricity.privacy.masking import install_masking

MARKS = ("[EMAIL]", "[IBAN]", "[PHONE]", "[BSN]", "[ADDRESS]")
FOUND = {
    "bsn 123456782.": "bsn [BSN].",
    "BSN:123456782x": "BSN:[BSN]x",
    "1234.56.782, 1234 56 782 en 123-456-782": "[BSN], [BSN] en [BSN]",
    "012345672": "[BSN]",
    "mijn nummer is NL91 ABNA 0417 1643 00 12 euro": "mijn nummer is [IBAN] 12 euro",
    "nl91abna0417164300/NL91.ABNA.0417.1643.00": "[IBAN]/[IBAN]",
    "NL91 ABNA 0417\n1643 00": "[IBAN]",
    "GB82WEST12345698765432 DE89 3704 0044 0532 0130 00": "[IBAN] [IBAN]",
    "FR14 2004 1010 0505 0001 3M02 606": "[IBAN]",
    "06-12345678, 0612345678 of 06 12 34 56 78": "[PHONE], [PHONE] of [PHONE]",
    "06 - 1234 5678/06.12.34.56.78": "[PHONE]/[PHONE]",
    "+31 6 1234 5678; +31612345678; 0031612345678": "[PHONE]; [PHONE]; [PHONE]",
    "+31 (0)6-12345678 (+31)20 1234567": "[PHONE] [PHONE]",
    "020-1234567 (020) 123 45 67 (020) - 1234567 0492-123456": "[PHONE] [PHONE] [PHONE] [PHONE]",
    "+32 470 12 34 56, +49 (30) 123456, 0049 30 123456, 004930123456": "[PHONE], [PHONE], [PHONE], [PHONE]",
    "tel0612345678 bel": "tel[PHONE] bel",
    "31612345678, 0031612345678 en +31612345678": "[PHONE], [PHONE] en [PHONE]",
    "0201234567, 0492123456 en 0881234567": "[PHONE], [PHONE] en [PHONE]",
    "mail jan.jansen@voorbeeld.nl.": "mail [EMAIL].",
    "<a.b+c@x-y.co.uk>;o'brien@x.nl;josé@müller.de": "<[EMAIL]>;[EMAIL];[EMAIL]",
    "0612345678@voorbeeld.nl": "[EMAIL]",
    "1234 AB 12 en 1234ab 12-a": "[ADDRESS] en [ADDRESS]",
    "1234AB12, 1234 ab nr. 12 bis": "[ADDRESS], [ADDRESS]",
    "1234AB-12, 1234 AB / 12 en 1234 AB - 12a": "[ADDRESS], [ADDRESS] en [ADDRESS]",
    "1234AB, huisnummer: 12; 1234 ab hnr 12": "[ADDRESS]; [ADDRESS]",
    "Kerkstraat 12, 1234 AB Utrecht": "Kerkstraat [ADDRESS] Utrecht",
    "Kerkstraat 12-2\n1234 AB": "Kerkstraat [ADDRESS]",
    "12345\u200b6782 en \u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0662": "[BSN] en [BSN]",
    "06\u201112345678 jan\uff20voorbeeld.nl NL91\u00a0ABNA\u00a00417\u00a01643\u00a000": "[PHONE] [EMAIL] [IBAN]",
    "– e\u0301: 06-12345678": "– e\u0301: [PHONE]",
    # What only seems to be one hides none that starts within it.
    "20 euro 15 keer gevraagd NL91ABNA0417164300": "20 euro 15 keer gevraagd [IBAN]",
    "vreemd 24 uur later NL91ABNA0417164300, toch 1234567 op NL91 ABNA 0417 1643 00": (
        "vreemd 24 uur later [IBAN], toch 1234567 op [IBAN]"
    ),
    "sinds 2019 op 1234 AB 12, van 2021 in 1234ab5": "sinds 2019 op [ADDRESS], van 2021 in [ADDRESS]",
    "kamer 123 123 456 782": "kamer 123 [BSN]",
    "wk40 naar 0612345678": "wk40 naar [PHONE]",
    "wk40 2024 1906 9217 BJ 12": "wk40 2024 1906 [ADDRESS]",
    "06 06-12345678 of (020) 020-1234567": "06 [PHONE] of (020) [PHONE]",
    "serie10 voor 06 12345678, nl12 naar 0612345678": "serie10 voor [PHONE], nl12 naar [PHONE]",
}
KEPT = (
    "bestelling 123456789 en 1234567820 en 12345678",
    "000000000",
    "NL92ABNA0417164300 en NL92 ABNA 0417 1643 00",
    "DE88 3704 0044 0532 0130 00",
    "4280nl71abna00299981815484 en 4280 NL71 ABNA 0029 9981 82 5484",
    "06-1234567, 06-123456789 en 112",
    "0900-1234, 0800-1234567",
    "op 01-10-2025 12:00, 06-10-2025 12.30, 2025-10-01T12:00:00, 06-10-2025 12",
    "€ 1.234,56, 1 250 000 euro, 20 % korting, een 7,5",
    "tussen 2024 en 2025, 1200 ex 21 btw, 1000km 2 keer",
    "vlucht KL1234 om 12 uur, van 09:00-17:00",
    "316123456789 en 3161234567, 1200 mm / 10, 2024 en - 12",
    "postcode 1234 AB",
    "@klm, tevreden @bol.com, jan@localhost",
    "order 0012345678, 0123456789, 0987654321, track 3SABCD1234567",
    "naam (at) voorbeeld punt nl",
    "– \uff11\uff12 \u200b½ e\u0301 👍🏽 NULL {{ 7*7 }}",
)


@pytest.fixture(scope="module")
def masked() -> Iterator[Callable[[list[str]], list[str]]]:
    with duckdb.connect() as connection:
        install_masking(connection)
        statement = "select list_transform($texts::varchar[], lambda text: masked(text))"
        yield lambda texts: connection.execute(statement, {"texts": texts}).fetchall()[0][0]


def bsn_from(number: int) -> str:
    """The next number that passes the 11-proof."""
    while True:
        digits = f"{number % 1_000_000_000:09}"
        weighed = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
        if weighed % 11 == 0 and number % 1_000_000_000:
            return digits
        number += 1


def iban_from(country: str, account: str, off: int = 0) -> str:
    """The account's number with its check digits; wrong ones where `off` is not zero."""
    numbers = "".join(str(int(sign, 36)) for sign in f"{account}{country}00")
    return f"{country}{(98 - int(numbers) % 97 - 2 + off) % 97 + 2:02}{account}"


def in_fours(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


digits = st.text("0123456789", min_size=8, max_size=8)
bsns = st.integers(1, 999_999_999).map(bsn_from)
dutch_accounts = st.tuples(st.sampled_from(["ABNA", "INGB", "RABO"]), st.integers(0, 10**10 - 1))
dutch_ibans = dutch_accounts.map(lambda parts: iban_from("NL", f"{parts[0]}{parts[1]:010}"))
ibans = dutch_ibans | st.integers(0, 10**18 - 1).map(lambda number: iban_from("DE", f"{number:018}"))
phones = digits.map(lambda number: f"06{number}") | digits.map(lambda number: f"+316{number}")
emails = st.from_regex(r"[a-z][a-z0-9._]{0,8}[a-z]@[a-z]{1,8}\.(nl|com|co\.uk)", fullmatch=True)
addresses = st.from_regex(r"[1-9][0-9]{3} [A-Z]{2} [1-9][0-9]{0,3}", fullmatch=True)
personal = st.one_of(
    bsns,
    bsns.map(lambda number: f"{number[:4]}.{number[4:6]}.{number[6:]}"),
    ibans,
    ibans.map(str.lower),
    ibans.map(in_fours),
    phones,
    digits.map(lambda number: f"06-{number}"),
    digits.map(lambda number: f"06 {number[:2]} {number[2:4]} {number[4:6]} {number[6:]}"),
    digits.map(lambda number: f"020-1{number[:6]}"),
    digits.map(lambda number: f"+31 (0)6 {number}"),
    digits.map(lambda number: f"00316{number}"),
    emails,
    addresses,
)
words = st.text(st.characters(exclude_categories=["Nd", "Nl", "No", "Cs"], exclude_characters="@+\0"), max_size=20)
borders = st.sampled_from([" ", ", ", ": ", "\n", "(", ")", '"', "<", "; ", "x ", "é ", "\t", "…"])
# Words whose ends are countries of account numbers, others, and how a number starts that then does not come.
dutch = st.sampled_from(["euro", "vreemd", "toch", "visa", "keer", "gebeld", "op", "rekening", "wk40", "AB12", "2024"])
beginnings = st.sampled_from(["06", "06-", "0612", "(020)", "020", "0031", "+31", "(0)", "de12", "NL12", "1234 AB"])
prose = st.lists(dutch | beginnings | st.integers(1, 10**7).map(str), max_size=8).map(" ".join)


@pytest.mark.parametrize("text", FOUND)
def test_what_identifies_a_person_is_masked(masked, text):
    assert masked([text]) == [FOUND[text]]


@pytest.mark.parametrize("text", KEPT)
def test_other_numbers_stay(masked, text):
    assert masked([text]) == [text]


@given(st.lists(st.tuples(words, borders, personal, borders, words), min_size=10, max_size=20))
def test_it_is_masked_wherever_it_stands(masked, parts):
    for (*_, found, _, _), text in zip(parts, masked(["".join(part) for part in parts]), strict=True):
        assert found not in text
        assert any(mark in text for mark in MARKS)
        assert not any(character.isdigit() for character in text)


@given(st.lists(st.tuples(prose, personal, prose), min_size=10, max_size=20))
def test_numbers_and_words_around_it_do_not_hide_it(masked, parts):
    for (_, found, _), text in zip(parts, masked([" ".join(part) for part in parts]), strict=True):
        assert found not in text


@given(st.lists(st.tuples(words, borders, bsns | ibans | phones, borders, words), min_size=10, max_size=20))
def test_what_stands_around_it_is_kept(masked, parts):
    texts = masked(["".join(part) for part in parts])
    kept = [(before + border, after_border + after) for before, border, _, after_border, after in parts]
    assert all(
        text.startswith(before) and text.endswith(after) for text, (before, after) in zip(texts, kept, strict=True)
    )


@given(
    st.lists(st.tuples(bsns, st.integers(1, 9)), min_size=10), st.lists(st.tuples(dutch_accounts, st.integers(1, 96)))
)
def test_a_number_that_fails_its_check_stays(masked, numbers, accounts):
    wrong = [f"{number[:8]}{(int(number[8]) + off) % 10}" for number, off in numbers]
    wrong += [iban_from("NL", f"{bank}{number:010}", off) for (bank, number), off in accounts]
    texts = [f"nummer {form(number)}, dus" for number in wrong for form in (str, in_fours)]
    assert masked(texts) == texts


@given(st.lists(st.lists(st.one_of(words, borders, personal, st.text()), max_size=8).map("".join), min_size=10))
def test_masking_twice_is_masking_once(masked, texts):
    once = masked([text.replace("\0", "") for text in texts])
    assert masked(once) == once


@given(st.lists(words, min_size=10))
def test_a_text_without_digits_and_addresses_is_left_alone(masked, texts):
    assert masked(texts) == texts


def test_every_country_s_account_number_is_known(masked):
    signs = {"n": "0", "a": "Q", "c": "7"}
    parts = {country: re.findall("([0-9]+)([nac])", structure) for country, structure in STRUCTURES.items()}
    accounts = {country: "".join(signs[kind] * int(count) for count, kind in said) for country, said in parts.items()}
    numbers = [iban_from(country, account) for country, account in accounts.items()]
    assert len(numbers) > 80
    assert masked([f"{number}, {in_fours(number)}" for number in numbers]) == ["[IBAN], [IBAN]"] * len(numbers)


def test_a_long_text_is_masked_to_its_end(masked):
    """In time and memory that grow as the text does: with its square, this would take a terabyte."""
    numbers = " ".join(map(str, range(10**5, 2 * 10**5)))
    assert masked([f"{numbers} NL91ABNA0417164300"]) == [f"{numbers} [IBAN]"]
    assert masked(["123456782 1234 AB 12, " * 50_000]) == ["[BSN] [ADDRESS], " * 50_000]


def test_nothing_stays_nothing(masked):
    assert masked([None, ""]) == [None, ""]
