"""Which process works on a run, and whether it still lives."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any

import psutil

from core.errors import JobError

_SAME_START = 2.0
"""Seconds by which two readings of one process's start may differ, since both are counted from the boot time."""


@dataclass(frozen=True, slots=True)
class ProcessRecord:
    """A process, told from a later one that got the same number by its start time.

    Attributes:
        pid: Its number.
        create_time: When it started, in seconds since 1970.
        host: The machine it runs on.
        said_hello: Whether it has come as far as its first event.
        detached: Whether it goes on when the program that started it ends.
    """

    pid: int
    create_time: float
    host: str
    said_hello: bool = False
    detached: bool = False

    @classmethod
    def of(cls, pid: int, *, said_hello: bool = False, detached: bool = False) -> ProcessRecord:
        """The record of a process of this machine.

        Raises:
            JobError: There is no such process (any more).
        """
        try:
            create_time = psutil.Process(pid).create_time()
        except psutil.Error as error:
            raise JobError(f"There is no process {pid}.") from error
        return cls(pid, create_time, socket.gethostname(), said_hello, detached)

    @property
    def is_local(self) -> bool:
        """Whether it runs on this machine, so that its life can be looked up."""
        return self.host == socket.gethostname()

    def is_alive(self) -> bool:
        """Whether the process runs on this machine; a zombie, or another process with its number, doesn't count."""
        if not self.is_local:
            return False
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.create_time) <= _SAME_START
            return same and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False

    def to_json(self) -> dict[str, Any]:
        """Plain data for `process.json`."""
        return {
            "pid": self.pid,
            "create_time": self.create_time,
            "host": self.host,
            "said_hello": self.said_hello,
            "detached": self.detached,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ProcessRecord:
        """The record that `to_json` wrote.

        Raises:
            JobError: A field is missing or of the wrong kind.
        """
        try:
            return cls(
                int(data["pid"]),
                float(data["create_time"]),
                str(data["host"]),
                bool(data["said_hello"]),
                bool(data["detached"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise JobError(f"This is no record of a process: {type(error).__name__}: {error}.") from error
