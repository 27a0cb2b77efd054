"""Questions to the project: quick ones are answered at once, slow ones later, and only the newest of a kind."""

from __future__ import annotations

import threading

import pytest

from core.errors import ProjectError
from desktop.asking import Questions


@pytest.fixture
def questions(qapp):
    asked = Questions()
    yield asked
    asked.forget()


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr("desktop.asking.PATIENCE", 0.0)


def refuse(error):
    raise AssertionError(error)


def test_a_quick_answer_is_there_when_ask_returns(questions):
    heard = []
    questions.ask("sum", lambda: 1 + 1, heard.append, failed=refuse)
    assert heard == [2]
    assert not questions.is_asked("sum")


def test_a_slow_answer_comes_later_and_the_window_turns_meanwhile(qtbot, questions, impatient):
    gate, heard, waited = threading.Event(), [], []
    questions.waited.connect(waited.append)
    questions.ask("slow", lambda: gate.wait(20), heard.append, failed=refuse)
    assert waited == ["slow"]
    qtbot.wait(20)
    assert heard == []
    assert questions.is_asked("slow")
    gate.set()
    qtbot.waitUntil(lambda: heard == [True])


def test_of_a_kind_only_the_newest_is_answered_and_one_overtaken_is_not_even_read(qtbot, questions, impatient):
    gate, read, heard = threading.Event(), [], []
    questions.ask("list", lambda: gate.wait(20), lambda _answer: heard.append("first"), failed=refuse)
    questions.ask("list", lambda: read.append("second"), lambda _answer: heard.append("second"), failed=refuse)
    questions.ask("other", lambda: None, lambda _answer: heard.append("other"), failed=refuse)
    questions.ask("list", lambda: read.append("third"), lambda _answer: heard.append("third"), failed=refuse)
    gate.set()
    qtbot.waitUntil(lambda: heard == ["third", "other"])  # what is on the screen first
    assert read == ["third"]


def test_a_failure_is_told_in_its_place(questions):
    def fail():
        raise ProjectError("The disk is gone.")

    heard = []
    questions.ask("list", fail, refuse, failed=lambda error: heard.append(str(error)))
    assert heard == ["The disk is gone."]


def test_what_nobody_foresaw_is_raised_where_it_is_seen(questions):
    def fail():
        raise KeyError("a")

    with pytest.raises(KeyError):
        questions.ask("list", fail, refuse, failed=refuse)


def test_after_forgetting_nothing_is_told_and_nothing_reads(qtbot, questions, impatient):
    begun, gate, ended, heard = threading.Event(), threading.Event(), [], []

    def work():
        begun.set()
        gate.wait(20)
        ended.append(True)

    questions.ask("list", work, heard.append, failed=refuse)
    assert begun.wait(20)
    opener = threading.Timer(0.05, gate.set)
    opener.start()
    questions.forget()
    assert ended == [True]
    opener.join()
    qtbot.wait(20)
    assert heard == []


def test_what_may_come_whenever_begins_once_the_window_has_done_what_it_is_at(qtbot, questions, monkeypatch):
    monkeypatch.setattr("desktop.asking.ASIDE", 0.0)
    read, heard = [], []
    questions.ask("counts", lambda: read.append("counts"), heard.append, failed=refuse, aside=True)
    questions._pool.waitForDone()
    assert read == []
    assert questions.is_asked("counts")
    qtbot.waitUntil(lambda: heard == [None])
    assert read == ["counts"]


def test_one_that_was_overtaken_before_it_began_is_not_read(qtbot, questions, monkeypatch):
    monkeypatch.setattr("desktop.asking.ASIDE", 0.0)
    read, heard = [], []
    for name in ("first", "second"):
        questions.ask(
            "list", lambda name=name: read.append(name), lambda _answer: heard.append(1), failed=refuse, aside=True
        )
    qtbot.waitUntil(lambda: heard == [1])
    assert read == ["second"]
