"""Where a classifier looked: colours, whom to ask, what the panel says, and what leaves with the photograph."""

from __future__ import annotations

import itertools
from dataclasses import replace
from unittest.mock import Mock

import numpy as np
import pytest
from PySide6.QtGui import QImage

from core.errors import UnknownModel
from core.geometry import Box
from core.inference.heat import heat_to_text
from core.inference.requests import Explained
from core.project.labels import ImageLabels, new_box
from desktop.annotate.canvas import Canvas
from desktop.annotate.heat_colours import colour_table, heat_picture
from desktop.annotate.heat_controller import HeatController, remembered_opacity
from desktop.annotate.heat_panel import HeatPanel
from desktop.annotate.painting import relative_luminance
from desktop.annotate.photos import Photo
from desktop.annotate.predicted import ENSEMBLE, Opinion, best_classifier
from desktop.annotate.prediction_panel import PredictionPanel
from desktop.annotate.view import AnnotateView
from desktop.predictions import PredictionService
from desktop.session import Session

OPINIONS = [
    Opinion(ENSEMBLE, ((2, 0.7), (1, 0.3)), 2),
    Opinion("densenet121-1", ((2, 0.8), (1, 0.2))),
    Opinion("resnet18-1", ((1, 0.6), (2, 0.4))),
]


def test_each_step_of_heat_is_lighter_than_the_one_before():
    light = [relative_luminance("#{:02x}{:02x}{:02x}".format(*map(round, row))) for row in colour_table()]
    assert all(after >= before - 0.002 for before, after in itertools.pairwise(light))
    assert light[-1] - light[0] > 0.7


def test_cold_skin_stays_clear_and_the_hottest_is_covered(qapp):
    picture = heat_picture(np.array([[0.0, 0.5, 1.0]], np.float32))
    assert (picture.width(), picture.height()) == (3, 1)
    clear, half, full = (picture.pixelColor(x, 0) for x in range(3))
    assert clear.alpha() == 0
    assert 0 < half.alpha() < 255
    assert full.name() == "#fde725"
    assert full.alpha() == 255


def test_the_best_on_validation_is_asked_and_never_the_ensemble():
    assert best_classifier(OPINIONS, {"densenet121-1": 0.6, "resnet18-1": 0.7}) == "resnet18-1"
    assert best_classifier(OPINIONS, {}) == "densenet121-1"
    assert best_classifier(OPINIONS[:1], {}) == ""


@pytest.mark.parametrize(
    ("settings", "opacity"), [({}, 0.7), ({"heat_opacity": 0.2}, 0.2), ({"heat_opacity": "x"}, 0.7)]
)
def test_the_opacity_is_remembered(settings, opacity):
    assert remembered_opacity(settings, otherwise=0.7) == opacity


@pytest.fixture
def controller(qapp, project):
    session = Session(project)
    service = Mock(spec=PredictionService)
    service.explain.side_effect = range(1, 10)
    session.prediction_service = service
    view = Mock(spec=AnnotateView)
    view.canvas = Mock(spec=Canvas)
    view.inspector = Mock()
    view.inspector.predictions = Mock(spec=PredictionPanel)
    view.inspector.predictions.heat = Mock(spec=HeatPanel, opacity=0.7)
    made = HeatController(session, view)
    made.service = service
    made.record = project.images()[0]
    made.show_photo(made.record, ImageLabels())
    made.show_opinions(OPINIONS)
    return made


def answer(controller, *, request=1):
    heat = np.zeros((24, 32), np.float32)
    heat[:12, :16] = 1.0
    return Explained(request, "densenet121-1", controller.record.id, 2, 0.8, 32, 24, heat_to_text(heat), None)


def test_the_class_a_model_puts_first_is_explained(controller):
    controller.show("resnet18-1")
    controller.service.explain.assert_called_once_with(controller.record.id, "resnet18-1", class_id=1, boxes=[])
    assert controller._panel.show_busy.call_args.args == ("resnet18-1", "class 1")
    controller._predictions.set_heat_model.assert_called_with("resnet18-1")


def test_the_answer_is_laid_over_the_photo_and_its_share_follows_the_boxes(controller):
    controller.toggle()
    controller._take(answer(controller))
    assert isinstance(controller._canvas.set_heat.call_args.args[0], QImage)
    assert controller._panel.show_heat.call_args.kwargs["share"] is None
    whole = ImageLabels(boxes=(new_box(Box(0, 0, 160, 120), 2),))
    controller.show_photo(controller.record, whole)
    assert controller._panel.show_heat.call_args.kwargs["share"] == pytest.approx(1.0)
    half = ImageLabels(boxes=(new_box(Box(0, 0, 80, 240), 2),))
    controller.show_photo(controller.record, half)
    assert controller._panel.show_heat.call_args.kwargs["share"] == pytest.approx(0.5)


def test_leaving_the_photo_drops_the_heat_and_a_late_answer(controller):
    controller.toggle()
    controller.show_photo(replace(controller.record, id=controller.record.id + 1), ImageLabels())
    controller.service.cancel_explain.assert_called_once_with(1)
    controller._canvas.set_heat.reset_mock()
    controller._take(answer(controller))
    controller._canvas.set_heat.assert_not_called()
    assert not controller.wanted


def test_pressing_again_takes_it_away(controller):
    controller.toggle()
    controller._take(answer(controller))
    controller.toggle()
    controller._canvas.set_heat.assert_called_with(None)
    assert not controller.wanted


def test_why_there_is_none_is_said_in_the_panel(controller):
    controller.toggle()
    controller._take_failure(1, "Memory ran out.")
    assert controller._panel.show_problem.call_args.args[2] == "Memory ran out."
    assert not controller.wanted
    controller.service.explain.side_effect = UnknownModel("There is no such run.", hint="Train one.")
    controller.toggle()
    assert controller._panel.show_problem.call_args.args[2] == "There is no such run. Train one."


def test_the_canvas_paints_heat_under_the_boxes_and_h_leaves_it(qtbot):
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    skin = QImage(40, 30, QImage.Format.Format_RGB32)
    skin.fill(0xFF000000)
    canvas.begin_photo(40, 30)
    canvas.set_photo(Photo((skin,)))
    canvas.set_heat_opacity(1.0)
    canvas.set_heat(heat_picture(np.ones((3, 4), np.float32)))
    canvas.set_boxes([new_box(Box(10, 10, 30, 20), 1)])

    def middle_and_edge():
        left, top = canvas.viewport.to_canvas(20, 15)
        edge, _ = canvas.viewport.to_canvas(10, 15)
        image = canvas.grab().toImage()
        return image.pixelColor(round(left), round(top)).name(), image.pixelColor(round(edge), round(top)).name()

    middle, edge = middle_and_edge()
    assert middle == "#fde725"
    assert edge != "#fde725"
    canvas.hide_boxes(True)
    assert middle_and_edge() == ("#fde725", "#fde725")
    canvas.set_heat_opacity(0.0)
    assert middle_and_edge()[0] == "#000000"


def test_each_classifier_has_a_button_and_detectors_and_the_ensemble_none(qtbot):
    panel = PredictionPanel()
    qtbot.addWidget(panel)
    panel.resize(264, 600)
    panel.show()
    panel.show_predictions(OPINIONS, [], {}, detectors=1)
    assert list(panel.bars._buttons) == ["densenet121-1", "resnet18-1"]
    with qtbot.waitSignal(panel.heat_asked) as asked:
        panel.bars._buttons["resnet18-1"].click()
    assert asked.args == ["resnet18-1", True]
    panel.set_heat_model("densenet121-1")
    assert [button.isChecked() for button in panel.bars._buttons.values()] == [True, False]
    panel.show_predictions([], [], {}, detectors=0)
    assert panel.bars._buttons == {}


def test_the_share_is_said_in_words(qtbot):
    panel = HeatPanel()
    qtbot.addWidget(panel)
    panel.show_busy("resnet18-1", "Nevus")
    assert "Asking" in panel._text.text()
    panel.show_heat("resnet18-1", "Nevus", share=0.834, empty=False, boxes=2)
    assert panel._text.text() == "83 % of the heat lies inside the lesion boxes"
    panel.show_heat("resnet18-1", "Nevus", share=None, empty=True, boxes=0)
    assert "Nothing in this photo" in panel._text.text()
    assert panel._controls.isHidden()
    with qtbot.waitSignal(panel.opacity_changed) as changed:
        panel._slider.setValue(25)
    assert changed.args == [0.25]
