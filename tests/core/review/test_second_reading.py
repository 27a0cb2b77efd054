"""Two readers: the sample, agreement worked out by hand, and conflicts."""

from __future__ import annotations

import math

from core.classes import ClassTable
from core.geometry import Box
from core.project.labels import ImageLabels, new_box
from core.review.second_reading import agreement, draw_sample

CLASSES = ClassTable.from_names(["Nevus", "Rosacea"])
HERE, NEAR, FAR = Box(0, 0, 100, 100), Box(0, 0, 100, 80), Box(200, 200, 260, 260)


def read(class_id, *boxes):
    return ImageLabels(tuple(new_box(box, class_id) for box in boxes), class_id)


def test_a_sample_has_its_share_of_each_class_and_never_none():
    classes = {**dict.fromkeys(range(90), 1), **dict.fromkeys(range(90, 99), 2), 99: None}
    chosen = draw_sample(classes, 20, seed=3)
    counts = [sum(classes[key] == class_id for key in chosen) for class_id in (1, 2, None)]
    assert len(set(chosen)) == 20
    assert counts[0] in (17, 18)
    assert counts[1] in (1, 2)
    assert counts[2] == 1
    assert chosen == draw_sample(dict(reversed(classes.items())), 20, seed=3)
    assert chosen != draw_sample(classes, 20, seed=4)
    assert len(draw_sample(classes, 1000, seed=0)) == 100


def test_agreement_of_boxes_and_classes():
    first = {1: read(1, HERE), 2: read(2, HERE, FAR), 3: read(1, HERE), 4: read(2, HERE), 9: read(1)}
    second = {1: read(1, NEAR), 2: read(2, HERE), 3: read(2, HERE), 4: read(2, HERE)}
    found = agreement(first, second, CLASSES)
    assert found.photographs == 4
    assert math.isclose(found.f1, 2 * 4 / (2 * 4 + 1))
    assert math.isclose(found.mean_iou, 3.8 / 4)
    assert math.isclose(found.kappa, 0.5)
    assert found.kappa_by_class == {1: 0.5, 2: 0.5}
    assert [entry.image_id for entry in found.conflicts] == [3, 2]
    assert (found.conflicts[0].first, found.conflicts[0].second, found.conflicts[0].boxes_of_other_class) == (1, 2, 1)
    assert (found.conflicts[1].only_first, found.conflicts[1].only_second) == (1, 0)


def test_readers_who_agree_have_no_conflict():
    same = {1: read(1, HERE), 2: read(2, FAR)}
    found = agreement(same, same, CLASSES)
    assert (found.f1, found.kappa, found.conflicts) == (1.0, 1.0, ())


def test_nothing_read_is_undefined():
    found = agreement({}, {}, CLASSES)
    assert math.isnan(found.f1)
    assert math.isnan(found.kappa)
