"""The marks of a column, whether it holds numbers or words. For drafts only."""

from centricity.drafting.answer_texts import marks_in_texts
from centricity.drafting.profiles import Profile
from centricity.drafting.scales import Marks, marks_in_numbers


def marks_of(item: str, profile: Profile) -> Marks | None:
    """How the answers of a column become marks of an item; None if they are no marks."""
    if profile.count and not profile.is_number:
        return marks_in_texts(item, profile)
    usual = [number for number in profile.numbers if 0 <= number <= 100]
    return None if len(usual) * 2 < len(profile.numbers) else marks_in_numbers(item, profile)
