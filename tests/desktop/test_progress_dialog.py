"""How far each class has come, from the status bar by mouse and by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.project.labels import Edit, ImageState, with_diagnosis, with_state
from desktop.progress_dialog import ProgressDialog


@pytest.fixture
def counts(window, qtbot):
    """The window's button, once something was counted: a photograph of class 1 labelled, one of class 2 verified."""
    session = window.session
    for image_id, class_id, state in (
        (1, 1, ImageState.LABELLED), (2, 1, ImageState.NEW), (3, 2, ImageState.VERIFIED),
    ):  # fmt: skip
        labels = session.project.labels(image_id)
        session.apply(Edit(image_id, labels, with_state(with_diagnosis(labels, class_id), state), "Label"))
    qtbot.waitUntil(lambda: window.status.counts.text().startswith("2 of 4 labelled"))
    return window.status.counts


def test_the_status_bar_opens_it_by_key_and_by_click(window, counts, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    counts.setFocus(Qt.FocusReason.TabFocusReason)
    for ask in (lambda: QTest.keyClick(counts, Qt.Key.Key_Space), counts.click):
        ask()
        dialog = window.findChild(ProgressDialog)
        qtbot.waitUntil(dialog.isVisible)
        assert dialog.texts() == [
            ["Actinic Keratosis", "2", "1", "0"],
            ["Basal Cell Carcinoma", "1", "1", "1"],
            ["Melanoma", "0", "0", "0"],
            ["No class yet", "1", "0", "0"],
            ["All", "4", "2", "1"],
        ]
        with qtbot.waitSignal(dialog.destroyed):
            QTest.keyClick(dialog.table, Qt.Key.Key_Escape)


def test_without_a_project_there_is_nothing_to_open(qtbot):
    from desktop.app import open_window

    opened = open_window()
    qtbot.addWidget(opened)
    assert not opened.status.counts.isVisible()
    opened.close()
