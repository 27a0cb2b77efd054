"""Plots of marks, sheets of cells, and charts saved as pictures, under a real mouse."""

from __future__ import annotations

import csv
import doctest
import io
import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from desktop.charts import mark_plot
from desktop.charts import marks as marks_module
from desktop.charts.class_bars import Bar, BarSeries, ClassBars, ClassGroup
from desktop.charts.confusion import ConfusionGrid, confusion_data
from desktop.charts.export import ChartNotSaved, save_chart
from desktop.charts.mark_plot import MarkChart
from desktop.charts.marks import Axis, Line, Mark, PlotData, hit
from desktop.charts.sheet import Cell, Heading, Sheet, SheetData, sheet_csv

BARS = tuple(Mark(x, x * 10.0, "#0072b2", f"bar {x}", f"photos {x}", width=0.8) for x in range(4))
POINTS = (
    Mark(0.2, 0.5, "#0072b2", "first", "one", low=0.3, high=0.7),
    Mark(0.8, 0.9, "#d55e00", "second", "two"),
    Mark(0.5, 0.1, "#d55e00", "nobody"),
)
SHEET = SheetData(
    "Groups",
    (Heading("Group", number=False), Heading("Share"), Heading("Photos")),
    (
        (Cell("b"), Cell("50.0", 50.0), Cell("7", 7, "seven")),
        (Cell("a"), Cell("9.5", 9.5), Cell("–", 0)),
        (Cell("c, d"), Cell("–", math.nan), Cell("12", 12, "twelve")),
    ),
)


@pytest.fixture
def chart(qtbot):
    chart = MarkChart()
    qtbot.addWidget(chart)
    chart.resize(500, 300)
    chart.show()
    qtbot.waitExposed(chart)
    return chart


@pytest.fixture
def sheet(qtbot):
    sheet = Sheet()
    qtbot.addWidget(sheet)
    sheet.resize(500, 300)
    sheet.set_sheet(SHEET)
    sheet.show()
    qtbot.waitExposed(sheet)
    return sheet


def test_docstring_examples():
    outcome = doctest.testmod(marks_module)
    assert outcome.attempted >= 3
    assert outcome.failed == 0


def test_the_nearest_point_within_reach_is_meant():
    assert hit(POINTS, 0.21, 0.5, per_x=0.002, per_y=0.002) == 0
    assert hit(POINTS, 0.3, 0.5, per_x=0.002, per_y=0.002) is None
    assert hit(BARS, 2.39, 25, per_x=0.01, per_y=0.1) == 2
    assert hit(BARS, 2.45, 25, per_x=0.01, per_y=0.1) is None


@pytest.mark.parametrize("marks", [BARS, POINTS])
def test_a_click_hands_on_what_the_mark_stands_for(chart, qtbot, marks):
    high = 40 if marks is BARS else 1
    axis = Axis("x", -0.6, 3.6) if marks is BARS else Axis("x", 0, 1)
    chart.set_plot(PlotData("marks", axis, Axis("y", 0, high), (Line(((0, 0), (1, 1))),), marks))
    qtbot.wait(30)
    for place, mark in enumerate(marks):
        at = chart.plot.point_of(place)
        if mark.payload is None:
            with qtbot.assertNotEmitted(chart.mark_chosen):
                qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
        else:
            with qtbot.waitSignal(chart.mark_chosen) as chosen:
                qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
            assert chosen.args == [mark.payload]


def test_keys_reach_every_mark(chart, qtbot, monkeypatch):
    tips = []
    monkeypatch.setattr(mark_plot.QToolTip, "showText", lambda _place, text, *_: tips.append(text))
    chart.set_plot(PlotData("marks", Axis("x", 0, 1), Axis("y", 0, 1), marks=POINTS))
    chart.plot.setFocus()
    qtbot.keyClick(chart.plot, Qt.Key.Key_Right)
    qtbot.keyClick(chart.plot, Qt.Key.Key_Right)
    with qtbot.waitSignal(chart.mark_chosen) as chosen:
        qtbot.keyClick(chart.plot, Qt.Key.Key_Return)
    assert chosen.args == ["two"]
    assert tips == ["first", "second"]
    assert chart.plot.accessibleName() == "marks"


def test_cells_with_photos_are_clicked_in_any_order(sheet, qtbot):
    sheet.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    assert [sheet.model().index(row, 2).data() for row in range(3)] == ["12", "7", "–"]
    for row, payload in ((0, "seven"), (2, "twelve")):
        with qtbot.waitSignal(sheet.cell_chosen) as chosen:
            place = sheet.visualRect(sheet.index_of(row, 2)).center()
            qtbot.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert chosen.args == [payload]
    with qtbot.assertNotEmitted(sheet.cell_chosen):
        place = sheet.visualRect(sheet.index_of(0, 0)).center()
        qtbot.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_words_are_cut_before_numbers_are_out_of_sight(stage):
    name = "Pityriasis lichenoides et varioliformis acuta"
    headings = (Heading("Class", number=False), *(Heading("Photographs") for _ in range(4)))
    sheet = Sheet()
    sheet.set_sheet(SheetData("", headings, ((Cell(name), *(Cell("1,234", 1234) for _ in range(4))),)))
    header = sheet.horizontalHeader()
    stage(sheet, 900, 200)
    whole = header.sectionSize(0)
    assert whole >= sheet.fontMetrics().horizontalAdvance(name)
    numbers = header.length() - whole
    sheet.resize(numbers + 200, 200)
    assert header.length() <= sheet.viewport().width()
    assert 120 <= header.sectionSize(0) < whole
    assert sheet.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == name
    sheet.resize(numbers, 200)  # then nothing helps: the words stay legible, and the numbers are scrolled
    assert header.sectionSize(0) == 170
    assert header.length() > sheet.viewport().width()
    sheet.setColumnWidth(0, 300)  # by hand
    sheet.resize(900, 200)
    assert header.sectionSize(0) == 300


def test_numbers_sort_as_numbers_and_unknown_ones_as_least(sheet):
    sheet.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
    assert [sheet.model().index(row, 1).data() for row in range(3)] == ["–", "9.5", "50.0"]
    sheet.set_sheet(SHEET)
    assert [sheet.model().index(row, 0).data() for row in range(3)] == ["b", "a", "c, d"]


def test_a_sheet_as_csv_has_the_values_in_full():
    rows = list(csv.reader(io.StringIO(sheet_csv(SHEET))))
    assert rows == [["Group", "Share", "Photos"], ["b", "50.0", "7"], ["a", "9.5", "0"], ["c, d", "", "12"]]


def test_charts_are_saved_as_png_and_svg(chart, tmp_path):
    chart.set_plot(PlotData("marks", Axis("share", 0, 1), Axis("y", 0, 1), marks=POINTS))
    picture = save_chart(chart, tmp_path / "marks.png")
    assert QImage(str(picture)).size() == chart.size() * 2
    assert save_chart(chart, tmp_path / "marks").name == "marks.png"
    drawing = save_chart(chart, tmp_path / "marks.svg", title="Marks").read_text()
    assert "<title>Marks</title>" in drawing
    assert "share" in drawing  # text as text
    assert drawing.count("<poly") + drawing.count("<path") > 5
    with pytest.raises(ChartNotSaved):
        save_chart(chart, tmp_path / "no" / "marks.png")


NAMES = [f"Cls{number:03}" for number in range(100)]


@pytest.fixture(params=["bars", "matrix"])
def scrolled(request, stage):
    """A chart of a hundred classes, of which a few are in sight, and how many texts and fills it must have."""
    if request.param == "bars":
        chart = ClassBars()
        chart.set_bars(
            [ClassGroup(number, name, 5) for number, name in enumerate(NAMES)],
            [BarSeries("a-1", "A", "#0072b2", tuple(Bar(5, 3) for _ in NAMES))],
        )
    else:
        chart = ConfusionGrid()
        rows = [[7 * (row == column) for column in range(100)] for row in range(100)]
        chart.set_table(confusion_data(class_ids=range(100), names=NAMES, rows=rows, no_detection=False))
    return stage(chart, 700, 400)


def test_a_saved_drawing_has_what_is_scrolled_out_of_sight(scrolled, tmp_path):
    scrolled_to = scrolled.size()
    drawing = save_chart(scrolled, tmp_path / "chart.svg").read_text()
    names = 2 if isinstance(scrolled, ConfusionGrid) else 1  # of rows and columns
    assert [drawing.count(f">{name}</text>") for name in NAMES] == [names] * 100
    if isinstance(scrolled, ConfusionGrid):
        assert drawing.count(">7</text>") == 100
    assert scrolled.size() == scrolled_to
    assert "Cls099" in (tmp_path / "chart.svg").read_text()


def test_a_saved_picture_has_what_is_scrolled_out_of_sight(scrolled, tmp_path):
    picture = QImage(str(save_chart(scrolled, tmp_path / "chart.png")))
    assert picture.width() > 2 * 100 * 30
    # Something of the last class is painted at the right edge: its bar, or its cell in the lower right corner.
    right = QColor("#0072b2").rgb()
    last = picture.copy(picture.width() - 300, picture.height() // 2, 300, picture.height() // 2)
    colours = {last.pixel(x, y) for x in range(0, last.width(), 3) for y in range(0, last.height(), 3)}
    assert right in colours


def test_a_chart_that_is_in_sight_is_saved_as_it_is(stage, tmp_path):
    grid = ConfusionGrid()
    grid.set_table(confusion_data(class_ids=(1, 2), names=("A", "B"), rows=[[1, 0], [0, 2]], no_detection=False))
    stage(grid, 700, 400)
    assert grid.whole() is grid
    assert QImage(str(save_chart(grid, tmp_path / "grid.png"))).size() == grid.size() * 2


def test_names_below_never_stand_over_each_other(chart):
    ticks = tuple((float(place), f"Patient {place:03}") for place in range(40))
    chart.set_plot(PlotData("", Axis("", -0.6, 39.6, ticks), Axis("", 0, 1)))
    named = chart.plot.getAxis("bottom")._tickLevels[0]
    wide = chart.fontMetrics().horizontalAdvance("Patient 000")
    assert named[0] == ticks[0]
    assert 1 < len(named) <= chart.width() / wide
    chart.set_plot(PlotData("", Axis("", -0.6, 2.6, ticks[:3]), Axis("", 0, 1)))
    assert len(chart.plot.getAxis("bottom")._tickLevels[0]) == 3
