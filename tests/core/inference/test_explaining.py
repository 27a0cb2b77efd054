"""Grad-CAM: heat where the evidence is, on every CNN DermDesk knows."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from core.errors import CheckpointError, ClassTableError, UnsupportedOperation
from core.geometry import Box
from core.inference.card import ModelCard, read_card
from core.inference.catalogue import Task
from core.inference.explaining import Explainer, feature_layer
from core.inference.heat import energy_inside
from core.inference.predictor import Predictor
from core.inference.zoo.classifiers import build_classifier

CPU = torch.device("cpu")


class ColourCounter(nn.Module):
    """Three feature maps, one a colour channel, each pooled into the evidence for one class."""

    def __init__(self):
        super().__init__()
        self.features = nn.Conv2d(3, 3, 8, stride=8, groups=3, bias=False)
        nn.init.constant_(self.features.weight, 1 / 64)
        self.relu = nn.ReLU(inplace=True)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(3, 3, bias=False)
        nn.init.eye_(self.head.weight)

    def forward(self, images):
        return self.head(self.pool(self.relu(self.features(images))).flatten(1))


@pytest.fixture
def card(classifier_run):
    run = read_card(classifier_run)
    return ModelCard("c", "resnet18", Task.CLASSIFICATION, run.classes, (64, 64), (0.0, 0.0, 0.0), (1.0, 1.0, 1.0))


@pytest.fixture
def photo():
    """Black, twice as wide as high; red at the top left, some blue at the bottom right."""
    pixels = np.zeros((100, 200, 3), np.uint8)
    pixels[:25, :50, 0] = 255
    pixels[75:, 150:, 2] = 120
    return pixels


def test_the_heat_is_where_the_evidence_is(card, photo):
    explainer = Explainer(card, ColourCounter(), device=CPU)
    red = explainer.explain(photo, size=(2000, 1000))
    assert red.class_id == 5
    assert red.heat.dtype == np.float32
    assert red.heat.shape == (128, 256)
    assert (red.heat.min(), red.heat.max()) == (0, 1)
    assert red.heat[16, 32] > 0.99
    assert energy_inside(red.heat, [Box(0, 0, 600, 300)], 2000, 1000) > 0.95
    blue = explainer.explain(photo, size=(2000, 1000), class_id=9)
    assert energy_inside(blue.heat, [Box(1400, 700, 2000, 1000)], 2000, 1000) > 0.95
    assert blue.probability < red.probability < 1


def test_a_class_without_evidence_is_cold(card, photo):
    green = Explainer(card, ColourCounter(), device=CPU).explain(photo, class_id=2)
    assert green.heat.max() == 0
    assert green.heat.shape == (100, 200)


def test_the_probability_is_the_predictors(classifier_run, photo):
    explained = Explainer.load(classifier_run, device=CPU).explain(photo)
    (answer,) = Predictor.load(classifier_run, device=CPU, precision="float32").predict([photo])
    assert explained.probability == pytest.approx(answer.probabilities.max(), abs=1e-5)
    assert explained.class_id == (5, 2, 9)[answer.probabilities.argmax()]


def test_explaining_twice_gives_the_same(classifier_run, photo):
    explainer = Explainer.load(classifier_run, device=CPU)
    first, second = explainer.explain(photo, class_id=2), explainer.explain(photo, class_id=2)
    np.testing.assert_array_equal(first.heat, second.heat)


def test_what_cannot_be_explained(card, detector_run, photo):
    with pytest.raises(UnsupportedOperation, match="detector"):
        Explainer.load(detector_run, device=CPU)
    with pytest.raises(ClassTableError, match="no class 77"):
        Explainer(card, ColourCounter(), device=CPU).explain(photo, class_id=77)
    broken = ColourCounter()
    nn.init.constant_(broken.head.weight, float("nan"))
    with pytest.raises(CheckpointError, match="finite"):
        Explainer(card, broken, device=CPU).explain(photo)
    with pytest.raises(UnsupportedOperation, match="feature map"):
        feature_layer(build_classifier("torchvision.vit_b_32", 2).eval(), (224, 224))


@pytest.mark.parametrize(
    ("name", "size", "layer"),
    [
        ("resnet18", 64, "layer4"),
        ("resnet50", 64, "layer4"),
        ("densenet121", 64, "features"),
        ("mobilenet_v3_small", 64, "features"),
        ("torchvision.squeezenet1_1", 64, "classifier.2"),
        ("nasnetamobile", 64, "relu"),
        pytest.param("pnasnet5large", 64, "relu", marks=pytest.mark.slow),
        pytest.param("torchvision.efficientnet_b0", 64, "features", marks=pytest.mark.slow),
        pytest.param("torchvision.swin_t", 64, "permute", marks=pytest.mark.slow),
    ],
)
def test_every_cnn_has_a_layer_and_a_heat_map(name, size, layer, card, photo):
    torch.manual_seed(0)
    network = build_classifier(name, 3).eval()
    assert feature_layer(network, (size, size)) == layer
    heat = Explainer(card, network, device=CPU).explain(photo, class_id=5).heat
    assert heat.shape == (100, 200)
    assert np.isfinite(heat).all()
