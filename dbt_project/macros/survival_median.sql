{#- Kaplan-Meier median per group: the smallest duration t with S(t) <= 1/2, null if not reached;
    and how many were observed.
    What was still waiting when the observation ended is censored there, never dropped.
    `relation` has the group's columns, `duration` and `has_ended`. -#}
{% macro survival_median(relation, group_columns) -%}
    {%- set groups = group_columns | join(', ') -%}
    select
        {{ groups }},
        min(duration) filter (where survival <= 0.5) as median_duration,
        sum(count_observed)::bigint as count_observed
    from (
        select
            {{ groups }},
            duration,
            count_observed,
            -- rounded: a product of fractions may miss one half by a hair
            round(product(1 - count_ended / cast(count_at_risk as double)) over (
                partition by {{ groups }} order by duration
                rows between unbounded preceding and current row
            ), 9) as survival
        from (
            select
                {{ groups }},
                duration,
                count(*) as count_observed,
                count(*) filter (where has_ended) as count_ended,
                sum(count(*)) over (
                    partition by {{ groups }} order by duration desc
                    rows between unbounded preceding and current row
                ) as count_at_risk
            from {{ relation }}
            group by {{ groups }}, duration
        ) as at_risk
    ) as survivals
    group by {{ groups }}
{%- endmacro %}
