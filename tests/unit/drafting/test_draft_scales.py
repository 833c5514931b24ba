"""What a draft makes of the marks of a column: words decide the ends and the direction of a scale, or a person does."""

import pytest

from centricity.drafting.answers import marks_of
from centricity.drafting.polarity import polarity
from centricity.drafting.profiles import profile
from centricity.drafting.shapes import Shape
from centricity.feeds.unfilled import TO_FILL_IN

AGREE = ("Zeer mee oneens", "Mee oneens", "Neutraal", "Mee eens", "Zeer mee eens")
SPSS = {
    "1": "Zeer tevreden",
    "2": "Tevreden",
    "3": "Neutraal",
    "5": "Zeer ontevreden",
    "9": "Weet niet",
}


def drafted(item: str, question: str, texts: list[str], labels: dict[str, str] | None = None):
    column = profile(question, texts, Shape({}, [question], labels={question: labels or {}}))
    return marks_of(item, column)


def marks(low: int, high: int, times: int = 10) -> list[str]:
    return [str(mark) for mark in range(low, high + 1)] * times


@pytest.mark.parametrize(
    ("item", "question", "texts", "scale"),
    [
        # The question says the ends, and which of them is the best.
        ("trust_1", "Ik vertrouw hen (1 = zeer mee eens … 5 = zeer mee oneens)", marks(1, 5), [5, 1]),
        ("trust_1", "Trust, 1 = strongly disagree, 7 = strongly agree", marks(2, 6), [1, 7]),
        ("ease_1", "How easy? (1 - very easy, 5 - very difficult)", marks(1, 5), [5, 1]),
        ("ease_1", "From very difficult (1) to very easy (7)", marks(3, 7), [1, 7]),
        ("recommend", "Aanbevelen? 10 = zeer waarschijnlijk", marks(0, 10), [0, 10]),
        ("recommend", "0 (not at all likely) to 10 (extremely likely)", marks(6, 9), [0, 10]),
        ("recommend", "On a scale of 0 to 10", ["7"] * 30, [0, 10]),
        ("trust_1", "Vertrouwen: 1 = sehr gut, 6 = ungenügend", marks(1, 6), [6, 1]),
        # Neither question nor marks say which end is the best.
        ("trust_1", "trust", marks(1, 5), TO_FILL_IN),
        ("trust_1", "trust on a scale of 1 to 5", marks(1, 5), TO_FILL_IN),
        ("ease_1", "effort", marks(0, 10), TO_FILL_IN),
        ("ease_1", "Het kostte veel moeite (1 = zeer mee oneens, 5 = zeer mee eens)", marks(1, 5), TO_FILL_IN),
        # Nor what the ends are.
        ("trust_1", "trust", marks(1, 10), TO_FILL_IN),
        ("trust_1", "trust", marks(0, 5), TO_FILL_IN),
        ("trust_1", "trust", ["4"] * 30, TO_FILL_IN),
        ("trust_1", "trust", [""] * 30, TO_FILL_IN),
        ("recommend", "nps", marks(1, 11), TO_FILL_IN),
        ("recommend", "nps", marks(1, 5), TO_FILL_IN),
        ("recommend", "Scale of 0 to 10", marks(1, 11), TO_FILL_IN),
        ("experience", "experience", marks(0, 100, 1), TO_FILL_IN),
        # The name allows one scale.
        ("recommend", "nps", marks(0, 10), [0, 10]),
        ("recommend", "nps", marks(6, 9), [0, 10]),
        ("experience", "rapportcijfer", ["7,5", "8,0", "6,5"] * 9, [1, 10]),
        ("experience", "stars", marks(2, 5), [1, 5]),
        ("trust_1", "trust percent", marks(40, 90, 1), [0, 100]),
        # In words.
        ("trust_1", "vertrouwen", [*AGREE] * 5, [1, 5]),
        ("ease_1", "Het was moeilijk", [*AGREE] * 5, TO_FILL_IN),
        ("trust_1", "trust", ["Disagree", "Neutral", "Agree"] * 5, TO_FILL_IN),
        ("trust_1", "trust", ["Poor", "Fair", "Good", "Very good"] * 5, TO_FILL_IN),
        ("ease_1", "ease", ["1 - Very easy", "2 - Easy", "4 - Difficult"] * 5, [5, 1]),
        ("recommend", "nps", ["0 - not at all likely", *map(str, range(1, 10)), "10 - extremely likely"] * 5, [0, 10]),
        ("experience", "rating", ["★★★★★", "★★☆☆☆"] * 5, [1, 5]),
        ("experience", "rating", ["5 stars", "1 star"] * 5, [1, 5]),
        ("experience", "smileys", ["😀", "😐", "😡"] * 5, TO_FILL_IN),
    ],
)
def test_words_decide_a_scale_or_a_person_does(item, question, texts, scale):
    assert drafted(item, question, texts).scale == scale


@pytest.mark.parametrize(
    "texts",
    [
        ["Yes", "No"] * 9,
        ["Promoter", "Passive", "Detractor"] * 9,
        ["Phone, Chat", "Chat", "Phone, Shop"] * 9,
        ["Jan", "Piet", "Kees"] * 9,
    ],
)
def test_what_is_no_scale_gives_no_marks(texts):
    assert drafted("recommend", "Would you recommend us?", texts) is None


def test_the_labels_of_a_file_decide_direction_and_what_is_no_answer():
    found = drafted("trust_1", "V1", [*marks(1, 5), "9", "9"], SPSS)
    assert (found.scale, found.missing) == ([5, 1], ["9"])


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ([*marks(0, 10), *["11", "99"] * 3], ["11", "99"]),
        (marks(1, 11), []),
        (marks(0, 100, 1), []),
        ([*marks(1, 5), "99"], ["99"]),
    ],
)
def test_a_mark_means_no_answer_only_where_the_others_show_it(texts, missing):
    assert drafted("trust_1", "trust", texts).missing == missing


@pytest.mark.parametrize(
    ("praise", "blame"),
    [
        ("Very satisfied", "Very dissatisfied"),
        ("zeer mee eens", "helemaal mee oneens"),
        ("Extremely likely", "not at all likely"),
        ("zeker wel", "zeker niet"),
        ("no effort", "geen vertrouwen, helaas niet"),
        ("sehr gut", "ungenügend"),
        ("Prima", "Kan beter"),
        ("very low effort", "very high effort"),
    ],
)
def test_words_praise_or_blame(praise, blame):
    assert (polarity(praise), polarity(blame), polarity("neither good nor bad")) == (1, -1, 0)


FIVE = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")


@pytest.mark.parametrize(
    ("texts", "scale"),
    [
        # A seventh answer exists, but of forty people none gives it.
        (FIVE * 8, [1, 5]),
        ((*FIVE, "Somewhat agree", "Somewhat disagree") * 8, [1, 7]),
        # Of a few, or where no scale is given whole, either may be asked.
        (FIVE * 2, TO_FILL_IN),
        (FIVE[:-1] * 10, TO_FILL_IN),
    ],
)
def test_where_many_answer_a_scale_of_which_all_is_given_goes_before_a_longer_one(texts, scale):
    assert drafted("trust_1", "I trust them", list(texts)).scale == scale
