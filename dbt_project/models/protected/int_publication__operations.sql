-- What may be published of an operational indicator: how many units stand behind it, its figure and its interval. A row
-- for each, also where nothing was counted.
with operations as (
    select * from {{ ref('int_method__operations') }}
    where base is not null
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

figures as (
    select * from {{ source('waist', 'int_operations__figures') }}
    union all by name
    select * from {{ source('waist', 'int_webcare__service_medians') }}
),

parts as (
    select distinct
        method_version,
        source,
        organisation_id,
        wave,
        part
    from figures
),

decisions as (
    select
        * exclude (period, window_kind),
        period::integer as wave
    from {{ ref('int_publication__decisions') }}
    where window_kind = 'wave'
),

shares as (
    select * from {{ ref('int_publication__share_decisions') }}
),

intervals as (
    select * from {{ ref('int_inference__share_intervals') }}
),

decided as (
    select
        parts.*,
        operations.indicator,
        operations.kind,
        coalesce(figures.count_base, 0) as count_base,
        figures.figure,
        intervals.ci_low,
        intervals.ci_high,
        coalesce(decisions.is_base_withheld, false) as is_base_withheld,
        coalesce(decisions.is_figure_withheld, false) or not coalesce(shares.is_shown, true) as is_figure_withheld,
        -- without a decision nothing was counted
        coalesce(not decisions.is_figure_withheld, false) as has_base,
        coalesce(shares.has_footnote, false) as has_footnote,
        least(decisions.suppression_reason, shares.suppression_reason) as suppression_reason,
        parameters.indicative_evaluations
    from parts
    inner join operations using (method_version, source)
    inner join parameters using (method_version)
    left join figures using (method_version, organisation_id, wave, part, indicator)
    left join shares using (method_version, organisation_id, wave, part, indicator)
    left join intervals using (method_version, organisation_id, wave, part, indicator)
    left join decisions
        on
            parts.method_version = decisions.method_version
            and parts.organisation_id = decisions.organisation_id
            and parts.wave = decisions.wave
            and parts.part = decisions.part
            and operations.base = decisions.base_of
)

select
    method_version,
    source,
    organisation_id,
    wave,
    part,
    indicator,
    kind,
    case when not is_base_withheld then count_base end as count_base,
    case when is_figure_withheld then null when kind = 'count' then coalesce(figure, 0) when has_base then figure end
        as figure,
    case when has_base and not is_figure_withheld then round(ci_low, 9) end as ci_low,
    case when has_base and not is_figure_withheld then round(ci_high, 9) end as ci_high,
    has_base,
    is_figure_withheld,
    kind != 'count' and has_base and count_base < indicative_evaluations as is_indicative,
    has_footnote,
    suppression_reason
from decided
