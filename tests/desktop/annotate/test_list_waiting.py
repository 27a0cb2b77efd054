"""The list of a project so large that its answers take a while: what is there stays, and the window goes on."""

from __future__ import annotations

import threading

import pytest

from core.project.project import Project
from desktop.annotate.listing import ListFilter


@pytest.fixture
def slow(window, monkeypatch):
    """A gate that questions to the window's project wait at, and a window that doesn't wait for them."""
    for name in ("PATIENCE", "ASIDE"):
        monkeypatch.setattr(f"desktop.asking.{name}", 0.0)
    gate = threading.Event()
    for name in ("matching", "image_ids"):
        real = getattr(Project, name)

        def wait(project, *values, real=real, **named):
            assert gate.wait(20)
            return real(project, *values, **named)

        monkeypatch.setattr(Project, name, wait)
    yield gate
    gate.set()
    window.session.questions.forget()


def shown(window):
    return window.annotate.controller.model.shown_ids


def test_the_list_stays_until_the_answer_is_there(qtbot, window, slow):
    every = shown(window)
    window.annotate.controller.list.set_filter(ListFilter(text="boxes>0"))
    qtbot.wait(30)
    assert shown(window) == every
    slow.set()
    qtbot.waitUntil(lambda: shown(window) == [every[2]])
    assert window.session.image_id == every[2]


def test_of_what_is_typed_on_only_the_last_is_shown(qtbot, window, slow):
    every, listed = shown(window), []
    window.annotate.controller.model.modelReset.connect(lambda: listed.append(shown(window)))
    for text in ("boxes>0", "boxes>9", "boxes=0"):
        window.annotate.controller.list.set_filter(ListFilter(text=text))
    slow.set()
    qtbot.waitUntil(lambda: bool(listed))
    assert listed == [[every[0], every[1], every[3]]]


def test_a_text_that_makes_no_sense_leaves_what_was_asked_before(qtbot, window, slow):
    every, controller = shown(window), window.annotate.controller
    controller.list.set_filter(ListFilter(text="boxes>0"))
    controller.list.set_filter(ListFilter(text="state:nonsense"))
    slow.set()
    qtbot.waitUntil(lambda: not window.session.questions.is_asked("list"))
    assert shown(window) == every
    assert controller.list.filter == ListFilter()


def test_an_edit_made_while_the_list_is_read_is_not_lost(qtbot, window, slow):
    controller, first = window.annotate.controller, window.session.image_id
    controller.list.set_filter(ListFilter(text="boxes>0"))
    controller.diagnose(3)
    slow.set()
    qtbot.waitUntil(lambda: not window.session.questions.is_asked("list"))
    assert window.session.project.labels(first).diagnosis == 3
    assert controller.model.row(first).record.diagnosis == 3


def test_while_a_project_opens_nobody_is_told_that_it_is_empty(qtbot, window, make_project, slow):
    view = window.annotate.view
    folder = make_project("second")
    window.session.set_project(Project.open(folder))
    qtbot.wait(30)
    assert view._canvas_stack.currentIndex() == 0
    assert not view.photos._nothing.isVisible()
    slow.set()
    qtbot.waitUntil(lambda: len(shown(window)) == 4)
    assert window.session.image_id is not None


def test_closing_the_window_waits_for_no_answer(window, slow):
    window.annotate.controller.list.set_filter(ListFilter(text="boxes>0"))
    threading.Timer(0.1, slow.set).start()
    assert window.close()
