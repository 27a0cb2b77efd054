"""predict and evaluate, and the whole loop with real networks."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from core.geometry import Box
from core.metrics.intervals import grouped_wilson_interval
from core.project.labels import Edit, Split, new_box, with_boxes
from core.project.project import Project

FAKE = Path(__file__).resolve().parents[2] / "fakes" / "fake_inference_worker.py"


@pytest.fixture
def pretend(monkeypatch):
    """Lets a pretended process answer: `pretend("answer")`."""

    def use(mode):
        monkeypatch.setattr("core.predicting.worker_command", lambda **_options: [sys.executable, str(FAKE), mode])

    return use


def test_predictions_are_stored_and_asked_for_once(project, make_run, run_cli, pretend):
    make_run(project, "resnet18")
    make_run(project, "retinanet_r18")
    pretend("answer")
    shown = run_cli("predict", project, "--models", "resnet18,retinanet_r18-1", "--split", "test").stdout
    assert (
        "Stored 12 predictions of resnet18-1, retinanet_r18-1 on pretended; 0 were there before, 0 problems." in shown
    )
    assert "Stored 0 predictions" in run_cli("predict", project, "--split", "test").stdout
    assert "Stored 12 predictions" in run_cli("predict", project, "--split", "test", "--again").stdout


def test_photographs_that_fail_are_listed(project, make_run, run_cli, pretend):
    make_run(project, "resnet18")
    pretend("bad_photo")
    result = run_cli("predict", project)
    assert "23 predictions" in result.stdout
    assert "1 problem while predicting" in result.stderr
    assert "The file is gone. Bring it back." in result.stderr


def test_nothing_predicted_is_an_error(project, make_run, run_cli, pretend):
    make_run(project, "resnet18")
    pretend("bad_model")
    result = run_cli("predict", project, code=1)
    assert "resnet18-1: The checkpoint is damaged." in result.stderr
    pretend("fail")
    assert "Ask fewer models." in run_cli("predict", project, code=1).stderr
    assert "resnet18-1" in run_cli("predict", project, "--models", "densenet121", code=1).stderr
    run_cli("predict", project, "--models", ",", code=2)


def test_evaluate_json_is_what_was_promised(with_predictions, run_cli):
    report = json.loads(run_cli("evaluate", with_predictions, "--split", "test", "--json").stdout)
    assert (report["split"], report["n"]) == ("test", 6)
    assert len(report["classes"]) == 3
    assert set(report["models"]) == {"resnet18-1", "mobilenet_v3_small-1", "retinanet_r18-1"}
    always_acne = report["models"]["resnet18-1"]
    assert always_acne["weighted_accuracy"] == pytest.approx(1 / 3)
    assert always_acne["top_3"] == 1.0
    assert [row["accuracy"] for row in always_acne["per_class"]] == [1.0, 0.0, 0.0]
    assert always_acne["confusion"] == [[2, 0, 0], [2, 0, 0], [2, 0, 0]]
    assert always_acne["no_detection"] is None
    blind = report["models"]["retinanet_r18-1"]
    assert (blind["no_detection"], blind["weighted_accuracy"], blind["top_3"]) == (6, 0.0, None)
    assert blind["confusion"] == [[0, 0, 0, 2]] * 3
    assert report["ensemble"]["members"] == ["mobilenet_v3_small-1", "resnet18-1"]
    assert report["ensemble"]["weighted_accuracy"] == 1.0
    chosen = json.loads(
        run_cli("evaluate", with_predictions, "--models", "resnet18", "--json", "--subsets", "--split", "all").stdout
    )
    assert list(chosen["models"]) == ["resnet18-1"]
    assert chosen["n"] == 24
    assert [entry["members"] for entry in chosen["subsets"]] == [["resnet18-1"]]


def test_evaluate_only_where_a_query_is_fulfilled(with_predictions, run_cli):
    asked = ("evaluate", with_predictions, "--json", "--where", "diagnosis:Acne")
    report = json.loads(run_cli(*asked).stdout)
    assert (report["where"], report["n"]) == ("diagnosis:Acne", 2)
    assert report["models"]["resnet18-1"]["weighted_accuracy"] == 1.0
    assert json.loads(run_cli("evaluate", with_predictions, "--json").stdout)["where"] is None
    assert "no class 'Measles'" in run_cli("evaluate", with_predictions, "--where", "diagnosis:Measles", code=1).stderr


def test_evaluate_prints_a_readable_table(with_predictions, run_cli):
    shown = run_cli("evaluate", with_predictions, "--confusion", "--subsets").stdout
    assert "Split test: 6 photographs with a class" in shown
    (line,) = [line for line in shown.splitlines() if line.startswith("resnet18-1  ") and "classification" in line]
    assert line.split()[2:4] == ["6", "33.33"]
    # Two photographs of each of three patients, alike in each: worth hardly more than three photographs.
    low, high = grouped_wilson_interval([1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 2, 2])
    assert f"{100 * low:.1f} to {100 * high:.1f}" in line
    assert "ensemble of 2" in shown
    assert "mobilenet_v3_small-1 + resnet18-1" in shown
    assert "none" in shown


def test_evaluate_json_tells_intervals_calibration_comparisons_and_boxes(with_predictions, run_cli):
    report = json.loads(run_cli("evaluate", with_predictions, "--json", "--bootstrap", "30", "--split", "all").stdout)
    right = report["models"]["mobilenet_v3_small-1"]
    assert (right["kappa"], right["macro_auroc"], right["patients"]) == (1.0, 1.0, 12)
    assert right["bootstrap"]["patients"]["weighted_accuracy"] == [1.0, 1.0]
    assert right["calibration"]["temperature"]["fitted_on"] == 6
    assert right["calibration"]["temperature"]["seen"]
    assert report["models"]["retinanet_r18-1"]["boxes"]["photographs"] == 0
    assert len(report["comparisons"]) == 6
    (pair,) = [entry for entry in report["comparisons"] if entry["models"] == ["mobilenet_v3_small-1", "resnet18-1"]]
    assert (pair["only_first_right"], pair["only_second_right"], pair["test"]) == (16, 0, "exact")
    assert pair["p_value"] == pytest.approx(2 / 2**16)
    judged_apart = json.loads(run_cli("evaluate", with_predictions, "--json").stdout)
    assert not judged_apart["models"]["resnet18-1"]["calibration"]["temperature"]["seen"]
    run_cli("evaluate", with_predictions, "--bootstrap", "30", code=2)


def test_evaluate_shows_boxes_where_people_drew_some(with_predictions, run_cli):
    assert "mAP 50" not in run_cli("evaluate", with_predictions, "--split", "all").stdout
    with Project.open(with_predictions) as project:
        image = project.images(split=Split.TRAIN)[0]
        before = project.labels(image.id)
        box = new_box(Box(1, 1, 20, 20), before.diagnosis)
        project.apply(Edit(image.id, before, with_boxes(before, (box,)), "Draw box"))
    shown = run_cli("evaluate", with_predictions, "--split", "all").stdout
    (line,) = [line for line in shown.splitlines() if line.startswith("retinanet_r18-1") and "detection" not in line]
    assert line.split() == ["retinanet_r18-1", "1", "100.00", "100.00", "100.00", "1", "0", "0"]


def test_tables_in_three_formats(with_predictions, run_cli):
    shown = run_cli("tables", with_predictions).stdout
    assert [line[:14] for line in shown.splitlines() if line.startswith("#")] == [
        "### Table II. ",
        "### Table III.",
        "### Table IV. ",
    ]
    assert "| 0 | Acne | 4 | 2 | 2 |" in shown
    assert "| ResNet18 (light) | 6 | 33.33 |" in shown
    assert "| EnsembleNet | 6 | 100.00 |" in shown
    assert "| Best ensemble by top-1 | 6 | 100.00 |" in shown
    assert "Best by top-1 of all 3: mobilenet_v3_small-1." in shown.replace("\\_", "_")
    assert "| RetinaNet (ResNet18, light) | 0.00 | 0.00 | 0.00 | 0.00 |" in shown
    assert "paper" not in shown
    latex = run_cli("tables", with_predictions, "--format", "latex").stdout
    assert latex.count(r"\begin{tabular}") == latex.count(r"\end{tabular}") == 3
    assert r"mobilenet\_v3\_small-1" in latex
    lines = run_cli("tables", with_predictions, "--format", "csv", "--models", "resnet18").stdout.splitlines()
    assert lines[0] == "table,row,column,source,unit,value"
    assert "IV,ResNet18 (light),Acne,here,%,100.0" in lines


def test_tables_of_skin10_have_the_papers_numbers_and_need_no_predictions(tmp_path, run_cli):
    folder = tmp_path / "skin10"
    run_cli("init", folder, "--classes", "skin10")
    result = run_cli("tables", folder)
    assert "| RetinaNet (ResNeXt101), paper | 80.95 | 61.09 |" in result.stdout
    assert "| EnsembleNet | – | – | – | – | 79.01 | 95.34 |" in result.stdout
    assert "| 3 | Basal Cell Carcinoma | 0 | 0 | 3249 | 826 |" in result.stdout
    assert "dermdesk predict" in result.stderr


def test_evaluate_says_what_is_missing(project, run_cli):
    assert "dermdesk predict" in run_cli("evaluate", project).stderr
    assert "no predictions of 'resnet18'" in run_cli("evaluate", project, "--models", "resnet18", code=1).stderr
    run_cli("evaluate", project, "--split", "tset", code=2)


@pytest.mark.slow
def test_the_loop_with_real_networks(project, run_cli):
    small = ["--set", "image_size=32", "--set", "batch_size=8", "--device", "cpu", "--preset", "demo"]
    shown = run_cli("train", project, "--model", "resnet18", "--epochs", "2", *small)
    assert "Epoch 2/2" in shown.stdout
    assert "Training from scratch" in shown.stderr
    assert "Stored 24 predictions of resnet18-1 on" in run_cli("predict", project, "--device", "cpu").stdout
    report = json.loads(run_cli("evaluate", project, "--split", "test", "--json").stdout)
    model = report["models"]["resnet18-1"]
    assert (model["n"], model["missing"]) == (6, 0)
    assert sum(map(sum, model["confusion"])) == 6
    with Project.open(project, read_only=True) as opened:
        assert opened.predicted_models()[0].images == 24
