# Holds warehouse.dbt_costs.
"""What is replaced inside dbt to save time changes nothing that anybody reads."""

import json

from dbt.adapters.events.types import SQLQuery
from dbt_common.clients.system import write_json as write_json_of_dbt
from dbt_common.events.base_types import BaseEvent

from centricity.warehouse.dbt_costs import keep_arguments, keep_message, message, write_json

SAID = {"conn_name": "model", "sql": "select 1", "node_info": {"node_name": "model"}}


def test_an_event_says_the_same_when_it_is_asked(monkeypatch):
    of_dbt = SQLQuery(**SAID)
    said = of_dbt.message(), of_dbt.sql, of_dbt.to_dict()
    monkeypatch.setattr(BaseEvent, "__init__", keep_arguments)
    monkeypatch.setattr(BaseEvent, "pb_msg", property(message, keep_message), raising=False)
    ours = SQLQuery(**SAID)
    assert "message" not in vars(ours)
    assert (ours.message(), ours.sql, ours.to_dict()) == said


def test_json_is_that_of_dbt(tmp_path):
    data = {"nodes": {"a": [1, 2.5, None, True, "é"]}, "empty": {}}
    write_json(str(tmp_path / "ours"), data)
    write_json_of_dbt(str(tmp_path / "theirs"), data)
    assert (tmp_path / "ours").read_bytes() == (tmp_path / "theirs").read_bytes()
    assert json.loads((tmp_path / "ours").read_text()) == data
