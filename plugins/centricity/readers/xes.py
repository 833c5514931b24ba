"""XES (IEEE 1849): event logs in XML. A record is an event; the object around it is its trace."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError, tostring

import pyarrow as pa
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from centricity.errors import Refusal
from centricity.formats.file_formats import OUTER, XesFormat
from centricity.formats.layout import Layout
from centricity.readers.containers import open_delivered
from centricity.readers.objects import ObjectRecords

ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id", "list", "container"})
# They declare: what stands in them is about the log, and no value of any event.
DECLARATIONS = frozenset({"extension", "global", "classifier"})
# A trace of more is no case of one customer, and would have to fit in memory.
MAXIMUM_ELEMENTS, MAXIMUM_DEPTH = 2_000_000, 100


def read(path: Path, layout: Layout[XesFormat]) -> Iterator[pa.Table]:
    """Read a XES delivery; see `read_records`."""
    records = ObjectRecords(layout, lambda name: [name])
    with open_delivered(path) as binary:
        for number, part in enumerate(_parts_of_log(_parsed(binary)), start=1):
            _add(records, part, f"trace {number}" if _kind(part) == "trace" else f"event {number}")
            if records.batches.is_full:
                yield records.batches.take()
    yield records.batches.take()


def _add(records: ObjectRecords, part: Element, where: str) -> None:
    if _kind(part) == "event":
        _add_event(records, part, {}, where)
        return
    events = [child for child in part if _kind(child) == "event"]
    outer = _values(child for child in part if _kind(child) != "event")
    if outer is None or _holds_text(part):
        records.add_unreadable(where, "malformed_event", _text(part))
        return
    records.check_keys(outer.keys(), where, OUTER)
    if not events:
        records.add_empty(lambda: _text(part), where)
    for number, event in enumerate(events, start=1):
        _add_event(records, event, outer, f"{where}, event {number}")


def _add_event(records: ObjectRecords, event: Element, outer: dict, where: str) -> None:
    values = _values(event)
    if values is None or _holds_text(event):
        records.add_unreadable(where, "malformed_event", _text(event))
    else:
        records.add(values, outer, lambda: _text(event), where)


def _values(attributes: Iterable[Element]) -> dict[str, object] | None:
    """The values by key: exact texts; of nested attributes the outer one. None if a key has two, or none."""
    found: dict[str, object] = {}
    for attribute in attributes:
        kind, key, value = _kind(attribute), attribute.get("key"), attribute.get("value")
        is_list = kind in ("list", "container")
        if kind not in ATTRIBUTES or key is None or key in found or (value is None and not is_list):
            return None
        found[key] = [] if value is None else value
    return found


def _holds_text(part: Element) -> bool:
    """Whether text stands between the attributes: XES has none there, so one of them is damaged."""
    return any(said and not said.isspace() for said in (part.text, *(child.tail for child in part)))


def _parts_of_log(parsed: Iterator[tuple[str, Element]]) -> Iterator[Element]:
    """The traces, and the events that belong to none, each with all that is in it."""
    log: Element | None = None
    depth, elements = 0, 0
    for step, element in parsed:
        if step == "start":
            log = _checked_root(element) if log is None else log
            depth, elements = depth + 1, elements + 1
            if elements > MAXIMUM_ELEMENTS or depth > MAXIMUM_DEPTH:
                raise _too_long()
            continue
        depth -= 1
        if depth == 1:
            if _kind(element) in ("trace", "event"):
                yield element
            elif _kind(element) not in ATTRIBUTES | DECLARATIONS:
                raise _no_log()
            if log is not None:
                log.clear()
            elements = 0


def _checked_root(root: Element) -> Element:
    if _kind(root) != "log":
        raise _no_log()
    return root


def _parsed(binary: IO[bytes]) -> Iterator[tuple[str, Element]]:
    try:
        yield from iterparse(binary, ("start", "end"), forbid_dtd=True)
    except DefusedXmlException:
        raise Refusal("forbidden_xml") from None
    except ParseError as error:
        raise _malformed(f"line {error.position[0]}") from None
    except (ValueError, LookupError):  # an encoding that the parser does not know
        raise _malformed("line 1") from None


def _too_long() -> Refusal:
    said = f"A trace has over {MAXIMUM_ELEMENTS} elements, or is over {MAXIMUM_DEPTH} levels deep."
    return Refusal("record_too_long", said, "Divide the trace.")


def _no_log() -> Refusal:
    return Refusal("not_an_event_log")


def _malformed(where: str) -> Refusal:
    return Refusal("malformed_xml", "The document is no XML, or cut off.", where=where)


def _kind(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: Element) -> str:
    return tostring(element, encoding="unicode")
