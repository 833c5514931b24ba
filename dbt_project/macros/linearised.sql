{#- Linearised deviations and their covariance: method page, section 5. -#}

{#- What an evaluation adds to a figure, z: from `evaluations` and `figures`. -#}
{% macro deviation() -%}
    evaluations.weight * (
        list_inner_product(evaluations.indicator_values, figures.slopes)
        - list_inner_product(evaluations.is_valid, figures.centres)
    )
{%- endmacro %}

{#- Sums of decimals, fine enough for ten million evaluations: those of doubles differ from run to run. -#}
{% macro sum_of_deviations(deviation) -%}
    sum(cast({{ deviation }} as decimal(38, 18)))::double
{%- endmacro %}

{% macro sum_of_products(a, b) -%}
    sum(cast({{ a }} * {{ b }} as decimal(38, 26)))::double
{%- endmacro %}

{#- Around which the units of a stratum vary: their mean; of the only unit zero, the mean of all. -#}
{% macro stratum_centre(total, n_h) -%}
    case when {{ n_h }} = 1 then 0 else {{ total }} / {{ n_h }} end
{%- endmacro %}

{#- What a sum of squares around the units' own mean lacks. -#}
{% macro stratum_scale(n_h) -%}
    case when {{ n_h }} = 1 then 1 else {{ n_h }} / ({{ n_h }} - 1.0) end
{%- endmacro %}

{#- Over the strata, with replacement. Units without a row count in `n_h` alone. -#}
{% macro design_covariance(total_of_products, total_a, total_b, n_h) -%}
    sum(cast(
        {{ stratum_scale(n_h) }} * ({{ total_of_products }} - {{ total_a }} * {{ stratum_centre(total_b, n_h) }})
        as decimal(38, 24)
    ))::double
{%- endmacro %}

{#- Of all pairs of `figures` that agree in the `shared` columns, over the `units` that stand behind both. -#}
{% macro unit_covariance(figures, units, shared) -%}
    with totals as (
        select
            figure_number,
            stratum_id,
            n_h,
            {{ sum_of_deviations('z') }} as total
        from {{ units }}
        group by figure_number, stratum_id, n_h
    ),

    products as (
        select
            a.figure_number as figure_number_a,
            b.figure_number as figure_number_b,
            a.stratum_id,
            {{ sum_of_products('a.z', 'b.z') }} as total_of_products
        from {{ units }} as a
        inner join {{ units }} as b
            on
                a.stratum_id = b.stratum_id
                and a.psu_id = b.psu_id
                {%- for column in shared %}
                and a.{{ column }} = b.{{ column }}
                {%- endfor %}
        where a.figure_number <= b.figure_number
        group by a.figure_number, b.figure_number, a.stratum_id
    ),

    pairs as (
        select
            a.figure_number as figure_number_a,
            b.figure_number as figure_number_b
        from {{ figures }} as a
        inner join {{ figures }} as b
            on
                {%- for column in shared %}
                {{ 'and ' if not loop.first }}a.{{ column }} = b.{{ column }}
                {%- endfor %}
    )

    select
        pairs.figure_number_a,
        pairs.figure_number_b,
        coalesce({{ design_covariance(
            'coalesce(products.total_of_products, 0)', 'totals_a.total', 'totals_b.total', 'totals_a.n_h'
        ) }}, 0) as covariance
    from pairs
    left join totals as totals_a on pairs.figure_number_a = totals_a.figure_number
    left join totals as totals_b
        on
            pairs.figure_number_b = totals_b.figure_number
            and totals_a.stratum_id = totals_b.stratum_id
    left join products
        on
            least(pairs.figure_number_a, pairs.figure_number_b) = products.figure_number_a
            and greatest(pairs.figure_number_a, pairs.figure_number_b) = products.figure_number_b
            and totals_a.stratum_id = products.stratum_id
    group by pairs.figure_number_a, pairs.figure_number_b
{%- endmacro %}

{#- The `given` values of some indicators, in the order of all of them; 0 for the others. -#}
{% macro in_order_of_indicators(given, given_indicators) -%}
    list_transform(
        indicators,
        lambda indicator: coalesce({{ given }}[list_position({{ given_indicators }}, indicator)], 0)
    )
{%- endmacro %}

{#- 1 for the indicators that are `given`, 0 for the others. -#}
{% macro among_indicators(given_indicators) -%}
    list_transform(indicators, lambda indicator: list_contains({{ given_indicators }}, indicator)::double)
{%- endmacro %}
