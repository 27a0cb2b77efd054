"""How the photograph is shown changes neither the file nor what a model reads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QImage

from core.images import content_hash, decode
from desktop.annotate.adjusting import Adjustment, _pixels, apply_tones, tone_curve, with_local_contrast
from desktop.annotate.backdrop import AT_ONCE, Backdrop
from desktop.annotate.photos import Photo
from desktop.annotate.viewport import Viewport

ADJUSTMENTS = st.builds(
    Adjustment, st.integers(-100, 100), st.integers(-100, 100), st.integers(-100, 100), st.integers(0, 100)
)  # fmt: skip


def picture(width=64, height=48):
    rng = np.random.default_rng(1)
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    _pixels(made)[..., :3] = rng.integers(60, 200, (height, width, 3), dtype=np.uint8)
    return made


def test_nothing_adjusted_changes_no_tone():
    assert tone_curve(Adjustment()).tolist() == list(range(256))


@given(ADJUSTMENTS)
def test_a_lighter_tone_never_gets_darker_than_a_darker_one(adjustment):
    assert (np.diff(tone_curve(adjustment).astype(int)) >= 0).all()


def test_each_slider_does_what_it_says():
    assert tone_curve(Adjustment(brightness=20))[100] > 100 > tone_curve(Adjustment(brightness=-20))[100]
    contrast = tone_curve(Adjustment(contrast=40))
    assert contrast[60] < 60
    assert contrast[200] > 200
    assert tone_curve(Adjustment(gamma=50))[60] > 60 > tone_curve(Adjustment(gamma=-50))[60]


def test_tones_change_in_the_given_part_only():
    shown = picture()
    before = _pixels(shown).copy()
    apply_tones(shown, QRect(10, 10, 20, 20), Adjustment(brightness=50))
    after = _pixels(shown)
    assert (after[10:30, 10:30, :3] > before[10:30, 10:30, :3]).all()
    assert (after[:10] == before[:10]).all()
    assert (after[..., 3] == 255).all()


def test_local_contrast_spreads_the_lightness_and_leaves_the_original():
    dull = picture()
    _pixels(dull)[..., :3] = 118 + _pixels(dull)[..., :3] // 16
    before = _pixels(dull).copy()
    shown = _pixels(with_local_contrast(dull, 100))
    assert shown[..., :3].std() > 1.5 * before[..., :3].std()
    assert (_pixels(dull) == before).all()
    assert (_pixels(with_local_contrast(dull, 0)) == before).all()


@pytest.fixture
def backdrop(qtbot):
    made = Backdrop()
    yield made
    made.stop()


def test_the_pixel_read_out_tells_the_photograph_s_own_colour(backdrop):
    own = picture()
    backdrop.set_photo(Photo((own,)))
    backdrop.set_adjustment(Adjustment(brightness=80, local=100))
    backdrop.painted(Viewport(64, 48, 200.0, 150.0).fit(), ratio=1.25)
    assert backdrop.colour_at(17.9, 30.2, photo_width=64, photo_height=48) == own.pixelColor(17, 30).getRgb()[:3]
    assert backdrop.colour_at(64, 3, photo_width=64, photo_height=48) is None
    assert backdrop.colour_at(float("nan"), 3, photo_width=64, photo_height=48) is None


def test_local_contrast_of_a_large_photo_is_worked_out_in_a_thread(backdrop, qtbot):
    side = int(AT_ONCE**0.5) + 50
    backdrop.set_photo(Photo((picture(side, side),)))
    view = Viewport(side, side, 300.0, 300.0).fit()
    plain = backdrop.paint(view, ratio=1.0).toImage()
    with qtbot.waitSignal(backdrop.changed, timeout=10_000):
        backdrop.set_adjustment(Adjustment(local=100))
        # What is at hand is shown until then.
        assert backdrop.painted(view, ratio=1.0).toImage() == plain
    assert backdrop.painted(view, ratio=1.0).toImage() != plain


def test_an_adjustment_stays_over_photographs_until_it_is_reset_and_is_told(hand):
    view, panel = hand.window.annotate.view, hand.window.annotate.view.adjusting
    hand.key(Qt.Key.Key_B)
    assert panel.isVisible()
    panel._sliders["contrast"].setValue(40)
    panel._sliders["local"].setValue(70)
    hand.canvas.setFocus()
    hand.key(Qt.Key.Key_B)
    hand.key(Qt.Key.Key_D)
    assert not panel.isVisible()
    assert hand.canvas.adjustment == Adjustment(contrast=40, local=70)
    assert view._adjusted.isVisible()
    view._adjusted.click()
    assert hand.canvas.adjustment.is_neutral
    assert panel.adjustment.is_neutral
    assert not view._adjusted.isVisible()


def test_what_models_read_is_unchanged_by_what_the_screen_shows(hand):
    record = hand.project.image(hand.image_id)
    pixels, digest = decode(record.path), content_hash(record.path)
    shown = hand.canvas.grab().toImage()
    hand.controller.screen.adjust(Adjustment(brightness=60, contrast=50, gamma=-40, local=100))
    assert hand.canvas.grab().toImage() != shown
    hand.drag((40, 40), (120, 120))
    hand.key(Qt.Key.Key_D)
    hand.key(Qt.Key.Key_A)
    assert (decode(record.path) == pixels).all()
    assert content_hash(record.path) == digest == record.sha256


def test_the_magnifying_glass_shows_the_skin_while_its_key_is_held(hand):
    place = hand.at(160, 120)
    hand.qtbot.mouseMove(hand.canvas, place)
    hand.canvas._pointer = QPointF(place)
    plain = hand.canvas.grab().toImage()
    hand.qtbot.keyPress(hand.canvas, Qt.Key.Key_Z)
    magnified = hand.canvas.grab().toImage()
    assert magnified != plain
    hand.qtbot.keyRelease(hand.canvas, Qt.Key.Key_Z)
    assert hand.canvas.grab().toImage() == plain


def test_the_crosshair_follows_the_pointer_and_is_remembered(hand):
    from desktop.settings import read_settings

    place = hand.at(160, 120)
    hand.canvas._pointer = QPointF(place)
    plain = hand.canvas.grab().toImage()
    hand.key(Qt.Key.Key_X)
    assert hand.canvas.grab().toImage().pixelColor(2, place.y()) != plain.pixelColor(2, place.y())
    assert read_settings()["crosshair"] is True
    hand.key(Qt.Key.Key_X)
    assert hand.canvas.grab().toImage() == plain


def test_the_status_bar_tells_place_and_colour_of_the_pixel(hand):
    hand.canvas.pointer_moved.emit(17.6, 30.2)
    red, green, blue = hand.canvas.colour_at(17.6, 30.2)
    assert hand.window.status.pixel.text() == f"x 17  y 30  RGB {red} {green} {blue}"
