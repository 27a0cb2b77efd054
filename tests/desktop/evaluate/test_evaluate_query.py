"""Judging only on photographs that fulfil a query, as Annotate's search finds them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

import desktop.evaluate
from core.errors import QueryError
from core.project.labels import Split
from core.project.query_text import parse
from desktop.evaluate.reading import read


def test_a_query_narrows_every_number(predicted):
    whole, nevi = read(predicted, Split.TEST), read(predicted, Split.TEST, query="diagnosis:Nevus")
    assert (len(whole), len(nevi)) == (20, 7)
    assert nevi.class_sizes == (0, 7, 0)
    assert set(nevi.image_ids) == {i for i in whole.image_ids if predicted.image(i).diagnosis == 2}
    model = nevi.model("resnet18-1")
    assert (model.n, model.correct) == (7, whole.model("resnet18-1").per_class[1].correct)
    matching = predicted.matching(parse("patient:P3", predicted.query_words()))
    assert set(read(predicted, Split.TEST, query="patient:P3").image_ids) == matching
    with pytest.raises(QueryError):
        read(predicted, Split.TEST, query="diagnosis:")


@pytest.fixture
def workspace(predicted, session, make_service, qtbot):
    session.prediction_service = make_service()
    host = QWidget()
    qtbot.addWidget(host)
    view = desktop.evaluate.build(session, host)
    view.resize(1216, 660)
    host.resize(1216, 660)
    host.show()
    qtbot.waitUntil(lambda: len(view.models.rows()) == 4, timeout=10_000)
    yield view
    host.close()


def test_typing_a_query_narrows_bars_and_what_they_open(workspace, session, qtbot):
    workspace.query.field.setText("diagnosis:Nevus")
    plot = workspace.bars.plot
    qtbot.waitUntil(lambda: [group.count for group in plot._groups] == [0, 7, 0], timeout=10_000)
    with qtbot.waitSignal(session.photos_reviewed) as opened:
        workspace.bar_chosen.emit("resnet18-1", 2, "all")
    assert len(opened.args[0]) == 7
    assert "diagnosis:Nevus" in opened.args[1]


def test_a_wrong_query_is_explained_and_changes_nothing(workspace, qtbot):
    workspace.query.field.setText("diagnosis:Measles")
    qtbot.waitUntil(lambda: bool(workspace.query.error_text), timeout=10_000)
    assert [group.count for group in workspace.bars.plot._groups] == [9, 7, 4]
    workspace.query.field.setText("")
    qtbot.waitUntil(lambda: not workspace.query.error_text, timeout=10_000)


def test_a_query_that_nothing_fulfils_can_be_taken_back(workspace, qtbot):
    workspace.query.field.setText("patient:nobody")
    qtbot.waitUntil(lambda: workspace._chart_stack.currentIndex() == 1, timeout=10_000)
    assert workspace.query.isVisible()
    workspace.query.field.setText("")
    qtbot.waitUntil(lambda: workspace._chart_stack.currentIndex() == 0, timeout=10_000)
