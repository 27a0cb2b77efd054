"""Signed-off versions: what is frozen, what is refused, and what is found when one is checked."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.classes import ClassTable
from core.errors import SnapshotError, UnlabelledPhotographs, VersionExists
from core.geometry import Box
from core.project.labels import Edit, ImageState, Split, new_box, with_boxes, with_diagnosis, with_flag, with_state
from core.project.project import Project
from core.project.records import NewImage
from core.project.signing import check_version, names_by_digest, sign_off, stand, version_named, versions
from core.project.snapshot import freeze, read_snapshot

HERE = Box(10, 10, 110, 90)


@pytest.fixture
def labelled(project, photos, photo):
    """Four photographs: one verified, one with a box, one with a diagnosis of its file, one rejected."""
    project.add_images(
        photos,
        [
            photo("a.jpg", boxes=(new_box(HERE, 1),), split=Split.TRAIN),
            photo("b.jpg", boxes=(new_box(HERE, 2), new_box(Box(200, 200, 300, 300), 2)), split=Split.TEST),
            photo("c.jpg", diagnosis=2),
            photo("d.jpg"),
        ],
    )
    ids = project.image_ids()
    for image_id, state in ((ids[0], ImageState.VERIFIED), (ids[3], ImageState.REJECTED)):
        before = project.labels(image_id)
        project.apply(Edit(image_id, before, with_state(before, state, reason="blurred"), "Mark"))
    return project


def edit(project, place, change):
    image_id = project.image_ids()[place]
    before = project.labels(image_id)
    project.apply(Edit(image_id, before, change(before), "Change"))


def test_a_version_says_who_when_what_and_counts(labelled):
    version = sign_off(labelled, "June 2026", who="Dr. Lima", note=" For the paper. ")
    assert (version.name, version.who, version.note) == ("June 2026", "Dr. Lima", "For the paper.")
    standing = version.standing
    assert (standing.images, standing.left_out, standing.verified, standing.unlabelled, standing.boxes) == (
        3,
        1,
        1,
        0,
        3,
    )
    assert standing.share_verified == pytest.approx(1 / 3)
    assert standing.by_state == {"verified": 1, "labelled": 1, "new": 1, "rejected": 1}
    assert standing.by_class == {"Melanoma": 1, "Nevus": 2}
    assert standing.by_split == {"train": 1, "test": 1, "": 1}
    assert versions(labelled.folder).versions == (version,)
    assert version_named(labelled.folder, "June 2026") == version
    assert version.digest == freeze(labelled).digest == read_snapshot(version.path).digest
    assert names_by_digest(labelled.folder) == {version.digest: "June 2026"}


def test_unlabelled_photographs_are_refused_unless_they_are_meant(labelled):
    edit(labelled, 2, lambda labels: with_diagnosis(labels, None))
    with pytest.raises(UnlabelledPhotographs, match="1 of 3") as refused:
        sign_off(labelled, "v1", who="ana")
    assert refused.value.number == 1
    assert not versions(labelled.folder).versions
    assert sign_off(labelled, "v1", who="ana", unlabelled_too=True).standing.unlabelled == 1


def test_what_was_signed_is_not_signed_over(labelled):
    first = sign_off(labelled, "v1", who="ana")
    edit(labelled, 0, lambda labels: with_boxes(labels, ()))
    edit(labelled, 0, lambda labels: with_diagnosis(labels, 3))
    with pytest.raises(VersionExists):
        sign_off(labelled, "V1", who="ben")
    assert versions(labelled.folder).versions == (first,)
    assert check_version(labelled, first).intact


@pytest.mark.parametrize("name", ["", ".hidden", "../v1", "a/b", "a\\b", "v1.signed", "v" * 80, "v1.", "_v"])
def test_a_name_that_is_no_file_name_is_refused(labelled, name):
    with pytest.raises(SnapshotError, match="no name"):
        sign_off(labelled, name, who="ana")


def test_somebody_has_to_sign(labelled):
    with pytest.raises(SnapshotError, match="Nobody"):
        sign_off(labelled, "v1", who="  ")


def test_a_project_that_is_open_elsewhere_can_be_signed(labelled):
    with Project.open(labelled.folder, read_only=True) as reader:
        version = sign_off(reader, "v1", who="ana")
    assert check_version(labelled, version).as_signed


def test_a_check_counts_what_differs_today(labelled, photos, photo):
    version = sign_off(labelled, "v1", who="ana")
    assert check_version(labelled, version).as_signed
    edit(labelled, 1, lambda labels: with_boxes(labels, labels.boxes[:1]))
    labelled.add_images(photos, [photo("e.jpg")])
    found = check_version(labelled, version)
    assert (found.changed, found.added, found.removed, found.classes_changed) == (1, 1, 0, False)
    assert (found.intact, found.differing, found.as_signed) == (True, 2, False)
    labelled.set_classes(ClassTable((*labelled.classes, *ClassTable.from_names(["x", "y", "z", "Acne"]).classes[3:])))
    assert check_version(labelled, version).classes_changed


def test_notes_and_flags_change_no_version(labelled):
    version = sign_off(labelled, "v1", who="ana")
    edit(labelled, 1, lambda labels: with_flag(labels, True))
    assert check_version(labelled, version).as_signed


def test_a_tampered_file_is_told(labelled):
    version = sign_off(labelled, "v1", who="ana")
    version.path.write_text(version.path.read_text().replace('"class_id": 1', '"class_id": 3'))
    found = check_version(labelled, version)
    assert not found.intact
    assert "changed after it was signed" in found.problem
    version.path.unlink()
    assert "can't be read" in check_version(labelled, version).problem


def test_a_tampered_signature_is_listed_as_broken_and_hides_no_other(labelled):
    sign_off(labelled, "v1", who="ana")
    good = sign_off(labelled, "v2", who="ana")
    signed = labelled.folder / "versions" / "v1.signed.json"
    document = json.loads(signed.read_text())
    document["content"]["who"] = "mallory"
    signed.write_text(json.dumps(document))
    (labelled.folder / "versions" / "v3.signed.json").write_text("{}")
    found = versions(labelled.folder)
    assert found.versions == (good,)
    assert [(entry.name, entry.reason) for entry in found.broken] == [
        ("v1", "The signature was changed after it was given."), ("v3", "The signature is damaged."),
    ]  # fmt: skip


def test_an_unknown_version_is_named(labelled):
    with pytest.raises(SnapshotError, match="'v9'"):
        version_named(labelled.folder, "v9")


BOXES = st.builds(
    lambda x, y, w, h, c: (Box(x, y, x + w, y + h), c),
    st.integers(0, 300), st.integers(0, 200), st.integers(5, 200), st.integers(5, 200), st.integers(1, 3),
)  # fmt: skip


@given(
    labels=st.lists(
        st.tuples(st.lists(BOXES, max_size=3), st.sampled_from([None, 1, 2, 3]), st.sampled_from(ImageState)),
        min_size=1, max_size=4,
    )
)  # fmt: skip
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_labels_have_the_same_hash_in_another_project(tmp_path_factory, classes, labels):
    folder = tmp_path_factory.mktemp("signing")
    (folder / "photos").mkdir()
    digests = []
    for name, order in (("one", labels), ("other", labels[::-1])):
        numbers = range(len(labels)) if name == "one" else range(len(labels) - 1, -1, -1)
        with Project.create(folder / name, classes) as project:
            root = folder / "photos"
            project.add_images(
                root,
                [
                    NewImage(
                        root / f"{name}{number}.jpg", f"{name}{number}.jpg", f"{number:064x}", 640, 480, 1, 10,
                        diagnosis=diagnosis, boxes=tuple(new_box(box, class_id) for box, class_id in boxes),
                    )
                    for number, (boxes, diagnosis, _) in zip(numbers, order, strict=True)
                ],
            )  # fmt: skip
            for record in project.images():
                state = labels[int(record.sha256, 16)][2]
                before = project.labels(record.id)
                project.apply(Edit(record.id, before, with_state(before, state), "Mark"))
            version = sign_off(project, "v", who="ana", unlabelled_too=True)
            assert read_snapshot(version.path).digest == version.digest
            assert stand(read_snapshot(version.path)) == version.standing
            digests.append(version.digest)
    assert digests[0] == digests[1]
