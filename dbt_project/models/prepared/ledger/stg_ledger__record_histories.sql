{{ config(materialized='table') }}

{% set evaluations -%}
select
    load_id,
    row_number,
    record_key,
    coalesce(is_withdrawn, false) as is_withdrawn,
    completed_at as happened_at,
    feed,
    organisation_id,
    {{ wave_of('wave', 'completed_at') }} as wave,
    coalesce(evaluation_type, 'relational') || ' ' || coalesce(touchpoint, '') as part,
    {{ month_of('completed_at') }}::varchar as month,
    -- no figure is of several touchpoints
    false as is_in_total,
    -- Who is left out by what his own row says, or does not answer what is published as counts, hides nobody.
    case
        when has_recent_contact is false then null
        when
            len(list_filter(
                answers, lambda answer: answer['value'] is null and list_contains(asked.items, answer['item'])
            )) > 0
            then null
        else coalesce(respondent_id, record_key, load_id || '-' || row_number)
    end as person
from delivered
cross join (
    select list(distinct item) as items
    from {{ ref('int_method__items') }}
    where kind = 'nps'
) as asked
{%- endset %}

{% set messages -%}
select
    messages.load_id,
    messages.row_number,
    messages.record_key,
    coalesce(messages.is_withdrawn, false) as is_withdrawn,
    messages.sent_at as happened_at,
    messages.feed,
    coalesce(messages.organisation_id, addressees.organisation_id, '') as organisation_id,
    -- A reply changes the figures of the question, and is a message of its own wave and channel.
    addressees.asked_wave as wave,
    case
        when not messages.is_from_organisation or addressees.channel = addressees.asked_channel
            then coalesce(messages.channel, 'unknown')
        else addressees.asked_channel || ' answered by ' || coalesce(messages.channel, 'unknown')
    end || case when addressees.wave = addressees.asked_wave then '' else ' in ' || addressees.wave end as part,
    '' as month,
    addressees.wave = addressees.asked_wave as is_in_total,
    -- An organisation's message is about the customer whom it answers. What counts nowhere hides nobody.
    case
        when messages.is_spam or messages.is_repost or messages.is_automated or messages.is_internal then null
        else coalesce(addressees.customer_id, messages.in_reply_to_id, messages.message_id)
    end as person
from delivered as messages
inner join {{ ref('stg_ledger__addressees') }} as addressees using (message_id)
-- What an organisation says to nobody is about nobody.
where not messages.is_from_organisation or messages.in_reply_to_id is not null
{%- endset %}

{% set events -%}
select
    events.load_id,
    events.row_number,
    events.record_key,
    coalesce(events.is_withdrawn, false) as is_withdrawn,
    greatest(events.occurred_at, events.case_closed_at) as happened_at,
    events.feed,
    events.organisation_id,
    logged_cases.wave,
    events.process as part,
    '' as month,
    true as is_in_total,
    coalesce(events.customer_id, events.case_id) as person
from delivered as events
-- A case counts in the wave in which it starts. Grouped and joined, for a window would sort all events by their case.
inner join (
    select
        case_id,
        min({{ wave_of('wave', 'coalesce(case_started_at, occurred_at)') }}) as wave
    from delivered
    group by case_id
) as logged_cases using (case_id)
{%- endset %}

{% set cases -%}
select
    load_id,
    row_number,
    record_key,
    coalesce(is_withdrawn, false) as is_withdrawn,
    greatest(started_at, closed_at) as happened_at,
    feed,
    organisation_id,
    {{ wave_of('wave', 'started_at') }} as wave,
    process as part,
    '' as month,
    true as is_in_total,
    coalesce(customer_id, case_id) as person
from delivered
{%- endset %}

{% for entity, happened_at, found in [
    ('evaluations', 'completed_at', evaluations),
    ('messages', 'sent_at', messages),
    ('events', 'greatest(occurred_at, case_closed_at)', events),
    ('cases', 'greatest(started_at, closed_at)', cases),
] %}
select * from (
    {{ record_histories(entity, happened_at, found) }}
)
{{ 'union all' if not loop.last }}
{% endfor %}
