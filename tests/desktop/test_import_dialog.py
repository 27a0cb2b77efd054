"""The report of an import shows each reason as a whole."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QTableView

from core.importing import ImportReport, Problem
from desktop.classes.giving_away import lost_text
from desktop.import_dialog import ImportDialog

LONG = "It was drawn on 100 x 200 pixels, but the photograph has 300 x 400. 3 boxes were left out. " * 3


def test_a_long_reason_is_wrapped_and_not_cut(qtbot):
    dialog = ImportDialog(has_classes=True)
    qtbot.addWidget(dialog)
    problems = (Problem(Path("/photos/a.jpg"), LONG), Problem(Path("/photos/b.jpg"), "Broken."))
    dialog.show_report(ImportReport(images_added=1, problems=problems))
    dialog.show()
    qtbot.waitExposed(dialog)
    (table,) = dialog.findChildren(QTableView)
    needed = table.fontMetrics().horizontalAdvance(LONG) // table.columnWidth(1) * table.fontMetrics().height()
    assert table.rowHeight(0) >= needed
    assert table.rowHeight(1) < table.rowHeight(0)


def test_models_that_new_classes_shut_out_are_named(qtbot):
    dialog = ImportDialog(has_classes=True)
    qtbot.addWidget(dialog)
    dialog.show_report(ImportReport(images_added=1, classes_added=("Melanoma",), models_lost=("resnet18-1",)))
    dialog.show()
    qtbot.waitExposed(dialog)
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert lost_text(("resnet18-1",)) in shown
    dialog.show_report(ImportReport(images_added=1))
    assert not any("must be trained again" in label.text() for label in dialog.findChildren(QLabel))
