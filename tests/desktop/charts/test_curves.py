"""Training curves."""

from __future__ import annotations

import time

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


def test_a_long_run_is_redrawn_fast_enough_for_ten_times_a_second(panel):
    long = curves(points=1500)
    panel.set_runs([long], epochs=40)
    begun = time.perf_counter()
    for _ in range(5):
        panel.set_runs([long], epochs=40)
    assert (time.perf_counter() - begun) / 5 < 0.1
