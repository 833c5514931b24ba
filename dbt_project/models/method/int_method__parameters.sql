{% set parameters = [
    'minimum_evaluations',
    'monthly_minimum_base',
    'minimum_operational_base',
    'rank_minimum_evaluations',
    'in_use_share',
    'in_use_evaluations',
    'in_use_evaluations_fallback',
    'dimension_coverage_survey',
    'dimension_coverage_full',
    'index_coverage',
    'narrow_items',
    'narrow_dimensions',
    'geometric_floor',
    'confidence_z',
    'nps_pseudo_detractors',
    'nps_pseudo_passives',
    'nps_pseudo_promoters',
    'battery_answered',
    'battery_asked',
    'asked_answered_share',
    'asked_skipped_share',
    'reference_scale_low',
    'reference_scale_high',
    'question_pause_hours',
    'question_repeat_days',
    'webcare_observation_days',
    'resolution_hours',
    'process_observation_days',
    'repeat_contact_days',
    'complaints_per_customers',
    'is_weighted',
    'has_inference',
    'exclude_points',
    'exclude_points_strict',
    'margin_minimum_respondents',
    'weight_cap',
    'raking_tolerance',
    'design_effect_warning',
    'channel_minimum_base',
    'tone_minimum_messages',
    'confidence',
    'bootstrap_replicates',
    'bootstrap_groups',
    'bootstrap_step',
    'rank_draws',
    'rank_draws_maximum',
    'rank_minimum_effective',
    'rank_maximum_standard_error',
    'clear_winner_method_share',
    'winner_method_share',
    'rankability_low',
    'rankability_high',
    'indicative_evaluations',
    'share_minimum_base',
    'share_minimum_df',
    'share_width_shown',
    'share_width_withheld',
    'share_relative_width',
    'confidential_base',
    'secondary_minimum_rows',
    'secondary_minimum_base',
    'release_batch',
    'team_minimum_base',
    'false_discovery_rate',
    'sensitivity_draws',
    'sensitivity_draws_maximum',
    'sensitivity_concentration',
    'sensitivity_goalpost_width',
    'sensitivity_inner_concentration',
    'sobol_samples',
    'random_seed',
] %}

with versions as (
    select * from {{ ref('method_version') }}
),

parameters as (
    select * from {{ ref('method_parameter') }}
)

select
    {%- for name in parameters %}
    max(parameters.value) filter (where parameters.parameter = '{{ name }}') as {{ name }},
    {%- endfor %}
    versions.method_version
from versions
left join parameters using (method_version)
where versions.is_live
group by versions.method_version
