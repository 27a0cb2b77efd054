"""The dialog: recipe fields from their own descriptions, weights, and what stands in the way of a start."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox

from core.inference.weights_folder import Part, WeightsFile
from core.jobs.memory_estimate import DeviceMemory, estimate_memory
from core.jobs.recipe import PRESETS, Recipe, recipe_fields
from core.project.snapshot import freeze
from core.project.splits import assign_splits
from desktop.theme import theme
from desktop.train.dialog import TrainDialog
from desktop.train.dialog_controller import TrainDialogController


@pytest.fixture
def open_dialog(qtbot):
    kept = []

    def make(project, *, weights=()):
        view = TrainDialog()
        qtbot.addWidget(view)
        snapshots = [freeze(project)]
        controller = TrainDialogController(
            view,
            freeze=lambda: snapshots[-1],
            make_split=lambda: (assign_splits(project, test=0.25, val=0.1, seed=0), snapshots.append(freeze(project))),
            weights=lambda: weights,
            parent=view,
        )
        qtbot.waitUntil(lambda: controller._snapshot is not None)
        kept.append((view, controller))
        return view, controller

    return make


def weights_file(tmp_path, name="densenet121"):
    return WeightsFile(name, tmp_path / f"{name}.pth", "0" * 64, 10, Part.MODEL, datetime.now(UTC))


def test_every_field_of_the_recipe_has_a_row_with_its_help_and_preset(clinic, open_dialog):
    view, controller = open_dialog(clinic)
    recipe = Recipe.for_architecture("densenet121")
    kinds = {bool: QCheckBox, int: QSpinBox, float: QLineEdit}
    for field in recipe_fields("classification"):
        editor = view.form.editor(field.name)
        assert isinstance(editor, QComboBox if field.choices else kinds[field.kind])
        assert field.help.split(": ")[-1][:30] in editor.toolTip()
    assert controller._recipe() == recipe


def test_what_is_typed_is_the_recipe_of_the_plan(clinic, open_dialog, qtbot):
    view, controller = open_dialog(clinic)
    view.form.editor("epochs").setValue(7)
    lr = view.form.editor("lr")
    lr.selectAll()
    qtbot.keyClicks(lr, "0.003")
    view.form.editor("flip").setChecked(False)
    view.form.editor("sampling").setCurrentText("balanced")
    with qtbot.waitSignal(controller.planned) as planned:
        qtbot.mouseClick(view.start_button, Qt.MouseButton.LeftButton)
    plan = planned.args[0]
    changed = plan.recipe.differences(Recipe.for_architecture("densenet121"))
    assert {name: mine for name, (mine, _) in changed.items()} == {
        "epochs": 7, "lr": 0.003, "flip": False, "sampling": "balanced",
    }  # fmt: skip
    assert plan.architecture == "densenet121"
    assert plan.snapshot.digest == freeze(clinic).digest


def test_a_value_out_of_range_is_refused_under_its_field(clinic, open_dialog, qtbot):
    view, _controller = open_dialog(clinic)
    lr = view.form.editor("lr")
    lr.selectAll()
    qtbot.keyClicks(lr, "99")
    assert not view.start_button.isEnabled()
    assert "a number from 1e-07 to 10" in view.form._rows["lr"]._error.text()
    lr.selectAll()
    qtbot.keyClicks(lr, "0.1")
    assert view.start_button.isEnabled()
    assert view.form._rows["lr"]._error.text() == ""


def test_another_model_brings_its_own_fields_and_preset(clinic, open_dialog):
    view, controller = open_dialog(clinic)
    view.architecture_chosen.emit("retinanet_r18")
    assert view.form.texts()["lr"] == "0.001"
    assert "sampling" not in view.form.texts()
    view.preset_chosen.emit("quick")
    assert controller._recipe() == Recipe.for_architecture("retinanet_r18", preset="quick")


def test_from_scratch_is_said_loudly_and_weights_are_preferred(clinic, open_dialog, tmp_path):
    view, _ = open_dialog(clinic)
    assert view.weights.currentData() == "none"
    assert "from scratch" in view.weights_notice.texts()[0]
    view, _controller = open_dialog(clinic, weights=[weights_file(tmp_path)])
    assert view.weights.currentData() == "auto"
    assert "densenet121.pth" in view.weights.currentText()
    assert view.weights_notice.texts() == []
    view.weights_chosen.emit("none")
    assert view.weights_notice.texts()
    view.architecture_chosen.emit("resnet18")
    assert view.weights.currentData() == "none"


def test_a_heavy_model_says_what_it_costs_without_a_gpu(clinic, open_dialog):
    view, _ = open_dialog(clinic)
    view.architecture_chosen.emit("retinanet")
    assert "hours" in view._note.text()
    view.architecture_chosen.emit("retinanet_r18")
    assert "minutes" in view._note.text()


def test_headings_of_the_model_list_cannot_be_chosen(clinic, open_dialog):
    view, _ = open_dialog(clinic)
    items = [view.models.item(row) for row in range(view.models.count())]
    headings = [item.text() for item in items if not item.flags() & Qt.ItemFlag.ItemIsSelectable]
    assert headings == ["Classifiers of the paper", "Detectors of the paper", "Light, for a CPU"]
    assert len(items) == len(headings) + 10


def test_without_a_split_one_click_makes_it(make_clinic, open_dialog, qtbot):
    view, _controller = open_dialog(make_clinic(split=False))
    assert "aren't split" in view.problems.texts()[0]
    assert not view.start_button.isEnabled()
    assert not view.split_button.isHidden()
    qtbot.mouseClick(view.split_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.start_button.isEnabled)
    assert view.split_button.isHidden()


def test_without_labels_it_cannot_start(make_clinic, open_dialog):
    view, _ = open_dialog(make_clinic(labelled=False))
    assert "nothing to learn" in view.problems.texts()[0]
    assert not view.start_button.isEnabled()
    assert view.split_button.isHidden()


def test_the_memory_it_needs_is_told_before_it_starts(clinic, open_dialog, qtbot):
    view, controller = open_dialog(clinic)
    qtbot.waitUntil(lambda: controller._memory is not None)
    controller._remember_memory(DeviceMemory("cpu", 4 * 2**30, 8 * 2**30))
    controller.choose_architecture("resnet18")
    view.form.editor("batch_size").setValue(8)
    assert "it fits" in view.memory.text()
    assert theme().tones.good in view.memory.text()
    view.form.editor("batch_size").setValue(1024)
    assert "choose a batch size of at most" in view.memory.text()
    assert theme().tones.danger in view.memory.text()
    # It fits, with little to spare.
    view.form.editor("batch_size").setValue(8)
    needed = estimate_memory("resnet18", controller._recipe(), DeviceMemory("cpu", 4 * 2**30, 8 * 2**30)).needed
    controller._remember_memory(DeviceMemory("cpu", needed + 1, 8 * 2**30))
    assert "it is tight" in view.memory.text()
    assert theme().tones.warning in view.memory.text()
    # On a GPU what doesn't fit as a whole is worked through in parts.
    view.form.editor("batch_size").setValue(64)
    controller._remember_memory(DeviceMemory("cuda", 2 * 2**30, 8 * 2**30))
    assert "photos at a time will be worked through" in view.memory.text()
    assert theme().tones.warning in view.memory.text()
    # A field that holds nothing sound promises nothing.
    rate = view.form.editor("lr")
    rate.clear()
    qtbot.keyClicks(rate, "fast")
    assert view.memory.text() == ""


def test_every_preset_has_a_title(clinic, open_dialog):
    view, _ = open_dialog(clinic)
    titles = [view.preset.itemText(index) for index in range(view.preset.count())]
    assert len(titles) == len(PRESETS)
    assert not set(titles) & set(PRESETS)
