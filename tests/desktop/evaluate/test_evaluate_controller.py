"""What the Evaluate controller tells its view and its session; no window."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from core.jobs.job import RunResult, RunState
from core.project.class_editing import renamed
from core.project.labels import ImageState, Split
from desktop.evaluate.controller import EvaluateController
from desktop.evaluate.reading import ENSEMBLE
from desktop.evaluate.view import EvaluateView


@pytest.fixture
def view():
    view = Mock(spec=EvaluateView)
    view.class_order.return_value = ("table", "", "")
    view.page.return_value = "bars"
    return view


@pytest.fixture
def service():
    service = Mock()
    service.busy = False
    return service


@pytest.fixture
def start(view, service, session, qtbot):
    def make():
        controller = EvaluateController(view, session, service, parent=session)
        qtbot.waitUntil(lambda: controller._whole is not None, timeout=10_000)
        return controller

    return make


def shown(view):
    return {row.key: row for row in view.set_models.call_args.args[0]}


def test_the_table_shows_every_model_and_the_ensemble(predicted, start, view):
    start()
    rows = shown(view)
    assert list(rows) == ["resnet18-1", "mobilenet_v3_small-1", "retinanet_r18-1", ENSEMBLE]
    assert rows["resnet18-1"].cells[1:4] == ("1", "20", "90.0 %")
    assert rows["resnet18-1"].cells[5] == "86.9 %"
    assert rows["retinanet_r18-1"].cells[1] == ""
    assert rows["retinanet_r18-1"].cells[-2:] == ("1", "2")
    assert rows["resnet18-1"].cells[-2:] == ("–", "none")
    assert len({row.colour for row in rows.values()}) == 4


@pytest.mark.parametrize("which", ["all", "wrong", "correct"])
def test_every_bar_opens_as_many_photos_as_it_counts(predicted, start, view, session, which):
    controller = start()
    opened = []
    session.photos_reviewed.connect(lambda ids, reason: opened.append((ids, reason)))
    groups, series = view.set_bars.call_args.args
    for one in series:
        for group, bar in zip(groups, one.bars, strict=True):
            count = {"all": bar.n, "wrong": bar.n - bar.correct, "correct": bar.correct}[which]
            opened.clear()
            controller.open_bar(one.key, group.class_id, which)
            if count:
                ids, reason = opened[0]
                assert len(ids) == len(set(ids)) == count
                assert group.name in reason
                assert all(predicted.image(image_id).diagnosis == group.class_id for image_id in ids)
                assert all(predicted.image(image_id).split is Split.TEST for image_id in ids)
            else:
                assert not opened


def test_every_cell_opens_as_many_photos_as_it_counts(predicted, start, view, session):
    controller = start()
    opened = []
    session.photos_reviewed.connect(lambda ids, reason: opened.append(ids))
    for model in ("resnet18-1", "retinanet_r18-1", ENSEMBLE):
        controller.choose_confusion(model)
        table = view.set_confusion.call_args.args[2]
        assert sum(map(sum, table.rows)) == {"retinanet_r18-1": 18}.get(model, 20)
        for truth, row in zip(table.row_ids, table.rows, strict=True):
            for said, count in zip(table.column_ids, row, strict=True):
                opened.clear()
                controller.open_cell(model, truth, said)
                assert sum(map(len, opened)) == count


def test_unticking_a_classifier_changes_the_ensemble(predicted, start, view):
    controller = start()
    controller.toggle("mobilenet_v3_small-1", False)
    assert ENSEMBLE not in shown(view)
    assert [one.key for one in view.set_bars.call_args.args[1]] == ["resnet18-1", "retinanet_r18-1"]
    controller.toggle("mobilenet_v3_small-1", True)
    assert ENSEMBLE in shown(view)


def test_missing_predictions_are_asked_for_and_no_others(predicted, start, view, service):
    controller = start()
    view.set_predict.assert_called_with("Predict 2 missing", enabled=True, tip=view.set_predict.call_args.kwargs["tip"])
    controller.predict()
    (ids, names), _ = service.predict.call_args
    assert names == ["retinanet_r18-1"]
    assert ids == controller._reading.missing("retinanet_r18-1")


def test_models_that_lack_the_same_photos_are_asked_together(clinic, runs, start, view, service):
    controller = start()
    assert "3 models have not seen the 20 photos" in view.set_chart_hint.call_args.args[1]
    controller.predict()
    service.predict.assert_called_once()
    assert len(service.predict.call_args.args[1]) == 3


def test_new_rows_are_read_once_after_a_burst(predicted, start, view, session, qtbot):
    controller = start()
    before = view.set_models.call_count
    predicted.clear_predictions("retinanet_r18-1")
    for _ in range(20):
        session.predictions_changed.emit()
    qtbot.waitUntil(lambda: not controller._reading.has_rows("retinanet_r18-1"), timeout=5_000)
    assert view.set_models.call_count == before + 1


def test_a_new_label_changes_the_numbers(predicted, start, view, session, qtbot):
    from dataclasses import replace

    from core.project.labels import Edit

    controller = start()
    image_id = controller._reading.image_ids[0]
    labels = predicted.labels(image_id)
    session.apply(Edit(image_id, labels, replace(labels, state=ImageState.NOISE), "Mark as noise"))
    qtbot.waitUntil(lambda: len(controller._reading) == 19, timeout=5_000)
    assert "1 noise or rejected left out" in view.set_summary.call_args.args[0]


def test_the_first_step_is_named_where_nothing_can_be_judged(clinic, start, view, session, qtbot):
    controller = start()
    assert view.set_empty.call_args.args == (
        "No model has been trained yet",
        "Train one on the training split; its predictions on the test split are judged here.",
        "Go to Train",
    )
    with qtbot.waitSignal(session.workspace_requested) as requested:
        controller.act()
    assert requested.args == ["train"]


def test_a_split_without_photos_says_so(predicted, start, view):
    controller = start()
    controller.choose_split("val")
    assert controller._split == "val"


def test_without_a_project_it_asks_for_one(view, service, qtbot):
    from desktop.session import Session

    session = Session()
    EvaluateController(view, session, service, parent=session)
    assert view.set_empty.call_args.args[0] == "No project is open"


def test_a_renamed_class_keeps_its_models_and_a_new_class_is_told_as_the_reason(predicted, start, view, session, qtbot):
    controller = start()
    before = dict(controller._whole.models)
    table = session.project.classes
    assert session.change_classes(renamed(table, 1, "Basalioma"), "Rename class")
    controller.read()
    qtbot.waitUntil(lambda: controller._whole.classes.get(1).name == "Basalioma", timeout=5000)
    assert not controller._whole.refused
    assert {name: judged.n for name, judged in controller._whole.models.items()} == {
        name: judged.n for name, judged in before.items()
    }
    assert session.add_class("Wart")
    controller.read()
    qtbot.waitUntil(lambda: bool(controller._whole.refused), timeout=5000)
    title, text, *_ = view.set_chart_hint.call_args.args
    assert "don't fit" in title
    assert "the model doesn't know 'Wart'" in text
    assert all(row.missing == 0 for row in shown(view).values() if row.key != ENSEMBLE)


def test_the_matrix_begins_with_a_finished_run(predicted, runs, start, view):
    best, _ = runs[2]
    best.write_result(RunResult(state=RunState.FAILED, best_epoch=1, best_metric=0.5, epochs=1, seconds=1.0))
    reading = start()._reading
    _, chosen, _ = view.set_confusion.call_args.args
    accuracy = {name: model.weighted_accuracy for name, model in reading.models.items()}
    assert max(accuracy, key=accuracy.get) == best.name
    assert accuracy.pop(best.name) > accuracy[chosen] == max(accuracy.values())


def test_the_first_answer_waits_for_a_model_to_be_loaded(predicted, start, view, service):
    controller = start()
    service.busy, service.first_asked = True, "retinanet_r18-1"
    controller._show_progress(0, 2)
    view.set_progress.assert_called_with((0, 2), loading="retinanet_r18-1")
