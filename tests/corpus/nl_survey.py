"""Ninety-four survey deliveries as Dutch suppliers send them, good and bad; `nl_manifest.csv` says what each must get.

The contract: UTF-8, semicolons, the header below, RFC 4180 quotes, decimal commas, dd-mm-yyyy HH:MM:SS in Amsterdam.
"""

import gzip
import io
import zipfile
from collections.abc import Iterable

COLUMNS = ("respondent_id", "org_code", "branche", "ingevuld_op", "nps", "cijfer", "ces", "opmerking")
HEADER = ";".join(COLUMNS)
COPIED_NAMES = (
    "survey_'; DROP TABLE x; --.csv",
    "survey_{{ 7*7 }}.csv",
    "survey_$(id).csv",
    "survey_%2e%2e%2fetc.csv",
    "survey_*.csv",
    "survey_[ab].csv",
    "-rf.csv",
    "survey_é_\u202e.csv",
    "survey_2026-02-30.csv",
    ".hidden.csv",
    "survey.csv.part",
    "survey.csv.tmp",
    "same_bytes_new_name.csv",
)


def row(number: int, **changes: str) -> str:
    """A good row, but for what is changed."""
    good = {
        "respondent_id": f"R{number:06d}",
        "org_code": f"ORG{number % 40:04d}",
        "branche": "zorg",
        "ingevuld_op": f"{number % 27 + 1:02d}-03-2026 12:{number % 60:02d}:00",
        "nps": str(number % 11),
        "cijfer": f"{1 + number % 9},5",
        "ces": str(number % 5 + 1),
        "opmerking": "prima geholpen",
    }
    return ";".join((good | changes).values())


GOOD = [row(number) for number in range(20)]


def document(rows: Iterable[str], header: str = HEADER, newline: str = "\n", last: bool = True) -> bytes:
    return (newline.join([header, *rows]) + (newline if last else "")).encode()


def with_last(last: str) -> bytes:
    """Nineteen good rows and the one given."""
    return document([*GOOD[:19], last])


def write_corpus() -> dict[str, bytes]:
    """All deliveries by file name."""
    corpus = good() | encodings() | structures() | values() | containers() | dict.fromkeys(COPIED_NAMES, document(GOOD))
    return corpus | {"ok_plain_v2_corrected.csv": with_last(row(19, nps="0"))}


def good() -> dict[str, bytes]:
    """What must not be refused."""
    multiline = '"regel 1\nregel 2; met ""quotes"" en ;"'
    formulas = ['=HYPERLINK("http://x.invalid")', "+31612345678 bel mij", "-5 sterren", "@bedrijf hallo", "\t=1+1"]
    markup = [
        "<script>alert(1)</script>",
        '"<img src=x onerror=alert(1)>"',
        "{{ 7*7 }} {% raw %}",
        '"\'; DROP TABLE survey; --"',
    ]
    return {
        "ok_plain.csv": document(GOOD),
        "ok_crlf.csv": document(GOOD, newline="\r\n"),
        "ok_no_final_newline.csv": document(GOOD, last=False),
        "ok_bom.csv": b"\xef\xbb\xbf" + document(GOOD),
        "ok_quotes_newlines.csv": with_last(row(19, opmerking=multiline)),
        "ok_diacritics_emoji.csv": with_last(row(19, opmerking="Coördinatie géén €5,- façade ß 😡👩‍👩‍👧 ﷽")),
        "ok_nfd.csv": with_last(row(19, opmerking="coo\u0308rdinatie")),
        "ok_header_only.csv": document([]),
        "ok_grade_edges.csv": document(
            row(number, cijfer=mark) for number, mark in enumerate(["1,0", "10,0", "7,5", "7", "5,45"])
        ),
        "ok_dst_spring.csv": document(
            [row(0, ingevuld_op="29-03-2026 01:59:59"), row(1, ingevuld_op="29-03-2026 03:00:00")]
        ),
        "ok_leap_day.csv": document([row(0, ingevuld_op="29-02-2024 10:00:00")]),
        "ok_formula_text.csv": document(row(number, opmerking=text) for number, text in enumerate(formulas)),
        "ok_html_text.csv": document(row(number, opmerking=text) for number, text in enumerate(markup)),
        "ok_long_comment.csv": document([row(0, opmerking="x" * 1_000_000)]),
        "ok_null_words.csv": document(
            row(number, opmerking=text) for number, text in enumerate(["NULL", "NA", "nan", "None", '""'])
        ),
        "ok_leading_zero.csv": document([row(0, respondent_id="R000000"), row(1, org_code="ORG0007")]),
    }


def encodings() -> dict[str, bytes]:
    """Other encodings than the contract's, and mixtures."""
    quoted = "Coördinatie “goed” – €7,50"
    return {
        "enc_cp1252.csv": with_last(row(19, opmerking=quoted)).decode().encode("cp1252"),
        "enc_latin1_ijsselmeer.csv": with_last(row(19, opmerking="Coördinatie")).decode().encode("latin-1"),
        "enc_utf16le_bom.csv": b"\xff\xfe" + document(GOOD).decode().encode("utf-16-le"),
        "enc_utf16be_bom.csv": b"\xfe\xff" + document(GOOD).decode().encode("utf-16-be"),
        "enc_mojibake.csv": document([row(0, opmerking="CoÃ¶rdinatie â€œgoedâ€")]),
        "enc_mixed.csv": document(GOOD) + row(20, opmerking="Coördinatie").encode("cp1252") + b"\n",
        "enc_nul_bytes.csv": with_last(row(19, opmerking="a\x00b")),
        "enc_ctrl_z.csv": document(GOOD) + b"\x1a",
    }


def structures() -> dict[str, bytes]:
    """Headers and rows that are not as agreed."""
    swapped = [";".join([second, first, *others]) for first, second, *others in (line.split(";") for line in GOOD)]
    plain = document(GOOD)
    return {
        "str_zero_bytes.csv": b"",
        "str_only_newlines.csv": b"\n\n\n",
        "str_no_header.csv": ("\n".join(GOOD) + "\n").encode(),
        "str_two_headers.csv": document([HEADER, *GOOD]),
        "str_concatenated.csv": document(GOOD[:10]) + document(GOOD[10:]),
        "str_header_case.csv": document(GOOD, header=HEADER.upper()),
        "str_header_reordered.csv": document(swapped, header=";".join([COLUMNS[1], COLUMNS[0], *COLUMNS[2:]])),
        "str_column_added.csv": document([f"{line};nieuw" for line in GOOD], header=f"{HEADER};kanaal"),
        "str_column_dropped.csv": document([line.rpartition(";")[0] for line in GOOD], HEADER.rpartition(";")[0]),
        "str_column_renamed.csv": document(GOOD, header=HEADER.replace("cijfer", "rapportcijfer")),
        "str_duplicate_header.csv": document([f"{line};x" for line in GOOD], header=f"{HEADER};opmerking"),
        "str_short_row.csv": with_last(";".join(GOOD[19].split(";")[:5])),
        "str_long_row.csv": with_last(f"{GOOD[19]};extra"),
        "str_unquoted_semicolon.csv": with_last(row(19, opmerking="goed; maar traag")),
        "str_unterminated_quote.csv": document(
            [*GOOD[:10], row(10, opmerking='"begint maar eindigt niet'), *GOOD[11:]]
        ),
        "str_comma_delimited.csv": plain.replace(b";", b","),
        "str_tab_delimited.csv": plain.replace(b";", b"\t"),
        "str_cr_only.csv": document(GOOD, newline="\r"),
        "str_trailing_total.csv": document([*GOOD, "Totaal;20;;;;;;"]),
        "str_truncated_mid_row.csv": plain[:-37],
        "str_excel_sep_line.csv": b"sep=;\n" + plain,
    }


def values() -> dict[str, bytes]:
    """Values that must not reach an average, and texts that hold a person."""
    alone = {
        "val_decimal_point.csv": {"cijfer": "7.5"},
        "val_thousands.csv": {"cijfer": "1.234,5"},
        "val_grade_75.csv": {"cijfer": "75"},
        "val_excel_dates.csv": {"cijfer": "07-mei"},
        "val_excel_serial.csv": {"ingevuld_op": "46112,5"},
        "val_sci_id.csv": {"respondent_id": "1,23457E+15"},
        "val_us_date.csv": {"ingevuld_op": "03/25/2026 12:00:00"},
        "val_iso_date.csv": {"ingevuld_op": "2026-03-25 12:00:00"},
        "val_30_feb.csv": {"ingevuld_op": "30-02-2026 12:00:00"},
        "val_dst_gap.csv": {"ingevuld_op": "29-03-2026 02:30:00"},
        "val_dst_overlap.csv": {"ingevuld_op": "25-10-2026 02:30:00"},
        "val_future.csv": {"ingevuld_op": "25-03-2099 12:00:00"},
        "val_1900.csv": {"ingevuld_op": "01-01-1900 00:00:00"},
    }
    last = {
        "val_nps_11.csv": {"nps": "11"},
        "val_nps_text.csv": {"nps": "tien"},
        "val_bsn_in_comment.csv": {"opmerking": "mijn BSN is 111222333"},
        "val_iban_mail_tel.csv": {"opmerking": "NL91ABNA0417164300 jan@voorbeeld.nl 06-12345678"},
        "val_unknown_org.csv": {"org_code": "ORG9999"},
        "val_whitespace.csv": {"org_code": " ORG0001\u00a0"},
        "val_homoglyph.csv": {"org_code": "\u041eRG0001"},
        "val_rtl_override.csv": {"opmerking": "goed\u202etxe.exe"},
    }
    return (
        {name: document([row(0, **changes)]) for name, changes in alone.items()}
        | {name: with_last(row(19, **changes)) for name, changes in last.items()}
        | {
            "val_duplicate_ids.csv": document([*GOOD, row(3, nps="0")]),
            "val_exact_duplicate.csv": document([*GOOD, row(3)]),
        }
    )


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def containers() -> dict[str, bytes]:
    """Archives, and files that are something else than their name says."""
    plain = document(GOOD)
    one = zipped({"survey.csv": plain})
    middle = len(one) // 3
    return {
        "zip_ok.zip": one,
        "zip_slip.zip": zipped({"../../etc/cron.d/x": plain}),
        "zip_abs.zip": zipped({"/srv/abs.csv": plain}),
        "zip_two.zip": zipped({"a.csv": document(GOOD[:10]), "b.csv": document(GOOD[10:])}),
        "zip_nested.zip": zipped({"inner.zip": one}),
        "zip_bomb_200MB.zip": zipped({"survey.csv": b"0" * 200_000_000}),
        "gz_bomb_200MB.csv.gz": gzip.compress(b"0" * 200_000_000, mtime=0),
        "zip_corrupt.zip": one[:middle] + bytes([one[middle] ^ 0xFF]) + one[middle + 1 :],
        "gz_truncated.csv.gz": gzip.compress(plain, mtime=0)[:-9],
        "not_a_csv_html_login.csv": b"<!doctype html><html><title>Inloggen</title></html>\n",
        "not_a_csv_pdf.csv": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "not_a_csv_xlsx.csv": zipped({"xl/workbook.xml": b"<x/>"}),
    }
