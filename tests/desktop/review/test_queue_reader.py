"""The reader of the queue: what a thread reads of one project is never in another thread's hands."""

from __future__ import annotations

import threading

from core.project.project import Project
from desktop.review import queue_reader
from desktop.review.reading import read


def test_a_thread_that_still_reads_the_project_before_shares_nothing_with_the_next(
    window, qtbot, monkeypatch, make_project
):
    begun, may_end = threading.Event(), threading.Event()
    used, ended = [], []

    def slow_once(folder, stored, *more):
        used.append((folder, stored))
        if len(used) == 1:
            begun.set()
            assert may_end.wait(60)
        found = read(folder, stored, *more)
        ended.append(folder)
        return found

    monkeypatch.setattr(queue_reader, "read", slow_once)
    window.show_workspace("review")
    qtbot.waitUntil(begun.is_set, timeout=15_000)
    controller = window._built["review"].controller
    first = window.session.project.folder
    second = make_project("second")
    window.session.set_project(Project.open(second))
    qtbot.waitUntil(lambda: controller._reading is not None, timeout=15_000)
    may_end.set()
    qtbot.waitUntil(lambda: first in ended, timeout=15_000)
    assert [folder for folder, _ in used] == [first, second]
    assert used[0][1] is not used[1][1]
    assert used[1][1].project != used[0][1].project
    qtbot.wait(50)  # the first reading's answer arrives, and is nobody's
    assert len(controller._reading.records) == 4
