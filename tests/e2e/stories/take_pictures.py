"""Takes the pictures of the guide: `python tests/e2e/stories/take_pictures.py PROJECT FOLDER [parts]`.

PROJECT is a demo project with trained, predicted runs (see docs/guide.md, "The pictures"); of one with a cleaning round
that is ready to be compared, as `make_round.py` makes it, the round is taken. No picture of the guide ever shows a
photograph of a person.

With `parts` it takes those of what is opened now and then, to be looked at: any demo will do, the language is that of
the settings (or the system's), the scale that of `QT_SCALE_FACTOR`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from play import Actor, play
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QSlider, QTabWidget, QWidget

from core.project.labels import Split
from core.review.cleaning import current_round
from desktop.review.cleaning_bar import CleaningBar
from desktop.review.cleaning_results import ResultsDialog
from desktop.review.cleaning_text import COMPARE
from desktop.theme import set_theme
from desktop.train.dialog import KEY, TrainDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.evaluate.view import EvaluateView
    from desktop.train.view import TrainView

PROJECT, FOLDER = map(Path, sys.argv[1:3])
DETECTORS = ("retinanet_r18", "faster_rcnn_r18")


def story(actor: Actor) -> None:
    actor.window.resize(QSize(1440, 900))
    actor.wait_until("the project is open", lambda: actor.session.has_project)
    if current_round(actor.session.project) is not None:
        take_the_round(actor)
    else:
        take_the_workspaces(actor)


def take_the_round(actor: Actor) -> None:
    actor.window.show_workspace("review")
    (bar,) = actor.window.findChildren(CleaningBar)
    step = bar.steps[COMPARE]
    actor.wait_until("there is a gain to show", lambda: step.isVisible() and "points" in step.said, seconds=60)
    actor.pause(1)
    bar.grab().save(str(FOLDER / "cleaning-bar.png"))
    actor.click(step)
    actor.wait_until("what it brought is shown", lambda: actor.window.findChildren(ResultsDialog))
    (dialog,) = actor.window.findChildren(ResultsDialog)
    actor.pause(0.5)
    dialog.grab().save(str(FOLDER / "cleaning-results.png"))
    dialog.close()


def take_the_workspaces(actor: Actor) -> None:
    actor.wait_until("a photograph is shown", lambda: actor.window.annotate.view.canvas.viewport is not None)
    project = actor.session.project
    wide = {record.id for record in project.images(split=Split.TEST) if record.width > record.height}
    found = [
        p.image_id
        for p in project.predictions(split=Split.TEST)
        if p.model.startswith(DETECTORS) and p.boxes and p.image_id in wide
    ]
    actor.session.select_image(found[len(found) // 2])
    actor.pause(1.5)
    actor.shoot("annotate")
    actor.window.actions_table["heat"].trigger()
    (opacity,) = actor.window.annotate.view.inspector.predictions.heat.findChildren(QSlider)
    actor.wait_until("the heat lies on the photograph", opacity.isVisible, seconds=90)
    actor.pause(0.5)
    actor.shoot("heat")
    actor.window.actions_table["heat"].trigger()
    actor.window.show_workspace("train")
    actor.pause(1.5)
    actor.shoot("train")
    view = cast("TrainView", _named(actor, "TrainView"))
    actor.click(view.new_button)
    actor.wait_until("the train dialog opens", lambda: actor.window.findChildren(TrainDialog))
    dialog = actor.window.findChildren(TrainDialog)[-1]
    for index in range(dialog.models.count()):
        if dialog.models.item(index).data(KEY) == "resnet18":
            dialog.models.setCurrentRow(index)
    actor.wait_until("it can start", lambda: dialog.start_button.isEnabled())
    actor.pause(0.5)
    dialog.grab().save(str(FOLDER / "train-dialog.png"))
    dialog.reject()
    actor.window.show_workspace("evaluate")
    actor.pause(3)
    actor.shoot("evaluate")
    evaluate = cast("EvaluateView", _named(actor, "EvaluateView"))
    (tabs,) = evaluate.findChildren(QTabWidget)
    tabs.setCurrentIndex(1)
    actor.pause(0.5)
    actor.shoot("confusion")
    evaluate.show_page("distribution")
    actor.pause(1.5)
    evaluate.page_view("distribution").grab().save(str(FOLDER / "class-sizes.png"))
    actor.window.show_workspace("review")
    actor.pause(3)
    actor.shoot("review")
    actor.window.show_workspace("evaluate")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    set_theme(application, "dark")
    tabs.setCurrentIndex(0)
    actor.pause(0.5)
    actor.shoot("evaluate-dark")
    actor.window.show_workspace("annotate")
    actor.pause(0.5)
    actor.shoot("annotate-dark")


def parts(actor: Actor) -> None:
    """Grid and query, progress, history, adjusting, class palette, then each dialog, with what lies behind it."""
    window, actions = actor.window, actor.window.actions_table
    window.resize(QSize(1440, 900))
    window.move(0, 0)
    actor.wait_until("a photograph is shown", lambda: window.annotate.view.canvas.viewport is not None)
    query = window.annotate.view.photos.query.field
    actions["grid"].trigger()
    query.setFocus()
    query.setText("state:new or boxes>=1")
    actor.key(query, Qt.Key.Key_Return)
    actor.pause(2)
    _shoot_screen("grid")
    query.setFocus()
    query.setText("class:nevis")
    actor.key(query, Qt.Key.Key_Return)
    actor.pause(0.5)
    _shoot_screen("query-mistake")
    query.setText("")
    actor.key(query, Qt.Key.Key_Return)
    actions["grid"].trigger()
    canvas = window.annotate.view.canvas
    middle = QPointF(canvas.rect().center())
    actor.drag(canvas, middle - QPointF(40, 60), middle + QPointF(70, 50))
    for name in ("class_2", "verify", "previous", "history"):
        actions[name].trigger()
        actor.pause(0.4)
    panel = window.annotate.view.inspector.history
    actor.wait_until("the history is listed", lambda: panel.model.rowCount() > 1)
    panel.list.setCurrentIndex(panel.model.index(1, 0))
    actor.pause(0.5)
    _shoot_screen("history")
    actions["adjust"].trigger()
    actor.pause(0.5)
    _shoot_screen("adjust")
    actions["adjust"].trigger()
    actions["choose_class"].trigger()
    actor.pause(0.5)
    _shoot_screen("class-palette")
    window.annotate.view.palette_window.hide()
    for name in ("classes", "command_palette", "keys", "relink", "report", "split_photos", "import_photos"):
        _shoot_dialog(actor, name, actions[name].trigger)
    _shoot_dialog(actor, "progress", window.show_progress)


def _shoot_dialog(actor: Actor, name: str, open_dialog: Callable[[], None]) -> None:
    """Open a dialog, which may block, take its picture, close it."""

    def shoot() -> None:
        actor.wait_until(f"{name} opens", lambda: _dialogs(actor))
        actor.pause(0.8)
        _shoot_screen(name)
        for dialog in _dialogs(actor):
            dialog.reject()

    actor.later(shoot)
    open_dialog()
    actor.wait_until(f"{name} is closed", lambda: not _dialogs(actor))
    actor.activate()


def _dialogs(actor: Actor) -> list[QDialog]:
    return [dialog for dialog in actor.window.findChildren(QDialog) if dialog.isVisible()]


def _shoot_screen(name: str) -> None:
    """The whole screen, since pop-ups are windows of their own."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    QGuiApplication.primaryScreen().grabWindow(0).save(str(FOLDER / f"{name}.png"))


def _named(actor: Actor, kind: str) -> QWidget:
    (widget,) = (w for w in actor.window.findChildren(QWidget) if type(w).__name__ == kind)
    return widget


if __name__ == "__main__":
    told = parts if sys.argv[3:] == ["parts"] else story
    raise SystemExit(play(["open", str(PROJECT)], told, shots=FOLDER))
