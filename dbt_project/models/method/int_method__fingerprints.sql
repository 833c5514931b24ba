-- What may change in a frozen version's life stays out: whether it is live or the headline, and the digest itself.
with rows_as_text as (
    select
        method_version,
        'version' as method_table,
        json_object('label', label, 'frozen_on', frozen_on, 'predecessor', predecessor)::varchar as row_text
    from {{ ref('method_version') }}
    {% for table in [
        'dimension', 'indicator', 'operation', 'weight', 'item', 'cut_point', 'cleaning_rule', 'parameter'
    ] %}
    union all
    select
        seed.method_version,
        '{{ table }}' as method_table,
        to_json(seed)::varchar as row_text
    from {{ ref('method_' ~ table) }} as seed
    {% endfor %}
)

select
    method_version,
    sha256(string_agg(method_table || row_text, chr(10) order by method_table, row_text)) as sha256
from rows_as_text
group by method_version
