"""The window, in which a painting and then a slot raise; says what the person is shown, and goes on to the end.

`python unforeseen.py PROJECT` prints a line of JSON for each dialog and one for the edit made after them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget

import desktop.app
from core.geometry import Box
from core.project.labels import Edit, new_box, with_boxes
from desktop.main_window import MainWindow
from desktop.problem_dialog import ProblemDialog

GIVEN_UP_MS = 60_000
"""A dialog that never comes would be waited for forever."""


def say(**what):
    print(json.dumps(what), flush=True)  # noqa: T201 - this is what the test reads


class Faulty(QWidget):
    """Can't be painted, each time anew, until it is gone."""

    def paintEvent(self, event):
        raise ZeroDivisionError("raised while painting")


class Watched(MainWindow):
    """The window itself, with a person who looks at it every tenth of a second."""

    def __init__(self):
        super().__init__()
        self._steps = iter((self.paint_badly, self.answer, self.raise_in_slot, self.answer, self.edit, self.close))
        self._step = next(self._steps)
        self._looking = QTimer(self)
        self._looking.timeout.connect(self.look)
        self._looking.start(100)
        QTimer.singleShot(GIVEN_UP_MS, self, lambda: os._exit(9))

    def look(self):
        if self.session.image_id is not None and self._step():
            self._step = next(self._steps, self.close)

    def paint_badly(self):
        self._faulty = Faulty(self)
        self._faulty.setGeometry(0, 0, 50, 50)
        self._faulty.show()
        return True

    def answer(self):
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ProblemDialog):
            return False
        open_ones = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ProblemDialog)]
        texts = [label.text() for label in dialog.findChildren(QLabel)]
        say(dialogs=len(open_ones), texts=texts, details=dialog.findChild(QPlainTextEdit).toPlainText())
        self._faulty.hide()
        dialog.reject()
        return True

    def raise_in_slot(self):
        self.actions_table["fit"].triggered.connect(self.fail)
        self.actions_table["fit"].trigger()
        return True

    def fail(self):
        raise KeyError("raised in a slot")

    def edit(self):
        session = self.session
        before = session.project.labels(session.image_id)
        after = with_boxes(before, (*before.boxes, new_box(Box(5, 5, 50, 50), 1)))
        say(saved=session.apply(Edit(session.image_id, before, after, "Draw box")))
        return True


desktop.app.MainWindow = Watched
raise SystemExit(desktop.app.run(Path(sys.argv[1])))
