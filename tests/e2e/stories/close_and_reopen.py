"""Closes the window beside a training, or finds it again and stops it: `close_and_reopen.py PROJECT close|reopen`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from play import Actor, play
from PySide6.QtWidgets import QMessageBox, QWidget

from core.jobs.launcher import start_detached
from core.jobs.run_folder import RunFolder

if TYPE_CHECKING:
    from desktop.train.view import TrainView

FAKE = Path(__file__).resolve().parents[2] / "fakes" / "fake_worker.py"
PROJECT = Path(sys.argv[1])
RUN = RunFolder(PROJECT / "runs" / "resnet18-1")


def close(actor: Actor) -> None:
    train = shown(actor)
    # As the window starts it: a child of this process, in a session of its own, without pipes.
    start_detached(RUN, command=[sys.executable, str(FAKE), "slow", str(RUN.path), "--detached"])
    actor.wait_until("it trains", lambda: "step" in train._activity.text())
    actor.window.show_workspace("annotate")

    def keep() -> None:
        box = actor.modal(QMessageBox)
        assert isinstance(box, QMessageBox)
        assert box.text() == "resnet18-1 is still training."
        (button,) = (b for b in box.buttons() if b.text().startswith("Keep training"))
        actor.click(button)

    actor.later(keep)
    assert actor.window.close()
    assert RUN.state.value == "running"


def reopen(actor: Actor) -> None:
    assert RUN.state.value == "running"
    train = shown(actor)
    actor.wait_until("it is found", lambda: "step" in train._activity.text())
    before = train._activity.text()
    actor.wait_until("it goes on", lambda: train._activity.text() != before)
    assert train.stop_button.isEnabled()
    actor.click(train.stop_button)
    actor.wait_until("it stops", lambda: "Stopped" in train._state.text(), seconds=10)
    assert RUN.state.value == "stopped"


def shown(actor: Actor) -> TrainView:
    actor.wait_until("the project is open", lambda: actor.session.has_project)
    actor.window.show_workspace("train")
    (view,) = (w for w in actor.window.findChildren(QWidget) if type(w).__name__ == "TrainView")
    actor.wait_until("the run is listed", lambda: view._name.text() == RUN.name)
    return view


if __name__ == "__main__":
    raise SystemExit(play(["open", str(PROJECT)], {"close": close, "reopen": reopen}[sys.argv[2]]))
