"""Half precision: the answers stay those of float32, to a stated tolerance."""

from __future__ import annotations

import csv

import cv2
import numpy as np
import pytest
import torch
from torch import nn

from core.classes import ClassTable
from core.errors import DermDeskError
from core.images import decode
from core.inference.card import CARD_NAME, ModelCard, read_card, write_card
from core.inference.catalogue import Task, architecture, architectures
from core.inference.checkpoint import BEST_NAME, load_checkpoint, save_checkpoint
from core.inference.folding import fold_batchnorm
from core.inference.precision import choose_dtype
from core.inference.predictor import Predictor, build_network, load_network
from core.inference.zoo.classifiers import build_classifier
from core.inference.zoo.detectors import Detector

CPU = torch.device("cpu")
TOLERANCE = 0.02
"""Largest difference of a probability from float32; a top-1 class may change only among classes this close."""
REAL_TOLERANCE = 0.1
"""The same for ImageNet's DenseNet121, whose thousand classes fit none of these photographs; 0.073 was measured."""
BOX_PIXELS = 4.0
"""Largest shift of a box's side, in pixels of the network's input of 96 x 128, for a matched box."""


@pytest.fixture(scope="module")
def pictures():
    """Smooth spots on skin, which differ from each other."""
    random = np.random.default_rng(0)
    found = []
    for number in range(12):
        picture = np.full((120, 160, 3), (220, 180, 150), np.uint8)
        for _ in range(4):
            centre, colour = random.integers(20, 120, 2).tolist(), random.integers(0, 255, 3).tolist()
            cv2.circle(picture, centre, 8 + number, colour, -1)
        found.append(cv2.GaussianBlur(picture, (5, 5), 0))
    return found


def half(run):
    """A predictor in bfloat16 on any machine; where the hardware lacks it, it is only slow."""
    card = read_card(run)
    network = load_network(card, run).eval()
    fold_batchnorm(network.backbone if isinstance(network, Detector) else network, card.image_size)
    predictor = Predictor(card, network, device=CPU, dtype=torch.bfloat16)
    predictor.prepare_for_cpu()
    return predictor


def eager(run):
    card = read_card(run)
    network = build_network(card)
    network.load_state_dict(load_checkpoint(run / BEST_NAME)["model"])
    return Predictor(card, network, device=CPU)


def probabilities(predictor, pictures):
    return np.stack([answer.probabilities for answer in predictor.predict(pictures)])


def test_probabilities_of_folded_and_half_networks(classifier_run, pictures):
    expected = probabilities(eager(classifier_run), pictures)
    folded = probabilities(Predictor.load(classifier_run, device=CPU, precision="float32"), pictures)
    assert np.abs(folded - expected).max() < 1e-4
    found = probabilities(half(classifier_run), pictures)
    assert 0 < np.abs(found - expected).max() < TOLERANCE
    second, first = np.sort(expected, axis=1)[:, -2:].T
    clear = first - second > 2 * TOLERANCE
    assert clear.any()
    np.testing.assert_array_equal(found.argmax(1)[clear], expected.argmax(1)[clear])


def test_boxes_of_folded_and_half_networks(detector_run, pictures):
    expected = eager(detector_run).predict(pictures[:4])
    for predictor, pixels, score in (
        (Predictor.load(detector_run, device=CPU, precision="float32"), 0.01, 1e-4),
        (half(detector_run), BOX_PIXELS, TOLERANCE),
    ):
        for wanted, found in zip(expected, predictor.predict(pictures[:4]), strict=True):
            assert wanted.boxes
            assert abs(wanted.boxes[0].score - found.boxes[0].score) < score
            # The best boxes, of which a few of about the same score may have changed places or been suppressed.
            strong = [row for row in wanted.boxes[:20] if row.score > wanted.boxes[0].score / 2]
            matched = [row for row in strong if closest(row, found.boxes) < pixels]
            assert len(matched) >= 0.8 * len(strong)


def closest(row, others):
    return min(
        (
            max(abs(row.x1 - o.x1), abs(row.y1 - o.y1), abs(row.x2 - o.x2), abs(row.y2 - o.y2))
            for o in others
            if o.class_id == row.class_id
        ),
        default=np.inf,
    )


@pytest.mark.parametrize("name", ["densenet121", "torchvision.convnext_tiny", "torchvision.vit_b_32"])
def test_any_classifier_runs_in_half_precision(name, pictures, classifier_run):
    """Also those whose parameters beside convolutions stay in float32."""
    torch.manual_seed(0)
    size = (224, 224) if "vit" in name else (64, 64)
    card = ModelCard(
        "x", name, architecture(name).task, read_card(classifier_run).classes, size, (0.5,) * 3, (0.5,) * 3
    )
    network = build_classifier(name, 3).eval()
    expected = probabilities(Predictor(card, network, device=CPU), pictures[:2])
    found = probabilities(Predictor(card, network, device=CPU, dtype=torch.bfloat16), pictures[:2])
    np.testing.assert_allclose(found, expected, atol=TOLERANCE)


@pytest.mark.slow
@pytest.mark.parametrize("name", [entry.name for entry in architectures() if entry.paper])
def test_each_of_the_papers_models_as_people_get_it(name, pictures, tmp_path):
    """Folded, packed and in half precision, at 64 px: near the plain network's answers."""
    torch.manual_seed(0)
    entry = architecture(name)
    card = ModelCard("x", name, entry.task, ClassTable.from_names(["a", "b", "c"]), (64, 64), entry.mean, entry.std)
    network = build_network(card)
    if entry.task is Task.DETECTION:
        network.network.init_weights()
    save_checkpoint(tmp_path / BEST_NAME, {"model": network.state_dict()})
    write_card(card, tmp_path / CARD_NAME)
    expected = eager(tmp_path).predict(pictures[:2])
    found = half(tmp_path).predict(pictures[:2])
    for wanted, answer in zip(expected, found, strict=True):
        if entry.task is Task.CLASSIFICATION:
            np.testing.assert_allclose(answer.probabilities, wanted.probabilities, atol=TOLERANCE)
        else:
            # Untrained, RetinaNet is sure of background and Faster R-CNN of nothing.
            assert bool(answer.boxes) == bool(wanted.boxes) == (name == "faster_rcnn")
            if wanted.boxes:
                assert abs(answer.boxes[0].score - wanted.boxes[0].score) < TOLERANCE


def test_weights_of_normalisations_and_of_the_head_stay_in_float32(classifier_run):
    network = half(classifier_run)._network
    kept = {name for name, value in network.named_parameters() if value.dtype == torch.float32}
    assert any(name.startswith("classifier.3.") for name in kept)
    assert not any(isinstance(module, nn.BatchNorm2d) for module in network.modules())
    stem = network.features[0][0]
    assert (stem.weight.dtype if isinstance(stem, nn.Conv2d) else stem.dtype) == torch.bfloat16


def test_the_precision_is_chosen_by_capability(monkeypatch):
    assert choose_dtype("float32", CPU) == torch.float32
    for avx512, amx, dtype in (
        (True, False, torch.bfloat16),
        (False, True, torch.bfloat16),
        (False, False, torch.float32),
    ):
        monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda answer=avx512: answer)
        monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda answer=amx: answer)
        assert choose_dtype("auto", CPU) == dtype
    for capability, dtype in (((9, 0), torch.bfloat16), ((7, 5), torch.float16), ((6, 1), torch.float32)):
        monkeypatch.setattr(torch.cuda, "get_device_capability", lambda _device, answer=capability: answer)
        assert choose_dtype("auto", torch.device("cuda")) == dtype
    with pytest.raises(DermDeskError, match="no precision"):
        choose_dtype("double", CPU)


@pytest.mark.slow
def test_a_real_densenet_on_real_photographs(pad, densenet_weights, tmp_path):
    """ImageNet's thousand classes on clinical photographs: the top class agrees, and no probability moves far."""
    from core.inference.weights import read_state_dict

    classes = ClassTable.from_names([f"imagenet {number}" for number in range(1000)])
    entry = architecture("densenet121")
    card = ModelCard("real", entry.name, entry.task, classes, entry.image_size, entry.mean, entry.std)
    network = build_classifier(entry.name, 1000)
    network.load_state_dict(read_state_dict(densenet_weights))
    save_checkpoint(tmp_path / BEST_NAME, {"model": network.state_dict()})
    write_card(card, tmp_path / CARD_NAME)
    with (pad / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        count = sum(1 for _ in csv.reader(stream)) - 1
    paths = sorted((pad / "images").rglob("*.*"))[:: max(1, count // 40)][:40]
    photographs = [decode(path, max_side=1024) for path in paths]
    expected = probabilities(eager(tmp_path), photographs)
    folded = probabilities(Predictor.load(tmp_path, device=CPU, precision="float32"), photographs)
    found = probabilities(half(tmp_path), photographs)
    agreement = float((found.argmax(1) == expected.argmax(1)).mean())
    largest = float(np.abs(found - expected).max())
    print(f"{len(paths)} photographs: top-1 agrees on {agreement:.1%}, largest difference {largest:.4f}")  # noqa: T201
    assert np.abs(folded - expected).max() < 1e-4
    assert agreement >= 0.9
    assert largest < REAL_TOLERANCE
    second, first = np.sort(expected, axis=1)[:, -2:].T
    clear = first - second > REAL_TOLERANCE
    assert clear.sum() >= 10
    np.testing.assert_array_equal(found.argmax(1)[clear], expected.argmax(1)[clear])
