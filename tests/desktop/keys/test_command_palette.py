"""The command palette: letters find actions, only those that can be done are offered, the last used come first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.command_palette import Command, CommandPalette, commands_of, found_commands, match_score
from desktop.settings import read_settings
from desktop.shell import Shell

COMMANDS = (
    Command("next", "Next photo", "Photo", "D"),
    Command("zoom", "Zoom in", "View", "Ctrl++"),
    Command("noise", "Noise", "Photo", "", "Keep the photograph, but not for training"),
    Command("new", "New project", "File", "Ctrl+N"),
    Command("train", "New training", "Models", "Ctrl+T"),
)


def names(wanted, recent=()):
    return [command.id for command in found_commands(COMMANDS, wanted, recent)]


@pytest.mark.parametrize(
    ("wanted", "first"),
    [("nph", "next"), ("nt", "train"), ("zoom", "zoom"), ("NEWP", "new"), ("for training", "noise")],
)
def test_a_few_letters_find_a_command(wanted, first):
    assert names(wanted)[0] == first


def test_letters_that_fit_nothing_find_nothing():
    assert names("qqq") == []
    assert match_score("ba", "ab") is None


def test_with_nothing_typed_the_last_used_come_first():
    assert names("", ("train", "zoom"))[:3] == ["train", "zoom", "next"]
    assert len(names("")) == len(COMMANDS)


def test_the_last_used_decides_between_equals():
    assert names("new", ("train",))[0] == "train"
    assert names("new", ("new",))[0] == "new"


def test_it_is_used_by_keys_alone(qtbot):
    palette = CommandPalette(COMMANDS, ())
    qtbot.addWidget(palette)
    palette.show()
    QTest.keyClicks(palette.field, "new")
    assert [command.id for command in palette.shown()][:2] == ["new", "train"]
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.chosen) as told:
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert told.args == ["train"]
    assert not palette.isVisible()


def test_up_from_the_first_comes_to_the_last_and_nothing_found_chooses_nothing(qtbot):
    palette = CommandPalette(COMMANDS, ())
    qtbot.addWidget(palette)
    palette.show()
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentRow() == len(COMMANDS) - 1
    palette.field.setText("qqq")
    told = []
    palette.chosen.connect(told.append)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert told == []
    assert palette.isVisible()


def test_only_what_can_be_done_now_is_offered(window):
    offered = {command.id for command in commands_of(window.actions_table)}
    assert {"next", "import_photos", "keys"} <= offered
    assert not {"undo", "delete", "hold_pan", "command_palette"} & offered
    window.show_workspace("train")
    assert "next" not in {command.id for command in commands_of(window.actions_table)}


def test_it_does_what_was_chosen_and_remembers_it(window, qtbot):
    shell = window.findChild(Shell)
    shell.open_palette()
    palette = window.findChild(CommandPalette)
    QTest.keyClicks(palette.field, "next photo")
    first = window.session.image_id
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.image_id != first, timeout=3000)
    assert read_settings()["recent_commands"] == ["next"]
