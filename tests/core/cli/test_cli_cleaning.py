"""clean: a whole round from the command line, with pretended trainings and real stored predictions."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from core.inference.card import read_card, write_card
from core.jobs.job import RunState
from core.jobs.run_folder import RunFolder
from core.project.labels import Edit, ImageState, with_state
from core.project.project import Project
from core.project.records import Prediction

FAKE = Path(__file__).resolve().parents[2] / "fakes" / "fake_worker.py"


@pytest.fixture
def pretend(monkeypatch):
    """Lets pretended processes train in place of the real worker's."""

    def command(run, *, detached=False):
        return [sys.executable, str(FAKE), "succeed", str(run.path), *(["--detached"] if detached else [])]

    monkeypatch.setattr("core.jobs.launcher.worker_command", command)
    monkeypatch.setattr("core.jobs.queue_runner.machine_lanes", lambda: ("cpu",))


def mark_noise(project, name):
    with Project.open(project) as opened:
        (image,) = (image for image in opened.images() if image.relative_path == name)
        before = opened.labels(image.id)
        opened.apply(Edit(image.id, before, with_state(before, ImageState.NOISE), "Noise"))


def store_right(project, run, like):
    """All right, for a run with a card as another's; the pretended worker writes none."""
    folder = RunFolder(project / "runs" / run)
    card = read_card(project / "runs" / like / "card.json")
    write_card(card, folder.card_path)
    folder.best_path.touch()
    with Project.open(project) as opened:
        ids, labels = opened.classes.ids, opened.labels_of()
        opened.add_model(run, card.to_json(), folder.path)
        opened.store_predictions(
            [
                Prediction(run, key, tuple(0.9 if c == mine.image_class else 0.05 for c in ids), None, ids)
                for key, mine in labels.items()
            ]
        )


def test_a_round_from_beginning_to_end(with_predictions, run_cli, pretend):
    project = with_predictions
    assert "Begin one" in run_cli("clean", project, code=1).stderr
    assert "No cleaning round yet" in run_cli("clean", project, "rounds").stdout
    assert "no finished training" in run_cli("clean", project, "begin", "--runs", "nobody-1", code=1).stderr
    shown = run_cli("clean", project, "begin", "--runs", "resnet18-1,mobilenet_v3_small-1", "--name", "Audit").stdout
    assert "Began Audit, to be compared with resnet18-1, mobilenet_v3_small-1" in shown
    assert "Nothing that models learn from" in run_cli("clean", project, "retrain", code=1).stderr
    mark_noise(project, "acne/0.png")
    shown = run_cli("clean", project).stdout
    assert "To learn from    1 photograph changed: 1 marked as noise" in shown
    assert "To be tested on  nothing changed" in shown
    assert f"Next: correct labels in Review, then: dermdesk clean {project} retrain" in shown
    assert "Not trained again yet" in run_cli("clean", project, "compare", code=1).stderr
    shown = run_cli("clean", project, "retrain").stdout
    assert "Queued resnet18-2, resnet18-1 once more." in shown
    assert "let it train" in run_cli("clean", project).stdout
    run_cli("queue", project, "run")
    assert RunFolder(project / "runs" / "mobilenet_v3_small-2").state is RunState.COMPLETED
    assert "trained again already" in run_cli("clean", project, "retrain").stdout
    told = run_cli("clean", project, "compare", code=1).stderr
    command = f"dermdesk predict {project} --models mobilenet_v3_small-2,resnet18-2 --split test"
    assert command in told
    assert f"Next: {command}" in run_cli("clean", project).stdout
    for name in ("resnet18", "mobilenet_v3_small"):
        store_right(project, f"{name}-2", f"{name}-1")
    assert json.loads(run_cli("clean", project, "status", "--json").stdout)["state"] == "done"
    found = json.loads(run_cli("clean", project, "compare", "--json").stdout)
    first, second = found["today_s_labels"]["models"]
    # The first had called all six photographs acne, of which two are; the second is always right.
    assert (first["model"], first["before"], first["after"]) == ("resnet18", pytest.approx(1 / 3), 1.0)
    assert first["mended"] == [f"{name}/{number}.png" for name in ("psoriasis", "rosacea") for number in (6, 7)]
    assert (second["gain"], second["broken"], second["interval"]) == (0.0, [], [0.0, 0.0])
    assert found["today_s_labels"]["mean_gain"] == pytest.approx(1 / 3)
    assert found["today_s_labels"]["patients"] == 3
    assert found["labels_of_the_start"] is None
    shown = run_cli("clean", project, "compare").stdout
    assert "mean of the models" in shown
    assert "+33.33" in shown
    assert "6 photographs of 3 patients" in shown
    run_cli("clean", project, "end")
    assert "Audit" in run_cli("clean", project, "rounds").stdout
    assert "over" in run_cli("clean", project, "status", "--round", 1).stdout
    assert "is over" in run_cli("clean", project, "retrain", code=1).stderr


def test_changed_test_labels_are_said_and_judged_twice(with_predictions, run_cli, pretend):
    project = with_predictions
    run_cli("clean", project, "begin", "--runs", "resnet18-1")
    mark_noise(project, "acne/0.png")
    mark_noise(project, "acne/7.png")
    run_cli("clean", project, "retrain")
    run_cli("queue", project, "run")
    store_right(project, "resnet18-2", "resnet18-1")
    shown = run_cli("clean", project, "compare").stdout
    assert "The round changed 1 test photograph, so the gain is judged twice" in shown
    assert shown.index("By today's labels") < shown.index("By the labels of the beginning")
    assert "5 photographs of 3 patients" in shown
    assert "6 photographs of 3 patients" in shown
