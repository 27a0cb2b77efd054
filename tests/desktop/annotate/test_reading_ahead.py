"""Predict as I go: what is asked, in which order, and what is taken back. The service is a mock with its names only."""

from __future__ import annotations

from unittest.mock import Mock, call

import pytest

from core.project.project import Project
from core.project.records import Prediction
from desktop.annotate import reading_ahead
from desktop.annotate.prediction_panel import PredictionPanel
from desktop.annotate.reading_ahead import Plan, ReadingAhead, lacking, plan
from desktop.annotate.view import AnnotateView
from desktop.predictions import PredictionService
from desktop.session import Session
from desktop.settings import read_settings


@pytest.mark.parametrize(
    ("waiting", "wanted", "expected"),
    [
        ([], [1, 2, 3], Plan((), (1, 2, 3))),
        ([1, 2, 3], [1, 2, 3], Plan((), ())),
        ([1, 2, 3], [2, 3, 1], Plan((), ())),
        ([1, 2, 3], [2, 1, 4], Plan((3,), (4,))),
        ([1, 2, 3], [3, 4, 2], Plan((1, 2), (4, 2))),
        ([1, 2], [], Plan((1, 2), ())),
    ],
)
def test_what_waits_stays_only_where_nothing_more_urgent_must_come_before(waiting, wanted, expected):
    assert plan(waiting, wanted) == expected


def test_photos_that_lack_nothing_are_not_asked_about():
    assert lacking([5, 6], ["a", "b"], [("a", 5), ("b", 5), ("b", 6)]) == {6: ("a",)}


@pytest.fixture
def ahead(qapp, project, monkeypatch):
    return started(project, monkeypatch)


def started(project, monkeypatch):
    monkeypatch.setattr(reading_ahead, "PAUSE", 0)
    session = Session(project)
    service = Mock(spec=PredictionService)
    service.ask.side_effect = range(1, 100)
    session.prediction_service = service
    view = Mock(spec=AnnotateView)
    view.inspector = Mock()
    view.inspector.predictions = Mock(spec=PredictionPanel)
    ids = project.image_ids()

    def near(image_id):
        place = ids.index(image_id)
        return [ids[other] for other in (place, place + 1, place - 1) if 0 <= other < len(ids)]

    made = ReadingAhead(session, view, near=near)
    made.set_models(["a", "b"])
    made.session, made.service, made.ids = session, service, ids
    return made


def asked(ahead):
    return [(given.args[0][0], given.args[1]) for given in ahead.service.ask.call_args_list]


def test_by_default_nothing_is_asked(ahead, qtbot):
    ahead.show_photo(ahead.ids[0])
    qtbot.wait(30)
    ahead.service.ask.assert_not_called()


def test_staying_on_a_photo_asks_about_it_and_then_about_its_neighbours(ahead, qtbot):
    ahead.switch(True)
    ahead.show_photo(ahead.ids[1])
    qtbot.waitUntil(lambda: ahead.service.ask.called, timeout=2000)
    first, second, third, _ = ahead.ids
    assert asked(ahead) == [(second, ("a", "b")), (third, ("a", "b")), (first, ("a", "b"))]


def test_leafing_through_asks_only_where_it_stops(ahead, qtbot):
    ahead.switch(True)
    ahead._pause.setInterval(60)
    for image_id in ahead.ids:
        ahead.show_photo(image_id)
    qtbot.waitUntil(lambda: ahead.service.ask.called, timeout=2000)
    assert asked(ahead)[0][0] == ahead.ids[-1]
    assert ahead.ids[0] not in [image for image, _ in asked(ahead)]


def test_moving_on_cancels_at_once_what_is_no_longer_near(ahead):
    ahead.switch(True)
    ahead.show_photo(ahead.ids[0])
    ahead._ask()
    assert ahead.waiting == tuple(ahead.ids[:2])
    ahead.show_photo(ahead.ids[3])
    assert ahead.service.cancel_request.call_args_list == [call(1), call(2)]
    assert ahead.waiting == ()


def test_answers_that_are_stored_are_not_asked_for_again(ahead, project):
    card = {"architecture": "resnet18", "task": "classification", "classes": project.classes.to_json()}
    project.add_model("a", card, project.runs_folder / "a")
    project.store_predictions([Prediction("a", ahead.ids[0], (0.5, 0.3, 0.2), None, (1, 2, 3))])
    ahead.switch(True)
    ahead.show_photo(ahead.ids[0])
    ahead._ask()
    assert asked(ahead)[0] == (ahead.ids[0], ("b",))


def test_what_failed_is_not_asked_again(ahead):
    ahead.switch(True)
    ahead.show_photo(ahead.ids[0])
    ahead._ask()
    ahead._ended(1, frozenset({("a", ahead.ids[0]), ("b", ahead.ids[0])}))
    ahead.service.ask.reset_mock()
    ahead._ask()
    assert ahead.ids[0] not in [image for image, _ in asked(ahead)]


def test_after_a_worker_that_dies_each_time_nothing_is_asked_until_switched_on_again(ahead):
    ahead.switch(True)
    ahead.show_photo(ahead.ids[0])
    ahead._give_up()
    ahead.show_photo(ahead.ids[3])
    assert not ahead._pause.isActive()
    ahead.switch(True)
    assert ahead._pause.isActive()


def test_switching_off_takes_everything_back_and_is_remembered(ahead):
    ahead.switch(True)
    assert read_settings()["predict_as_i_go"] is True
    ahead.show_photo(ahead.ids[0])
    ahead._ask()
    ahead.switch(False)
    assert ahead.service.cancel_request.call_count == 2
    assert read_settings()["predict_as_i_go"] is False


def test_a_read_only_project_never_asks(qapp, make_project, monkeypatch, qtbot):
    with Project.open(make_project(), read_only=True) as looked_at:
        ahead = started(looked_at, monkeypatch)
        ahead.switch(True)
        ahead.show_photo(ahead.ids[0])
        ahead._ask()
        qtbot.wait(30)
        ahead.service.ask.assert_not_called()
