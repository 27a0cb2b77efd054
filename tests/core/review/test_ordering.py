"""In which order photographs come up to be labelled, with models that saw all of them, some, or none."""

from __future__ import annotations

import pytest

from core.geometry import Box
from core.project.arrays import StoredArrays
from core.project.labels import Edit, ImageState, with_boxes, with_state
from core.project.records import PredictedBox, Prediction
from core.review.opinions import read_opinions
from core.review.ordering import Order, in_order, without_boxes

BARE = (1, 2, 3, 4, 5)


@pytest.fixture
def tell_three(clinic):
    """Five photographs without boxes; stores what three classifiers, and a detector where asked for, say of them."""
    for key in BARE:
        before = clinic.labels(key)
        clinic.apply(Edit(key, before, with_boxes(before, ()), "Delete box"))

    def tell(said, found=None):
        names = [(f"cnn{number}", "classification") for number in range(3)]
        for name, task in [*names, *([("det", "detection")] if found is not None else [])]:
            card = {"architecture": name, "task": task, "classes": clinic.classes.to_json()}
            clinic.add_model(name, card, clinic.runs_folder / name)
        rows = [
            Prediction(name, key, (value, 1 - value), None, (1, 2))
            for key, values in said.items()
            for (name, _), value in zip(names, values, strict=True)
            if value is not None
        ]
        rows += [Prediction("det", key, None, boxes, (1, 2)) for key, boxes in (found or {}).items()]
        clinic.store_predictions(rows)
        return read_opinions(clinic, StoredArrays())

    return tell


def ordered(opinions, order):
    return opinions.image_ids[in_order(opinions, without_boxes(opinions), order)].tolist()


SAID = {1: (0.5, 0.5, 0.5), 2: (0.99, 0.01, None), 3: (0.9, 0.7, 0.9), 4: (0.8, None, None)}


def test_a_photograph_that_one_of_three_has_not_seen_is_judged_by_the_others(tell_three):
    assert ordered(tell_three(SAID), Order.DISAGREEMENT) == [2, 3, 1, 4, 5]


def test_nor_does_it_fall_behind_once_a_detector_exists(tell_three):
    opinions = tell_three(SAID, dict.fromkeys((1, 2, 3, 4), ()))
    assert ordered(opinions, Order.DISAGREEMENT) == [2, 3, 1, 4, 5]
    # A detector that is sure of the other class.
    opinions = tell_three(SAID, {1: (), 2: (), 3: (), 4: (PredictedBox(Box(10, 10, 90, 90), 2, 0.95),)})
    assert ordered(opinions, Order.DISAGREEMENT)[0] == 4


def test_each_order_asks_something_else(tell_three):
    # Of 40 photographs 35 have boxes; all have a class, 20 each, so that neither is rarer.
    opinions = tell_three({1: (0.98,) * 3, 2: (0.6,) * 3, 3: (0.9, 0.3, 0.9), 4: (0.02,) * 3})
    assert ordered(opinions, Order.UNCERTAINTY) == [2, 3, 1, 4, 5]
    assert ordered(opinions, Order.DISAGREEMENT)[0] == 3
    assert ordered(opinions, Order.DIVERSITY)[:2] == [1, 4]
    assert ordered(opinions, Order.DIVERSITY)[-1] == 5


def test_what_was_put_aside_or_verified_is_not_asked_for(tell_three, clinic):
    for key, state in ((1, ImageState.NOISE), (2, ImageState.REJECTED), (3, ImageState.VERIFIED)):
        before = clinic.labels(key)
        clinic.apply(Edit(key, before, with_state(before, state), "Mark"))
    assert sorted(ordered(tell_three(SAID), Order.UNCERTAINTY)) == [4, 5]
