"""Explanations and requests one photograph at a time: through a pretended worker, and once through the real one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.errors import UnknownModel
from core.geometry import Box
from core.inference.heat import heat_from_text
from core.project.heat_rows import boxes_digest
from core.project.project import Project
from desktop.jobs.inference import InferenceProcess
from desktop.predictions import PredictionService
from desktop.session import Session


@pytest.fixture
def make_service(qapp, project, pretended):
    services = []

    def make(mode="well", *, real=False):
        session = Session(project)
        command = None if real else pretended(mode)
        service = PredictionService(session, process=InferenceProcess(session, command=command))
        services.append(service)
        return service

    yield make
    for service in services:
        service.close()


def test_a_heat_map_is_given_for_the_request(make_service, project, add_run, qtbot):
    add_run(project)
    service = make_service()
    with qtbot.waitSignal(service.explained, timeout=20_000) as given:
        number = service.explain(project.image_ids()[1], "resnet18-1", class_id=2, boxes=[Box(0, 0, 5, 5)])
    assert given.args[0].request == number
    assert given.args[0].image_id == project.image_ids()[1]


def test_how_much_heat_lies_in_the_boxes_is_stored_for_the_queue(make_service, project, add_run, qtbot):
    run, _card = add_run(project)
    service = make_service()
    image = project.images()[0]
    left = Box(0, 0, image.width / 4, image.height)
    with qtbot.waitSignal(service.explained, timeout=20_000):
        service.explain(image.id, run.name, class_id=2, boxes=[left])
    (share,) = project.heat_shares()
    assert (share.model, share.image_id, share.share) == (run.name, image.id, 0.25)
    assert share.boxes == boxes_digest([left.as_tuple()])
    with qtbot.waitSignal(service.explained, timeout=20_000):
        service.explain(project.images()[1].id, run.name)  # nothing to compare the heat with
    assert len(project.heat_shares()) == 1
    assert service.unstored_heat == ()


def test_a_worker_that_dies_while_explaining_is_asked_once_more(make_service, project, add_run, qtbot):
    add_run(project)
    service = make_service("die_once")
    messages = []
    service._session.message.connect(lambda text, severity: messages.append((severity, text)))
    with qtbot.waitSignal(service.explained, timeout=20_000):
        service.explain(project.image_ids()[0], "resnet18-1")
    assert any(severity == "warning" and "started again" in text for severity, text in messages)


def test_a_worker_that_dies_twice_is_given_up_and_the_panel_is_told(make_service, project, add_run, qtbot):
    add_run(project)
    service = make_service("die")
    with qtbot.waitSignal(service.explain_failed, timeout=20_000) as failed:
        number = service.explain(project.image_ids()[0], "resnet18-1")
    assert failed.args[0] == number
    assert "ended with code 9" in failed.args[1]


def test_a_refusal_says_why_once(make_service, project, add_run, qtbot):
    add_run(project)
    service = make_service("refuse")
    told = []
    service.explain_failed.connect(lambda number, why: told.append((number, why)))
    number = service.explain(project.image_ids()[0], "resnet18-1")
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    qtbot.wait(100)
    assert told == [(number, "No memory. Wait.")]


def test_a_cancelled_heat_map_never_comes(make_service, project, add_run, qtbot):
    add_run(project)
    service = make_service()
    given = []
    service.explained.connect(given.append)
    service.cancel_explain(service.explain(project.image_ids()[0], "resnet18-1"))
    with qtbot.waitSignal(service.explained, timeout=20_000):
        wanted = service.explain(project.image_ids()[1], "resnet18-1")
    assert [event.request for event in given] == [wanted]


def test_there_is_no_heat_map_without_the_run(make_service, project):
    with pytest.raises(UnknownModel):
        make_service().explain(project.image_ids()[0], "resnet18-1")


def test_a_read_only_project_may_ask_where_a_model_looked(qapp, make_project, pretended, add_run, qtbot):
    folder = make_project()
    with Project.open(folder) as project:
        add_run(project)
    with Project.open(folder, read_only=True) as looked_at:
        session = Session(looked_at)
        service = PredictionService(session, process=InferenceProcess(session, command=pretended()))
        with qtbot.waitSignal(service.explained, timeout=20_000):
            service.explain(looked_at.image_ids()[0], "resnet18-1", boxes=[Box(0, 0, 5, 5)])
        (share,) = service.unstored_heat  # for the queue of this window
        assert share.image_id == looked_at.image_ids()[0]
        service.close()


def test_a_request_that_ends_names_what_failed_with_the_rest_stored(make_service, project, add_run, qtbot):
    add_run(project)
    service = make_service("bad")
    ids = project.image_ids()
    with qtbot.waitSignal(service.request_ended, timeout=20_000) as ended:
        number = service.ask(ids, ["resnet18-1"])
    bad = {image_id for image_id in ids if image_id % 2}
    assert ended.args == [number, frozenset(("resnet18-1", image_id) for image_id in bad)]
    assert {row.image_id for row in project.predictions()} == set(ids) - bad


def test_one_request_is_cancelled_and_the_other_answered(make_service, project, add_run, qtbot):
    add_run(project)
    service = make_service("slow")
    first, second, *_ = project.image_ids()
    dropped = service.ask([first], ["resnet18-1"])
    assert service.waits_for(first)
    service.ask([second], ["resnet18-1"])
    service.cancel_request(dropped)
    assert not service.waits_for(first)
    qtbot.waitUntil(lambda: not service.busy, timeout=20_000)
    assert {row.image_id for row in project.predictions()} == {second}


@pytest.mark.slow
def test_the_real_worker_explains_what_it_predicts(make_service, project, add_run, qtbot):
    torch = pytest.importorskip("torch")
    from core.inference.checkpoint import save_checkpoint
    from core.inference.predictor import build_network

    run, card = add_run(project)
    torch.manual_seed(0)
    network = build_network(replace(card, name=run.name))
    save_checkpoint(run.best_path, {"model": network.state_dict(), "epoch": 1})
    service = make_service(real=True)
    failures = []
    service.failed.connect(lambda *told: failures.append(told))
    service.explain_failed.connect(lambda *told: failures.append(told))
    image = project.images()[2]
    labels = project.labels(image.id)
    service.ask([image.id], ["resnet18-1"])
    with qtbot.waitSignal(service.explained, timeout=120_000) as given:
        service.explain(image.id, "resnet18-1", boxes=[entry.box for entry in labels.boxes])
    qtbot.waitUntil(lambda: not service.busy, timeout=60_000)
    assert failures == []
    (row,) = project.predictions(image_id=image.id)
    event = given.args[0]
    assert event.probability == pytest.approx(max(row.probabilities), abs=2e-3)
    assert event.class_id == row.class_ids[int(np.argmax(row.probabilities))]
    heat = heat_from_text(event.heat)
    assert heat.shape == (event.height, event.width)
    assert event.width / event.height == pytest.approx(image.width / image.height, rel=0.02)
    assert 0.0 <= event.energy <= 1.0
    assert project.labels(image.id) == labels
