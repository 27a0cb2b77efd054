"""The examples in the docstrings are run."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = [
    "agreement",
    "average_precision",
    "box_scores",
    "calibration",
    "classification",
    "comparison",
    "detection",
    "ensemble",
    "intervals",
    "matching",
    "ranking",
]


@pytest.mark.parametrize("module", MODULES)
def test_docstring_examples(module):
    outcome = doctest.testmod(importlib.import_module(f"core.metrics.{module}"))
    assert outcome.attempted >= 2
    assert outcome.failed == 0
