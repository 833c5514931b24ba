"""The 66 invented organisations of the sample, in 12 industries. None of them exists.

Two enter in the second wave and two leave after the first.
"""

import re

import pandas as pd

from centricity_sample.calendar import WAVES

# code | name | how people call it | online (ja, nee) | size (klein, middel, groot)
INDUSTRIES = {
    "Energie": """
        ENE1 | Vonkwijck Energie | Vonkwijck | nee | groot
        ENE2 | Klaverstroom | Klaverstroom | ja | middel
        ENE3 | Kievitvolt | Kievitvolt | ja | klein
        ENE4 | Zonnekreek Energie | Zonnekreek | nee | middel
        ENE5 | Warmteveen | Warmteveen | nee | klein
        ENE6 | Lichtmeander Gas & Stroom | Lichtmeander | nee | groot""",
    "Telecom": """
        TEL1 | Belduif | Belduif | nee | groot
        TEL2 | Vossehol Mobiel | Vossehol | ja | klein
        TEL3 | Zilverdraad Telecom | Zilverdraad | nee | groot
        TEL4 | Tjilpnet | Tjilpnet | ja | middel
        TEL5 | Kabelkwartel | Kabelkwartel | nee | middel
        TEL6 | Glasheron | Glasheron | ja | klein""",
    "Verzekeringen": """
        VER1 | Dijkschildt Verzekeringen | Dijkschildt | nee | groot
        VER2 | Hazelborch Schade & Leven | Hazelborch | nee | middel
        VER3 | Polisplevier | Polisplevier | ja | middel
        VER4 | Eikenmantel Onderling | Eikenmantel | nee | klein
        VER5 | Ankerwachter | Ankerwachter | ja | groot
        VER6 | Regenkeep | Regenkeep | ja | klein""",
    "Banken": """
        BAN1 | Muntenbeek Bank | Muntenbeek | nee | groot
        BAN2 | Spaarzwaluw | Spaarzwaluw | ja | middel
        BAN3 | Grachtgulden Bank | Grachtgulden | nee | groot
        BAN4 | Penningveen | Penningveen | ja | klein
        BAN5 | Zuidwending Bankiers | Zuidwending | nee | middel""",
    "Supermarkten": """
        SUP1 | Graanpleyn | Graanpleyn | nee | groot
        SUP2 | Versduyn | Versduyn | nee | middel
        SUP3 | De Volle Mandemaker | Mandemaker | nee | klein
        SUP4 | Appelstek Kruideniers | Appelstek | nee | middel
        SUP5 | Boodschapbrik | Boodschapbrik | ja | middel
        SUP6 | Prijsgoudvink | Prijsgoudvink | nee | groot""",
    "Webwinkels": """
        WEB1 | Pakketpelikaan | Pakketpelikaan | ja | groot
        WEB2 | Klikstal | Klikstal | ja | middel
        WEB3 | Doosjesdas | Doosjesdas | ja | klein
        WEB4 | Bestelbeverrat | Bestelbeverrat | ja | middel
        WEB5 | Warenwulp | Warenwulp | ja | groot
        WEB6 | Winkelwezel & Zn. | Winkelwezel | ja | klein""",
    "Zorgverzekeraars": """
        ZOR1 | Heelmeent Zorg | Heelmeent | nee | groot
        ZOR2 | Zorgwadde | Zorgwadde | nee | middel
        ZOR3 | Kuurlinde | Kuurlinde | ja | middel
        ZOR4 | Polszweef Onderling | Polszweef | nee | klein
        ZOR5 | Gezondgors | Gezondgors | ja | groot""",
    "Openbaar vervoer": """
        OPE1 | Spoorzwaluwe | Spoorzwaluwe | nee | groot
        OPE2 | Tramhaas | Tramhaas | nee | middel
        OPE3 | Busmeander | Busmeander | nee | middel
        OPE4 | Lijnlijster Streekvervoer | Lijnlijster | nee | klein
        OPE5 | Perronpoorter | Perronpoorter | nee | groot""",
    "Reizen": """
        REI1 | Trekgansvakanties | Trekgans | nee | groot
        REI2 | Kofferkraanvogel | Kofferkraan | ja | middel
        REI3 | Verrekimreizen | Verrekim | nee | middel
        REI4 | Palmenpad & Partners | Palmenpad | ja | klein
        REI5 | Strandlijster Reizen | Strandlijster | ja | klein
        REI6 | Zwaluwenroute | Zwaluwenroute | ja | groot""",
    "Overheid": """
        OVE1 | Gemeente Oosterveenwijck | Oosterveenwijck | nee | middel
        OVE2 | Gemeente Lindermeerhaven | Lindermeerhaven | nee | groot
        OVE3 | Gemeente Sint-Arendsdam | Sint-Arendsdam | nee | klein
        OVE4 | Rijksloket Heffing en Toelage | Heffingloket | ja | groot
        OVE5 | Dienst Rijbrevet en Kenteken | Rijbrevetdienst | ja | middel""",
    "Pensioenfondsen": """
        PEN1 | Pensioenfonds De Lange Adem | Lange Adem | nee | groot
        PEN2 | Pensioenfonds Weverij en Draad | Weverij en Draad | nee | middel
        PEN3 | Pensioenfonds Kaas en Klomp | Kaas en Klomp | nee | klein
        PEN4 | Zilverberkfonds | Zilverberk | ja | middel
        PEN5 | Avondroodpensioen | Avondrood | ja | groot""",
    "Woningcorporaties": """
        WON1 | Stichting Nestwaarde | Nestwaarde | nee | groot
        WON2 | Woonkrekel | Woonkrekel | nee | middel
        WON3 | Gevelhoef Wonen | Gevelhoef | nee | middel
        WON4 | Drempelruste | Drempelruste | nee | groot
        WON5 | Huisvinkenborg | Huisvinkenborg | nee | klein""",
}
ENTERED = {"VER6": 2026, "WEB6": 2026}
LEFT_AFTER = {"SUP3": 2025, "OVE3": 2025}


def list_organisations() -> pd.DataFrame:
    """One row per organisation.

    Columns: industry, organisation_id, name, short_name, online, size, handle, aliases, first_wave, last_wave.
    """
    rows = [
        (industry, *line.strip().split(" | "))
        for industry, table in INDUSTRIES.items()
        for line in table.strip().splitlines()
    ]
    organisations = pd.DataFrame(rows, columns=["industry", "organisation_id", "name", "short_name", "online", "size"])
    organisations["handle"] = organisations["short_name"].map(_handle)
    organisations["aliases"] = [
        _aliases(*row) for row in organisations[["name", "short_name", "handle"]].itertuples(index=False)
    ]
    organisations["first_wave"] = organisations["organisation_id"].map(ENTERED).fillna(WAVES[0]).astype(int)
    organisations["last_wave"] = organisations["organisation_id"].map(LEFT_AFTER).fillna(WAVES[-1]).astype(int)
    return organisations


def in_wave(organisations: pd.DataFrame, wave: int) -> pd.DataFrame:
    """The organisations that exist in the wave, numbered anew."""
    return organisations.query("first_wave <= @wave <= last_wave").reset_index(drop=True)


def _handle(short_name: str) -> str:
    """The account under which the organisation is addressed on social media."""
    return "@" + re.sub(r"[^a-z]", "", short_name.lower()) + "_help"


def _aliases(name: str, short_name: str, handle: str) -> tuple[str, ...]:
    """Other spellings that deliveries use: the short name, a glued one, the account."""
    spellings = (short_name, f"{short_name} Nederland", handle)
    return tuple(spelling for spelling in spellings if spelling != name)
