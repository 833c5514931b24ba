with index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where index_kind = 'survey' and window_kind = 'wave'
),

waves as (
    select * from {{ source('waist', 'int_survey__waves') }}
),

versions as (
    select * from {{ ref('int_method__predecessors') }}
),

members as (
    select * from {{ ref('int_change__members') }}
    where figure != '*'
),

tests as (
    select * from {{ ref('int_change__tests') }}
),

rank_parts as (
    select * from {{ ref('int_change__rank_parts') }}
),

places as (
    select * from {{ ref('int_rank__organisations') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

changes as (
    select
        index_scores.method_version,
        index_scores.organisation_id,
        index_scores.wave,
        index_scores.industry,
        waves.wave_before,
        versions.method_before,
        members.score,
        members.score_before,
        tests.delta,
        tests.standard_error,
        tests.ci_low,
        tests.ci_high,
        tests.p_value,
        tests.q_value,
        tests.q_value <= parameters.false_discovery_rate as is_significant,
        case
            when waves.wave_before is null then 'no_earlier_wave'
            when index_scores.score is null then 'no_index'
            when earlier.score is null then 'no_earlier_index'
            when not (index_scores.is_whole and earlier.is_whole) then 'partial_dimensions'
            when members.score is null then 'no_common_indicators'
        end as change_reason,
        by_old.score as score_old_method,
        by_old.score_before as score_before_old_method,
        rank_parts.rank_change,
        rank_parts.rank_data_part,
        rank_parts.rank_method_part,
        rank_parts.rank_entry_exit_part,
        places.rank is not null and places_before.rank is not null as is_ranked_in_both
    from index_scores
    inner join waves using (wave)
    inner join versions using (method_version)
    inner join parameters using (method_version)
    left join index_scores as earlier
        on
            index_scores.method_version = earlier.method_version
            and index_scores.organisation_id = earlier.organisation_id
            and waves.wave_before = earlier.wave
    left join members
        on
            index_scores.method_version = members.method_version
            and index_scores.organisation_id = members.organisation_id
            and index_scores.wave = members.wave
    left join members as by_old
        on
            versions.method_before = by_old.method_version
            and index_scores.organisation_id = by_old.organisation_id
            and index_scores.wave = by_old.wave
    left join tests
        on
            members.method_version = tests.method_version
            and members.wave = tests.wave
            and members.figure = tests.figure
    left join rank_parts
        on
            index_scores.method_version = rank_parts.method_version
            and index_scores.organisation_id = rank_parts.organisation_id
            and index_scores.wave = rank_parts.wave
    left join places
        on
            index_scores.method_version = places.method_version
            and index_scores.organisation_id = places.organisation_id
            and index_scores.wave = places.wave
    left join places as places_before
        on
            versions.method_before = places_before.method_version
            and index_scores.organisation_id = places_before.organisation_id
            and waves.wave_before = places_before.wave
)

select
    changes.method_version,
    changes.organisation_id,
    changes.wave,
    changes.industry,
    changes.wave_before,
    changes.score,
    changes.score_before,
    round(changes.delta, 9) as delta,
    round(changes.standard_error, 9) as standard_error,
    round(changes.ci_low, 9) as ci_low,
    round(changes.ci_high, 9) as ci_high,
    round(changes.p_value, 9) as p_value,
    round(changes.q_value, 9) as q_value,
    case
        when changes.is_significant and changes.delta > 0 then 'up'
        when changes.is_significant and changes.delta < 0 then 'down'
        when changes.q_value is not null then 'unclear'
    end as direction,
    changes.change_reason,
    changes.method_before,
    round(changes.score - changes.score_before_old_method, 9) as total_change,
    case
        when changes.score is not null
            then round(changes.score_old_method - changes.score_before_old_method, 9)
    end as data_part,
    round(changes.score - changes.score_old_method, 9) as method_part,
    case
        when changes.change_reason is not null then changes.change_reason
        when changes.score_old_method is null then 'no_index_by_old_method'
    end as split_reason,
    case when changes.is_ranked_in_both then changes.rank_change end as rank_change,
    case when changes.is_ranked_in_both then changes.rank_data_part end as rank_data_part,
    case when changes.is_ranked_in_both then changes.rank_method_part end as rank_method_part,
    case when changes.is_ranked_in_both then changes.rank_entry_exit_part end as rank_entry_exit_part,
    case
        when not changes.is_ranked_in_both then 'not_ranked_in_both_waves'
        when changes.rank_change is null then 'not_ranked_by_old_method'
    end as rank_change_reason
from changes
order by changes.method_version, changes.organisation_id, changes.wave
