"""The bar chart under a real mouse and keyboard."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPalette

from desktop.charts.bar_layout import BarPlace
from desktop.charts.class_axis import wrap
from desktop.charts.class_bars import Bar, BarSeries, ClassBars, ClassGroup, Which

GROUPS = [ClassGroup(7, "Basal Cell Carcinoma", 40), ClassGroup(3, "Nevus", 10), ClassGroup(9, "Rosacea", 0)]
UNSEEN = "2 of 40 photos not predicted yet"
SERIES = [
    BarSeries("resnet50-1", "ResNet50", "#0072b2", (Bar(40, 30), Bar(10, 0), Bar(0, 0))),
    BarSeries("retinanet-1", "RetinaNet", "#d55e00", (Bar(38, 20, UNSEEN), Bar(10, 9), Bar(0, 0))),
]  # fmt: skip


@pytest.fixture
def chart(stage):
    chart = ClassBars()
    chart.set_bars(GROUPS, SERIES)
    return stage(chart, 800, 420)


@pytest.mark.parametrize(
    ("modifier", "which"),
    [
        (Qt.KeyboardModifier.NoModifier, Which.ALL),
        (Qt.KeyboardModifier.ShiftModifier, Which.WRONG),
        (Qt.KeyboardModifier.ControlModifier, Which.WRONG),
    ],
)
def test_a_click_on_a_bar_names_model_class_and_which_photos(chart, qtbot, modifier, which):
    for group, entry in enumerate(GROUPS):
        for series, model in enumerate(SERIES):
            with qtbot.waitSignal(chart.bar_chosen) as chosen:
                point = chart.plot.point_of(BarPlace(group, series))
                qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, modifier, point)
            assert chosen.args == [model.key, entry.class_id, which.value]


def test_a_bar_of_zero_percent_is_clicked_in_its_column(chart, qtbot):
    point = chart.plot.point_of(BarPlace(1, 0)) - QPoint(0, 120)
    with qtbot.waitSignal(chart.bar_chosen) as chosen:
        qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert chosen.args == ["resnet50-1", 3, "all"]


def test_a_click_between_groups_or_beside_the_plot_asks_for_nothing(chart, qtbot):
    left = chart.plot.point_of(BarPlace(0, 1))
    right = chart.plot.point_of(BarPlace(1, 0))
    with qtbot.assertNotEmitted(chart.bar_chosen, wait=50):
        qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=(left + right) / 2)
        qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 200))


def test_the_keyboard_reaches_every_bar(chart, qtbot, monkeypatch):
    # The offscreen platform complains about tooltips that want to be on top.
    monkeypatch.setattr("desktop.charts.class_bars.QToolTip", Mock())
    chart.plot.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(chart.plot, key)
    with qtbot.waitSignal(chart.bar_chosen) as chosen:
        qtbot.keyClick(chart.plot, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert chosen.args == ["resnet50-1", 3, "wrong"]


def test_the_menu_offers_each_kind_with_its_count(chart, qtbot):
    menu = chart.plot.menu_of(BarPlace(0, 0))
    assert [action.text() for action in menu.actions()] == [
        "Open all 40 photos",
        "Open the 10 it got wrong",
        "Open the 30 it got right",
    ]
    with qtbot.waitSignal(chart.bar_chosen) as chosen:
        menu.actions()[2].trigger()
    assert chosen.args == ["resnet50-1", 7, "correct"]
    assert not any(action.isEnabled() for action in chart.plot.menu_of(BarPlace(2, 0)).actions())


def test_the_tooltip_counts(chart):
    assert "30 of 40 right (75.0 %)" in chart.plot.tooltip(BarPlace(0, 0))
    assert UNSEEN in chart.plot.tooltip(BarPlace(0, 1))
    assert "no photo with a prediction" in chart.plot.tooltip(BarPlace(2, 0))


def test_many_classes_scroll_and_clicks_follow(qtbot, stage):
    chart = ClassBars()
    groups = [ClassGroup(number, f"Class {number}", 5) for number in range(100)]
    chart.set_bars(groups, [BarSeries("a-1", "A", "#0072b2", tuple(Bar(5, 3) for _ in groups))])
    stage(chart, 700, 400)
    chart._scroll.setValue(chart._scroll.maximum())
    with qtbot.waitSignal(chart.bar_chosen) as chosen:
        point = chart.plot.point_of(BarPlace(99, 0))
        qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert chosen.args == ["a-1", 99, "all"]


def test_colours_follow_the_palette(chart):
    assert not chart.plot.theme.dark
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor("#17191c"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#eeeeee"))
    chart.plot.setPalette(palette)
    assert chart.plot.theme.dark
    assert chart.plot.backgroundBrush().color() == QColor("#17191c")


def test_names_wrap_between_words_and_elide_what_is_too_long(chart):
    metrics = QFontMetricsF(chart.font())
    width = metrics.horizontalAdvance("Dermatitis W")
    rows = wrap("Atopic Dermatitis Eczema of the whole Body", metrics, width)
    assert len(rows) == 3
    assert rows[:2] == ["Atopic", "Dermatitis"]
    assert rows[2].endswith("…")
    assert all(metrics.horizontalAdvance(row) <= width for row in rows)
