"""Whatever mark of whatever page is chosen: Review has a row for each photograph it counts, and no other."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

import desktop.evaluate
from core.geometry import Box
from core.project.labels import Edit, Split, new_box, with_boxes
from core.project.records import PredictedBox, Prediction
from core.project.verdicts import VerdictKind
from desktop.actions import Actions
from desktop.charts.bar_layout import BarPlace
from desktop.evaluate.model_table import MISSING, NO_DETECTION
from desktop.evaluate.pages import PAGES
from desktop.review.workspace import ReviewWorkspace

HERE, ELSEWHERE, THIRD = Box(10, 10, 90, 90), Box(200, 10, 290, 90), Box(200, 150, 290, 290)


@pytest.fixture
def drawn(predicted):
    """The predicted project with boxes; on the first photograph models see two lesions more that nobody drew."""
    for image in predicted.images(split=Split.TEST)[:15]:
        labels = predicted.labels(image.id)
        if labels.image_class is not None:
            box = new_box(HERE, labels.image_class)
            predicted.apply(Edit(image.id, labels, with_boxes(labels, (box,)), "Draw box"))
    first = predicted.images(split=Split.TEST)[0]
    found = tuple(PredictedBox(box, 1, 0.9) for box in (HERE, ELSEWHERE, THIRD))
    predicted.store_predictions([Prediction("retinanet_r18-1", first.id, None, found, (1, 2, 3))])
    return predicted


@pytest.fixture
def both(drawn, session, make_service, qtbot):
    """Evaluate and Review side by side, on one session."""
    session.prediction_service = make_service()
    host = QWidget()
    qtbot.addWidget(host)
    evaluate = desktop.evaluate.build(session, host)
    review = ReviewWorkspace(session, Actions(host), host)
    row = QHBoxLayout(host)
    row.addWidget(evaluate)
    row.addWidget(review)
    host.resize(2400, 700)
    host.show()
    qtbot.waitExposed(host)
    qtbot.waitUntil(lambda: len(evaluate.models.rows()) == 4 and review.view.model.rowCount() > 0, timeout=15_000)
    yield evaluate, review
    host.close()
    review.stop()


def reviewed(review):
    """Ids of the rows, and how many the banner says there are."""
    said = review.view._banner_text.text().split(" photo")[0]
    return [row.record.id for row in review.view.model.rows], int(said)


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
def test_review_has_a_row_for_each_photograph_a_mark_or_cell_counts(both, qtbot, seen, spec):
    evaluate, review = both
    evaluate.show_page(spec.key)
    page = evaluate.page_view(spec.key)
    qtbot.waitUntil(lambda: bool(page.plots() or page.sheets()), timeout=10_000)
    parts = [*(plot.data for plot in page.plots()), *(sheet.sheet for sheet in page.sheets())]
    shown = [pair for part in parts for pair in seen(spec.key, part)]
    assert len(shown) > 2
    for entry, counts in shown:
        page.photos_chosen.emit(entry.payload)
        ids, said = reviewed(review)
        assert sorted(ids) == sorted(entry.payload.find())
        assert {len(ids), said} == counts
        assert entry.payload.reason in review.view._banner_text.text()


@pytest.mark.parametrize("which", ["all", "wrong", "correct"])
def test_review_has_a_row_for_each_photograph_of_a_bar(both, which):
    evaluate, review = both
    plot = evaluate.bars.plot
    for one in plot._series:
        for group, bar in zip(plot._groups, one.bars, strict=True):
            count = {"all": bar.n, "wrong": bar.n - bar.correct, "correct": bar.correct}[which]
            if count:
                evaluate.bar_chosen.emit(one.key, group.class_id, which)
                ids, said = reviewed(review)
                assert len(ids) == len(set(ids)) == said == count


def test_review_has_a_row_for_each_photograph_of_a_cell(both):
    evaluate, review = both
    evaluate.show_confusion()
    table = evaluate.confusion.table()
    model = evaluate.confusion_model.currentData()
    for truth, row in zip(table.row_ids, table.rows, strict=True):
        for predicted, count in zip(table.column_ids, row, strict=True):
            if count:
                evaluate.cell_chosen.emit(model, truth, predicted)
                ids, said = reviewed(review)
                assert len(ids) == len(set(ids)) == said == count


def test_review_has_the_photographs_of_classes_taken_for_each_other(both, drawn, qtbot):
    """The classifier swaps the first two classes both ways; nothing of the third is mutual."""
    evaluate, review = both
    said = {1: [1] * 5 + [2] * 3 + [3], 2: [2] * 5 + [1] * 2, 3: [3, 3, 2, 2]}
    expected, answers = set(), []
    for image in drawn.images(split=Split.TEST):
        if image.diagnosis is not None:
            answer = said[image.diagnosis].pop()
            answers.append(Prediction("resnet18-1", image.id, tuple(np.eye(3)[answer - 1]), None, (1, 2, 3)))
            if {image.diagnosis, answer} == {1, 2}:
                expected.add(image.id)
    drawn.store_predictions(answers)
    evaluate.split_chosen.emit("test")  # reads again
    sheet = evaluate.confusion_page.groups
    qtbot.waitUntil(lambda: bool(_chosen(evaluate, sheet, "resnet18-1").rows), timeout=10_000)
    evaluate.show_confusion()
    ((photos, share, names),) = sheet.sheet.rows
    assert (photos.text, share.text, names.text) == ("5", "31 %", "Basal Cell Carcinoma, Nevus")
    qtbot.waitUntil(sheet.isVisible)
    qtbot.wait(30)
    place = sheet.visualRect(sheet.index_of(0, 0)).center()
    qtbot.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=place)
    ids, counted = reviewed(review)
    assert set(ids) == expected
    assert len(ids) == counted == 5


def _chosen(evaluate, sheet, model):
    evaluate.confusion_chosen.emit(model)
    return sheet.sheet


def test_review_has_the_photographs_the_table_of_models_counts(both, drawn, qtbot):
    """Found nothing on, and not predicted yet: two and one by a detector, none by a classifier."""
    evaluate, review = both
    table = evaluate.models
    place = [row.key for row in table.rows()].index("retinanet_r18-1")
    stored = {entry.image_id: entry.boxes for entry in drawn.predictions(models=["retinanet_r18-1"])}
    test = [image.id for image in drawn.images(split=Split.TEST) if image.diagnosis is not None]
    expected = {
        NO_DETECTION: {key for key in test if key in stored and not stored[key]},
        MISSING: {key for key in test if key not in stored},
    }
    for column, ids in expected.items():
        index = table.model().index(place, column)
        assert index.data() == f"{len(ids)}"
        table.scrollTo(index)
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
        rows, counted = reviewed(review)
        assert set(rows) == ids
        assert len(rows) == counted == len(ids) > 0
    classifier = table.model().index([row.key for row in table.rows()].index("resnet18-1"), MISSING)
    assert classifier.data() == "none"
    before = reviewed(review)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(classifier).center())
    assert reviewed(review) == before
    table.setFocus()
    table.setCurrentIndex(table.model().index(place, NO_DETECTION))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert set(reviewed(review)[0]) == expected[NO_DETECTION]


def first_bar(evaluate, qtbot):
    plot = evaluate.bars.plot
    qtbot.wait(50)  # once laid out
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.point_of(BarPlace(0, 0)))
    return plot._series[0].bars[0].n


def test_from_review_all_of_them_go_on_to_annotate(both, session, qtbot):
    evaluate, review = both
    count = first_bar(evaluate, qtbot)
    (onward,) = [b for b in review.view.findChildren(QPushButton) if b.text() == "Open all in Annotate"]
    opened, workspaces = [], []
    session.images_filtered.connect(lambda ids, _reason: opened.append(ids))
    session.workspace_requested.connect(workspaces.append)
    qtbot.mouseClick(onward, Qt.MouseButton.LeftButton)
    assert [len(ids) for ids in opened] == [count]
    assert workspaces == ["annotate"]


def test_a_photograph_with_several_suspects_stays_until_all_are_judged(both, session, drawn):
    _, review = both
    first, second = (image.id for image in drawn.images(split=Split.TEST)[:2])
    session.review_images([first, second], "a mark")
    controller, model = review.controller, review.view.model
    (place,) = [number for number, row in enumerate(model.rows) if row.record.id == first]
    controller.open_row(place)
    suspects = model.rows[place].suspects
    assert len(suspects) >= 2
    assert f"Suspects on this photo: {len(suspects)}." in review.view._text.text()
    for left in range(len(suspects) - 1, 0, -1):
        controller.judge(VerdictKind.LABEL_RIGHT)
        assert controller.shown.record.id == first
        assert (model.rows[place].waiting, model.rows[place].judged) == (left, False)
    controller.judge(VerdictKind.LABEL_RIGHT)
    assert model.rows[place].judged
    assert len(drawn.labels(first).verdicts) == len(suspects)
    session.undo()
    assert (model.rows[place].waiting, model.rows[place].judged) == (1, False)


def test_a_photograph_nothing_speaks_against_can_be_opened_in_annotate_too(both, session, drawn, qtbot):
    _, review = both
    plain = {image.id for image in drawn.images()} - {row.record.id for row in review.view.model.rows}
    image_id = min(plain)
    session.review_images([image_id], "a mark")
    (row,) = review.view.model.rows
    assert row.suspect is None
    assert not review.view._progress_text.isVisible()
    with qtbot.waitSignal(session.images_filtered) as told:
        review.controller._annotate()
    assert told.args[0] == (image_id,)
