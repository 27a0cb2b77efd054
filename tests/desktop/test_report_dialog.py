"""Writing a report from the window."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from core.project.labels import Split
from desktop.report_dialog import ReportDialog
from tests.reading_pdf import pdf_text

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_and_a_paper_are_written_while_the_project_is_open(qtbot, project, tmp_path):
    dialog = ReportDialog(project)
    qtbot.addWidget(dialog)
    assert dialog.split.currentData() == Split.TEST.value
    dialog.split.setCurrentIndex(3)
    for name, start in (("report.html", b"<!DOCTYPE html>"), ("report.pdf", b"%PDF-")):
        with qtbot.waitSignal(dialog.written, timeout=60_000):
            dialog.write(tmp_path / name)
            assert not dialog.save.isEnabled()
        data = (tmp_path / name).read_bytes()
        assert data.startswith(start)
        text = pdf_text(data) if name.endswith(".pdf") else data.decode().replace("&nbsp;", " ")
        for wanted in ("All photographs", "Table II", "Made with", "dermdesk 0."):
            assert wanted in text
        assert "photo01" not in text
        assert dialog.said.endswith(name)
        assert dialog.save.isEnabled()


def test_what_goes_wrong_is_said_and_can_be_tried_again(qtbot, project, tmp_path):
    dialog = ReportDialog(project)
    qtbot.addWidget(dialog)
    dialog.write(tmp_path / "nowhere" / "report.html")
    qtbot.waitUntil(lambda: "can't be written there: No such file" in dialog.said, timeout=60_000)
    assert dialog.save.isEnabled()


def test_nothing_overlaps_once_something_is_said(qtbot, project, tmp_path):
    dialog = ReportDialog(project)
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(dialog.written, timeout=60_000):
        dialog.write(tmp_path / "report.html")
    parts = [dialog.split, dialog.worst, dialog.photographs, dialog.file_names, dialog._said, dialog.buttons]

    def well_placed():
        places = [part.geometry() for part in parts]
        assert all(above.bottom() < below.top() for above, below in pairwise(places)), places
        assert dialog._said.height() >= dialog._said.heightForWidth(dialog._said.width())

    qtbot.waitUntil(well_placed)
    assert dialog.open_button.isVisible()


def test_a_name_without_an_ending_gets_the_chosen_one(qtbot, project, tmp_path, monkeypatch):
    dialog = ReportDialog(project)
    qtbot.addWidget(dialog)
    answers = [(str(tmp_path / "ward"), "Paper (*.pdf)"), (str(tmp_path / "ward.v2"), "Page (*.html)"), ("", "")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answers.pop(0))
    asked: list[Path] = []
    monkeypatch.setattr(dialog, "write", asked.append)
    for _ in range(3):
        dialog.choose()
    assert asked == [tmp_path / "ward.pdf", tmp_path / "ward.v2.html"]
