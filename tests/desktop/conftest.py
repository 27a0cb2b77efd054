"""Fixtures of the window's tests: small real projects, and a watch for what a test leaves behind."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication

from core.classes import ClassTable
from core.geometry import Box
from core.images import probe
from core.project.labels import Split, new_box
from core.project.project import Project
from core.project.records import NewImage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

CLASS_NAMES = ("Actinic Keratosis", "Basal Cell Carcinoma", "Melanoma")


@pytest.fixture(scope="module", autouse=True)
def earlier_objects_are_old() -> None:
    """Keep what was imported and made before (torch, mmdet, windows) out of the collections of the fixture below.

    Each of them went through all of it otherwise: 0.6 s a test.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application, speaking English: its file knows one from many."""
    from desktop.translating import install_language

    install_language(qapp, "en")
    return qapp


@pytest.fixture(autouse=True)
def answers_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions to small projects are answered before the window goes on, also on a busy machine."""
    for name in ("PATIENCE", "ASIDE"):
        monkeypatch.setattr(f"desktop.asking.{name}", 30.0)


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a top-level widget or a thread behind."""
    if "qtbot" not in request.fixturenames and "qapp" not in request.fixturenames:
        yield
        return
    # Ours is to look last, after pytest-qt has closed the widgets it was given.
    threads = set(threading.enumerate())
    application = QApplication.instance()
    widgets = set() if application is None else {id(widget) for widget in QApplication.topLevelWidgets()}
    yield
    QThreadPool.globalInstance().waitForDone(5000)
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    gc.collect()
    left = [
        widget
        for widget in QApplication.topLevelWidgets()
        if id(widget) not in widgets and widget.parent() is None and widget.isVisible()
    ]
    assert not left, f"widgets left behind: {left}"
    running = [thread for thread in threading.enumerate() if thread not in threads and _is_ours(thread)]
    assert not running, f"threads left behind: {running}"


def _is_ours(thread: threading.Thread) -> bool:
    # A pool thread of Qt's that once ran Python shows up as a dummy; pools are stopped by their owners.
    return thread.is_alive() and not isinstance(thread, threading._DummyThread) and not thread.daemon


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Path]:
    """Makes a project of small real photographs and gives its folder."""

    def make(name: str = "clinic", *, photos: int = 4, size: tuple[int, int] = (320, 240)) -> Path:
        source = tmp_path / f"{name}-photos"
        source.mkdir()
        folder = tmp_path / name
        rng = np.random.default_rng(0)
        with Project.create(folder, ClassTable.from_names(CLASS_NAMES)) as project:
            images = []
            for number in range(photos):
                path = source / f"photo{number:02}.png"
                pixels = rng.integers(120, 200, (size[1], size[0], 3), dtype=np.uint8)
                Image.fromarray(pixels).save(path)
                info = probe(path)
                images.append(
                    NewImage(
                        path=path, relative_path=path.name, sha256=info.sha256, width=info.width, height=info.height,
                        orientation=info.orientation, file_size=info.file_size,
                        diagnosis=1 if number == 1 else None, patient=f"P{number}",
                        split=Split.TRAIN if number % 2 else Split.TEST,
                        boxes=(new_box(Box(40, 40, 120, 100), 2),) if number == 2 else (),
                    )
                )  # fmt: skip
            project.add_images(source, images)
        return folder

    return make


@pytest.fixture
def project(make_project: Callable[..., Path]) -> Iterator[Project]:
    """An open project of four photographs: the second has a diagnosis, the third a box."""
    with Project.open(make_project()) as opened:
        yield opened


@pytest.fixture
def window(qtbot: QtBot, make_project: Callable[..., Path]) -> Iterator[object]:
    """The real window with that project open."""
    from desktop.app import open_window
    from desktop.theme import install_theme

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    install_theme(application, forced="light")
    opened = open_window(make_project())
    opened.resize(1200, 800)
    qtbot.addWidget(opened)
    qtbot.waitExposed(opened)
    yield opened
    opened.close()
