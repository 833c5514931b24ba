"""What suppliers call their columns, in Dutch and English. For drafts only.

Patterns are looked for in a name written `_like_this_`; the first pattern of a target that fits a column wins,
and targets are served in this order.
"""

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Target:
    """Something that a column of the file may become.

    Attributes:
        name: the canonical column, item or margin.
        kind: what its values must look like: record (an id that does not repeat), id, organisation, time, number, flag,
            words, list, text or mark.
        patterns: what its column may be called.
    """

    name: str
    kind: str
    patterns: tuple[str, ...]


ID = "_?(id|nr|nummer|number|no|code|key|sleutel|ref|referentie)_"
NAMED = (
    "organi[sz]ati(e|on)|business_unit|bedrijf|company|_merk_|brand|aanbieder|provider|leverancier|supplier|"
    "verzekeraar|_bank_|^_org_$"
)
ORGANISATION = Target("organisation_id", "organisation", (NAMED,))
# Of messages an account is the organisation's; in a survey it would be the customer's.
ACCOUNT = Target(
    "organisation_id",
    "organisation",
    (NAMED, "_(account|client|page|profile)(_(id|name|naam))?_$|query_name"),
)
CHANNEL = Target("channel", "words", ("kanaal|channel|medium|_platform_|_network_|_via_",))
# Of a ticket or an order the source is how it came in.
ORIGIN = replace(CHANNEL, patterns=(*CHANNEL.patterns, "^_(case_|ticket_)?(source|origin|herkomst)_$|_contact_type_"))
TOPIC = Target("topic", "words", ("onderwerp|topic|categor|_reden_|_reason_|_component_",))
CUSTOMER = Target("customer_id", "id", (f"(klant|customer|contact|requester|caller|reporter|melder|aanvrager){ID}",))
CASE = Target(
    "case_id",
    "id",
    (
        f"(case|zaak|ticket|klacht|complaint|incident|issue|dossier|claim|order|aanvraag|melding){ID}",
        "^_(case|outer)_concept_name_$|^_(number|nummer|key|id)_$",
    ),
)
PROCESS = Target("process", "words", ("^_(soort|type|issue_type|ticket_type|zaaktype)_$", "process|proces"))
PROMISED = Target("promised_at", "time", ("toegezegd|belo[ov]|promise|_due_|deadline|streef|_sla_",))

SURVEY = (
    Target(
        "evaluation_id",
        "record",
        (
            f"(evaluati(e|on)|respons(e|es)?|submission|interview|meting|review|entry|antwoord){ID}",
            "^_(id|token|record_id|nr|nummer)_$",
            f"(enquete|survey){ID}",
        ),
    ),
    Target(
        "respondent_id",
        "id",
        (
            f"(respondent|panel|panell?id|panelist|deelnemer|klant|customer|contact|persoon|person|participant|user|consumer|reviewer|requester|reporter){ID}",
            "^_(respondent|deelnemer|participant|klant|customer|person|persoon|end_user)_$|^_resp_?(nr|id)_$",
        ),
    ),
    ORGANISATION,
    Target(
        "completed_at",
        "time",
        (
            "ingevuld|voltooid|afgerond|complet|submit|ingezonden",
            "end_?date|einddatum|eindtijd|recorded|finish|date_modified",
            "datum|date|tijdst(ip|empel)|timestamp|_time_|^_tijd_$|created|publish|geplaatst|posted",
        ),
    ),
    Target("evaluation_type", "flag", ("evaluati(e|on)_?type|soort_meting|survey_type|type_meting",)),
    Target("touchpoint", "words", ("contactmoment|touchpoint|touch_point|klantreis|journey",)),
    Target("network_id", "id", ("_ip_|ipaddr|netwerk_?adres|ip_?adres|network_id",)),
    CHANNEL,
    Target("base_weight", "number", ("weegfactor|weging|gewicht|weight|_wgt_|_weeg_",)),
    Target("has_recent_contact", "flag", ("contact_\\d|recent_contact|contact_gehad|had_contact|has_contact",)),
    Target("duration_seconds", "number", ("(duur|duration|interview_?time|looptijd|^_(seconds|seconden)_$).*",)),
    Target("page_seconds", "list", ("pagina_?tijd|page_(time|second|duration)",)),
    Target(
        "questionnaire_version",
        "words",
        (
            "(questionnaire|vragenlijst|survey|enquete|form|formulier)_?versi",
            "versi(e|on)_(questionnaire|vragenlijst|enquete|survey|form)|^_versi(e|on)(_(id|nr|nummer|number|code))?_$",
        ),
    ),
    Target("device", "words", ("apparaat|device|toestel",)),
    Target("stratum", "words", ("stratum|strata",)),
    Target("cluster_id", "id", ("cluster|_psu_",)),
    Target(
        "comment",
        "text",
        (
            "toelicht|opmerking|comment|verbatim|feedback|remark|open_antwoord|waarom|_why_",
            "^_(review_)?(text|tekst|body|content)_$",
        ),
    ),
)
ITEMS = (
    Target("recommend", "mark", ("aanbevel|aanbeveel|recommend|_ltr_", "_nps_")),
    *(
        Target(f"driver_{driver}_1", "mark", (f"(reden|driver|waarom|reason)_({words})",))
        for driver, words in {
            "process": "proces",
            "product_price": "prijs|price|product",
            "reputation": "reputati",
            "emotion": "gevoel|emoti|feeling",
        }.items()
    ),
    *(Target(f"trust_{number}", "mark", ("vertrouw|trust",)) for number in (1, 2, 3)),
    Target("consistency_1", "mark", ("constant|consisten",)),
    Target("webcare_1", "mark", ("webcare|social_media",)),
    Target("ease_1", "mark", ("gemak|makkelijk|_eas[ey]|effort|_ces_|moeite",)),
    *(Target(f"employee_{number}", "mark", ("medewerker|employee|agent|staff",)) for number in (1, 2, 3)),
    Target(
        "experience",
        "mark",
        (
            "ervaring|experience",
            "tevreden|satisf|_csat_|_overall_|algemeen",
            "_(ratings?|stars?|sterren|cijfer|rapportcijfer|beoordeling)_",
        ),
    ),
)
# What the answer to the recommendation question is called where another column says that it is asked.
RECOMMENDATION = Target("recommend", "mark", ("^_(score|rating|answer|antwoord)_$",))
# A column of these words resembles the item, and is not it.
PROXIES = {"experience": re.compile("tevreden|satisf|csat"), "ease_1": re.compile("effort|_ces_|moeite")}
# One of these words does not say what is rated: a person decides whether it stands in for the item.
UNCLEAR = {"experience": re.compile("_(ratings?|stars?|sterren|cijfer|rapportcijfer|beoordeling)_")}
MARGINS = (
    Target("age_sex", "words", ("leeftijd_(geslacht|sekse)|age_(sex|gender)",)),
    Target("age", "words", ("leeftijd|_age_",)),
    Target("sex", "words", ("geslacht|gender|_sex_|sekse",)),
    Target("education", "words", ("opleiding|education",)),
    Target("region", "words", ("regio|region|provinci",)),
)
MESSAGES = (
    Target("message_id", "record", (f"(message|bericht|tweet|post|comment|event){ID}", "^_id_$")),
    Target("in_reply_to_id", "id", ("reply_to|in_reply|antwoord_op|parent|in_response_to",)),
    Target("author_id", "id", (f"(author|auteur|afzender|sender|user|from|gebruiker){ID}", "^_(author|auteur|from)_$")),
    Target(
        "is_from_organisation",
        "flag",
        (
            "inbound|incoming|inkomend|direction|richting|from_org|is_agent",
            "(author|sender|auteur|afzender|user|message|created_by)_(type|role|rol)",
        ),
    ),
    ACCOUNT,
    CHANNEL,
    Target(
        "sent_at",
        "time",
        ("sent|verzonden|geplaatst|posted|published", "created|datum|date|timestamp|tijdst(ip|empel)"),
    ),
    Target("is_automated", "flag", ("_bot_|automat|_auto_",)),
    Target("is_internal", "flag", ("internal|intern_|_private_",)),
    Target("is_spam", "flag", ("spam",)),
    Target("is_repost", "flag", ("retweet|repost|share|gedeeld",)),
    Target("is_complaint", "flag", ("klacht|complaint",)),
    Target("is_resolved", "flag", ("opgelost|resolved|_status_",)),
    Target("sentiment", "number", ("sentiment",)),
    Target("text", "text", ("_tekst_|_text_|_body_|bericht|content|message",)),
)
EVENTS = (
    CASE,
    ORGANISATION,
    CUSTOMER,
    Target("activity", "words", ("activit|_stap_|_step_|^_concept_name_$|^_(event|action|actie)_$",)),
    Target("milestone", "words", ("mijlpaal|milestone",)),
    PROCESS,
    TOPIC,
    CHANNEL,
    PROMISED,
    Target("occurred_at", "time", ("tijdst(ip|empel)|timestamp|occurred|datum|date|time",)),
)
CASES = (
    replace(CASE, kind="record"),
    ORGANISATION,
    CUSTOMER,
    PROCESS,
    TOPIC,
    ORIGIN,
    PROMISED,
    Target(
        "closed_at",
        "time",
        (
            "closed|gesloten|afgehandeld|afgesloten|eind|_end_",
            "resol|opgelost|afgerond|complet|voltooid|fulfilled|delivered|geleverd|bezorgd|finish",
        ),
    ),
    Target(
        "started_at",
        "time",
        ("start|begin|geopend|opened|ontvangen|ingediend|receiv", "created|aangemaakt|besteld", "datum|_date_"),
    ),
    Target("count_reopened", "number", ("reopen|heropen",)),
)
ORGANISATIONS = (
    Target("wave", "number", ("^_(jaar|year|wave|golf)_$",)),
    Target("aliases", "list", ("alias",)),
    Target("organisation_id", "id", (f"organi[sz]ati(e|on){ID}", "^_(code|id|kvk|kvk_nummer)_$", "code|_id_")),
    Target("name", "text", ("naam|name", "organi[sz]ati|bedrijf|company|merk|brand")),
    Target("industry", "words", ("branche|industry|sector|bedrijfstak",)),
    Target("is_online", "flag", ("online",)),
    Target("size_class", "words", ("omvang|size|grootte",)),
    Target("count_complaint_body_cases", "number", ("geschil|complaint|dispute|klacht",)),
    Target("count_customers", "number", ("klanten|customers",)),
)
POPULATION = (
    Target("wave", "number", ("^_(jaar|year|wave|golf)_$",)),
    Target("margin", "words", ("marge|margin|variab|kenmerk",)),
    Target("category", "text", ("categor|klasse|class",)),
    Target("category_order", "number", ("volgorde|order|rang",)),
    Target("population", "number", ("bevolking|population|aantal|count|share|aandeel",)),
)
HOURS = (
    Target("weekday", "number", ("weekday|weekdag|day_of_week",)),
    Target("opens", "text", ("^_opens?_|open(t|ing)|open_|_van_tijd",)),
    Target("closes", "text", ("close[sd]?_|closing|sluit",)),
    Target("valid_from", "text", ("valid_from|geldig_van|ingang",)),
    Target("valid_until", "text", ("valid_(until|through|to)|geldig_tot|einddatum",)),
    Target("time_zone", "text", ("time_?zone|tijdzone",)),
    Target("channel", "words", ("kanaal|channel",)),
    Target("organisation_id", "words", (f"organi[sz]ati(e|on){ID}", "organi[sz]ati|bedrijf|company|merk|brand")),
)
COLUMNS = {
    "evaluations": SURVEY,
    "messages": MESSAGES,
    "events": EVENTS,
    "cases": CASES,
    "organisations": ORGANISATIONS,
    "margins": POPULATION,
    "service_hours": HOURS,
}
