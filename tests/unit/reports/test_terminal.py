"""A malicious name is shown as it is written, and does nothing."""

import io

import pytest
from rich.markup import escape
from rich.table import Table

from centricity.reports.terminal import Terminal, without_formula

NAMES = ("\x1b]0;owned\x07", "\x1b[2J", "\x9b31m", "a\x08\x08b", "\u202egnp.exe", "\x1b]8;;http://x.example\x1b\\y")


@pytest.mark.parametrize("name", NAMES)
def test_no_command_reaches_the_terminal(name):
    terminal = Terminal()
    terminal.file = io.StringIO()
    table = Table("organisation")
    table.add_row(escape(f"<{name}>"))
    terminal.print(table)
    terminal.print(f"<{name}>", markup=False)
    shown = terminal.file.getvalue()
    assert shown.count("<") == 2
    assert not any(command in shown for command in "\x07\x08\x1b\x9b\u202e")


def test_our_own_styles_still_work(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    terminal.file = io.StringIO()
    terminal.print("red", style="red")
    assert "\x1b[31mred" in terminal.file.getvalue()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"])
def test_a_formula_is_a_text(start):
    assert without_formula(f"{start}cmd|'/c calc'!A1").startswith(f"'{start}")
    assert f";'{start}" in without_formula(f"Alfa;{start}1+1"), "where the spreadsheet's separator is another"


def test_other_values_stay():
    values = ["Alfa & Co", "a=b", "a-b", -1.5, None, True, ""]
    assert [without_formula(value) for value in values] == values
