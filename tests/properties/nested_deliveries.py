"""Legal deliveries whose records stand inside other objects: JSON documents, and event logs (XES)."""

import json
from collections.abc import Sequence
from typing import get_args
from xml.sax.saxutils import quoteattr

from hypothesis import strategies as st
from properties.answers import OUTER_COLUMN, Evaluation, Values, evaluations, value_styles, written
from properties.deliveries import Made, delivery, encoded, json_object

from centricity.formats.file_formats import Encoding

# No XML holds them, not even as a reference.
NOT_IN_XML = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\r") + "\ufffe\uffff"
ELEMENTS = {"wanneer": "date", "cijfer": "float", "gewicht": "float", "keuzes": "int", "id": "id", "contact": "boolean"}
Group = tuple[str | None, list[Evaluation]]


@st.composite
def document_deliveries(draw: st.DrawFn) -> Made:
    """A JSON document: an array, or an object with one; its elements are records, or hold them."""
    values, encoding = draw(value_styles(has_thousands=False)), draw(st.sampled_from(get_args(Encoding)))
    known = draw(evaluations(values, encoding))
    form = {"type": "json", "encoding": encoding, "nothing_inside": "ignore"}
    records = [written(one, values) for one in known]
    if draw(st.booleans()):
        form["inside"] = draw(st.sampled_from(["berichten", "gesprek.berichten"]))
        elements = [_outer_object(draw, group, form["inside"], values) for group in _grouped(draw, known)]
    else:
        elements = [json_object(draw, record, values) for record in records]
    space = draw(st.sampled_from(["", " ", "\n  ", "\r\n\t"]))
    text = _array(elements, space)
    if draw(st.booleans()):
        form["array"] = "data.lijst"
        text = f'{{"next": null,{space}"data": {{"totaal": 2e0, "lijst": {text}, "lijsten": [{{}}]}}}}{space}'
    return delivery(draw, form, "json", encoded(draw, text, encoding), values, known)


def _outer_object(draw: st.DrawFn, group: Group, path: str, values: Values) -> str:
    """An object around records; the keys on the way to them come before or after the others."""
    name, members = group
    records = [_inner(draw, one, values) for one in members]
    inside = _array(records, draw(st.sampled_from(["", "\n"])))
    for key in reversed(path.split(".")[1:]):
        inside = f'{{"pagina": 1, "{key}": {inside}}}'
    pairs = [f'"{OUTER_COLUMN}": {json.dumps(name)}', f'"{path.split(".")[0]}": {inside}']
    return "{" + ", ".join(draw(st.permutations(pairs))) + "}"


def _inner(draw: st.DrawFn, one: Evaluation, values: Values) -> str:
    texts = written(one, values)
    del texts[OUTER_COLUMN]
    return json_object(draw, texts, values)


def _array(elements: Sequence[str], space: str) -> str:
    return f"[{space}" + f",{space}".join(elements) + f"{space}]"


def _grouped(draw: st.DrawFn, known: Sequence[Evaluation]) -> list[Group]:
    """The evaluations in the same order, those beside each other about one organisation together; and empty groups."""
    groups: list[Group] = []
    for one in known:
        if draw(st.booleans()):
            groups.append(("A", []))
        if not groups or groups[-1][0] != one.organisation or draw(st.booleans()):
            groups.append((one.organisation, []))
        groups[-1][1].append(one)
    return groups


@st.composite
def event_log_deliveries(draw: st.DrawFn) -> Made:
    """XES: attributes of every kind, an organisation's traces around its events."""
    values = draw(value_styles(has_thousands=False))
    encoding = draw(st.sampled_from(["utf-8", "utf-16", "iso-8859-1", "windows-1252"]))
    known = draw(evaluations(values, "utf-8", NOT_IN_XML))
    space = draw(st.sampled_from(["", "\n\t", "\r\n"]))
    traces = [_trace(draw, group, values, space) for group in _grouped(draw, known)]
    namespace = draw(st.sampled_from(["", ' xmlns="http://www.xes-standard.org/"']))
    head = f'<?xml version="1.0" encoding="{encoding}"?><log xes.version="1849-2016"{namespace}>'
    about = '<global scope="event"><string key="notitie" value="UNKNOWN"/></global><string key="wie" value="log"/>'
    text = space.join([head, about, *traces, "</log>"])
    form = {"type": "xes", "nothing_inside": "ignore"}
    return delivery(draw, form, "xes", text.encode(encoding, "xmlcharrefreplace"), values, known)


def _trace(draw: st.DrawFn, group: Group, values: Values, space: str) -> str:
    name, members = group
    parts = [_attribute(draw, OUTER_COLUMN, name), *(_event(draw, one, values, space) for one in members)]
    return space.join(["<trace>", *(parts[1:] + parts[:1] if draw(st.booleans()) else parts), "</trace>"])


def _event(draw: st.DrawFn, one: Evaluation, values: Values, space: str) -> str:
    texts = written(one, values)
    del texts[OUTER_COLUMN]
    said = {
        column: draw(st.sampled_from([None, *values.missing])) if text is None else text
        for column, text in texts.items()
    }
    attributes = [_attribute(draw, column, text) for column, text in said.items() if text is not None]
    unused = '<list key="overig"><values><string key="notitie" value="x"/></values></list>'
    return space.join(["<event>", *draw(st.permutations([*attributes, unused])), "</event>"])


def _attribute(draw: st.DrawFn, key: str, value: str) -> str:
    kind = ELEMENTS.get(key, "string") if draw(st.booleans()) else "string"
    inner = draw(st.sampled_from(["", '<string key="notitie" value="inner"/>']))
    said = quoteattr(value) if draw(st.booleans()) else _as_references(value)
    return f"<{kind} key='{key}' value={said}>{inner}</{kind}>"


def _as_references(value: str) -> str:
    return "'" + "".join(f"&#{ord(sign)};" for sign in value) + "'"
