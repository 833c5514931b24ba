"""One survey, polluted as Vitagliano et al. found CSV files to be (Pollock: A Data Loading Benchmark, VLDB 2023)."""

COLUMNS = ("id", "wie", "wanneer", "cijfer", "notitie")
ROWS = [
    [f"R{number}", "Alfa", f"0{number}-03-2026 12:00:00", str(number), note]
    for number, note in enumerate(["prima", "goed, maar traag", "", 'zei "nee"', "twee\nregels", "Bèta; café"], start=1)
]
HEADER = list(COLUMNS)


def record(fields: list[str], delimiter: str = ",", quote: str = '"', escape: str | None = None) -> str:
    """A record as RFC 4180 has it, but for the signs that are given; quoted only where it must be."""
    return delimiter.join(_field(field, delimiter, quote, escape or quote) for field in fields)


def _field(field: str, delimiter: str, quote: str, escape: str) -> str:
    if not any(sign in field for sign in (delimiter, quote, "\n", "\r")):
        return field
    return quote + field.replace(quote, escape + quote) + quote


def table(rows: list[list[str]] = ROWS, header: list[str] = HEADER, end: str = "\n", **signs: str) -> str:
    return "".join(record(fields, **signs) + end for fields in [header, *rows])


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _with_line(place: int, line: str) -> str:
    written = [record(fields) + "\n" for fields in [HEADER, *ROWS]]
    return "".join([*written[:place], line, *written[place:]])


def _with_record(place: int, change) -> str:
    """One record's text is changed."""
    written = [record(fields) + "\n" for fields in [HEADER, *ROWS]]
    written[place] = change(written[place])
    return "".join(written)


def legal() -> dict[str, bytes]:
    """What must be read, exactly."""
    plain = table()
    return {
        "source": plain.encode(),
        "crlf": table(end="\r\n").encode(),
        "byte_order_mark": b"\xef\xbb\xbf" + plain.encode(),
        "all_quoted": "".join(
            ",".join('"' + field.replace('"', '""') + '"' for field in fields) + "\n" for fields in [HEADER, *ROWS]
        ).encode(),
        "no_last_line_end": plain.rstrip("\n").encode(),
        "empty_lines_between": plain.replace("\nR", "\n\nR").encode(),
        "empty_lines_at_the_end": (plain + "\n\n\n").encode(),
        "sep_line": ("sep=,\n" + plain).encode(),
        "columns_reordered": table([fields[::-1] for fields in ROWS], HEADER[::-1]).encode(),
        "rows_reordered": table(ROWS[::-1]).encode(),
        "one_row": table(ROWS[:1]).encode(),
        "no_row": table([]).encode(),
        "mixed_line_ends": plain.replace("\nR3", "\r\nR3").replace("\nR5", "\rR5").encode(),
        "long_field": table([[*ROWS[0][:4], "x" * 1_000_000]]).encode(),
        "end_of_file_mark": (plain + "\x1a").encode(),
    }


def polluted() -> dict[str, bytes]:
    """What is not as agreed. Where the rest is readable it may be read: exactly."""
    plain = table()
    preamble, footnote = "Rapportage maart\nGemaakt door Piet\n\n", "\nBron: het panel\n"
    wrong_delimiters = {
        f"delimiter_{name}": table(delimiter=sign).encode()
        for name, sign in {"semicolon": ";", "tab": "\t", "pipe": "|", "space": " ", "comma_space": ", "}.items()
    }
    wrong_quotes = {
        f"quote_{name}": table(quote=sign).encode() for name, sign in {"single": "'", "curly": "\u201d"}.items()
    }
    rows = {
        f"row_{number}_{name}": _with_record(number, change).encode()
        for number in (1, 2, len(ROWS))
        for name, change in {
            "other_delimiter": lambda line: line.replace(",", ";"),
            "one_other_delimiter": lambda line: line.replace(",", ";", 1),
            "delimiter_left_out": lambda line: line.replace(",", "", 1),
            "delimiter_doubled": lambda line: line.replace(",", ",,", 1),
            "trailing_delimiter": lambda line: line.rstrip("\n") + ",\n",
            "leading_delimiter": lambda line: "," + line,
            "quote_inside": lambda line: line.replace("Alfa", 'Al"fa'),
            "quote_before": lambda line: '"' + line,
            "quote_behind": lambda line: line.rstrip("\n") + '"\n',
            "quoted_and_more": lambda line: line.replace("Alfa", '"Al"fa'),
            "space_before_quote": lambda line: line.replace("Alfa", ' "Alfa"'),
            "single_quotes": lambda line: line.replace("Alfa", "'Alfa'"),
            "line_end_inside": lambda line: line.replace(",Alfa", ",\nAlfa"),
            "short": lambda line: line.split(",")[0] + "\n",
            "long": lambda line: line.rstrip("\n") + ",x,y,z\n",
            "nul": lambda line: line.replace("Alfa", "Al\0fa"),
            "nul_in_id": lambda line: "\0" + line,
            "escaped_quote": lambda line: line.rstrip("\n") + '\\"\n',
        }.items()
    }
    return {
        "empty": b"",
        "no_header": "".join(lines(plain)[1:]).encode(),
        "two_headers": (record(HEADER) + "\n" + plain).encode(),
        "header_of_two_rows": (",,,Antwoorden,\n" + plain).encode(),
        "header_in_capitals": plain.replace(record(HEADER), record(HEADER).upper()).encode(),
        "header_doubled_name": plain.replace("cijfer", "notitie", 1).encode(),
        "header_extra_column": plain.replace("notitie", "notitie,kanaal", 1).encode(),
        "header_short": plain.replace(",notitie", "", 1).encode(),
        "header_empty_name": plain.replace("notitie", "", 1).encode(),
        "header_with_spaces": plain.replace(",", ", ", 4).encode(),
        "preamble": (preamble + plain).encode(),
        "preamble_of_full_width": (record(["x"] * len(HEADER)) + "\n" + plain).encode(),
        "footnote": (plain + footnote).encode(),
        "total": (plain + "Totaal,,,,6\n").encode(),
        "two_tables": (plain + "\n" + plain).encode(),
        "another_table": (plain + "\nwie,aantal\nAlfa,6\n").encode(),
        "tables_side_by_side": "".join(line.rstrip("\n") + ",," + line for line in lines(table(ROWS[:2]))).encode(),
        "trailing_delimiters": plain.replace("\n", ",\n").encode(),
        "escaped_by_backslash": table(escape="\\").encode(),
        "cr_cr_lf": table(end="\r\r\n").encode(),
        "field_too_long": table([[*ROWS[0][:4], '"' + "x" * (17 * 1024 * 1024)]]).encode(),
        "quote_never_closed": _with_line(3, 'R9,Alfa,09-03-2026 12:00:00,9,"open\n').encode(),
        "utf_16": plain.encode("utf-16"),
        "windows_1252": plain.encode("windows-1252"),
        "cut_off": plain.encode()[:-20],
        "nul_at_the_end": plain.encode() + b"\0" * 512,
        "only_nuls": b"\0" * 4096,
        "one_column": "".join(line.replace(",", " ") for line in lines(plain)).encode(),
        **wrong_delimiters,
        **wrong_quotes,
        **rows,
    }
