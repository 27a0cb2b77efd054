"""predict to a file, predict a plain folder, predictions import and export, explain."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.geometry import Box
from core.project.labels import Edit, new_box, with_boxes
from core.project.project import Project

FAKE = Path(__file__).resolve().parents[2] / "fakes" / "fake_inference_worker.py"


@pytest.fixture
def pretend(monkeypatch):
    for module in ("predicting", "folder_predicting"):
        monkeypatch.setattr(f"core.{module}.worker_command", lambda **_options: [sys.executable, str(FAKE), "answer"])


@pytest.fixture
def rows_of():
    def read(path):
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    return read


def human_rows(folder):
    with Project.open(folder, read_only=True) as project:
        return project.labels_of(), project.history(limit=1000)


def stored(folder, model):
    with Project.open(folder, read_only=True) as project:
        return [(row.image_id, row.probabilities, row.boxes) for row in project.predictions(models=[model])]


def test_predict_writes_what_is_stored(project, make_run, run_cli, pretend, rows_of, tmp_path):
    make_run(project, "resnet18")
    shown = run_cli("predict", project, "--split", "test", "--out", tmp_path / "p.csv").stdout
    assert "Wrote 6 predictions" in shown
    rows = rows_of(tmp_path / "p.csv")
    assert len(rows) == 6
    assert rows[0]["file"] == "acne/6.png"
    best = rows[0]["predicted"]
    assert best.casefold() == "acne"
    assert (rows[0]["model"], float(rows[0][best])) == ("resnet18-1", float(rows[0]["score"]))
    assert "csv or" in run_cli("predict", project, "--out", tmp_path / "p.txt", code=1).stderr


def test_a_plain_folder_with_run_folders_and_zips(project, photos, make_run, run_cli, pretend, rows_of, tmp_path):
    cnn, detector = make_run(project, "resnet18"), make_run(project, "retinanet_r18")
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as archive:
        for path in (detector.card_path, detector.best_path):
            archive.write(path, f"retinanet_r18-1/{path.name}")
    before = sorted(photos.rglob("*"))
    shown = run_cli(
        "predict", photos, "--models", cnn.path, "--models", tmp_path / "model.zip", "--out", tmp_path / "p.csv"
    ).stdout
    assert "Wrote 48 predictions of resnet18-1, retinanet_r18-1 on pretended" in shown
    rows = rows_of(tmp_path / "p.csv")
    assert [(row["file"], row["model"], row["kind"]) for row in rows[:2]] == [
        ("acne/0.png", "resnet18-1", "probabilities"),
        ("acne/0.png", "retinanet_r18-1", "boxes"),
    ]
    run_cli("predict", photos, "--models", f"{cnn.path},{cnn.path}", "--out", tmp_path / "p.json")
    entries = json.loads((tmp_path / "p.json").read_text())["predictions"]
    assert {entry["model"] for entry in entries} == {"resnet18-1", "resnet18-1 (2)"}
    assert sorted(photos.rglob("*")) == before


def test_a_plain_folder_needs_models_a_file_and_photographs(photos, make_run, project, run_cli, tmp_path):
    assert "--out" in run_cli("predict", photos, code=1).stderr
    out = tmp_path / "p.csv"
    assert "--models" in run_cli("predict", photos, "--out", out, code=1).stderr
    for name, files in (("none", []), ("two", ["a/card.json", "b/card.json"]), ("bare", ["card.json"])):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            for file in files:
                archive.writestr(file, "{}")
        run_cli("predict", photos, "--models", tmp_path / f"{name}.zip", "--out", out, code=1)
    (tmp_path / "text.zip").write_text("no zip")
    run_cli("predict", photos, "--models", tmp_path / "text.zip", "--out", out, code=1)
    run_cli("predict", photos, "--models", tmp_path / "gone.zip", "--out", out, code=1)
    (tmp_path / "empty").mkdir()
    cnn = make_run(project, "resnet18").path
    assert "no photograph" in run_cli("predict", tmp_path / "empty", "--models", cnn, "--out", out, code=1).stderr
    assert not out.exists()


def test_export_and_import_come_round(with_predictions, run_cli, tmp_path):
    for model, suffix in (("mobilenet_v3_small-1", "csv"), ("resnet18-1", "json"), ("retinanet_r18-1", "json")):
        path = tmp_path / f"{model}.{suffix}"
        run_cli("predictions", "export", with_predictions, "--models", model, "--out", path)
        run_cli("predictions", "import", with_predictions, path, "--name", f"copy of {model}")
        before, after = stored(with_predictions, model), stored(with_predictions, f"copy of {model}")
        assert len(before) == len(after) == 24
        for (image, shares, boxes), (other_image, other_shares, other_boxes) in zip(before, after, strict=True):
            assert image == other_image
            if shares is not None:
                assert other_shares == pytest.approx(shares, abs=1e-12)
            else:
                assert [(b.box, b.class_id, b.score) for b in boxes] == [
                    (b.box, b.class_id, b.score) for b in other_boxes
                ]
    run_cli("evaluate", with_predictions, "--split", "test")


def test_another_tools_table(project, run_cli, tmp_path):
    with Project.open(project) as opened:
        image = opened.images()[0]
        before = opened.labels(image.id)
        after = with_boxes(before, (new_box(Box(1, 1, 20, 20), opened.classes.ids[0]),))
        opened.apply(Edit(image.id, before, after, "Draw box"))
    people = human_rows(project)
    table = tmp_path / "t.csv"
    table.write_text(
        "file,Acne,PSORIASIS,melanoma\n"
        "acne/0.png,0.5,0.25,0.25\n"
        f"{image.path.parents[1] / 'psoriasis' / '1.png'},0,1,0\n"
        "2.png,1,0,0\n"
        "gone.png,1,0,0\n"
        "acne/0.png,1,0,0\n"
        "rosacea/3.png,0,0,1\n"
    )
    result = run_cli("predictions", "import", project, table, "--name", "other-tool")
    assert "Stored 2 predictions of other-tool; 5 problems." in result.stdout
    for said in (
        "class 'melanoma': The project doesn't have it",
        "line 4: the project has 3 photographs called 2.png",
        "line 5: the project has no photograph gone.png",
        "line 6: acne/0.png is there twice",
        "line 7: no class of the project has a probability",
    ):
        assert said in result.stderr
    shares = [row[1] for row in stored(project, "other-tool")]
    assert shares[0] == pytest.approx((2 / 3, 1 / 3, 0))
    assert human_rows(project) == people
    table.write_text("file,acne,psoriasis,rosacea\nrosacea/3.png,0,0,1\n")
    run_cli("predictions", "import", project, table, "--name", "other-tool")
    assert [row[1] for row in stored(project, "other-tool")] == [(0, 0, 1)]


def test_coco_results_of_another_tool(project, run_cli, tmp_path):
    entries = [
        {"file_name": "acne/0.png", "category": "acne", "bbox": [-5, 0, 25, 20], "score": 0.5},
        {"file_name": "acne/0.png", "category": "acne", "bbox": [90, 0, 25, 20], "score": 0.4},
        {"file_name": "acne/0.png", "category": "rosacea", "bbox": [5, 5, 10, 10], "score": 0.9},
    ]
    (tmp_path / "r.json").write_text(json.dumps(entries))
    result = run_cli("predictions", "import", project, tmp_path / "r.json", "--name", "yolo")
    assert "no area inside" in result.stderr
    ((_, _, boxes),) = stored(project, "yolo")
    assert [(row.box.as_tuple(), row.score) for row in boxes] == [((5, 5, 15, 15), 0.9), ((0, 0, 20, 20), 0.5)]


def test_a_photograph_whose_boxes_name_no_class_of_ours_is_not_predicted_rather_than_missed(project, run_cli, tmp_path):
    entries = [
        {"file_name": "acne/0.png", "category": "acne", "bbox": [5, 5, 10, 10], "score": 0.5},
        {"file_name": "psoriasis/1.png", "category": "Psoriassis", "bbox": [5, 5, 10, 10], "score": 0.9},
    ]
    (tmp_path / "r.json").write_text(json.dumps(entries))
    result = run_cli("predictions", "import", project, tmp_path / "r.json", "--name", "yolo")
    assert "Stored 1 prediction of yolo" in result.stdout
    assert "none of the boxes of psoriasis/1.png can be used" in result.stderr
    assert len(stored(project, "yolo")) == 1


def test_what_cannot_be_imported_changes_nothing(with_predictions, run_cli, tmp_path):
    table = tmp_path / "t.csv"
    for text, name, said in (
        ("file,acne\nacne/0.png,2\n", "x", "line 2"),
        ("file,acne\ngone.png,1\n", "x", "Nothing in t.csv fits"),
        ("file,acne\n", "x", "no predictions"),
        ("file,acne\nacne/0.png,1\n", "resnet18-1", "is a run"),
        ("file,acne\nacne/0.png,1\n", "../x", "no name"),
        ("file,model,acne\nacne/0.png,a,1\nacne/1.png,b,1\n", "x", "Choose with `--model`: a, b"),
    ):
        table.write_text(text)
        result = run_cli("predictions", "import", with_predictions, table, "--name", name, code=1)
        assert said in " ".join(result.stderr.split())
    with Project.open(with_predictions, read_only=True) as opened:
        assert [entry.images for entry in opened.predicted_models()] == [24, 24, 24]
    run_cli("predictions", "import", with_predictions, table, "--name", "x", "--model", "b")
    assert len(stored(with_predictions, "x")) == 1


@pytest.mark.slow
def test_a_real_model_is_explained(project, make_run, run_cli, tmp_path):
    from core.inference.checkpoint import save_checkpoint
    from core.inference.predictor import build_network

    run = make_run(project, "resnet18")
    save_checkpoint(run.best_path, {"model": build_network(run.card).state_dict(), "epoch": 1})
    out = tmp_path / "heat.png"
    asked = ("explain", project, "--model", "resnet18", "--out", out, "--device", "cpu")
    shown = run_cli(*asked, "acne/0.png").stdout
    assert "no lesion box" in shown or "speaks for" in shown
    assert cv2.imread(str(out)).shape == (40, 60, 3)
    with Project.open(project) as opened:
        image = next(entry for entry in opened.images() if entry.relative_path == "acne/0.png")
        before = opened.labels(image.id)
        whole = with_boxes(before, (new_box(Box(0, 0, 60, 40), opened.classes.ids[0]),))
        opened.apply(Edit(image.id, before, whole, "Draw box"))
    run_cli(*asked, image.id)
    with Project.open(project, read_only=True) as opened:
        assert {entry.image_id for entry in opened.heat_shares()} <= {image.id}
    shown = run_cli(*asked, image.id, "--class", "Psoriasis").stdout
    assert "resnet18-1 gives Psoriasis" in shown
    assert "100.00 % of the heat" in shown or "speaks for it" in shown
    assert "0.png" in run_cli(*asked, "0.png", code=1).stderr
    run_cli(*asked, image.id, "--class", "scurvy", code=1)
    photos = tmp_path / "plain"
    photos.mkdir()
    cv2.imwrite(str(photos / "a.png"), np.zeros((50, 40, 3), np.uint8))
    shutil.copy(run.card_path, tmp_path / "card.json")
    run_cli("predict", photos, "--models", run.path, "--out", tmp_path / "p.csv", "--tta", "flip", "--device", "cpu")
    assert (tmp_path / "p.csv").read_text().count("\n") == 2
