"""Plays a story in the real program: the real `main()`, its own application and window, real mouse and key events.

A story is a function of an `Actor`. It runs inside the program's own event loop, in a process of its own, since an
application can't be started twice in one. The process exits with 0 when the story came to its end.
"""

from __future__ import annotations

import sys
import time
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.entry import main
from desktop.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WAIT_S = 30.0


class Actor:
    """A person at the window."""

    def __init__(self, shots: Path | None = None) -> None:
        self._shots = shots
        (self.window,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        self.session = self.window.session
        self.activate()

    def activate(self) -> None:
        """Make the window the one keys go to; a bare X server has no window manager that would after a dialog."""
        self.window.activateWindow()
        self.wait_until("the window is active", self.window.isActiveWindow)

    def wait_until(self, what: str, is_so: Callable[[], object], *, seconds: float = WAIT_S) -> None:
        """Let the program run until something is so; fails with its name after some seconds."""
        deadline = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > deadline:
                self.shoot("timeout")
                raise TimeoutError(f"waited {seconds:.0f} s in vain: {what}")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.005)

    def pause(self, seconds: float) -> None:
        """Let the program run for a while."""
        end = time.monotonic() + seconds
        self.wait_until("time passes", lambda: time.monotonic() >= end, seconds=seconds + 5)

    def modal(self, kind: type[QWidget]) -> QWidget:
        """The dialog of this kind that is open now, after waiting for it."""
        self.wait_until(f"a {kind.__name__} opens", lambda: isinstance(QApplication.activeModalWidget(), kind))
        return QApplication.activeModalWidget()

    def later(self, act: Callable[[], None]) -> None:
        """Do something once the event loop runs again, such as in a dialog that blocks; a failure ends the story."""
        QTimer.singleShot(0, lambda: _guarded(act))

    def key(self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press and release a key."""
        QTest.keyClick(widget, key, modifier)
        QApplication.processEvents()

    def drag(self, widget: QWidget, start: QPointF, end: QPointF) -> None:
        """Press the left button at one place, move in steps, release at another; widget pixels."""
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, _whole(start))
        for step in range(1, 6):
            QTest.mouseMove(widget, _whole(start + (end - start) * step / 5))
            QApplication.processEvents()
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, _whole(end))
        QApplication.processEvents()

    def click(self, widget: QWidget, place: QPointF | None = None) -> None:
        """Click in the middle of a widget, or at a place in it."""
        point = widget.rect().center() if place is None else _whole(place)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        QApplication.processEvents()

    def shoot(self, name: str) -> None:
        """Keep a picture of the window, where the story was told a folder for them."""
        if self._shots is not None:
            self._shots.mkdir(parents=True, exist_ok=True)
            widget = QApplication.activeModalWidget() or self.window
            widget.grab().save(str(self._shots / f"{name}.png"))


_failures: list[str] = []


def play(arguments: list[str], story: Callable[[Actor], None], *, shots: Path | None = None) -> int:
    """Start `dermdesk ARGUMENTS`, play the story in it, close the window; 0 when all went well."""
    real_exec = QApplication.exec

    def begin() -> None:
        _guarded(lambda: story(Actor(shots)))
        for widget in QApplication.topLevelWidgets():
            widget.close()
        QApplication.exit(0)

    def exec_with_story(*_self: object) -> int:
        QTimer.singleShot(0, begin)
        return real_exec()

    QApplication.exec = exec_with_story  # type: ignore[method-assign,assignment]
    status = main(arguments)
    for failure in _failures:
        sys.stderr.write(failure)
    return 1 if _failures else status


def _guarded(act: Callable[[], None]) -> None:
    try:
        act()
    except BaseException:
        _failures.append(traceback.format_exc())
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            dialog.close()


def _whole(place: QPointF) -> QPoint:
    return QPoint(round(place.x()), round(place.y()))
