"""Bars by class beside the paper's Table IV, their intervals, and the sizes of classes as in its Fig. 1."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtWidgets import QWidget

from core.classes import ClassTable, load_template
from core.inference.catalogue import Task
from core.metrics.model_evaluation import ModelEvaluation
from core.project.arrays import StoredArrays
from core.project.labels import Edit, ImageState, Split, with_state
from core.project.project import Project
from core.project.records import NewImage
from desktop.charts.class_bars import ClassBars
from desktop.evaluate.class_numbers import bar_groups, bar_series
from desktop.evaluate.pages import PAGES
from desktop.evaluate.reading import Reading
from desktop.evaluate.shown import Shown

SKIN10 = load_template("skin10")
# Table IV of the paper, as printed.
RESNET50 = {
    "Acne Vulgaris": 76.94,
    "Actinic Keratosis": 54.39,
    "Atopic Dermatitis Eczema": 61.38,
    "Basal Cell Carcinoma": 85.84,
    "Compound Nevus": 61.42,
    "Onychomycosis": 96.94,
    "Rosacea": 61.16,
    "Seborrheic Keratosis": 75.26,
    "Stasis Ulcer": 83.00,
    "Tinea Corporis": 58.62,
}


def judged(classes, *, patients=None, architecture="resnet50", truth=None, said=None):
    truth = np.zeros(12, dtype=np.int64) if truth is None else truth
    said = np.array([0] * 9 + [1] * 3) if said is None else said
    return ModelEvaluation(
        f"{architecture}-1", architecture, Task.CLASSIFICATION, classes, tuple(range(len(truth))), truth, said, None,
        patients=patients,
    )  # fmt: skip


def reading(model):
    sizes = np.bincount(model.truth, minlength=len(model.classes))
    return Reading(model.classes, model.image_ids, tuple(map(int, sizes)), {model.name: model}, {}, {}, Split.TEST)


def test_bars_have_the_papers_values_in_the_order_of_the_class_table():
    turned = ClassTable(tuple(reversed(SKIN10.classes)))
    for classes in (SKIN10, turned):
        columns = list(range(10))
        bars = bar_series(reading(judged(classes)), "resnet50-1", "#0072b2", columns).bars
        assert [bar.paper for bar in bars] == [RESNET50[name] for name in classes.names]
        bars = bar_series(reading(judged(classes)), "resnet50-1", "#0072b2", columns[::-1]).bars
        assert [bar.paper for bar in bars] == [RESNET50[name] for name in classes.names[::-1]]
    assert len(set(RESNET50.values())) == 10


@pytest.mark.parametrize(
    ("classes", "architecture"),
    [(ClassTable(SKIN10.classes[:9]), "resnet50"), (ClassTable.from_names(["A", "B"]), "resnet50"),
     (SKIN10, "resnet18")],
)  # fmt: skip
def test_no_bar_has_a_paper_value_for_other_classes_or_another_network(classes, architecture):
    model = judged(classes, architecture=architecture)
    bars = bar_series(reading(model), model.name, "#0072b2", range(len(classes))).bars
    assert {bar.paper for bar in bars} == {None}


def test_intervals_are_over_patients_where_they_are_known():
    """Nine of twelve right.

    By hand, z = 1.96: over photographs (0.75 + 3.8415 / 24 +- 1.96 sqrt(0.1875 / 12 + 3.8415 / 576)) / (1 + 3.8415 /
    12) is 0.468 to 0.911. Four patients whose three photographs agree: the variance between patients is 4 / 3 * 6.75 /
    144 = 0.0625, that of twelve photographs 0.1875 / 11, so that twelve are worth 12 * 0.01705 / 0.0625 = 3.27, and
    with these for 12 the interval is 0.269 to 0.961.
    """
    classes = ClassTable.from_names(["A", "B"])
    for patients, ends in ((None, (46.77, 91.11)), (np.repeat(np.arange(4), 3), (26.94, 96.07))):
        model = judged(classes, patients=patients)
        first, second = bar_series(reading(model), model.name, "#0072b2", (0, 1)).bars
        assert first.interval == pytest.approx(ends, abs=0.01)
        assert second.interval is None  # no photograph


def test_the_papers_values_and_intervals_are_drawn(qtbot):
    model = judged(SKIN10)
    shown = reading(model)
    chart = ClassBars()
    chart.set_bars(bar_groups(shown, range(10)), [bar_series(shown, model.name, "#0072b2", range(10))])
    host = QWidget()
    qtbot.addWidget(host)
    chart.setParent(host)
    lines = [item for item in chart.plot.plotItem.items if isinstance(item, pg.PlotDataItem)]
    upright, level = (list(zip(*line.getData(), strict=True)) for line in lines)
    assert [y for _, y in upright] == pytest.approx([46.77, 91.11], abs=0.01)
    # A line a class as wide as its bar, at the paper's height.
    assert [y for _, y in level[::2]] == [y for _, y in level[1::2]] == [RESNET50[name] for name in SKIN10.names]
    assert [round((a + b) / 2) for (a, _), (b, _) in zip(level[::2], level[1::2], strict=True)] == list(range(10))
    assert all(b - a == pytest.approx(0.82) for (a, _), (b, _) in zip(level[::2], level[1::2], strict=True))


SIZES = {1: 1, 2: 16, 3: 0, 4: 5}


@pytest.fixture
def sized(tmp_path):
    """Classes of 1, 16, 0 and 5 photographs; three more of the third are noise, rejected or without a class."""
    photos = tmp_path / "photos"
    photos.mkdir()
    table = ClassTable.from_names(["One", "Sixteen", "None", "Five"])
    kinds = [(key, ImageState.LABELLED) for key, size in SIZES.items() for _ in range(size)]
    kinds += [(3, ImageState.NOISE), (3, ImageState.REJECTED), (None, ImageState.NEW)]
    with Project.create(tmp_path / "sized", table) as project:
        project.add_images(
            photos,
            [
                NewImage(photos / f"{n}.jpg", f"{n}.jpg", f"{n:064x}", 40, 30, 1, 1, diagnosis=key, split=Split.TEST)
                for n, (key, _) in enumerate(kinds)
            ],
        )
        for image in project.images():
            state = kinds[int(image.path.stem)][1]
            if state in (ImageState.NOISE, ImageState.REJECTED):
                labels = project.labels(image.id)
                project.apply(Edit(image.id, labels, with_state(labels, state, reason="blurred"), "Leave out"))
        yield project


def test_sizes_stand_on_a_log2_axis_the_largest_first(sized):
    (spec,) = [spec for spec in PAGES if spec.key == "distribution"]
    empty = reading(judged(sized.classes))
    loaded = spec.load(sized, empty, (), StoredArrays())
    plot, sheet = spec.present(Shown(empty, (), {}, "test split", loaded=loaded)).parts
    assert [mark.tip for mark in plot.marks] == [
        "Sixteen: 16 photos",
        "Five: 5 photos",
        "One: 1 photo",
        "None: 0 photos",
    ]
    assert [mark.y for mark in plot.marks[:3]] == [4.0, math.log2(5), 0.0]
    assert plot.y.ticks == ((0, "1"), (1, "2"), (2, "4"), (3, "8"), (4, "16"))
    one, nothing = plot.marks[2:]
    assert one.y - one.base >= 0.3  # a class of one photograph is seen, and can be clicked
    assert nothing.y == nothing.base == plot.y.low
    assert plot.y.low <= one.base < one.y < plot.y.high
    assert [row[-1].value for row in sheet.rows] == [1, 16, 0, 5, 22]
