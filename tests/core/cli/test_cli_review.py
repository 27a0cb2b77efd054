"""`dermdesk review`: the queue, suggestions and orders on a terminal."""

from __future__ import annotations

import json

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
