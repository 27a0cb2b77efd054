"""queue, train --folds and --queue; runs compare, delete, export, import."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.jobs.folds import HELD_OUT_NAME, is_out_of_fold
from core.jobs.job import RunState
from core.jobs.queue import read_queue
from core.jobs.run_folder import RunFolder, write_json
from core.project.labels import Split
from core.project.project import Project

FAKE = Path(__file__).resolve().parents[2] / "fakes" / "fake_worker.py"


@pytest.fixture
def pretend(monkeypatch):
    """Lets pretended processes train, by the name of the run; others succeed."""
    modes = {}

    def command(run, *, detached=False):
        options = ["--detached"] if detached else []
        return [sys.executable, str(FAKE), modes.get(run.name, "succeed"), str(run.path), *options]

    monkeypatch.setattr("core.jobs.launcher.worker_command", command)
    monkeypatch.setattr("core.jobs.queue_runner.machine_lanes", lambda: ("cpu",))
    return modes


def test_six_models_overnight_are_one_command_and_a_failed_one_stops_none(project, run_cli, pretend):
    shown = run_cli("queue", project, "add", "--models", "paper", "--preset", "quick", "--set", "lr=0.02").stdout
    assert shown.count("Queued ") == 6
    shown = run_cli("queue", project).stdout
    assert "Nobody works through it" in shown
    run_cli("queue", project, "move", "retinanet-1", "--first")
    run_cli("queue", project, "remove", "faster_rcnn-1")
    assert read_queue(project / "runs").groups[0] == "retinanet-1"
    pretend["resnet50-1"] = "out_of_memory"
    result = run_cli("queue", project, "run", code=1)
    assert "Not trained: resnet50-1" in result.stderr
    assert "5 trainings done, 1 failed, 0 left" in result.stdout
    assert result.stdout.index("retinanet-1 completed") < result.stdout.index("resnet50-1 failed")
    assert RunFolder(project / "runs" / "pnasnet5large-1").state is RunState.COMPLETED
    assert RunFolder(project / "runs" / "pnasnet5large-1").job.recipe.lr == 0.02
    assert RunFolder(project / "runs" / "faster_rcnn-1").state is RunState.QUEUED
    assert "queue is empty" in run_cli("queue", project).stdout


def test_a_single_training_can_be_queued_and_a_pause_is_shown(project, run_cli, pretend):
    shown = run_cli("train", project, "--model", "resnet18", "--queue").stdout
    assert "Queued resnet18-1" in shown
    run_cli("queue", project, "pause")
    assert "Paused" in run_cli("queue", project).stdout
    run_cli("queue", project, "run")
    assert RunFolder(project / "runs" / "resnet18-1").state is RunState.COMPLETED


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        (["queue", "P", "add", "--models", "resnet999"], 1, "densenet121"),
        (["queue", "P", "move", "resnet18-1", "--up"], 1, "isn't in the queue"),
        (["queue", "P", "move", "resnet18-1"], 2, "--first"),
        (["queue", "P", "remove", "resnet18-1"], 1, "isn't in the queue"),
        (["train", "P", "--model", "resnet18", "--folds", "1"], 1, "from 2 to 20"),
        (["train", "P", "--model", "resnet18", "--folds", "20"], 1, "Choose fewer folds"),
        (["train", "P", "--resume", "resnet18-1", "--folds", "3"], 2, "leave the other options out"),
        (["runs", "P", "delete", "resnet18-9"], 1, "no run"),
        (["runs", "P", "delete", "../clinic"], 1, "no run"),
        (["runs", "P", "compare", "a", "b"], 1, "no run"),
        (["runs", "P", "import", "nowhere.zip"], 1, "no such file"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_no_run(project, run_cli, wrong, code, said):
    assert said in run_cli(*[project if word == "P" else word for word in wrong], code=code).stderr
    assert not list((project / "runs").glob("*/job.json"))


def test_folds_are_trained_and_their_answers_stored_in_one_go(project, run_cli, pretend, make_run, monkeypatch):
    """The fakes leave no model, so what training and predicting leave behind is put there before."""

    def finish(run):
        entry = make_run(project, "resnet18")  # its card and empty checkpoint will do
        run.best_path.touch()
        run.card_path.write_bytes(entry.card_path.read_bytes())
        rows = [
            {"image_id": image.id, "sha256": image.sha256, "class_ids": list(run.snapshot.classes.ids),
             "probabilities": [1.0, 0.0, 0.0], "boxes": None}
            for image in run.snapshot.split(Split.TEST)
        ]  # fmt: skip
        data = {"model": run.name, "card_created_at": run.card.created_at.isoformat(), "rows": rows}
        write_json(data, run.path / HELD_OUT_NAME)

    monkeypatch.setattr("core.jobs.queue_runner._finish_fold", finish)
    shown = run_cli("train", project, "--model", "resnet18", "--folds", "4").stdout
    assert "Queued resnet18-oof-1: 4 folds." in shown
    assert "4 trainings done, 0 failed, 0 left" in shown
    assert "Stored 24 out-of-fold predictions as resnet18-oof-1." in shown
    with Project.open(project, read_only=True) as opened:
        assert is_out_of_fold(opened.model_card("resnet18-oof-1"))


def test_runs_are_compared_exported_imported_and_deleted(project, tmp_path, run_cli, make_run):
    first, second = make_run(project, "resnet18"), make_run(project, "resnet18")
    shown = run_cli("runs", project, "compare", first.name, second.name).stdout
    assert "The recipes are the same" in shown
    assert "same photographs and labels" in shown
    out = tmp_path / "model.zip"
    assert str(out) in run_cli("runs", project, "export", first.name, out).stdout
    assert "Imported resnet18-3" in run_cli("runs", project, "import", out).stdout
    out.write_bytes(out.read_bytes().replace(b'"resnet18"', b'"resnet34"'))
    assert "can't be read" in run_cli("runs", project, "import", out, code=1).stderr
    assert "resnet18-3" in run_cli("runs", project).stdout
    shown = run_cli("runs", project, "delete", "resnet18-3", "--yes").stdout
    assert "A trained model goes with it" in shown
    assert "resnet18-3" not in run_cli("runs", project).stdout


def test_a_model_with_other_classes_is_imported_with_a_warning_and_no_advice_to_predict(
    project, tmp_path, run_cli, make_run
):
    out = tmp_path / "model"
    run_cli("runs", project, "export", make_run(project, "resnet18").name, out)
    assert "Next: dermdesk predict" in run_cli("runs", project, "import", out).stdout
    run_cli("classes", project, "--add", "Something else")
    result = run_cli("runs", project, "import", out)
    assert "Next:" not in result.stdout
    assert "it has other classes than the project: it can't predict here" in result.stderr
    assert "the model doesn't know 'Something else'" in result.stderr


def test_an_import_that_makes_classes_says_which_models_no_longer_fit(project, tmp_path, run_cli, make_run):
    run = make_run(project, "resnet18")
    source = tmp_path / "more" / "melanoma"
    source.mkdir(parents=True)
    with Project.open(project, read_only=True) as opened:
        original = opened.images()[0].path
    (source / "new.png").write_bytes(original.read_bytes() + b"\0")  # the same picture, another file
    assert "must be trained again" not in run_cli("import", project, source.parent).output
    result = run_cli("import", project, source.parent, "--add-classes")
    assert f"1 model no longer fit, and must be trained again: {run.name}" in result.stderr
    assert "must be trained again" not in run_cli("import", project, source.parent, "--add-classes").output


def test_deleting_asks_and_says_what_uses_the_run(with_predictions, run_cli):
    run_cli("clean", with_predictions, "begin", "--runs", "resnet18-1", "--name", "Audit")
    result = run_cli("runs", with_predictions, "delete", "resnet18-1", code=1)  # nobody is there to say yes
    assert "predictions of 24 photographs stay" in result.stdout
    assert "Compared in 1 cleaning round: Audit; its predictions stay for that." in result.stdout
    assert "Audit is under way and needs it." in result.stdout
    assert "resnet18-1" in run_cli("runs", with_predictions).stdout
    result = run_cli("runs", with_predictions, "delete", "resnet18-1", "--yes", "--with-predictions")
    assert "Audit; what that brought can't be told any more." in result.stdout
    with Project.open(with_predictions, read_only=True) as opened:
        assert "resnet18-1" not in {model.name for model in opened.predicted_models()}
