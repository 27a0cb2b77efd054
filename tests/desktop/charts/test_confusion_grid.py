"""The confusion grid under a real mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.charts.confusion import ConfusionGrid, confusion_data

ROWS = [[30, 4, 0, 1], [2, 17, 0, 0], [0, 0, 0, 5]]


@pytest.fixture
def grid(stage):
    grid = ConfusionGrid()
    grid.set_table(
        confusion_data(class_ids=(4, 2, 9), names=("Acne", "Nevus", "Rosacea"), rows=ROWS, no_detection=True)
    )
    return stage(grid, 700, 420)


def click(qtbot, grid, row, column):
    point = grid.visualRect(grid.model().index(row, column)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=point)


@pytest.mark.parametrize(("row", "column", "ids"), [(0, 0, [4, 4]), (0, 1, [4, 2]), (1, 0, [2, 4]), (2, 3, [9, None])])
def test_a_click_names_truth_and_prediction(grid, qtbot, row, column, ids):
    with qtbot.waitSignal(grid.cell_chosen) as chosen:
        click(qtbot, grid, row, column)
    assert chosen.args == ids


def test_an_empty_cell_asks_for_nothing(grid, qtbot):
    with qtbot.assertNotEmitted(grid.cell_chosen, wait=50):
        click(qtbot, grid, 0, 2)


def test_enter_opens_the_cell_the_arrows_reached(grid, qtbot):
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    with qtbot.waitSignal(grid.cell_chosen) as chosen:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert chosen.args == [4, 2]


def test_a_cell_says_its_count_and_share(grid):
    index = grid.model().index(0, 1)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Acne: 4 of 35 taken for Nevus (11.4 %)"
    last = grid.model().index(2, 3)
    assert "without a detection" in last.data(Qt.ItemDataRole.ToolTipRole)


def test_a_hundred_classes_keep_readable_cells(grid):
    names = [f"Class {number}" for number in range(100)]
    rows = [[int(row == column) for column in range(100)] for row in range(100)]
    grid.set_table(confusion_data(class_ids=range(100), names=names, rows=rows, no_detection=False))
    assert grid.columnWidth(0) >= 32
    assert grid.rowHeight(0) >= 19


LONG = ("Basal cell carcinoma, superficial", "Superficial spreading melanoma", "Rosacea")


@pytest.fixture
def long_grid(stage):
    grid = ConfusionGrid()
    grid.set_table(confusion_data(class_ids=(4, 2, 9), names=LONG, rows=[row[:3] for row in ROWS], no_detection=False))
    return stage(grid, 900, 640)


def test_long_names_get_the_room_they_need(long_grid, grid):
    longest = max(map(long_grid.fontMetrics().horizontalAdvance, LONG))
    assert long_grid.verticalHeader().width() >= longest
    assert long_grid.horizontalHeader().height() * 1.39 >= longest
    assert grid.horizontalHeader().height() < long_grid.horizontalHeader().height()
    assert grid.verticalHeader().width() < long_grid.verticalHeader().width()


def test_a_slanted_name_is_the_one_that_is_clicked(long_grid, qtbot):
    header = long_grid.horizontalHeader()
    middle = header.sectionViewportPosition(0) + header.sectionSize(0) // 2
    # The first name's letters here stand over the second column.
    up = header.height() - 20
    point = QPoint(middle + up, header.height() - up)
    assert header.logicalIndexAt(point) != 0
    with qtbot.waitSignal(long_grid.column_chosen) as chosen:
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert chosen.args == [4]
