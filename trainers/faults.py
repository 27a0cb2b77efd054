"""What a person is told when a run fails: a code, what happened, and what to do."""

from __future__ import annotations

import errno

from core.errors import DermDeskError, OutOfMemory
from core.jobs.protocol import Failed
from trainers.out_of_memory import is_out_of_memory

_LOST_SIGNS = ("gloo", "Gloo", "NCCL", "Connection closed by peer", "Connection reset by peer")
"""What the libraries that connect the processes of a run say when one is gone."""


def failure_of(error: BaseException) -> Failed:
    """The typed failure for an error that ended a run; anything unknown is `crashed`."""
    if isinstance(error, OutOfMemory) or is_out_of_memory(error):
        hint = error.hint if isinstance(error, OutOfMemory) else ""
        return Failed(
            "out_of_memory",
            error.message if isinstance(error, OutOfMemory) else f"Memory ran out: {_first_line(error)}",
            hint or "Choose a smaller batch or image size, or a lighter model, and close other programs.",
        )
    if isinstance(error, DermDeskError):
        where = f" ({error.path})" if error.path and error.path not in error.message else ""
        return Failed(error.code, error.message + where, error.hint or "See log.txt in the run folder.")
    if _disk_is_full(error):
        return Failed(
            "disk_full",
            "The disk is full, or takes no file this large: nothing more could be saved.",
            "Make room, then resume the run.",
        )
    if isinstance(error, RuntimeError) and any(sign in str(error) for sign in _LOST_SIGNS):
        return Failed(
            "process_lost",
            "Another process of the run ended, or can't be reached any more.",
            "If memory ran out, choose a smaller batch or image size. Resuming goes on from the last checkpoint.",
        )
    return Failed(
        "crashed",
        f"Training crashed: {type(error).__name__}: {_first_line(error)}",
        "log.txt in the run folder says where. Resuming goes on from the last checkpoint.",
    )


def _disk_is_full(error: BaseException | None) -> bool:
    # torch raises an error of its own, about its archive, while it handles the one that says why.
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return True
        error = error.__cause__ or error.__context__
    return False


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [""])[0]
