"""Labels that a cleaning round looks at again and again: once frozen they never change, so they are read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.review.cleaning import read_before

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from core.jobs.run_folder import RunFolder
    from core.project.snapshot import Snapshot
    from core.review.cleaning import CleaningRound

MOST = 6
"""So many are kept; with 20,000 photographs each takes two seconds to read."""


class FrozenLabels:
    """Snapshots of one project by their digests, used by one thread at a time."""

    def __init__(self) -> None:
        self._read: dict[str, Snapshot] = {}

    def before(self, folder: Path, entry: CleaningRound) -> Snapshot:
        """The labels a round began with.

        Raises:
            SnapshotError: The file is missing, damaged, or of another round.
        """
        return self._known(entry.digest, lambda: read_before(folder, entry))

    def of_run(self, run: RunFolder) -> Snapshot:
        """The labels a run was made with.

        Raises:
            JobError: Its folder is missing or damaged.
            SnapshotError: The file is missing, damaged or changed.
        """
        return self._known(run.job.snapshot_digest, lambda: run.snapshot)

    def _known(self, digest: str, read: Callable[[], Snapshot]) -> Snapshot:
        found = self._read.pop(digest, None) or read()
        self._read[digest] = found  # the last used is the last
        while len(self._read) > MOST:
            del self._read[next(iter(self._read))]
        return found
