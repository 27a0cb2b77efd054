"""What users of other annotation tools complained of, about classes and saving in the window: each a case that passes.

The numbers are those of the study of annotation tools this project started from. How quickly each of a hundred classes
is reached is shown in `annotate/test_class_palette.py`, what the store keeps in
`core/project/test_complaints_safety.py`.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import event

from core.classes import ClassTable
from core.errors import ClassTableError
from core.geometry import Box
from core.project.labels import Edit, new_box, with_boxes
from core.project.project import Project
from desktop.app import open_window

# What the offscreen platform says of pop-ups.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")

HUNDRED = [f"{what} of the {where}" for what in (
    "Melanoma", "Nevus", "Carcinoma", "Psoriasis", "Wart", "Ulcer", "Eczema", "Cyst", "Lentigo", "Keratosis"
) for where in ("face", "scalp", "trunk", "hand", "foot", "nail", "lip", "ear", "back", "leg")]  # fmt: skip


def drawn(session, image_id, x=10.0):
    labels = session.project.labels(image_id)
    return Edit(image_id, labels, with_boxes(labels, (*labels.boxes, new_box(Box(x, 10, x + 20, 40), 1))), "Draw box")


# 1. Class ids silently re-mapped


def test_complaint_1_looking_at_photographs_and_closing_changes_no_class(window, qtbot):
    """labelImg #592: a folder opened and saved once had other classes."""
    session = window.session
    folder, before = session.project.folder, session.project.read_all()
    for _ in range(6):
        window.actions_table["next"].trigger()
    window.actions_table["classes"].trigger()
    window.close()
    with Project.open(folder) as project:
        assert project.read_all() == before
        assert project.journal.groups() == []


# 3. A failed save marked clean


def test_complaint_3_a_save_the_disk_refuses_is_told_once_shown_as_not_saved_and_can_be_repeated(window):
    """labelme #2477, #2454: marked as saved though it wasn't, and the session left blank."""
    session = window.session
    session.undo()  # the steps of earlier starts are read
    image = session.image_id
    engine = session.project._database._engine
    told = []
    session.message.connect(lambda text, severity: told.append((text, severity)))

    def full(connection, _record):
        connection.execute("PRAGMA max_page_count = 1")

    engine.dispose()
    event.listen(engine, "connect", full)
    before = session.project.labels(image)
    edit = drawn(session, image)
    big = with_boxes(before, [new_box(Box(0, 0, 9, 9), 1, note="n" * 5000) for _ in range(50)])
    assert not session.apply(Edit(image, before, big, "Paste boxes"))
    assert len(told) == 1
    assert "disk is full" in told[0][0]
    assert window.status.save_state.property("severity") == "error"
    assert session.project.labels(image) == before
    assert session.image_id == image  # and still shown

    event.remove(engine, "connect", full)
    engine.dispose()
    assert session.apply(edit)
    assert window.status.save_state.property("severity") == "good"
    assert len(told) == 1


@pytest.mark.parametrize(
    ("code", "said", "message"),
    [
        (sqlite3.SQLITE_IOERR_WRITE, "disk I/O error", "The disk refuses the project file"),
        (sqlite3.SQLITE_CANTOPEN, "unable to open database file", "The disk refuses the project file"),
        (sqlite3.SQLITE_READONLY, "attempt to write a readonly database", "no longer lets the project be written"),
    ],
    ids=["IOERR", "CANTOPEN", "READONLY"],
)
def test_complaint_3_a_disk_that_goes_in_the_middle_is_told_nothing_is_lost_and_a_retry_saves(
    window, qtbot, code, said, message
):
    """A pulled plug, or a disk the system has made read-only, while a person draws."""
    session, boxes = window.session, window.annotate.controller.boxes
    session.undo()  # the steps of earlier starts are read
    image = session.project.image_ids()[2]
    session.select_image(image)
    before, everything = session.project.labels(image), session.project.read_all()
    told, failed = [], []
    session.message.connect(lambda text, severity: told.append((text, severity)))
    session.save_failed.connect(failed.append)

    def refuse(_connection, _cursor, statement, *_):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            error = sqlite3.OperationalError(said)
            error.sqlite_errorcode = code
            raise error

    engine = session.project._database._engine
    event.listen(engine, "before_cursor_execute", refuse)
    boxes.draw(Box(200, 20, 260, 90))
    qtbot.waitUntil(lambda: failed == [image])
    assert [severity for _, severity in told] == ["error"]
    assert message in told[0][0]
    assert "do it again" in told[0][0]
    assert window.status.message.text() == window.annotate.view._notice_text.text() == told[0][0]
    assert window.status.save_state.text() == "Not saved"
    assert window.status.save_state.property("severity") == "error"
    assert session.image_id == image
    assert window.annotate.controller.photo.labels == before
    assert session.project.read_all() == everything
    assert not window.actions_table["undo"].isEnabled()

    event.remove(engine, "before_cursor_execute", refuse)
    with qtbot.waitSignal(session.saved):
        boxes.draw(Box(200, 20, 260, 90))
    assert len(session.project.labels(image).boxes) == len(before.boxes) + 1
    assert window.status.save_state.text() == "Saved"
    assert not window.annotate.view._notice.isVisible()
    assert len(told) == 1


# 7. Undo missing, shallow, partial, not saved


def test_complaint_7_steps_survive_the_restart_of_the_window(window, qtbot):
    """labelme: nine steps, lost with the next photo; X-AnyLabeling #1366: no redo; #2287: undo not saved.

    That it is 200 steps and more is shown by the session's tests.
    """
    session, ids = window.session, window.session.project.image_ids()
    folder, first = session.project.folder, session.project.labels_of()
    for step in range(16):
        assert session.apply(drawn(session, ids[step % 4], x=float(step)))
    last = session.project.labels_of()
    window.close()

    again = open_window(folder)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.actions_table["undo"].isEnabled())
    assert again.actions_table["undo"].text() == "Undo: Draw box"
    for _ in range(16):
        again.actions_table["undo"].trigger()
    assert again.session.project.labels_of() == first
    assert not again.actions_table["undo"].isEnabled()
    for _ in range(16):
        again.actions_table["redo"].trigger()
    assert again.session.project.labels_of() == last
    again.close()


# 14. Class by key, long class lists


@pytest.fixture
def with_a_hundred(window, qtbot):
    """The window over a project of a hundred classes, one box selected."""
    session = window.session
    assert session.change_classes(
        ClassTable((*session.project.classes, *_numbered(HUNDRED, start=4))), "Add a hundred classes"
    )
    image = session.project.image_ids()[2]
    session.select_image(image)
    window.annotate.controller.boxes.select([session.project.labels(image).boxes[0].uid])
    return window, image


def _numbered(names, start):
    return [
        replace(entry, id=entry.id + start - 1, code=f"X{entry.code}"[:4]) for entry in ClassTable.from_names(names)
    ]


def test_complaint_14_any_of_a_hundred_classes_is_given_in_three_keys_without_a_dialog(with_a_hundred, qtbot):
    """labelImg #1023, #501, #590: a dialog at each box, that scrolls back to its start."""
    window, image = with_a_hundred
    view, session = window.annotate.view, window.session
    for number in (7, 42, 99):
        window.actions_table["choose_class"].trigger()
        palette = view.palette_window
        assert palette.isVisible()
        assert not palette.isModal()
        qtbot.keyClicks(palette._field, f"{number:02}")
        assert not palette.isVisible()
        assert session.project.labels(image).boxes[0].class_id == session.project.classes.ids[number - 1]
    # It sticks: the next box gets it, on the next photo as well.
    window.actions_table["next"].trigger()
    box = Box(30, 30, 90, 90)
    window.annotate.controller.boxes.draw(box)
    assert session.project.labels(session.image_id).boxes[-1].class_id == session.project.classes.ids[98]
    # And the first ten have a digit each.
    window.actions_table["class_2"].trigger()
    assert session.project.labels(session.image_id).boxes[-1].class_id == session.project.classes.ids[1]


# 15. Typing errors make new classes


def test_complaint_15_only_the_class_manager_makes_classes_and_one_letter_is_a_name(window, qtbot):
    """labelImg #231: each slip of the keys was a new class; and `M` could not be one."""
    session = window.session
    before = session.project.classes
    window.actions_table["choose_class"].trigger()
    palette = window.annotate.view.palette_window
    qtbot.keyClicks(palette._field, "melanomma")
    qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    palette.hide()
    assert session.project.classes == before
    labels = session.project.labels(session.image_id)
    with pytest.raises(ClassTableError):
        session.project.apply(
            Edit(session.image_id, labels, with_boxes(labels, [new_box(Box(1, 1, 9, 9), 99)]), "Draw box")
        )
    for name in ("M", "N", "痣"):
        assert session.add_class(name)
    assert session.project.classes.names[-3:] == ("M", "N", "痣")
