-- What one writes by hand who knows the files: read them with types, hash the ids, mask the texts, compute the figures.
-- No check but what a wrong figure would follow from, no ledger, no weights, no errors, no tests, no protection.
-- Before it runs, `landing` (the folder of the deliveries) and `pepper` (the secret of the hashes) are set.

create macro hashed(id) as left(sha256(getvariable('pepper') || id), 32);

create macro masked(said) as regexp_replace(
    regexp_replace(
        regexp_replace(said, '[\w.+-]+@[\w-]+\.[\w.-]+', '[EMAIL]', 'g'),
        '[A-Z]{2}[0-9]{2} ?[A-Z]{4}( ?[0-9]){10}', '[IBAN]', 'g'
    ),
    '(\+31|0031|0)[ -]?[1-9]([ -]?[0-9]){8}', '[PHONE]', 'g'
);

create table names as
select distinct
    code as organisation_id,
    unnest([code, naam] || string_split(aliassen, '|')) as name
from read_csv(
    getvariable('landing') || '/sample_organisations/*.csv', delim = ';', header = true, all_varchar = true
);

create table evaluations as
select
    hashed(file.evaluatie_id) as evaluation_id,
    hashed(file.respondent) as respondent_id,
    names.organisation_id,
    year(file.ingevuld_op) as wave,
    masked(file.toelichting) as comment,
    hashed(file.netwerkadres) as network_id,
    file.* exclude (evaluatie_id, respondent, organisatie, toelichting, netwerkadres)
from read_csv(
    getvariable('landing') || '/sample_survey/*.csv', delim = ';', quote = '"', header = true,
    timestampformat = '%d-%m-%Y %H:%M:%S', decimal_separator = ',', nullstr = ['', 'weet niet'], ignore_errors = true,
    columns = {
        evaluatie_id: 'varchar', respondent: 'varchar', organisatie: 'varchar', ingevuld_op: 'timestamp',
        kanaal: 'varchar', contact_12_maanden: 'varchar', weegfactor: 'double', leeftijd_geslacht: 'varchar',
        opleiding: 'varchar', regio: 'varchar', aanbeveling: 'integer', ervaring: 'integer', vertrouwen_1: 'integer',
        vertrouwen_2: 'integer', vertrouwen_3: 'integer', constant: 'integer', webcare: 'integer', gemak: 'integer',
        medewerker_1: 'integer', medewerker_2: 'integer', medewerker_3: 'integer', reden_proces: 'integer',
        reden_prijs: 'integer', reden_reputatie: 'integer', reden_gevoel: 'integer', toelichting: 'varchar',
        duur_seconden: 'integer', paginatijden: 'varchar', apparaat: 'varchar', netwerkadres: 'varchar',
        vragenlijst: 'varchar', versie: 'varchar'
    }
) as file
inner join names on file.organisatie = names.name
where coalesce(file.aanbeveling, 0) between 0 and 10
-- which of two with one id holds, nobody knows
qualify count(*) over (partition by file.evaluatie_id) = 1;

create table messages as
select
    hashed(file.id) as message_id,
    hashed(file.in_reply_to) as in_reply_to_id,
    hashed(file.conversation) as conversation_id,
    hashed(file.author.id) as author_id,
    names.organisation_id,
    file.created as sent_at,
    year(timezone('Europe/Amsterdam', file.created)) as wave,
    file.channel,
    file.author.type = 'organisation' as is_from_organisation,
    file.flags.bot or file.flags.spam or file.flags.repost as is_left_out,
    file.complaint as is_complaint,
    file.status = 'opgelost' as is_resolved,
    file.sentiment,
    masked(file.text) as text
from read_json(
    getvariable('landing') || '/sample_webcare/*.jsonl', format = 'newline_delimited', ignore_errors = true,
    columns = {
        id: 'varchar', conversation: 'varchar', in_reply_to: 'varchar', created: 'timestamptz', account: 'varchar',
        channel: 'varchar', author: 'struct(id varchar, type varchar)', text: 'varchar',
        flags: 'struct(bot boolean, spam boolean, repost boolean)', complaint: 'boolean', status: 'varchar',
        sentiment: 'double'
    }
) as file
inner join names on file.account = names.name;

create table events as
select
    hashed(file.zaaknummer) as case_id,
    hashed(file.klantnummer) as customer_id,
    names.organisation_id,
    file.soort as process,
    file.onderwerp as topic,
    file.activiteit as activity,
    file.mijlpaal as milestone,
    file.tijdstip as occurred_at,
    file.toegezegd + interval 1 day as due_at
from read_csv(
    getvariable('landing') || '/sample_process/*-01.csv', delim = ';', quote = '"', header = true,
    timestampformat = '%d-%m-%Y %H:%M', dateformat = '%d-%m-%Y', nullstr = '', ignore_errors = true,
    columns = {
        zaaknummer: 'varchar', organisatie: 'varchar', klantnummer: 'varchar', soort: 'varchar', onderwerp: 'varchar',
        kanaal: 'varchar', activiteit: 'varchar', mijlpaal: 'varchar', tijdstip: 'timestamp', toegezegd: 'date'
    }
) as file
inner join names on file.organisatie = names.name
where
    file.activiteit is not null
    -- in the night when the clocks go forward there is no half past two
    and (
        hour(file.tijdstip) <> 2
        or timezone('Europe/Amsterdam', timezone('Europe/Amsterdam', file.tijdstip)) = file.tijdstip
    );

-- The survey: means on 0-100, and what each dimension makes of them (docs/method.md, section 3, method M0).
create table dimension_scores as
with batteries as (
    select
        *,
        list_filter([vertrouwen_1, vertrouwen_2, vertrouwen_3], lambda mark: mark is not null) as trust,
        list_filter([medewerker_1, medewerker_2, medewerker_3], lambda mark: mark is not null) as employees
    from evaluations
),

evaluated as (
    select
        *,
        case when len(trust) >= 2 then 10 * list_avg(trust) end as trust_mean,
        case when len(employees) >= 2 then 10 * list_avg(employees) end as employees_mean
    from batteries
),

averaged as (
    select
        organisation_id,
        wave,
        count(aanbeveling) as count_recommendations,
        100 * avg((aanbeveling >= 9)::integer - (aanbeveling <= 6)::integer) as nps,
        avg(trust_mean) as trust,
        10 * avg(constant) as consistency,
        avg((ervaring <= 5)::integer) as poor_share,
        10 * avg(webcare) as webcare,
        10 * avg(gemak) as processes,
        avg(employees_mean) as employees,
        avg((ervaring >= 9)::integer) as excellent_share,
        count(trust_mean) as trust_base,
        least(count(constant), count(ervaring)) as consistency_base,
        count(webcare) as webcare_base,
        count(gemak) as processes_base,
        least(count(employees_mean), count(ervaring)) as employees_base
    from evaluated
    group by organisation_id, wave
)

select
    organisation_id,
    wave,
    count_recommendations,
    nps,
    case when trust_base >= 30 then trust end as trust,
    case when consistency_base >= 30 then .7 * consistency + 30 * greatest(1 - poor_share / .4, 0) end as consistency,
    case when webcare_base >= 30 then webcare end as webcare,
    case when count_recommendations >= 30 then (nps + 100) / 2 end as recommendation,
    case when processes_base >= 30 then processes end as processes,
    case when employees_base >= 30 then .8 * employees + 20 * least(excellent_share / .6, 1) end as employees
from averaged;

-- Webcare: a customer asks, until he asks anew: a day after the answer, or a week after his own last message.
create table webcare_rates as
with said as (
    select
        *,
        count(*) filter (where is_from_organisation) over before as replies_before,
        max(sent_at) filter (where is_from_organisation) over before as last_reply_at,
        max(sent_at) filter (where not is_from_organisation) over before as last_asked_at,
        min(sent_at) filter (where is_from_organisation) over after as next_reply_at
    from messages
    where not is_left_out
    window
        before as (
            partition by conversation_id order by sent_at, is_from_organisation, message_id
            rows between unbounded preceding and 1 preceding
        ),
        after as (
            partition by conversation_id order by sent_at, is_from_organisation, message_id
            rows between 1 following and unbounded following
        )
),

asked as (
    select
        *,
        not is_from_organisation
        and coalesce(sent_at >= last_reply_at + interval 24 hours, true)
        and (
            coalesce(sent_at >= last_asked_at + interval 168 hours, true)
            or coalesce(last_reply_at >= last_asked_at, false)
        ) as is_question
    from said
),

numbered as (
    select
        *,
        count(*) filter (where is_question) over (
            partition by conversation_id order by sent_at, is_from_organisation, message_id
        ) as question_number
    from asked
),

resolutions as (
    select
        conversation_id,
        question_number,
        min(sent_at) as resolved_at
    from numbered
    where is_resolved
    group by conversation_id, question_number
),

questions as (
    select
        numbered.*,
        resolutions.resolved_at,
        least(
            timezone('Europe/Amsterdam', make_timestamp(numbered.wave + 1, 1, 1, 0, 0, 0)) + interval 168 hours,
            (select max(messages.sent_at) from messages)
        ) as observed_until
    from numbered
    left join resolutions using (conversation_id, question_number)
    where numbered.is_question
)

select
    organisation_id,
    wave,
    count(*) as count_questions,
    avg(coalesce(next_reply_at <= observed_until, false)::integer) as response_rate,
    avg(coalesce(resolved_at <= sent_at + interval 72 hours, false)::integer) filter (
        where is_complaint and sent_at + interval 72 hours <= observed_until
    ) as resolution_rate
from questions
group by organisation_id, wave;

-- Processes: what came of each case. Times are those of the clock on the wall.
create table process_rates as
with repeated as (
    select
        case_id,
        activity,
        occurred_at
    from events
    qualify row_number() over (partition by case_id, activity order by occurred_at) = 2
),

reworked as (
    select
        case_id,
        min(occurred_at) as reworked_at
    from repeated
    group by case_id
),

reopened as (
    select
        case_id,
        occurred_at as reopened_at
    from events
    where milestone = 'heropend'
),

first_reopened as (
    select
        case_id,
        min(reopened_at) as reopened_at
    from reopened
    group by case_id
),

closings as (
    select
        events.case_id,
        events.occurred_at as closed_at,
        min(reopened.reopened_at) as undone_at
    from events
    left join reopened on events.case_id = reopened.case_id and events.occurred_at <= reopened.reopened_at
    where events.milestone = 'einde'
    group by events.case_id, events.occurred_at
),

cases as (
    select
        case_id,
        arg_min(organisation_id, occurred_at) as organisation_id,
        arg_min(process, occurred_at) as process,
        arg_min(customer_id, occurred_at) as customer_id,
        arg_min(topic, occurred_at) as topic,
        arg_min(due_at, occurred_at) as due_at,
        coalesce(min(occurred_at) filter (where milestone = 'start'), min(occurred_at)) as started_at
    from events
    group by case_id
),

observed as (
    select
        *,
        year(started_at) as wave,
        lead(started_at) over (partition by organisation_id, customer_id, topic order by started_at) as next_contact_at,
        least(
            make_timestamp(wave + 1, 1, 1, 0, 0, 0) + interval 672 hours,
            (select max(events.occurred_at) from events)
        ) as observed_until
    from cases
),

closed as (
    select
        observed.case_id,
        min(closings.closed_at) as closed_at
    from observed
    inner join closings using (case_id)
    where
        closings.closed_at <= observed.observed_until
        and coalesce(closings.undone_at > observed.observed_until, true)
    group by observed.case_id
),

judged as (
    select
        observed.*,
        coalesce(reworked.reworked_at <= observed.observed_until, false) as is_reworked,
        coalesce(first_reopened.reopened_at <= observed.observed_until, false) as is_reopened,
        coalesce(
            observed.next_contact_at <= least(observed.started_at + interval 336 hours, observed.observed_until), false
        ) as is_repeated,
        case
            when closed.closed_at is not null then closed.closed_at < observed.due_at
            when observed.observed_until >= observed.due_at then false
        end as is_in_promise
    from observed
    left join closed using (case_id)
    left join reworked using (case_id)
    left join first_reopened using (case_id)
)

select
    organisation_id,
    wave,
    count(*) as count_cases,
    avg((not is_reworked and not is_reopened and not is_repeated)::integer) as first_time_right_rate,
    avg(is_in_promise::integer) as in_promise_rate,
    avg((not is_reworked)::integer) as rework_free_rate
from judged
group by organisation_id, wave;

create table figures as
with wide as (
    from dimension_scores
    full join webcare_rates using (organisation_id, wave)
    full join process_rates using (organisation_id, wave)
)

select
    organisation_id,
    wave,
    figure,
    value
from (unpivot wide on columns(* exclude (organisation_id, wave)) into name figure value value);
