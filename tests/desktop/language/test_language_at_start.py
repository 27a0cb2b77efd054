"""The language of a start: chosen in the window, else the system's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.settings import read_settings, write_settings
from desktop.shell import Shell

REPOSITORY = Path(__file__).resolve().parents[3]
SCRIPT = (
    "import sys; from desktop.app import make_application, open_window; app = make_application();"
    "window = open_window(); sys.stdout.buffer.write(window.actions_table['undo'].text().encode()); window.close()"
)


@pytest.mark.parametrize(
    ("chosen", "system", "said"),
    [
        (None, "zh_CN.UTF-8", "撤销"),
        ("en", "zh_CN.UTF-8", "Undo"),
        ("zh_CN", "C.UTF-8", "撤销"),
        (None, "C.UTF-8", "Undo"),
    ],
)
def test_a_start_speaks_the_chosen_language_or_the_system_s(chosen, system, said):
    write_settings(language=chosen)
    surroundings = {**os.environ, "LC_ALL": system, "LANG": system, "LANGUAGE": ""}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=REPOSITORY, env=surroundings, capture_output=True, check=True
    )
    assert done.stdout.decode() == said


def test_choosing_a_language_is_kept_and_told_to_come_with_the_next_start(window):
    window.actions_table["language_zh_CN"].trigger()
    assert read_settings()["language"] == "zh_CN"
    assert window.actions_table["language_zh_CN"].isChecked()
    assert not window.actions_table["language_system"].isChecked()
    assert "started again" in window.status.message.text()
    window.findChild(Shell).set_language(None)
    assert window.actions_table["language_system"].isChecked()
