"""Everything is reached and read without a mouse: what takes the focus has a name, and Tab gets there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QScrollArea, QWidget

from desktop.import_dialog import ImportDialog
from desktop.keys_dialog import KeysDialog
from desktop.main_window import WORKSPACES
from desktop.new_project_dialog import NewProjectDialog
from desktop.readings.dialog import ReadingsDialog
from desktop.signing_dialog import SigningDialog
from desktop.split_dialog import SplitDialog
from desktop.start_page import StartPage
from desktop.weights_dialog import WeightsDialog


def nameless(root: QWidget) -> list[str]:
    """Widgets that take the focus, with nothing for a screen reader to say."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(root):
            continue
        # The editor within a spin box or an editable combo box speaks as the box does.
        if widget.objectName().startswith("qt_spinbox") or isinstance(widget.parent(), QAbstractItemView):
            continue
        # Scrolling areas speak by what they hold, and an empty label says nothing yet.
        if isinstance(widget, QScrollArea) or (isinstance(widget, QLabel) and not widget.text()):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        if not (name or widget.accessibleName()):
            found.append(f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parent()).__name__}")
    return found


@pytest.mark.parametrize("name", WORKSPACES)
def test_every_widget_that_takes_the_focus_has_a_name(window, name):
    window.show_workspace(name)
    QApplication.processEvents()
    assert nameless(window) == []


def test_dialogs_name_their_widgets(qtbot, project):
    for dialog in (
        KeysDialog(), NewProjectDialog(), ImportDialog(has_classes=True), SplitDialog(project), WeightsDialog(),
        ReadingsDialog(), SigningDialog(project, "ana"),
    ):  # fmt: skip
        qtbot.addWidget(dialog)
        dialog.show()
        assert nameless(dialog) == [], type(dialog).__name__


@pytest.mark.parametrize("name", WORKSPACES)
def test_tab_comes_round_and_leaves_nothing_out(window, qtbot, name):
    window.show_workspace(name)
    window.activateWindow()
    QApplication.processEvents()
    wanted = {
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_spinbox")
        and not isinstance(widget.parent(), QAbstractItemView)
    }
    reached = set()
    for _ in range(2 * len(wanted) + 10):
        focused = QApplication.focusWidget()
        if focused is not None:
            reached.add(focused)
        QTest.keyClick(focused or window, Qt.Key.Key_Tab)
    left = {f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}" for widget in wanted - reached}
    assert left == set()


def test_the_start_page_is_worked_by_keys(qtbot, tmp_path):
    page = StartPage()
    qtbot.addWidget(page)
    page.set_recent([tmp_path])
    page.show()
    page.activateWindow()
    assert nameless(page) == []
    card = next(button for button in page.findChildren(QWidget) if button.property("card"))
    card.setFocus()
    with qtbot.waitSignal(page.new_asked):
        QTest.keyClick(card, Qt.Key.Key_Space)
