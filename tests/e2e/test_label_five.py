"""Five photographs labelled by a hand on mouse and keyboard, from outside: a window of its own process, seen as pixels.

Nothing here reaches into the program. xdotool moves the pointer and presses keys, the photograph is found on the screen
by its colour, and what was done is read from the project's file.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image, ImageGrab, features

from core.classes import ClassTable
from core.geometry import Box
from core.importing import import_photos
from core.project.labels import ImageState
from core.project.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT = 640, 480
COLOURS = ((201, 152, 131), (188, 139, 122), (214, 167, 149), (176, 128, 108), (222, 179, 158))
"""Of skin, one a photograph, and nowhere else on the screen but in its thumbnail."""
PATIENCE_S = 60.0
MAY_BE_OFF = 2.0
"""Pixels of the photograph; the screen shows it a little larger, so a pixel of the screen is less than one of it."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with one photograph: where the box goes, and a digit that the box before had not."""

    box: Box
    digit: int
    clicked: bool = False


TASKS = (
    Task(Box(80, 60, 300, 210), 2),
    Task(Box(400, 300, 560, 420), 3),
    Task(Box(150, 200, 410, 390), 1, clicked=True),
    Task(Box(40, 330, 240, 450), 3),
    Task(Box(330, 90, 600, 260), 2),
)


@pytest.fixture
def clinic(tmp_path):
    """A project of five photographs without any label."""
    photos = tmp_path / "photos"
    photos.mkdir()
    for number, colour in enumerate(COLOURS):
        Image.new("RGB", (WIDTH, HEIGHT), colour).save(photos / f"photo{number}.png")
    folder = tmp_path / "clinic"
    with Project.create(folder, ClassTable.from_names(["Nevus", "Melanoma", "Wart"])) as project:
        assert import_photos(project, photos).images_added == len(COLOURS)
    return folder, photos


def hashes(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def waited(look: Callable[[], object], what: str) -> object:
    """What `look` finds, as soon as it finds something."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    pytest.fail(f"{what} did not come within {PATIENCE_S:g} s")


class Hand:
    """Eyes and a hand at a display: no more than a person has."""

    def __init__(self, display: str) -> None:
        self._display = display
        self._place: tuple[int, int, int, int] = (0, 0, 0, 0)

    def do(self, *words: object) -> str:
        done = subprocess.run(
            ["xdotool", *map(str, words)], env={**os.environ, "DISPLAY": self._display}, capture_output=True, text=True,
            timeout=30, check=False,
        )  # fmt: skip
        return done.stdout

    def key(self, name: str) -> None:
        self.do("key", name)

    def put_window(self, pid: int) -> None:
        """Let the window fill the display: nobody manages windows here."""

        def shown() -> str | None:
            found = self.do("search", "--onlyvisible", "--pid", pid, "--name", "DermDesk").split()
            return found[0] if found else None

        window = waited(shown, "the window")
        self.do("windowmove", "--sync", window, 0, 0, "windowsize", "--sync", window, 1600, 1000)
        self.do("windowfocus", window)

    def look_for(self, colour: tuple[int, int, int]) -> None:
        """Wait until the photograph of this colour is the one on the canvas, and lies still."""
        before = None

        def found() -> bool:
            nonlocal before
            place = self._largest(colour)
            still = place is not None and place == before
            before = place
            return still

        waited(found, f"the photograph of the colour {colour}")
        assert before is not None
        self._place = before

    def _largest(self, colour: tuple[int, int, int]) -> tuple[int, int, int, int] | None:
        """Left, top, width and height of the largest area of a colour; None where none is as large as a photograph."""
        screen = np.asarray(ImageGrab.grab(xdisplay=self._display).convert("RGB"))
        mask = np.all(screen == colour, axis=2).astype(np.uint8)
        _, _, areas, _ = cv2.connectedComponentsWithStats(mask)
        left, top, width, height, _ = max(areas[1:], key=lambda area: area[4], default=(0, 0, 0, 0, 0))
        return (int(left), int(top), int(width), int(height)) if width > 400 and height > 300 else None

    def at(self, x: float, y: float) -> tuple[int, int]:
        """Where on the screen a pixel of the photograph is."""
        left, top, width, height = self._place
        return round(left + x / WIDTH * width), round(top + y / HEIGHT * height)

    def drag(self, box: Box) -> None:
        middle = self.at((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2)
        self.do("mousemove", *self.at(box.x1, box.y1), "mousedown", 1)
        self.do("mousemove", *middle, "mousemove", *self.at(box.x2, box.y2), "mouseup", 1)

    def click(self, x: float, y: float) -> None:
        self.do("mousemove", *self.at(x, y), "mousedown", 1, "mouseup", 1)


@pytest.mark.slow
@pytest.mark.skipif(not features.check("xcb"), reason="this Pillow can't look at a screen")
def test_five_photographs_are_labelled_by_mouse_and_keyboard_alone(clinic, hand_display, tmp_path):
    folder, photos = clinic
    before = hashes(photos)
    private = {name: str(tmp_path / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME",
                                                       "XDG_STATE_HOME")}  # fmt: skip
    environment = {
        **os.environ, **private, "PYTHONPATH": str(ROOT), "DISPLAY": hand_display, "QT_QPA_PLATFORM": "xcb",
        "LC_ALL": "C.UTF-8", "QT_SCALE_FACTOR": "1",
    }  # fmt: skip

    def stored():
        with Project.open(folder, read_only=True) as project:
            ids = project.image_ids()
            labels = project.labels_of()
            return [labels[image_id] for image_id in ids]

    log = tmp_path / "window.txt"
    with log.open("w") as said:
        window = subprocess.Popen(
            [sys.executable, "-m", "desktop.entry", "open", str(folder)], env=environment, cwd=tmp_path, stdout=said,
            stderr=said,
        )  # fmt: skip
    try:
        hand = Hand(hand_display)
        hand.put_window(window.pid)
        for number, (task, colour) in enumerate(zip(TASKS, COLOURS, strict=True)):
            box = task.box
            hand.look_for(colour)
            if task.clicked:
                hand.key("w")
                hand.click(box.x1, box.y1)
                hand.click(box.x2, box.y2)
            else:
                hand.drag(box)
            waited(lambda n=number: len(stored()[n].boxes) == 1, "the box")
            if number == 1:
                hand.key("ctrl+z")
                waited(lambda: not stored()[1].boxes, "the box's going by Ctrl+Z")
                hand.key("ctrl+shift+z")
                waited(lambda: len(stored()[1].boxes) == 1, "the box's coming back by Ctrl+Shift+Z")
                # Redo selects nothing; a click into the box does.
                hand.click((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2)
            hand.key(str(task.digit))
            waited(lambda n=number, task=task: stored()[n].boxes[0].class_id == task.digit, "the class")
            hand.key("space")
            waited(lambda n=number: stored()[n].state is ImageState.VERIFIED, "the verified photograph")
        hand.key("ctrl+q")
        assert window.wait(PATIENCE_S) == 0
    finally:
        if window.poll() is None:
            window.kill()
            window.wait()
            sys.stderr.write(log.read_text())

    with Project.open(folder) as project:
        for image_id, task in zip(project.image_ids(), TASKS, strict=True):
            labels = project.labels(image_id)
            assert labels.state is ImageState.VERIFIED
            (drawn,) = labels.boxes
            assert drawn.class_id == task.digit
            assert astuple(drawn.box) == pytest.approx(astuple(task.box), abs=MAY_BE_OFF)
        assert project.counts().boxes == len(TASKS)
    assert hashes(photos) == before
