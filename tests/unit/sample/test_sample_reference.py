"""The invented organisations and the population."""

import pandas as pd

from centricity_sample.organisations import list_organisations


def test_there_are_66_organisations_in_12_industries_of_five_or_six():
    organisations = list_organisations()
    assert organisations["organisation_id"].nunique() == len(organisations) == 66
    sizes = organisations["industry"].value_counts()
    assert len(sizes) == 12
    assert set(sizes) == {5, 6}
    assert set(organisations["online"]) == {"ja", "nee"}
    assert set(organisations["size"]) == {"klein", "middel", "groot"}


def test_no_spelling_belongs_to_two_organisations():
    """Whatever the case: an ambiguous alias would send evaluations to the wrong organisation."""
    organisations = list_organisations()
    spellings = pd.Series(
        [
            spelling.casefold()
            for row in organisations.itertuples()
            for spelling in (row.organisation_id, row.name, *row.aliases)
        ]
    )
    assert len(spellings) > 3 * len(organisations)
    assert spellings[spellings.duplicated()].tolist() == []


def test_each_year_has_counts_for_every_organisation_that_exists(organisations):
    codes = organisations.groupby("jaar")["code"].agg(set)
    assert {year: len(found) for year, found in codes.items()} == {"2025": 64, "2026": 64}
    assert codes["2026"] - codes["2025"] == {"VER6", "WEB6"}
    assert codes["2025"] - codes["2026"] == {"SUP3", "OVE3"}
    assert organisations.groupby(["jaar", "branche"]).size().min() >= 4
    assert (organisations["klanten"].astype(int) > 10_000).all()
    rate = organisations["geschillen"].astype(int) / organisations["klanten"].astype(int) * 10_000
    assert rate.between(0, 25).all()
    assert rate.std() > 1


def test_margins_add_up_to_one_population(margins):
    totals = margins["bevolking"].groupby(margins["marge"]).sum()
    assert set(totals.index) == {"age_sex", "education", "region"}
    assert totals.nunique() == 1


def test_panel_deviates_from_the_population_and_names_its_categories(margins, survey):
    population = margins.set_index(["marge", "categorie"])["bevolking"]
    persons = survey.drop_duplicates("respondent")
    for margin, column in {"age_sex": "leeftijd_geslacht", "education": "opleiding", "region": "regio"}.items():
        known = persons.loc[persons[column] != "", column]
        in_sample = known.value_counts(normalize=True)
        in_population = population[margin] / population[margin].sum()
        assert set(in_sample.index) == set(in_population.index)
        assert 0.02 < (in_sample - in_population).abs().max() < 0.12
