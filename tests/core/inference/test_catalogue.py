"""The catalogue of architectures."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.errors import UnknownModel
from core.inference.catalogue import HALF, IMAGENET_MEAN, Family, Task, architecture, architectures


def test_the_papers_six_come_first_at_the_papers_sizes():
    cnns = [entry.name for entry in architectures(Task.CLASSIFICATION) if entry.paper]
    detectors = [entry.name for entry in architectures(Task.DETECTION) if entry.paper]
    assert cnns == ["resnet50", "densenet121", "nasnetamobile", "pnasnet5large"]
    assert detectors == ["retinanet", "faster_rcnn"]
    assert {architecture(name).image_size for name in cnns} == {(224, 224)}
    assert {architecture(name).image_size for name in detectors} == {(400, 400)}
    assert {architecture(name).backbone for name in detectors} == {"resnext101_64x4d"}


def test_a_light_model_is_never_one_of_the_papers():
    assert not [entry.name for entry in architectures() if entry.light and entry.paper]


def test_normalisation_follows_the_family():
    for entry in architectures():
        half = entry.family is Family.PRETRAINEDMODELS
        assert entry.mean == (HALF if half else IMAGENET_MEAN), entry.name


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UnknownModel, match=r"resnet50.*retinanet"):
        architecture("resnet5")


@pytest.mark.parametrize("name", ["torchvision.", "torchvision.../etc", "torchvision.Res Net"])
def test_a_torchvision_name_is_a_plain_word(name):
    with pytest.raises(UnknownModel):
        architecture(name)


def test_a_catalogued_network_has_one_name_only():
    assert architecture("torchvision.resnet18") is architecture("resnet18")


def test_the_window_can_import_these_without_torch():
    modules = "core.inference.catalogue, core.inference.card, core.inference.requests, core.inference.weights_folder"
    code = f"import sys, {modules}; sys.exit(any(m in sys.modules for m in ('torch', 'torchvision', 'mmdet', 'cv2')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
