"""A tiny project's worth of trained models: real checkpoints with random weights, made once a session."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
import torch

from core.classes import ClassTable, LesionClass
from core.inference.card import CARD_NAME, ModelCard, write_card
from core.inference.catalogue import architecture
from core.inference.checkpoint import BEST_NAME, save_checkpoint
from core.inference.predictor import build_network
from core.inference.zoo.classifiers import classifier_head

if TYPE_CHECKING:
    from pathlib import Path

CLASSES = ClassTable(
    (
        LesionClass(5, "Naevus", "NAE", "#e69f00"),
        LesionClass(2, "Eczema", "ECZ", "#56b4e9"),
        LesionClass(9, "Psoriasis", "PSO", "#009e73"),
    )
)
"""Ids neither counted from 1 nor in order, so that a position taken for an id shows."""


@pytest.fixture(scope="session", autouse=True)
def two_threads():
    """At most: one where the suite runs in several processes, which have a core each."""
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))


def make_run(folder: Path, name: str, *, image_size: tuple[int, int], seed: int = 0) -> Path:
    """A run folder with a card and a checkpoint of random weights."""
    entry = architecture(name)
    card = ModelCard(
        name=folder.name,
        architecture=name,
        task=entry.task,
        classes=CLASSES,
        image_size=image_size,
        mean=entry.mean,
        std=entry.std,
    )
    torch.manual_seed(seed)
    network = build_network(card)
    if not entry.backbone:
        # Statistics of some images and a strong head, or every photograph would get the same answer.
        network.train()
        for norm in (module for module in network.modules() if isinstance(module, torch.nn.BatchNorm2d)):
            norm.momentum = None
        with torch.no_grad():
            for _ in range(8):
                network(torch.randn(8, 3, *image_size) + torch.randn(8, 3, 1, 1))
        torch.nn.init.normal_(network.get_submodule(classifier_head(network)).weight, std=0.5)
    else:
        network.network.init_weights()
        head = getattr(network.network, "bbox_head", None)
        if head is not None:
            # An untrained RetinaNet is sure of background everywhere; lift it so that it answers with boxes.
            torch.nn.init.normal_(head.retina_cls.weight, std=0.2)
            torch.nn.init.constant_(head.retina_cls.bias, -1.0)
    folder.mkdir(parents=True, exist_ok=True)
    save_checkpoint(folder / BEST_NAME, {"model": network.state_dict(), "epoch": 1})
    write_card(card, folder / CARD_NAME)
    return folder


@pytest.fixture(scope="session")
def classifier_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("runs") / "mobilenet_v3_small-1", "mobilenet_v3_small", image_size=(64, 48))


@pytest.fixture(scope="session")
def detector_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("runs") / "retinanet_r18-1", "retinanet_r18", image_size=(96, 128))


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Four drawn photographs of different shapes."""
    folder = tmp_path_factory.mktemp("photos")
    random = np.random.default_rng(0)
    paths = []
    for index, (height, width) in enumerate([(90, 120), (120, 90), (300, 400), (64, 64)]):
        photo = np.full((height, width, 3), (150, 180, 220), np.uint8)
        cv2.circle(photo, (width // 2, height // 2), height // 4, random.integers(0, 255, 3).tolist(), -1)
        path = folder / f"photo{index}.png"
        cv2.imwrite(str(path), photo)
        paths.append(path)
    return paths
