"""Why a CNN says what it says: Grad-CAM heat maps (Selvaraju et al. 2017, arXiv 1610.02391), by the library grad-cam.

The network runs in float32 there, unfolded, whatever precision predicts: gradients of half precision are coarse.
"""

from __future__ import annotations

import importlib
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import torch
from torch import nn

from core.errors import CheckpointError, ClassTableError, UnsupportedOperation
from core.inference.card import read_card
from core.inference.catalogue import Task
from core.inference.heat import heat_size
from core.inference.predictor import load_network
from core.inference.preprocessing import to_tensor

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from core.inference.card import ModelCard


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where the evidence for one class lies.

    Attributes:
        class_id: The class that is explained.
        probability: What the model gives it.
        heat: `(h, w)` float32, 0 to 1 at the hottest place, with the photograph's proportions, upright; all 0 where
            nothing in the photograph speaks for the class.
    """

    class_id: int
    probability: float
    heat: NDArray[np.float32]


class Explainer:
    """A CNN that can be asked for its reasons.

    Args:
        card: The model card.
        network: A classifier that makes logits.
        device: Where it runs.

    Raises:
        UnsupportedOperation: It is a detector, or has no convolutional feature map.
    """

    def __init__(self, card: ModelCard, network: nn.Module, *, device: torch.device) -> None:
        if card.task is not Task.CLASSIFICATION:
            raise UnsupportedOperation(
                f"{card.name!r} is a detector: its boxes already say where it looks.", hint="Explain a classifier."
            )
        self.card = card
        self.device = device
        network = network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._network = network.eval().requires_grad_(False)
        for module in self._network.modules():
            # The library looks at a layer's output after the network went on; it must still be what it was.
            if isinstance(getattr(module, "inplace", None), bool):
                setattr(module, "inplace", False)  # noqa: B010 - modules type their attributes as tensors
        self._layer = self._network.get_submodule(feature_layer(self._network, card.image_size))

    @classmethod
    def load(cls, run_folder: Path, *, device: torch.device) -> Explainer:
        """The best checkpoint of a run folder.

        Raises:
            CheckpointError, UnknownModel: As `Predictor.load`.
            UnsupportedOperation: It is no CNN.
        """
        card = read_card(run_folder)
        if card.task is not Task.CLASSIFICATION:
            return cls(card, nn.Identity(), device=device)
        return cls(card, load_network(card, run_folder), device=device)

    def explain(
        self, photo: NDArray[np.uint8], *, size: tuple[int, int] | None = None, class_id: int | None = None
    ) -> Explanation:
        """The heat map of one class on one photograph.

        Args:
            photo: `(H, W, 3)` RGB, upright; may be a reduced copy.
            size: Upright width and height of the original in pixels; the array's own where not given.
            class_id: The class to explain; the most probable one where not given.

        Raises:
            ClassTableError: The model doesn't know the class.
            CheckpointError: The network makes numbers that aren't finite.
        """
        ids = self.card.classes.ids
        if class_id is not None and class_id not in ids:
            names = ", ".join(self.card.classes.names)
            raise ClassTableError(f"{self.card.name!r} knows no class {class_id}.", hint=f"It knows: {names}.")
        images = to_tensor(photo, self.card.image_size, self.card.mean, self.card.std)[None]
        images = images.to(self.device, memory_format=torch.channels_last)
        coarse, logits = self._grad_cam(images, None if class_id is None else ids.index(class_id))
        if not (np.isfinite(logits).all() and np.isfinite(coarse).all()):
            raise CheckpointError(
                f"The model {self.card.name!r} answers with numbers that aren't finite.",
                hint="Its training went astray; train it again with a lower learning rate.",
            )
        shifted = np.exp(logits - logits.max())
        probabilities = shifted / shifted.sum()
        position = int(logits.argmax()) if class_id is None else ids.index(class_id)
        height, width = photo.shape[:2]
        return Explanation(ids[position], float(probabilities[position]), _smooth(coarse, size or (width, height)))

    def _grad_cam(self, images: Tensor, position: int | None) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """The layer's weighted sum, not negative `(h, w)`, and the logits `(C,)`."""
        library = _grad_cam_library()
        # The input asks for gradients in place of the weights, which are left without.
        images = images.requires_grad_()
        targets = None if position is None else [library.target(position)]
        cam = library.cam(self._network, [self._layer])
        try:
            cam(images, targets)
            # Its own map is moved so that the coldest place is 0, which would change the energy; so before that.
            (activations,), (gradients,) = cam.activations_and_grads.activations, cam.activations_and_grads.gradients
            raw = cam.get_cam_image(images, self._layer, targets, activations.numpy(), gradients.numpy())
            logits = cam.outputs.detach().double().cpu().numpy()
            cam.outputs = None
        finally:
            cam.activations_and_grads.release()
        return np.maximum(np.asarray(raw[0], np.float32), 0.0), logits[0]


def feature_layer(network: nn.Module, image_size: tuple[int, int]) -> str:
    """Name of the module whose output is the last map of features: more than one pixel, right before they are pooled.

    It is found by running the network once: `layer4` of a ResNet, `features` of DenseNet121, the last `relu` of
    NASNet-A mobile and PNASNet-5.

    Args:
        network: A classifier in evaluation mode.
        image_size: Height and width of its input.

    Raises:
        UnsupportedOperation: No module makes one, as in a vision transformer.
    """
    last = ""
    names = {module: name for name, module in network.named_modules() if name}

    def note(module: nn.Module, _inputs: Any, output: Any) -> None:  # noqa: ANN401 - whatever a module takes and makes
        nonlocal last
        if not isinstance(output, torch.Tensor):
            return
        if output.ndim == 4 and output.shape[2] * output.shape[3] > 1:
            last = names[module]

    handles = [module.register_forward_hook(note) for module in names]
    parameter = next(network.parameters())
    try:
        with torch.no_grad():
            network(torch.zeros((1, 3, *image_size), device=parameter.device, dtype=parameter.dtype))
    finally:
        for handle in handles:
            handle.remove()
    # A transformer's patches are cut out by a convolution, whose output is the input in other words.
    if not last or type(network).__name__ == "VisionTransformer":
        raise UnsupportedOperation(
            f"{type(network).__name__} has no convolutional feature map to explain.", hint="Explain a CNN."
        )
    return last


def _smooth(coarse: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """Scaled to 1 at the hottest place, and stretched to the photograph's proportions."""
    hottest = float(coarse.max())
    scaled = coarse / np.float32(hottest) if hottest > 0 else coarse
    heat = cv2.resize(scaled, heat_size(*size), interpolation=cv2.INTER_LINEAR)
    hottest = float(heat.max())
    return np.asarray(heat / np.float32(hottest) if hottest > 0 else heat, np.float32).clip(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Library:
    """What is used of grad-cam."""

    cam: Any
    target: Any


def _grad_cam_library() -> _Library:
    """Import grad-cam, which brings scikit-learn and matplotlib, only when something is explained."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cam = importlib.import_module("pytorch_grad_cam").GradCAM
        target = importlib.import_module("pytorch_grad_cam.utils.model_targets").ClassifierOutputTarget
    return _Library(cam, target)
