"""Sets a process up before it imports torch, so that it computes quickly and is a good neighbour."""

from __future__ import annotations

import ctypes
import os

_M_TRIM_THRESHOLD = -1
_M_TOP_PAD = -2
_M_MMAP_MAX = -4
_TOP_PAD = 256 * 2**20
_NEVER = 2**31 - 1


def prepare_for_arithmetic() -> None:
    """Let idle threads sleep, and keep freed memory for the next step. To be called before torch is imported.

    Idle threads of OpenMP spin by default: where the window wants the cores too, a step then takes three times as long.
    glibc gives each freed activation back to the system and faults it in anew, page by page, at the next step:
    three million faults and half of the time of a DenseNet121 step with 64 photographs. Where the C library isn't
    glibc, memory is left as it is.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    for option, value in ((_M_MMAP_MAX, 0), (_M_TRIM_THRESHOLD, _NEVER), (_M_TOP_PAD, _TOP_PAD)):
        mallopt(option, value)
