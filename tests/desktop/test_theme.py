"""The look follows the system's while the window is open, unless a person chose one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QPalette

from desktop.theme import DARK, LIGHT, icon, install_theme, set_theme, theme


@pytest.fixture
def dressed(qapp):
    """The application as it is dressed at a start, in the system's look; light again afterwards."""
    install_theme(qapp)
    yield qapp
    set_theme(qapp, "light")


def system_turns(scheme):
    QGuiApplication.styleHints().colorSchemeChanged.emit(scheme)


def worn(application):
    return application.palette().color(QPalette.ColorRole.Window).name()


def test_the_look_turns_dark_and_light_with_the_system(dressed):
    changes = []
    theme().changed.connect(lambda: changes.append(theme().is_dark))
    system_turns(Qt.ColorScheme.Dark)
    assert worn(dressed) == DARK.window
    assert DARK.text in dressed.styleSheet()
    assert theme().tones is DARK
    system_turns(Qt.ColorScheme.Light)
    assert worn(dressed) == LIGHT.window
    system_turns(Qt.ColorScheme.Dark)
    system_turns(Qt.ColorScheme.Unknown)
    assert worn(dressed) == LIGHT.window
    assert set(changes) == {True, False}


@pytest.mark.parametrize(("look", "tones"), [("light", LIGHT), ("dark", DARK)])
def test_a_chosen_look_stays_whatever_the_system_says(dressed, look, tones):
    set_theme(dressed, look)
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        system_turns(scheme)
        assert worn(dressed) == tones.window
    set_theme(dressed, None)
    system_turns(Qt.ColorScheme.Dark)
    assert worn(dressed) == DARK.window


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_icons_are_as_sharp_as_the_screen(dressed, ratio):
    pixmap = icon("fit").pixmap(QSize(20, 20), ratio)
    assert pixmap.devicePixelRatio() == ratio
    assert (pixmap.width(), pixmap.height()) == (round(20 * ratio), round(20 * ratio))
    # The same icon at another scale is another picture.
    assert icon("fit").pixmap(QSize(20, 20), 1.0).devicePixelRatio() == 1.0
