"""Rules of masking: what is replaced by a mark, as SQL over a text.

No candidate starts or ends inside a number.
"""

from dataclasses import dataclass

from centricity.privacy.iban import ACCOUNT
from centricity.sql import literal

# An account number that fails its check is kept whole: a part of it is no telephone number.
NUMBER = f"{ACCOUNT}|[0-9]+"
# More than any candidate with a check has.
MOST_SIGNS = 100


@dataclass(frozen=True)
class Rule:
    """What is replaced by a mark, a number as a rule.

    The text is divided into candidates, accounts, whole numbers and what stands between: a candidate starts with a
    digit, + or (.

    Attributes:
        mark: what stands in its place; it holds nothing that any rule would find.
        pattern: of a candidate (RE2).
    """

    mark: str
    pattern: str

    def apply(self, text: str) -> str:
        """SQL: the text with its finds replaced."""
        division = f"(?:{self.pattern})[0-9]*|[^0-9(+]*{ACCOUNT}|[0-9]+|[^0-9(+]+|[(+]"
        is_found = f"length(part) > 6 and regexp_full_match(part, {literal(self.pattern)})"
        parts = f"regexp_extract_all({text}, {literal(division)})"
        replaced = f"list_transform({parts}, lambda part: if({is_found}, {literal(self.mark)}, part))"
        is_candidate = f"regexp_matches({text}, {literal(self.pattern)})"
        return f"case when {is_candidate} then array_to_string({replaced}, '') else {text} end"


@dataclass(frozen=True)
class CheckedRule:
    """What is replaced by a mark if it passes a check.

    The text is cut where candidates start; each start is looked at with all that follows it.

    Attributes:
        mark: as of `Rule`.
        pattern: of a candidate (RE2).
        check: SQL over the candidate `part`: whether it is what it seems.
        start: pattern of what a candidate starts with; starts do not overlap.
        most_starts: how many a candidate may hold, its own among them.
        outline: what every find looks like at first sight, where that is not the pattern.
    """

    mark: str
    pattern: str
    check: str
    start: str = NUMBER
    most_starts: int = 3
    outline: str = ""

    def apply(self, text: str) -> str:
        """SQL: the text with its finds replaced."""
        start, outline = literal(self.start), literal(self.outline or self.pattern)
        # What stands before the first start, and each start with what follows it.
        pairs = f"list_zip(list_prepend('', regexp_extract_all({text}, {start})), string_split_regex({text}, {start}))"
        pieces = f"list_transform({pairs}, lambda pair: concat(pair[1], pair[2]))"
        following = ", ".join(f"pieces[{place}:]" for place in range(2, self.most_starts + 1))
        lengths = f"list_transform(list_zip(pieces, {following}), lambda near: {self._length_found()})"
        finds = f"list_transform([{pieces}], lambda pieces: list_zip(pieces, {lengths}))"
        masked = f"list_transform({finds}, lambda finds: {self._masked_finds()})[1]"
        return f"case when regexp_matches({text}, {outline}) then {masked} else {text} end"

    def _length_found(self) -> str:
        """SQL: how long the find is that starts where the first piece `near` does; 0 is none."""
        tail = ", ".join(f"near[{place}]" for place in range(1, self.most_starts + 1))
        part = f"regexp_extract(left(concat({tail}), {MOST_SIGNS}), {literal(f'^(?:{self.pattern})[0-9]*')})"
        is_found = f"length(part) > 6 and regexp_full_match(part, {literal(self.outline or self.pattern)})"
        length = f"case when {is_found} then if({self.check}, length(part), 0) else 0 end"
        return f"list_transform([{part}], lambda part: {length})[1]"

    def _masked_finds(self) -> str:
        """SQL: the text of pieces and the length of the find that starts with each, with the finds replaced.

        A mark stands for a find that no earlier one covers; what finds cover is left out.
        """
        nothing = ["row('', 0)"] * (self.most_starts - 1)
        earlier = [f"list_concat([{', '.join(nothing[:back])}], finds)" for back in range(1, self.most_starts)]
        # What the find `back` pieces ago covers from here on.
        lengths = [f"length(near[{back + 1}][1])" for back in range(1, self.most_starts)]
        reaches = [f"near[{back + 1}][2] - ({' + '.join(lengths[:back])})" for back in range(1, self.most_starts)]
        mark = f"if(near[1][2] > 0 and reach <= 0, {literal(self.mark)}, '')"
        piece = f"{mark} || substring(near[1][1], greatest(reach, near[1][2], 0) + 1)"
        piece = f"list_transform([greatest({', '.join(reaches)})], lambda reach: {piece})[1]"
        nears = f"list_zip(finds, {', '.join(earlier)}, true)"
        return f"array_to_string(list_transform({nears}, lambda near: {piece}), '')"
