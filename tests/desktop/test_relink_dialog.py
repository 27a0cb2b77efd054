"""A folder of photographs moved: said on opening, looked into before it is linked, and shown at once."""

from __future__ import annotations

import pytest

from core.project.project import Project
from desktop.relink_dialog import RelinkDialog
from desktop.session import Session


@pytest.fixture
def moved(make_project, tmp_path):
    """A project whose photographs were moved, and where to."""
    folder = make_project("clinic")
    place = tmp_path / "other disk" / "clinic-photos"
    place.parent.mkdir()
    (tmp_path / "clinic-photos").rename(place)
    return folder, place


@pytest.fixture
def dialog(qtbot, moved):
    with Project.open(moved[0]) as project:
        shown = RelinkDialog(Session(project))
        qtbot.addWidget(shown)
        shown.show()
        qtbot.waitUntil(lambda: shown.table.item(0, 2) is not None)
        yield shown
        shown.reject()


def numbers(dialog):
    return [dialog.table.item(0, column).text() for column in (1, 2)]


def test_it_shows_each_folder_and_what_is_there(dialog):
    assert numbers(dialog) == ["4", "0"]
    assert "missing" in dialog.said.text()
    assert dialog.choose.isEnabled()
    assert not dialog.relink.isEnabled()  # nothing was looked into yet


def test_a_folder_is_looked_into_before_it_is_linked(dialog, moved, qtbot):
    place = moved[1]
    (place / "photo00.png").unlink()
    (place / "photo01.png").write_bytes(b"another photograph")
    dialog.look_into(place.parent)  # the folder above it
    qtbot.waitUntil(dialog.relink.isEnabled)
    said = dialog.said.text()
    assert f"3 of 4 photographs are in {place}" in said
    assert "Not there: photo00.png" in said
    assert "Other photographs: photo01.png" in said

    dialog.relink.click()
    assert list(dialog._session.project.roots().values()) == [place]
    qtbot.waitUntil(lambda: numbers(dialog) == ["4", "3"])


def test_a_folder_without_any_of_them_is_not_linked(dialog, tmp_path, qtbot):
    (tmp_path / "empty").mkdir()
    dialog.look_into(tmp_path / "empty")
    qtbot.waitUntil(lambda: "0 of 4" in dialog.said.text())
    assert not dialog.relink.isEnabled()


def test_the_window_tells_of_it_and_shows_the_photo_once_it_is_linked(moved, qtbot):
    from desktop.app import open_window

    folder, place = moved
    window = open_window(folder)
    qtbot.addWidget(window)
    heard = []
    window.session.message.connect(lambda text, severity: heard.append((text, severity)))
    window.session.project_changed.emit()
    qtbot.waitUntil(lambda: any("Relink folder" in text for text, _ in heard))
    canvas = window.annotate.view.canvas
    qtbot.waitUntil(lambda: "missing" in canvas._notice)
    thumbnails = window.annotate.thumbnails
    records = window.session.project.images()
    for record in records:
        thumbnails.get(record)
    qtbot.waitUntil(lambda: all(thumbnails.is_unreadable(record) for record in records))

    shown = []
    window.annotate.loader.loaded.connect(lambda image_id, _photo: shown.append(image_id))
    assert window.session.relink(folder.parent / "clinic-photos", place) == 4
    qtbot.waitUntil(lambda: window.session.image_id in shown)
    records = window.session.project.images()
    for record in records:
        thumbnails.get(record)
    qtbot.waitUntil(lambda: all(thumbnails.get(record) is not None for record in records))
    window.close()
