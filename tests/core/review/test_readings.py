"""Blind second readings in real projects: what the reader gets, what is compared, and how conflicts are settled."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.classes import ClassTable
from core.errors import ClassTableError, ImageMissing, ProjectError
from core.geometry import Box
from core.project.labels import (
    Edit,
    ImageLabels,
    ImageState,
    Split,
    new_box,
    with_boxes,
    with_diagnosis,
    with_state,
)
from core.project.project import Project
from core.project.reading_note import first_project, reading_note
from core.project.records import NewImage
from core.review.readings import (
    begin_reading,
    compare_reading,
    reading_named,
    readings,
)
from core.review.second_reading import agreement
from core.review.settling import Pair, Ruling, is_settled, open_conflicts, settle, verify_agreed

NEVUS, ROSACEA = 1, 2
CLASSES = ClassTable.from_names(["Nevus", "Rosacea"])
HERE, NEAR, FAR = Box(100, 100, 200, 200), Box(104, 100, 204, 196), Box(300, 200, 380, 290)


def photograph(root, relative_path, **more):
    path = root / relative_path
    path.parent.mkdir(parents=True, exist_ok=True)
    data = relative_path.encode()
    path.write_bytes(data)
    return NewImage(path, relative_path, hashlib.sha256(data).hexdigest(), 400, 300, 1, len(data), **more)


def say(project, image_id, class_id, *boxes, who=None):
    """Draw these boxes and diagnose, as one edit."""
    project.who = who or project.who
    before = project.labels(image_id)
    after = with_diagnosis(with_boxes(before, [new_box(box, class_id) for box in boxes]), class_id)
    project.apply(Edit(image_id, before, after, "Label"))


@pytest.fixture
def clinic(tmp_path):
    """Eight photographs in class folders, each with a box ana drew; one more that is unlabelled, and one of noise."""
    root = tmp_path / "photos"
    with Project.create(tmp_path / "clinic", CLASSES, who="ana") as project:
        names = [f"ward/{('nevus', 'Rosacea')[number % 2]}/{number}.jpg" for number in range(10)]
        project.add_images(
            root,
            [
                photograph(root, name, patient=f"P{name}", split=Split.TRAIN, metadata={"finding": "x"})
                for name in names
            ],
        )
        ids = {record.relative_path: record.id for record in project.images()}
        project.sorted_ids = [ids[name] for name in names]
        for number, image_id in enumerate(project.sorted_ids[:9]):
            say(project, image_id, 1 + number % 2, HERE)
        before = project.labels(project.sorted_ids[8])
        noise = with_state(before, ImageState.NOISE, reason="blurred")
        project.apply(Edit(project.sorted_ids[8], before, noise, "Noise"))
        yield project


@pytest.fixture
def begun(clinic):
    """A reading of all eight by ben, and his project open."""
    reading = begin_reading(clinic, 100, seed=0, reader="ben")
    with Project.open(reading.folder, who="ben") as other:
        theirs = {record.sha256: record.id for record in other.images()}
        mine = {record.id: record.sha256 for record in clinic.images()}
        other.of = {key: theirs[mine[key]] for key in mine if mine[key] in theirs}
        other.reading = reading
        yield other


def test_the_second_reader_gets_the_photographs_and_nothing_that_was_said_of_them(clinic):
    reading = begin_reading(clinic, 4, seed=1, reader=" Ben  B. ")
    assert (reading.name, reading.reader, reading.total, reading.read) == ("Ben-B-1", "Ben B.", 4, 0)
    with Project.open(reading.folder) as other:
        records = other.images()
        assert other.classes == clinic.classes
        assert {record.sha256 for record in records} <= {record.sha256 for record in clinic.images()}
        for record in records:
            assert record.path.is_file()
            assert other.labels(record.id) == ImageLabels()
            assert (record.patient, record.split, record.metadata) == (None, None, {})
            assert "/" not in record.relative_path  # its folder was named after the class
        assert other.history() == []
        note = reading_note(other)
        assert (note.project, note.of, note.reader) == ("clinic", clinic.id, "Ben B.")
        assert first_project(other) == clinic.folder
        with pytest.raises(ProjectError, match="already"):
            begin_reading(other, 1, seed=0, reader="cho")
    assert reading_note(clinic) is None
    assert reading_named(clinic.folder, "Ben-B-1") == reading
    assert begin_reading(clinic, 4, seed=1, reader="Ben B.").name == "Ben-B-2"


def test_folders_that_name_no_class_stay(tmp_path):
    root = tmp_path / "photos"
    with Project.create(tmp_path / "clinic", CLASSES) as project:
        project.add_images(root, [photograph(root, "P7/left/1.jpg", diagnosis=1)] if root.mkdir() is None else [])
        reading = begin_reading(project, 9, seed=0, reader="ben")
    with Project.open(reading.folder) as other:
        assert [record.relative_path for record in other.images()] == ["P7/left/1.jpg"]


def test_nobody_reads_again_what_they_labelled(clinic):
    with pytest.raises(ProjectError, match="nothing for Ana to read"):
        begin_reading(clinic, 4, seed=0, reader="Ana")
    say(clinic, clinic.sorted_ids[0], NEVUS, FAR, who="ben")
    assert begin_reading(clinic, 100, seed=0, reader="ben").total == 7
    assert begin_reading(clinic, 100, seed=0, reader="ana").total == 1
    assert not (clinic.folder / "readings" / "Ana-1").exists()


def test_what_is_refused_leaves_no_folder(clinic):
    with pytest.raises(ProjectError, match="no name"):
        begin_reading(clinic, 4, seed=0, reader="  ")
    clinic.image(clinic.sorted_ids[0]).path.unlink()
    with pytest.raises(ImageMissing):
        begin_reading(clinic, 100, seed=0, reader="ben")
    assert list((clinic.folder / "readings").iterdir()) == []


def test_readings_are_listed_with_how_far_they_are_and_a_broken_one_hides_none(clinic, begun):
    keys = list(begun.of.values())
    say(begun, keys[0], NEVUS, HERE)
    before = begun.labels(keys[1])
    begun.apply(Edit(keys[1], before, with_state(before, ImageState.NOISE, reason="hair"), "Noise"))
    (clinic.folder / "readings" / "half-1").mkdir()
    found = readings(clinic.folder)
    assert [(entry.name, entry.total, entry.read) for entry in found.readings] == [("ben-1", 8, 2)]
    assert [entry.folder.name for entry in found.broken] == ["half-1"]
    with pytest.raises(ProjectError, match="There are: ben-1"):
        reading_named(clinic.folder, "cho-1")
    with pytest.raises(ProjectError, match="no reading"):
        reading_named(clinic.folder, "..")


def read_all(clinic, begun):
    """Ben agrees on six; calls one something else, and sees one elsewhere."""
    for number, image_id in enumerate(clinic.sorted_ids[:8]):
        say(begun, begun.of[image_id], 1 + (number + (number == 0)) % 2, FAR if number == 1 else NEAR)
    return compare_reading(clinic, begun.reading)


def test_agreement_stays_that_of_two_blind_readers_after_settling(clinic, begun):
    found = read_all(clinic, begun)
    other_class, elsewhere = clinic.sorted_ids[:2]
    assert [entry.image_id for entry in found.conflicts] == [other_class, elsewhere]
    assert found.agreement.photographs == 8
    assert found.agreement.f1 == pytest.approx(7 / 8)
    assert found.pairs[elsewhere].annotator == "ana"
    assert found.pairs[elsewhere].reader == "ben"
    clinic.who = "cho"
    for image_id in (other_class, elsewhere):
        clinic.apply(settle(image_id, found.pairs[image_id], Ruling.SECOND, reading=begun.reading.id, who="cho"))
    again = compare_reading(clinic, begun.reading)
    assert again.conflicts == ()
    assert again.agreement == found.agreement
    assert clinic.labels(elsewhere).state is ImageState.VERIFIED
    entry = clinic.history(elsewhere, limit=1)[0]
    assert (entry.who, entry.what) == ("cho", "Second reading: as ben read it")
    assert clinic.labels(elsewhere).boxes[0].box == FAR


def test_a_ruling_is_undone_with_one_step(clinic, begun):
    found = read_all(clinic, begun)
    image_id = clinic.sorted_ids[0]
    before = clinic.labels(image_id)
    step = clinic.apply(settle(image_id, found.pairs[image_id], Ruling.FIRST, reading=begun.reading.id, who="cho"))
    settled = compare_reading(clinic, begun.reading)
    assert image_id not in {entry.image_id for entry in settled.conflicts}
    assert settled.settled == 1
    clinic.journal.undo(step)
    assert clinic.labels(image_id) == before
    assert compare_reading(clinic, begun.reading).conflicts == found.conflicts


@pytest.mark.parametrize("whose", ["first", "second"])
def test_a_later_change_of_either_reader_brings_a_conflict_back(clinic, begun, whose):
    found = read_all(clinic, begun)
    image_id = clinic.sorted_ids[0]
    clinic.apply(settle(image_id, found.pairs[image_id], Ruling.FIRST, reading=begun.reading.id, who="cho"))
    if whose == "first":
        say(clinic, image_id, NEVUS, FAR)
    else:
        say(begun, begun.of[image_id], ROSACEA, FAR)
    assert image_id in {entry.image_id for entry in compare_reading(clinic, begun.reading).conflicts}


def test_neither_right_is_settled_once_it_was_drawn_anew(clinic, begun):
    found = read_all(clinic, begun)
    image_id = clinic.sorted_ids[1]
    clinic.apply(settle(image_id, found.pairs[image_id], Ruling.NEITHER, reading=begun.reading.id, who="cho"))
    assert clinic.labels(image_id).flagged
    assert image_id in {entry.image_id for entry in compare_reading(clinic, begun.reading).conflicts}
    say(clinic, image_id, ROSACEA, Box(10, 10, 90, 90), who="cho")
    assert image_id not in {entry.image_id for entry in compare_reading(clinic, begun.reading).conflicts}


def test_who_settles_their_own_labels_verifies_nothing(clinic, begun):
    found = read_all(clinic, begun)
    image_id = clinic.sorted_ids[0]
    own = settle(image_id, found.pairs[image_id], Ruling.FIRST, reading="r", who="Ana")
    assert own.after.state is ImageState.LABELLED
    assert settle(image_id, found.pairs[image_id], Ruling.SECOND, reading="r", who="ben").after.state is (
        ImageState.LABELLED
    )
    assert settle(image_id, found.pairs[image_id], Ruling.FIRST, reading="r", who="ben").after.state is (
        ImageState.VERIFIED
    )


def test_locked_boxes_are_not_replaced(clinic, begun):
    from dataclasses import replace

    image_id = clinic.sorted_ids[0]
    before = clinic.labels(image_id)
    clinic.apply(Edit(image_id, before, replace(before, boxes=(replace(before.boxes[0], locked=True),)), "Lock"))
    found = read_all(clinic, begun)
    with pytest.raises(ProjectError, match="locked"):
        settle(image_id, found.pairs[image_id], Ruling.SECOND, reading="r", who="cho")


def test_what_both_read_the_same_is_verified_in_one_step(clinic, begun):
    say(clinic, clinic.sorted_ids[7], ROSACEA, NEAR, who="ben")  # since the reading began, ben relabelled it himself
    found = read_all(clinic, begun)
    clinic.who = "cho"
    edits = verify_agreed(found.pairs, clinic.classes)
    assert sorted(edit.image_id for edit in edits) == sorted(clinic.sorted_ids[2:7])
    step = clinic.apply_all(edits, what="Second reading: verify 5 photographs")
    assert clinic.counts().by_state["verified"] == 5
    assert verify_agreed(compare_reading(clinic, begun.reading).pairs, clinic.classes) == []
    clinic.journal.undo(step)
    assert clinic.counts().by_state.get("verified", 0) == 0


def test_a_photograph_verified_without_a_box_says_there_is_no_lesion(clinic, begun):
    image_id = clinic.sorted_ids[0]
    before = begun.labels(begun.of[image_id])
    begun.apply(Edit(begun.of[image_id], before, with_state(before, ImageState.VERIFIED), "Verify"))
    found = compare_reading(clinic, begun.reading)
    assert [(entry.image_id, entry.second, entry.only_first) for entry in found.conflicts] == [(image_id, None, 1)]
    after = settle(image_id, found.pairs[image_id], Ruling.SECOND, reading="r", who="cho").after
    assert (after.boxes, after.diagnosis, after.state) == ((), None, ImageState.VERIFIED)


def test_other_classes_are_told(clinic, begun):
    clinic.add_classes(["Acne"])
    with pytest.raises(ClassTableError):
        compare_reading(clinic, begun.reading)


BOX = st.sampled_from([HERE, NEAR, FAR]).flatmap(
    lambda box: st.builds(new_box, st.just(box), st.sampled_from([1, 2]))
)  # fmt: skip
LABELS = st.builds(
    lambda boxes, diagnosis: ImageLabels(tuple(boxes), diagnosis, ImageState.LABELLED),
    st.lists(BOX, max_size=2),
    st.sampled_from([None, 1, 2]),
)


@given(first=LABELS, second=LABELS, ruling=st.sampled_from([Ruling.FIRST, Ruling.SECOND]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_settling_once_settles_and_twice_changes_nothing(first, second, ruling):
    pair = Pair(first, second, "ana", "ben")
    edit = settle(1, pair, ruling, reading="r", who="cho")
    after = first if edit is None else edit.after
    settled = Pair(after, second, "ana", "ben")
    assert open_conflicts({1: settled}, CLASSES, "r") == ()
    assert settle(1, settled, ruling, reading="r", who="cho") is None
    if ruling is Ruling.SECOND:
        assert agreement({1: after}, {1: second}, CLASSES).conflicts == ()
    else:
        assert is_settled(settled, "r")
        assert after.boxes == first.boxes
