"""What a column's name says besides what it may become: whose it is, and what it is not. For drafts only."""

import re
import unicodedata

from centricity.formats.file_formats import OUTER

# As JSON:API and the like pack a record's values.
ENVELOPE = re.compile(r"^(attributes|properties|fields)\.")


def written_plainly(name: str) -> str:
    """A column's name without accents, capitals and signs, for the patterns: `_like_this_`."""
    # What stands in the object around the record is not the record's own; what an envelope holds is.
    said = f"outer {name.removeprefix(OUTER)}" if name.startswith(OUTER) else ENVELOPE.sub("", name)
    divided = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", said)
    plain = unicodedata.normalize("NFKD", divided).encode("ascii", "ignore").decode().lower()
    return f"_{re.sub('[^a-z0-9]+', '_', plain).strip('_')}_"


PERSONAL = re.compile(
    "e_?mail|_bsn_|iban|geboorte|birth|postcode|_zip_|zip_code|postal|straat|street|"
    "huisnummer|woonplaats|(?<!_business_unit)(?<!_company)(?<!_brand)_(voor|achter|first|last|sur|user|nick|display|full)_?na(am|me)s?_|"
    "(contact|klant|customer|consumer|consument|reviewer|respondent|author|auteur|afzender|sender|agent|assignee|requester|caller|melder|persoon|person)_na(am|me)_|"
    "(?<!ip_)(?<!ip)(?<!netwerk)address?_|(?<!netwerk)(?<!ip)adres_"
)
# A way to reach a person where the values are numbers; else perhaps a channel: `How often do you phone us?`
TELEPHONE = re.compile("telefo|phone|mobiel|mobile")
# Promoter, passive, detractor: made of the answer, and not it. A number of something, or of a kind, is no mark.
NO_MARK = re.compile(
    "_(group|groep|segment|categor[a-z]*|aantal|count|number|num|nr|nummer|id|code|version|versie|year|jaar|age|leeftijd|"
    "seconds?|seconden|sec|minut[a-z]*|enabled|flag|duration|duur|time|tijd)_"
)
# How many there are of something is no yes or no.
COUNTED = re.compile("_(count|counts|aantal|total|totaal)_")
# A question asks for an organisation only by these words.
QUESTION = re.compile(
    "[?]|^(how|do|did|does|was|were|is|are|would|hoe|heeft|bent|vindt|vond|zou|in hoeverre) ", re.IGNORECASE
)
WHICH = re.compile("which|welke?\\b|name|naam", re.IGNORECASE)
# What is said of an organisation, by a column that has its word in the name.
ABOUT_ONE = re.compile(
    "_(status|state|type|size|grootte|omvang|bekend|known|aware|awareness|reply|replied|response|respons|antwoord|"
    "rating|score|url|website|tak|is|has|heeft|count|aantal|land|country|city|plaats|age|text|tekst|comment)_|bedrijfstak"
)
# The company of the customer, who buys from another.
OF_A_CUSTOMER = re.compile(
    "_(billing|shipping|invoice|delivery|ship|bill|customer|contact|client|requester|reporter|caller|respondent|user|"
    "reviewer|factuur|bezorg|aflever|klant|aanvrager|melder)_"
)
CODE = re.compile("_(id|code|nr|nummer|number|key|kvk)_$")
