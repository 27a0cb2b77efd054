"""Splitting and importing weights from the window do what the command line does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication

from core.errors import MissingWeights, WeightsError
from core.inference.weights_folder import Part, WeightsFile, description_path, weights_folder
from core.project.labels import Split
from core.project.splits import assign_splits
from core.weights_importing import import_weights_apart
from desktop.shell import Shell
from desktop.split_dialog import SplitDialog
from desktop.weights_dialog import WeightsDialog


@pytest.fixture
def split_dialog(qtbot, project):
    dialog = SplitDialog(project)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def column(dialog, number):
    return [dialog.table.item(row, number).text() for row in range(dialog.table.rowCount())]


def test_the_preview_shows_what_each_side_would_get_and_stores_nothing(split_dialog, project):
    before = [image.split for image in project.images()]
    split_dialog.anew.setChecked(True)
    split_dialog.test.setValue(50)
    split_dialog.preview()
    train, val, test, was = (int(column(split_dialog, number)[-1]) for number in range(1, 5))
    assert train + val + test == was == 4
    assert test >= 2
    assert [image.split for image in project.images()] == before


def test_photographs_that_are_split_stay_unless_dealt_anew(split_dialog):
    assert not split_dialog.split.isEnabled()
    assert "nothing would change" in split_dialog.warning
    split_dialog.anew.setChecked(True)
    split_dialog.test.setValue(75)
    split_dialog.val.setValue(0)
    split_dialog.preview()
    assert split_dialog.split.isEnabled()


def test_splitting_stores_what_the_command_line_would(split_dialog, project, qtbot):
    split_dialog.anew.setChecked(True)
    split_dialog.test.setValue(50)
    split_dialog.val.setValue(25)
    split_dialog.seed.setValue(3)
    split_dialog.preview()
    with qtbot.waitSignal(split_dialog.split_made):
        split_dialog.split.click()
    stored = {image.id: image.split for image in project.images()}
    assign_splits(project, test=0.5, val=0.25, seed=3, keep=False)
    assert {image.id: image.split for image in project.images()} == stored
    assert set(stored.values()) == {Split.TRAIN, Split.VAL, Split.TEST}


def test_shares_that_leave_nothing_to_train_on_are_told(split_dialog):
    split_dialog.test.setValue(60)
    split_dialog.val.setValue(50)
    split_dialog.preview()
    assert "leave nothing to train on" in split_dialog.warning
    assert not split_dialog.split.isEnabled()


def imported(path, name):
    folder = weights_folder() / name
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    target.write_bytes(path.read_bytes())
    weights = WeightsFile(name, target, "0" * 64, target.stat().st_size, Part.MODEL, datetime.now(UTC))
    import json

    from core.inference.weights_folder import describe

    description_path(target).write_text(json.dumps(describe(weights)), encoding="utf-8")
    return weights


def test_a_file_is_imported_for_the_model_its_name_says(qtbot, tmp_path):
    file = tmp_path / "densenet121-a639ec97.pth"
    file.write_bytes(b"weights")
    dialog = WeightsDialog(import_file=imported)
    qtbot.addWidget(dialog)
    dialog.file.field.setText(str(file))
    assert dialog.model.currentData() == "densenet121"
    dialog.start.click()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1, timeout=3000)
    assert dialog.table.item(0, 1).text() == file.name
    assert file.name in dialog.said


def test_a_file_that_is_no_weights_is_told_with_what_to_do(qtbot, tmp_path):
    def refuse(path, name):
        raise WeightsError("The file holds no tensors.", hint="Ask for a state dict.", path=path)

    file = tmp_path / "x.pth"
    file.write_bytes(b"no weights")
    dialog = WeightsDialog(import_file=refuse)
    qtbot.addWidget(dialog)
    dialog.start.click()
    assert "first" in dialog.said
    dialog.file.field.setText(str(file))
    dialog.start.click()
    qtbot.waitUntil(lambda: "no tensors" in dialog.said, timeout=3000)
    assert "Ask for a state dict." in dialog.said
    assert dialog.start.isEnabled()


def test_a_missing_weights_file_is_told_before_a_process_is_started(tmp_path, monkeypatch):
    monkeypatch.setattr("core.weights_importing.subprocess", None)
    with pytest.raises(MissingWeights):
        import_weights_apart(tmp_path / "nowhere.pth", "densenet121")


def test_the_menu_opens_them(window, monkeypatch):
    opened = []
    monkeypatch.setattr(SplitDialog, "exec", lambda dialog: opened.append(type(dialog)))
    monkeypatch.setattr(WeightsDialog, "exec", lambda dialog: opened.append(type(dialog)))
    window.actions_table["split_photos"].trigger()
    window.actions_table["weights"].trigger()
    QApplication.processEvents()
    assert opened == [SplitDialog, WeightsDialog]
    assert window.findChild(Shell) is not None
