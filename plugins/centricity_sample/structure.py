"""What is built into four industries, so that a first ranking shows every verdict; the others are as drawn."""

import numpy as np
import pandas as pd

# All organisations of this industry are equally good, at everything, and have the same kind of customers.
EQUAL_INDUSTRY = "Pensioenfondsen"
# Levels above the average of all organisations; what is drawn comes on top of it, made smaller.
# trust, consistency, webcare, recommendation, processes, employees, experience
PROFILES = {
    # One leads by far, in everything.
    "Telecom": {
        "TEL4": (0.9, 0.9, 1.0, 0.8, 0.9, 0.9, 0.9),
        "": (-0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1),
    },
    # The first is strong in two dimensions and weak in four: it owes the lead to how scores are added up.
    "Banken": {
        "BAN4": (-0.3, -0.3, 2.4, 1.9, -0.3, -0.3, -0.3),
        "BAN2": (0.2, 0.2, 0.1, 0.1, 0.2, 0.2, 0.2),
        "": (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    },
    # The first is ahead for certain; two others are better in half of the dimensions.
    "Zorgverzekeraars": {
        "ZOR3": (0.0, 0.0, 2.1, 2.0, 0.0, 1.6, 0.4),
        "ZOR1": (0.8, 0.7, 0.0, 0.0, 0.7, 0.0, 0.4),
        "ZOR5": (0.6, 0.5, -0.1, -0.1, 0.5, -0.1, 0.3),
        "": (-0.7, -0.7, -0.7, -0.7, -0.7, -0.7, -0.6),
    },
}
DRAWN_PART = 0.1


def impose(levels: pd.DataFrame, organisations: pd.DataFrame, average: pd.Series) -> pd.DataFrame:
    """One wave's drawn levels (index organisation_id), with the structure built in."""
    structured = levels.copy()
    industries = organisations.set_index("organisation_id")["industry"]
    for industry, profiles in PROFILES.items():
        members = industries.index[industries == industry]
        above = np.array([profiles.get(organisation, profiles[""]) for organisation in members])
        structured.loc[members] = DRAWN_PART * (levels.loc[members] - average) + average + above
    equal = industries.index[industries == EQUAL_INDUSTRY]
    structured.loc[equal] = levels.loc[equal].mean().to_numpy()
    return structured
