-- Per channel or process, and `all` of them: how many units stand behind an indicator, and its figure. For the variance
-- of a rate the sums over its customers: section 5 of the method.
with outcomes as (
    select * replace (unnest([part, 'all']) as part)
    from {{ ref('int_operations__outcomes') }}
),

-- Whoever wrote or called in the wave, whatever the organisation.
strata as (
    select
        method_version,
        source,
        wave,
        count(distinct psu_number) as n_h
    from {{ ref('int_operations__units') }}
    group by all
),

customers as (
    select
        method_version,
        source,
        organisation_id,
        wave,
        part,
        indicator,
        kind,
        psu_number,
        count(*) as count_base,
        count(*) filter (where value > 0) as count_positive,
        {{ exact_sum('value') }} as total
    from outcomes
    group by all
),

summed as (
    select
        * exclude (psu_number, count_base, count_positive, total),
        sum(count_base)::bigint as count_base,
        sum(count_positive)::bigint as count_positive,
        sum(total) as total,
        count(*) as count_customers,
        sum(count_positive * count_positive)::double as total_positive_squared,
        sum(count_positive * count_base)::double as total_positive_by_base,
        sum(count_base * count_base)::double as total_base_squared
    from customers
    group by all
),

messages as (
    select
        method_version,
        'webcare' as source,
        organisation_id,
        wave,
        channel as part,
        'webcare_messages' as indicator,
        'count' as kind,
        count_messages as count_base
    from {{ ref('int_webcare__message_counts') }}
),

figured as (
    select
        * exclude (total),
        case kind
            when 'count' then count_positive
            when 'rate' then count_positive / count_base::double
            when 'mean' then total / count_base
        end as figure
    from summed
),

figures as (
    select
        figured.*,
        strata.n_h
    from figured
    inner join strata using (method_version, source, wave)
    union all by name
    select * from {{ ref('int_operations__medians') }}
    union all by name
    select * from messages
)

select * from figures
