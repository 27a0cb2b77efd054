"""The examples in the docstrings are run."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = [
    "agreement",
    "average_precision",
    "box_scores",
    "box_table",
    "calibration",
    "classification",
    "comparison",
    "confused_groups",
    "curves",
    "detection",
    "ensemble",
    "ensemble_weights",
    "intervals",
    "matching",
    "paper",
    "ranking",
    "table_formats",
]


@pytest.mark.parametrize("module", MODULES)
def test_docstring_examples(module):
    outcome = doctest.testmod(importlib.import_module(f"core.metrics.{module}"))
    assert outcome.attempted >= 1
    assert outcome.failed == 0
