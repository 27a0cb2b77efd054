"""What Annotate says where there is nothing to show, and what it offers there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.app import open_window
from desktop.import_dialog import ImportDialog
from desktop.theme import install_theme


@pytest.fixture
def empty(qtbot, qapp, make_project):
    """The window over a project without photographs."""
    install_theme(qapp, forced="light")
    window = open_window(make_project("empty", photos=0))
    window.resize(1200, 800)
    qtbot.addWidget(window)
    qtbot.waitExposed(window)
    yield window
    window.close()


def seen_texts(window, kind=QLabel):
    return [label.text() for label in window.findChildren(kind) if label.isVisible() and label.text()]


def test_an_empty_project_says_so_and_its_button_opens_the_import(empty):
    texts = seen_texts(empty.annotate)
    assert "This project has no photographs yet" in texts
    assert any(text.startswith("Import a folder: sub-folders may name the classes") for text in texts)
    assert "No photographs yet." in texts
    assert not empty.annotate.view.canvas.isVisible()
    (button,) = [
        found for found in empty.annotate.findChildren(QPushButton) if found.isVisible() and "Import" in found.text()
    ]
    seen = []

    def close():
        for dialog in empty.findChildren(ImportDialog):
            seen.append(dialog.isVisible())
            dialog.reject()

    # The dialog has a loop of its own, which runs until it is closed.
    QTimer.singleShot(200, close)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert seen == [True]


def test_the_empty_page_and_its_button_are_gone_once_there_are_photographs(hand):
    texts = seen_texts(hand.window.annotate)
    assert "This project has no photographs yet" not in texts
    assert hand.canvas.isVisible()


def test_a_photo_without_a_box_says_how_to_draw_one(hand):
    hint = "No box yet: drag over the lesion, or press W."
    assert hint in seen_texts(hand.window.annotate)
    hand.drag((30, 40), (130, 120))
    assert hint not in seen_texts(hand.window.annotate)
    hand.key(Qt.Key.Key_Delete)
    assert hint in seen_texts(hand.window.annotate)


def test_a_filter_that_nothing_fits_says_so_until_it_is_taken_away(hand, qtbot):
    field = hand.window.annotate.view.photos.query.field
    nothing = "No photograph fits the filter."
    qtbot.keyClicks(field, "no such photo")
    qtbot.waitUntil(lambda: nothing in seen_texts(hand.window.annotate))
    assert "0 of 4 photos" in seen_texts(hand.window.annotate)
    field.clear()
    qtbot.waitUntil(lambda: nothing not in seen_texts(hand.window.annotate))
    assert "4 photos" in seen_texts(hand.window.annotate)
