{#- Linearised deviations and their covariance: method page, section 5. -#}

{#- In steps of 1e-10: sums of whole numbers and of their products are exact, and take a tenth of what decimals do. -#}
{% macro in_steps(expression) -%}
    cast(({{ expression }}) * 1e10 as bigint)
{%- endmacro %}

{% macro sum_of_steps(steps) -%}
    (sum({{ steps }})::double / 1e10)
{%- endmacro %}

{% macro sum_of_step_products(a, b) -%}
    (sum({{ a }}::hugeint * {{ b }})::double / 1e20)
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

{#- Where nothing varies, the steps of single deviations are all that is left: less than 1e-9 in an error. -#}
{% macro without_steps(covariance) -%}
    round({{ covariance }}, 18)
{%- endmacro %}
