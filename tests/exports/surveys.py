"""Surveys and reviews as their tools export them. The shapes are the tools'; every row is invented."""

import json
from datetime import UTC, datetime, timedelta

from excel_files import DATE, number, text, workbook
from exports.tables import comma_separated

COUNT = 40
COMPANIES = ("Alfa", "Beta")
AGREEMENT = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")
FIRST = datetime(2025, 10, 1, 9, 5, 7, tzinfo=UTC)


def _moments() -> list[datetime]:
    return [FIRST + timedelta(hours=29 * n, minutes=7 * n) for n in range(COUNT)]


def google_forms() -> bytes:
    """The CSV of a form's answers: the owner's clock, with its distance from Greenwich behind each time."""
    header = ["Timestamp", "Which company supplies your energy?",
              "How likely are you to recommend this company to a friend or colleague?",
              "How easy was it to get an answer to your question?", "Our employees are friendly",
              "Which channels did you use?", "What is your age?", "What could we do better?"]  # fmt: skip
    rows = []
    for n, moment in enumerate(_moments()):
        hours = 2 if moment < datetime(2025, 10, 26, 1, tzinfo=UTC) else 1
        local = moment + timedelta(hours=hours)
        time = f"{local:%Y/%m/%d} {local.hour % 12 or 12}:{local:%M:%S %p} GMT+{hours}"
        channels = ("Phone", "Phone;Chat", "E-mail")[n % 3]
        age = ("18-34", "35-64", "65+")[n % 3]
        rows.append(
            [
                time,
                COMPANIES[n % 2],
                n % 11,
                n % 5 + 1,
                AGREEMENT[n * 2 % 5],
                channels,
                age,
                "" if n % 3 else f"Idea {n}",
            ]
        )
    return comma_separated(header, rows)


def microsoft_forms() -> bytes:
    """The workbook of a form: answers below one header, times as Excel's, several choices with `;` at the end."""
    header = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time", "Welke bank beoordeelt u?",
              "Hoe waarschijnlijk is het dat u deze bank aanbeveelt?", "Ik vertrouw deze bank",
              "Welk rapportcijfer geeft u uw ervaring?", "Via welke kanalen had u contact?"]  # fmt: skip
    marks = ("Helemaal mee oneens", "Mee oneens", "Neutraal", "Mee eens", "Helemaal mee eens")
    cells = {f"{'ABCDEFGHIJK'[place]}1": text(name) for place, name in enumerate(header)}
    for n, moment in enumerate(_moments()):
        days = (moment.replace(tzinfo=None) - datetime(1899, 12, 30)) / timedelta(days=1)
        row = [number(str(n + 1)), number(f"{days - 0.002:.6f}", DATE + 1), number(f"{days:.6f}", DATE + 1),
               text("anonymous"), text(""), text(""), text(COMPANIES[n % 2]), number(str(10 - n % 11)),
               text(marks[n % 5]), number(str(n % 10 + 1)),
               text(("Telefoon;", "Telefoon;Chat;", "Winkel;")[n % 3])]  # fmt: skip
        cells |= {f"{'ABCDEFGHIJK'[place]}{n + 2}": cell for place, cell in enumerate(row)}
    return workbook(cells)


def google_play() -> bytes:
    """The monthly report of an app's reviews: UTF-16 with its mark, times twice, most reviews without a text."""
    header = ["Package Name", "App Version Code", "App Version Name", "Reviewer Language", "Device",
              "Review Submit Date and Time", "Review Submit Millis Since Epoch", "Review Last Update Date and Time",
              "Review Last Update Millis Since Epoch", "Star Rating", "Review Title", "Review Text",
              "Developer Reply Date and Time", "Developer Reply Millis Since Epoch", "Developer Reply Text",
              "Review Link"]  # fmt: skip
    rows = []
    for n, moment in enumerate(_moments()):
        submitted = [f"{moment:%Y-%m-%dT%H:%M:%SZ}", int(moment.timestamp() * 1000)]
        reply = moment + timedelta(days=1)
        replied = (
            [f"{reply:%Y-%m-%dT%H:%M:%SZ}", int(reply.timestamp() * 1000), "Dank u"] if n % 4 == 0 else ["", "", ""]
        )
        said = ["", f"Prima app, nr. {n} ★"] if n % 3 == 0 else ["", ""]
        link = (
            f"http://play.google.com/console/developers/1/app/2/user-feedback/review-details?reviewId=r{n}"
            if said[1]
            else ""
        )
        rows.append(["nl.alfa.app", 4300 + n % 3, f"4.3.{n % 3}", "nl", ("oriole", "a52q")[n % 2], *submitted,
                     *submitted, n % 5 + 1, *said, *replied, link])  # fmt: skip
    return b"\xff\xfe" + comma_separated(header, rows).decode().encode("utf-16-le")


def app_store() -> bytes:
    """A page of App Store Connect's customer reviews: JSON:API, the values under `attributes`."""
    pacific = timedelta(hours=-7)
    reviews = [
        {
            "type": "customerReviews",
            "id": f"{n:08}-f7fb-5203-538a-6cdb00000000",
            "attributes": {
                "rating": n % 5 + 1,
                "title": f"Titel {n}",
                "body": f"Werkt goed {n}",
                "reviewerNickname": f"lezer{n}",
                "createdDate": f"{moment + pacific:%Y-%m-%dT%H:%M:%S}-07:00",
                "territory": "NLD" if n % 4 else "BEL",
            },
            "relationships": {"response": {"links": {"self": f"https://example.test/{n}/relationships/response"}}},
            "links": {"self": f"https://example.test/{n}"},
        }
        for n, moment in enumerate(_moments())
    ]
    page = {
        "data": reviews,
        "links": {"self": "https://example.test"},
        "meta": {"paging": {"total": COUNT, "limit": 200}},
    }
    return json.dumps(page, indent=1).encode()


def delighted() -> bytes:
    """Survey responses of Delighted's API: an array, times in seconds since 1970, own properties in an object."""
    responses = [
        {
            "id": f"{5435 + n}",
            "person": f"{4945 + n}",
            "survey_type": "nps",
            "score": 10 - n % 11,
            "comment": None if n % 3 else f"Goed {n}",
            "permalink": f"https://app.delighted.com/r/{n:032}",
            "created_at": int(moment.timestamp()),
            "updated_at": None if n % 4 else int(moment.timestamp()) + 86_400,
            "person_properties": {"Company": COMPANIES[n % 2], "Delighted Source": "Email"},
            "notes": [],
            "tags": [],
            "additional_answers": [],
        }
        for n, moment in enumerate(_moments())
    ]
    return json.dumps(responses).encode()


def zendesk_ratings() -> bytes:
    """Satisfaction ratings of Zendesk's API: good or bad, and `offered` where nobody answered."""
    scores = ("good", "bad", "offered", "good")
    ratings = [
        {
            "url": f"https://example.zendesk.com/api/v2/satisfaction_ratings/{62 + n}.json",
            "id": 35436 + n,
            "assignee_id": 135 + n % 3,
            "group_id": 44,
            "requester_id": 7881 + n,
            "ticket_id": 208 + n,
            "score": scores[n % 4],
            "created_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            "updated_at": f"{moment + timedelta(minutes=3):%Y-%m-%dT%H:%M:%SZ}",
            "comment": f"Netjes {n}" if n % 4 == 0 else "",
            "reason": "The issue took too long to resolve" if n % 4 == 1 else "",
            "reason_id": 5 if n % 4 == 1 else 0,
        }
        for n, moment in enumerate(_moments())
    ]
    return json.dumps(
        {"satisfaction_ratings": ratings, "next_page": None, "previous_page": None, "count": COUNT}
    ).encode()
