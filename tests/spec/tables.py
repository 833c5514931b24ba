"""The sections of the method page as text: small tables of what is delivered, and of the figures that follow.

A section is a Markdown file. Each `### ` in it begins a case: a sentence or two, one or more tables of deliveries, and
a last one of figures. The first column of a delivery says how many records the row stands for, and which
ones. A dash is an item that is not answered, an empty cell one that is not asked.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.oracles.operations import Case as ProcessCase
from tests.oracles.operations import Message, Question

SECTIONS = Path(__file__).parent / "sections"
# Waves of the cases, far from those of the random ones. Case n has its wave, and the one before it.
FIRST_WAVE = 2101
WAVES_PER_CASE = 3
# Columns of evaluations that are no item of the questionnaire.
NO_ITEMS = {"evaluations", "organisation", "wave", "respondent", "stratum", "cluster", "channel", "weight", "qualified"}
NO_ITEMS |= {"scale"}
# Columns of cases: hours from the start, and what then happens.
STEPS = {
    "handled after": ("handle", None),
    "closed after": ("close", "closed"),
    "reopened after": ("reopen", "reopened"),
    "closed again after": ("close at last", "closed"),
}
Row = Mapping[str, str]


@dataclass(frozen=True)
class SpecCase:
    """One case of a section.

    Attributes:
        section: stem of its file.
        title: its heading.
        text: all of it, as it may stand on the page.
        wave: in which its last evaluations, questions and cases are.
        tables: of deliveries, by what their first column is called.
        figures: the expected ones.
    """

    section: str
    title: str
    text: str
    wave: int
    tables: Mapping[str, list[Row]]
    figures: list[Row]

    @property
    def slug(self) -> str:
        return re.sub(r"\W+", "_", self.title.lower()).strip("_")

    def named(self, organisation: str) -> str:
        """Organisations of different cases are different ones."""
        return f"{self.slug}-{organisation}"

    def organisations(self) -> list[str]:
        names = {row["organisation"]: None for rows in self.tables.values() for row in rows}
        return [self.named(name) for name in names]

    def evaluations(self) -> Iterator[dict]:
        """Rows as they are delivered, wave by wave."""
        rows = self.tables.get("evaluations", [])
        for wave in sorted({self._wave_of(row) for row in rows}):
            for place, row in enumerate(rows):
                if self._wave_of(row) == wave:
                    yield from (self._evaluation(row, wave, f"{place}-{n}") for n in range(int(row["evaluations"])))

    def _wave_of(self, row: Row) -> int:
        return self.wave - 1 if row.get("wave") == "before" else self.wave

    def _evaluation(self, row: Row, wave: int, number: str) -> dict:
        label = f"{self.slug}-{wave}-{number}"
        person = f"{self.slug}-{row['respondent']} {number.split('-')[1]}" if "respondent" in row else label
        low, high = (float(end) for end in row.get("scale", "0-10").split("-"))
        return {
            "record_key": label,
            "evaluation_id": label,
            "respondent_id": person,
            "organisation_id": self.named(row["organisation"]),
            "wave": wave,
            "completed_at": f"{wave}-05-01 12:00:00",
            "evaluation_type": "relational",
            "has_final_weight": True,
            "base_weight": float(row.get("weight", 1)),
            "count_qualified": int(row.get("qualified", 1)),
            "stratum": row.get("stratum"),
            "cluster_id": row.get("cluster"),
            "channel": row.get("channel"),
            "answers": [
                {"item": item, "value": None if mark == "–" else float(mark), "scale_low": low, "scale_high": high}
                | {"is_proxy": False}
                for item, mark in row.items()
                if item not in NO_ITEMS and mark
            ],
        }

    def questions(self) -> Iterator[Question]:
        for place, row in enumerate(self.tables.get("questions", [])):
            yield from (self._question(row, f"{place}-{n}") for n in range(int(row["questions"])))

    def _question(self, row: Row, number: str) -> Question:
        asked_at = datetime(self.wave, 3, 1, 12)
        messages = [Message(asked_at, requires_answer=True, is_complaint="complaint" in row, is_resolved=False)]
        for column in ("reminder after", "reply after", "second reply after"):
            if row.get(column, "–") != "–":
                at = asked_at + timedelta(minutes=float(row[column]))
                resolved = row.get("resolved by") == column.removesuffix(" after")
                messages.append(Message(at, is_from_organisation="reply" in column, is_resolved=resolved))
        return Question(
            f"{self.slug}-{number}",
            self.named(row["organisation"]),
            f"{self.slug}-{row.get('customer', number)}",
            "x",
            self.wave,
            tuple(messages),
        )

    def cases(self) -> Iterator[ProcessCase]:
        for place, row in enumerate(self.tables.get("cases", [])):
            yield from (self._case(row, f"{place}-{n}") for n in range(int(row["cases"])))

    def _case(self, row: Row, number: str) -> ProcessCase:
        started_at = datetime(self.wave, 3, 1, 12)
        steps = [("open", "opened", 0.0)]
        for column, step in STEPS.items():
            steps += [(*step, float(hours)) for hours in row.get(column, "–").split() if hours != "–"]
        promised = row.get("promised within", "–")
        return ProcessCase(
            f"{self.slug}-{number}",
            self.named(row["organisation"]),
            f"{self.slug}-{row.get('customer', number)}",
            "bill",
            self.wave,
            started_at,
            None if promised == "–" else started_at + timedelta(hours=float(promised)),
            tuple((name, milestone, started_at + timedelta(hours=after)) for name, milestone, after in steps),
        )


def read_cases() -> list[SpecCase]:
    """Of all sections, in order."""
    found: list[SpecCase] = []
    for path in sorted(SECTIONS.glob("*.md")):
        for text in re.split(r"^(?=### )", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            found.append(_read_case(path.stem, text.strip(), FIRST_WAVE + 1 + len(found) * WAVES_PER_CASE))
    return found


def _read_case(section: str, text: str, wave: int) -> SpecCase:
    tables = [_read_table(lines) for lines in re.findall(r"(?:^\|.*\|$\n?)+", text, flags=re.MULTILINE)]
    *deliveries, figures = tables
    title = text.splitlines()[0].removeprefix("### ")
    return SpecCase(section, title, text, wave, {next(iter(rows[0])): rows for rows in deliveries}, figures)


def _read_table(text: str) -> list[Row]:
    header, _, *lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.strip().splitlines()]
    return [dict(zip(header, line, strict=True)) for line in lines]
