"""Training curves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.charts.curves import CurvesPanel, RunCurves


@pytest.fixture
def panel(stage):
    return stage(CurvesPanel(), 700, 500)


def curves(points=10, title="a-1"):
    line = tuple((float(x), 1.0 / (x + 1)) for x in range(points))
    return RunCurves(title, "#0072b2", line, line, line, line, best=(3.0, 0.25))


def test_lines_carry_their_points(panel):
    panel.set_runs([curves()], epochs=12)
    train, val = panel.loss.plotItem.listDataItems()
    assert train.getData()[1].tolist() == [1.0 / (x + 1) for x in range(10)]
    assert len(val.getData()[0]) == 10
    assert panel.loss.viewRange()[0][1] >= 12


def test_fewer_runs_leave_no_line_behind(panel):
    panel.set_runs([curves(), curves(title="b-1")], epochs=12)
    assert len(panel.loss.plotItem.listDataItems()) == 4
    panel.set_runs([curves(points=0)], epochs=12)
    assert len(panel.loss.plotItem.listDataItems()) == 2


def test_drawing_again_leaves_nothing_behind(panel):
    long = curves(points=1500)
    panel.set_runs([long], epochs=40)
    before = [len(plot.plotItem.items) for plot in (panel.loss, panel.score, panel.lr)]
    for _ in range(5):
        panel.set_runs([long], epochs=40)
    assert [len(plot.plotItem.items) for plot in (panel.loss, panel.score, panel.lr)] == before


def test_a_detectors_precision_is_a_line_of_its_own_and_said(panel):
    panel.set_score_title("Photos, %")
    panel.set_runs([curves()], epochs=12)
    assert "mAP" not in panel.score_caption.whole_text
    panel.set_runs([replace(curves(), precision=((1.0, 20.0), (2.0, 40.0)))], epochs=12)
    assert panel.score_caption.whole_text.startswith("Photos, %")
    assert "mAP at IoU 0.5" in panel.score_caption.whole_text
    drawn = [line.getData()[1].tolist() for line in panel.score.plotItem.listDataItems()]
    assert [20.0, 40.0] in drawn


def test_a_share_is_never_drawn_below_nothing(panel, qtbot):
    panel.set_runs([RunCurves("a-1", "#0072b2", score=((1.0, 0.0), (2.0, 0.0)))], epochs=4)
    qtbot.wait(20)
    low, high = panel.score.viewRange()[1]
    assert -5 <= low < 0 < high <= 105


def test_a_caption_too_long_for_its_plot_is_elided_and_whole_in_its_tooltip(panel, qtbot):
    panel.set_score_title("Validation: mean weighted accuracy of the photographs, %")
    caption, whole = panel.score_caption, panel.score_caption.whole_text
    panel.resize(1600, 500)
    qtbot.waitUntil(lambda: caption.text() == whole)
    assert caption.toolTip() == ""
    panel.resize(320, 500)
    qtbot.waitUntil(lambda: caption.text() != whole)
    assert caption.text().endswith("\N{HORIZONTAL ELLIPSIS}")
    assert caption.fontMetrics().horizontalAdvance(caption.text()) <= caption.contentsRect().width()
    assert caption.toolTip() == whole
