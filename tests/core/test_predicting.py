"""Predicting through an inference process, pretended and real, into a real project."""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from core.classes import ClassTable
from core.errors import ClassTableError, JobError, MixedPredictions, UnknownModel
from core.geometry import Box
from core.importing import import_photos
from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.inference.requests import BoxRow, Predicted
from core.jobs.job import RunResult, RunState
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.predicting import choose_runs, predict, prediction_from_event, stored_test_time
from core.project.labels import Edit, ImageState, Split, new_box, with_boxes, with_state
from core.project.project import Project
from core.project.snapshot import freeze

if TYPE_CHECKING:
    from collections.abc import Iterator

FAKE = Path(__file__).resolve().parents[1] / "fakes" / "fake_inference_worker.py"
PHOTOS = 6


def fake(mode: str) -> list[str]:
    return [sys.executable, str(FAKE), mode]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    rng = np.random.default_rng(0)
    for number in range(PHOTOS):
        path = tmp_path / "photos" / ("acne" if number % 2 else "rosacea") / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(path), rng.integers(0, 255, (40, 60, 3), dtype=np.uint8))
    with Project.create(tmp_path / "project", ClassTable(()), who="ana") as made:
        import_photos(made, tmp_path / "photos")
        yield made


def make_run(project: Project, name: str, *, state: RunState = RunState.COMPLETED, classes: ClassTable | None = None):
    """A run that ended; its checkpoint is an empty file, which a pretended process never opens."""
    entry = architecture(name)
    run = RunFolder.create(project.runs_folder, name, Recipe.for_architecture(name), freeze(project))
    card = ModelCard(
        name=run.name,
        architecture=name,
        task=entry.task,
        classes=classes or project.classes,
        image_size=(32, 32),
        mean=entry.mean,
        std=entry.std,
    )
    write_card(card, run.card_path)
    run.best_path.touch()
    run.write_result(RunResult(state=state))
    return run


def test_answers_of_all_models_are_stored(project):
    make_run(project, "resnet18")
    make_run(project, "retinanet_r18")
    seen = []
    report = predict(project, command=fake("answer"), progress=lambda *args: seen.append(args))
    assert report.models == ("resnet18-1", "retinanet_r18-1")
    assert (report.stored, report.known, report.problems, report.device) == (2 * PHOTOS, 0, (), "pretended")
    assert [done for done, _, _ in seen] == list(range(1, 2 * PHOTOS + 1))
    assert {total for _, total, _ in seen} == {2 * PHOTOS}
    cnn, detector = project.predictions(image_id=project.image_ids()[0])
    assert cnn.probabilities == pytest.approx((0.7, 0.3))
    assert [(row.box.as_tuple(), row.score) for row in detector.boxes] == [((1, 2, 30, 40), 0.9)]


def human_rows(project):
    """Every row a person's work is in, read past the store."""
    tables = ("images", "boxes", "history", "steps", "classes")
    with closing(sqlite3.connect(project.folder / "dermdesk.sqlite")) as connection:
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}


def test_complaint_6_predicting_changes_no_row_a_person_made(project):
    """X-AnyLabeling #455, #590, #777: running a model wiped the boxes that were drawn by hand."""
    make_run(project, "resnet18")
    make_run(project, "retinanet_r18")
    for number, image_id in enumerate(project.image_ids()):
        before = project.labels(image_id)
        # One lies where the model will see its own; one is of no class the model would say; one has neither.
        boxes = [new_box(Box(1, 2, 30, 40), 1 + number % 2, note="mine", locked=number == 3)][: number % 3]
        states = (ImageState.LABELLED, ImageState.VERIFIED, ImageState.REJECTED)
        after = with_state(with_boxes(before, boxes), states[number % 3], reason="blurred")
        project.apply(Edit(image_id, before, after, "Draw box"))
    rows = human_rows(project)
    assert len(rows["boxes"]) == PHOTOS * 2 // 3

    assert predict(project, command=fake("answer")).stored == 2 * PHOTOS
    assert human_rows(project) == rows
    assert predict(project, again=True, command=fake("bad_photo")).problems
    with pytest.raises(JobError):
        predict(project, again=True, command=fake("die"))
    assert human_rows(project) == rows
    assert project.clear_predictions("retinanet_r18-1") == PHOTOS
    assert human_rows(project) == rows


def test_what_is_stored_is_not_asked_again_unless_wanted(project):
    make_run(project, "resnet18")
    first = project.image_ids()[:2]
    project.set_splits(dict.fromkeys(first, Split.TEST), what="test")
    assert predict(project, split=Split.TEST, command=fake("answer")).stored == 2
    report = predict(project, command=fake("answer"))
    assert (report.stored, report.known) == (PHOTOS - 2, 2)
    # Nothing is left to ask, so no process is started.
    assert predict(project, command=["/does/not/exist"]).known == PHOTOS
    assert predict(project, again=True, command=fake("answer")).stored == PHOTOS


def test_each_photograph_is_asked_only_of_the_models_that_lack_it(project):
    make_run(project, "resnet18")
    predict(project, ["resnet18"], command=fake("answer"))
    make_run(project, "mobilenet_v3_small")
    report = predict(project, ["resnet18", "mobilenet_v3_small-1"], command=fake("answer"))
    assert (report.stored, report.known) == (PHOTOS, PHOTOS)


def test_a_resumed_runs_old_answers_are_forgotten(project):
    run = make_run(project, "resnet18")
    predict(project, command=fake("answer"))
    write_card(replace(run.card, created_at=datetime.now(UTC) + timedelta(hours=1)), run.card_path)
    report = predict(project, command=fake("answer"))
    assert (report.stored, report.known) == (PHOTOS, 0)


def test_a_photograph_without_an_answer_is_reported_and_the_rest_goes_on(project):
    make_run(project, "resnet18")
    make_run(project, "retinanet_r18")
    seen = []
    report = predict(project, command=fake("bad_photo"), progress=lambda *args: seen.append(args))
    assert report.stored == 2 * (PHOTOS - 1)
    (problem,) = report.problems
    assert problem.path == project.images()[0].path
    assert problem.reason == "The file is gone. Bring it back."
    assert seen[-1][:2] == (2 * PHOTOS, 2 * PHOTOS)


def test_a_model_that_cannot_be_loaded_is_reported_and_the_others_answer(project):
    make_run(project, "resnet18")
    make_run(project, "retinanet_r18")
    report = predict(project, command=fake("bad_model"))
    assert report.stored == PHOTOS
    assert [(problem.path, problem.model) for problem in report.problems] == [(None, "resnet18-1")]


def test_what_a_library_prints_between_the_lines_does_no_harm(project):
    make_run(project, "resnet18")
    assert predict(project, command=fake("chatter")).stored == PHOTOS


def test_stop_keeps_what_has_come(project):
    make_run(project, "resnet18")
    stop = threading.Event()
    began = time.monotonic()
    report = predict(
        project, command=fake("slow"), stop=stop, progress=lambda done, *_: stop.set() if done == 2 else None
    )
    assert report.stopped
    assert 2 <= report.stored < PHOTOS
    assert len(project.predictions()) == report.stored
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("mode", "message", "stored"),
    [
        ("die", "signal 9.*memory", 3),
        ("crash", "code 3.*ZeroDivisionError: pretended", 0),
        ("fail", "No memory is left. Ask fewer models.", 0),
    ],
)
def test_a_process_that_fails_says_so_and_loses_nothing_stored(project, mode, message, stored):
    make_run(project, "resnet18")
    with pytest.raises(JobError, match=message):
        predict(project, command=fake(mode))
    assert len(project.predictions()) == stored


def test_a_command_that_cannot_be_started_is_a_typed_error(project):
    make_run(project, "resnet18")
    with pytest.raises(JobError, match="can't be started"):
        predict(project, command=["/does/not/exist"])


def test_answers_of_two_test_time_options_are_not_mixed(project):
    make_run(project, "resnet18")
    first = project.image_ids()[:2]
    project.set_splits(dict.fromkeys(first, Split.TEST), what="test")
    predict(project, split=Split.TEST, test_time="flip", command=fake("answer"))
    assert stored_test_time(project, "resnet18-1") == "flip"
    with pytest.raises(MixedPredictions, match=r"'flip', not 'none'.*--tta flip"):
        predict(project, command=fake("answer"))
    assert predict(project, test_time="flip", command=fake("answer")).stored == PHOTOS - 2
    # Asked anew on one split, what was said of the others is forgotten, since it is of the other kind.
    assert predict(project, split=Split.TEST, again=True, command=fake("answer")).stored == 2
    assert len(project.predictions()) == 2
    assert stored_test_time(project, "resnet18-1") == "none"


def test_runs_are_chosen_by_name_or_architecture(project):
    make_run(project, "resnet18")
    latest = make_run(project, "resnet18")
    make_run(project, "mobilenet_v3_small", state=RunState.FAILED)
    other = make_run(project, "densenet121", classes=ClassTable.from_names(["acne", "wart"]))
    assert choose_runs(project) == [latest]
    assert [run.name for run in choose_runs(project, ["resnet18-1", "resnet18"])] == ["resnet18-1", "resnet18-2"]
    with pytest.raises(ClassTableError, match="wart"):
        choose_runs(project, [other.name])
    with pytest.raises(UnknownModel, match="resnet18-2"):
        choose_runs(project, ["resnet50"])


def test_without_a_run_the_person_hears_how_to_train_one(project):
    with pytest.raises(UnknownModel, match="dermdesk train"):
        predict(project)


def test_an_answer_for_other_classes_is_refused(project):
    card = make_run(project, "retinanet_r18").card
    event = Predicted(1, "retinanet_r18-1", 1, card.classes.ids, None, (BoxRow(0, 0, 5, 5, card.classes.ids[0], 0.5),))
    assert prediction_from_event(event, card).boxes[0].score == 0.5
    assert prediction_from_event(replace(event, boxes=()), card).boxes == ()
    with pytest.raises(ClassTableError):
        prediction_from_event(replace(event, class_ids=(77,)), card)


@pytest.mark.slow
def test_the_real_process_answers(project):
    from core.inference.checkpoint import save_checkpoint
    from core.inference.predictor import build_network

    run = make_run(project, "resnet18")
    save_checkpoint(run.best_path, {"model": build_network(run.card).state_dict(), "epoch": 1})
    project.images()[0].path.write_bytes(b"no photograph any more")
    report = predict(project, device="cpu")
    assert report.device == "cpu"
    assert report.stored == PHOTOS - 1
    assert len(report.problems) == 1
    assert sum(project.predictions()[0].probabilities) == pytest.approx(1, abs=1e-5)
