"""The shape of objects: JSON Lines, JSON documents, event logs. For drafts only."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from centricity.drafting.shapes import Form, Shape, start_of_text
from centricity.errors import Refusal
from centricity.formats.file_formats import OUTER
from centricity.readers.containers import open_delivered
from centricity.readers.text import open_text

OBJECTS_LOOKED_AT = 1_000
DEEPEST_ARRAY = 3
# Arrays inside an object that hold the records, as helpdesks name them.
RECORDS_INSIDE = (
    *("messages", "comments", "replies", "conversation_parts", "conversations", "threads"),
    *("events", "history", "berichten", "posts"),
)
# What one that stands beside the records, in the object around them, is called.
A_TEXT = re.compile(r"(^|[._])(body|text|description|message|content|bericht)$")


def shape_of_json_lines(path: Path) -> Shape:
    """One object per line."""
    text, encoding, doubt = start_of_text(path)
    objects = [found for line in text.split("\n")[:OBJECTS_LOOKED_AT] if isinstance(found := _parsed(line), dict)]
    return _shape_of({"type": "jsonl", "encoding": encoding}, objects, doubt)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def shape_of_json(path: Path) -> Shape:
    """One document: its longest array of objects holds the records, or what holds them."""
    _, encoding, doubt = start_of_text(path)
    with open_text(path, encoding) as text:
        document = _parsed(text.read())
    if document is None:
        raise Refusal("malformed_json", "The file is no JSON document.", "Deliver it again; or name it .jsonl.")
    arrays = sorted(_arrays(document, ()), key=lambda found: len(found[1]), reverse=True)
    if not arrays:
        raise Refusal("missing_array", "The document holds no array of objects.", "Deliver another sample.")
    keys, objects = arrays[0]
    form: Form = {"type": "json", "encoding": encoding, **({"array": ".".join(keys)} if keys else {})}
    return _shape_of(form, objects[:OBJECTS_LOOKED_AT], doubt)


def _arrays(value: object, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[dict]]]:
    if isinstance(value, list) and value and all(isinstance(element, dict) for element in value):
        yield keys, value
    elif isinstance(value, dict) and len(keys) < DEEPEST_ARRAY:
        for key, inner in value.items():
            yield from _arrays(inner, (*keys, key))


def _shape_of(form: Form, objects: Sequence[dict], doubt: str) -> Shape:
    inside = _inside(objects)
    if inside is None:
        names, unnamed = _paths(objects, "")
        return Shape(form, names, doubt, unnamed)
    records = [record for found in objects for keys, held in _arrays(found, ()) if keys == inside for record in held]
    names, unnamed = _paths(records, "")
    outer_names, outer_unnamed = _paths([_without(found, inside) for found in objects], OUTER)
    path = ".".join(inside)
    doubt = f"that the records are the {path} of each object{_says_beside(outer_names)}"
    return Shape(form | {"inside": path}, names + outer_names, doubt, unnamed + outer_unnamed)


def _inside(objects: Sequence[dict]) -> tuple[str, ...] | None:
    """The path of the arrays that hold the records, if the objects have such arrays inside."""
    paths = {keys for found in objects for keys, _ in _arrays(found, ()) if keys[-1] in RECORDS_INSIDE}
    return min(paths, key=lambda keys: (RECORDS_INSIDE.index(keys[-1]), len(keys)), default=None)


def _without(found: dict, keys: tuple[str, ...]) -> dict:
    """An object without what stands at a path in it."""
    key, *below = keys
    if below and isinstance(found.get(key), dict):
        return found | {key: _without(found[key], tuple(below))}
    return {name: value for name, value in found.items() if name != key}


def text_beside(names: Iterable[str]) -> str | None:
    """A text of the object around the records: it may be a message too."""
    return next((name for name in names if name.startswith(OUTER) and A_TEXT.search(name)), None)


def _says_beside(outer_names: Sequence[str]) -> str:
    """What to look at where a text stands beside the records: often the question that they answer."""
    beside = text_beside(outer_names)
    if beside is None:
        return ""
    return (
        f"; is {beside} the first of them, and not said again among them? Then a second feed reads it: "
        "one of the same id_namespace, without inside"
    )


def _paths(objects: Sequence[dict], side: str) -> tuple[list[str], list[str]]:
    """The dotted paths of values, and the outermost keys under which no value stands alone."""
    is_value: dict[tuple[str, ...], bool] = {}
    for found in objects:
        for keys, alone in _leaves(found, ()):
            is_value[keys] = is_value.get(keys, True) and alone
    # A key with a dot in it cannot be named.
    named = [keys for keys, alone in is_value.items() if alone and not any("." in key for key in keys)]
    outermost = dict.fromkeys(keys[0] for keys in is_value)
    unnamed = [side + key for key in outermost if key not in {keys[0] for keys in named}]
    return [side + ".".join(keys) for keys in named], unnamed


def _leaves(found: dict, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Each path, and whether a value stands there: not an object, nor a list."""
    for key, value in found.items():
        yield (*above, key), not isinstance(value, dict | list)
        if isinstance(value, dict):
            yield from _leaves(value, (*above, key))


def shape_of_event_log(path: Path) -> Shape:
    """The keys of events, and of the traces around them."""
    keys: dict[str, dict[str, bool]] = {"": {}, OUTER: {}}
    try:
        with open_delivered(path) as binary:
            traces = (
                element for _, element in iterparse(binary, ("end",), forbid_dtd=True) if _kind(element) == "trace"
            )
            for trace in islice(traces, OBJECTS_LOOKED_AT):
                _note_keys(trace, keys[OUTER])
                for event in trace:
                    if _kind(event) == "event":
                        _note_keys(event, keys[""])
                trace.clear()
    except (ParseError, DefusedXmlException, ValueError):
        raise Refusal("malformed_xml", "The document is no XML that can be read.") from None
    names = [side + key for side, found in keys.items() for key, is_value in found.items() if is_value]
    unnamed = [side + key for side, found in keys.items() for key, is_value in found.items() if not is_value]
    return Shape({"type": "xes"}, names, unnamed=unnamed)


def _note_keys(element: Element, keys: dict[str, bool]) -> None:
    for attribute in element:
        if _kind(attribute) != "event" and (key := attribute.get("key")):
            keys[key] = attribute.get("value") is not None


def _kind(element: Element) -> str:
    return element.tag.rpartition("}")[2]
