"""`dermdesk readings`, `sign` and `versions`, as a person types them."""

from __future__ import annotations

import pytest

from core.project.labels import Edit, ImageState, with_boxes, with_diagnosis, with_state
from core.project.project import Project


def change(folder, who, wanted):
    """Diagnose photographs: `wanted` gives a class name by relative path's end."""
    with Project.open(folder, who=who) as opened:
        for record in opened.images():
            name = wanted(record)
            if name is not None:
                before = opened.labels(record.id)
                after = with_diagnosis(before, opened.classes.require(name).id)
                opened.apply(Edit(record.id, before, after, "Diagnose"))


@pytest.fixture
def read(project, run_cli):
    """The project with a reading by ben, who says acne of all he reads: six of each class."""
    with Project.open(project, read_only=True) as opened:
        truth = {record.sha256: record.image_class for record in opened.images()}
    made = run_cli("readings", project, "begin", "ben", "--size", 18).output
    assert "Made the reading ben-1 with 18 photographs for ben." in made
    folder = project / "readings" / "ben-1"
    assert str(folder) in made
    change(folder, "ben", lambda record: "acne")
    return project, truth


def test_a_reading_is_begun_listed_compared_settled_and_verified(run_cli, read):
    project, _ = read
    listed = run_cli("readings", project).output.splitlines()
    assert listed[0].split()[:3] == ["reading", "reader", "read"]
    assert listed[1].split()[:3] == ["ben-1", "ben", "18/18"]
    said = run_cli("readings", project, "compare", "ben-1").output
    assert "18 photographs read by both" in said
    assert "To be settled: 12 photographs" in said
    one, other, third = [line.split()[0] for line in said.splitlines() if line.startswith(("psoriasis", "rosacea"))][
        -3:
    ]
    settled = run_cli("readings", project, "settle", "ben-1", one, "second", "--who", "cho").output
    assert settled == "Second reading: as ben read it. 11 photographs left to settle.\n"
    run_cli("readings", project, "settle", "ben-1", other, "first", "--who", "cho")
    run_cli("readings", project, "settle", "ben-1", third, "neither", "--who", "cho")
    assert (
        "settled so already" in run_cli("readings", project, "settle", "ben-1", other, "first", "--who", "cho").output
    )
    assert "Verified 6 photographs." in run_cli("readings", project, "verify", "ben-1").output
    with Project.open(project) as opened:
        assert opened.counts().by_state["verified"] == 8
        (flagged,) = [record for record in opened.images() if record.flagged]
        assert flagged.relative_path == third
        opened.journal.undo(opened.journal.stacks(opened.who).done[-1].id)
        assert opened.counts().by_state["verified"] == 2


def test_mistakes_are_told_with_what_to_do(run_cli, read):
    project, _ = read
    assert "There are: ben-1." in run_cli("readings", project, "compare", "ana-1", code=1).output
    assert "was not read by both" in run_cli("readings", project, "settle", "ben-1", "x.png", "first", code=1).output
    run_cli("readings", project, "settle", "ben-1", "x.png", "third", code=2)


def test_no_reading_yet(run_cli, project):
    assert "No second reading yet" in run_cli("readings", project).output


def test_a_reading_whose_classes_differ_is_listed_all_the_same(run_cli, read):
    project, _ = read
    with Project.open(project) as opened:
        opened.add_classes(["eczema"])
    assert "other classes" in run_cli("readings", project).output


def test_a_version_is_signed_listed_and_checked(run_cli, project, make_run):
    assert "No version yet" in run_cli("versions", project).output
    said = run_cli("sign", project, "v1", "--note", "For the paper", "--who", "Dr. Lima").output
    assert "Signed v1: 24 photographs, 0 boxes, 0.00 % verified." in said
    assert "by class: 8 Acne, 8 Psoriasis, 8 Rosacea" in said
    digest = said.split("content hash: ")[1].strip()
    assert len(digest) == 64
    listed = run_cli("versions", project).output
    assert digest[:12] in listed
    assert "Dr. Lima" in listed
    assert "For the paper" in listed
    assert "as signed" in run_cli("versions", project, "--check").output
    make_run(project, "resnet18")
    change(project, "ana", lambda record: "acne" if record.relative_path == "rosacea/0.png" else None)
    make_run(project, "resnet18")
    lines = run_cli("runs", project).output.splitlines()
    assert [line.split()[-1] for line in lines[1:]] == ["-", "v1"]
    assert "1 changed" in run_cli("versions", project, "--check").output
    assert "There is a version 'v1' already" in run_cli("sign", project, "v1", code=1).output


def test_unlabelled_photographs_are_refused_unless_allowed(run_cli, project):
    with Project.open(project) as opened:
        image_id = opened.image_ids()[0]
        before = opened.labels(image_id)
        bare = with_state(with_diagnosis(with_boxes(before, ()), None), ImageState.NEW)
        opened.apply(Edit(image_id, before, bare, "Clear"))
    refused = run_cli("sign", project, "v1", code=1).output
    assert "1 of 24 photographs are unlabelled" in refused
    assert "--allow-unlabelled" in refused
    run_cli("sign", project, "v1", "--allow-unlabelled")


def test_a_tampered_version_fails_the_check(run_cli, project):
    run_cli("sign", project, "v1")
    path = project / "versions" / "v1.json"
    path.write_text(path.read_text().replace("acne", "acme"))
    assert "changed after it was signed" in run_cli("versions", project, "--check", code=1).output
