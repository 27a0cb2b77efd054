"""Verdicts are part of the labels: stored, undone and redone with them, and read from old history without them."""

from __future__ import annotations

from dataclasses import replace

from core.geometry import Box
from core.project.labels import Edit, labels_from_json, labels_to_json, new_box, with_boxes
from core.project.project import Project
from core.project.verdicts import Verdict, VerdictKind, with_verdict

RIGHT = Verdict("", VerdictKind.LABEL_RIGHT, "a1")


def said(project, image_id=1, verdict=RIGHT):
    before = project.labels(image_id)
    after = replace(before, verdicts=with_verdict(before.verdicts, verdict))
    return project.apply(Edit(image_id, before, after, "Review: label right"))


def test_a_verdict_is_kept_in_the_labels_and_the_history(filled):
    said(filled)
    folder = filled.folder
    filled.close()
    with Project.open(folder, read_only=True) as opened:
        assert opened.labels(1).verdicts == (RIGHT,)
        assert opened.labels_of()[2].verdicts == ()
        assert opened.history(1)[0].what == "Review: label right"


def test_undo_takes_a_verdict_back_and_redo_gives_it_again(filled):
    step = said(filled)
    filled.journal.undo(step)
    assert filled.labels(1).verdicts == ()
    filled.journal.redo(step)
    assert filled.labels(1).verdicts == (RIGHT,)


def test_other_edits_leave_verdicts_alone(filled):
    said(filled)
    before = filled.labels(1)
    filled.apply(Edit(1, before, with_boxes(before, (new_box(Box(1, 1, 9, 9), 1),)), "Draw box"))
    assert filled.labels(1).verdicts == (RIGHT,)


def test_a_later_verdict_on_the_same_target_takes_the_place_of_the_earlier(filled):
    said(filled)
    said(filled, verdict=Verdict("box", VerdictKind.UNSURE, "b2"))
    said(filled, verdict=Verdict("", VerdictKind.UNSURE, "a1"))
    assert [(entry.target, entry.kind) for entry in filled.labels(1).verdicts] == [
        ("box", VerdictKind.UNSURE),
        ("", VerdictKind.UNSURE),
    ]


def test_history_from_before_there_were_verdicts_reads_as_none(filled):
    data = labels_to_json(filled.labels(1))
    assert "verdicts" not in data
    assert labels_from_json(data).verdicts == ()
