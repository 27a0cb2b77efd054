"""The list in the real window: queries, completion, errors, saved views, thumbnails, jumps, flags and reasons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QInputDialog

from core.geometry import Box
from core.project.labels import ImageState
from desktop.annotate.saved_views import SavedView, read_views

# Said by the offscreen platform of each pop-up; it harms nothing.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(hand):
    return hand.window.annotate.view.photos


def search(hand, text):
    field = hand.window.annotate.view.photos.query.field
    field.setFocus()
    field.selectAll()
    hand.qtbot.keyClicks(field, text)
    hand.qtbot.keyClick(field, Qt.Key.Key_Return)


def shown(hand):
    model = hand.controller.model
    return [model.row(image_id).name for image_id in model.shown_ids]


def test_the_search_field_takes_a_query_and_plain_words(hand, panel):
    search(hand, "boxes>0 or class:actinic_keratosis")
    assert shown(hand) == ["photo01.png", "photo02.png"]
    assert panel._count.text() == "2 of 4 photos"
    assert hand.window.annotate.view.canvas.hasFocus()
    search(hand, "photo p3")
    assert shown(hand) == ["photo03.png"]


def test_next_and_previous_walk_the_result(hand):
    search(hand, "split:train")
    assert shown(hand) == ["photo01.png", "photo03.png"]
    hand.key(Qt.Key.Key_D)
    assert hand.image_id == hand.controller.model.shown_ids[1]
    hand.key(Qt.Key.Key_A)
    assert hand.image_id == hand.controller.model.shown_ids[0]


def test_a_query_with_a_mistake_is_told_and_the_list_stays(hand, panel):
    search(hand, "state:new")
    before = shown(hand)
    search(hand, "state:neu")
    assert shown(hand) == before
    assert "Did you mean 'new'?" in panel.query.error_text
    assert "neu" in panel.query.error_text
    search(hand, "state:labelled")
    assert panel.query.error_text == ""
    assert shown(hand) == ["photo02.png"]


def test_a_query_may_name_whom_and_what_has_only_just_come(hand, panel):
    hand.window.session.set_annotator("ben")
    search(hand, "annotator:ben")
    assert "ben" in panel.query.error_text
    hand.controller.boxes.draw(Box(10, 10, 60, 60))
    search(hand, "annotator:ben")
    assert panel.query.error_text == ""
    assert hand.controller.model.shown_ids == [hand.image_id]

    search(hand, "class:scar")
    assert "scar" in panel.query.error_text
    hand.window.session.add_class("scar")
    search(hand, "class:scar")
    assert panel.query.error_text == ""
    assert shown(hand) == []
    hand.window.session.undo()
    search(hand, "class:scar or boxes>0")
    assert "scar" in panel.query.error_text


def test_combos_hold_beside_the_query(hand, panel):
    search(hand, "photo")
    panel._split.setCurrentIndex(panel._split.findText("Test"))
    panel._split.activated.emit(panel._split.currentIndex())
    assert shown(hand) == ["photo00.png", "photo02.png"]


def test_a_value_is_completed_and_plain_words_are_left_alone(hand, panel):
    field = panel.query.field
    field.setFocus()
    hand.qtbot.keyClicks(field, "photo")
    assert not field._popup.isVisible()
    field.clear()
    hand.qtbot.keyClicks(field, "-class:bas")
    assert field._popup.isVisible()
    hand.qtbot.keyClick(field._popup, Qt.Key.Key_Down)
    hand.qtbot.keyClick(field._popup, Qt.Key.Key_Return)
    assert field.text() == '-class:"Basal Cell Carcinoma" '
    hand.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert hand.controller.list.filter.text == '-class:"Basal Cell Carcinoma"'


def test_the_help_sheet_adds_its_examples(hand, panel, qtbot):
    panel.query.help.open_below(panel.query)
    panel.query.help.example_chosen.emit("is:flagged")
    panel.query.help.hide()
    assert panel.query.text == "is:flagged"


def test_views_are_saved_chosen_renamed_and_deleted(hand, panel, monkeypatch):
    search(hand, "boxes=0 or split:test")
    panel._state.setCurrentIndex(panel._state.findData(ImageState.NEW))
    panel._state.activated.emit(panel._state.currentIndex())
    before = shown(hand)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_arguments: ("To do", True))
    panel._save_view()
    assert read_views(hand.project) == (SavedView("To do", "(boxes=0 or split:test) state:new"),)

    panel.show_query("")
    panel.ask_filter()
    assert len(shown(hand)) == 4
    panel.view_chosen.emit("To do")
    assert shown(hand) == before
    assert panel.query.text == "(boxes=0 or split:test) state:new"
    assert panel._state.currentIndex() == 0

    monkeypatch.setattr(QInputDialog, "getText", lambda *_arguments: ("Later", True))
    panel._rename_view("To do")
    assert [view.name for view in panel._offered] == ["Later"]
    panel.view_deleted.emit("Later")
    assert panel._offered == ()
    assert read_views(hand.project) == ()


def merge(hand, source, target):
    assert hand.window.session.merge_classes(source, target, keep_names=False, what="Merge")


def test_a_view_whose_class_was_merged_away_is_not_saved_and_says_why(hand, panel, monkeypatch):
    search(hand, "photo")
    panel._class.setCurrentIndex(panel._class.findData(2))
    panel._class.activated.emit(panel._class.currentIndex())
    assert hand.controller.list.filter.class_id == 2
    merge(hand, 2, 3)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_arguments: ("Basal", True))
    panel._save_view()
    assert read_views(hand.project) == ()
    assert hand.window.status.message.property("severity") == "error"
    assert "No class has the id 2." in hand.window.status.message.text()
    assert "Change the query first." in hand.window.status.message.text()


def test_a_view_whose_words_mean_nothing_any_more_is_not_saved_and_says_why(hand, panel, monkeypatch):
    search(hand, 'class:"Basal Cell Carcinoma" or boxes=0')
    panel._state.setCurrentIndex(panel._state.findData(ImageState.NEW))
    panel._state.activated.emit(panel._state.currentIndex())
    merge(hand, 2, 3)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_arguments: ("Basal", True))
    panel._save_view()
    assert read_views(hand.project) == ()
    assert hand.window.status.message.property("severity") == "error"
    assert "Basal Cell Carcinoma" in hand.window.status.message.text()
    search(hand, "boxes=0")
    panel._save_view()
    assert [view.query for view in read_views(hand.project)] == ["boxes=0 state:new"]


def test_thumbnails_instead_of_the_list_by_key_with_one_selection(hand, panel):
    hand.key(Qt.Key.Key_D)
    second = hand.image_id
    hand.key(Qt.Key.Key_T)
    assert panel.grid.isVisible()
    assert not panel.list.isVisible()
    assert panel.grid.currentIndex().row() == 1
    hand.qtbot.mouseClick(panel.grid.viewport(), LEFT, pos=panel.grid.place_of(2).center())
    assert hand.image_id == hand.controller.model.image_at(2)
    panel.grid.setFocus()
    hand.qtbot.keyClick(panel.grid, Qt.Key.Key_Home)
    assert hand.image_id == hand.controller.model.image_at(0)
    hand.qtbot.keyClick(panel.grid, Qt.Key.Key_Right)
    assert hand.image_id == second
    hand.key(Qt.Key.Key_T)
    assert panel.list.isVisible()
    assert panel.list.hasFocus()
    assert panel.list.currentIndex().row() == 1


def test_places_of_cells_and_what_lies_at_a_point_agree(hand, panel):
    hand.key(Qt.Key.Key_T)
    for view in (panel.grid, panel.list):
        view.resize(260, 150)
        for width in (130, 260, 420):
            view.resize(width, 150)
            for row in range(4):
                view.scrollTo(view.model().index(row, 0))
                place = view.place_of(row)
                assert view.viewport().rect().contains(place.center())
                assert view.indexAt(place.center()).row() == row
                assert view.indexAt(place.topLeft()).row() == row
        assert not view.indexAt(QPoint(5, 100_000)).isValid()


def test_keys_jump_to_what_waits(hand):
    ids = hand.controller.model.shown_ids
    control, more = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    hand.window.session.select_image(ids[1])
    hand.key(Qt.Key.Key_M)
    assert hand.project.labels(ids[1]).flagged
    hand.window.session.select_image(ids[3])
    hand.key(Qt.Key.Key_Right, control | Qt.KeyboardModifier.AltModifier)
    assert hand.image_id == ids[1]
    hand.controller.mark(ImageState.VERIFIED)
    hand.window.session.select_image(ids[0])
    hand.key(Qt.Key.Key_Right, control | more)
    assert hand.image_id == ids[2]
    hand.key(Qt.Key.Key_Right, control)
    assert hand.image_id == ids[3]


def test_a_flag_is_undone_and_asked_for(hand):
    hand.key(Qt.Key.Key_M)
    first = hand.image_id
    search(hand, "is:flagged")
    assert hand.controller.model.shown_ids == [first]
    assert hand.controller.model.row(first).record.flagged
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not hand.project.labels(first).flagged


def test_a_photo_is_rejected_with_its_reason(hand, panel):
    first = hand.image_id
    reasons = hand.window.annotate.view._reasons
    hand.key(Qt.Key.Key_R)
    assert reasons.isVisible()
    hand.qtbot.keyClicks(reasons.field, "blurred")
    hand.qtbot.keyClick(reasons.field, Qt.Key.Key_Return)
    labels = hand.project.labels(first)
    assert (labels.state, labels.reason) == (ImageState.REJECTED, "blurred")
    assert not reasons.isVisible()
    search(hand, "note:blur")
    assert hand.controller.model.shown_ids == [first]
    hand.window.session.undo()
    assert hand.project.labels(first).state is not ImageState.REJECTED
    hand.window.session.redo()
    # The reason is offered the next time.
    hand.controller.ask_reason(ImageState.NOISE)
    assert [button.text() for button in reasons._offered] == ["blurred"]
    reasons.hide()
    QApplication.processEvents()


def test_the_reason_of_a_narrowed_list_is_shown_whole(hand, panel):
    session = hand.window.session
    reason = "Squamous cell carcinoma, test split that densenet121-12 got wrong, and more"
    session.show_images(tuple(session.project.image_ids()[:2]), reason)
    text = panel._banner_text
    hand.qtbot.waitUntil(text.isVisible)
    hand.qtbot.wait(50)
    assert text.height() >= text.heightForWidth(text.width()) > 2 * text.fontMetrics().height()
