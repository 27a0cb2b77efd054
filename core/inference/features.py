"""What a classifier sees in a photograph as a vector, on its way through a pipe. Imports no torch."""

from __future__ import annotations

import base64

import numpy as np
from numpy.typing import NDArray

Features = NDArray[np.float16]


def features_to_text(features: Features) -> str:
    """A vector as text for a line of JSON.

    >>> features_from_text(features_to_text(np.array([0.5, -1.0], np.float16))).tolist()
    [0.5, -1.0]
    """
    return base64.b64encode(np.ascontiguousarray(features, np.dtype("<f2")).tobytes()).decode("ascii")


def features_from_text(text: str) -> Features:
    """The vector that `features_to_text` wrote.

    Raises:
        ValueError: It is no such text.
    """
    return np.frombuffer(base64.b64decode(text, validate=True), np.dtype("<f2")).astype(np.float16)
