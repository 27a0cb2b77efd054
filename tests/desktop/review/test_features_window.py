"""Copies that were cropped or turned, found from the window by a real, small network in the inference process."""

from __future__ import annotations

import pytest
import torch
from PySide6.QtWidgets import QMenu

from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.inference.checkpoint import save_checkpoint
from core.inference.predictor import build_network
from core.jobs.job import RunResult, RunState
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.snapshot import freeze
from core.review.embeddings import read_embeddings
from core.review.suspects import Reason

pytestmark = pytest.mark.slow
SEEN_WITHIN = 180_000


def add_run(project, name="resnet18"):
    """A completed run with random weights."""
    entry = architecture(name)
    run = RunFolder.create(project.runs_folder, name, Recipe.for_architecture(name), freeze(project))
    card = ModelCard(run.name, name, entry.task, project.classes, (64, 64), entry.mean, entry.std)
    torch.manual_seed(0)
    save_checkpoint(run.best_path, {"model": build_network(card).state_dict(), "epoch": 1})
    write_card(card, run.card_path)
    run.write_result(RunResult(state=RunState.COMPLETED, best_epoch=1, best_metric=0.5, epochs=1))
    return run


def duplicates(workspace):
    found = [entry for row in workspace.view.model.rows for entry in row.suspect.findings]
    return [entry for entry in found if entry.reason is Reason.DUPLICATE]


def test_a_classifier_sees_all_photographs_and_the_queue_knows_the_copies(window, workspace, qtbot):
    run = add_run(window.session.project)
    view, said = workspace.view, []
    workspace.controller.reader.progressed.connect(said.append)
    view.features_button.click()
    assert view._stop.isVisible()
    assert not view.features_button.isVisible()
    # All are grey but for one pixel: copies of one another, and nobody has looked at them otherwise.
    qtbot.waitUntil(lambda: bool(duplicates(workspace)), timeout=SEEN_WITHIN)
    assert "their features are 1.00 alike" in duplicates(workspace)[0].text
    assert (24, 24) in said
    assert len(read_embeddings(window.session.project).ids) == 24
    assert view.inspector._alike._heading.text() == "Nearest by features"
    assert not view._stop.isVisible()
    assert view.features_button.isVisible()
    view.features_button.click()  # nothing lacks now
    qtbot.waitUntil(
        lambda: window.status.message.text() == f"{run.name} has seen 0 photos anew; 24 were known before.",
        timeout=20_000,
    )


def test_it_is_stopped_at_once_and_the_window_goes_on(window, workspace, qtbot):
    add_run(window.session.project)
    reader = workspace.controller.reader
    with qtbot.waitSignal(reader.features_taken, timeout=60_000) as taken:
        workspace.view.features_button.click()
        workspace.view._stop.click()
    assert taken.args[0].stopped
    assert taken.args[0].made == 0
    assert not workspace.view._stop.isVisible()


# Said by the offscreen platform of each menu that pops up; it harms nothing.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_of_several_classifiers_one_is_chosen_and_without_any_it_says_so(window, workspace, qtbot):
    workspace.view.features_button.click()
    assert "train one first" in window.status.message.text()
    for name in ("resnet18", "mobilenet_v3_small", "retinanet_r18"):
        add_run(window.session.project, name)
    asked = []
    workspace.controller.reader.take_features = asked.append
    workspace.view.features_button.click()
    (menu,) = workspace.view.features_button.findChildren(QMenu)
    names = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert sorted(names) == ["mobilenet_v3_small-1", "resnet18-1"]
    next(action for action in menu.actions() if action.text() == "resnet18-1").trigger()
    menu.close()
    assert asked == ["resnet18-1"]
