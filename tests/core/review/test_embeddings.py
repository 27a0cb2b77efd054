"""Photographs found alike by a real, small network in a real inference process: kept by content and by checkpoint."""

from __future__ import annotations

import json
import re
import shutil
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from click.testing import CliRunner

from core.classes import ClassTable
from core.cli import cli
from core.errors import JobError, ProjectError, UnsupportedOperation
from core.importing import import_photos
from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.inference.checkpoint import save_checkpoint
from core.inference.predictor import build_network
from core.jobs.job import RunResult, RunState
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.arrays import StoredArrays
from core.project.labels import Split
from core.project.project import Project
from core.project.snapshot import freeze
from core.review import embeddings as module
from core.review.duplicates import duplicate_findings
from core.review.embeddings import Embeddings, alike_pairs, embed, kept_pairs, read_embeddings
from core.review.looks import take_looks
from core.review.neighbours import neighbours
from core.review.queue import read_review
from core.review.suspects import Reason

FAKE = [sys.executable, str(Path(__file__).resolve().parents[2] / "fakes" / "fake_inference_worker.py"), "answer"]
PHOTOGRAPHS = 24
pytestmark = pytest.mark.slow


def skin(seed: int, size: int = 240) -> np.ndarray:
    """A smooth picture with a lesion of its own shape and colour."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(90, 200, (3, 3, 3), dtype=np.uint8)
    picture = cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC)
    for _ in range(4):
        middle, radii = rng.integers(60, 180, 2).tolist(), rng.integers(8, 45, 2).tolist()
        cv2.ellipse(picture, middle, radii, int(rng.integers(180)), 0, 360, rng.integers(0, 255, 3).tolist(), -1)
    return picture


def add_run(project: Project, name: str) -> RunFolder:
    """A completed run with random weights."""
    entry = architecture(name)
    run = RunFolder.create(project.runs_folder, name, Recipe.for_architecture(name), freeze(project))
    card = ModelCard(run.name, name, entry.task, project.classes, (64, 64), entry.mean, entry.std)
    torch.manual_seed(0)
    save_checkpoint(run.best_path, {"model": build_network(card).state_dict(), "epoch": 1})
    write_card(card, run.card_path)
    run.write_result(RunResult(state=RunState.COMPLETED, best_epoch=1, best_metric=0.5, epochs=1))
    return run


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project of which a ResNet18 has seen all photographs; the last is a cropped copy of the first."""
    home = tmp_path_factory.mktemp("embedded")
    for name in ("nevus", "rosacea"):
        (home / "photos" / name).mkdir(parents=True)
    for number in range(PHOTOGRAPHS):
        cv2.imwrite(str(home / "photos" / ("nevus", "rosacea")[number % 2] / f"{number:02}.png"), skin(number))
    cv2.imwrite(str(home / "photos" / "nevus" / "cropped.png"), skin(0)[18:222, 18:222])
    with Project.create(home / "clinic", ClassTable.from_names(["nevus", "rosacea"])) as project:
        import_photos(project, home / "photos")
        run = add_run(project, "resnet18")
        progress: list[tuple[int, int, str]] = []
        report = embed(project, run.name, device="cpu", progress=lambda *said: progress.append(said))
    assert (report.made, report.known, report.problems, report.stopped) == (PHOTOGRAPHS + 1, 0, (), False)
    assert progress[-1][:2] == (PHOTOGRAPHS + 1, PHOTOGRAPHS + 1)
    return home


@pytest.fixture
def clinic(made, tmp_path):
    """A copy of it to change; its photographs stay where they are."""
    shutil.copytree(made / "clinic", tmp_path / "clinic")
    with Project.open(tmp_path / "clinic") as project:
        yield project


def ids(project):
    return {record.path.stem: record.id for record in project.images()}


def found(project, looks=None):
    """Findings of duplicates by the stem of their photograph."""
    names = {key: name for name, key in ids(project).items()}
    review = read_review(project, looks={} if looks is None else looks)
    return {
        names[suspect.image_id]: entry
        for suspect in review.suspects
        for entry in suspect.findings
        if entry.reason is Reason.DUPLICATE
    }


def test_a_cropped_copy_is_found_across_the_split_where_the_hashes_see_none(clinic):
    key = ids(clinic)
    looks = take_looks(clinic.folder, clinic.images())
    clinic.set_splits({key["00"]: Split.TRAIN, key["cropped"]: Split.TEST}, what="Split")
    (name, finding), *more = found(clinic, looks).items()
    assert not more
    assert {name, *(other for other, one in key.items() if one in finding.others)} == {"00", "cropped"}
    assert "one is for" in finding.text
    assert re.search(r"their features are \d\.\d\d alike", finding.text)
    assert finding.score > 0.7
    shutil.rmtree(clinic.folder / "features")
    assert found(clinic, looks) == {}


def test_what_was_judged_stays_judged_when_the_network_is_another(clinic):
    (suspect,) = (entry for entry in read_review(clinic, looks={}).suspects if entry.first.reason is Reason.DUPLICATE)
    before = suspect.first.evidence
    again = found(clinic)[next(iter(found(clinic)))]
    assert again.evidence == before
    pairs = [(*sorted((suspect.image_id, suspect.first.others[0])), 0.5)]
    opinions = read_review(clinic).opinions
    ((_, other),) = duplicate_findings(opinions, {}, pairs, names_of=lambda ids: {key: f"{key}.jpg" for key in ids})
    assert other.evidence == before
    assert other.text != suspect.first.text


def test_nothing_is_said_where_duplicates_were_not_asked_for(clinic):
    assert not any(entry.first.reason is Reason.DUPLICATE for entry in read_review(clinic, looks=None).suspects)


def test_what_an_earlier_checkpoint_saw_does_not_count_and_is_seen_again(clinic):
    run = RunFolder(clinic.runs_folder / "resnet18-1")
    assert read_embeddings(clinic).run == "resnet18-1"
    write_card(replace(run.card, created_at=datetime.now(UTC)), run.card_path)
    assert read_embeddings(clinic) is None
    assert found(clinic) == {}
    with pytest.raises(JobError):  # it wants to ask
        embed(clinic, "resnet18", command=["/no/such/program"])
    shutil.rmtree(run.path)
    assert read_embeddings(clinic) is None


def test_only_what_lacks_is_worked_out(clinic):
    assert embed(clinic, "resnet18", command=["/no/such/program"]).known == PHOTOGRAPHS + 1


def test_what_came_before_the_end_is_kept(clinic, monkeypatch):
    shutil.rmtree(clinic.folder / "features")

    def progress(done, total, what):
        if done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed(clinic, "resnet18", device="cpu", progress=progress)
    assert len(read_embeddings(clinic).ids) == 7
    assert alike_pairs(read_embeddings(clinic)) == []  # too few to say what is usual


def test_the_command_lists_what_looks_alike(clinic):
    asked = ["review", str(clinic.folder), "--embed", "resnet18", "--reason", "duplicate", "--json"]
    result = CliRunner().invoke(cli, asked)
    assert result.exit_code == 0, result.output
    assert "features of 0 photographs by resnet18-1; 25 were known before" in result.stderr
    (row,) = json.loads(result.stdout)
    assert {Path(row["photograph"]).stem, Path(row["reasons"][0]["others"][0]).stem} == {"00", "cropped"}


def test_a_decent_end_keeps_what_came(clinic):
    shutil.rmtree(clinic.folder / "features")
    stop = threading.Event()
    report = embed(clinic, "resnet18", device="cpu", stop=stop, progress=lambda *_: stop.set())
    assert report.stopped
    assert report.made == len(read_embeddings(clinic).ids) >= 1


def test_an_end_before_the_process_is_ready_waits_for_nothing(clinic, tmp_path):
    shutil.rmtree(clinic.folder / "features")
    stop = threading.Event()
    stop.set()
    # It says nothing, and would go on for an hour.
    report = embed(clinic, "resnet18", stop=stop, command=[sys.executable, "-c", "import time; time.sleep(3600)"])
    assert (report.made, report.stopped) == (0, True)


def test_neighbours_are_those_that_look_alike(clinic):
    key = ids(clinic)
    review = read_review(clinic, looks={})
    near = neighbours(review, key["00"], count=3)
    assert (near.ids[0], near.by_features) == (key["cropped"], True)
    assert key["00"] not in neighbours(review, key["00"], count=40).ids
    assert neighbours(review, 999, count=3).ids == ()


def test_a_damaged_file_is_as_none(clinic):
    (clinic.folder / "features" / "resnet18-1.npz").write_bytes(b"PK\x03\x04")
    assert read_embeddings(clinic) is None


def test_a_detector_is_refused_and_a_place_that_cannot_be_written_told(clinic):
    shutil.rmtree(clinic.folder / "features")
    (clinic.folder / "features").write_text("in the way", encoding="utf-8")
    with pytest.raises(ProjectError, match="can't be kept"):
        embed(clinic, "resnet18", command=FAKE)
    run = RunFolder.create(
        clinic.runs_folder, "retinanet_r18", Recipe.for_architecture("retinanet_r18"), freeze(clinic)
    )
    entry = architecture("retinanet_r18")
    write_card(
        ModelCard(run.name, entry.name, entry.task, clinic.classes, (64, 64), entry.mean, entry.std), run.card_path
    )
    run.best_path.touch()
    with pytest.raises(UnsupportedOperation, match="detector"):
        embed(clinic, run.name, command=FAKE)


def test_pairs_are_alike_by_what_is_usual_around_them_whatever_the_network(monkeypatch):
    monkeypatch.setattr(module, "_BLOCK", 7)
    rng = np.random.default_rng(0)
    for spread in (1.0, 0.05):  # to the second network all photographs are nearly the same
        vectors = 1 + spread * rng.normal(size=(40, 64))
        vectors[33] = vectors[4] + 0.3 * spread * rng.normal(size=64)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        ((one, other, similarity),) = alike_pairs(Embeddings("r", np.arange(100, 140), vectors.astype(np.float32)))
        assert (one, other) == (104, 133)
        assert similarity == pytest.approx(float(vectors[4] @ vectors[33]), abs=1e-5)


def test_pairs_are_worked_out_again_only_when_something_changed(clinic, monkeypatch):
    stored = StoredArrays()
    first = kept_pairs(read_embeddings(clinic), stored)
    assert len(first) == 1
    monkeypatch.setattr(module, "alike_pairs", lambda _: pytest.fail("worked out again"))
    assert kept_pairs(read_embeddings(clinic), stored) is first
