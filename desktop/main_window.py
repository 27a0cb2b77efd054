"""The window: workspace switcher, menus, status bar. Workspaces are imported and built when they are first shown."""

from __future__ import annotations

import importlib
import math
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import DermDeskError
from desktop.action_spec import Scope, Situation
from desktop.action_text import action_text, menu_text, shown_key
from desktop.actions import Actions
from desktop.jobs.background import Errand
from desktop.keys.bindings import read_bindings
from desktop.quiet_menu import QuietMenu
from desktop.session import Session
from desktop.settings import read_settings, write_settings
from desktop.start_page import StartPage
from desktop.status_bar import StatusBar
from desktop.theme import SPACE
from desktop.translating import core_text, told
from desktop.turned_text import turned_text

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from desktop.annotate.parts import PartsMaker
    from desktop.annotate.workspace import AnnotateWorkspace
    from desktop.review.workspace import ReviewWorkspace

WORKSPACES = ("annotate", "train", "evaluate", "review")
CLOSED_TO_BLIND = frozenset(WORKSPACES) - {"annotate"}
"""What a person who reads blind may not see: it shows what others and models say of the photographs."""
RAIL_WIDTH = 76
COUNT_DELAY_MS = 150
FIRST_COUNT_MS = 600
"""After a project was opened: by then its first photograph is on the screen."""
FIRST_LOOK_MS = 900
"""After a project was opened, until its queue is served and its trainings are watched."""


class MainWindow(QMainWindow):
    """The window. `session` is what the workspaces share; `Shell` opens projects into it.

    Signals:
        closing: The window is about to close; nobody can keep it open any more.
        workspace_built: This workspace is there, with all that it needs.
    """

    closing = Signal()
    workspace_built = Signal(str)

    def __init__(self, session: Session | None = None) -> None:
        super().__init__()
        self.session = session or Session(parent=self)
        self.bindings, key_problems = read_bindings(read_settings().get("keys"))
        self.actions_table = Actions(self, bindings=self.bindings)
        self.setWindowTitle("DermDesk")
        self.setMinimumSize(960, 600)
        self._built: dict[str, QWidget] = {}
        self._parts: PartsMaker | None = None
        self._workspace = ""
        self._blind = False

        self.start_page = StartPage()
        self.status = StatusBar()
        self._workspaces = QStackedWidget()
        workbench = QWidget()
        beside = QHBoxLayout(workbench)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self._rail())
        beside.addWidget(self._workspaces, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start_page)
        self._pages.addWidget(workbench)
        self.setCentralWidget(self._pages)
        self._make_menus()
        self._make_status_bar()
        self.actions_table.add_to(self, Scope.WINDOW)

        # Counting all photographs follows an edit, it doesn't hold it up.
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(COUNT_DELAY_MS)
        self._counting.timeout.connect(self._ask_counts)
        self._watching = QTimer(self)
        self._watching.setSingleShot(True)
        self._watching.setInterval(FIRST_LOOK_MS)
        self._watching.timeout.connect(self._watch_runs)

        session = self.session
        session.project_changed.connect(self._project_changed)
        session.message.connect(self.show_message)
        session.saving.connect(lambda _image_id: self.status.tell_saving())
        session.saved.connect(self._saved)
        session.save_failed.connect(lambda _image_id: self.status.tell_not_saved())
        session.step_turned.connect(self._tell_turned)
        session.labels_changed.connect(lambda _image_id: self._counting.start())
        session.images_changed.connect(self._counting.start)
        session.workspace_requested.connect(self.show_workspace)
        session.undo_stack.indexChanged.connect(lambda _index: self.refresh_actions())
        for name in WORKSPACES:
            self.actions_table[f"go_{name}"].triggered.connect(lambda _on=False, name=name: self.show_workspace(name))
        self.actions_table.connect_all({"undo": session.undo, "redo": session.redo, "quit": self.close})
        self._restore_size()
        self._project_changed()
        if key_problems:
            self.show_message(" ".join(key_problems), "warning")

    # Parts

    def _rail(self) -> QWidget:
        rail = QFrame()
        rail.setObjectName("rail")
        rail.setFixedWidth(RAIL_WIDTH)
        layout = QVBoxLayout(rail)
        layout.setContentsMargins(SPACE // 2, SPACE, SPACE // 2, SPACE)
        layout.setSpacing(SPACE // 2)
        for name in WORKSPACES:
            button = QToolButton()
            button.setDefaultAction(self.actions_table[f"go_{name}"])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setIconSize(QSize(24, 24))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            layout.addWidget(button)
        layout.addStretch(1)
        return rail

    def _make_menus(self) -> None:
        for title, entries in self.actions_table.menus().items():
            menu = QuietMenu(menu_text(title), self.menuBar())
            self.menuBar().addMenu(menu)
            menu.setObjectName(title)
            menu.setToolTipsVisible(False)
            for action in entries:
                if action is None:
                    menu.addSeparator()
                else:
                    menu.addAction(action)

    def _make_status_bar(self) -> None:
        self.setStatusBar(self.status)
        self.status.progress_asked.connect(self.show_progress)

    # Project

    def _project_changed(self) -> None:
        session = self.session
        self._pages.setCurrentIndex(1 if session.has_project else 0)
        self.status.clear_place()
        self.status.say("", "info")  # what went wrong in the project before is none of this one's
        self._blind = self._is_read_blind()
        for name in CLOSED_TO_BLIND:
            self.actions_table.set_note(f"go_{name}", self._why_closed if self._blind else "")
        if session.has_project:
            project = session.project
            title = self.tr("{0} (read-only)").format(project.name) if project.read_only else project.name
            self.setWindowTitle(f"{title} - DermDesk")
            if project.read_only:
                self.status.tell_read_only()
            else:
                self.status.tell_saved()
            self._make_prediction_service()
            # Without photographs there is nothing to do elsewhere, and Annotate invites to import.
            stays = "annotate" if project.is_empty or self._blind else self._workspace or self._last_workspace()
            self.show_workspace(stays)
            # Counting waits for the first photograph; until then nothing is said, and not what the last project had.
            self.status.tell_counts(None)
            self._counting.start(FIRST_COUNT_MS)
            self._watching.start()
        else:
            self.setWindowTitle("DermDesk")
            self.status.clear_project()
        self.refresh_actions()

    def _is_read_blind(self) -> bool:
        from core.project.reading_note import is_read_blind  # with the first project: the window is to be there first

        return self.session.has_project and is_read_blind(self.session.project)

    def _make_prediction_service(self) -> None:
        if self.session.prediction_service is None:
            from desktop.predictions import PredictionService

            service = self.session.prediction_service = PredictionService(self.session)
            service.busy_changed.connect(self._tell_busy)

    def _tell_busy(self, busy: bool) -> None:
        # Annotate may be there before the service, and the service before Annotate.
        if "annotate" in self._built:
            self.annotate.controller.set_busy(busy)

    def _watch_runs(self) -> None:
        """Have the queue served, and hear of trainings, also while Train was never shown."""

        def watch(watching: Any) -> None:  # noqa: ANN401 - a module
            if self.session.has_project:
                watching.watch_of(self.session, self).look()

        # Importing it takes longer than the window may stand still.
        self._imported = Errand(lambda: importlib.import_module("desktop.train.watching"), self)
        self._imported.done.connect(watch)
        self._imported.start()

    def _ask_counts(self) -> None:
        self._counting.setInterval(COUNT_DELAY_MS)
        if self.session.has_project and not self.session.project.is_closed:
            project = self.session.project
            self.session.questions.ask("counts", project.counts, self.status.tell_counts, failed=self._tell_uncounted)

    def _tell_uncounted(self, error: DermDeskError) -> None:
        self.show_message(told(error), "warning")

    def show_progress(self) -> None:
        """Show how far each class has come."""
        from desktop.progress_dialog import ProgressDialog

        project = self.session.project
        try:
            progress = project.class_progress()
        except DermDeskError as error:
            self.session.set_status(told(error), "error")
            return
        ProgressDialog(progress, project.classes, self).open()

    # Workspaces

    @property
    def workspace(self) -> str:
        """Name of the workspace shown."""
        return self._workspace

    @property
    def annotate(self) -> AnnotateWorkspace:
        """The annotate workspace, built if need be."""
        return cast("AnnotateWorkspace", self._build("annotate"))

    def show_workspace(self, name: str) -> None:
        """Show a workspace, built if need be."""
        if not self.session.has_project:
            return
        if self._blind and name in CLOSED_TO_BLIND:
            self.show_message(self._why_closed, "warning")
            return
        widget = self._build(name)
        self._workspace = name
        self._workspaces.setCurrentWidget(widget)
        for other in WORKSPACES:
            self.actions_table[f"go_{other}"].setChecked(other == name)
        if name == "annotate":
            self.annotate.view.canvas.setFocus()
        elif name == "review":
            self.status.clear_place()
            cast("ReviewWorkspace", widget).take_focus()
        else:
            self.status.clear_place()
        self.refresh_actions()

    @property
    def _why_closed(self) -> str:
        return self.tr("Closed while you read blind: it shows what others and models say of the photos.")

    def plan_training(self) -> None:
        """Go to Train and put a training together."""
        from desktop.train.view import TrainView

        self.show_workspace("train")
        if self._workspace != "train":
            return
        view = self._built.get("train")
        if isinstance(view, TrainView):
            view.training_requested.emit()

    def move_in_queue(self, by: int) -> None:
        """Move the run that is chosen in Train; nothing while Train was never shown."""
        from desktop.train.view import TrainView

        view = self._built.get("train")
        if isinstance(view, TrainView):
            view.queue_moved.emit(by)

    def _build(self, name: str) -> QWidget:
        if name not in self._built:
            if name == "annotate":
                from desktop.annotate.workspace import AnnotateWorkspace

                parts = self._annotate_parts().finish()
                workspace = AnnotateWorkspace(self.session, self.actions_table, parts, self._workspaces)
                workspace.controller.situation_changed.connect(self.refresh_actions)
                workspace.controller.zoom_changed.connect(self.status.tell_zoom)
                workspace.controller.pointer_moved.connect(self._tell_pixel)
                workspace.view.import_asked.connect(self.actions_table["import_photos"].trigger)
                self._built[name] = workspace
            elif name == "review":
                from desktop.review.workspace import ReviewWorkspace

                review = ReviewWorkspace(self.session, self.actions_table, self._workspaces)
                review.controller.situation_changed.connect(self.refresh_actions)
                self._built[name] = review
            else:
                module: Any = importlib.import_module(f"desktop.{name}")
                self._built[name] = module.build(self.session, self._workspaces)
            self._workspaces.addWidget(self._built[name])
            self._restore_splitters(name)
            self.workspace_built.emit(name)
        return self._built[name]

    def build_by_and_by(self) -> None:
        """Build the annotate workspace part by part, in turns with whatever else the window has to do."""
        if "annotate" in self._built:
            return
        if self._annotate_parts().make_one():
            QTimer.singleShot(0, self, self.build_by_and_by)
        else:
            built = self._build("annotate")
            QTimer.singleShot(0, self, lambda: _dress(built))

    def _annotate_parts(self) -> PartsMaker:
        if self._parts is None:
            from desktop.annotate.parts import PartsMaker

            self._parts = PartsMaker(self.actions_table)
        return self._parts

    def refresh_actions(self) -> None:
        """Enable what can be used now."""
        session = self.session
        situation = Situation(
            has_project=session.has_project,
            blind=self._blind,
            read_only=session.read_only,
            annotating=self._workspace == "annotate",
            reviewing=self._workspace == "review",
            can_undo=session.can_undo,
            can_redo=session.undo_stack.canRedo(),
        )
        annotate = self._built.get("annotate")
        if annotate is not None and session.has_project:
            situation = cast("AnnotateWorkspace", annotate).controller.described(situation)
        review = self._built.get("review")
        if review is not None and session.has_project:
            situation = cast("ReviewWorkspace", review).controller.described(situation)
        self.actions_table.update(situation)
        for name, text in (("undo", session.undo_stack.undoText()), ("redo", session.undo_stack.redoText())):
            plain = action_text(self.actions_table.spec(name))
            what = core_text(text)
            self.actions_table[name].setText(self.tr("{0}: {1}").format(plain, what) if text else plain)

    # Status bar

    def show_message(self, text: str, severity: str) -> None:
        """Show a line; an error also above the canvas, where it stays until closed."""
        self.status.say(text, severity)
        if severity == "error" and self._workspace == "annotate":
            self.annotate.view.set_notice(text)

    def _tell_turned(self, what: str, image_ids: tuple[int, ...], forward: bool) -> None:
        """Say what was undone where its photograph isn't on the screen; Review goes to it where it has it."""
        if not image_ids or self._workspace == "annotate":
            return
        keys = self.actions_table.keys_of("go_annotate")
        key = shown_key(keys[0]) if keys else ""
        self.show_message(turned_text(self.session.project, what, image_ids, forward=forward, key=key), "info")

    def _saved(self, _image_id: int) -> None:
        self.status.tell_saved()
        if "annotate" in self._built:
            self.annotate.view.set_notice("")

    def _tell_pixel(self, x: float, y: float) -> None:
        self.status.tell_pixel(x, y, None if math.isnan(x) else self.annotate.view.canvas.colour_at(x, y))

    # Closing

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.session.has_project and not self._may_leave_runs():
            event.ignore()
            return
        self.closing.emit()
        self.let_go()
        self._remember_layout()
        super().closeEvent(event)

    def _may_leave_runs(self) -> bool:
        from desktop.train.watching import watch_of

        return watch_of(self.session, self).may_close()

    def let_go(self) -> None:
        """Note where work stopped, end threads, close the project."""
        annotate = self._built.get("annotate")
        if annotate is not None:
            cast("AnnotateWorkspace", annotate).stop()
        review = self._built.get("review")
        if review is not None:
            cast("ReviewWorkspace", review).stop()
        end_predictions = getattr(self.session.prediction_service, "close", None)
        if end_predictions is not None:
            end_predictions()
        self.session.set_project(None)

    def _restore_size(self) -> None:
        geometry = read_settings().get("geometry")
        if isinstance(geometry, str) and self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii"))):
            return
        self.resize(1440, 900)

    def _last_workspace(self) -> str:
        name = read_settings().get("workspace")
        return name if name in WORKSPACES else "annotate"

    def _remember_layout(self) -> None:
        splitters = dict(_table(read_settings().get("splitters")))
        for name, widget in self._built.items():
            for index, splitter in enumerate(widget.findChildren(QSplitter)):
                splitters[f"{name}/{splitter.objectName() or index}"] = _text_of(splitter.saveState())
        write_settings(
            geometry=_text_of(self.saveGeometry()), workspace=self._workspace or self._last_workspace(),
            splitters=splitters,
        )  # fmt: skip

    def _restore_splitters(self, name: str) -> None:
        stored = _table(read_settings().get("splitters"))
        for index, splitter in enumerate(self._built[name].findChildren(QSplitter)):
            state = stored.get(f"{name}/{splitter.objectName() or index}")
            if isinstance(state, str):
                splitter.restoreState(QByteArray.fromBase64(state.encode("ascii", "replace")))


def _dress(workspace: QWidget) -> None:
    """Work out the look of what isn't shown yet, which is otherwise done when it is."""
    for part in workspace.findChildren(QWidget):
        part.ensurePolished()


def _text_of(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode("ascii")


def _table(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}
