"""A photograph that is missing or unreadable is shown as such, ends nothing, and can be found again."""

from __future__ import annotations

from unittest.mock import Mock

from PySide6.QtCore import Qt


def test_a_missing_photo_offers_to_link_its_folder_and_another_photo_does_not(hand):
    view = hand.window.annotate.view
    third, fourth = hand.project.image_ids()[2:]
    hand.project.image(third).path.unlink()
    hand.controller._loader.forget()
    hand.window.session.select_image(third)
    hand.qtbot.waitUntil(lambda: "missing" in hand.canvas._notice, timeout=5000)
    assert str(hand.project.image(third).path) in hand.canvas._notice
    assert view._relink.isVisible()
    asked = Mock()
    hand.window.actions_table["relink"].triggered.disconnect()
    hand.window.actions_table["relink"].triggered.connect(asked)
    view._relink.click()
    asked.assert_called_once()
    hand.window.session.select_image(fourth)
    assert not view._relink.isVisible()


def test_a_folder_that_is_linked_anew_shows_the_photo_at_once(hand, tmp_path):
    project, session = hand.project, hand.window.session
    shown = hand.image_id
    folder = project.image(shown).path.parent
    moved = tmp_path / "moved"
    folder.rename(moved)
    hand.controller._loader.forget()
    session.images_changed.emit()
    other = project.image_ids()[1]
    session.select_image(other)
    hand.qtbot.waitUntil(lambda: "missing" in hand.canvas._notice, timeout=5000)
    (root,) = project.roots().values()
    project.relink_root(root, moved)
    session.images_changed.emit()
    hand.qtbot.waitUntil(lambda: hand.canvas._backdrop.photo is not None, timeout=5000)
    assert hand.canvas._notice == ""
    assert not hand.window.annotate.view._relink.isVisible()


def test_an_unreadable_photo_is_told_and_work_goes_on(hand):
    view = hand.window.annotate.view
    second, third = hand.project.image_ids()[1:3]
    hand.project.image(third).path.write_bytes(b"no photograph")
    hand.controller._loader.forget()
    hand.window.session.select_image(third)
    hand.qtbot.waitUntil(lambda: "no photograph" in hand.canvas._notice, timeout=5000)
    assert not view._relink.isVisible()
    assert len(hand.boxes) == 1
    assert hand.canvas.colour_at(5, 5) is None
    hand.canvas.grab()
    hand.key(Qt.Key.Key_A)
    assert hand.image_id == second
    hand.qtbot.waitUntil(lambda: hand.canvas._backdrop.photo is not None, timeout=5000)
