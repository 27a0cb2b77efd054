"""`dermdesk classes`: the class table from the command line, each change a step that the window can undo."""

from __future__ import annotations

import pytest

from core.project.labels import Edit, with_diagnosis
from core.project.project import Project


def names(folder):
    with Project.open(folder, read_only=True) as project:
        return project.classes.names


def test_adding_renaming_ordering_and_colouring(project, run_cli):
    assert "with the id 4" in run_cli("classes", project, "add", "黑色素瘤", "--code", "MM").stdout
    run_cli("classes", project, "rename", "acne", "Acne Vulgaris")
    run_cli("classes", project, "move", "MM", "1", code=1)  # a code is no name
    run_cli("classes", project, "move", "黑色素瘤", "1")
    run_cli("classes", project, "colour", "4", "#112233")
    run_cli("classes", project, "code", "4", "BM")
    assert "schwarzer Hautkrebs" in run_cli("classes", project, "alias", "4", "schwarzer Hautkrebs").stdout

    with Project.open(project, read_only=True) as opened:
        assert (
            opened.classes.names == ("黑色素瘤", "Acne Vulgaris", "Psoriasis", "Rosacea") or opened.classes.ids[0] == 4
        )
        assert (opened.classes.classes[0].code, opened.classes.classes[0].colour) == ("BM", "#112233")
        assert len(opened.journal.class_steps()) >= 6


def test_merging_tells_what_will_change_and_asks(project, run_cli):
    before = names(project)
    asked = run_cli("classes", project, "merge", "rosacea", "acne", code=1)
    assert "8 diagnoses on 8 photographs will change" in asked.stdout
    assert names(project) == before

    run_cli("classes", project, "merge", "rosacea", "acne", "--yes")
    with Project.open(project, read_only=True) as opened:
        acne = opened.classes.require("rosacea")
        assert acne == opened.classes.require("acne")
        assert opened.counts().by_class[acne.id] == 16


def test_a_class_in_use_is_removed_only_when_its_boxes_go_elsewhere(project, run_cli):
    refused = run_cli("classes", project, "remove", "rosacea", code=1)
    assert "8 photographs" in refused.stderr
    run_cli("classes", project, "remove", "rosacea", "--to", "psoriasis", "--yes")
    assert "rosacea" not in [name.casefold() for name in names(project)]
    run_cli("classes", project, "rename", "rosacea", "Other", code=1)  # its name was not kept as an alias

    added = run_cli("classes", project, "add", "Rosacea").stdout
    assert "with the id 4" in added  # not 3, which belonged to the removed one


@pytest.mark.parametrize(
    "words",
    [("add", "ACNE"), ("rename", "acne", "Psoriasis"), ("merge", "acne", "acne", "--yes"), ("colour", "acne", "red")],
)
def test_what_would_confuse_classes_is_refused(project, run_cli, words):
    before = names(project)
    assert "Error:" in run_cli("classes", project, *words, code=1).stderr
    assert names(project) == before


def test_what_the_command_line_did_the_window_can_undo(project, run_cli):
    run_cli("classes", project, "rename", "acne", "Pimples")
    with Project.open(project) as opened:
        newest = opened.journal.stacks(opened.who).done[-1]
        assert newest.what == "Rename class Acne to Pimples"
        opened.journal.undo(newest.id)
        assert opened.classes.find("pimples") is None
        labels = opened.labels(1)
        opened.apply(Edit(1, labels, with_diagnosis(labels, None), "Clear diagnosis"))
