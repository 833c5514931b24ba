with figures as (
    {{ operations_in_columns('process', {
        'cases': 'process_closed',
        'throughput': 'process_throughput',
        'first_time_right': 'process_first_time_right',
        'in_promise': 'process_in_promise',
        'rework_free': 'process_rework_free',
    }) }}
)

select
    figures.method_version,
    figures.organisation_id,
    figures.wave,
    figures.part as process,
    figures.cases_count_base as count_cases,
    figures.cases_figure::bigint as count_closed,
    figures.in_promise_count_base as count_promised,
    figures.first_time_right_count_base as count_showing_first_time_right,
    figures.rework_free_count_base as count_showing_rework,
    {{ rate_columns('first_time_right') }},
    {{ rate_columns('in_promise') }},
    {{ rate_columns('rework_free') }},
    figures.throughput_figure as median_throughput_hours,
    figures.withheld_reason is not null as is_suppressed,
    figures.is_indicative,
    figures.has_footnote,
    figures.suppression_reason
from figures
order by figures.method_version, figures.organisation_id, figures.wave, figures.part
