"""Reading a file that another process appends lines to, without ever waiting or reading a line twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 16 * 1024
LONGEST_LINE = 8 * 1024 * 1024


class LineSplitter:
    """Bytes in, whole lines out; an unfinished line waits for its rest."""

    def __init__(self) -> None:
        self._rest = b""
        self._skipping = False

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes, without their line ends.

        A line beyond `LONGEST_LINE` bytes is dropped, so that a runaway writer can't fill the memory.
        """
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        if self._skipping and lines:
            lines.pop(0)
            self._skipping = False
        if len(self._rest) > LONGEST_LINE:
            self._rest, self._skipping = b"", True
        return [line.rstrip(b"\r") for line in lines]


class FileTail:
    """The growing end of a file, in chunks of at most `CHUNK` bytes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._offset = 0
        self._splitter = LineSplitter()
        self.restarted = False

    def read(self) -> tuple[list[bytes], bool]:
        """New whole lines, and whether more is waiting. A missing file has no lines yet.

        A file that became shorter was begun anew: it is read from its start and `restarted` is set, for the caller to
        clear.
        """
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, 2)
                if size < self._offset:
                    self._offset, self._splitter, self.restarted = 0, LineSplitter(), True
                file.seek(self._offset)
                data = file.read(CHUNK)
        except FileNotFoundError:
            return [], False
        self._offset += len(data)
        return self._splitter.feed(data), self._offset < size


def last_lines(path: Path, count: int) -> list[str]:
    """The last `count` lines of a text file, read from its end; none where there is no file."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - count * 400))
            data = file.read()
    except FileNotFoundError:
        return []
    return data.decode("utf-8", errors="replace").splitlines()[-count:]
