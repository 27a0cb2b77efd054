"""Predictions through a child process: stored as they come, cancelled, and taken up again when the process dies."""

from __future__ import annotations

import pytest

from core.predicting import settle_test_time
from core.project.labels import Split
from desktop.session import Session


def rows(project):
    return {(row.model, row.image_id) for row in project.predictions()}


def asked(runs, ids):
    return {(run.name, image_id) for run, _ in runs for image_id in ids}


def test_every_answer_is_stored_and_told(clinic, runs, session, make_service, qtbot):
    service = make_service()
    ids = clinic.image_ids()
    progress, waited_for = [], []
    service.progressed.connect(lambda done, total: progress.append((done, total)))
    service.progressed.connect(lambda *_: waited_for.append(service.first_asked))
    with qtbot.waitSignal(session.predictions_changed), qtbot.waitSignal(service.busy_changed) as busy:
        assert service.predict(ids) == 3 * len(ids)
    assert busy.args == [True]
    qtbot.waitUntil(lambda: not service.busy, timeout=20_000)
    assert rows(clinic) == asked(runs, ids)
    assert progress[-1] == (3 * len(ids), 3 * len(ids))
    assert waited_for[0] in {run.name for run, _ in runs}
    assert not any(waited_for[1:])


def test_one_photo_with_one_model_is_stored_without_waiting_for_a_batch(clinic, runs, session, make_service, qtbot):
    service = make_service()
    image_id = clinic.image_ids()[0]
    with qtbot.waitSignal(session.predictions_changed, timeout=20_000):
        service.predict([image_id], ["resnet18-1"])
    assert rows(clinic) == {("resnet18-1", image_id)}


def test_a_worker_that_dies_is_started_again_and_does_the_rest(clinic, runs, session, make_service, qtbot):
    service = make_service("die_once")
    messages = []
    session.message.connect(lambda text, severity: messages.append((severity, text)))
    ids = clinic.image_ids()
    service.predict(ids)
    qtbot.waitUntil(lambda: not service.busy, timeout=20_000)
    assert rows(clinic) == asked(runs, ids)
    assert any(severity == "warning" and "started again" in text for severity, text in messages)


def test_a_worker_that_dies_each_time_is_given_up_with_a_message(clinic, runs, make_service, qtbot):
    service = make_service("die")
    with qtbot.waitSignal(service.failed, timeout=20_000) as failed, qtbot.waitSignal(service.gave_up, timeout=20_000):
        service.predict(clinic.image_ids())
    assert "ended with code 9" in failed.args[0]
    assert not service.busy
    assert rows(clinic) == set()


def test_a_worker_that_never_gets_ready_is_given_up(clinic, runs, make_service, qtbot):
    service = make_service("mute", ready_within=300)
    with qtbot.waitSignal(service.failed, timeout=20_000):
        service.predict(clinic.image_ids())
    assert not service.busy


def test_bad_photos_are_counted_and_the_rest_is_stored(clinic, runs, make_service, qtbot):
    service = make_service("bad_image")
    ids = clinic.image_ids()
    with qtbot.waitSignal(service.failed, timeout=20_000) as failed:
        service.predict(ids, ["resnet18-1"])
    bad = [image_id for image_id in ids if image_id % 5 == 0]
    assert failed.args[0].startswith(f"{len(bad)} predictions failed: The photo is damaged.")
    assert rows(clinic) == asked(runs[:1], set(ids) - set(bad))


def test_cancelling_keeps_what_was_answered_and_ends_the_wait(clinic, runs, make_service, qtbot):
    service = make_service()
    with qtbot.waitSignal(service.progressed, timeout=20_000, check_params_cb=lambda done, total: done > 0):
        service.predict(clinic.image_ids())
    service.cancel()
    assert not service.busy
    assert rows(clinic)


def test_another_project_gets_none_of_the_answers(clinic, runs, session, make_service, qtbot):
    service = make_service()
    service.predict(clinic.image_ids())
    session._project = None
    session.project_changed.emit()
    assert not service.busy
    qtbot.wait(300)
    assert rows(clinic) == set()


def test_without_models_it_says_so(clinic, make_service, qtbot):
    service = make_service()
    with qtbot.waitSignal(service.failed) as failed:
        assert service.predict(clinic.image_ids()) == 0
    assert failed.args == ["The project has no trained model yet.", "Train one in Train first."]
    assert service.available() == []


def test_a_read_only_project_is_refused(clinic, runs, qtbot, make_service):
    service = make_service()
    reader = type(clinic).open(clinic.folder, read_only=True)
    service._session = Session(reader)
    with qtbot.waitSignal(service.failed):
        assert service.predict(clinic.image_ids()) == 0
    reader.close()


@pytest.mark.parametrize("split", [Split.TEST])
def test_runs_of_the_latest_kind_are_offered(clinic, runs, make_service, split):
    assert make_service().available() == ["mobilenet_v3_small-1", "resnet18-1", "retinanet_r18-1"]


def test_answers_made_with_test_time_options_are_not_mixed_with_plain_ones(clinic, runs, make_service, qtbot):
    settle_test_time(clinic, ["resnet18-1"], "flip")
    service = make_service()
    with qtbot.waitSignal(service.failed) as failed:
        service.predict(clinic.image_ids(), ["resnet18-1"])
    assert "--tta flip" in failed.args[0] + failed.args[1]
    assert not service.busy
    assert rows(clinic) == set()
