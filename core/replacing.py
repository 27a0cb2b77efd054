"""Writing a file so that a crash at any moment leaves the old one or the new one, whole."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream to a temporary file beside `path`, which takes its place once all is written and on the disk.

    When the block fails, the temporary file is removed and the old file stays.

    Args:
        path: Where to; its folder exists.

    Raises:
        OSError: The folder can't be written, or the disk is full.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            # Temporary files are their maker's alone; a project is shared, and a report passed on.
            if hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), _usual_mode(path))
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _usual_mode(path: Path) -> int:
    """Permissions of the file that is replaced, or those that a new one gets."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        # The only way to ask is to set it.
        mask = os.umask(0o077)
        os.umask(mask)
        return 0o666 & ~mask
