"""RoIAlign is torchvision's, whatever the regions."""

from __future__ import annotations

import pytest
import torch
import torchvision
from hypothesis import given, settings
from hypothesis import strategies as st

from core.inference.roi_align import RoIAlign, use_fast_roi_align
from core.inference.zoo.detectors import build_detector

edges = st.floats(-40, 180, width=32)


@settings(max_examples=60, deadline=None)
@given(
    regions=st.lists(st.tuples(st.integers(0, 1), edges, edges, edges, edges), min_size=0, max_size=12),
    shape=st.tuples(st.integers(1, 24), st.integers(1, 24)),
    scale=st.sampled_from([0.25, 0.125, 1.0]),
    bins=st.sampled_from([(7, 7), (2, 3)]),
)
def test_any_regions(regions, shape, scale, bins):
    """Also empty ones, and those beside the picture."""
    features = torch.randn(2, 5, *shape, generator=torch.Generator().manual_seed(0))
    rows = torch.tensor(regions, dtype=torch.float32).reshape(-1, 5)
    # Corners in order: torchvision runs out of bounds otherwise.
    rows[:, 1:] = rows[:, [1, 3, 2, 4]].unflatten(1, (2, 2)).sort(dim=2).values.transpose(1, 2).flatten(1)
    expected = torchvision.ops.roi_align(features, rows, bins, scale, 0, aligned=True)
    found = RoIAlign(bins=bins, scale=scale)(features, rows)
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=2e-4)


def test_large_and_small_regions_together_in_half_precision():
    torch.manual_seed(0)
    features = torch.randn(1, 16, 50, 60).to(torch.bfloat16, memory_format=torch.channels_last)
    corner, side = torch.rand(200, 2) * 300, torch.rand(200, 2) ** 3 * 300
    regions = torch.cat([torch.zeros(200, 1), corner, corner + side], dim=1)
    expected = torchvision.ops.roi_align(features.float(), regions, 7, 0.25, 0, aligned=True).to(torch.bfloat16)
    found = RoIAlign(bins=(7, 7), scale=0.25)(features, regions)
    assert found.dtype == torch.bfloat16
    torch.testing.assert_close(found, expected, rtol=1e-2, atol=1e-3)


@pytest.mark.parametrize(("name", "layers"), [("faster_rcnn_r18", 4), ("retinanet_r18", 0)])
def test_it_takes_the_place_of_mmcvs(name, layers):
    torch.manual_seed(0)
    detector = build_detector(name, 3).eval()
    images = torch.randn(1, 3, 96, 64)
    expected = detector.detect(images)[0]
    assert use_fast_roi_align(detector) == layers
    found = detector.detect(images)[0]
    torch.testing.assert_close(found.boxes, expected.boxes, rtol=0, atol=1e-2)
    torch.testing.assert_close(found.scores, expected.scores, rtol=0, atol=1e-4)
    assert len(found.scores) or not layers


def test_layers_with_other_rules_stay():
    from core.inference.zoo.mmdet_bridge import import_mmdet

    import_mmdet()
    from mmcv.ops import RoIAlign as MmcvRoIAlign

    network = torch.nn.Sequential(
        MmcvRoIAlign(7, sampling_ratio=2, use_torchvision=True),
        MmcvRoIAlign(7, sampling_ratio=0, aligned=False, use_torchvision=True),
        MmcvRoIAlign(7, sampling_ratio=0, use_torchvision=True),
    )
    assert use_fast_roi_align(network) == 1
    assert isinstance(network[2], RoIAlign)
