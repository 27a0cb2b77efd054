"""The one place where mmdet is imported: late, on torchvision's operations, and quietly."""

from __future__ import annotations

import importlib
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from torch import nn

from core.inference import mmcv_ext

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Mmdet:
    """The three things used of mmdet.

    Attributes:
        build: Makes a network of a configuration.
        instances: Class of a set of boxes with labels or scores.
        sample: Class of what is known of one image.
    """

    build: Callable[[dict[str, Any]], nn.Module]
    instances: type[Any]
    sample: type[Any]

    def samples(self, images: Tensor) -> list[Any]:
        """One empty mmdet sample an image, with the sizes its heads ask for."""
        height, width = images.shape[-2:]
        shape = dict.fromkeys(("img_shape", "ori_shape", "pad_shape", "batch_input_shape"), (height, width))
        return [self.sample(metainfo={**shape, "scale_factor": (1.0, 1.0)}) for _ in range(len(images))]


@cache
def import_mmdet() -> Mmdet:
    """Import mmdet (about four seconds), with everything it says on import kept quiet here and nowhere else.

    Its imports use torch.jit.script, moved classes and unescaped docstrings: all deprecated, none in our hands.
    """
    mmcv_ext.install()

    def load(name: str) -> ModuleType:
        return importlib.import_module(name)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        load("mmdet.models")
        models, scope = load("mmdet.registry").MODELS, load("mmengine.registry").DefaultScope
        instances, sample = load("mmengine.structures").InstanceData, load("mmdet.structures").DetDataSample
        config_dict = load("mmengine.config").ConfigDict
        # It would log a paragraph for each tensor it initialises.
        load("mmengine.logging").MMLogger.get_current_instance().setLevel("WARNING")

    def build(config: dict[str, Any]) -> nn.Module:
        # Parts are looked up by name in mmdet's registry, whatever else uses mmengine in this process.
        with scope.overwrite_default_scope("mmdet"):
            network = models.build(config_dict(config))
        assert isinstance(network, nn.Module)
        return network

    return Mmdet(build, instances, sample)
