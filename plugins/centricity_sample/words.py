"""What invented customers and organisations say."""

import numpy as np

COMMENT_RATE = 0.25

# Commas, semicolons, quotes and line breaks on purpose: real comments hold them.
COMMENTS = {
    "low": (
        "Drie keer gebeld; niemand wist van mijn zaak.",
        "Wachttijd veel te lang.",
        'Mij is "binnen twee dagen" beloofd, het werden er negen.',
        "Elke medewerker zegt iets anders.",
        "De factuur klopte niet.\nNa twee mails nog steeds niet.",
        "Ik moest alles opnieuw uitleggen; zonde van mijn tijd.",
        "Geen antwoord gekregen op mijn bericht.",
        "Website liep vast bij de laatste stap, en toen opnieuw.",
    ),
    "middle": (
        "Gaat wel.",
        "Prima, maar het kan sneller.",
        "Vriendelijk geholpen; het duurde alleen wat lang.",
        "De app is handig, de brieven zijn onduidelijk.",
        "Niets bijzonders, gewoon in orde.",
        'Eerst "nee", later toch opgelost.',
        "Goede mensen.\nLastige website.",
    ),
    "high": (
        "Snel en vriendelijk geholpen.",
        "Medewerker dacht echt mee; klasse!",
        "Afspraak is afspraak, zo hoort het.",
        'Ik kreeg meteen te horen: "dat lossen wij vandaag op". En zo ging het.',
        "Alles in één keer goed geregeld.",
        "Al jaren tevreden klant.\nDoor zo!",
        "Duidelijke uitleg, geen kleine lettertjes.",
        "Heldere site; binnen vijf minuten klaar.",
    ),
}
QUESTIONS = (
    "Wanneer wordt mijn aanvraag behandeld?",
    "Kan ik mijn gegevens zelf wijzigen?",
    "Hoe lang duurt het voordat ik bericht krijg?",
    "Zijn jullie morgen bereikbaar?",
    "Waar vind ik mijn laatste overzicht?",
)
COMPLAINTS = (
    "Ik wacht al een week op antwoord, dit kan toch niet.",
    "Er is dubbel afgeschreven en niemand belt terug.",
    "Weer een storing, en weer geen uitleg.",
    "De bestelling is beschadigd aangekomen.",
    "Al drie keer doorverbonden en nog geen oplossing.",
    "Mijn opzegging is niet verwerkt.",
)
REPLIES = (
    "Dank voor uw bericht, wij zoeken het direct uit.",
    "Vervelend om te lezen. Wilt u ons uw klantnummer in een privébericht sturen?",
    "Goede vraag! U vindt dit onder Mijn gegevens.",
    "Excuses voor het ongemak, een collega neemt contact op.",
)
BOT_REPLIES = ("Bedankt voor uw bericht. Wij reageren zo snel mogelijk.", "Dit is een automatisch antwoord.")
FOLLOW_UPS = {
    "better": ("Top, dank voor de hulp!", "Het is opgelost, bedankt.", "Fijn dat jullie meedenken."),
    "worse": ("Nog steeds niets gehoord...", "Hallo? Is daar iemand?", "Dit helpt mij niet verder."),
}
CLOSINGS = ("Graag gedaan, fijne dag!", "Mocht er nog iets zijn, dan horen wij het graag.")
SPAM = ("Win nu een gratis vakantie, klik hier!", "Verdien snel bij vanuit huis!!!")
REPOSTS = ("Gedeeld: lees wat deze klant meemaakte.", "Gedeeld: herkenbaar.")
ANNOUNCEMENTS = ("Vandaag zijn wij tot 20.00 uur bereikbaar.", "Onze nieuwe app staat voor u klaar.")


def draw_words(rng: np.random.Generator, sentences: tuple[str, ...], count: int) -> np.ndarray:
    """Draw sentences."""
    return np.array(sentences, dtype=object)[rng.integers(0, len(sentences), count)]


def draw_comments(rng: np.random.Generator, marks: np.ndarray) -> np.ndarray:
    """Draw a comment that fits the mark for a part of the evaluations; empty for the others."""
    drawn = {mood: draw_words(rng, sentences, len(marks)) for mood, sentences in COMMENTS.items()}
    comments = np.where(marks <= 5, drawn["low"], np.where(marks <= 8, drawn["middle"], drawn["high"]))
    return np.where(rng.random(len(marks)) < COMMENT_RATE, comments, "")
