"""The figures of the SQL models, each under one name, before anything is withheld or rounded for publication."""

from tests.dbt.builds import Build
from tests.oracles.survey import Figure

# By wave, organisation and the figure's name.
Key = tuple[int, str, str]
# Of six: what holds for their pairs holds for all.
PAIRED_DIMENSIONS = ("recommendation", "trust")
INTERVAL = "standard_error, df, ci_low, ci_high"
NOTHING = "null, null, null, null"


def computed(build: Build, version: str) -> dict[Key, Figure]:
    """Figures by wave, organisation and name: `nps`, `survey trust`, `full index`, `change`, `webcare_response` …"""
    return {
        (wave, organisation, figure): Figure(*numbers)
        for statement in STATEMENTS
        for wave, organisation, figure, *numbers in build.of_version(version).rows(statement)
    }


def _scores(model: str, figure: str, score: str) -> str:
    return f"""
        select period::integer, organisation_id, index_kind || ' ' || scores.figure, scores.{score}, {INTERVAL}
        from (
            select *, {figure} as figure from {model}
            where window_kind = 'wave' and {score} is not null
        ) as scores
        left join int_inference__score_intervals as intervals
            using (method_version, organisation_id, window_kind, period, index_kind, figure)
    """


STATEMENTS = (
    _scores("int_index__dimension_scores", "dimension", "score"),
    _scores("int_index__index_scores", "'index'", "score"),
    _scores("int_index__index_scores", "'index_geometric'", "score_geometric"),
    f"""
        select period::integer, organisation_id, 'nps', nps, {INTERVAL}
        from int_survey__net_promoter_scores
        where window_kind = 'wave' and nps is not null
    """,
    """
        select period::integer, figures.organisation_id, figures.indicator, figure, standard_error, df, null, null
        from int_index__indicator_scores as figures
        left join int_inference__share_variances as shares
            on
                figures.organisation_id = shares.organisation_id
                and figures.period = shares.wave::varchar
                and figures.indicator = shares.indicator
                and shares.part = 'all'
        where figures.window_kind = 'wave' and figures.source in ('webcare', 'process')
    """,
    f"""
        select period::integer, organisation_id, 'effective ' || dimension, count_effective, {NOTHING}
        from int_index__dimension_scores
        where window_kind = 'wave' and index_kind = 'survey' and score is not null
    """,
    f"""
        select wave, organisation_id, 'effective', count_effective, {NOTHING}
        from int_survey__organisation_waves
    """,
    f"select wave, organisation_id, indicator, gap, {NOTHING} from int_survey__channel_gaps",
    f"""
        select wave, organisation_a, dimension_a || ' with ' || organisation_b || ' ' || dimension_b, covariance,
            {NOTHING}
        from int_inference__dimension_covariance
        where dimension_a in {PAIRED_DIMENSIONS} and dimension_b in {PAIRED_DIMENSIONS}
    """,
    f"""
        select wave, organisation_a, 'index with ' || organisation_b || ' index', covariance, {NOTHING}
        from int_inference__index_covariance
    """,
    """
        select wave, figure, 'change', delta, standard_error, df::integer, null, null
        from int_change__differences
        where figure != '*'
    """,
)
