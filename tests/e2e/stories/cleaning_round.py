"""Looks at a cleaning round that is ready to be compared: Compare is clicked, then what was mended or broken.

Arguments: PROJECT, a folder for pictures, and what `dermdesk clean PROJECT compare --json` has printed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from play import Actor, play
from PySide6.QtCore import QPointF

from desktop.review.cleaning_bar import CleaningBar
from desktop.review.cleaning_results import ResultsDialog
from desktop.review.cleaning_text import COMPARE
from desktop.review.view import ReviewView

if TYPE_CHECKING:
    from desktop.charts.sheet import Sheet

PROJECT, SHOTS, EXPECTED = map(Path, sys.argv[1:])
MENDED, BROKEN = 6, 7
"""Columns of the table."""


def story(actor: Actor) -> None:
    found = json.loads(EXPECTED.read_text(encoding="utf-8"))
    actor.wait_until("the project is open", lambda: actor.session.has_project)
    actor.window.show_workspace("review")
    (bar,) = actor.window.findChildren(CleaningBar)
    step = bar.steps[COMPARE]
    actor.wait_until("all is ready to be compared", lambda: step.isVisible() and step.isChecked(), seconds=60)
    assert step.said.startswith(f"{100 * found['today_s_labels']['mean_gain']:+.1f} points"), step.said
    actor.shoot("ready")
    actor.click(step)
    actor.wait_until("what it brought is shown", lambda: actor.window.findChildren(ResultsDialog))
    (dialog,) = actor.window.findChildren(ResultsDialog)
    actor.pause(0.5)
    dialog.grab().save(str(SHOTS / "compared.png"))
    for sheet, side in zip(dialog.sheets, ("today_s_labels", "labels_of_the_start"), strict=True):
        (model,) = found[side]["models"]
        cells = [cell.text for cell in sheet.sheet.rows[0]]
        before, after, gain = (100 * model[key] for key in ("before", "after", "gain"))
        assert cells[1:4] == [f"{before:.1f}", f"{after:.1f}", f"{gain:+.1f}"]
        assert cells[MENDED:] == [str(len(model["mended"])), str(len(model["broken"]))]
    see_what_flipped(actor, dialog.sheets[0], found["today_s_labels"]["models"][0])


def see_what_flipped(actor: Actor, sheet: Sheet, model: dict[str, Any]) -> None:
    column = MENDED if model["mended"] else BROKEN
    wanted = set(model["mended"] or model["broken"])
    assert wanted, "nothing flipped"
    place = sheet.visualRect(sheet.index_of(0, column)).center()
    actor.click(sheet.viewport(), QPointF(place))
    (view,) = (cast("ReviewView", found) for found in actor.window.findChildren(ReviewView))
    actor.wait_until(
        "the queue is narrowed to what flipped",
        lambda: {row.record.relative_path for row in view.model.rows} == wanted,
    )
    actor.pause(0.5)
    actor.shoot("flipped")


if __name__ == "__main__":
    raise SystemExit(play(["open", str(PROJECT)], story, shots=SHOTS))
