"""What validation says of a detector."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from core.inference.zoo.detectors import Detections
from trainers.detection import BoxScorer, DetectorNetwork
from trainers.task import Batch

LESION = torch.tensor([[10.0, 10.0, 50.0, 50.0]])


class Pretended(DetectorNetwork):
    """Says what it is told to; the scorer and everything behind it are real."""

    def __init__(self, found):
        torch.nn.Module.__init__(self)
        self.detector = (SimpleNamespace(detect=lambda images: found),)
        self.normalise = lambda images: images

    def forward(self, images, boxes, classes):
        return torch.tensor(0.5)


def scores(found, drawn):
    """Of a detector that found these `(boxes, classes, scores)` a photograph where people drew `(boxes, classes)`."""
    scorer = BoxScorer(3)
    for (boxes, classes, sure), (human, named) in zip(found, drawn, strict=True):
        network = Pretended([Detections(boxes, torch.tensor(sure), torch.tensor(classes))])
        inputs = (torch.zeros(1, 3, 64, 64), [human], [torch.tensor(named)])
        right = frozenset(named)
        scorer.add(network, Batch(inputs, weight=1.0, size=1, image_classes=(right,)))
    return scorer.scores().metrics


def test_a_faultless_detector_has_all():
    found = [(LESION, [1], [0.9]), (LESION, [2], [0.8])]
    assert scores(found, [(LESION, [1]), (LESION, [2])]) == pytest.approx(
        {"image_accuracy": 1.0, "recall_50": 1.0, "map_50": 1.0, "map_50_95": 1.0}
    )


def test_a_wrong_class_a_loose_box_and_silence():
    loose = torch.tensor([[10.0, 10.0, 50.0, 40.0]])  # IoU 0.75
    nothing = torch.zeros(0, 4)
    found = [(LESION, [0], [0.9]), (loose, [1], [0.8]), (nothing, [], [])]
    said = scores(found, [(LESION, [1]), (LESION, [1]), (LESION, [2])])
    assert said["image_accuracy"] == pytest.approx(1 / 3)
    assert 0 < said["map_50_95"] < said["map_50"] < 0.5


def test_a_detector_that_says_nothing_has_nothing():
    said = scores([(torch.zeros(0, 4), [], [])], [(LESION, [1])])
    assert set(said.values()) == {0.0}


def test_parts_of_several_processes_give_what_one_gives():
    found, drawn = [(LESION, [1], [0.9]), (LESION, [0], [0.8])], [(LESION, [1]), (LESION, [2])]
    parts = []
    for one_found, one_drawn in zip(found, drawn, strict=True):
        scorer = BoxScorer(3)
        boxes, classes, sure = one_found
        network = Pretended([Detections(boxes, torch.tensor(sure), torch.tensor(classes))])
        inputs = (torch.zeros(1, 3, 64, 64), [one_drawn[0]], [torch.tensor(one_drawn[1])])
        scorer.add(network, Batch(inputs, weight=1.0, size=1, image_classes=(frozenset(one_drawn[1]),)))
        parts.append(scorer)
    parts[0].absorb(parts[1])
    assert parts[0].scores().metrics == scores(found, drawn)
