"""The learning rate of each step: the paper's drops, after a warm-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.jobs.recipe import Recipe


def learning_rate(recipe: Recipe, *, epoch: int, step: int) -> float:
    """The rate of a step: dropped every few epochs, after rising over the first steps.

    Args:
        recipe: Says how.
        epoch: 0 for the first.
        step: Since the beginning of training, 0 for the first.
    """
    warmth = min(1.0, (step + 1) / (recipe.warmup_steps + 1))
    return recipe.lr * recipe.lr_gamma ** (epoch // recipe.lr_step) * warmth
