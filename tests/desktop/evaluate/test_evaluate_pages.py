"""Every mark and cell of every page opens exactly the photographs it counts."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

import desktop.evaluate
from core.project.arrays import StoredArrays
from core.project.labels import Split
from core.project.records import Prediction
from desktop.evaluate import agreement_page
from desktop.evaluate.page import PageContent, PageView, Photos
from desktop.evaluate.pages import PAGES


def content(project, spec, shown, **choices):
    loaded = None if spec.load is None else spec.load(project, shown.reading, shown.drawn, StoredArrays())
    return spec.present(replace(shown, loaded=loaded, choices=choices))


def options(page):
    """Each option of each chooser of a page, one at a time."""
    yield {}
    for chooser in page.choosers:
        for key, _ in chooser.options:
            yield {chooser.key: key}


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
def test_marks_and_cells_open_what_they_count(drawn, shown, seen, spec):
    known = {image.id for image in drawn.images()}
    opened = 0
    for choices in options(content(drawn, spec, shown)):
        for part in content(drawn, spec, shown, **choices).parts:
            for entry, counts in seen(spec.key, part):
                assert isinstance(entry.payload, Photos)
                ids = entry.payload.find()
                assert counts
                assert {len(ids), len(set(ids)), entry.payload.count} == counts
                assert known.issuperset(ids)
                opened += 1
    assert opened > 3


def test_cells_of_table_iv_open_the_right_ones_behind_their_percentages(drawn, shown):
    (spec,) = [spec for spec in PAGES if spec.key == "tables"]
    (sheet,) = content(drawn, spec, shown, table="IV").parts
    row = next(row for row in sheet.rows if row[0].text.startswith("ResNet18"))
    model = shown.reading.model("resnet18-1")
    for column, count in enumerate(model.per_class):
        assert row[column + 1].value == pytest.approx(100 * count.correct / count.n)
        assert row[column + 1].payload.count == count.correct


def test_before_and_after_add_up(drawn, shown):
    (spec,) = [spec for spec in PAGES if spec.key == "versus"]
    _, sheet = content(drawn, spec, shown, before="mobilenet_v3_small-1", after="resnet18-1").parts
    everything, *classes = sheet.rows
    one, other = shown.reading.model("mobilenet_v3_small-1"), shown.reading.model("resnet18-1")
    mended, broken = everything[5], everything[6]
    assert mended.value == (~one.hits & other.hits).sum() == sum(row[5].value for row in classes)
    assert broken.value == (one.hits & ~other.hits).sum()
    assert mended.value - broken.value == other.correct - one.correct
    truth = dict(zip(other.image_ids, zip(one.hits, other.hits, strict=True), strict=True))
    assert all(truth[image_id] == (False, True) for image_id in mended.payload.find())


def test_histogram_bins_hold_all_photographs_with_boxes(drawn, shown):
    (spec,) = [spec for spec in PAGES if spec.key == "detectors"]
    histogram, _, sheet = content(drawn, spec, shown).parts
    # The fixture's boxes grow downwards by 9 pixels a photograph; on the fourth the detector found nothing.
    ious = [0.0 if place == 3 else 80 / (80 + 9 * place) for place in range(15)]
    assert [mark.y for mark in histogram.marks] == [
        sum(b / 20 <= v < (b + 1) / 20 for v in ious) for b in range(19)
    ] + [sum(v >= 0.95 for v in ious)]
    silent = sheet.rows[0][2].payload
    (image_id,) = silent.find()
    assert drawn.predictions(image_id, models=["retinanet_r18-1"])[0].boxes == ()


def test_groups_of_few_photographs_are_marked(drawn, shown):
    (spec,) = [spec for spec in PAGES if spec.key == "groups"]
    page = content(drawn, spec, shown, column="patient", model="resnet18-1")
    assert [key for key, _ in page.choosers[0].options] == ["patient"]
    rows = page.parts[1].rows
    assert len(rows) == 20
    assert all(row[3].doubtful and row[6].text == "few photos" for row in rows)
    assert [row[3].value for row in rows] == sorted(row[3].value for row in rows)


@pytest.fixture
def workspace(drawn, session, make_service, qtbot):
    session.prediction_service = make_service()
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1216, 660)
    view = desktop.evaluate.build(session, host)
    view.resize(1216, 660)
    host.show()
    qtbot.waitExposed(host)
    qtbot.waitUntil(lambda: len(view.models.rows()) == 4, timeout=10_000)
    yield view
    host.close()


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
def test_a_click_in_the_window_opens_them(workspace, session, qtbot, spec):
    workspace.show_page(spec.key)
    page = workspace.page_view(spec.key)
    qtbot.waitUntil(lambda: bool(page.plots() or page.sheets()), timeout=10_000)
    qtbot.wait(60)
    for chart in page.plots():
        marks = chart.data.marks
        place = next((place for place, mark in enumerate(marks) if mark.payload is not None), None)
        if place is not None:
            with qtbot.waitSignal(session.photos_reviewed) as opened:
                at = chart.plot.point_of(place)
                qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
            assert opened.args == [marks[place].payload.find(), marks[place].payload.reason]
    for sheet in page.sheets():
        for row, cells in enumerate(sheet.sheet.rows[:2]):
            for column, cell in enumerate(cells):
                if cell.payload is not None:
                    sheet.scrollTo(sheet.index_of(row, column))
                    with qtbot.waitSignal(session.photos_reviewed) as opened:
                        at = sheet.visualRect(sheet.index_of(row, column)).center()
                        qtbot.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=at)
                    assert opened.args[0] == cell.payload.find()
                    assert opened.args[1] == cell.payload.reason


def test_names_of_rows_and_columns_open_theirs(workspace, session, qtbot):
    workspace.show_confusion()
    grid = workspace.confusion
    qtbot.waitUntil(grid.isVisible)
    table = grid.table()
    for row, counts in enumerate(table.rows):
        with qtbot.waitSignal(session.photos_reviewed) as opened:
            grid.verticalHeader().sectionClicked.emit(row)
        assert len(opened.args[0]) == sum(counts)
    for column in range(len(table.column_ids)):
        count = sum(row[column] for row in table.rows)
        if count:
            with qtbot.waitSignal(session.photos_reviewed) as opened:
                grid.horizontalHeader().sectionClicked.emit(column)
            assert len(opened.args[0]) == count


def test_the_matrix_is_shown_in_percent_of_rows_or_columns(workspace, qtbot):
    scale = workspace.confusion_page.scale
    model = workspace.confusion.model()
    workspace.confusion_chosen.emit("resnet18-1")
    assert model.index(1, 0).data() == "1"
    scale.setCurrentIndex(scale.findData("row"))
    scale.activated.emit(scale.currentIndex())
    assert model.index(1, 0).data() == "14 %"  # one of seven
    scale.setCurrentIndex(scale.findData("column"))
    scale.activated.emit(scale.currentIndex())
    assert model.index(1, 0).data() == "9 %"  # one of the eleven that were called so


def test_classes_are_ordered_by_size_accuracy_and_gain(workspace):
    page = workspace.bars_page

    def order(key, first="", second=""):
        page.order.setCurrentIndex(page.order.findData(key))
        for box, name in ((page.first, first), (page.second, second)):
            if name:
                box.setCurrentIndex(box.findData(name))
        page.order.activated.emit(page.order.currentIndex())
        return [group.name for group in workspace.bars.plot._groups]

    assert order("table") == order("size") == ["Basal Cell Carcinoma", "Nevus", "Rosacea"]
    assert order("accuracy", "mobilenet_v3_small-1")[0] == "Nevus"
    assert order("gain", "resnet18-1", "mobilenet_v3_small-1")[-1] == "Nevus"


def test_pages_and_charts_are_saved(workspace, qtbot, tmp_path, monkeypatch):
    saved = []

    def ask(name, kinds):
        saved.append(tmp_path / name)
        return saved[-1]

    monkeypatch.setattr(workspace, "ask_file", ask)
    for key in ("bars", "confusion", "versus"):
        workspace.show_page(key)
        qtbot.wait(30)
        workspace.save_menu.aboutToShow.emit()
        for action in workspace.save_menu.actions():
            action.trigger()
    assert [path.suffix for path in saved] == [".png", ".csv", ".csv"] * 3
    assert all(path.stat().st_size > 100 for path in saved)
    bars = saved[1].read_text(encoding="utf-8-sig").splitlines()
    assert bars[0].startswith("class,photos,resnet18-1 judged,resnet18-1 accuracy %")
    assert bars[1].startswith("Basal Cell Carcinoma,9,9,100.0")


@pytest.fixture
def saved(workspace, tmp_path, monkeypatch):
    """Saves what the menu of a page offers under a title, and reads it as rows by heading."""

    def save(key, title):
        monkeypatch.setattr(workspace, "ask_file", lambda name, _kinds: tmp_path / name)
        workspace.show_page(key)
        workspace.save_menu.aboutToShow.emit()
        (action,) = [action for action in workspace.save_menu.actions() if action.text() == f"{title} as CSV…"]
        action.trigger()
        with (tmp_path / f"{title}.csv").open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    return save


def test_the_table_of_models_is_saved(saved):
    rows = {row["model"]: row for row in saved("agreement", "Models")}
    assert list(rows) == ["resnet18-1", "mobilenet_v3_small-1", "retinanet_r18-1", "EnsembleNet"]
    first, detector, together = rows["resnet18-1"], rows["retinanet_r18-1"], rows["EnsembleNet"]
    # Of twenty photographs every fourth is called the first class, and two of those aren't.
    assert (first["photos"], first["right"], first["weighted accuracy %"]) == ("20", "18", "90.0")
    assert float(first["top-3 %"]) == 100
    assert (first["no detection"], first["missing"]) == ("", "0")
    assert (detector["photos"], detector["no detection"], detector["missing"]) == ("18", "1", "2")
    assert detector["top-3 %"] == ""
    assert together["architecture"] == "resnet18-1 + mobilenet_v3_small-1"


def test_classes_taken_for_each_other_are_saved_where_there_are_any(saved, workspace, drawn, qtbot):
    workspace.confusion_chosen.emit("retinanet_r18-1")
    workspace.show_confusion()
    workspace.save_menu.aboutToShow.emit()
    assert "Classes taken for each other as CSV…" not in [a.text() for a in workspace.save_menu.actions()]
    photos = [image for image in drawn.images(split=Split.TEST) if image.diagnosis in (1, 2)]
    drawn.store_predictions(
        [Prediction("resnet18-1", i.id, (0.1, 0.8, 0.1) if i.diagnosis == 1 else (0.8, 0.1, 0.1), None, (1, 2, 3))
         for i in photos]
    )  # fmt: skip
    workspace.split_chosen.emit("test")
    workspace.confusion_chosen.emit("resnet18-1")
    qtbot.waitUntil(lambda: bool(workspace.confused_groups().rows), timeout=10_000)
    assert saved("confusion", "Classes taken for each other") == [
        {"Photos": "16", "of theirs": "100.0", "Classes": "Basal Cell Carcinoma, Nevus"}
    ]


@pytest.fixture
def page(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    page = PageView(host)
    host.resize(1166, 440)
    page.resize(1166, 440)
    host.show()
    qtbot.waitExposed(host)
    yield page
    host.close()


def test_the_agreement_of_models_is_not_cut_in_a_small_window(page, shown, qtbot):
    content = agreement_page.present(shown)
    assert len(content.parts) == 2
    page.set_content(content)
    for sheet in page.sheets():
        qtbot.waitUntil(lambda sheet=sheet: sheet.viewport().width() >= sheet.horizontalHeader().length())
    first, second = page.sheets()
    assert first.y() + first.height() <= second.y()
    assert not first.verticalScrollBar().isVisible()


def test_a_page_without_parts_says_why_in_its_middle(page):
    page.set_content(PageContent(note="Tick a detector."))
    assert page._nothing.isVisible()
    assert abs(page._nothing.geometry().center().y() - page.height() / 2) < 20
    assert not page._note.isVisible()
