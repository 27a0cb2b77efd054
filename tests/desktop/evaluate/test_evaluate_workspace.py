"""The Evaluate workspace under a real mouse: a click on a bar or a cell opens exactly the photographs it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

import desktop.evaluate
from core.project.labels import Split
from core.project.records import Prediction
from desktop.charts.bar_layout import BarPlace
from desktop.evaluate.model_table import ARCHITECTURE, LEAST_ARCHITECTURE, NO_DETECTION, ModelRow, ModelTable
from desktop.evaluate.reading import ENSEMBLE


@pytest.fixture
def workspace(predicted, session, make_service, qtbot):
    session.prediction_service = make_service()
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1216, 660)
    view = desktop.evaluate.build(session, host)
    view.resize(1216, 660)
    host.show()
    qtbot.waitExposed(host)
    qtbot.waitUntil(lambda: len(view.models.rows()) == 4, timeout=10_000)
    qtbot.wait(50)
    yield view
    host.close()


def test_each_bar_opens_the_photos_it_counts(workspace, session, qtbot):
    plot = workspace.bars.plot
    series = plot._series
    assert [one.key for one in series] == ["resnet18-1", "mobilenet_v3_small-1", "retinanet_r18-1", ENSEMBLE]
    for index, one in enumerate(series):
        for group, bar in enumerate(one.bars):
            with qtbot.waitSignal(session.photos_reviewed) as opened:
                point = plot.point_of(BarPlace(group, index))
                qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=point)
            assert len(opened.args[0]) == bar.n
            if bar.n > bar.correct:
                with qtbot.waitSignal(session.photos_reviewed) as opened:
                    shift = Qt.KeyboardModifier.ShiftModifier
                    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, shift, point)
                assert len(opened.args[0]) == bar.n - bar.correct


def test_each_cell_opens_the_photos_it_counts(workspace, session, qtbot):
    workspace.show_confusion()
    grid = workspace.confusion
    qtbot.waitUntil(grid.isVisible)
    for row, counts in enumerate(grid.table().rows):
        for column, count in enumerate(counts):
            if count:
                with qtbot.waitSignal(session.photos_reviewed) as opened:
                    point = grid.visualRect(grid.model().index(row, column)).center()
                    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=point)
                assert len(opened.args[0]) == count


def test_a_tick_is_taken_away_by_mouse_and_space(workspace, qtbot):
    table = workspace.models
    index = table.model().index(2, 0)
    area = table.itemDelegateForColumn(0).tick_area(table.visualRect(index))
    with qtbot.waitSignal(workspace.model_toggled) as toggled:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert toggled.args == ["retinanet_r18-1", False]
    assert [one.key for one in workspace.bars.plot._series] == ["resnet18-1", "mobilenet_v3_small-1", ENSEMBLE]
    table.setFocus()
    table.setCurrentIndex(index)
    with qtbot.waitSignal(workspace.model_toggled) as toggled:
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert toggled.args == ["retinanet_r18-1", True]


def test_predict_fills_what_is_missing(workspace, predicted, qtbot):
    assert workspace.predict_button.text() == "Predict 2 missing"
    with qtbot.waitSignal(workspace.predict_requested):
        qtbot.mouseClick(workspace.predict_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not workspace.cancel_button.isVisible(), timeout=20_000)


def test_a_row_of_the_table_chooses_the_matrix(workspace, qtbot):
    table = workspace.models
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(0, 3)).center()
    )
    assert workspace.confusion_model.currentData() == "resnet18-1"


def test_no_page_takes_the_place_of_the_divider_of_another(workspace):
    names = [splitter.objectName() for splitter in workspace.findChildren(QSplitter)]
    assert "confusion" in names
    assert all(names)
    assert len(set(names)) == len(names)


def test_the_table_leaves_out_what_only_detectors_have_and_scrolls_below_its_rows(qtbot):
    table = ModelTable()
    qtbot.addWidget(table)
    numbers = ("ResNet50", "1", "12,345", "90.0 %", "85.0 - 95.0 %", "88.0 %", "99.0 %", "–", "none")
    rows = [ModelRow(f"resnet50-{number}", f"resnet50-{number}", "", "#0072b2", True, numbers) for number in range(3)]
    table.resize(1200, 200)
    table.show()
    table.set_rows(rows)
    assert table.isColumnHidden(NO_DETECTION)
    assert not table.horizontalScrollBar().isVisible()
    wide = table.height()
    table.resize(600, wide)
    qtbot.waitUntil(table.horizontalScrollBar().isVisible)
    assert table.height() >= wide + table.horizontalScrollBar().height() - 2
    assert not table.verticalScrollBar().isVisible()
    table.set_rows([*rows, replace(rows[0], key="retinanet_r18-1", detects=True)])
    assert not table.isColumnHidden(NO_DETECTION)


PAPERS_SIX = ("densenet121-1", "faster_rcnn-1", "nasnetamobile-1", "pnasnet5large-1", "resnet50-1", "retinanet-1")


def test_all_columns_are_in_sight_in_a_small_window(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    table = ModelTable(host)
    numbers = ("DenseNet121", "1", "2,554", "90.0 %", "85.0 - 95.0 %", "88.0 %", "99.0 %", "123", "2,554")
    rows = [ModelRow(name, name, "", "#0072b2", True, numbers, detects=True) for name in PAPERS_SIX]
    table.resize(1500, 300)
    table.set_rows(rows)
    host.resize(1600, 400)
    host.show()
    header, heading = table.horizontalHeader(), lambda: table.model().headerData(4, Qt.Orientation.Horizontal)
    assert heading() == "Weighted accuracy"
    least = header.length() - header.sectionSize(ARCHITECTURE) + LEAST_ARCHITECTURE
    # First headings are broken; where that is too little, the architecture is left to the tooltip.
    for width, hidden in ((least - 20, False), (least - LEAST_ARCHITECTURE - 40, True)):
        table.resize(width, 300)
        assert heading() == "Weighted\naccuracy"
        assert table.isColumnHidden(ARCHITECTURE) == hidden
        assert header.length() <= width
        qtbot.waitUntil(lambda: not table.horizontalScrollBar().isVisible())
        assert header.sectionSize(0) >= table.fontMetrics().horizontalAdvance("pnasnet5large-1") + 50  # not cut
    table.resize(1500, 300)
    assert heading() == "Weighted accuracy"
    assert not table.isColumnHidden(ARCHITECTURE)


@pytest.fixture
def learned(predicted):
    """Two of the models have answered about the ten photographs they were trained on, too."""
    photos = predicted.images(split=Split.TRAIN)
    answers = [
        Prediction(name, image.id, (0.8, 0.1, 0.1), None, (1, 2, 3))
        for name in ("resnet18-1", "mobilenet_v3_small-1")
        for image in photos
    ]
    predicted.store_predictions(answers)
    # Moved since: the model has learned it all the same.
    predicted.set_splits({photos[0].id: Split.TEST}, what="Move")
    return predicted


def test_numbers_on_photographs_for_training_are_told_to_be_such(learned, workspace, qtbot):
    note = workspace.trained_note
    assert not note.isVisible()  # on the test split

    def judge_on(split):
        workspace.split.setCurrentIndex(workspace.split.findData(split))
        workspace.split_chosen.emit(split)

    judge_on("train")
    qtbot.waitUntil(note.isVisible, timeout=10_000)
    assert note.text().startswith("The ticked models were trained on 9 of these 9 photos")
    assert note.y() + note.height() <= workspace.models.y()
    judge_on("all")
    # The detector has answered about none of those.
    said = "resnet18-1, mobilenet_v3_small-1 were trained on 10 of these 30 photos"
    qtbot.waitUntil(lambda: note.text().startswith(said), timeout=10_000)
    workspace.model_toggled.emit("mobilenet_v3_small-1", False)
    qtbot.waitUntil(lambda: note.text().startswith("resnet18-1 was trained on 10"), timeout=10_000)
    judge_on("test")
    qtbot.waitUntil(lambda: not note.isVisible(), timeout=10_000)
