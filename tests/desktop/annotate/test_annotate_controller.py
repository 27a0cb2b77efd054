"""The controller's decisions, with a real project and no widget: the view is a mock that has only the view's names."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from core.classes import ClassTable
from core.errors import ImageMissing, ProjectError
from core.geometry import Box
from core.project.labels import ImageState
from core.project.project import Project
from core.project.records import NewImage, PredictedBox, Prediction
from desktop.action_spec import Situation
from desktop.annotate.adjust_panel import AdjustPanel
from desktop.annotate.canvas import Canvas
from desktop.annotate.controller import AnnotateController
from desktop.annotate.heat_panel import HeatPanel
from desktop.annotate.inspector import Inspector
from desktop.annotate.listing import ListFilter
from desktop.annotate.photos import PhotoLoader
from desktop.annotate.prediction_panel import PredictionPanel
from desktop.annotate.view import AnnotateView
from desktop.session import Session
from desktop.thumbnails import Thumbnails


def view_mock() -> Mock:
    view = Mock(spec=AnnotateView)
    view.canvas = Mock(spec=Canvas)
    view.adjusting = Mock(spec=AdjustPanel)
    view.inspector = Mock(spec=Inspector, history_open=False)
    view.inspector.predictions = Mock(spec=PredictionPanel, threshold=0.3)
    view.inspector.predictions.heat = Mock(spec=HeatPanel, opacity=0.7)
    return view


def started(project: Project | None, *, service: object = None) -> AnnotateController:
    session = Session(project)
    session.prediction_service = service
    loader = Mock(spec=PhotoLoader)
    loader.show.return_value = None
    return AnnotateController(session, view_mock(), loader=loader, thumbnails=Mock(spec=Thumbnails))


@pytest.fixture
def controller(qapp, project):
    return started(project)


def test_opening_shows_the_first_photo_and_reads_its_neighbour_ahead(controller, project):
    first, second, third, _ = project.images()
    controller._loader.show.assert_called_once_with(first, ahead=[second, third])
    controller._view.canvas.begin_photo.assert_called_once_with(320, 240)
    controller._view.set_place.assert_called_with("1 of 4")


def test_a_photo_loaded_too_late_is_not_shown(controller, project):
    controller._photo_loaded(project.image_ids()[2], Mock())
    controller._view.canvas.set_photo.assert_not_called()


def test_a_photo_that_fails_is_told_in_its_place(controller, project):
    controller._photo_failed(project.image_ids()[0], ImageMissing("a.png is missing.", hint="Disk off?", path="/a.png"))
    text = controller._view.canvas.set_notice.call_args.args[0]
    assert "missing" in text
    assert "Disk off?" in text


def test_the_next_box_takes_the_photo_s_diagnosis_else_the_class_chosen_last(controller, project):
    first, second, *_ = project.image_ids()
    controller.boxes.give_class(3)
    controller._session.select_image(second)
    controller.boxes.draw(Box(5, 5, 50, 50))
    assert project.labels(second).boxes[0].class_id == 1
    controller._session.select_image(first)
    controller.boxes.draw(Box(5, 5, 50, 50))
    assert project.labels(first).boxes[0].class_id == 3


def test_a_failed_save_puts_the_stored_boxes_back_on_the_canvas(controller, project, monkeypatch):
    def full(_edit):
        raise ProjectError("The disk is full.")

    messages = []
    controller._session.message.connect(lambda text, severity: messages.append((text, severity)))
    monkeypatch.setattr(project, "apply", full)
    controller._view.canvas.set_boxes.reset_mock()
    controller.boxes.draw(Box(5, 5, 50, 50))
    controller._session.settle()
    controller._view.canvas.set_boxes.assert_called_with(())
    assert messages == [("The disk is full.", "error")]


def test_without_classes_a_box_is_not_drawn_and_that_is_told(qapp, tmp_path, project):
    record = project.images()[0]
    photo = NewImage(
        path=record.path, relative_path=record.relative_path, sha256=record.sha256, width=record.width,
        height=record.height, orientation=1, file_size=1,
    )  # fmt: skip
    with Project.create(tmp_path / "bare", ClassTable(())) as bare:
        bare.add_images(record.path.parent, [photo])
        controller = started(bare)
        messages = []
        controller._session.message.connect(lambda _text, severity: messages.append(severity))
        controller.boxes.draw(Box(5, 5, 50, 50))
        assert messages == ["warning"]
        assert bare.labels(bare.image_ids()[0]).boxes == ()


def test_read_only_nothing_is_changed(qapp, make_project):
    with Project.open(make_project(), read_only=True) as looked_at:
        controller = started(looked_at)
        first = looked_at.image_ids()[0]
        controller.boxes.draw(Box(5, 5, 50, 50))
        controller.verify_and_go_on()
        controller.diagnose(2)
        assert looked_at.labels(first) == looked_at.labels_of()[first]
        assert looked_at.image(first).state is ImageState.NEW
        controller._view.canvas.set_editable.assert_called_with(False)


def test_editing_keeps_the_photo_in_a_list_it_no_longer_fits(controller, project):
    first = project.image_ids()[0]
    controller.list.set_filter(ListFilter(state=ImageState.NEW))
    controller.boxes.draw(Box(5, 5, 50, 50))
    assert project.image(first).state is ImageState.LABELLED
    assert first in controller.model.shown_ids
    controller.list.set_filter(ListFilter(state=ImageState.NEW))
    assert first not in controller.model.shown_ids
    assert controller._session.image_id != first


def test_filters_hold_beside_what_another_workspace_asked_for(controller, project):
    ids = project.image_ids()
    controller._session.show_images(ids[:3], "why")
    controller.list.set_filter(ListFilter(text="photo02"))
    assert controller.model.shown_ids == [ids[2]]
    controller.list.set_filter(ListFilter())
    assert controller.model.shown_ids == ids[:3]


def test_the_next_photo_without_labels_is_found_round_the_end(controller, project):
    ids = project.image_ids()
    controller._session.select_image(ids[3])
    controller.list.go_to_new()
    assert controller._session.image_id == ids[0]


def test_predicting_asks_the_service_for_the_photo_shown(qapp, project):
    service = Mock()
    service.available.return_value = ["densenet121-1"]
    controller = started(project, service=service)
    assert controller.described(Situation(has_project=True)).can_predict
    controller.predictions.predict()
    service.predict.assert_called_once_with([project.image_ids()[0]], None)
    controller.set_busy(True)
    assert not controller.described(Situation(has_project=True)).can_predict


def test_without_a_model_predicting_is_not_offered(qapp, project):
    service = Mock()
    service.available.return_value = []
    controller = started(project, service=service)
    assert not controller.described(Situation(has_project=True)).can_predict
    assert "Train" in controller._view.inspector.predictions.set_can.call_args.kwargs["why_not"]


def test_an_accepted_prediction_is_taken_off_the_canvas(controller, project):
    first = project.image_ids()[0]
    card = {"architecture": "retinanet_r18", "task": "detection", "classes": project.classes.to_json()}
    project.add_model("r-1", card, project.runs_folder / "r-1")
    boxes = (PredictedBox(Box(5, 5, 50, 50), 2, 0.9), PredictedBox(Box(60, 5, 90, 50), 2, 0.8))
    project.store_predictions(
        [Prediction(model="r-1", image_id=first, probabilities=None, boxes=boxes, class_ids=(1, 2, 3))]
    )
    controller._session.predictions_changed.emit()
    assert len(controller._view.canvas.set_predictions.call_args.args[0]) == 2
    controller.predictions.accept()
    assert [shape.score for shape in controller._view.canvas.set_predictions.call_args.args[0]] == [0.8]
    assert [box.box for box in project.labels(first).boxes] == [Box(5, 5, 50, 50)]


def test_work_goes_on_where_it_stopped(qapp, make_project):
    folder = make_project()
    with Project.open(folder) as project:
        controller = started(project)
        controller._session.select_image(project.image_ids()[3])
        controller.remember_place()
    with Project.open(folder) as project:
        assert started(project)._session.image_id == project.image_ids()[3]


def test_a_deleted_or_undone_box_is_not_selected_any_more(controller, project):
    controller.boxes.draw(Box(5, 5, 50, 50))
    assert controller.described(Situation(has_project=True)).has_selection
    controller.boxes.delete()
    assert not controller.described(Situation(has_project=True)).has_selection
    controller._session.undo()
    controller.boxes.select([box.uid for box in project.labels(project.image_ids()[0]).boxes])
    controller._session.undo()
    assert not controller.described(Situation(has_project=True)).has_selection
