"""Tickets, orders and event logs as their tools export them. The shapes are the tools'; every row is invented."""

import csv
from datetime import datetime, time, timedelta

from exports.tables import comma_separated

COUNT = 40
FIRST = datetime(2025, 10, 1, 9, 5, 7)


def _starts() -> list[datetime]:
    return [FIRST + timedelta(hours=29 * n, minutes=7 * n) for n in range(COUNT)]


def _clock(span: timedelta) -> str:
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def freshdesk() -> bytes:
    """The tickets that Freshdesk exports: the account's clock, and whether the promise was kept in words."""
    header = ["Ticket ID", "Subject", "Status", "Priority", "Source", "Type", "Agent", "Group", "Created time",
              "Due by Time", "Resolved time", "Closed time", "Last update time", "Initial response time",
              "Time tracked", "First response time (in hrs)", "Resolution time (in hrs)", "Agent interactions",
              "Customer interactions", "Resolution status", "First response status", "Tags", "Survey results",
              "Product", "Full name", "Email", "Contact ID"]  # fmt: skip
    rows = []
    for n, start in enumerate(_starts()):
        resolved = start + timedelta(hours=20 + n)
        is_open = n % 8 == 0
        closing = ["", "", f"{start:%Y-%m-%d %H:%M:%S}"] if is_open else [f"{resolved:%Y-%m-%d %H:%M:%S}"] * 3
        kept = "" if is_open else ("Within SLA" if n <= 28 else "SLA Violated")
        rows.append([1200 + n, f"Vraag {n}", "Open" if is_open else ("Closed", "Resolved")[n % 2],
                     ("Low", "Medium", "High")[n % 3], ("Email", "Portal", "Phone")[n % 3],
                     ("Question", "Problem", "Complaint")[n % 3], f"Agent {n % 4}", ("Billing", "Service")[n % 2],
                     f"{start:%Y-%m-%d %H:%M:%S}", f"{start + timedelta(hours=48):%Y-%m-%d %H:%M:%S}", *closing,
                     f"{start + timedelta(hours=1):%Y-%m-%d %H:%M:%S}", "00:00:00", "01:00:00",
                     "" if is_open else _clock(resolved - start), n % 3 + 1, n % 2 + 1, kept, "Within SLA", "", "", "",
                     f"Klant {n}", f"klant{n}@example.test", 103000 + n])  # fmt: skip
    return comma_separated(header, rows, csv.QUOTE_ALL)


def jira() -> bytes:
    """All fields of Jira's issues: columns that repeat, and times of the reader's profile, with names of months."""
    header = ["Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Project type",
              "Priority", "Resolution", "Assignee", "Reporter", "Reporter Id", "Creator", "Created", "Updated",
              "Last Viewed", "Resolved", "Due date", "Votes", "Labels", "Labels", "Description",
              "Custom field (Request Type)", "Custom field (Satisfaction rating)", "Comment", "Comment"]  # fmt: skip
    rows = []
    for n, start in enumerate(_starts()):
        resolved = start + timedelta(hours=30 + n)
        is_open = n % 8 == 0
        rows.append([f"Storing {n}", f"KLANT-{n + 1}", 10001 + n, ("Complaint", "Service Request", "Incident")[n % 3],
                     "Waiting for support" if is_open else "Resolved", "KLANT", "Klantenservice", "service_desk",
                     "Medium", "" if is_open else "Done", f"medewerker{n % 3}", f"melder{n}", f"5b{n:022}",
                     f"melder{n}", _of_jira(start), _of_jira(resolved), "", "" if is_open else _of_jira(resolved),
                     _of_jira(datetime.combine(start + timedelta(days=3), time())), 0, "backend" if n % 2 else "",
                     "spoed" if n % 5 == 0 else "", f"Regel een\nregel twee van {n}", "Klacht indienen",
                     "" if n % 4 else n % 5 + 1, f"{_of_jira(resolved)};5b0;Opgelost", ""])  # fmt: skip
    return comma_separated(header, rows)


def _of_jira(moment: datetime) -> str:
    return f"{moment.day:02}/{moment:%b/%y} {moment.hour % 12 or 12}:{moment:%M %p}"


def salesforce() -> bytes:
    """A report on cases, details only: the reader's American clock, all quoted, lines about the report below."""
    header = ["Case Number", "Account Name", "Contact Name", "Subject", "Status", "Priority", "Case Origin",
              "Case Reason", "Type", "Date/Time Opened", "Date/Time Closed", "Age (Hours)", "Open",
              "Closed"]  # fmt: skip
    rows = []
    for n, start in enumerate(_starts()):
        closed = start + timedelta(hours=26 + n)
        is_open = n % 8 == 0
        rows.append([f"{1026 + n:08}", f"Klant BV {n % 7}", f"J. Janssen {n}", f"Café {n}",
                     "Working" if is_open else "Closed", "Medium", ("Phone", "Email", "Web")[n % 3],
                     ("Installation", "Performance")[n % 2], "Complaint", _american(start),
                     "" if is_open else _american(closed), 26 + n, int(is_open), int(not is_open)])  # fmt: skip
    text = comma_separated(header, rows, csv.QUOTE_ALL).decode()
    footer = ["", "", "Open customer cases", "Copyright (c) 2000-2025 salesforce.com, inc. All rights reserved.",
              "Confidential Information - Do Not Distribute", "Generated By:  J. Janssen  11/30/2025 9:14 AM",
              "Alfa NV"]  # fmt: skip
    return (text + "".join(f'"{line}"\n' if line else "\n" for line in footer)).encode("iso-8859-1")


def _american(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment.year} {moment.hour % 12 or 12}:{moment:%M %p}"


def shopify() -> bytes:
    """Orders of a shop: a line per article, of which only the first says anything of the order."""
    header = ["Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing",
              "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount",
              "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku",
              "Lineitem fulfillment status", "Billing Name", "Billing Street", "Billing Company", "Billing City",
              "Billing Zip", "Billing Country", "Billing Phone", "Notes", "Cancelled at", "Payment Method", "Vendor",
              "Id", "Tags", "Risk Level", "Source"]  # fmt: skip
    rows = []
    for n, start in enumerate(_starts()):
        sent = start + timedelta(hours=50 + n)
        is_cancelled, is_open = n % 10 == 3, n % 8 == 0
        first = [f"#{1001 + n}", f"klant{n}@example.test", "refunded" if is_cancelled else "paid", _of_shopify(start),
                 "unfulfilled" if is_open or is_cancelled else "fulfilled",
                 "" if is_open or is_cancelled else _of_shopify(sent), "no", "EUR", "62.95", "4.95", "10.93", "67.90",
                 "", "0.00", "PostNL", _of_shopify(start)]  # fmt: skip
        article = [1, f"Artikel {n % 5}", "62.95", f"ART-{n % 5}",
                   "pending" if is_open or is_cancelled else "fulfilled"]  # fmt: skip
        rest = [f"Klant {n}", f"Laan {n}", "",
                "Gouda", "'2801AA", "NL", "", "", _of_shopify(start) if is_cancelled else "", "iDEAL", "Alfa",
                5550000000000 + n, "", "Low", "web"]  # fmt: skip
        rows.append(first + article + rest)
        if n % 4 == 1:
            second = [f"#{1001 + n}", f"klant{n}@example.test", *[""] * 14]
            rows.append([*second, *article, *[""] * 10, "Alfa", *[""] * 4])
    return comma_separated(header, rows)


def _of_shopify(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} +0200"


def mined_log() -> bytes:
    """An event log of a help desk as process miners write it: a row per event, with the variant of its case."""
    header = ["Case ID", "Activity", "Resource", "Complete Timestamp", "Variant", "Variant index", "seriousness",
              "customer", "product", "responsible_section", "seriousness_2", "service_level", "service_type",
              "support_section", "workgroup"]  # fmt: skip
    steps = ("Assign seriousness", "Take in charge ticket", "Wait", "Resolve ticket", "Closed")
    rows = []
    for n, start in enumerate(_starts()):
        for place, step in enumerate(steps[: 3 if n % 8 == 0 else 5]):
            moment = start + timedelta(hours=7 * place)
            rows.append([f"Case {n + 1}", step, f"Value {n % 3 + 1}", f"{moment:%Y/%m/%d %H:%M:%S}.000",
                         f"Variant {n % 2 + 1}", n % 2 + 1, "Value 1", f"Value {n % 9 + 1}", f"Value {n % 4 + 1}",
                         "Value 1", "Value 1", f"Value {n % 3 + 1}", "Value 1", "Value 1", "Value 1"])  # fmt: skip
    return comma_separated(header, rows)
