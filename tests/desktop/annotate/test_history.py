"""The history panel in the real window: of the photograph and of the project, and going back to a version."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.geometry import Box
from core.project.labels import Edit, ImageLabels, ImageState, new_box, with_boxes, with_diagnosis, with_state


@pytest.fixture
def panel(window, qtbot):
    window.actions_table["history"].trigger()
    shown = window.annotate.view.inspector.history
    qtbot.waitUntil(shown.empty.isVisible)
    return shown


@pytest.fixture
def edit(window, panel, qtbot):
    """Makes an edit of a photograph, and waits until the panel has it."""
    session = window.session

    def make(after, what, image_id=None):
        image_id = image_id or session.image_id
        before = session.project.labels(image_id)
        assert session.apply(Edit(image_id, before, after(before), what))
        qtbot.waitUntil(lambda: panel.model.rowCount() > 0 and panel.model.item_at(0).what == what)

    return make


def drawn(labels, class_id=2, box=None):
    return with_boxes(labels, (*labels.boxes, new_box(box or Box(10, 10, 50, 40), class_id)))


def rows(panel):
    return [panel.model.item_at(row) for row in range(panel.model.rowCount())]


def choose(panel, row):
    panel.list.setCurrentIndex(panel.model.index(row))


def test_a_photograph_nobody_touched_says_so(panel):
    assert "Nobody has changed anything" in panel.empty.text()
    assert not panel.list.isVisible()
    assert not panel.restore.isVisible()


def test_who_when_and_what_differs_is_listed_the_newest_first(window, panel, edit):
    window.session.set_annotator("Ana Ünal")
    edit(drawn, "Draw box")
    edit(lambda old: with_boxes(old, [replace(old.boxes[0], box=Box(22, 10, 62, 40), class_id=3)]), "Move box")
    edit(lambda old: with_state(with_diagnosis(old, 1), ImageState.REJECTED, reason="blurred"), "Mark rejected")

    newest, moved, first, untouched = rows(panel)
    assert newest.lines == ("diagnosis none → AK", "state labelled → rejected", "reason: blurred")
    assert moved.lines == ("class BCC → MEL", "BCC moved 12 px")
    assert first.lines == ("BCC added, 40 × 30 px", "state new → labelled")
    assert first.byline.startswith("Ana Ünal, 20")
    assert untouched.what == "As it came into the project"


def test_restoring_a_version_is_a_new_edit_that_can_be_undone(window, panel, edit, qtbot):
    session = window.session
    edit(drawn, "Draw box")
    version = session.project.labels(session.image_id)
    edit(lambda old: with_boxes(old, ()), "Delete box")
    emptied = session.project.labels(session.image_id)
    choose(panel, 0)
    assert not panel.restore.isEnabled()  # it is what is there
    choose(panel, 1)
    assert panel.sketch.isVisible()
    panel.restore.click()

    assert session.project.labels(session.image_id) == version
    qtbot.waitUntil(lambda: panel.model.item_at(0).what.startswith("Restore version of 20"))
    assert len(rows(panel)) == 4  # nothing was taken out of the history
    assert session.undo()
    assert session.project.labels(session.image_id) == emptied
    qtbot.waitUntil(lambda: len(rows(panel)) == 5)
    choose(panel, 4)
    panel.restore.click()
    assert session.project.labels(session.image_id) == ImageLabels()


def test_it_is_all_done_by_keys(window, panel, edit, qtbot):
    session = window.session
    edit(drawn, "Draw box")
    version = session.project.labels(session.image_id)
    edit(lambda old: with_boxes(old, ()), "Delete box")
    window.activateWindow()
    window.actions_table["history"].trigger()
    assert panel.list.focusPolicy() & Qt.FocusPolicy.TabFocus
    choose(panel, 0)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert session.project.labels(session.image_id) == version


def test_the_project_s_history_has_photographs_classes_and_merges_each_once(window, panel, edit, qtbot):
    session = window.session
    first, second, *_ = session.project.image_ids()
    session.select_image(first)
    edit(drawn, "Draw box", first)
    session.apply_all(
        [Edit(i, session.project.labels(i), drawn(session.project.labels(i)), "Copy box") for i in (first, second)],
        "Copy boxes",
    )
    session.add_class("Wart")
    session.merge_classes(2, 3, keep_names=True, what="Merge BCC into MEL")
    panel.of_project.click()

    listed = [(item.what, item.where) for item in rows(panel)]
    assert listed[:4] == [
        ("Merge BCC into MEL", "3 photos"),
        ("Add class Wart", "Classes"),
        ("Copy box", "2 photos"),
        ("Draw box", "photo00.png"),
    ]
    session.select_image(second)
    choose(panel, 3)
    assert panel.details.text().startswith("BCC added") or "added" in panel.details.text()
    assert panel.go.isVisible()
    panel.go.click()
    assert session.image_id == first


def test_a_long_history_is_read_as_it_is_scrolled(window, panel, qtbot):
    session = window.session
    image = session.image_id
    for number in range(75):
        labels = session.project.labels(image)
        session.project.apply(Edit(image, labels, with_diagnosis(labels, 1 + number % 3), f"Edit {number}"))
    window.annotate.history.refresh()

    assert panel.model.rowCount() == 30
    assert panel.model.item_at(0).what == "Edit 74"
    panel.list.scrollToBottom()
    qtbot.waitUntil(lambda: panel.model.rowCount() > 30)
    while panel.model.canFetchMore():
        panel.model.fetchMore()
    assert [item.what for item in rows(panel)] == [
        *(f"Edit {number}" for number in range(74, -1, -1)), "As it came into the project",
    ]  # fmt: skip


def test_folded_away_it_reads_nothing(window, monkeypatch, qtbot):
    session = window.session

    def reads(*_args, **_more):
        raise AssertionError("the history was read")

    monkeypatch.setattr(session.project.journal, "history", reads)
    labels = session.project.labels(session.image_id)
    session.apply(Edit(session.image_id, labels, drawn(labels), "Draw box"))
    qtbot.wait(120)


def test_return_in_the_list_restores_the_version_and_accepts_no_prediction(window, panel, edit, monkeypatch):
    accepted = []
    monkeypatch.setattr(window.annotate.controller.predictions, "accept", lambda: accepted.append(True))
    first = edit_twice(window, edit)
    panel.list.setFocus()
    choose(panel, 1)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert window.session.project.labels(window.session.image_id).boxes == first
    assert not accepted


def edit_twice(window, edit):
    edit(drawn, "Draw box")
    first = window.session.project.labels(window.session.image_id).boxes
    edit(lambda labels: drawn(labels, box=Box(60, 60, 90, 90)), "Draw another box")
    return first
