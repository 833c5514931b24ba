"""What happens to files on their way: structure is lost, doubled or swapped, bytes flip, the end is missing."""

from collections.abc import Callable

from hypothesis import strategies as st

Mutation = Callable[[st.DrawFn, str, str], str]


def _drop_sign(draw: st.DrawFn, text: str, signs: str) -> str:
    place = _place_of(draw, text, signs)
    return text[:place] + text[place + 1 :]


def _double_sign(draw: st.DrawFn, text: str, signs: str) -> str:
    place = _place_of(draw, text, signs)
    return text[:place] + text[place : place + 1] + text[place:]


def _swap_sign(draw: st.DrawFn, text: str, signs: str) -> str:
    """A delimiter, quote or line end changes places with what follows it."""
    place = _place_of(draw, text, signs)
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def _change_sign(draw: st.DrawFn, text: str, signs: str) -> str:
    place = _place_of(draw, text, signs)
    return text[:place] + draw(st.sampled_from(",;\t|'\"\r\n ")) + text[place + 1 :]


def _insert_sign(draw: st.DrawFn, text: str, signs: str) -> str:
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.sampled_from(signs + "\0")) + text[place:]


def _truncate(draw: st.DrawFn, text: str, signs: str) -> str:
    return text[: draw(st.integers(0, len(text)))]


def _drop_line(draw: st.DrawFn, text: str, signs: str) -> str:
    lines = _lines(text)
    del lines[draw(st.integers(0, len(lines) - 1))]
    return "".join(lines)


def _double_line(draw: st.DrawFn, text: str, signs: str) -> str:
    lines = _lines(text)
    place = draw(st.integers(0, len(lines) - 1))
    return "".join([*lines[: place + 1], *lines[place:]])


def _swap_lines(draw: st.DrawFn, text: str, signs: str) -> str:
    lines = _lines(text)
    place = draw(st.integers(0, len(lines) - 1))
    lines[place : place + 2] = lines[place : place + 2][::-1]
    return "".join(lines)


def _swap_fields(draw: st.DrawFn, text: str, signs: str) -> str:
    """Two neighbours between the delimiters of one line; also within a quoted text."""
    lines = _lines(text)
    place = draw(st.integers(0, len(lines) - 1))
    fields = lines[place].split(signs[0])
    first = draw(st.integers(0, len(fields) - 1))
    fields[first : first + 2] = fields[first : first + 2][::-1]
    return "".join([*lines[:place], signs[0].join(fields), *lines[place + 1 :]])


def _place_of(draw: st.DrawFn, text: str, signs: str) -> int:
    places = [place for place, sign in enumerate(text) if sign in signs]
    return draw(st.sampled_from(places)) if places else 0


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True) or [text]


MUTATIONS: dict[str, Mutation] = {
    mutate.__name__.strip("_"): mutate
    for mutate in (
        _drop_sign, _double_sign, _swap_sign, _change_sign, _insert_sign, _truncate, _drop_line, _double_line,
        _swap_lines, _swap_fields,
    )
}  # fmt: skip


@st.composite
def mutated_texts(draw: st.DrawFn, text: str, signs: str) -> tuple[str, str]:
    """A text after one or two mutations, and the name of the last.

    Args:
        draw: of hypothesis.
        text: what was delivered.
        signs: the signs that divide it, the delimiter first.
    """
    names = draw(st.lists(st.sampled_from(list(MUTATIONS)), min_size=1, max_size=2))
    for name in names:
        text = MUTATIONS[name](draw, text, signs)
    return text, names[-1]


@st.composite
def mutated_bytes(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes of which one has another bit, or the end is missing."""
    place = draw(st.integers(0, len(content) - 1))
    if draw(st.booleans()):
        return content[:place]
    return content[:place] + bytes([content[place] ^ 1 << draw(st.integers(0, 7))]) + content[place + 1 :]
