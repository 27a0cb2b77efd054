"""`dermdesk review`: the queue, suggestions and orders on a terminal."""

from __future__ import annotations

import json

from core.project.labels import Edit, with_diagnosis
from core.project.project import Project


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
    rows = json.loads(run_cli("review", with_predictions, "--reason", "duplicate", "--json").stdout)
    assert all(row["reasons"][0]["reason"] for row in rows)


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
    for order in ("uncertainty", "disagreement", "diversity", "rarity"):
        result = run_cli("review", with_predictions, "--unlabelled", order, "--limit", 5)
        assert len(result.stdout.splitlines()) == 5


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
