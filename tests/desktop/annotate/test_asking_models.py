"""Explanations and requests one photograph at a time: through a pretended worker, and once through the real one."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from core.errors import UnknownModel
from core.geometry import Box
from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.inference.heat import heat_from_text
from core.jobs.job import RunResult, RunState
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.project import Project
from core.project.snapshot import freeze
from desktop.jobs.inference import InferenceProcess
from desktop.predictions import PredictionService
from desktop.session import Session

# Gives every photograph the same probabilities and the same heat; dies, or refuses, where it is told to.
WORKER = """
import os, sys, time
import numpy as np
from core.inference.heat import heat_to_text
from core.inference.requests import *
mode, mark = sys.argv[1:]
def send(event): print(encode(event), flush=True)
send(Ready("pretended", {}, os.getpid()))
for line in sys.stdin:
    match decode(line):
        case Shutdown():
            break
        case Explain() as request:
            if mode == "die" or (mode == "die_once" and not os.path.exists(mark)):
                open(mark, "w").close()
                os._exit(9)
            if mode == "refuse":
                send(ImageFailed(request.request, request.image.id, request.model.name, "oom", "No memory.", "Wait."))
            else:
                heat = heat_to_text(np.ones((3, 4), np.float32))
                send(Explained(request.request, request.model.name, request.image.id, 2, 0.5, 4, 3, heat, None))
            send(RequestDone(request.request, int(mode != "refuse")))
        case Predict() as request:
            if mode == "slow":
                time.sleep(0.5)
            for image in request.images:
                for model in request.models:
                    if mode == "bad" and image.id % 2:
                        send(ImageFailed(request.request, image.id, model.name, "bad_image", "The photo is damaged."))
                    else:
                        send(Predicted(request.request, model.name, image.id, (1, 2, 3), (0.6, 0.3, 0.1)))
            send(RequestDone(request.request, 1))
"""


def add_run(project, name="resnet18", *, size=(64, 64)):
    run = RunFolder.create(project.runs_folder, name, Recipe.for_architecture(name), freeze(project))
    chosen = architecture(name)
    card = ModelCard(
        name=run.name, architecture=name, task=chosen.task, classes=project.classes, image_size=size,
        mean=chosen.mean, std=chosen.std, metrics={"weighted_accuracy": 0.5}, created_at=datetime.now(UTC),
    )  # fmt: skip
    write_card(card, run.card_path)
    run.best_path.write_bytes(b"weights")
    run.write_result(RunResult(state=RunState.COMPLETED, best_epoch=1, best_metric=0.5, epochs=1, seconds=1.0))
    return run, card


@pytest.fixture
def make_service(qapp, project, tmp_path):
    services = []

    def make(mode="well", *, real=False):
        session = Session(project)
        command = None if real else [sys.executable, "-c", WORKER, mode, str(tmp_path / "died")]
        service = PredictionService(session, process=InferenceProcess(session, command=command))
        services.append(service)
        return service

    yield make
    for service in services:
        service.close()


def test_a_heat_map_is_given_for_the_request(make_service, project, qtbot):
    add_run(project)
    service = make_service()
    with qtbot.waitSignal(service.explained, timeout=20_000) as given:
        number = service.explain(project.image_ids()[1], "resnet18-1", class_id=2, boxes=[Box(0, 0, 5, 5)])
    assert given.args[0].request == number
    assert given.args[0].image_id == project.image_ids()[1]


def test_a_worker_that_dies_while_explaining_is_asked_once_more(make_service, project, qtbot):
    add_run(project)
    service = make_service("die_once")
    messages = []
    service._session.message.connect(lambda text, severity: messages.append((severity, text)))
    with qtbot.waitSignal(service.explained, timeout=20_000):
        service.explain(project.image_ids()[0], "resnet18-1")
    assert any(severity == "warning" and "started again" in text for severity, text in messages)


def test_a_worker_that_dies_twice_is_given_up_and_the_panel_is_told(make_service, project, qtbot):
    add_run(project)
    service = make_service("die")
    with qtbot.waitSignal(service.explain_failed, timeout=20_000) as failed:
        number = service.explain(project.image_ids()[0], "resnet18-1")
    assert failed.args[0] == number
    assert "ended with code 9" in failed.args[1]


def test_a_refusal_says_why_once(make_service, project, qtbot):
    add_run(project)
    service = make_service("refuse")
    told = []
    service.explain_failed.connect(lambda number, why: told.append((number, why)))
    number = service.explain(project.image_ids()[0], "resnet18-1")
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    qtbot.wait(100)
    assert told == [(number, "No memory. Wait.")]


def test_a_cancelled_heat_map_never_comes(make_service, project, qtbot):
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


def test_a_read_only_project_may_ask_where_a_model_looked(qapp, make_project, tmp_path, qtbot):
    folder = make_project()
    with Project.open(folder) as project:
        add_run(project)
    with Project.open(folder, read_only=True) as looked_at:
        session = Session(looked_at)
        command = [sys.executable, "-c", WORKER, "well", str(tmp_path / "died")]
        service = PredictionService(session, process=InferenceProcess(session, command=command))
        with qtbot.waitSignal(service.explained, timeout=20_000):
            service.explain(looked_at.image_ids()[0], "resnet18-1")
        service.close()


def test_a_request_that_ends_names_what_failed_with_the_rest_stored(make_service, project, qtbot):
    add_run(project)
    service = make_service("bad")
    ids = project.image_ids()
    with qtbot.waitSignal(service.request_ended, timeout=20_000) as ended:
        number = service.ask(ids, ["resnet18-1"])
    bad = {image_id for image_id in ids if image_id % 2}
    assert ended.args == [number, frozenset(("resnet18-1", image_id) for image_id in bad)]
    assert {row.image_id for row in project.predictions()} == set(ids) - bad


def test_one_request_is_cancelled_and_the_other_answered(make_service, project, qtbot):
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
def test_the_real_worker_explains_what_it_predicts(make_service, project, qtbot):
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
