"""Whose name the history has: the system's, or one that was chosen and is remembered."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog

from core.project.labels import Edit, with_diagnosis
from core.project.lock import user_name
from desktop.app import open_window
from desktop.settings import read_settings
from desktop.shell import Shell


def diagnose(session, class_id):
    image = session.image_id
    labels = session.project.labels(image)
    assert session.apply(Edit(image, labels, with_diagnosis(labels, class_id), "Set diagnosis"))


def test_it_is_the_systems_until_another_is_chosen_and_is_remembered(window, qtbot, monkeypatch, make_project):
    menu = window.findChild(Shell).project_menu
    assert menu.annotator.text() == user_name()
    assert menu.annotator.isVisible()
    diagnose(window.session, 1)

    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: ("  Dr. 李  Ünal ", True))
    menu.annotator.click()
    assert menu.annotator.text() == "Dr. 李 Ünal"
    diagnose(window.session, 2)
    assert [entry.who for entry in window.session.project.history(limit=2)] == ["Dr. 李 Ünal", user_name()]
    assert window.session.undo()
    assert not window.session.undo()  # the other one's edit is theirs
    assert read_settings()["annotator"] == "Dr. 李 Ünal"

    again = open_window(make_project("second"))
    qtbot.addWidget(again)
    assert again.session.annotator == "Dr. 李 Ünal"
    assert again.session.project.who == "Dr. 李 Ünal"
    again.close()


def test_an_empty_name_or_cancel_changes_nothing(window, monkeypatch):
    before = window.session.annotator
    for answer in (("", True), ("   ", True), ("Ben", False)):
        monkeypatch.setattr(QInputDialog, "getText", lambda *_args, answer=answer, **_more: answer)
        window.actions_table["annotator"].trigger()
        assert window.session.annotator == before
    assert "annotator" not in read_settings()


def test_the_status_bar_tells_the_progress(window, qtbot):
    diagnose(window.session, 3)
    qtbot.waitUntil(lambda: window.status.counts.text() == "2 of 4 labelled · 0 verified · 1 box")
