"""Signing off a version from the window."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from core.project.labels import Edit, with_diagnosis
from core.project.signing import versions
from desktop.signing_dialog import SigningDialog


def label(project, image_id, class_id):
    before = project.labels(image_id)
    project.apply(Edit(image_id, before, with_diagnosis(before, class_id), "Diagnose"))


def opened(qtbot, project):
    dialog = SigningDialog(project, "Dr. Lima")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.is_ready, timeout=20_000)
    return dialog


def test_unlabelled_photographs_have_to_be_meant(qtbot, project):
    dialog = opened(qtbot, project)
    assert "4 photographs · 1 box · 0.0 % verified" in dialog.counts
    assert not dialog.sign.isEnabled()
    assert dialog.unlabelled.text() == "Sign although 2 photographs have no labels"
    dialog.unlabelled.setChecked(True)
    assert dialog.sign.isEnabled()
    dialog.name.setText("  ")
    assert not dialog.sign.isEnabled()


def test_a_version_is_signed_listed_copied_and_told_from_the_labels_of_today(qtbot, project):
    for image_id in project.image_ids():
        label(project, image_id, 1)
    dialog = opened(qtbot, project)
    assert not dialog.unlabelled.isVisible()
    dialog.name.setText("v1")
    dialog.note.setText("For the paper")
    dialog.sign.click()
    qtbot.waitUntil(lambda: dialog.is_ready and dialog.table.rowCount() == 1, timeout=20_000)
    (version,) = versions(project.folder).versions
    assert (version.name, version.who, version.note) == ("v1", "Dr. Lima", "For the paper")
    assert [dialog.table.item(0, column).text() for column in (0, 2, 4, 5)] == [
        "v1", "Dr. Lima", version.digest[:12], "as signed",
    ]  # fmt: skip
    dialog.copy.click()
    assert QApplication.clipboard().text() == version.digest
    dialog.sign.click()
    qtbot.waitUntil(lambda: "There is a version 'v1' already" in dialog.said, timeout=20_000)
    assert dialog.sign.isEnabled()
    label(project, project.image_ids()[0], 2)
    again = opened(qtbot, project)
    assert again.table.item(0, 5).text() == "1 photograph differ (1 changed)"
    version.path.write_text("{}")
    damaged = opened(qtbot, project)
    assert "changed after it was signed" in damaged.table.item(0, 5).text()
