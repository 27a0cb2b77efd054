"""Folds: each photograph is predicted by a model that never saw its patient, and the project knows it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.classes import ClassTable
from core.errors import JobError, ProjectError
from core.geometry import Box
from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.jobs import queue_runner
from core.jobs.folds import (
    HELD_OUT_NAME,
    create_folds,
    fold_snapshots,
    folds_to_store,
    is_out_of_fold,
    list_folds,
    read_folds,
    store_out_of_fold,
)
from core.jobs.job import RunResult, RunState
from core.jobs.queue import enqueue, read_queue
from core.jobs.queue_runner import Pace, QueueRunner
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder, write_json
from core.jobs.runs import find_run
from core.predicting import choose_runs
from core.project.arrays import StoredArrays
from core.project.labels import Edit, ImageState, Split, new_box
from core.project.project import Project
from core.project.records import NewImage
from core.project.snapshot import freeze
from core.review.opinions import read_opinions

FAKE_WORKER = Path(__file__).resolve().parents[2] / "fakes" / "fake_worker.py"
PATIENTS = 12


@pytest.fixture
def project(tmp_path):
    """Thirty-six photographs of twelve patients in three classes; class 3 is rare."""
    rng = np.random.default_rng(0)
    source = tmp_path / "photos"
    source.mkdir()
    new = []
    for number in range(36):
        patient = number % PATIENTS
        diagnosis = 3 if patient < 3 else 1 + patient % 2
        pixels = rng.integers(0, 60, (48, 48, 3), dtype=np.uint8)
        pixels[..., diagnosis - 1] += 180
        path = source / f"{number:02}.png"
        cv2.imwrite(str(path), pixels)
        boxes = (new_box(Box(4, 4, 30, 30), diagnosis),)
        new.append(
            NewImage(path, path.name, sha256(path), 48, 48, 1, 1, diagnosis=diagnosis, patient=f"P{patient}",
                     split=Split.TRAIN if patient < 9 else Split.TEST, boxes=boxes)
        )  # fmt: skip
    with Project.create(tmp_path / "clinic", ClassTable.from_names(["acne", "eczema", "psoriasis"])) as opened:
        opened.add_images(source, new)
        yield opened


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make(project, folds=3, name="resnet18", **more):
    recipe = Recipe.for_architecture(name, preset="quick", **more)
    return create_folds(project.runs_folder, name, recipe, freeze(project), folds=folds, initial_weights="none")


def finish(project, run_name, state=RunState.COMPLETED):
    """What a trained fold leaves behind."""
    run = RunFolder(project.runs_folder / run_name)
    entry = architecture(run.job.architecture)
    card = ModelCard(run.name, entry.name, entry.task, run.snapshot.classes, (48, 48), entry.mean, entry.std)
    write_card(card, run.card_path)
    run.best_path.write_bytes(b"model")
    run.write_result(RunResult(state=state, best_epoch=1, best_metric=0.5))
    return run


def pretend_to_predict(run):
    """Each held-out photograph is certainly of the class whose number its fold has."""
    number = int(run.name[-1])
    ids = run.snapshot.classes.ids
    rows = [
        {
            "image_id": image.id,
            "sha256": image.sha256,
            "class_ids": list(ids),
            "probabilities": [float(class_id == number) for class_id in ids],
            "boxes": None,
        }
        for image in run.snapshot.images
        if image.split is Split.TEST
    ]
    data = {"model": run.name, "card_created_at": run.card.created_at.isoformat(), "rows": rows}
    write_json(data, run.path / HELD_OUT_NAME)


def test_folds_keep_patients_whole_and_hold_each_photograph_out_once(project):
    snapshot = freeze(project)
    divided = fold_snapshots(snapshot, 4, seed=1)
    held = [image.id for part in divided for image in part.split(Split.TEST)]
    assert sorted(held) == sorted(image.id for image in snapshot.images)
    for part in divided:
        sides = {}
        for image in part.images:
            sides.setdefault(image.patient, set()).add(image.split)
        assert all(len(found) == 1 for found in sides.values())
        assert {image.split for image in part.images} == {Split.TRAIN, Split.TEST}
        assert len(part.split(Split.TEST)) == 9
    # Nine photographs of the rare class, of three patients: no fold has two of them while another has none.
    rare = [Counter(image.image_class for image in part.split(Split.TEST))[3] for part in divided]
    assert sorted(rare) == [0, 3, 3, 3]
    assert len({part.digest for part in divided}) == 4


def test_the_same_seed_gives_the_same_folds_and_another_one_others(project):
    def sides(seed):
        return [
            frozenset(i.id for i in part.split(Split.TEST)) for part in fold_snapshots(freeze(project), 3, seed=seed)
        ]

    assert sides(0) == sides(0)
    assert any(sides(0) != sides(seed) for seed in range(1, 5))


def test_rejected_photographs_are_in_no_fold(project):
    image = project.images()[0]
    before = project.labels(image.id)
    project.apply(Edit(image.id, before, dataclasses.replace(before, state=ImageState.REJECTED), "Reject"))
    assert sum(len(part.split(Split.TEST)) for part in fold_snapshots(freeze(project), 3, seed=0)) == 35


@pytest.mark.parametrize("folds", [1, 21, 13])
def test_folds_that_cannot_be_are_refused_before_anything_is_made(project, folds):
    with pytest.raises(ProjectError):
        make(project, folds)
    assert list_folds(project.runs_folder) == []
    assert not list(project.runs_folder.glob("resnet18*"))


def test_runs_of_folds_are_never_meant_by_the_name_of_their_architecture(project):
    folds = make(project)
    assert folds.name == "resnet18-oof-1"
    assert folds.runs == tuple(f"resnet18-oof-1-fold-{number}" for number in (1, 2, 3))
    assert make(project).name == "resnet18-oof-2"
    assert read_folds(project.runs_folder, folds.name) == folds
    plain = RunFolder.create(project.runs_folder, "resnet18", Recipe.for_architecture("resnet18"), freeze(project))
    for name in (plain.name, *folds.runs):
        finish(project, name)
    assert find_run(project.runs_folder, "resnet18").name == plain.name
    assert [run.name for run in choose_runs(project)] == [plain.name]
    assert find_run(project.runs_folder, folds.runs[0]).name == folds.runs[0]


def test_what_folds_say_is_stored_as_one_model_marked_as_out_of_fold(project):
    folds = make(project)
    runs = [finish(project, name) for name in folds.runs]
    assert folds_to_store(project) == []
    for run in runs[:2]:
        pretend_to_predict(run)
    runs[2].write_result(RunResult(state=RunState.FAILED))
    assert folds_to_store(project) == [folds.name]
    stored, lacking = store_out_of_fold(project, folds.name, predict=pretend_to_predict)
    assert (stored, lacking) == (24, (f"{runs[2].name}: failed",))
    assert folds_to_store(project) == []
    finish(project, folds.runs[2])
    assert store_out_of_fold(project, folds.name, predict=pretend_to_predict) == (36, ())
    held = {image.id: number for number, run in enumerate(runs, 1) for image in run.snapshot.split(Split.TEST)}
    for row in project.predictions(models=[folds.name]):
        assert row.probabilities.index(1.0) + 1 == held[row.image_id]
    card = project.model_card(folds.name)
    assert is_out_of_fold(card)
    assert card["folds"]["runs"] == list(folds.runs)
    assert not is_out_of_fold(runs[0].card.to_json())
    assert ModelCard.from_json(card).name == folds.name
    opinions = read_opinions(project, StoredArrays(), models=[folds.name])
    assert not opinions.trained[folds.name].any()  # the search for label errors trusts all of them


def test_answers_about_photographs_that_have_changed_are_left_out_and_none_at_all_is_an_error(project):
    folds = make(project)
    with pytest.raises(JobError, match="None of the folds"):
        store_out_of_fold(project, folds.name)
    for name in folds.runs:
        pretend_to_predict(finish(project, name))
    run = RunFolder(project.runs_folder / folds.runs[1])
    write_card(dataclasses.replace(run.card, created_at=datetime(2026, 1, 1, tzinfo=UTC)), run.card_path)
    asked = []
    store_out_of_fold(project, folds.name, predict=lambda run: (asked.append(run.name), pretend_to_predict(run)))
    assert asked == [run.name]  # it was gone on with: what it said before is another model's
    path = project.runs_folder / folds.runs[0] / HELD_OUT_NAME
    data = json.loads(path.read_text())
    data["rows"][0]["sha256"] = "0" * 64
    data["rows"][1]["image_id"] = 999
    path.write_text(json.dumps(data))
    assert store_out_of_fold(project, folds.name)[0] == 34


def test_the_queue_trains_folds_and_asks_each_about_its_own(project):
    folds = make(project)
    enqueue(project.runs_folder, folds.runs, group=folds.name)
    assert read_queue(project.runs_folder).groups == (folds.name,)

    def command(run):
        mode = "die" if run.name.endswith("2") else "succeed"
        return [sys.executable, str(FAKE_WORKER), mode, str(run.path), "--detached"]

    asked = []
    QueueRunner(
        project.runs_folder,
        lanes=("cpu",),
        command=command,
        finish=lambda run: asked.append(run.name),
        pace=Pace(look=0.02),
    ).work()
    assert asked == [folds.runs[0], folds.runs[2]]


def test_a_queue_that_runs_by_itself_stores_what_folds_said_unless_the_window_does(project, monkeypatch, capsys):
    folds = make(project)
    for name in folds.runs[:2]:
        pretend_to_predict(finish(project, name))
    finish(project, folds.runs[2])  # it wasn't asked, and nobody is there to wait for that
    monkeypatch.setattr(sys, "argv", ["queue_runner", str(project.runs_folder)])
    assert queue_runner.main() == 0
    assert "The window has the project open" in capsys.readouterr().out
    folder = project.folder
    project.close()
    assert queue_runner.main() == 0
    said = capsys.readouterr().out
    assert f"Stored 24 out-of-fold predictions as {folds.name}." in said
    assert f"without {folds.runs[2]}: It hasn't predicted its fold." in said
    with Project.open(folder, read_only=True) as opened:
        assert is_out_of_fold(opened.model_card(folds.name))


@pytest.mark.slow
def test_a_real_network_is_trained_on_a_fold_and_predicts_what_it_has_not_seen(project):
    folds = make(project, 2, epochs=1, image_size=32, batch_size=8, workers=0, freeze_backbone_epochs=0)
    pretend_to_predict(finish(project, folds.runs[1]))
    enqueue(project.runs_folder, folds.runs[:1], group=folds.name)
    said = []
    QueueRunner(project.runs_folder, lanes=("cpu",), tell=said.append, pace=Pace(look=0.1)).work()
    assert folds_to_store(project) == [folds.name], said
    assert store_out_of_fold(project, folds.name, predict=pytest.fail) == (36, ())
    held = {image.id for image in RunFolder(project.runs_folder / folds.runs[0]).snapshot.split(Split.TEST)}
    rows = {row.image_id: row for row in project.predictions(models=[folds.name])}
    assert set(rows) == {image.id for image in project.images()}
    assert all(0 < max(rows[image_id].probabilities) < 1 for image_id in held)
