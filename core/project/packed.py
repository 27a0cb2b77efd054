"""Numbers packed as bytes, since twenty thousand lists of JSON take a second to read and as many bytes a hundredth."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Dialect

    from core.project.records import PredictedBox

DTYPE = "<f8"
"""What numpy calls the numbers: little-endian doubles, so that nothing is lost and any machine reads them."""
BOX_NUMBERS = 6
"""Numbers of a packed box: x1, y1, x2, y2, class id, score."""


def pack(values: Sequence[float]) -> bytes:
    """Numbers as bytes.

    >>> unpack(pack([0.1, 2]))
    (0.1, 2.0)
    """
    return struct.pack(f"<{len(values)}d", *values)


def unpack(data: bytes) -> tuple[float, ...]:
    """The numbers that `pack` packed."""
    return struct.unpack(f"<{len(data) // 8}d", data)


def pack_boxes(boxes: Sequence[PredictedBox]) -> bytes:
    """Predicted boxes as bytes, `BOX_NUMBERS` numbers a box in the order given."""
    return pack([number for entry in boxes for number in (*entry.box.as_tuple(), entry.class_id, entry.score)])


class PackedFloats(TypeDecorator[tuple[float, ...]]):
    """A tuple of floats, kept as bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Sequence[float] | None, dialect: Dialect) -> bytes | None:
        return None if value is None else pack(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> tuple[float, ...] | None:
        return None if value is None else unpack(value)
