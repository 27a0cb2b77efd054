"""One writer at a time. The operating system holds the lock, so it ends with the process that took it."""

from __future__ import annotations

import getpass
import json
import os
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from core.errors import ProjectError, ProjectLocked

if TYPE_CHECKING:
    from pathlib import Path

LOCK_NAME = "dermdesk.lock"
OWNER_NAME = "dermdesk.owner.json"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a project: for the message only, the lock itself is the operating system's.

    Attributes:
        user: The person.
        host: The machine.
        pid: The process.
        since: When it was opened, UTC, ISO 8601.
    """

    user: str
    host: str
    pid: int
    since: str

    def __str__(self) -> str:
        return f"{self.user} on {self.host} (process {self.pid})"


def user_name() -> str:
    """The person's login name, or "unknown" where the system has none."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # the first where Windows names nobody in its environment
        return "unknown"


class ProjectLock:
    """The right to write in one project folder.

    A lock left behind by a dead process is free: the operating system dropped it, only its note remains, and the
    next writer replaces that.
    """

    def __init__(self, folder: Path) -> None:
        self._owner_path = folder / OWNER_NAME
        self._path = folder / LOCK_NAME
        # A project may be closed by another thread than opened it (at exit), hence no thread-local lock.
        self._lock = FileLock(self._path, timeout=0, thread_local=False)

    def acquire(self, user: str) -> Owner:
        """Take the lock.

        Raises:
            ProjectLocked: A living process has it; the error says who and since when.
            ProjectError: The folder can't be written.
        """
        try:
            self._lock.acquire()
        except Timeout as error:
            holder = read_owner(self._owner_path)
            who, since = (str(holder), holder.since) if holder else ("another process", "")
            raise ProjectLocked(
                f"The project is open for writing by {who}" + (f" since {since}." if since else "."),
                who=who,
                since=since,
                hint="Close it there, or open it read-only here.",
                path=self._path.parent,
            ) from error
        except (OSError, NotImplementedError) as error:
            raise ProjectError(
                f"The project folder can't be locked: {error}.",
                hint="Check that you may write in this folder, or open the project read-only.",
                path=self._path.parent,
            ) from error
        owner = Owner(
            user=user,
            host=socket.gethostname(),
            pid=os.getpid(),
            since=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        try:
            _write_owner(self._owner_path, owner)
        except OSError as error:
            self._lock.release()
            raise ProjectError(
                f"The project folder can't be written: {error.strerror}.", path=self._path.parent
            ) from error
        return owner

    def release(self) -> None:
        """Give the lock back; without effect when it isn't held."""
        if self._lock.is_locked:
            # The note goes first: removed later, it might be the next writer's.
            with suppress(OSError):
                self._owner_path.unlink(missing_ok=True)
            self._lock.release()


def read_owner(path: Path) -> Owner | None:
    """The note of the last writer; None where there is none that can be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Owner(str(data["user"]), str(data["host"]), int(data["pid"]), str(data["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_owner(path: Path, owner: Owner) -> None:
    temporary = path.with_name(f"{path.name}.{owner.pid}")
    temporary.write_text(json.dumps(asdict(owner)), encoding="utf-8")
    os.replace(temporary, path)
