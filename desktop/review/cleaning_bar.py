"""The cleaning round as a bar above the queue: four steps, of which the one to do now stands out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import SPACE, icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.review.cleaning_text import BarContent

MENDED, BROKEN = "mended", "broken"


class StepButton(QPushButton):
    """A step: its number and name, and beneath how far it has come, shortened where there is no room."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._more = title, ""
        self.setCheckable(True)
        self.setProperty("segment", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(40)

    @property
    def said(self) -> str:
        """How far it has come, in full."""
        return self._more

    def set_step(self, text: str, tip: str, *, enabled: bool, current: bool) -> None:
        """Show this."""
        self._more = text
        self.setToolTip(tip)
        self.setAccessibleName(f"{self._title}: {text}")
        self.setEnabled(enabled)
        self.setChecked(current)
        self._fit()

    def nextCheckState(self) -> None:
        """A click asks; which step is the current one is set from outside."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * SPACE
        lines = (self._title, self._more)
        metrics = self.fontMetrics()
        self.setText("\n".join(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines))


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
        self._menu = QMenu(self.menu_button)
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
            place.set_step(step.text, step.tip, enabled=step.enabled, current=step.current)
        for button, text in zip((self.mended, self.broken), content.flips, strict=True):
            button.setText(text)
            button.setVisible(bool(text))
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
        self.steps = [StepButton(f"{number}  {title}") for number, title in enumerate(titles, start=1)]
        for number, step in enumerate(self.steps):
            step.clicked.connect(lambda _on=False, number=number: self.step_requested.emit(number))
            row.addWidget(step, 1)
        self.mended, self.broken = QPushButton(), QPushButton()
        for button, what, tip in (
            (self.mended, MENDED, self.tr("Show the photos that were wrong before and are right after")),
            (self.broken, BROKEN, self.tr("Show the photos that were right before and are wrong after")),
        ):
            button.setProperty("flat", True)
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, what=what: self.flips_requested.emit(what))
            row.addWidget(button)
        return page
