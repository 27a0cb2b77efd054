"""Every text of the window has a translation with the same places to fill, and none is written past `tr`."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QTabWidget,
    QWidget,
)

from core.errors import DermDeskError, ProjectError, ProjectLocked, UnknownModel
from core.jobs.recipe import recipe_field, recipe_fields
from desktop.action_table import ACTIONS
from desktop.action_text import action_text, menu_text
from desktop.app import open_window
from desktop.command_palette import CommandPalette
from desktop.import_dialog import ImportDialog
from desktop.keys_dialog import KeysDialog
from desktop.main_window import WORKSPACES
from desktop.new_project_dialog import NewProjectDialog
from desktop.problem_dialog import ProblemDialog
from desktop.split_dialog import SplitDialog
from desktop.start_page import StartPage
from desktop.train.wording import METRICS
from desktop.translating import core_text, install_language, told, wanted_language
from desktop.weights_dialog import WeightsDialog
from desktop.wording import count_text
from resources.translations.sources import CORE, Text, all_texts, window_texts
from resources.translations.update import FOLDER, FORMS, faults, places, read, release, write

REPOSITORY = Path(__file__).resolve().parents[3]
DATA = (
    "photo0", "Actinic", "Basal", "Melanoma", "DermDesk", "English", "EnsembleNet", "skin10", "Traceback", "ValueError",
    "Net", "CNN", "densenet", "/tmp",
)  # fmt: skip
"""Names of photographs, classes and models, the program's own, and what programmers are shown."""
TEXTS = {
    QAbstractButton: lambda button: [button.text()],
    QLabel: lambda label: [] if label.text().startswith("<") else [label.text()],
    QLineEdit: lambda field: [field.placeholderText()],
    QComboBox: lambda combo: [combo.itemText(index) for index in range(combo.count())],
    QTabWidget: lambda tabs: [tabs.tabText(index) for index in range(tabs.count())],
    QMenuBar: lambda bar: [action.text() for action in bar.actions()],
    QMenu: lambda menu: [action.text() for action in menu.actions()],
    QHeaderView: lambda header: [
        str(header.model().headerData(section, header.orientation()) or "")
        for section in range(header.count() if header.model() is not None else 0)
    ],
}
SYNTAX = re.compile(r"\w[:<>=@]\S")
PAST_TR = {
    "desktop/commands.py",  # the command line speaks English
    "desktop/entry.py",
}


@pytest.fixture
def chinese(qapp):
    assert install_language(qapp, "zh_CN") == "zh_CN"
    yield qapp
    install_language(qapp, "en")


@pytest.fixture(scope="module")
def texts():
    return all_texts()


@pytest.mark.parametrize(
    ("said", "chinese_words"),
    [
        ("This box is 8 times larger than boxes of 痣 usually are.", "大"),
        ("This box is 8 times smaller than boxes of 痣 usually are.", "小"),
        ("This is the same photo as 三号.", "三号"),
        ("This is nearly the same photo as 三号; one is for train, the other for test.", "训练"),
        ("The classifiers are 90% sure of 痣; the label says 疣. They were trained on it.", "训练"),
    ],
)
def test_reasons_of_the_queue_are_chinese_to_the_last_word(chinese, said, chinese_words):
    found = core_text(said)
    assert chinese_words in found
    assert not re.search("[A-Za-z]", found)


def test_every_metric_of_a_run_is_chinese(chinese):
    for name, text in METRICS.items():
        found = QCoreApplication.translate("Train", text)
        assert found != text, name
    assert set(recipe_field("best_by").choices) <= METRICS.keys()


def test_there_are_texts_of_every_kind(texts):
    contexts = {text.context for text in texts[0]}
    assert {"MainWindow", "actions", CORE, "Train", "AnnotateView"} <= contexts
    assert Text("count", "%Ln epochs", numerus=True) in texts[0]


def test_every_tr_has_its_text_written_in_the_call(texts):
    assert texts[1] == []


@pytest.mark.parametrize("language", FORMS)
def test_no_translation_is_missing_or_has_other_places(texts, language):
    assert faults(language, read(FOLDER / f"dermdesk_{language}.ts"), texts[0]) == []


@pytest.mark.parametrize("language", FORMS)
def test_what_qt_reads_was_compiled_from_what_people_edit(language, tmp_path):
    release(FOLDER / f"dermdesk_{language}.ts", tmp_path / "new.qm")
    assert (tmp_path / "new.qm").read_bytes() == (FOLDER / f"dermdesk_{language}.qm").read_bytes()


def test_no_text_is_written_past_tr():
    spec = importlib.util.spec_from_file_location("bypassing", Path(__file__).with_name("bypassing.py"))
    bypassing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bypassing)
    found = [
        f"{path.relative_to(REPOSITORY)}:{line}: {text}"
        for path in sorted((REPOSITORY / "desktop").rglob("*.py"))
        if str(path.relative_to(REPOSITORY)) not in PAST_TR
        for line, text in bypassing.bypassing(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_a_forgotten_translation_would_be_found():
    tree = ast.parse('class A:\n def f(self):\n  self.tr("new {0}")\n  self.tr(f"x {1}")')
    found, hidden = window_texts(tree, "a.py")
    assert found == {Text("A", "new {0}")}
    assert [entry.place for entry in hidden] == ["a.py:4"]
    assert "no translation" in faults("zh_CN", {}, found)[0]
    assert "other places" in faults("zh_CN", {Text("A", "new {0}"): ("新 {1}",)}, found)[0]


def test_files_are_written_as_they_are_read(tmp_path):
    known = {
        Text("A", "a & <b>"): ("甲",),
        Text("A", "%n photos", True): ("%n 张",),
        Text("B", "two\nlines"): ("乙\n",),
    }
    write(tmp_path / "x.ts", "zh_CN", sorted(known), known)
    assert read(tmp_path / "x.ts") == known


def test_places_are_counted_with_their_repeats():
    assert places("{0} of {1}: {0}") == ["0", "0", "1"]
    assert places("%Ln photos") == ["%n"]


@pytest.mark.parametrize(
    ("chosen", "system", "language"),
    [
        (None, ["zh-Hans-CN", "en-US"], "zh_CN"),
        (None, ["zh-CN"], "zh_CN"),
        (None, ["zh-Hant-TW"], "en"),
        (None, ["de-DE", "zh_CN"], "zh_CN"),
        (None, ["de-DE"], "en"),
        (None, ["en-GB", "zh-CN"], "en"),
        ("en", ["zh-CN"], "en"),
        ("zh_CN", ["en-US"], "zh_CN"),
        ("tlh", ["en-US"], "en"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_system_s(chosen, system, language):
    assert wanted_language(chosen, system) == language


def test_actions_menus_recipes_and_qt_s_own_buttons_speak_chinese(chinese, qtbot):
    undo = next(spec for spec in ACTIONS if spec.id == "undo")
    assert action_text(undo) == "撤销"
    assert menu_text("Photo|") == "照片"
    assert core_text(recipe_fields()[0].label) == "轮次"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() == "取消"


def test_numbers_have_their_form_in_english_and_none_in_chinese(qapp, chinese):
    assert count_text(2, "photo") == "2 张照片"
    install_language(qapp, "en")
    assert (count_text(1, "photo"), count_text(2, "photo")) == ("1 photo", "2 photos")


def test_errors_of_core_are_told_in_chinese_with_their_values(chinese):
    error = UnknownModel("There is no architecture 'resnet18x'.", hint="There are: a, b.", path="/x")
    assert told(error) == "没有架构 'resnet18x'。 （/x） 有：a, b。"
    assert core_text("Undo: Move 3 boxes") == "撤销：移动 3 个病灶框"
    assert told(ProjectError("Nobody translated this one.")) == "Nobody translated this one."


def test_english_is_left_alone(qapp):
    error = DermDeskError("No project is open.", hint="Open or create one first.")
    assert told(error) == str(error)
    assert QCoreApplication.translate("actions", "Undo") == "Undo"


def english_in(root):
    """Texts under a widget without a Chinese letter: written ones, tooltips, and what is said to screen readers."""
    said = set()
    for widget in [root, *root.findChildren(QWidget)]:
        said |= {widget.toolTip(), widget.accessibleName(), widget.windowTitle()}
        for kind, read_text in TEXTS.items():
            if isinstance(widget, kind):
                said |= set(read_text(widget))
    return {
        text for text in said
        if sum(letter.isascii() and letter.isalpha() for letter in text) > 3
        and not any("\u4e00" <= letter <= "\u9fff" for letter in text)
        and not any(name in text for name in DATA) and not SYNTAX.search(text)
    }  # fmt: skip


def test_the_whole_window_is_chinese(chinese, qtbot, make_project):
    window = open_window(make_project())
    qtbot.addWidget(window)
    for name in WORKSPACES:
        window.show_workspace(name)
    found = english_in(window) - {window.session.annotator}
    window.close()
    assert found == set()


def test_the_dialogs_are_chinese(chinese, qtbot, project):
    for dialog in (
        KeysDialog(), NewProjectDialog(), ImportDialog(has_classes=True), SplitDialog(project), WeightsDialog(),
        StartPage(), CommandPalette((), ()), ProblemDialog.about(ValueError("x")),
        ProblemDialog.about_lock(ProjectLocked("m", who="Ada", since="2026-01-01T10:00:00+00:00")),
    ):  # fmt: skip
        qtbot.addWidget(dialog)
        assert english_in(dialog) == set(), type(dialog).__name__
