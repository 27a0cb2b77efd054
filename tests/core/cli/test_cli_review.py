"""`dermdesk review`: the queue, suggestions and orders on a terminal."""

from __future__ import annotations

import json

from core.project.labels import Edit, with_diagnosis
from core.project.project import Project
from core.project.records import Prediction


def test_the_queue_is_listed_with_reasons(run_cli, with_predictions):
    result = run_cli("review", with_predictions, "--no-looks", "--models", "resnet18")
    assert "suspect" in result.output
    assert "finds no lesion" not in result.output  # nobody drew boxes here
    asked = ("review", with_predictions, "--no-looks", "--models", "resnet18", "--json")
    rows = json.loads(run_cli(*asked).stdout)
    assert rows
    assert {"photograph", "target", "score", "suggested", "reasons"} == rows[0].keys()
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_an_empty_project_has_an_empty_queue_and_is_told_what_to_do(run_cli, tmp_path):
    run_cli("init", tmp_path / "new")
    said = run_cli("review", tmp_path / "new").output
    assert "0 suspects" in said
    assert "dermdesk import" in said


def test_only_one_reason(run_cli, with_predictions):
    asked = ("review", with_predictions, "--models", "resnet18", "--json")
    everything = json.loads(run_cli(*asked).stdout)
    kinds = {entry["reason"] for row in everything for entry in row["reasons"]}
    assert {"label", "quality"} <= kinds
    for kind in kinds:
        rows = json.loads(run_cli(*asked, "--reason", kind).stdout)
        assert rows == [row for row in everything if kind in {entry["reason"] for entry in row["reasons"]}]
        assert 0 < len(rows) < len(everything)
    assert json.loads(run_cli(*asked, "--reason", "heat").stdout) == []


def test_what_models_say_of_photographs_they_were_trained_on_is_listed_when_asked_for_and_marked(
    run_cli, with_predictions
):
    with Project.open(with_predictions) as opened:
        image = next(
            record for record in opened.images() if record.split == "train" and "acne" not in record.path.parts
        )
        opened.store_predictions([Prediction("resnet18-1", image.id, (0.9, 0.05, 0.05), None, opened.classes.ids)])
    asked = ("review", with_predictions, "--no-looks", "--models", "resnet18", "--reason", "wrong_class", "--json")
    assert json.loads(run_cli(*asked).stdout) == []
    (row,) = json.loads(run_cli(*asked, "--with-trained").stdout)
    assert row["photograph"] == image.relative_path
    assert [(entry["reason"], entry["trained"]) for entry in row["reasons"]] == [("wrong_class", True)]
    told = run_cli(*asked[:-1], "--with-trained").stdout
    assert "They were trained on it." in told


def test_suggestions_are_counted_and_accepted(run_cli, with_predictions):
    assert "To be suggested: 18 boxes on 18 photographs" in run_cli("review", with_predictions, "--suggest", 0.5).output
    with Project.open(with_predictions, read_only=True) as project:
        assert project.counts().boxes == 0
    run_cli("review", with_predictions, "--suggest", 0.5, "--accept")
    with Project.open(with_predictions, read_only=True) as project:
        assert project.counts().boxes == 18
        assert project.history(limit=1)[0].what.startswith("Review: accept")
    run_cli("review", with_predictions, "--accept", code=2)


def test_unlabelled_photographs_in_order(run_cli, with_predictions):
    with Project.open(with_predictions) as opened:
        paths = {record.relative_path: record.id for record in opened.images()}
        unsure, disputed, rare = "acne/3.png", "acne/5.png", "acne/6.png"
        said = dict.fromkeys(paths, ((0.8, 0.1, 0.1), (0.8, 0.1, 0.1)))
        said[unsure] = ((0.34, 0.33, 0.33), (0.34, 0.33, 0.33))
        said[disputed] = ((0.98, 0.01, 0.01), (0.01, 0.98, 0.01))
        said[rare] = ((0.01, 0.01, 0.98), (0.01, 0.01, 0.98))
        opened.store_predictions(
            [
                Prediction(model, paths[path], values, None, opened.classes.ids)
                for path, both in said.items()
                for model, values in zip(("resnet18-1", "mobilenet_v3_small-1"), both, strict=True)
            ]
        )
        for key in [key for path, key in paths.items() if "rosacea" in path][:6]:
            before = opened.labels(key)
            opened.apply(Edit(key, before, with_diagnosis(before, opened.classes.ids[0]), "Diagnose"))

    def listed(order, limit=30):
        models = "resnet18,mobilenet_v3_small"
        return run_cli(
            "review", with_predictions, "--models", models, "--unlabelled", order, "--limit", limit
        ).stdout.splitlines()

    uncertain = listed("uncertainty")
    assert (uncertain[:2], uncertain[-1], len(uncertain)) == ([unsure, disputed], rare, 24)
    assert listed("uncertainty", 5) == uncertain[:5]
    assert listed("disagreement", 1) == [disputed]
    assert listed("rarity", 1) == [rare]
    assert listed("diversity", 2) == [min(paths), rare]


def test_two_readers_are_compared_by_the_content_of_their_photographs(run_cli, project, photos, tmp_path):
    other = tmp_path / "second"
    run_cli("init", other, "--classes", _class_file(project, tmp_path))
    run_cli("import", other, photos)
    sample = run_cli("readers", project, "--sample", 6).stdout.splitlines()
    assert len({path.split("/")[-2] for path in sample}) == 3
    with Project.open(other) as opened:
        key = opened.image_ids()[0]
        before = opened.labels(key)
        wrong = next(class_id for class_id in opened.classes.ids if class_id != before.image_class)
        opened.apply(Edit(key, before, with_diagnosis(before, wrong), "Diagnose"))
    said = run_cli("readers", project, other).output
    assert "24 photographs read by both" in said
    assert "To be settled: 1 photograph" in said
    run_cli("readers", project, code=2)


def _class_file(folder, tmp_path):
    with Project.open(folder, read_only=True) as opened:
        path = tmp_path / "classes.txt"
        path.write_text("\n".join(opened.classes.names), encoding="utf-8")
    return path
