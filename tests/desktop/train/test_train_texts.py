"""What the Train workspace says of ends, beginnings and empty curves."""

from __future__ import annotations

from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from core.inference.catalogue import Task, architecture
from core.jobs.job import RunState
from core.jobs.protocol import EpochEnd, Finished, Step
from core.jobs.recipe import Recipe, recipe_field
from desktop.charts.curves import CurvePlot, Line
from desktop.jobs.progress import RunProgress
from desktop.train import pages
from desktop.train.beginning import beginning
from desktop.train.recipe_form import RecipeForm
from desktop.train.wording import value_text


def ended(epochs, *, planned=6, patience=3, state=RunState.COMPLETED):
    progress = RunProgress()
    for epoch in range(1, epochs + 1):
        progress.add(
            EpochEnd(
                epoch=epoch,
                epochs=planned,
                train_loss=1.0,
                val_loss=1.0,
                metrics={"weighted_accuracy": 0.5},
                lr=0.1,
                seconds=1.0,
                best=epoch == 1,
            )
        )
    recipe = Recipe.for_architecture("resnet18", epochs=planned, patience=patience)
    run = Mock(job=SimpleNamespace(recipe=recipe), can_resume=True)
    return Mock(progress=progress, state=state, run=run)


def test_an_early_end_says_why(qapp):
    text = pages._activity(ended(4))
    assert "after epoch 4 of 6" in text
    assert "3 epochs (Patience)" in text


@pytest.mark.parametrize(
    "process", [ended(6), ended(4, patience=0), ended(4, state=RunState.STOPPED)], ids=["full", "patient", "stopped"]
)
def test_other_ends_are_not_called_early(qapp, process):
    assert "early" not in pages._activity(process)


def test_pace_time_left_and_memory_are_told_while_it_trains(qapp):
    process = ended(2, state=RunState.RUNNING)
    process.progress.add(Step(3, 6, 1, 4, 0.5, 0.1, 41.4, 3 * 2**30))
    # Two epochs of a second each, and three and three quarters are left.
    assert pages._timing(process).split(" · ") == ["at most 4 s left", "41 photos/s", "3.0 GB of the GPU"]
    process.state = RunState.STOPPING
    assert pages._timing(process).split(" · ") == ["41 photos/s", "3.0 GB of the GPU"]
    process.progress.add(Step(3, 6, 2, 2, 0.5, 0.1, 41.4))
    assert pages._timing(process) == "41 photos/s"
    process.state = RunState.COMPLETED
    assert pages._timing(process) == ""


def test_resume_is_not_offered_while_it_stops(qapp):
    assert pages._start_text(ended(4, state=RunState.STOPPING)) == ""
    assert pages._start_text(ended(4, state=RunState.STOPPED)) == "Resume"


def test_without_a_gpu_a_light_model_and_quick_are_begun_with():
    model, preset = beginning(None, has_gpu=False)
    assert architecture(model).light
    assert preset == "quick"
    assert beginning(None, has_gpu=True) == ("densenet121", "paper")


def test_the_model_trained_last_is_begun_with_if_it_is_still_known():
    assert beginning("resnet50", has_gpu=True)[0] == "resnet50"
    assert beginning("gone", has_gpu=True)[0] == "densenet121"


def test_empty_curves_show_no_numbers_of_the_run_before(qtbot):
    plot = CurvePlot()
    qtbot.addWidget(plot)
    plot.draw([Line("#000000", ((0.0, 50.0), (1.0, 90.0)))])
    axis = plot.getAxis("left")
    assert axis.style["showValues"]
    plot.draw([Line("#000000", ())])
    assert not axis.style["showValues"]
    assert plot.viewRange()[1] == pytest.approx([0, 1], abs=0.2)
    plot.draw([Line("#000000", ((0.0, 50.0), (1.0, 90.0)))])
    assert axis.style["showValues"]


def test_minus_one_threads_read_as_automatic(qtbot):
    field = recipe_field("workers")
    assert pages.value_text(field, -1) == "automatic"
    assert pages.value_text(field, 2) == "2"
    form = RecipeForm()
    qtbot.addWidget(form)
    form.set_fields([field], {"workers": -1})
    assert form.editor("workers").text() == "automatic"
    assert form.texts() == {"workers": "-1"}


def test_numbers_are_counted_and_choices_named_as_people_say_them(qapp):
    assert value_text(recipe_field("patience"), 1) == "1 epoch"
    assert value_text(recipe_field("batch_size"), 64) == "64 photos"
    assert value_text(recipe_field("best_by"), "balanced_accuracy") == "balanced accuracy"


def test_the_form_names_choices_and_units_in_words(qtbot):
    form = RecipeForm()
    qtbot.addWidget(form)
    fields = [recipe_field("patience"), recipe_field("best_by")]
    form.set_fields(fields, {"patience": 1, "best_by": "weighted_accuracy"})
    spin, combo = form.editor("patience"), form.editor("best_by")
    assert spin.text() == "1 epoch"
    spin.setValue(1000)
    assert spin.text() == "1000 epochs"
    assert combo.currentText() == "weighted accuracy"
    assert form.texts()["best_by"] == "weighted_accuracy"
    assert "_" not in combo.toolTip()


def test_a_run_that_starts_again_is_not_shown_as_done(qapp):
    process = ended(6)
    process.progress.add(Finished("stopped"))
    process.state = RunState.STARTING
    assert pages._timing(process) == ""
    process.run.job.architecture, process.run.job.task = "resnet18", Task.CLASSIFICATION
    process.run.process = None
    process.run.result = None
    process.run.name = "resnet18-1"
    assert pages.row_of(process).fraction is None
