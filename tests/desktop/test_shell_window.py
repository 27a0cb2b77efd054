"""The window around the workspaces: opening, locks, errors, imports, closing, what is remembered."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox

from core.classes import ClassTable
from core.errors import ImageError, ProjectError
from core.project.project import Project
from desktop import entry
from desktop.app import _clear_foreign_plugin_path, open_window
from desktop.import_dialog import ImportDialog
from desktop.main_window import MainWindow
from desktop.problem_dialog import ProblemDialog, Unforeseen
from desktop.settings import note_recent, read_settings, recent_projects
from desktop.shell import Shell
from desktop.theme import DARK, LIGHT, icon

# The offscreen platform says so of every dialog with a smallest size.

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def empty_window(qtbot):
    opened = open_window()
    qtbot.addWidget(opened)
    yield opened
    opened.close()


def answer(kind: type[QDialog], act) -> None:
    """Once a dialog of this kind is up, do something with it."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def shell_of(window) -> Shell:
    return window.findChild(Shell)


def test_without_a_project_the_start_page_is_shown_and_only_beginnings_work(empty_window):
    assert empty_window._pages.currentWidget() is empty_window.start_page
    assert empty_window.actions_table["new_project"].isEnabled()
    for name in ("import_photos", "undo", "draw", "next", "go_train"):
        assert not empty_window.actions_table[name].isEnabled()


def test_opening_shows_the_first_photo_and_counts(window, qtbot):
    assert window.workspace == "annotate"
    assert "clinic" in window.windowTitle()
    qtbot.waitUntil(lambda: window.status.counts.text().startswith("1 of 4 labelled"))
    assert window.status.save_state.text() == "Saved"
    assert window.session.image_id == window.session.project.image_ids()[0]


def test_counts_of_one_project_are_not_shown_with_the_next(window, qtbot, tmp_path):
    qtbot.waitUntil(lambda: "of 4 labelled" in window.status.counts.text())
    Project.create(tmp_path / "empty", ClassTable.from_names(["Nevus"])).close()
    assert shell_of(window).open_project(tmp_path / "empty")
    assert window.status.counts.text() == ""
    qtbot.waitUntil(lambda: "0 of 0 labelled" in window.status.counts.text())


def test_a_missing_project_is_told_and_the_window_stays(empty_window, tmp_path):
    told = []
    answer(ProblemDialog, lambda dialog: (told.append(dialog._message.text()), dialog.reject()))
    assert not shell_of(empty_window).open_project(tmp_path / "nowhere")
    assert told
    assert not empty_window.session.has_project


def test_a_locked_project_names_the_person_and_can_be_looked_at(empty_window, make_project):
    folder = make_project()
    script = (
        "import sys, pathlib; from core.project.project import Project;"
        f"p = Project.open(pathlib.Path({str(folder)!r}), who='Ada'); print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY, text=True
    )
    try:
        assert other.stdout.readline() == "open\n"
        told = []
        answer(ProblemDialog, lambda dialog: (told.append(dialog._message.text()), dialog.accept()))
        assert shell_of(empty_window).open_project(folder)
        assert "Ada" in told[0]
        assert empty_window.session.read_only
        assert "read-only" in empty_window.windowTitle()
        assert not empty_window.actions_table["draw"].isEnabled()
        assert not empty_window.actions_table["import_photos"].isEnabled()
    finally:
        other.communicate("")


def test_opened_projects_are_remembered_newest_first(tmp_path):
    for name in ("a", "b", "a"):
        note_recent(tmp_path / name)
    assert recent_projects() == [tmp_path / "a", tmp_path / "b"]


def test_import_from_the_window_adds_photos_and_lists_problems(window, qtbot, tmp_path, make_project):
    more = tmp_path / "more" / "Melanoma"
    more.mkdir(parents=True)
    source = window.session.project.image(window.session.project.image_ids()[0]).path
    # Another photograph of the same size: the last byte of a PNG's pixels would break its checksum, so add a comment.
    (more / "new.png").write_bytes(source.read_bytes()[:-12] + _png_comment() + source.read_bytes()[-12:])
    (more / "broken.jpg").write_bytes(b"no photograph")
    seen = {}

    def fill(dialog: ImportDialog) -> None:
        dialog.source.field.setText(str(more.parent))
        dialog._ask()
        wait(dialog)

    def wait(dialog: ImportDialog) -> None:
        if dialog.pages.currentIndex() == 2:
            seen.update(problems=dialog.problem_count, text=dialog._result.text())
            dialog.accept()
        else:
            QTimer.singleShot(20, lambda: wait(dialog))

    before = window.session.image_id
    answer(ImportDialog, fill)
    shell_of(window).import_photos()
    assert seen == {"problems": 1, "text": "1 photograph added"}
    assert window.annotate.controller.model.total == 5
    assert window.session.image_id == before
    assert not window.session.read_only


def _png_comment() -> bytes:
    import struct
    import zlib

    body = b"tEXtComment\0another"
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def test_an_import_of_nothing_is_told_in_the_form(window, tmp_path):
    texts = []

    def fill(dialog: ImportDialog) -> None:
        dialog.source.field.setText(str(tmp_path / "nowhere"))
        dialog._ask()
        wait(dialog)

    def wait(dialog: ImportDialog) -> None:
        if dialog.pages.currentIndex() == 0 and dialog._problem.text():
            texts.append(dialog._problem.text())
            dialog.reject()
        else:
            QTimer.singleShot(20, lambda: wait(dialog))

    answer(ImportDialog, fill)
    shell_of(window).import_photos()
    assert texts
    assert window.session.project.counts().images == 4


def test_the_demo_is_drawn_and_opened(empty_window, qtbot, tmp_path):
    shell_of(empty_window).open_demo(tmp_path / "demo", photos=16)
    qtbot.waitUntil(lambda: empty_window.session.has_project, timeout=60_000)
    assert empty_window.annotate.controller.model.total == 16


def test_closing_gives_the_project_back_and_remembers_the_place(window, qtbot):
    folder, third = window.session.project.folder, window.session.project.image_ids()[2]
    window.session.select_image(third)
    window.close()
    with Project.open(folder) as project:
        assert project.get_setting("annotate.last_image") == third


def test_an_unforeseen_error_is_shown_and_the_window_goes_on(empty_window, qtbot):
    errors = Unforeseen()
    seen = []
    answer(ProblemDialog, lambda dialog: (seen.append(dialog._message.text()), dialog.reject()))
    errors._caught(ValueError, ValueError("boom"), None)
    qtbot.waitUntil(lambda: bool(seen), timeout=3000)
    assert "did not foresee" in seen[0]


def test_an_error_shows_its_file_and_what_to_do(qtbot):
    dialog = ProblemDialog.about(ImageError("It is damaged.", hint="Copy it again.", path="/x/y.jpg"))
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(type(dialog._message))]
    assert {"It is damaged.", "/x/y.jpg", "Copy it again."} <= set(texts)
    assert dialog.buttons.button(QDialogButtonBox.StandardButton.Close) is not None


@pytest.mark.parametrize(
    ("arguments", "project"), [([], None), (["open", "some/where"], Path("some/where"))], ids=["none", "open"]
)
def test_the_window_is_started_without_the_command_line(monkeypatch, arguments, project):
    started = []
    monkeypatch.setattr("desktop.app.run", lambda place=None: started.append(place) or 0)
    monkeypatch.setitem(sys.modules, "desktop.commands", None)
    assert entry.main(arguments) == 0
    assert started == [project]


def test_a_project_s_path_opens_it(monkeypatch, make_project):
    started = []
    monkeypatch.setattr("desktop.app.run", lambda place=None: started.append(place) or 0)
    folder = make_project()
    assert entry.main([str(folder)]) == 0
    assert started == [folder]


def test_foreign_qt_plugins_are_forgotten(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/site-packages/cv2/qt/plugins")
    monkeypatch.setenv("QT_QPA_FONTDIR", "/usr/share/fonts")
    _clear_foreign_plugin_path()
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
    assert os.environ["QT_QPA_FONTDIR"] == "/usr/share/fonts"


def test_the_window_starts_without_torch_charts_opencv_or_click():
    script = (
        "import sys; import desktop.entry, desktop.app, desktop.main_window;"
        "bad = {'torch', 'pyqtgraph', 'cv2', 'click', 'sqlalchemy', 'mmdet'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_demo_command_makes_a_project_without_a_window(tmp_path, capsys):
    folder = tmp_path / "demo"
    assert entry.main(["demo", str(folder), "--photos", "16", "--no-window"]) == 0
    assert str(folder) in capsys.readouterr().out
    with Project.open(folder) as project:
        assert project.counts().images == 16


def test_other_commands_are_the_command_line_s(capsys):
    assert entry.main(["--help"]) == 0
    listed = capsys.readouterr().out
    assert {"open", "demo", "train", "import"} <= set(listed.split())
    assert entry.main(["no-such-command"]) == 2


def test_a_project_path_that_is_none_is_told_by_the_command_line(tmp_path, capsys):
    assert entry.main([str(tmp_path)]) == 2
    assert "No such command" in capsys.readouterr().err


def test_the_look_changes_palette_and_icons_and_is_remembered(empty_window):
    def tone() -> str:
        picture = icon("draw").pixmap(24, 24).toImage()
        solid = [
            picture.pixelColor(x, y).name()
            for x in range(24)
            for y in range(24)
            if picture.pixelColor(x, y).alpha() == 255
        ]
        return max(set(solid), key=solid.count)

    shell = shell_of(empty_window)
    shell.set_look("dark")
    assert QApplication.palette().window().color().name() == DARK.window
    assert tone() == DARK.text
    assert read_settings()["look"] == "dark"
    assert empty_window.actions_table["theme_dark"].isChecked()
    shell.set_look("light")
    assert QApplication.palette().window().color().name() == LIGHT.window
    assert tone() == LIGHT.text


def test_a_failed_save_says_not_saved_and_a_good_one_takes_it_back(window, monkeypatch):
    controller = window.annotate.controller

    def full(_edit):
        raise ProjectError("The disk is full.", hint="Make room.")

    with monkeypatch.context() as patch:
        patch.setattr(window.session.project, "apply", full)
        controller.diagnose(2)
        assert window.status.save_state.text() == "Saving…"
        window.session.settle()
    assert window.status.save_state.text() == "Not saved"
    assert window.annotate.view._notice.isVisible()
    controller.diagnose(2)
    window.session.settle()
    assert window.status.save_state.text() == "Saved"
    assert not window.annotate.view._notice.isVisible()


def test_annotate_hears_of_busy_models_also_where_it_was_built_before_a_project_was_there(qtbot, make_project):
    window = MainWindow()
    qtbot.addWidget(window)
    window.build_by_and_by()
    qtbot.waitUntil(lambda: "annotate" in window._built)
    window.session.set_project(Project.open(make_project()))
    heard = []
    window.annotate.controller.set_busy = heard.append
    window.session.prediction_service.busy_changed.emit(True)
    assert heard == [True]
    window.close()


def test_annotate_is_built_part_by_part_and_the_event_loop_turns_between(qtbot):
    window = MainWindow()
    qtbot.addWidget(window)
    window.build_by_and_by()
    assert "annotate" not in window._built
    qtbot.waitUntil(lambda: "annotate" in window._built)
    window.close()
