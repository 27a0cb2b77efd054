"""A stage for charts."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget


@pytest.fixture
def stage(qtbot):
    """Shows a widget in a bare window, which has no size hints that the offscreen platform would complain about."""
    host = QWidget()
    qtbot.addWidget(host)

    def show(widget, width, height):
        host.resize(width, height)
        widget.setParent(host)
        widget.resize(width, height)
        host.show()
        widget.show()
        qtbot.waitExposed(host)
        return widget

    return show
