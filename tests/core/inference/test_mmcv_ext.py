"""mmcv's compiled operations on torchvision, against torchvision's and mmdet's own references."""

from __future__ import annotations

import sys

import pytest
import torch
import torchvision

from core.errors import UnsupportedOperation
from core.inference import mmcv_ext
from core.inference.zoo.mmdet_bridge import import_mmdet


@pytest.fixture(scope="module", autouse=True)
def mmdet():
    import_mmdet()


def random_boxes(count: int, seed: int = 0):
    random = torch.Generator().manual_seed(seed)
    corners = torch.rand(count, 2, generator=random) * 80
    sides = torch.rand(count, 2, generator=random) * 40 + 1
    return torch.cat([corners, corners + sides], 1), torch.rand(count, generator=random)


def test_mmcv_uses_ours():
    from mmcv.ops import nms

    assert sys.modules["mmcv._ext"] is mmcv_ext.install()
    assert sys.modules[nms.__module__].ext_module is mmcv_ext.install()


def test_batched_nms_keeps_what_torchvision_keeps():
    from mmcv.ops import batched_nms

    boxes, scores = random_boxes(300)
    labels = torch.arange(300) % 3
    found, kept = batched_nms(boxes, scores, labels, {"type": "nms", "iou_threshold": 0.5})
    expected = torchvision.ops.batched_nms(boxes, scores, labels, 0.5)
    assert 20 < len(expected) < 280
    assert torch.equal(kept, expected)
    assert torch.equal(found, torch.cat([boxes[expected], scores[expected, None]], 1))


def test_nms_with_the_old_offset_counts_the_last_pixel():
    from mmcv.ops import nms

    boxes = torch.tensor([[0.0, 0, 9, 9], [0, 0, 9, 4]])
    scores = torch.tensor([0.9, 0.8])
    # 10 x 5 of 10 x 10 pixels is exactly 0.5; as continuous boxes it is 36 of 81.
    assert len(nms(boxes, scores, 0.49, offset=1)[1]) == 1
    assert len(nms(boxes, scores, 0.49, offset=0)[1]) == 2


@pytest.mark.parametrize(("gamma", "alpha"), [(2.0, 0.25), (1.5, 0.4)])
def test_focal_loss_has_mmdets_value_and_gradient(gamma, alpha):
    from mmcv.ops import sigmoid_focal_loss
    from mmdet.models.losses.focal_loss import py_sigmoid_focal_loss

    torch.manual_seed(0)
    logits = (torch.randn(50, 4, dtype=torch.float64) * 4).requires_grad_()
    target = torch.randint(0, 5, (50,))
    assert {0, 3, 4} <= set(target.tolist())
    one_hot = torch.nn.functional.one_hot(target, 5)[:, :4]
    weight = torch.rand(50, 4, dtype=torch.float64)

    expected = py_sigmoid_focal_loss(logits, one_hot, gamma=gamma, alpha=alpha, reduction="none")
    loss = sigmoid_focal_loss(logits, target, gamma, alpha, None, "none")
    torch.testing.assert_close(loss, expected)
    (wanted,) = torch.autograd.grad((expected * weight).sum(), logits)
    (gradient,) = torch.autograd.grad((loss * weight).sum(), logits)
    torch.testing.assert_close(gradient, wanted)


def test_focal_loss_gradient_is_that_of_its_value():
    from mmcv.ops import sigmoid_focal_loss

    logits = torch.randn(6, 3, dtype=torch.float64, requires_grad=True)
    target, weight = torch.tensor([0, 1, 2, 3, 0, 3]), torch.tensor([0.5, 2.0, 1.0], dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda x: sigmoid_focal_loss(x, target, 2.0, 0.25, weight, "sum"), [logits])


def test_focal_loss_of_extreme_logits_is_finite():
    from mmcv.ops import sigmoid_focal_loss

    logits = torch.tensor([[200.0, -200.0], [-200.0, 200.0]], requires_grad=True)
    loss = sigmoid_focal_loss(logits, torch.tensor([0, 0]), 2.0, 0.25, None, "sum")
    loss.backward()
    assert torch.isfinite(loss)
    assert torch.isfinite(logits.grad).all()
    assert float(loss.detach()) == pytest.approx(200 * 0.25 + 200 * 0.75)


def test_an_operation_nobody_provides_is_named_when_called():
    from mmcv.ops import RoIPool

    with pytest.raises(UnsupportedOperation, match="roi_pool_forward"):
        RoIPool(2)(torch.zeros(1, 1, 8, 8), torch.tensor([[0.0, 0, 0, 4, 4]]))


def test_a_foreign_extension_loaded_earlier_is_refused(monkeypatch):
    monkeypatch.setitem(sys.modules, "mmcv._ext", sys)
    with pytest.raises(UnsupportedOperation, match="before DermDesk"):
        mmcv_ext.install()
