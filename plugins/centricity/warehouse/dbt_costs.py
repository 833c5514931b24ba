"""What dbt writes for nobody, and does not need to write here: a tenth of the processor time of a small build.

It is replaced inside dbt, which has no setting for it.
"""

import json
from pathlib import Path
from typing import Any

import dbt.artifacts.schemas.base as artifacts
from dbt.compilation import Compiler
from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.utils.encoding import JSONEncoder

fire_of_dbt = EventManager.fire_event
message_of_dbt = BaseEvent.__init__


def save_costs() -> None:
    """Replace what is described here."""
    replaced = (
        (EventManager, "fire_event", fire_event),
        (BaseEvent, "__init__", keep_arguments),
        (BaseEvent, "pb_msg", property(message, keep_message)),
        (artifacts, "write_json", write_json),
        # nobody looks at the file
        (Compiler, "write_graph_file", lambda *_: None),
    )
    for owner, name, ours in replaced:
        setattr(owner, name, ours)


def fire_event(self: EventManager, event: BaseEvent, level: EventLevel | None = None, *more: Any, **named: Any) -> None:
    """As dbt's, but nothing for its debugging is written down for loggers that drop it: twenty times a node."""
    of_event = level or event.level_tag()
    if of_event != EventLevel.DEBUG or any(logger.level == EventLevel.DEBUG for logger in self.loggers):
        fire_of_dbt(self, event, level, *more, **named)


def keep_arguments(self: BaseEvent, *arguments: Any, **named: Any) -> None:
    """Of an event: dbt makes its message from these here, also if nobody will read it."""
    vars(self)["arguments"] = arguments, named


def message(self: BaseEvent) -> Any:
    """The message of an event, made when it is first asked for."""
    if "message" not in vars(self):
        arguments, named = vars(self)["arguments"]
        message_of_dbt(self, *arguments, **named)
    return vars(self)["message"]


def keep_message(self: BaseEvent, made: Any) -> None:
    vars(self)["message"] = made


def write_json(path: str, data: dict[str, Any]) -> bool:
    """As dbt's, in one piece: the piecewise encoder is in Python, and takes ten times as long for the manifest."""
    Path(path).write_text(json.dumps(data, cls=JSONEncoder), encoding="utf-8")
    return True
