"""explain: where models look, kept for the review queue, by a process that always looks at the upper left quarter."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import cv2
import pytest

from core.geometry import Box
from core.inference.card import write_card
from core.project.labels import Edit, new_box, with_boxes
from core.project.project import Project

FAKE = Path(__file__).resolve().parents[2] / "fakes" / "fake_inference_worker.py"
LOOKED_AT, ELSEWHERE = Box(0, 0, 30, 20), Box(31, 21, 59, 39)


@pytest.fixture
def pretend(monkeypatch):
    def say(mode):
        monkeypatch.setattr("core.explaining.worker_command", lambda **_options: [sys.executable, str(FAKE), mode])

    say("answer")
    return say


def draw(folder, **boxes):
    """Draw a box a photograph, by its name in the folder acne; the ids of those photographs."""
    with Project.open(folder) as project:
        ids = {image.path.stem: image.id for image in project.images() if image.path.parent.name == "acne"}
        for name, box in boxes.items():
            key = ids[name.removeprefix("n")]
            before = project.labels(key)
            after = with_boxes(before, (new_box(box, before.image_class),))
            project.apply(Edit(key, before, after, "Draw box"))
    return [ids[name.removeprefix("n")] for name in boxes]


def shares(folder):
    with Project.open(folder, read_only=True) as project:
        return {entry.image_id: entry.share for entry in project.heat_shares()}


def reasons(run_cli, folder, *more):
    shown = run_cli("review", folder, "--no-looks", "--reason", "heat", "--json", *more).stdout
    return {entry["photograph"]: entry["reasons"][0]["text"] for entry in json.loads(shown)}


def test_all_photographs_with_boxes_are_looked_at_once(project, make_run, run_cli, pretend):
    run = make_run(project, "resnet18").name
    first, second = draw(project, n0=LOOKED_AT, n1=ELSEWHERE)
    said = run_cli("explain", project, "--all", "--model", "resnet18").stdout
    assert f"where {run} looks on 2 photographs; 0 were known before, 22 have no lesion box" in said
    assert "On 1 photograph its evidence lies outside" in said
    assert shares(project) == {first: 1.0, second: 0.0}
    text = f"Only 0% of what {run} looked at lies in the lesion boxes."
    assert reasons(run_cli, project) == {"acne/1.png": text}
    again = run_cli("explain", project, "--all", "--model", run).stdout
    assert "on 0 photographs; 2 were known before" in again
    assert "On 1 photograph" in again
    assert "on 2 photographs; 0 were" in run_cli("explain", project, "--all", "--model", run, "--again").stdout


def test_a_moved_box_is_looked_at_again(project, make_run, run_cli, pretend):
    make_run(project, "resnet18")
    draw(project, n0=ELSEWHERE, n1=ELSEWHERE)
    run_cli("explain", project, "--all", "--model", "resnet18")
    (moved,) = draw(project, n0=LOOKED_AT)
    assert set(reasons(run_cli, project)) == {"acne/1.png"}
    assert "on 1 photograph; 1 were" in run_cli("explain", project, "--all", "--model", "resnet18").stdout
    assert shares(project)[moved] == 1.0


def test_only_what_fulfils_the_query_is_looked_at(project, make_run, run_cli, pretend):
    make_run(project, "resnet18")
    draw(project, n0=ELSEWHERE, n1=ELSEWHERE, n2=ELSEWHERE)
    run_cli("explain", project, "--where", "path:acne/2", "--model", "resnet18")
    assert len(shares(project)) == 1
    assert "^" in run_cli("explain", project, "--where", "split:nowhere", "--model", "resnet18", code=1).stderr


def test_photographs_that_fail_are_told_and_the_others_kept(project, make_run, run_cli, pretend):
    make_run(project, "resnet18")
    draw(project, n0=ELSEWHERE, n1=ELSEWHERE)
    pretend("bad_photo")
    shown = run_cli("explain", project, "--all", "--model", "resnet18")
    assert "The file is gone. Bring it back." in shown.stderr
    assert len(shares(project)) == 1
    (only,) = draw(project, n2=ELSEWHERE)
    run_cli("explain", project, "--where", "path:acne/2", "--model", "resnet18", code=1)
    assert only not in shares(project)


def test_one_photograph_has_its_share_kept_too(project, make_run, run_cli, pretend, tmp_path):
    make_run(project, "resnet18")
    first, second = draw(project, n0=ELSEWHERE, n1=ELSEWHERE)
    asked = ("explain", project, "--model", "resnet18", "--out", tmp_path / "heat.png")
    assert "0.00 % of the heat is inside" in run_cli(*asked, first).stdout
    assert cv2.imread(str(tmp_path / "heat.png")).shape == (40, 60, 3)
    assert shares(project) == {first: 0.0}
    run_cli(*asked, second, "--class", "Acne")  # not what the model says of itself
    assert shares(project) == {first: 0.0}


def test_the_picture_is_written_though_the_project_is_open_elsewhere(project, make_run, run_cli, pretend, tmp_path):
    make_run(project, "resnet18")
    (first,) = draw(project, n0=ELSEWHERE)
    out = tmp_path / "heat.png"
    with Project.open(project):
        shown = run_cli("explain", project, first, "--model", "resnet18", "--out", out)
        assert "Not kept for the review queue" in shown.stderr
        run_cli("explain", project, "--all", "--model", "resnet18", code=1)
    assert out.exists()
    assert shares(project) == {}


def test_heat_of_another_network_is_not_put_beside_old_predictions(with_predictions, run_cli, pretend, tmp_path):
    draw(with_predictions, n0=ELSEWHERE)
    with Project.open(with_predictions, read_only=True) as opened:
        folder = opened.model_folder("resnet18-1")
    from core.jobs.run_folder import RunFolder

    run = RunFolder(folder)
    write_card(replace(run.card, created_at=datetime.now(UTC)), run.card_path)
    shown = run_cli("explain", with_predictions, "--all", "--model", "resnet18-1", code=1).stderr
    assert "earlier network" in shown
    assert "Predict with it again" in shown
    assert shares(with_predictions) == {}


def test_what_cannot_go_together_is_refused(project, make_run, run_cli, pretend, tmp_path):
    make_run(project, "resnet18")
    asked = ("explain", project, "--model", "resnet18")
    run_cli(*asked, code=2)
    run_cli(*asked, "1", code=2)
    run_cli(*asked, "1", "--all", code=2)
    run_cli(*asked, "--all", "--where", "path:a", code=2)
    run_cli(*asked, "--all", "--out", tmp_path / "heat.png", code=2)
