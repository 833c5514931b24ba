"""SPSS files as an agency makes them: codes with labels, declared missing values, a weight."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyreadstat

ROWS = [
    # respnr, bedrijf, ingevuld, nps, v1_1, weegfactor, leeftgesl, toelichting, wave
    (1001.0, 1.0, datetime(2025, 9, 30, 12, 4, 20), 9.0, 4.0, 0.85, 1.0, "Snel geholpen", 2025.0),
    (1002.0, 2.0, datetime(2025, 9, 30, 13, 12), 99.0, None, 1.2, 9.0, "", 2025.0),
    (1003.0, 1.0, datetime(2025, 9, 30, 14, 1), 9.0, 7.0, 1.0, 2.0, "Prima", 2025.0),
]
COLUMNS = ["respnr", "bedrijf", "ingevuld", "nps", "v1_1", "weegfactor", "leeftgesl", "toelichting", "wave"]
LABELS = {
    "bedrijf": {1: "Alfa", 2: "Bèta"},
    "nps": {0: "Zeker niet", 10: "Zeker wel", 98: "wil niet zeggen", 99: "weet niet"},
    "leeftgesl": {1: "18-34 man", 2: "18-34 vrouw", 9: "onbekend"},
}
# Discrete values and ranges, as SPSS has both.
MISSING = {"nps": [{"lo": 98, "hi": 99}], "leeftgesl": [9]}


def agency_survey(rows: list[tuple] = ROWS) -> bytes:
    """The bytes of a .sav file."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "survey.sav"
        table = pd.DataFrame(rows, columns=COLUMNS)
        pyreadstat.write_sav(table, file, variable_value_labels=LABELS, missing_ranges=MISSING)
        return file.read_bytes()
