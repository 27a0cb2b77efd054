"""The cleaning round as a bar above the queue: four steps, of which the one to do now stands out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.quiet_menu import QuietMenu
from desktop.theme import SPACE, icon, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from desktop.review.cleaning_text import BarContent, Step

MENDED, BROKEN = "mended", "broken"
MARK = 22
"""Side of the circle with a step's number."""


class StepButton(QPushButton):
    """A step: its number, or a tick once it is done; its name, and beneath how far it has come, shortened to fit."""

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._title, self._more, self._done = number, title, "", False
        self.setCheckable(True)
        self.setProperty("segment", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def said(self) -> str:
        """How far it has come, in full."""
        return self._more

    @property
    def is_done(self) -> bool:
        """Whether it has a tick."""
        return self._done

    def set_step(self, step: Step) -> None:
        """Show this."""
        self._more, self._done = step.text, step.done
        self.setToolTip(step.tip)
        self.setAccessibleName(f"{self._title}: {step.text}")
        self.setEnabled(step.enabled)
        self.setChecked(step.current)
        self.update()

    def nextCheckState(self) -> None:
        """A click asks; which step is the current one is set from outside."""

    def sizeHint(self) -> QSize:
        lines = sum(QFontMetrics(font).height() for font in self._fonts())
        return QSize(MARK + 3 * SPACE, max(MARK, lines) + SPACE - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)  # the frame; what a button would write has one font and the colour of its state
        tones, current = theme().tones, self.isChecked()
        strong, small = self._fonts()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRect(SPACE, (self.height() - MARK) // 2, MARK, MARK)
        self._paint_mark(painter, circle, strong)
        room = self.width() - MARK - 3 * SPACE
        heights = [QFontMetrics(font).height() for font in (strong, small)]
        top = (self.height() - sum(heights)) // 2
        title = tones.accent if current else tones.text if self.isEnabled() else tones.muted
        more = tones.text if current else tones.muted
        for font, text, colour, height in zip(
            (strong, small), (self._title, self._more), (title, more), heights, strict=True
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            place = QRect(circle.right() + 1 + SPACE, top, room, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            top += height
        painter.end()

    def _paint_mark(self, painter: QPainter, circle: QRect, font: QFont) -> None:
        tones, current = theme().tones, self.isChecked()
        painter.setPen(QPen(QColor(tones.accent if current or self._done else tones.edge)))
        painter.setBrush(QColor(tones.accent) if current else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
        if self._done and not current:
            icon("check", tone="accent").paint(painter, circle.adjusted(4, 4, -4, -4))
            return
        painter.setFont(font)
        painter.setPen(QColor(tones.on_accent if current else tones.muted))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _fonts(self) -> tuple[QFont, QFont]:
        strong, small = QFont(self.font()), QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        small.setPixelSize(max(9, QFontInfo(small).pixelSize() - 1))
        return strong, small


class CleaningBar(QFrame):
    """Shows a round, or invites to begin one; decides nothing.

    Signals:
        begin_requested: Begin a round.
        step_requested: The step with this number from 0 was clicked.
        flips_requested: Show the photographs that were `MENDED` or `BROKEN`.
        again_requested: Train again on labels that have changed once more.
        end_requested: End the round.
        earlier_requested: Show what the round with this id had brought.
    """

    begin_requested = Signal()
    step_requested = Signal(int)
    flips_requested = Signal(str)
    again_requested = Signal()
    end_requested = Signal()
    earlier_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolstrip")
        self._pages = QStackedWidget()
        self._both = (self._invitation(), self._round())
        for page in self._both:
            self._pages.addWidget(page)
        self.menu_button = QToolButton()
        self.menu_button.setIcon(icon("chevron-down"))
        self.menu_button.setToolTip(self.tr("More about cleaning rounds"))
        self.menu_button.setAccessibleName(self.tr("More about cleaning rounds"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QuietMenu(self.menu_button)
        self.menu_button.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE + 4, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(SPACE // 2)
        row.addWidget(self._pages, 1)
        row.addWidget(self.menu_button)
        self.hide()

    def set_invitation(self, *, can_begin: bool) -> None:
        """Say what a round is, and offer to begin one."""
        self.begin_button.setEnabled(can_begin)
        self._turn_to(0)

    def set_content(self, content: BarContent) -> None:
        """Show a round."""
        self._name.setText(content.title)
        for label in (self._name, self._caption, self._warning):
            label.setToolTip(content.tip)
        self._warning.setVisible(content.warned)
        for place, step in zip(self.steps, content.steps, strict=True):
            place.set_step(step)
        for button, text in zip((self.mended, self.broken), content.flips, strict=True):
            button.setText(text)
            button.setVisible(bool(text))
            button.setToolTip("\n".join(filter(None, (self._flip_tips[button is self.broken], content.lead))))
        self._turn_to(1)

    def set_menu(self, earlier: Sequence[tuple[int, str]], *, can_train_again: bool, can_end: bool) -> None:
        """Offer what else can be done; the arrow is gone where that is nothing."""
        self._menu.clear()
        if can_train_again:
            self._menu.addAction(self.tr("Train again on today's labels…"), self.again_requested.emit)
        if can_end:
            self._menu.addAction(self.tr("End this round…"), self.end_requested.emit)
        if earlier:
            self._menu.addSection(self.tr("Earlier rounds"))
        for number, name in earlier:
            self._menu.addAction(name, partial(self.earlier_requested.emit, number))
        self.menu_button.setVisible(not self._menu.isEmpty())

    @property
    def invites(self) -> bool:
        """Whether no round is shown."""
        return self._pages.currentIndex() == 0

    def _turn_to(self, page: int) -> None:
        # A stack is as high as its highest page; the invitation is to be slim.
        for number, widget in enumerate(self._both):
            policy = QSizePolicy.Policy.Preferred if number == page else QSizePolicy.Policy.Ignored
            widget.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self._pages.setCurrentIndex(page)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._pages.updateGeometry()
        self.show()

    def _invitation(self) -> QWidget:
        page = QWidget()
        text = QLabel(
            self.tr(
                "Cleaning round: correct labels and mark noise, train the same models again, and see the gain on test "
                "photos nothing was learned from."
            )
        )
        text.setObjectName("muted")
        text.setWordWrap(True)
        self.begin_button = QPushButton(self.tr("Begin a round…"))
        self.begin_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.begin_button.clicked.connect(self.begin_requested)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACE)
        row.addWidget(text, 1)
        row.addWidget(self.begin_button)
        return page

    def _round(self) -> QWidget:
        page = QWidget()
        self._name = QLabel()
        self._name.setObjectName("heading")
        self._name.setMaximumWidth(180)
        self._caption = QLabel(self.tr("Cleaning round"))
        self._caption.setObjectName("small")
        self._warning = QLabel()
        self._warning.setPixmap(icon("warning", tone="warning").pixmap(18, 18))
        self._warning.setAccessibleName(self.tr("Something about the runs is to be known"))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._caption)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE // 2)
        row.addLayout(names)
        row.addWidget(self._warning)
        row.addSpacing(SPACE)
        titles = (self.tr("Review"), self.tr("Train again"), self.tr("Predict"), self.tr("Compare"))
        self.steps = [StepButton(number, title) for number, title in enumerate(titles, start=1)]
        for number, step in enumerate(self.steps):
            step.clicked.connect(lambda _on=False, number=number: self.step_requested.emit(number))
            row.addWidget(step, 1)
        self.mended, self.broken = QPushButton(), QPushButton()
        self._flip_tips = (
            self.tr("Show the photos that were wrong before and are right after"),
            self.tr("Show the photos that were right before and are wrong after"),
        )
        for button, what in ((self.mended, MENDED), (self.broken, BROKEN)):
            button.setProperty("flat", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, what=what: self.flips_requested.emit(what))
            row.addWidget(button)
        return page
