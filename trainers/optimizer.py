"""Stochastic gradient descent that copes with scarce memory, and a look at whether what it made are numbers at all."""

from __future__ import annotations

import gc
import logging
from typing import TYPE_CHECKING, Any

import torch

from trainers.out_of_memory import is_out_of_memory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

    from core.jobs.recipe import Recipe
    from trainers.task import TrainingNetwork

_log = logging.getLogger("trainers")


def make_optimizer(network: TrainingNetwork, recipe: Recipe) -> torch.optim.SGD:
    """The optimiser of a recipe for all weights of a network."""
    return torch.optim.SGD(
        network.parameters(), lr=recipe.lr, momentum=recipe.momentum, weight_decay=recipe.weight_decay
    )


def reserve_momentum(optimizer: torch.optim.Optimizer) -> None:
    """Take the memory for momentum now, where the weights are by now; from zero it grows as from nothing.

    Made in the first step, as SGD does by itself, it would come after the first batch has been fitted into the memory.

    Raises:
        RuntimeError, MemoryError: There isn't even room for this.
    """
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            if group["momentum"] and parameter.requires_grad:
                optimizer.state[parameter]["momentum_buffer"] = torch.zeros_like(parameter)


def change_weights(optimizer: torch.optim.Optimizer) -> None:
    """Do the optimiser's step; where memory is too scarce for copies of all gradients, one tensor at a time.

    Raises:
        RuntimeError, MemoryError: Memory ran out all the same, or after some weights had changed already.
    """
    before = _versions(optimizer)
    try:
        optimizer.step()
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error) or _versions(optimizer) != before:
            raise
    else:
        return
    # Out of the except clause, whose traceback would hold on to the copies.
    release_memory()
    _log.info("memory ran out while weights were changed: from now on one tensor at a time")
    for group in optimizer.param_groups:
        group["foreach"] = False
    optimizer.step()


def release_memory() -> None:
    """Give back what nobody holds any more."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def is_finite(state: Mapping[str, Tensor]) -> bool:
    """Whether all tensors of a state dict hold numbers alone, none infinite."""
    return all(bool(tensor.isfinite().all()) for tensor in state.values() if tensor.is_floating_point())


def _versions(optimizer: torch.optim.Optimizer) -> list[int]:
    """A number for each tensor that a step changes, which grows with every change."""
    tensors: list[Any] = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    tensors += [state["momentum_buffer"] for state in optimizer.state.values() if _has_momentum(state)]
    return [tensor._version for tensor in tensors]


def _has_momentum(state: Mapping[str, Any]) -> bool:
    return state.get("momentum_buffer") is not None
