"""mmdet's configurations of RetinaNet and Faster R-CNN, as plain data.

They are mmdet's own `retinanet_r50_fpn` and `faster-rcnn_r50_fpn` (so that its COCO checkpoints fit) with another
backbone, without its image preprocessing, since the model card's is used, and with torchvision's RoIAlign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.inference.catalogue import Architecture

FOCAL_ALPHA = 0.25
FOCAL_GAMMA = 2.0

_BACKBONE_STAGES = {
    # Channels of the four stages' outputs.
    "resnet18": (64, 128, 256, 512),
    "resnext101_64x4d": (256, 512, 1024, 2048),
}


def detector_config(entry: Architecture, num_classes: int, *, min_score: float, max_boxes: int) -> dict[str, Any]:
    """Configuration of a detector of the catalogue."""
    make = _faster_rcnn if entry.name.startswith("faster_rcnn") else _retinanet
    return make(entry.backbone, num_classes, min_score, max_boxes)


def _backbone(name: str) -> dict[str, Any]:
    common = {
        "num_stages": 4,
        "out_indices": (0, 1, 2, 3),
        "frozen_stages": -1,
        "norm_cfg": {"type": "BN", "requires_grad": True},
        "norm_eval": False,
        "style": "pytorch",
    }
    if name == "resnext101_64x4d":
        return {"type": "ResNeXt", "depth": 101, "groups": 64, "base_width": 4, **common}
    return {"type": "ResNet", "depth": int(name.removeprefix("resnet")), **common}


def _box_coder(*stds: float) -> dict[str, Any]:
    return {"type": "DeltaXYWHBBoxCoder", "target_means": (0.0, 0.0, 0.0, 0.0), "target_stds": stds}


def _assigner(positive: float, negative: float, *, minimum: float, low_quality: bool = True) -> dict[str, Any]:
    return {
        "type": "MaxIoUAssigner",
        "pos_iou_thr": positive,
        "neg_iou_thr": negative,
        "min_pos_iou": minimum,
        "match_low_quality": low_quality,
        "ignore_iof_thr": -1,
    }


def _retinanet(backbone: str, num_classes: int, min_score: float, max_boxes: int) -> dict[str, Any]:
    return {
        "type": "RetinaNet",
        "backbone": _backbone(backbone),
        "neck": {
            "type": "FPN",
            "in_channels": list(_BACKBONE_STAGES[backbone]),
            "out_channels": 256,
            "start_level": 1,
            "add_extra_convs": "on_input",
            "num_outs": 5,
        },
        "bbox_head": {
            "type": "RetinaHead",
            "num_classes": num_classes,
            "in_channels": 256,
            "stacked_convs": 4,
            "feat_channels": 256,
            "anchor_generator": {
                "type": "AnchorGenerator",
                "octave_base_scale": 4,
                "scales_per_octave": 3,
                "ratios": [0.5, 1.0, 2.0],
                "strides": [8, 16, 32, 64, 128],
            },
            "bbox_coder": _box_coder(1.0, 1.0, 1.0, 1.0),
            "loss_cls": {"type": "FocalLoss", "use_sigmoid": True, "gamma": FOCAL_GAMMA, "alpha": FOCAL_ALPHA},
            "loss_bbox": {"type": "L1Loss"},
        },
        "train_cfg": {
            "assigner": _assigner(0.5, 0.4, minimum=0.0),
            "sampler": {"type": "PseudoSampler"},
            "allowed_border": -1,
            "pos_weight": -1,
            "debug": False,
        },
        "test_cfg": {
            "nms_pre": 1000,
            "min_bbox_size": 0,
            "score_thr": min_score,
            "nms": {"type": "nms", "iou_threshold": 0.5},
            "max_per_img": max_boxes,
        },
    }


def _faster_rcnn(backbone: str, num_classes: int, min_score: float, max_boxes: int) -> dict[str, Any]:
    def sampler(count: int, positive: float, *, add_truth: bool) -> dict[str, Any]:
        return {
            "type": "RandomSampler",
            "num": count,
            "pos_fraction": positive,
            "neg_pos_ub": -1,
            "add_gt_as_proposals": add_truth,
        }

    def proposals(before: int) -> dict[str, Any]:
        nms = {"type": "nms", "iou_threshold": 0.7}
        return {"nms_pre": before, "max_per_img": 1000, "nms": nms, "min_bbox_size": 0}

    return {
        "type": "FasterRCNN",
        "backbone": _backbone(backbone),
        "neck": {"type": "FPN", "in_channels": list(_BACKBONE_STAGES[backbone]), "out_channels": 256, "num_outs": 5},
        "rpn_head": {
            "type": "RPNHead",
            "in_channels": 256,
            "feat_channels": 256,
            "anchor_generator": {
                "type": "AnchorGenerator",
                "scales": [8],
                "ratios": [0.5, 1.0, 2.0],
                "strides": [4, 8, 16, 32, 64],
            },
            "bbox_coder": _box_coder(1.0, 1.0, 1.0, 1.0),
            "loss_cls": {"type": "CrossEntropyLoss", "use_sigmoid": True},
            "loss_bbox": {"type": "L1Loss"},
        },
        "roi_head": {
            "type": "StandardRoIHead",
            "bbox_roi_extractor": {
                "type": "SingleRoIExtractor",
                "roi_layer": {"type": "RoIAlign", "output_size": 7, "sampling_ratio": 0, "use_torchvision": True},
                "out_channels": 256,
                "featmap_strides": [4, 8, 16, 32],
            },
            "bbox_head": {
                "type": "Shared2FCBBoxHead",
                "in_channels": 256,
                "fc_out_channels": 1024,
                "roi_feat_size": 7,
                "num_classes": num_classes,
                "bbox_coder": _box_coder(0.1, 0.1, 0.2, 0.2),
                "reg_class_agnostic": False,
                "loss_cls": {"type": "CrossEntropyLoss", "use_sigmoid": False},
                "loss_bbox": {"type": "L1Loss"},
            },
        },
        "train_cfg": {
            "rpn": {
                "assigner": _assigner(0.7, 0.3, minimum=0.3),
                "sampler": sampler(256, 0.5, add_truth=False),
                "allowed_border": -1,
                "pos_weight": -1,
                "debug": False,
            },
            "rpn_proposal": proposals(2000),
            "rcnn": {
                "assigner": _assigner(0.5, 0.5, minimum=0.5, low_quality=False),
                "sampler": sampler(512, 0.25, add_truth=True),
                "pos_weight": -1,
                "debug": False,
            },
        },
        "test_cfg": {
            "rpn": proposals(1000),
            "rcnn": {
                "score_thr": min_score,
                "nms": {"type": "nms", "iou_threshold": 0.5},
                "max_per_img": max_boxes,
            },
        },
    }
