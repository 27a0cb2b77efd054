"""The examples in the docstrings are run."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("module", ["classification", "ensemble", "matching", "detection"])
def test_docstring_examples(module):
    outcome = doctest.testmod(importlib.import_module(f"core.metrics.{module}"))
    assert outcome.attempted >= 2
    assert outcome.failed == 0
