"""Asking a trained model."""

from __future__ import annotations

import dataclasses
import shutil

import numpy as np
import pytest
import torch
from torch import nn

from core.errors import CheckpointError, DermDeskError, OutOfMemory, UnsupportedOperation
from core.inference.card import read_card, write_card
from core.inference.checkpoint import load_checkpoint, save_checkpoint
from core.inference.predictor import Predictor, build_network, choose_device
from core.inference.preprocessing import to_tensor
from core.inference.zoo.classifiers import build_classifier, classifier_head

CPU = torch.device("cpu")


@pytest.fixture
def arrays():
    random = np.random.default_rng(0)
    return [
        random.integers(0, 256, (*shape, 3), np.uint8)
        for shape in [(90, 120), (64, 48), (300, 200), (32, 32), (50, 50)]
    ]


def copied(run, tmp_path):
    return shutil.copytree(run, tmp_path / run.name)


def test_probabilities_are_the_networks_softmax(classifier_run, arrays):
    card = read_card(classifier_run)
    network = build_network(card).eval()
    network.load_state_dict(load_checkpoint(classifier_run / "best.pt")["model"])
    with torch.inference_mode():
        batch = torch.stack([to_tensor(array, card.image_size, card.mean, card.std) for array in arrays])
        expected = network(batch).softmax(1).numpy()
    answers = Predictor.load(classifier_run, device=CPU, batch_size=2, precision="float32").predict(arrays)
    found = np.stack([answer.probabilities for answer in answers])
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert np.ptp(found, axis=0).max() > 0.01
    np.testing.assert_allclose(found.sum(1), 1.0, atol=1e-12)
    assert all(answer.boxes is None for answer in answers)


def test_the_same_question_has_the_same_answer(classifier_run, arrays):
    predictor = Predictor.load(classifier_run, device=CPU)
    first, second = predictor.predict(arrays), predictor.predict(arrays)
    assert all(np.array_equal(a.probabilities, b.probabilities) for a, b in zip(first, second, strict=True))


def test_preprocessing_comes_from_the_card(classifier_run, arrays, tmp_path):
    run = copied(classifier_run, tmp_path)
    card = read_card(run)
    before = Predictor.load(run, device=CPU).predict(arrays[:1])[0].probabilities
    for change in ({"mean": (0.1, 0.1, 0.1)}, {"std": (1.0, 1.0, 1.0)}, {"image_size": (96, 96)}):
        write_card(dataclasses.replace(card, **change), run / "card.json")
        after = Predictor.load(run, device=CPU).predict(arrays[:1])[0].probabilities
        assert not np.allclose(before, after, atol=1e-7), change


def test_boxes_are_in_the_photographs_pixels_with_class_ids(detector_run, arrays):
    predictor = Predictor.load(detector_run, device=CPU)
    answers = predictor.predict(arrays[:3])
    sizes = [(array.shape[1], array.shape[0]) for array in arrays]
    for (width, height), answer in zip(sizes, answers, strict=False):
        assert answer.probabilities is None
        assert 0 < len(answer.boxes) <= 100
        scores = [row.score for row in answer.boxes]
        assert scores == sorted(scores, reverse=True)
        assert min(scores) >= 0.05
        assert {row.class_id for row in answer.boxes} <= {5, 2, 9}
        for row in answer.boxes:
            assert 0 <= row.x1 < row.x2 <= width
            assert 0 <= row.y1 < row.y2 <= height
        assert max(row.x2 for row in answer.boxes) > 0.6 * width
        assert max(row.y2 for row in answer.boxes) > 0.6 * height


def test_boxes_of_a_reduced_copy_come_back_in_the_originals_frame(detector_run, arrays):
    predictor = Predictor.load(detector_run, device=CPU)
    (small,) = predictor.predict(arrays[:1])
    (large,) = predictor.predict(arrays[:1], sizes=[(1200, 1800)])
    widened = [(r.x1 * 10, r.y1 * 20, r.x2 * 10, r.y2 * 20, r.score) for r in small.boxes]
    found = {(round(r.x1), round(r.y1), round(r.x2), round(r.y2), r.score) for r in large.boxes}
    assert len(widened) > 5
    assert all((round(a), round(b), round(c), round(d), s) in found for a, b, c, d, s in widened)


class ShortOfMemory(nn.Module):
    """A network that fits `limit` images."""

    def __init__(self, limit: int, error: type[RuntimeError] = torch.OutOfMemoryError):
        super().__init__()
        self.limit, self.error, self.batches = limit, error, []

    def forward(self, images):
        self.batches.append(len(images))
        if len(images) > self.limit:
            raise self.error("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.")
        return images.mean((2, 3))


@pytest.mark.parametrize("error", [torch.OutOfMemoryError, RuntimeError])
def test_out_of_memory_halves_the_batch_for_good(error, classifier_run, arrays):
    network = ShortOfMemory(1, error)
    predictor = Predictor(read_card(classifier_run), network, device=CPU, batch_size=4)
    expected = Predictor(read_card(classifier_run), ShortOfMemory(9), device=CPU).predict(arrays)
    answers = predictor.predict(arrays)
    assert network.batches == [4, 2, 1, 1, 1, 1, 1]
    assert predictor.batch_size == 1
    for answer, wanted in zip(answers, expected, strict=True):
        np.testing.assert_allclose(answer.probabilities, wanted.probabilities, atol=1e-6)


def test_not_even_one_fits(classifier_run, arrays):
    with pytest.raises(OutOfMemory, match="one photograph"):
        Predictor(read_card(classifier_run), ShortOfMemory(0), device=CPU).predict(arrays)


def test_other_runtime_errors_are_not_taken_for_memory(classifier_run, arrays):
    class Broken(nn.Module):
        def forward(self, images):
            raise RuntimeError("shapes cannot be multiplied")

    with pytest.raises(RuntimeError, match="multiplied"):
        Predictor(read_card(classifier_run), Broken(), device=CPU).predict(arrays)


def test_no_gradient_no_dropout_no_moving_statistics(classifier_run, arrays):
    seen = []

    class Probe(nn.Module):
        def forward(self, images):
            seen.append(
                (
                    torch.is_inference_mode_enabled(),
                    self.training,
                    images.is_contiguous(memory_format=torch.channels_last),
                )
            )
            return images.mean((2, 3))

    Predictor(read_card(classifier_run), Probe(), device=CPU).predict(arrays[:2])
    assert seen == [(True, False, True)]


def test_numbers_that_are_not_finite_are_an_error(classifier_run, arrays, tmp_path):
    run = copied(classifier_run, tmp_path)
    payload = load_checkpoint(run / "best.pt")
    payload["model"]["classifier.3.bias"][0] = float("nan")
    save_checkpoint(run / "best.pt", payload)
    with pytest.raises(CheckpointError, match="aren't finite"):
        Predictor.load(run, device=CPU).predict(arrays[:1])


def test_card_and_checkpoint_of_different_runs(classifier_run, detector_run, tmp_path):
    run = copied(classifier_run, tmp_path)
    shutil.copy(detector_run / "best.pt", run / "best.pt")
    with pytest.raises(CheckpointError, match="3 classes its card describes"):
        Predictor.load(run, device=CPU)
    (run / "best.pt").unlink()
    with pytest.raises(CheckpointError):
        Predictor.load(run, device=CPU)


def test_nothing_asked_nothing_answered(classifier_run):
    assert Predictor.load(classifier_run, device=CPU).predict([]) == []


def test_devices():
    assert choose_device("cpu") == CPU
    assert choose_device().type in ("cpu", "cuda")
    for name in ("abacus", f"cuda:{torch.cuda.device_count()}"):
        with pytest.raises(DermDeskError, match="device"):
            choose_device(name)


def test_features_are_what_the_head_is_fed_with(classifier_run, arrays):
    card = read_card(classifier_run)
    network = build_network(card).eval()
    network.load_state_dict(load_checkpoint(classifier_run / "best.pt")["model"])
    fed = []
    network.get_submodule(classifier_head(network)).register_forward_pre_hook(lambda _, given: fed.append(given[0]))
    with torch.inference_mode():
        network(torch.stack([to_tensor(array, card.image_size, card.mean, card.std) for array in arrays]))
    expected = nn.functional.normalize(fed[0], dim=1).numpy()
    predictor = Predictor.load(classifier_run, device=CPU, batch_size=2, precision="float32")
    answers = predictor.predict(arrays, features=True)
    assert {answer.features.dtype for answer in answers} == {np.dtype(np.float16)}
    np.testing.assert_allclose(np.stack([answer.features for answer in answers]), expected, atol=2e-3)
    assert all(answer.features is None for answer in predictor.predict(arrays[:2]))


def test_a_network_whose_head_is_a_convolution_has_features_too(classifier_run, arrays, tmp_path):
    card = dataclasses.replace(read_card(classifier_run), architecture="torchvision.squeezenet1_1", image_size=(64, 64))
    write_card(card, tmp_path / "card.json")
    network = build_classifier(card.architecture, len(card.classes))
    save_checkpoint(tmp_path / "best.pt", {"model": network.state_dict(), "epoch": 1})
    (answer,) = Predictor.load(tmp_path, device=CPU).predict(arrays[:1], features=True)
    assert answer.features.shape == (512,)
    assert np.linalg.norm(answer.features.astype(float)) == pytest.approx(1, abs=0.01)


def test_a_detector_and_several_views_have_no_features(classifier_run, detector_run, arrays):
    with pytest.raises(UnsupportedOperation, match="no features"):
        Predictor.load(detector_run, device=CPU).predict(arrays[:1], features=True)
    with pytest.raises(UnsupportedOperation, match="no features"):
        Predictor.load(classifier_run, device=CPU).predict(arrays[:1], features=True, test_time="flip")
