"""Everything is reached and read without a mouse: what takes the focus has a name, and Tab gets there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QScrollArea,
    QToolButton,
    QWidget,
)

from core.errors import ProjectError, ProjectLocked
from core.geometry import Box
from core.project.class_rows import ClassUsage
from core.project.labels import Edit, ImageState, with_diagnosis
from core.project.project import Project
from core.review.readings import begin_reading, compare_reading, readings
from desktop.annotate.adjust_panel import AdjustPanel
from desktop.annotate.adjusting import Adjustment
from desktop.annotate.class_palette import ClassPalette
from desktop.annotate.history_panel import HistoryPanel
from desktop.annotate.reason_popup import ReasonPopup
from desktop.classes.giving_away import GivingAwayDialog
from desktop.command_palette import Command, CommandPalette
from desktop.import_dialog import ImportDialog
from desktop.keys_dialog import KeysDialog
from desktop.main_window import WORKSPACES
from desktop.new_project_dialog import NewProjectDialog
from desktop.problem_dialog import ProblemDialog
from desktop.readings.dialog import ReadingsDialog
from desktop.readings.settling_controller import SettlingController
from desktop.readings.settling_view import SettlingView
from desktop.relink_dialog import RelinkDialog
from desktop.report_dialog import ReportDialog
from desktop.session import Session
from desktop.signing_dialog import SigningDialog
from desktop.split_dialog import SplitDialog
from desktop.start_page import StartPage
from desktop.weights_dialog import WeightsDialog

# Said by the offscreen platform of each pop-up.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def spoken(widget: QWidget) -> str:
    """What a screen reader says of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    name = interface.text(QAccessible.Text.Name) if interface is not None else ""
    return name or widget.accessibleName()


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
        if not spoken(widget):
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


def reached_by_arrows(widget: QWidget) -> bool:
    """Whether it is one of several of which one is chosen: Tab comes to that one, the arrow keys go to the others."""
    return isinstance(widget, QAbstractButton) and widget.autoExclusive() and not widget.isChecked()


def left_out_by_tab(root: QWidget) -> set[str]:
    """Widgets that Tab should come to and doesn't, beginning where the focus is."""
    wanted = {
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_spinbox")
        and not isinstance(widget.parent(), QAbstractItemView)
        and not reached_by_arrows(widget)
    }
    reached = set()
    for _ in range(2 * len(wanted) + 10):
        focused = QApplication.focusWidget()
        if focused is not None:
            reached.add(focused)
        QTest.keyClick(focused or root, Qt.Key.Key_Tab)
    return {f"{type(widget).__name__} {spoken(widget) or widget.objectName()}" for widget in wanted - reached}


@pytest.mark.parametrize("name", WORKSPACES)
def test_tab_comes_round_and_leaves_nothing_out(window, qtbot, name):
    window.show_workspace(name)
    window.activateWindow()
    QApplication.processEvents()
    assert left_out_by_tab(window) == set()


def dialogs(session):
    """What is opened now and then, each as it is opened."""
    project, classes = session.project, session.project.classes
    usage = ClassUsage(boxes=3, diagnoses=2, photographs=4)
    yield RelinkDialog(session)
    yield ReportDialog(project)
    for keeps_names in (True, False):
        yield GivingAwayDialog(classes.classes[0], classes, usage, lost=("cnn-1",), keeps_names=keeps_names)
    yield ProblemDialog.about(ProjectError("It went wrong.", hint="Do it again.", path="/somewhere"))
    yield ProblemDialog.about(ValueError("nobody foresaw"))
    yield ProblemDialog.about_lock(ProjectLocked("Locked.", who="ben", since="2026-01-02T03:04:05+00:00"))
    yield CommandPalette([Command("fit", "Fit", "View", "F")], ())


@pytest.mark.parametrize("number", range(8))
def test_dialogs_opened_now_and_then_are_named_and_worked_by_keys(qtbot, project, number):
    dialog = list(dialogs(Session(project)))[number]
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog.isActiveWindow())
    assert nameless(dialog) == []
    assert left_out_by_tab(dialog) == set()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def settle(window):
    """The window in which conflicts are settled, with one."""
    project = window.session.project
    project.who = "ana"
    first = project.image_ids()[0]

    def say(store, image_id, class_id):
        labels = store.labels(image_id)
        store.apply(Edit(image_id, labels, with_diagnosis(labels, class_id), "Diagnose"))

    say(project, first, 1)
    reading = begin_reading(project, 9, seed=0, reader="ben")
    hashes = {record.sha256: record.id for record in project.images()}
    with Project.open(reading.folder, who="ben") as other:
        for record in other.images():
            say(other, record.id, 2 if hashes[record.sha256] == first else 1)
    view = SettlingView(window.actions_table, window)
    SettlingController(window.session, compare_reading(project, readings(project.folder).readings[0]), view)
    view.show()
    view.activateWindow()
    view.canvas.setFocus()
    return view


def test_settling_is_named_and_worked_by_keys(window, qtbot):
    view = settle(window)
    qtbot.waitUntil(lambda: view.canvas.colour_at(10, 10) is not None, timeout=20_000)
    assert nameless(view) == []
    assert left_out_by_tab(view) == set()
    view.close()


@pytest.mark.parametrize(
    ("action", "kind"),
    [("choose_class", ClassPalette), ("reject", ReasonPopup), ("noise", ReasonPopup), ("adjust", AdjustPanel),
     ("history", HistoryPanel)],
)  # fmt: skip
def test_what_opens_over_the_photograph_is_named_and_worked_by_keys(window, qtbot, action, kind):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.annotate.controller.boxes.draw(Box(20, 20, 90, 90))
    window.annotate.controller.mark(ImageState.REJECTED, "blurred")  # a reason to be offered, and a version to go to
    window.actions_table[action].trigger()
    found = window.findChild(kind)
    qtbot.waitUntil(found.isVisible)
    if found.isWindow():
        found.activateWindow()
        qtbot.waitUntil(lambda: found.isAncestorOf(QApplication.focusWidget()))
    root = found if found.isWindow() else window
    if action == "history":
        qtbot.waitUntil(lambda: found.model.rowCount() > 1)
        QApplication.processEvents()
        found.list.setCurrentIndex(found.model.index(1, 0))
        qtbot.waitUntil(found.restore.isEnabled)
    assert nameless(root) == []
    assert left_out_by_tab(root) == set()
    if action == "history":
        found.of_photo.setFocus()
        QTest.keyClick(found.of_photo, Qt.Key.Key_Right)
        assert found.of_project.isChecked()
    if found.isWindow():
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert not found.isVisible()


def test_the_sign_that_a_photograph_is_adjusted_is_reached_and_resets_it(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.annotate.view.adjusting.adjustment_changed.emit(Adjustment(brightness=20))
    (sign,) = [button for button in window.findChildren(QToolButton) if button.objectName() == "adjusted"]
    qtbot.waitUntil(sign.isVisible)
    assert nameless(window) == []
    assert left_out_by_tab(window) == set()
    sign.setFocus()
    QTest.keyClick(sign, Qt.Key.Key_Space)
    assert window.annotate.view.canvas.adjustment.is_neutral


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
