"""RetinaNet and Faster R-CNN: losses that fall, boxes inside the image."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch

from core.errors import UnknownModel
from core.inference.zoo.detectors import build_detector


def one_lesion(side: int = 96):
    torch.manual_seed(0)
    images = torch.randn(1, 3, side, side) * 0.1
    images[:, :, 24:72, 16:64] += 2.0
    return images, [torch.tensor([[16.0, 24.0, 64.0, 72.0]])], [torch.tensor([1])]


@pytest.mark.parametrize(("name", "steps"), [("retinanet_r18", 12), ("faster_rcnn_r18", 4)])
def test_loss_falls_and_boxes_are_inside(name, steps):
    images, boxes, labels = one_lesion()
    detector = build_detector(name, 3).train()
    optimiser = torch.optim.SGD(detector.parameters(), lr=0.01, momentum=0.9)
    totals = []
    for _ in range(steps):
        losses = detector.loss(images, boxes, labels)
        total = torch.stack(list(losses.values())).sum()
        assert torch.isfinite(total), losses
        optimiser.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(detector.parameters(), 10.0)
        optimiser.step()
        totals.append(float(total.detach()))
    assert totals[-1] < 0.9 * totals[0], totals

    detector = build_detector(name, 3, min_score=0.0, max_boxes=20).eval()
    (found,) = detector.detect(images)
    assert found.boxes.shape == (20, 4)
    assert found.scores.shape == found.labels.shape == (20,)
    assert torch.equal(found.scores, found.scores.sort(descending=True).values)
    assert float(found.boxes.min()) >= 0
    assert float(found.boxes.max()) <= 96
    assert (found.boxes[:, 2:] >= found.boxes[:, :2]).all()
    assert set(found.labels.tolist()) <= {0, 1, 2}


@pytest.mark.parametrize("name", ["retinanet_r18", "faster_rcnn_r18"])
def test_an_image_without_lesion_has_a_loss(name):
    images, _, _ = one_lesion(64)
    losses = build_detector(name, 2).train().loss(images, [torch.zeros(0, 4)], [torch.zeros(0, dtype=torch.long)])
    total = torch.stack(list(losses.values())).sum()
    assert torch.isfinite(total)
    total.backward()


def test_the_papers_focal_loss():
    loss = build_detector("retinanet_r18", 2).network.bbox_head.loss_cls
    assert (loss.alpha, loss.gamma, loss.use_sigmoid) == (0.25, 2.0, True)


def test_retinanet_on_cuda_would_call_our_focal_loss(monkeypatch):
    """On a GPU mmdet calls the compiled loss: the same network must give the same numbers by that way."""
    from mmdet.models.losses import focal_loss as module

    images, boxes, labels = one_lesion(64)
    detector = build_detector("retinanet_r18", 3).train()
    expected = detector.loss(images, boxes, labels)
    calls = []

    def by_the_gpu_way(pred, target, *args, **kwargs):
        calls.append(1)
        return module.sigmoid_focal_loss(pred, target.argmax(1) + (target.sum(1) == 0) * pred.shape[1], *args, **kwargs)

    monkeypatch.setattr(module, "py_sigmoid_focal_loss", by_the_gpu_way)
    found = detector.loss(images, boxes, labels)
    assert calls
    torch.testing.assert_close(found["loss_cls"], expected["loss_cls"])
    found["loss_cls"].backward()


def test_head_and_backbone_make_up_the_whole():
    detector = build_detector("retinanet_r18", 2)
    count = len(list(detector.head_parameters())) + len(list(detector.backbone.parameters()))
    assert count == len(list(detector.parameters()))


def test_freezing_holds_through_train():
    detector = build_detector("retinanet_r18", 2)
    detector.freeze_like_pretrained()
    detector.train()
    assert not detector.backbone.layer1[0].conv1.weight.requires_grad
    assert detector.backbone.layer2[0].conv1.weight.requires_grad
    assert not detector.backbone.layer4[0].bn1.training


def test_a_classifier_is_no_detector():
    with pytest.raises(UnknownModel, match="retinanet"):
        build_detector("resnet50", 3)


def test_mmdet_comes_late_and_quietly():
    """Importing the module loads no mmdet; building says nothing, with warnings as errors."""
    code = (
        "import sys; from core.inference.zoo.detectors import build_detector; assert 'mmdet' not in sys.modules;"
        "build_detector('retinanet_r18', 2); assert 'mmdet' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["retinanet", "faster_rcnn"])
def test_the_papers_backbone(name):
    images, boxes, labels = one_lesion(64)
    detector = build_detector(name, 10).train()
    assert detector.backbone.layer1[0].conv2.groups == 64
    losses = detector.loss(images, [boxes[0] * 0.6], labels)
    assert all(torch.isfinite(value) for value in losses.values())
    assert len(detector.eval().detect(images)) == 1
