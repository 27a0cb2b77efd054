from __future__ import annotations

import json
import os
from dataclasses import replace

import pytest

from core.errors import SnapshotError
from core.geometry import Box
from core.project.labels import Edit, ImageLabels, ImageState, Split, new_box
from core.project.project import Project
from core.project.snapshot import freeze, read_snapshot, write_snapshot


@pytest.fixture
def labelled(filled):
    """Five photographs: labelled, a diagnosis alone, noise, rejected, new; all but the last two patients' on train."""
    for image_id, after in (
        (1, ImageLabels((new_box(Box(0.1, 0.2, 30, 40), 2, note="naïve"),), None, ImageState.LABELLED)),
        (2, ImageLabels((), 3, ImageState.VERIFIED)),
        (3, ImageLabels((new_box(Box(1, 1, 9, 9), 1),), 1, ImageState.NOISE, "two lesions")),
        (4, ImageLabels((), None, ImageState.REJECTED, "dark")),
    ):
        filled.apply(Edit(image_id, ImageLabels(), after, "Label"))
    filled.set_splits(dict.fromkeys((1, 2, 3, 4), Split.TRAIN) | {5: Split.TEST}, what="By hand")
    return filled


def test_a_snapshot_survives_the_disk(labelled, tmp_path):
    snapshot = freeze(labelled)
    write_snapshot(snapshot, tmp_path / "snapshot.json")
    again = read_snapshot(tmp_path / "snapshot.json")

    assert again == snapshot
    assert again.digest == snapshot.digest
    assert again.project_id == labelled.id
    assert [image.image_class for image in again.images] == [2, 3, 1, None, None]
    assert [image.path for image in again.images] == [image.path for image in labelled.images()]
    assert again.images[0].boxes == labelled.labels(1).boxes
    assert [path.name for path in tmp_path.glob("snapshot*")] == ["snapshot.json"]


def test_noise_and_rejected_are_left_out(labelled):
    snapshot = freeze(labelled)

    assert [image.id for image in snapshot.split(Split.TRAIN)] == [1, 2]
    assert [image.id for image in snapshot.split(Split.TRAIN, include_noise=True)] == [1, 2, 3]
    assert [image.id for image in snapshot.split(Split.TEST)] == [5]
    assert snapshot.split(Split.VAL) == ()


def test_later_edits_do_not_leak_in(labelled):
    snapshot = freeze(labelled)
    before = labelled.labels(5)
    labelled.apply(Edit(5, before, ImageLabels(diagnosis=1), "Diagnose"))

    assert snapshot.images[4].image_class is None
    assert freeze(labelled).digest != snapshot.digest


def test_equal_labels_have_equal_digests_on_any_machine(tmp_path, classes, photo):
    digests = []
    for place, order in (("here", "abc"), ("there/deeper", "cba")):  # other folders, ids, uids, times, people
        root = tmp_path / place / "photos"
        images = [
            photo(
                f"{name}.jpg",
                root=root,
                patient=name,
                split=Split.TRAIN,
                diagnosis=1,
                boxes=(new_box(Box(1, 2, 30, 40), 2, note=place), new_box(Box(5, 5, 9, 9), 1)),
            )
            for name in order
        ]
        with Project.create(tmp_path / place / "project", classes, who=place) as project:
            project.add_images(root, images)
            digests.append(freeze(project).digest)
    assert digests[0] == digests[1]


def test_the_digest_does_not_change_between_versions(labelled):
    """Model cards keep digests for years. A new recipe for them needs a new snapshot format, so: look twice."""
    assert freeze(labelled).digest == "51119e9dad2468a8d0cc7cab90e14c36c7d915f17688d200c0dfc0d061a7ad73"


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"width": 1},
        {"split": Split.VAL},
        {"split": None},
        {"image_class": 1},
        {"patient": "Z"},
        {"state": ImageState.NOISE},
        {"boxes": ()},
        {"boxes": (new_box(Box(0.1, 0.2, 30, 40.00001), 2),)},
        {"boxes": (new_box(Box(0.1, 0.2, 30, 40), 1),)},
    ],
    ids=[
        "hash",
        "width",
        "split",
        "no split",
        "diagnosis",
        "patient",
        "noise",
        "no box",
        "moved box",
        "box of another class",
    ],
)
def test_whatever_a_model_learns_from_is_in_the_digest(labelled, change):
    snapshot = freeze(labelled)
    images = (replace(snapshot.images[0], **change), *snapshot.images[1:])

    assert replace(snapshot, images=images).digest != snapshot.digest


def _edit(path, change):
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["content"]["images"][0]["boxes"][0]["box"].__setitem__(0, 0.5),
        lambda d: d["content"]["images"][0].__setitem__("path", "/etc/passwd"),
        lambda d: d["content"]["images"][0].__setitem__("id", 9),
        lambda d: d["content"]["images"].pop(),
        lambda d: d["content"]["classes"][0].__setitem__("name", "Other"),
        lambda d: d.__setitem__("digest", "0" * 64),
        lambda d: d.__setitem__("checksum", "0" * 64),
        lambda d: d.__setitem__("format", 2),
        lambda d: d.pop("content"),
        lambda d: d.clear(),
    ],
)
def test_a_snapshot_changed_by_hand_is_refused(labelled, tmp_path, change):
    path = tmp_path / "snapshot.json"
    write_snapshot(freeze(labelled), path)
    _edit(path, change)

    with pytest.raises(SnapshotError) as caught:
        read_snapshot(path)
    assert str(path) in str(caught.value)


def test_what_is_no_snapshot_is_refused(labelled, tmp_path):
    path = tmp_path / "snapshot.json"
    with pytest.raises(SnapshotError, match="No such file"):
        read_snapshot(path)
    for text in ("", "[]", "null", '"x"', "{"):
        path.write_text(text)
        with pytest.raises(SnapshotError, match="damaged"):
            read_snapshot(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SnapshotError, match="damaged"):
        read_snapshot(path)
    with pytest.raises(SnapshotError, match="written"):
        write_snapshot(freeze(labelled), tmp_path / "nowhere" / "snapshot.json")


def test_a_failed_write_leaves_the_former_snapshot(labelled, tmp_path, monkeypatch):
    path = tmp_path / "snapshot.json"
    snapshot = freeze(labelled)
    write_snapshot(snapshot, path)

    def no_space(_descriptor):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(SnapshotError, match="No space"):
        write_snapshot(replace(snapshot, images=()), path)
    assert read_snapshot(path) == snapshot


def test_an_empty_project_cannot_be_frozen(project):
    with pytest.raises(SnapshotError, match="no photographs"):
        freeze(project)


def test_a_reader_freezes_too(labelled):
    with Project.open(labelled.folder, read_only=True) as reader:
        assert freeze(reader).digest == freeze(labelled).digest
