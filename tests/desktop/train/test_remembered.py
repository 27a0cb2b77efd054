"""The train dialog begins with what was last started, and finds back to the paper."""

from __future__ import annotations

import pytest

from core.jobs.recipe import Recipe
from core.project.snapshot import freeze
from desktop.train.dialog import TrainDialog
from desktop.train.dialog_controller import LAST, TrainDialogController
from desktop.train.remembered import SETTING, LastTraining, last_training, remember

CHANGED = Recipe.for_architecture("resnet18", epochs=3, image_size=64)


@pytest.fixture
def open_dialog(clinic, qtbot):
    def make(preferred="resnet18"):
        view = TrainDialog()
        qtbot.addWidget(view)
        controller = TrainDialogController(
            view, freeze=lambda: freeze(clinic), make_split=lambda: None, weights=lambda: (),
            last=lambda name: last_training(clinic, name), preferred=preferred, preset="quick", parent=view,
        )  # fmt: skip
        qtbot.waitUntil(view.start_button.isEnabled)
        return view, controller

    return make


def test_the_recipe_and_device_of_the_last_training_are_there_again(clinic, open_dialog, qtbot):
    remember(clinic, "resnet18", LastTraining(CHANGED, "cpu"))
    view, controller = open_dialog()
    assert view.preset.currentData() == LAST
    assert view.device.currentData() == "cpu"
    with qtbot.waitSignal(controller.planned) as planned:
        view.start_button.click()
    assert planned.args[0].recipe == CHANGED
    assert planned.args[0].device == "cpu"


def test_each_architecture_remembers_its_own(clinic, open_dialog):
    remember(clinic, "resnet18", LastTraining(CHANGED, "cpu"))
    view, controller = open_dialog("mobilenet_v3_small")
    assert view.preset.currentData() == "quick"
    assert view.preset.findData(LAST) < 0
    controller.choose_architecture("resnet18")
    assert view.form.texts()["image_size"] == "64"
    controller.choose_architecture("mobilenet_v3_small")
    assert controller._recipe() == Recipe.for_architecture("mobilenet_v3_small", preset="quick")


def test_one_button_leads_back_to_the_papers_recipe(clinic, open_dialog):
    remember(clinic, "resnet18", LastTraining(CHANGED, "auto"))
    view, controller = open_dialog()
    assert view.paper_button.isEnabled()
    view.paper_button.click()
    assert controller._recipe() == Recipe.for_architecture("resnet18")
    assert view.preset.currentData() == "paper"
    assert not view.paper_button.isEnabled()


def test_a_recipe_of_another_version_is_forgotten(clinic):
    clinic.set_setting(SETTING, {"resnet18": {"recipe": {"no_such_field": 1}}, "resnet50": "junk"})
    assert last_training(clinic, "resnet18") is None
    assert last_training(clinic, "resnet50") is None
    remember(clinic, "resnet18", LastTraining(CHANGED, "cpu"))
    assert last_training(clinic, "resnet18") == LastTraining(CHANGED, "cpu")
