"""The class manager over a real project: every change is a step, and what would confuse classes is refused and told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.project.labels import Edit, with_diagnosis
from core.project.project import Project
from desktop.classes.controller import ClassesController
from desktop.classes.giving_away import GivingAwayDialog
from desktop.classes.model import Column
from desktop.classes.view import ClassesView
from desktop.session import Session


@pytest.fixture
def session(qapp, project):
    return Session(project)


@pytest.fixture
def view(qtbot, session):
    shown = ClassesView()
    qtbot.addWidget(shown)
    ClassesController(session, shown)
    shown.show()
    return shown


def cell(view, row, column):
    return view.model.index(row, column).data()


def column(view, which):
    return [cell(view, row, which) for row in range(view.model.rowCount())]


def type_into(view, row, which, text):
    view.model.setData(view.model.index(row, which), text)


def press(view, text):
    (button,) = [b for b in view.findChildren(type(view._add_button)) if b.text() == text]
    button.click()


def test_it_shows_what_uses_each_class(view):
    assert column(view, Column.NAME) == ["Actinic Keratosis", "Basal Cell Carcinoma", "Melanoma"]
    assert [cell(view, 1, which) for which in (Column.BOXES, Column.DIAGNOSES, Column.PHOTOGRAPHS)] == ["1", "0", "1"]
    assert cell(view, 0, Column.DIAGNOSES) == "1"
    assert cell(view, 2, Column.PHOTOGRAPHS) == "0"


def test_names_codes_and_aliases_are_typed_in_place_and_boxes_stay(view, session):
    labels = session.project.labels_of()
    type_into(view, 0, Column.NAME, "  Aktinische   Keratose ")
    type_into(view, 1, Column.CODE, "B")
    type_into(view, 2, Column.ALIASES, "MM，malignant melanoma, ")

    table = session.project.classes
    assert table.get(1).name == "Aktinische Keratose"
    assert table.get(2).code == "B"
    assert table.get(3).aliases == ("MM", "malignant melanoma")
    assert session.project.labels_of() == labels
    assert column(view, Column.NAME)[0] == "Aktinische Keratose"
    assert [session.undo() for _ in range(3)] == [True] * 3
    assert column(view, Column.NAME)[0] == "Actinic Keratosis"


@pytest.mark.parametrize(
    ("which", "text", "reason"),
    [(Column.NAME, "melanoma", "Melanoma"), (Column.NAME, " ", "name"), (Column.CODE, "too long", "1 to 4")],
)
def test_what_would_confuse_classes_is_told_where_the_person_looks(view, session, which, text, reason):
    before = session.project.classes
    type_into(view, 0, which, text)
    assert session.project.classes == before
    assert reason in view._problem.text()
    type_into(view, 0, Column.NAME, "Fine")
    assert "Fine" not in view._problem.text()


def test_a_new_class_is_added_by_return_and_another_can_follow(view, session, qtbot):
    for name in ("M", "黑色素瘤", "ışık"):
        view._name.setText(name)
        qtbot.keyClick(view._name, Qt.Key.Key_Return)
    assert session.project.classes.names[-3:] == ("M", "黑色素瘤", "ışık")
    assert session.project.classes.ids == (1, 2, 3, 4, 5, 6)
    assert view.selected_id == 6
    assert view._name.text() == ""
    assert view.isVisible()  # Return doesn't close it


def test_the_order_and_the_colour_change_and_the_selection_stays(view, session):
    view.select(3)
    press(view, "Move up")
    press(view, "Move up")
    assert session.project.classes.ids == (3, 1, 2)
    assert view.selected_id == 3
    assert [button.isEnabled() for name, button in view._buttons.items() if name in ("up", "down")] == [False, True]
    view.colour_asked.emit(3, "#123456")
    assert session.project.classes.get(3).colour == "#123456"


def answer(monkeypatch, *, accept, target=None):
    asked = []

    def execute(dialog):
        asked.append(dialog.preview.text())
        if target is not None:
            dialog.target.setCurrentIndex(dialog.target.findData(target))
        return dialog.DialogCode.Accepted if accept else dialog.DialogCode.Rejected

    monkeypatch.setattr(GivingAwayDialog, "exec", execute)
    return asked


def test_merging_tells_first_what_will_change_and_is_one_step(view, session, monkeypatch):
    asked = answer(monkeypatch, accept=False)
    view.select(2)
    before = session.project.labels_of()
    press(view, "Merge into…")
    assert "1 boxes and 0 diagnoses, on 1 photos" in asked[0]
    assert session.project.labels_of() == before

    answer(monkeypatch, accept=True, target=3)
    press(view, "Merge into…")
    assert session.project.classes.ids == (1, 3)
    assert session.project.classes.require("Basal Cell Carcinoma").id == 3
    assert view.selected_id == 3
    assert cell(view, 1, Column.BOXES) == "1"
    assert session.undo()
    assert session.project.labels_of() == before
    assert column(view, Column.NAME) == ["Actinic Keratosis", "Basal Cell Carcinoma", "Melanoma"]


def test_an_unused_class_goes_at_once_and_a_used_one_only_after_asking(view, session, monkeypatch, qtbot):
    asked = answer(monkeypatch, accept=True, target=3)
    view.select(2)
    press(view, "Remove…")
    assert len(asked) == 1
    assert session.project.classes.find("Basal Cell Carcinoma") is None
    session.undo()
    image = session.project.image_ids()[1]
    labels = session.project.labels(image)
    session.apply(Edit(image, labels, with_diagnosis(labels, None), "Clear diagnosis"))
    qtbot.waitUntil(lambda: cell(view, 0, Column.DIAGNOSES) == "0")
    view.select(1)
    press(view, "Remove…")
    assert len(asked) == 1
    assert session.project.classes.ids == (2, 3)
    view.add_asked.emit("Actinic Keratosis")
    assert session.project.classes.ids == (2, 3, 4)  # its number is not given to the new one


def test_it_follows_what_is_labelled_meanwhile(view, session, qtbot):
    image = session.project.image_ids()[0]
    labels = session.project.labels(image)
    session.apply(Edit(image, labels, with_diagnosis(labels, 3), "Set diagnosis"))
    qtbot.waitUntil(lambda: cell(view, 2, Column.DIAGNOSES) == "1")


def test_a_read_only_project_shows_its_classes_and_changes_none(qtbot, make_project):
    folder = make_project("other")
    with Project.open(folder, read_only=True) as reader:
        session = Session(reader)
        shown = ClassesView()
        qtbot.addWidget(shown)
        ClassesController(session, shown)
        assert shown.model.rowCount() == 3
        assert not any(button.isEnabled() for button in shown._buttons.values())
        assert not shown.model.flags(shown.model.index(0, Column.NAME)) & Qt.ItemFlag.ItemIsEditable


def test_finding_narrows_by_name_code_and_alias(view, session, qtbot):
    type_into(view, 2, Column.ALIASES, "schwarzer krebs")
    qtbot.keyClicks(view._find, "krebs")
    assert [view.table.isRowHidden(row) for row in range(3)] == [True, True, False]


def test_everything_is_reached_by_tab_and_has_a_name(view):
    QApplication.processEvents()
    seen = set()
    widget = view
    for _ in range(40):
        widget = widget.nextInFocusChain()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            seen.add(widget)
    assert view.table in seen
    assert view._name in seen
    assert view._buttons["merge"] in seen
    assert all(w.accessibleName() or w.text() for w in (view._find, view._name, *view._buttons.values()))


def test_it_is_opened_from_the_menu_once_and_closes_with_the_project(window):
    window.actions_table["classes"].trigger()
    window.actions_table["classes"].trigger()
    (shown,) = window.findChildren(ClassesView)
    assert shown.isVisible()
    assert not shown.isModal()
    window.actions_table["close_project"].trigger()
    assert not shown.isVisible()
