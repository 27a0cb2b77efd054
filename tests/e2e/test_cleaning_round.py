"""A cleaning round with real trainings: labels planted wrong, mended, learned again, and compared in a window."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.demo.creating import create_demo
from core.jobs.run_folder import RunFolder
from core.project.labels import Edit, ImageState, Split, with_diagnosis, with_state
from core.project.project import Project

if TYPE_CHECKING:
    from collections.abc import Mapping

STORY = Path(__file__).parent / "stories" / "cleaning_round.py"
LIGHT = ("--preset", "demo", "--set", "image_size=64", "--set", "epochs=3", "--device", "cpu")
BEFORE, AFTER = "resnet18-1", "resnet18-2"


@pytest.mark.slow
def test_mended_labels_are_learned_again_and_the_gain_is_that_of_the_stored_predictions(tmp_path, screen):
    screen["OMP_NUM_THREADS"] = "1"  # so small a network gains nothing from threads
    folder = tmp_path / "demo"
    create_demo(folder, photos=48).close()
    true = classes_of(folder)
    with Project.open(folder, who="ana") as project:
        planted = [record.id for record in project.images(split=Split.TRAIN)][::4]
        tested = project.images(split=Split.TEST)[0].id
        noisy = project.images(split=Split.TRAIN)[1].id
        ids = project.classes.ids
        relabel(project, {key: ids[(ids.index(true[key]) + 1) % len(ids)] for key in (*planted, tested)})
    wrong = classes_of(folder)

    dermdesk("train", folder, "--model", "resnet18", *LIGHT, environment=screen)
    dermdesk("predict", folder, "--models", BEFORE, "--split", "test", environment=screen)
    dermdesk("clean", folder, "begin", "--name", "Audit", environment=screen)
    with Project.open(folder, who="ana") as project:
        relabel(project, {key: true[key] for key in (*planted, tested)})
        labels = project.labels(noisy)
        project.apply(Edit(noisy, labels, with_state(labels, ImageState.NOISE, reason="blurred"), "Noise"))
    dermdesk("clean", folder, "retrain", environment=screen)
    dermdesk("queue", folder, "run", environment=screen)
    learned_from_what_was_mended(folder, planted, noisy, true, wrong)
    status = json.loads(dermdesk("clean", folder, "status", "--json", environment=screen))
    assert status["state"] == "predict"
    assert status["changed"]["by_split"]["train"] == {
        "photographs": len({*planted, noisy}), "relabelled": len(planted), "noise": 1,
        "boxes": 0, "rejected": 0, "returned": 0, "moved": 0, "added": 0,
    }  # fmt: skip
    dermdesk("predict", folder, "--models", AFTER, "--split", "test", environment=screen)

    found = json.loads(dermdesk("clean", folder, "compare", "--json", environment=screen))
    paths = paths_of(folder)
    for side, labels in (("today_s_labels", true), ("labels_of_the_start", wrong)):
        (gain,) = found[side]["models"]
        assert {key: gain[key] for key in ("before", "after", "mended", "broken", "p_value")} == by_hand(
            folder, labels, paths
        )
        assert gain["interval"] == pytest.approx(interval_by_hand(folder, labels), abs=0.05)
    assert found["test_changes"]["relabelled"] == 1

    expected = tmp_path / "compared.json"
    expected.write_text(json.dumps(found), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(STORY), *map(str, (folder, tmp_path / "shots", expected))],
        env=screen, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-6000:]


def dermdesk(*arguments: str | Path, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "desktop.entry", *map(str, arguments)],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def relabel(project: Project, classes: dict[int, int]) -> None:
    for key, class_id in classes.items():
        labels = project.labels(key)
        project.apply(Edit(key, labels, with_diagnosis(labels, class_id), "Diagnose"))


def classes_of(folder: Path) -> dict[int, int]:
    with Project.open(folder, read_only=True) as project:
        return {key: labels.image_class for key, labels in project.labels_of().items()}


def paths_of(folder: Path) -> dict[int, str]:
    with Project.open(folder, read_only=True) as project:
        return {record.id: record.relative_path for record in project.images()}


def learned_from_what_was_mended(folder, planted, noisy, true, wrong):
    """Both runs have one recipe; the first learned what was planted, the second what was mended, without noise."""
    first, second = (RunFolder(folder / "runs" / name) for name in (BEFORE, AFTER))
    assert second.job.recipe == first.job.recipe
    for run, labels in ((first, wrong), (second, true)):
        learned = {image.id: image.image_class for image in run.snapshot.split(Split.TRAIN)}
        assert {key: learned[key] for key in planted} == {key: labels[key] for key in planted}
        assert (noisy in learned) is (run is first)


def hits_of(folder: Path, labels: dict[int, int]) -> dict[int, tuple[bool, bool]]:
    """By test photograph whether the run before and the run after say what the label says, from the stored vectors."""
    said: dict[str, dict[int, int]] = {BEFORE: {}, AFTER: {}}
    with Project.open(folder, read_only=True) as project:
        for stored in project.predictions(split=Split.TEST):
            best = max(range(len(stored.class_ids)), key=lambda place, row=stored: row.probabilities[place])
            said[stored.model][stored.image_id] = stored.class_ids[best]
    assert said[BEFORE] != said[AFTER], "the second training learned nothing else"
    assert said[BEFORE].keys() == said[AFTER].keys()
    return {key: (said[BEFORE][key] == labels[key], said[AFTER][key] == labels[key]) for key in sorted(said[BEFORE])}


def by_hand(folder: Path, labels: dict[int, int], paths: dict[int, str]) -> dict[str, object]:
    hits = hits_of(folder, labels)
    mended = [paths[key] for key, hit in hits.items() if hit == (False, True)]
    broken = [paths[key] for key, hit in hits.items() if hit == (True, False)]
    told = len(mended) + len(broken)
    tail = sum(math.comb(told, k) for k in range(min(len(mended), len(broken)) + 1)) / 2**told
    return {
        "before": sum(before for before, _ in hits.values()) / len(hits),
        "after": sum(after for _, after in hits.values()) / len(hits),
        "mended": mended,
        "broken": broken,
        "p_value": min(1.0, 2 * tail),
    }


def interval_by_hand(folder: Path, labels: dict[int, int]) -> list[float]:
    """Whole patients are drawn anew, 5,000 times."""
    hits = hits_of(folder, labels)
    with Project.open(folder, read_only=True) as project:
        patients = {record.id: record.patient for record in project.images(split=Split.TEST)}
    groups: dict[str, list[int]] = {}
    for key, (before, after) in hits.items():
        groups.setdefault(patients[key], []).append(after - before)
    sums = np.array([sum(group) for group in groups.values()])
    sizes = np.array([len(group) for group in groups.values()])
    drawn = np.random.default_rng(5).integers(0, len(groups), (5000, len(groups)))
    gains = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    return [float(end) for end in np.percentile(gains, [2.5, 97.5])]
