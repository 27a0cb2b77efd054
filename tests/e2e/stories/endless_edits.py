"""Draws boxes with the mouse for ever, and prints each one's photograph and uid once the window shows it as saved."""

from __future__ import annotations

import random
import sys

from play import Actor, play
from PySide6.QtCore import QPointF


def story(actor: Actor) -> None:
    saved: list[int] = []
    actor.session.saved.connect(saved.append)
    canvas = actor.window.annotate.view.canvas
    actor.wait_until(
        "a photograph is shown", lambda: actor.session.image_id is not None and canvas.viewport is not None
    )
    actor.pause(0.2)
    chance = random.Random(int(sys.argv[2]))
    for number in range(10_000):
        before = {box.uid for box in actor.session.project.labels(actor.session.image_id).boxes}
        count = len(saved)
        actor.window.actions_table["draw"].trigger()
        width, height = canvas.width(), canvas.height()
        start = QPointF(width * chance.uniform(0.40, 0.48), height * chance.uniform(0.40, 0.48))
        end = QPointF(width * chance.uniform(0.52, 0.60), height * chance.uniform(0.52, 0.60))
        actor.drag(canvas, start, end)
        actor.wait_until("the box is saved", lambda count=count: len(saved) > count)
        (uid,) = {box.uid for box in actor.session.project.labels(actor.session.image_id).boxes} - before
        print(actor.session.image_id, uid, flush=True)  # noqa: T201 - this is what the test reads
        if number % 5 == 4:
            actor.window.actions_table["next"].trigger()
            actor.pause(0.05)


if __name__ == "__main__":
    raise SystemExit(play(["open", sys.argv[1]], story))
