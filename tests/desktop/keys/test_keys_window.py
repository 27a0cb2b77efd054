"""Choosing keys in the window: press, be told whose key it is, and have it again after a restart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.app import open_window
from desktop.keys.bindings import Bindings
from desktop.keys_dialog import KeysDialog
from desktop.main_window import WORKSPACES
from desktop.settings import read_settings, write_settings
from desktop.shell import Shell


@pytest.fixture
def dialog(qtbot):
    opened = KeysDialog()
    qtbot.addWidget(opened)
    opened.show()
    return opened


def pressed(dialog, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.catcher.listening
    QTest.keyClick(dialog.catcher, key, modifiers)


def test_return_then_a_free_key_changes_it(dialog, qtbot):
    dialog.choose("fit")
    with qtbot.waitSignal(dialog.bindings_changed) as told:
        pressed(dialog, Qt.Key.Key_F7)
    assert told.args[0].changed == {"fit": ("F7", "Ctrl+F")}
    assert dialog.keys_shown("fit") == "F7,  Ctrl+F"
    assert "F7" in dialog.question


def test_a_key_of_another_action_is_asked_about_first(dialog, qtbot):
    dialog.choose("fit")
    told = []
    dialog.bindings_changed.connect(told.append)
    pressed(dialog, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert "Duplicate" in dialog.question
    assert dialog.leave.isVisible()
    dialog.leave.click()
    assert told == []
    assert dialog.keys_shown("duplicate") == "Ctrl+D"
    pressed(dialog, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    dialog.take.click()
    assert dialog.keys_shown("duplicate") == ""
    assert dialog.keys_shown("fit").startswith("Ctrl+D")


def test_escape_and_a_modifier_alone_change_nothing(dialog):
    dialog.choose("fit")
    pressed(dialog, Qt.Key.Key_Control)
    assert dialog.catcher.listening
    QTest.keyClick(dialog.catcher, Qt.Key.Key_Escape)
    assert not dialog.catcher.listening
    assert dialog.bindings == Bindings()
    assert dialog.isVisible()


def test_a_held_key_takes_no_modifier(dialog):
    dialog.choose("hold_hide")
    pressed(dialog, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert dialog.bindings == Bindings()
    pressed(dialog, Qt.Key.Key_J)
    assert dialog.keys_shown("hold_hide") == "J"


def test_delete_takes_the_key_away_and_reset_brings_it_back(dialog):
    dialog.choose("fit")
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert dialog.keys_shown("fit") == ""
    dialog.reset.click()
    assert dialog.keys_shown("fit") == "F,  Ctrl+F"
    dialog.choose("next")
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    dialog.reset_all.click()
    assert dialog.bindings == Bindings()


def test_the_cheat_sheet_is_searched_by_name_key_and_menu(dialog):
    def shown():
        return {dialog._spec_at(row).id for row in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(row)}

    dialog.search.setText("ctrl+shift+p")
    assert shown() == {"command_palette"}
    dialog.search.setText("verified")
    assert "verify" in shown()


def test_a_chosen_key_works_at_once_and_after_a_restart(window, qtbot):
    shell = window.findChild(Shell)
    shell._set_keys(window.bindings.with_key(window.actions_table.spec("next"), "J"))
    first = window.session.image_id
    window.activateWindow()
    window.annotate.view.canvas.setFocus()
    qtbot.waitUntil(window.annotate.view.canvas.hasFocus, timeout=3000)
    QTest.keyClick(window.annotate.view.canvas, Qt.Key.Key_J)
    assert window.session.image_id != first
    assert "(J)" in window.actions_table["next"].toolTip()
    window.close()
    again = open_window()
    qtbot.addWidget(again)
    assert again.actions_table.keys_of("next") == ("J", "PgDown")
    assert [key.toString() for key in again.actions_table["next"].shortcuts()] == ["J", "PgDown"]
    again.close()


def test_a_chosen_held_key_hides_the_boxes(window, monkeypatch):
    window.findChild(Shell)._set_keys(window.bindings.with_key(window.actions_table.spec("hold_hide"), "J"))
    hidden = []
    monkeypatch.setattr(window.annotate.view.canvas, "hide_boxes", hidden.append)
    for key in (Qt.Key.Key_H, Qt.Key.Key_J):
        QTest.keyPress(window.annotate.view.canvas, key)
        QTest.keyRelease(window.annotate.view.canvas, key)
    assert hidden == [True, False]


def test_a_conflicting_settings_file_is_told_and_the_usual_keys_work(qtbot):
    write_settings(keys={"next": ["W"]})
    opened = open_window()
    qtbot.addWidget(opened)
    assert opened.actions_table.keys_of("next") == ("D", "PgDown")
    assert "W was stored for both" in opened.status.message.text()
    opened.close()


def test_actions_of_a_workspace_can_be_used_only_there(window):
    assert window.actions_table["next"].isEnabled()
    window.show_workspace("train")
    assert not window.actions_table["next"].isEnabled()
    assert not window.actions_table["draw"].isEnabled()
    window.show_workspace("annotate")
    assert window.actions_table["next"].isEnabled()


def test_layout_and_workspace_are_found_again(window, qtbot, make_project):
    folder = window.session.project.folder
    window.resize(960, 700)  # the offscreen screen is small
    splitter = window.annotate.view._splitter
    splitter.setSizes([400, 500, 300])
    sizes = splitter.sizes()
    window.show_workspace("train")
    window.close()
    assert read_settings()["workspace"] == "train"
    again = open_window(folder)
    qtbot.addWidget(again)
    qtbot.waitExposed(again)
    assert again.workspace == "train"
    assert (again.width(), again.height()) == (960, 700)
    again.show_workspace("annotate")
    QApplication.processEvents()
    assert all(abs(new - old) < 8 for new, old in zip(again.annotate.view._splitter.sizes(), sizes, strict=True))
    again.close()


def test_no_description_is_cut(dialog, qtbot):
    dialog.show()
    qtbot.waitExposed(dialog)
    table = dialog.table
    longest = max(range(table.rowCount()), key=lambda row: len(table.item(row, 3).text()))
    text = table.item(longest, 3).text()
    lines = -(-table.fontMetrics().horizontalAdvance(text) // table.columnWidth(3))
    assert table.rowHeight(longest) >= lines * table.fontMetrics().height()


def keys_at_work(window):
    """Every key that does something in the window as it is, with the actions that have it: menus' letters as well."""
    found = {}
    for action in window.findChildren(QAction):
        # An action's keys work where it was added to something that is shown.
        places = [place for place in action.associatedObjects() if isinstance(place, QWidget)]
        if action.isEnabled() and any(place.isVisibleTo(window) for place in places if not isinstance(place, QMenu)):
            for key in action.shortcuts():
                found.setdefault(key.toString(), set()).add(action.objectName() or action.text())
    for shortcut in window.findChildren(QShortcut):
        if shortcut.isEnabled():
            found.setdefault(shortcut.key().toString(), set()).add(f"shortcut of {shortcut.parent()}")
    for action in window.menuBar().actions():
        letter = QKeySequence.mnemonic(action.text()).toString()
        if letter:
            found.setdefault(letter, set()).add(f"menu {action.text()}")
    return found


@pytest.mark.parametrize("name", WORKSPACES)
def test_complaint_13_no_key_means_two_things_in_a_workspace(window, name):
    """labelImg #628, X-AnyLabeling #1370: two actions on one key, and neither works."""
    session = window.session
    session.select_image(session.project.image_ids()[2])  # it has a box
    window.show_workspace(name)
    window.annotate.controller.boxes.select_all()
    QApplication.processEvents()
    keys = keys_at_work(window)
    assert len(keys) >= 15
    assert {key: sorted(who) for key, who in keys.items() if len(who) > 1} == {}


def test_complaint_13_a_key_that_is_taken_is_asked_about_before_anything_changes(window, qtbot):
    """label-studio #491: a key chosen by a person took another action's without a word."""
    shell, before = window.findChild(Shell), window.bindings
    chosen = []

    def answer():
        opened = QApplication.activeModalWidget()
        assert isinstance(opened, KeysDialog)
        opened.choose("next")
        pressed(opened, Qt.Key.Key_W)
        chosen.append(opened.question)
        assert opened.leave.isVisible()
        opened.leave.click()
        assert window.bindings == before
        pressed(opened, Qt.Key.Key_W)
        opened.take.click()
        opened.reject()

    QTimer.singleShot(0, window, answer)
    shell._show_keys()
    assert "Draw" in chosen[0]
    assert window.actions_table.keys_of("next")[0] == "W"
    assert "W" not in window.actions_table.keys_of("draw")
    assert {key: who for key, who in keys_at_work(window).items() if len(who) > 1} == {}
