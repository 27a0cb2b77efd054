"""After each epoch a few photographs are shown with what the model says of them."""

from __future__ import annotations

import threading

import pytest

from core.inference.catalogue import Task
from core.jobs.protocol import EpochEnd, Preview
from core.jobs.recipe import Recipe
from trainers import worker
from trainers.previews import MOST_PHOTOS, Answer, Previewer, choose_photos
from trainers.selection import select


class Channel:
    should_end = False

    def __init__(self):
        self.events = []
        self.stop_requested = self.parent_gone = threading.Event()

    def emit(self, event):
        self.events.append(event)


def test_photographs_of_all_classes_are_chosen_and_always_the_same(make_snapshot):
    examples = select(make_snapshot(24, val=12), Task.CLASSIFICATION, Recipe()).val
    chosen = choose_photos(examples)
    assert len(chosen) == MOST_PHOTOS
    assert sorted(example.class_index for example in chosen) == [0, 0, 1, 1, 2, 2]
    assert choose_photos(examples[::-1]) == chosen
    assert choose_photos(()) == ()


def test_boxes_are_told_in_upright_pixels_and_classes_by_their_ids(make_snapshot):
    (example, *_) = select(make_snapshot(9), Task.DETECTION, Recipe()).val  # 120 x 90
    told = Previewer((), class_ids=(10, 20, 30))._told(
        example, Answer((2, 0), (0.9, 0.1), ((0.0, 0.0, 32.0, 64.0),) * 2), (64, 64)
    )
    assert told.boxes[0] == (0.0, 0.0, 60.0, 90.0)
    assert told.classes == (30, 10)
    assert told.image_id == example.image.id


@pytest.mark.parametrize("architecture", ["resnet18", "retinanet_r18"])
def test_each_epoch_is_followed_by_a_preview_that_is_kept_in_the_run_folder(make_run, make_snapshot, architecture):
    snapshot = make_snapshot(12, val=3)
    run = make_run(architecture, snapshot, epochs=2, workers=0)
    channel = Channel()
    assert worker.work(run, channel) == 0
    told = [event for event in channel.events if isinstance(event, (EpochEnd, Preview))]
    assert [type(event) for event in told] == [EpochEnd, Preview] * 2
    for event in told[1::2]:
        assert {photo.image_id for photo in event.photos} == {1, 2, 3}
        for photo in event.photos:
            assert photo.true_class in snapshot.classes.ids
            assert set(photo.classes) <= set(snapshot.classes.ids)
            assert len(photo.classes) == len(photo.scores)
            assert list(photo.scores) == sorted(photo.scores, reverse=True)
            assert len(photo.boxes) == (0 if architecture == "resnet18" else len(photo.classes))
