"""The whole loop, by mouse and keys: import, draw, undo, train a CNN and a detector, predict, evaluate, click a bar.

Arguments: PROJECT, a folder for pictures, and where photographs are to be imported first: PHOTOS BOXES METADATA.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from play import Actor, play
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QDialogButtonBox, QDoubleSpinBox, QPushButton, QSlider, QSpinBox, QWidget

from core.jobs.job import RunState
from core.jobs.runs import list_runs
from core.project.labels import Split
from desktop.charts.bar_layout import BarPlace
from desktop.import_dialog import ImportDialog
from desktop.train.dialog import KEY, TrainDialog

if TYPE_CHECKING:
    from desktop.annotate.image_list import ImageListModel
    from desktop.evaluate.view import EvaluateView
    from desktop.review.view import ReviewView
    from desktop.train.view import TrainView

PROJECT, SHOTS, *SOURCES = map(Path, sys.argv[1:])
LIGHT = {
    "resnet18": {"epochs": 1, "batch_size": 8, "image_size": 64},
    "retinanet_r18": {"epochs": 1, "batch_size": 4, "image_size": 96},
}


def story(actor: Actor) -> None:
    actor.wait_until("the project is open", lambda: actor.session.has_project)
    if SOURCES:
        import_photographs(actor)
    draw_and_undo(actor)
    for name, fields in LIGHT.items():
        train(actor, name, fields)
    evaluate(actor)
    if SOURCES:
        see_where_it_looked(actor)
    accept_a_prediction(actor)


def import_photographs(actor: Actor) -> None:
    def fill_in() -> None:
        dialog = cast("ImportDialog", actor.modal(ImportDialog))
        for place, path in zip((dialog.source, dialog.boxes, dialog.metadata), SOURCES, strict=True):
            place.field.setText(str(path))
        actor.shoot("import-form")
        actor.click(_button(dialog, QDialogButtonBox.StandardButton.Ok))
        actor.wait_until("the import has ended", lambda: dialog.pages.currentIndex() == 2, seconds=60)
        actor.shoot("import-report")
        assert dialog.problem_count == 0
        actor.click(_button(dialog, QDialogButtonBox.StandardButton.Close))

    actor.later(fill_in)
    actor.window.actions_table["import_photos"].trigger()
    actor.wait_until("photographs are listed", lambda: actor.session.image_id is not None)


def draw_and_undo(actor: Actor) -> None:
    canvas = actor.window.annotate.view.canvas
    actor.wait_until("a photograph is shown", lambda: canvas.viewport is not None)
    actor.activate()
    actor.pause(0.5)
    image_id = actor.session.image_id
    assert image_id is not None
    before = actor.session.project.labels(image_id)
    actor.key(canvas, Qt.Key.Key_2)  # the class of the next box
    actor.key(canvas, Qt.Key.Key_W)
    width, height = canvas.width(), canvas.height()
    actor.drag(canvas, QPointF(width * 0.42, height * 0.42), QPointF(width * 0.56, height * 0.6))
    actor.wait_until("the box is saved", lambda: actor.session.project.labels(image_id) != before)
    drawn = actor.session.project.labels(image_id)
    (box,) = set(drawn.boxes) - set(before.boxes)
    assert box.class_id == actor.session.project.classes.ids[1]
    record = actor.session.project.image(image_id)
    assert box.box.clipped(record.width, record.height) == box.box
    actor.shoot("drawn")
    actor.key(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    actor.wait_until("the box is gone", lambda: actor.session.project.labels(image_id) == before)
    actor.key(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    actor.wait_until("the box is back", lambda: actor.session.project.labels(image_id) == drawn)
    actor.key(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    actor.wait_until("the box is gone again", lambda: actor.session.project.labels(image_id) == before)


def train(actor: Actor, architecture: str, fields: dict[str, int]) -> None:
    actor.window.show_workspace("train")
    view = cast("TrainView", _shown(actor, "TrainView"))
    actor.click(view.new_button)
    actor.wait_until("the train dialog opens", lambda: actor.window.findChildren(TrainDialog))
    dialog = actor.window.findChildren(TrainDialog)[-1]
    for index in range(dialog.models.count()):
        if dialog.models.item(index).data(KEY) == architecture:
            dialog.models.setCurrentRow(index)
    for name, value in fields.items():
        editor = dialog.form.editor(name)
        assert isinstance(editor, QSpinBox | QDoubleSpinBox)
        editor.setValue(value)
    if Split.TRAIN not in {record.split for record in actor.session.project.images()}:
        actor.wait_until("the split is offered", lambda: dialog.split_button.isVisible())
        actor.click(dialog.split_button)
    actor.wait_until("it can start", lambda: dialog.start_button.isEnabled())
    actor.shoot(f"train-dialog-{architecture}")
    known = {run.name for run in list_runs(actor.session.project.runs_folder).runs}
    actor.click(dialog.start_button)
    actor.wait_until(
        "the run appears", lambda: {run.name for run in list_runs(actor.session.project.runs_folder).runs} - known
    )
    (run,) = (run for run in list_runs(actor.session.project.runs_folder).runs if run.name not in known)
    actor.wait_until("it runs", lambda: run.state is not RunState.QUEUED, seconds=60)
    actor.window.show_workspace("annotate")  # the window stays usable meanwhile
    actor.key(actor.window.annotate.view.canvas, Qt.Key.Key_D)
    actor.window.show_workspace("train")
    actor.wait_until("the run ends", lambda: run.state.is_over, seconds=240)
    assert run.state is RunState.COMPLETED, (run.state, run.result, run.log_tail(characters=2000))
    actor.pause(1.0)
    actor.shoot(f"trained-{architecture}")


def evaluate(actor: Actor) -> None:
    actor.window.show_workspace("evaluate")
    view = cast("EvaluateView", _shown(actor, "EvaluateView"))
    project = actor.session.project
    runs = {f"{name}-1" for name in LIGHT}
    actor.wait_until(
        "predictions are offered", lambda: view.predict_button.isVisible() and view.predict_button.isEnabled()
    )
    actor.click(view.predict_button)
    test = {record.id for record in project.images(split=Split.TEST)}
    actor.wait_until(
        "all test photographs are predicted by both",
        lambda: (
            {(p.model, p.image_id) for p in project.predictions(split=Split.TEST)}
            == {(run, image_id) for run in runs for image_id in test}
        ),
        seconds=180,
    )
    plot = view.bars.plot
    actor.wait_until("both models have bars", lambda: plot.layout_of_bars.series >= len(LIGHT), seconds=20)
    actor.pause(0.5)
    actor.shoot("evaluated")
    chosen: list[tuple[str, int, str]] = []
    view.bar_chosen.connect(lambda *what: chosen.append(what))
    actor.click(plot.viewport(), QPointF(plot.point_of(BarPlace(0, 0))))
    review = cast("ReviewView", _shown(actor, "ReviewView"))
    actor.wait_until("the review is narrowed", lambda: 0 < review.model.rowCount() < len(project.images()), seconds=30)
    (onward,) = [b for b in review.findChildren(QPushButton) if b.text() == "Open all in Annotate"]
    reviewed = {row.record.id for row in review.model.rows}
    actor.click(onward)
    model_list = cast("ImageListModel", actor.window.annotate.view.list.model())
    actor.wait_until("the list is narrowed", lambda: 0 < model_list.rowCount() < len(project.images()))
    ((_model, class_id, which),) = chosen
    assert which == "all"
    labels = project.labels_of()
    meant = {image_id for image_id in test if labels[image_id].image_class == class_id}
    assert reviewed == meant
    assert set(model_list.shown_ids) == meant
    actor.pause(0.5)
    actor.shoot("narrowed")


def see_where_it_looked(actor: Actor) -> None:
    """A test photograph with the classifiers' bars, the detector's boxes, and where the classifier looked."""
    actor.session.select_image(actor.session.project.images(split=Split.TEST)[0].id)
    actor.activate()
    actor.pause(0.5)
    view = actor.window.annotate.view
    actor.key(view.canvas, Qt.Key.Key_G)
    panel = view.inspector.predictions.heat
    (slider,) = panel.findChildren(QSlider)
    actor.wait_until("the heat lies on the photograph", slider.isVisible, seconds=90)
    plain = view.canvas.grab().toImage()
    actor.shoot("where-it-looked")
    actor.key(view.canvas, Qt.Key.Key_G)
    actor.wait_until("the photograph is bare again", lambda: view.canvas.grab().toImage() != plain)


def accept_a_prediction(actor: Actor) -> None:
    project = actor.session.project
    boxes = {p.image_id: p.boxes for p in project.predictions(models=["retinanet_r18-1"]) if p.boxes}
    if not boxes:
        return  # one epoch on a few photographs may well find nothing
    image_id = next(iter(boxes))
    actor.session.show_images(None)
    actor.session.select_image(image_id)
    panel = actor.window.annotate.view.inspector.predictions
    (slider,) = panel.findChildren(QSlider)
    slider.setValue(slider.minimum())
    before = project.labels(image_id)
    actor.activate()
    actor.pause(0.5)
    actor.key(actor.window.annotate.view.canvas, Qt.Key.Key_P)
    actor.wait_until("the predicted box is a human one", lambda: project.labels(image_id) != before)
    (box,) = set(project.labels(image_id).boxes) - set(before.boxes)
    assert box.parent in {predicted.id for predicted in boxes[image_id]}
    actor.shoot("accepted")


def _shown(actor: Actor, kind: str) -> QWidget:
    (widget,) = (w for w in actor.window.findChildren(QWidget) if type(w).__name__ == kind)
    actor.wait_until(f"the {kind} is shown", lambda: widget.isVisible())
    return widget


def _button(dialog: QWidget, which: QDialogButtonBox.StandardButton) -> QPushButton:
    buttons = [box.button(which) for box in dialog.findChildren(QDialogButtonBox)]
    (button,) = (button for button in buttons if button is not None and button.isVisible())
    return button


if __name__ == "__main__":
    raise SystemExit(play(["open", str(PROJECT)], story, shots=SHOTS))
